"""Finding phrases: blocks of speeches in, in any order, and the phrase book out.

Two passes with bounded memory: the first counts by hash, the second looks up what stands
behind the hashes that win. Between them all is in files that no other process can open.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from anonymizer.documents import Source
from anonymizer.phrases.book import SCHEMA_VERSION, Duplicate, PhraseBook
from anonymizer.phrases.counts import Counts
from anonymizer.phrases.digests import Digested, digest
from anonymizer.phrases.gathering import gathered
from anonymizer.phrases.spill import Spill, Stretch
from anonymizer.pipeline import Options, run_all
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Tool
from anonymizer.version import __version__


class Terms(NamedTuple):
    """What holds for all speeches of one phrase book.

    Without ``with_values`` the values of slots are only compared, by hashes under ``key``.
    """

    profile: str
    with_values: bool
    key: bytes

    @classmethod
    def of(cls, profile: str, *, with_values: bool = False) -> Terms:
        """Terms with a key of their own."""
        return cls(profile, with_values, secrets.token_bytes(32))


def digest_texts(named: Sequence[tuple[str, Source]], terms: Terms, rulebook: Rulebook) -> Digested:
    """The digest of a block of texts, each with the name that it goes by."""
    redactions = run_all([source for _, source in named], Options(terms.profile), rulebook)
    names = [name for name, _ in named]
    return digest(
        list(zip(names, redactions, strict=True)), terms.key, with_values=terms.with_values
    )


class Finder:
    """Takes digests and finds what they share. Close it: it keeps files of some size."""

    def __init__(self, terms: Terms, rulebook: Rulebook) -> None:
        self._terms = terms
        self._rulebook = rulebook
        self._counts = Counts()
        self._sentences = Spill()
        self._blocks: list[Stretch] = []
        self._names: dict[bytes, list[str]] = {}
        self._again: set[tuple[int, int]] = set()

    def add(self, digested: Digested) -> None:
        """Take a block of speeches. Raises ``WriteError`` when there is no room for it."""
        block = len(self._blocks)
        for number, (name, fingerprint) in enumerate(digested.speeches):
            names = self._names.setdefault(fingerprint, [])
            if names:
                self._again.add((block, number))
            names.append(name)
        self._counts.add(block, digested.records)
        self._blocks.append(self._sentences.put(digested.sentences))

    def book(self, minimum: int = 2, top: int = 0) -> PhraseBook:
        """The phrases of at least ``minimum`` speeches, of them the first ``top``, all for 0."""
        shared, found = self._counts.shared(minimum, top, self._again)
        phrases = gathered(
            shared,
            map(self._sentences.get, self._blocks),
            self._rulebook,
            with_values=self._terms.with_values,
        )
        return PhraseBook(
            schema_version=SCHEMA_VERSION,
            tool=Tool("anonymizer", __version__),
            rules_sha256=self._rulebook.sha256,
            profile=self._terms.profile,
            speeches=len(self._names),
            duplicates=self._duplicates(),
            minimum=minimum,
            found=found,
            phrases=phrases,
        )

    def close(self) -> None:
        """Drop the files."""
        self._counts.close()
        self._sentences.close()

    def _duplicates(self) -> tuple[Duplicate, ...]:
        """Each speech that is another one again, which is the first of all by name."""
        groups = [sorted(names) for names in self._names.values() if len(names) > 1]
        again = [Duplicate(name, of=names[0]) for names in groups for name in names[1:]]
        return tuple(sorted(again, key=lambda each: (each.of, each.speech)))

"""A speech as it is counted: the hash of each run of clauses, and what is needed to show it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from hashlib import blake2b
from struct import Struct as Packing
from typing import Final, NamedTuple

import msgspec

from anonymizer.phrases.clauses import Sentence, runs, says_something, sentences_of
from anonymizer.pipeline import Redaction

PARTS: Final = 64
"""Into so many parts the counts go, by their hash: one part at a time must fit into memory."""

RECORD: Final = Packing("<QQQIHH")
"""A run in one speech: its hash, what it is part of on the left and on the right (0 where that
differs), the speech's number in its block, how often it stands there, its length."""
_MOST: Final = 0xFFFF


class Digested(NamedTuple):
    """Some speeches, told by name and fingerprint; the records of each part; the sentences.

    The sentences are MessagePack: an array of pairs, hashes and :class:`Sentence`.
    """

    speeches: list[tuple[str, bytes]]
    records: dict[int, bytes]
    sentences: bytes


def digest(
    named: Sequence[tuple[str, Redaction]], key: bytes, *, with_values: bool = False
) -> Digested:
    """The digest of some texts, each of them a speech or a collection of speeches.

    Speeches are told by their text's name, in a collection with a number behind it. Values
    are remembered as hashes under ``key``, so that no original goes any further, or with
    ``with_values`` as they stand.
    """
    remember = _as_it_stands if with_values else _hasher(key)
    told: list[tuple[str, bytes]] = []
    parts: dict[int, bytearray] = {}
    sentences: list[tuple[bytes, Sentence]] = []
    for name, redaction in named:
        spans = [decision.span for decision in redaction.decisions if decision.replaced]
        speeches = redaction.outline.speeches
        for number, speech in enumerate(speeches, 1):
            own = list(sentences_of(speech, redaction.cleaned, spans, remember))
            if not own:
                continue
            counted: dict[int, list[int]] = {}
            sentences += [(_hashes(sentence, counted).tobytes(), sentence) for sentence in own]
            for run, (left, right, uses, length) in counted.items():
                part = parts.setdefault(run % PARTS, bytearray())
                part += RECORD.pack(run, left, right, len(told), min(uses, _MOST), length)
            text = "\n".join([sentence.text for sentence in own])
            told.append((f"{name}#{number}" if len(speeches) > 1 else name, _fingerprint(text)))
    records = {part: bytes(packed) for part, packed in parts.items()}
    return Digested(told, records, msgspec.msgpack.encode(sentences))


def _hashes(sentence: Sentence, counted: dict[int, list[int]]) -> array[int]:
    """The hashes of a sentence's runs, 0 for one that says nothing; each is counted."""
    text, _, clauses = sentence
    hashes = array("Q")
    known: dict[tuple[int, int], int] = {}
    whole = 0
    for low, high in runs(len(clauses)):
        start, end = clauses[low][0], clauses[high - 1][1]
        run = text[start:end]
        hashed = _hash(run) if says_something(run) else 0
        hashes.append(hashed)
        known[low, high] = hashed
        whole = whole or hashed
        if not hashed:
            continue
        left = known.get((low - 1, high), whole) if low else 0
        right = known.get((low, high + 1), whole) if high < len(clauses) else 0
        if entry := counted.get(hashed):
            entry[0] = entry[0] if entry[0] == left else 0
            entry[1] = entry[1] if entry[1] == right else 0
            entry[2] += 1
        else:
            counted[hashed] = [left, right, 1, min(end - start, _MOST)]
    return hashes


def _hash(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") or 1


def _fingerprint(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _hasher(key: bytes) -> Callable[[str], str]:
    def remember(value: str) -> str:
        data = value.encode("utf-8", "surrogatepass")
        return blake2b(data, key=key, digest_size=8).hexdigest()

    return remember


def _as_it_stands(value: str) -> str:
    return value

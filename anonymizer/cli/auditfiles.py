"""The pairs of an audit: read, audited in one process or several, held against one another."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from anonymizer.auditing.batch import Audited, audited, with_sisters
from anonymizer.auditing.versions import are_versions
from anonymizer.cli.auditpairs import STDIN, Pair, Pairing
from anonymizer.cli.output import say
from anonymizer.cli.progress import progress
from anonymizer.cli.workers import in_order
from anonymizer.documents import (
    ReadError,
    Reading,
    Source,
    documents_in,
    open_document,
    read_bytes,
    read_document,
    real,
    with_all,
)
from anonymizer.rulebook import load

_MOST_SISTERS: Final = 200
_MOST_BYTES: Final = 10_000_000
"""Other texts beside a single pair that are looked into."""


class Work(NamedTuple):
    """What holds for all pairs."""

    profile: str
    rules: Path | None
    encoding: str | None
    values: bool
    texts: bool
    sisters: bool
    many: bool


def audit_all(pairing: Pairing, work: Work, workers: int) -> tuple[list[Audited], list[str]]:
    """What was found in each pair that could be read, and messages on the others."""
    audits: list[Audited] = []
    failed: list[str] = []
    with progress("auditing", len(pairing.pairs)) as advance:
        for result in in_order(_audit, pairing.pairs, work, workers):
            if isinstance(result, str):
                failed.append(result)
            else:
                audits.append(result)
            if advance:
                advance(1)
    if work.sisters and any(each.filled for each in audits):
        audits = with_sisters(audits, _sisters(pairing, work))
    return audits, failed


def _audit(pair: Pair, work: Work) -> Audited | str:
    try:
        original = _open(pair.original, pair.original_name, work)
        redacted = _open(pair.redacted, pair.redacted_name, work)
    except ReadError as error:
        return str(error)
    return audited(
        original,
        redacted,
        work.profile,
        load(work.rules),
        values=work.values,
        texts=work.texts,
    )


def _open(path: Path, name: str, work: Work) -> Source:
    if str(path) == STDIN:
        source = open_document(None, Reading(work.encoding), with_hidden=True)
    else:  # what is wrong with a file is said with its whole path: both sides have its name
        source = with_all(read_document(read_bytes(path), str(path), Reading(work.encoding)))
    return msgspec.structs.replace(source, name=name)


def _sisters(pairing: Pairing, work: Work) -> Mapping[str, str]:
    """The texts that may fill a slot: those of the folder, but no original.

    Beside a single pair other versions of the same text are none: they fill all its slots.
    """
    if work.many:
        return dict(_read({pair.redacted_name: pair.redacted for pair in pairing.pairs}, work))
    pair = pairing.pairs[0]
    if str(pair.redacted) == STDIN:
        return {}
    folder = pair.redacted.parent
    ours = {real(pair.original), real(pair.redacted)}
    near = [path for path in documents_in(folder, deep=False) if real(path) not in ours]
    looked = list(_few(near))
    if len(looked) < len(near):
        say(f"{folder}: holds {len(near)} other texts; the first {len(looked)} were looked into")
    texts = dict(_read({path.name: path for path in looked}, work))
    own = _open(pair.redacted, pair.redacted_name, work).text
    return {name: text for name, text in texts.items() if not are_versions(own, text)}


def _few(paths: Iterable[Path]) -> Iterator[Path]:
    """So many of them that a single pair is not long in being audited."""
    size = 0
    for number, path in enumerate(paths):
        size += path.stat().st_size
        if number == _MOST_SISTERS or size > _MOST_BYTES:
            return
        yield path


def _read(paths: Mapping[str, Path], work: Work) -> Iterator[tuple[str, str]]:
    """The texts of some files by name, as far as they can be read."""
    for name, path in paths.items():
        with contextlib.suppress(ReadError):
            yield name, _open(path, name, work).text

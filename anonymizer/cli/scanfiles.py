"""The files of a scan: which there are, what they are called, and what is found in them."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import UNSET

from anonymizer.blocks import blocks
from anonymizer.cli.output import sound
from anonymizer.cli.progress import progress
from anonymizer.cli.workers import in_order
from anonymizer.documents import (
    KNOWN_SUFFIXES,
    Document,
    ReadError,
    Reading,
    documents_in,
    load_document,
    with_all,
)
from anonymizer.gate.findings import Finding, ScannedFile, UnreadFile, findings_of
from anonymizer.inplace import removable
from anonymizer.linestarts import LineStarts
from anonymizer.outputs import redact_documents, usual_way
from anonymizer.pipeline import Options
from anonymizer.rulebook import load

STDIN: Final = "-"


class Entry(NamedTuple):
    """A file to scan, and its name in the report."""

    path: Path
    name: str

    def name_beside(self, file: Path | None) -> str:
        """Its name seen from another file's folder, if any, the same on every system."""
        if file is None or self.name == STDIN:
            return self.name
        path, folder = os.path.realpath(self.path), os.path.realpath(file.parent)
        try:
            name = os.path.relpath(path, folder)
        except ValueError:  # another drive
            name = path
        return unicodedata.normalize("NFC", sound(name.replace(os.sep, "/")))


class Scanned(NamedTuple):
    """What became of a file: what it is and what was found in it, or why it was not read.

    ``notes`` are what a person should know of how it was read.
    """

    entry: Entry
    file: ScannedFile | None = None
    findings: Sequence[Finding] = ()
    lines: LineStarts = LineStarts((0,))
    unread: UnreadFile | None = None
    notes: tuple[str, ...] = ()


class Work(NamedTuple):
    """What holds for all files."""

    profile: str
    rules: Path | None
    encoding: str | None
    kinds: frozenset[str]
    fields: tuple[str, ...] = ()


def entries_of(inputs: Iterable[Path]) -> tuple[list[Entry], list[UnreadFile]]:
    """The files of the inputs, folders searched, each file once; and folders without any."""
    entries: dict[str, Entry] = {}
    empty: list[UnreadFile] = []
    for given in inputs:
        inside = [given]
        if str(given) != STDIN and given.is_dir():
            inside = documents_in(given)
            if not inside:
                empty.append(UnreadFile(_name(given), f"holds no texts ({KNOWN_SUFFIXES})"))
        for path in inside:
            if str(path) == STDIN:
                entries.setdefault(STDIN, Entry(path, STDIN))
            else:
                entries.setdefault(os.path.realpath(path), Entry(path, _name(path)))
    return list(entries.values()), empty


def _name(path: Path) -> str:
    """A file's name from the current folder, if it is below that; else as it was given."""
    with contextlib.suppress(ValueError, OSError):
        path = Path(os.path.abspath(path)).relative_to(Path.cwd())  # noqa: PTH100 - links stay
    return sound(path.as_posix())


def scan_files(entries: list[Entry], work: Work, workers: int) -> list[Scanned]:
    """What became of each file, in order, whatever the number of workers."""
    done: list[Scanned] = []
    with progress("scanning", len(entries)) as advance:
        for scanned in in_order(_scan_block, list(blocks(entries, _size)), work, workers):
            done += scanned
            if advance:
                advance(len(scanned))
    return done


def _size(entry: Entry) -> int:
    try:
        return entry.path.stat().st_size
    except OSError:  # standard input, or nothing: reading it will say
        return 0


def _scan_block(entries: Sequence[Entry], work: Work) -> list[Scanned]:
    opened = [_open(entry, work) for entry in entries]
    read = [(each, usual_way(each)) for each in opened if isinstance(each, Document)]
    redactions = iter(redact_documents(read, Options(work.profile), load(work.rules)))
    scanned: list[Scanned] = []
    for entry, document in zip(entries, opened, strict=True):
        if isinstance(document, UnreadFile):
            scanned.append(Scanned(entry, unread=document))
            continue
        source, redaction = with_all(document), next(redactions)
        slots = redaction.slots if document.format == "text" else removable(document, redaction)
        lines = LineStarts.of(source.text)
        wanted = (slot for slot in slots if slot.kind in work.kinds)
        findings = findings_of(entry.name, wanted, lines)
        file = ScannedFile(
            entry.name,
            source.sha256,
            source.encoding,
            len(source.text),
            len(findings),
            tuple(sound(each.address) for each in source.hidden if not each.stays) or UNSET,
        )
        scanned.append(Scanned(entry, file, findings, lines, notes=source.notes))
    return scanned


def _open(entry: Entry, work: Work) -> Document | UnreadFile:
    try:
        path = None if entry.name == STDIN else entry.path
        return load_document(path, Reading(work.encoding, work.fields))
    except ReadError as error:
        return UnreadFile(entry.name, _reason(str(error), entry))


def _reason(message: str, entry: Entry) -> str:
    """What was wrong, without the file's name, however it was put before it."""
    for name in (str(entry.path), entry.path.name, "standard input"):
        if message.startswith(f"{name}: "):
            return message[len(name) + 2 :]
    return message

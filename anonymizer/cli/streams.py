"""Streams: files of records, redacted record by record, in memory that does not grow."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from anonymizer.cli.batch import Job, Outcome, Terms, ambiguity, fields_missing
from anonymizer.cli.output import put
from anonymizer.documents import (
    Reading,
    Stream,
    WriteError,
    stream_of,
    stream_of_head,
    whole_file,
)
from anonymizer.inplace import InPlace
from anonymizer.outputs import FormatError, redact_records, way_to
from anonymizer.rulebook import Rulebook

if TYPE_CHECKING:
    from anonymizer.pipeline import Options


_HEAD: Final = 4096


def run_stream(
    stream: Stream, job: Job, terms: Terms, outcome: Outcome, rulebook: Rulebook
) -> None:
    """Redact a file of records. Its manifest holds a line for each record with a slot."""
    outcome.format = stream.format.id
    with stream.open(job.path) as file:
        demand_fields(stream, file, str(job.path), terms.reading)
    way_to(stream.format.id, job.target.suffix)
    if terms.split:
        raise FormatError(f"--split is for texts; a {stream.format.name} holds records already")
    if not terms.force and job.target.exists() and not terms.dry_run:
        raise WriteError(f"{job.target}: exists already; --force overwrites it")
    with stream.open(job.path) as file:
        records = redacted(stream, file, job.path.name, terms.options, terms.reading, rulebook)
        if terms.dry_run:
            for record in records:
                outcome.count(record.slots)
        else:
            _write(records, job, terms, outcome)
    outcome.written += 1
    outcome.outputs.append(str(job.target))


def demand_fields(stream: Stream, file: BinaryIO, name: str, reading: Reading) -> None:
    """Refuse a table whose columns were not named, and say which there are."""
    if not reading.fields:
        raise fields_missing(name, stream.field_names(file, name, reading))


def redacted(
    stream: Stream,
    file: BinaryIO,
    name: str,
    options: Options,
    reading: Reading,
    rulebook: Rulebook,
) -> Iterator[InPlace]:
    """The records of a file, each redacted by itself."""
    return redact_records(stream.records(file, name, reading), options, rulebook)


def _write(records: Iterator[InPlace], job: Job, terms: Terms, outcome: Outcome) -> None:
    at = 0
    with (
        whole_file(job.manifest, force=terms.force, private=True) as lines,
        whole_file(job.target, force=terms.force) as file,
    ):
        for record in records:
            end = at + len(record.data)
            if record.data != record.document.data:
                lines.write(record.manifest_for(job.target.name, (at, end)).to_line())
                outcome.count(record.slots)
                if not outcome.notes and (note := ambiguity(record.ambiguous)):
                    outcome.notes.append(note)
            file.write(record.data)
            at = end


def stream_to_stdout(
    path: Path,
    slots: Path | None,
    options: Options,
    reading: Reading,
    rulebook: Rulebook,
    *,
    force: bool,
) -> None:
    """Redact a file of records, or standard input, to standard output."""
    with contextlib.ExitStack() as stack:
        if str(path) == "-":
            buffered = io.BufferedReader(sys.stdin.buffer)  # type: ignore[type-var]
            stream = stream_of_head(buffered.peek(_HEAD))
            file: BinaryIO = buffered
        else:
            found = stream_of(path)
            assert found is not None
            stream = found
            with stream.open(path) as head:
                demand_fields(stream, head, str(path), reading)
            file = stack.enter_context(stream.open(path))
        lines = slots and stack.enter_context(whole_file(slots, force=force, private=True))
        at = 0
        for record in redacted(stream, file, path.name, options, reading, rulebook):
            end = at + len(record.data)
            if lines and record.data != record.document.data:
                lines.write(record.manifest_for("-", (at, end)).to_line())
            put(record.data)
            at = end

"""Many inputs: each is a job that fails alone, run in one process or in several."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct

from anonymizer.blocks import blocks
from anonymizer.cli.output import sound
from anonymizer.cli.progress import progress
from anonymizer.cli.workers import in_order
from anonymizer.documents import (
    BY_ID,
    Document,
    FieldsError,
    ReadError,
    Reading,
    WriteError,
    format_of,
    is_for_office,
    read_bytes,
    read_document,
    read_office,
    real,
    stream_of,
    write_whole,
)
from anonymizer.outputs import (
    FormatError,
    Output,
    TextOutput,
    Way,
    output_of,
    redact_documents,
    suffixes_for,
    way_to,
)
from anonymizer.pipeline import Options, split
from anonymizer.rulebook import Rulebook, load
from anonymizer.slots import Manifest, Slot

_TRACES: Final = "ANONYMIZER_TRACEBACK"
"""Set, an error of this program ends the run with its traceback, which may hold values."""


class Job(NamedTuple):
    """One input, what it is called in the report, and where what comes of it goes.

    ``given`` says that a person has named the target, which must not be called otherwise.
    """

    path: Path
    name: str
    target: Path
    manifest: Path
    given: bool = False


class Terms(NamedTuple):
    """What holds for all jobs of a run."""

    options: Options
    rules: Path | None
    reading: Reading
    force: bool
    split: bool
    dry_run: bool
    protected: frozenset[str] = frozenset()
    """Inputs that a split's outputs, whose names only show while splitting, must not hit."""


class Outcome(Struct):
    """What became of a job: ``error`` is the one line that says why nothing did."""

    name: str
    path: str
    format: str = ""
    written: int = 0
    outputs: list[str] = []
    slots: int = 0
    kinds: dict[str, int] = {}
    notes: list[str] = []
    error: str = ""
    fields: bool = False
    """The columns of a table were not named: nothing is wrong with the file."""

    def count(self, slots: Sequence[Slot]) -> None:
        """Count what was removed."""
        self.slots += len(slots)
        for kind, number in Counter(slot.kind for slot in slots).items():
            self.kinds[kind] = self.kinds.get(kind, 0) + number


def run_jobs(jobs: list[Job], terms: Terms, workers: int) -> Iterator[Outcome]:
    """The outcomes of all jobs, in the jobs' order whatever the number of workers."""
    with progress("redacting", len(jobs)) as advance:
        for outcomes in in_order(run_block, list(blocks(jobs, _size)), terms, workers):
            if advance:
                advance(len(outcomes))
            yield from outcomes


_TOGETHER: Final = 20
"""LibreOffice takes seconds to start, so that many more files that it reads make a block."""


def _size(job: Job) -> int:
    try:
        size = job.path.stat().st_size
        given = format_of(job.path)
        return size // _TOGETHER if given and given.id == "office" else size
    except OSError:  # standard input, or nothing: the job will say
        return 0


def run_block(jobs: list[Job], terms: Terms) -> list[Outcome]:
    """Do several jobs. What goes wrong with one is its outcome, and never another's."""
    rulebook = load(terms.rules)
    outcomes = [Outcome(job.path.name, str(job.path), kinds={}, notes=[]) for job in jobs]
    opened = _open_all(jobs, terms, outcomes, rulebook)
    whole = [
        index
        for index, (document, _, _) in opened.items()
        if not (terms.split and document.source.text)
    ]
    try:
        pairs = [(opened[index].document, opened[index].way) for index in whole]
        redactions = redact_documents(pairs, terms.options, rulebook)
        results = dict(zip(whole, redactions, strict=True))
    except Exception:  # one of them is at fault, and will be so alone
        results = {}
    for index in sorted(opened):
        document, way, target = opened[index]
        with _failing(jobs[index], outcomes[index]):
            made: list[Output]
            if terms.split and document.source.text:
                parts = split(document.source, terms.options, rulebook)
                made = [TextOutput(part) for part in parts]
            else:
                redaction = results.get(index)
                if redaction is None:
                    (redaction,) = redact_documents([(document, way)], terms.options, rulebook)
                made = [output_of(document, redaction, way, rulebook)]
            _write_all(jobs[index]._replace(target=target), terms, made, outcomes[index])
    return outcomes


def _open_all(
    jobs: Sequence[Job], terms: Terms, outcomes: Sequence[Outcome], rulebook: Rulebook
) -> dict[int, Opened]:
    """The documents of jobs by number; files of records are done at once and are not among them."""
    opened: dict[int, Opened] = {}
    office: dict[int, tuple[str, bytes]] = {}
    for index, (job, outcome) in enumerate(zip(jobs, outcomes, strict=True)):
        with _failing(job, outcome):
            if stream := stream_of(job.path):
                from anonymizer.cli.streams import run_stream

                run_stream(stream, job, terms, outcome, rulebook)
                continue
            name = sound(job.path.name)
            data = read_bytes(None if str(job.path) == "-" else job.path)
            if is_for_office(data, name):
                office[index] = name, data
                continue
            document = read_document(data, name, terms.reading)
            opened[index] = _checked(document, job, terms, outcome)
    converted = read_office(list(office.values()), terms.reading) if office else ()
    for index, found in zip(office, converted, strict=True):
        with _failing(jobs[index], outcomes[index]):
            if isinstance(found, ReadError):
                raise found
            opened[index] = _checked(found, jobs[index], terms, outcomes[index])
    return opened


@contextlib.contextmanager
def _failing(job: Job, outcome: Outcome) -> Iterator[None]:
    """What cannot be read, made or written is the job's outcome."""
    try:
        yield
    except (ReadError, WriteError) as error:
        outcome.error = str(error)
        outcome.fields = isinstance(error, FieldsError)
    except FormatError as error:
        outcome.error = f"{job.path}: {error}"
    except (RecursionError, MemoryError) as error:
        outcome.error = f"{job.path}: is too deep or too large to read ({type(error).__name__})"
    except Exception as error:
        # A fault of this program must not cost the other files; what it says may hold values.
        outcome.error = (
            f"{job.path}: an error of this program ({type(error).__name__}); nothing was written"
        )
        if os.environ.get(_TRACES):
            raise


class Opened(NamedTuple):
    """A document of a job, the way in which it will be written, and where."""

    document: Document
    way: Way
    target: Path


def _checked(document: Document, job: Job, terms: Terms, outcome: Outcome) -> Opened:
    """A document that was read, if there is a way to write it."""
    outcome.format = document.format
    outcome.notes += document.notes
    if not document.source.text:
        given = format_of(job.path)
        if not document.data and given and given.id != "text":
            raise ReadError(f"{job.path}: is empty, and no {given.name}")
        outcome.notes.append("is empty; there is nothing to redact")
    if BY_ID[document.format].tabular and not terms.reading.fields:
        raise fields_missing(str(job.path), document.field_names())
    target = job.target
    try:
        way = way_to(document.format, target.suffix)
    except FormatError:
        if job.given:
            raise
        # It is not what its suffix says, and gets one that says what it is.
        suffix = suffixes_for(BY_ID[document.format])[0]
        target = target.with_name(target.name + suffix)
        way = way_to(document.format, suffix)
    if terms.split and way is not Way.TEXT:
        raise FormatError("--split writes texts: name a folder, and .txt with --to")
    return Opened(document, way, target)


def fields_missing(name: str, known: Sequence[str]) -> FieldsError:
    """That a table's columns must be named, and which there are."""
    return FieldsError(
        f"{name}: is a table; name the columns to redact: --field {', '.join(known) or 'NAME'}"
    )


def _write_all(job: Job, terms: Terms, results: Sequence[Output], outcome: Outcome) -> None:
    for index, result in enumerate(results, 1):
        target, manifest = job.target, job.manifest
        if terms.split:
            digits = max(2, len(str(len(results))))
            mark = f"-{index:0{digits}d}"
            target = target.with_name(f"{target.stem}{mark}{target.suffix}")
            stem = manifest.name.removesuffix(".slots.json")
            manifest = manifest.with_name(f"{stem}{mark}.slots.json")
        if real(target) in terms.protected or real(manifest) in terms.protected:
            raise WriteError(f"{target}: is an input, and inputs are never written to")
        if not terms.dry_run:
            _write(result, target, manifest, force=terms.force)
            if note := ambiguity(result.ambiguous):
                outcome.notes.append(note)
        outcome.written += 1
        outcome.outputs.append(str(target))
        outcome.count(result.slots)


def ambiguity(labels: Sequence[str]) -> str:
    """What to say of an output whose placeholders stood in the source too; else nothing."""
    if not labels:
        return ""
    return (
        f"{labels[0]} stands in the source as well; once the text is edited, "
        "it can be restored only if redacted with --unique"
    )


def _write(result: Output, target: Path, manifest: Path, *, force: bool) -> None:
    """The manifest first: an output without its manifest could not be undone."""
    if not force and target.exists():
        raise WriteError(f"{target}: exists already; --force overwrites it")
    manifest = own_manifest(manifest, target)
    fresh = not manifest.exists()
    try:
        record = result.manifest_for(sound(target.name)).to_json()
    except UnicodeEncodeError:
        raise WriteError(
            f"{target}: the text holds half of a surrogate pair, which no manifest can hold; "
            "is it read in the right --encoding?"
        ) from None
    write_whole(manifest, record, force=force, private=True)
    try:
        write_whole(target, result.data, force=force)
    except WriteError:
        if fresh:
            manifest.unlink(missing_ok=True)
        raise


def own_manifest(manifest: Path, target: Path) -> Path:
    """Where the manifest goes: to its usual place, unless that of another output is there.

    speech.docx and speech.pdf, redacted one after the other, have speech.slots.json and
    speech.pdf.slots.json.
    """
    if manifest.name != f"{target.stem}.slots.json" or not manifest.is_file():
        return manifest
    try:
        there = Manifest.from_json(manifest.read_bytes()).output.name
    except (ValueError, OSError):
        return manifest
    return manifest if there == target.name else manifest.with_name(f"{target.name}.slots.json")

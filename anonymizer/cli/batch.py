"""Many inputs: each is a job that fails alone, run in one process or in several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from anonymizer.blocks import blocks
from anonymizer.cli.progress import progress
from anonymizer.cli.workers import in_order
from anonymizer.documents import ReadError, Source, WriteError, open_document, write_whole
from anonymizer.documents.source import to_utf8
from anonymizer.pipeline import Options, Redaction, run_all, split
from anonymizer.rulebook import load


class Job(NamedTuple):
    """One input and where what comes of it goes."""

    path: Path
    target: Path
    manifest: Path


class Terms(NamedTuple):
    """What holds for all jobs of a run."""

    options: Options
    rules: Path | None
    encoding: str | None
    force: bool
    split: bool
    dry_run: bool
    protected: frozenset[Path] = frozenset()
    """Inputs that a split's outputs, whose names only show while splitting, must not hit."""


class Outcome(Struct):
    """What became of a job: ``error`` is the one line that says why nothing did."""

    name: str
    written: int = 0
    slots: int = 0
    kinds: dict[str, int] = {}
    note: str = ""
    error: str = ""


def run_jobs(jobs: list[Job], terms: Terms, workers: int) -> Iterator[Outcome]:
    """The outcomes of all jobs, in the jobs' order whatever the number of workers."""
    with progress("redacting", len(jobs)) as advance:
        for outcomes in in_order(run_block, list(blocks(jobs, _size)), terms, workers):
            if advance:
                advance(len(outcomes))
            yield from outcomes


def _size(job: Job) -> int:
    try:
        return job.path.stat().st_size
    except OSError:  # standard input, or nothing: the job will say
        return 0


def run_block(jobs: list[Job], terms: Terms) -> list[Outcome]:
    """Do several jobs. What goes wrong with one is its outcome, and never another's."""
    rulebook = load(terms.rules)
    outcomes = [Outcome(job.path.name, kinds={}) for job in jobs]
    sources: dict[int, Source] = {}
    for index, job in enumerate(jobs):
        source = _open(job, terms, outcomes[index])
        if source is not None:
            sources[index] = source
    whole = [index for index, source in sources.items() if not (terms.split and source.text)]
    redactions = run_all([sources[index] for index in whole], terms.options, rulebook)
    results = {index: [made] for index, made in zip(whole, redactions, strict=True)}
    for index, source in sources.items():
        made = results.get(index) or split(source, terms.options, rulebook)
        _finish(jobs[index], terms, made, outcomes[index])
    return outcomes


def _open(job: Job, terms: Terms, outcome: Outcome) -> Source | None:
    """The source of a job, or nothing and the reason as its outcome."""
    try:
        source = open_document(None if str(job.path) == "-" else job.path, terms.encoding)
    except ReadError as error:
        outcome.error = str(error)
        return None
    if not source.text:
        outcome.note = f"{job.path}: is empty; there is nothing to redact"
    return source


def _finish(job: Job, terms: Terms, results: list[Redaction], outcome: Outcome) -> None:
    """Write what came of a job, and count it; what cannot be written is its outcome."""
    try:
        _write_all(job, terms, results, outcome)
    except WriteError as error:
        outcome.error = str(error)


def _write_all(job: Job, terms: Terms, results: list[Redaction], outcome: Outcome) -> None:
    for index, result in enumerate(results, 1):
        target, manifest = job.target, job.manifest
        if terms.split:
            digits = max(2, len(str(len(results))))
            mark = f"-{index:0{digits}d}"
            target = target.with_name(f"{target.stem}{mark}{target.suffix}")
            stem = manifest.name.removesuffix(".slots.json")
            manifest = manifest.with_name(f"{stem}{mark}.slots.json")
        if target.resolve() in terms.protected or manifest.resolve() in terms.protected:
            raise WriteError(f"{target}: is an input, and inputs are never written to")
        if not terms.dry_run:
            _write(result, target, manifest, force=terms.force)
            if note := ambiguity(result):
                outcome.note = f"{target}: {note}"
        outcome.written += 1
        outcome.slots += len(result.slots)
        for kind, count in Counter(slot.kind for slot in result.slots).items():
            outcome.kinds[kind] = outcome.kinds.get(kind, 0) + count


def ambiguity(result: Redaction) -> str:
    """What to say of an output whose placeholders stood in the source too; else nothing."""
    if not result.ambiguous:
        return ""
    return (
        f"{result.ambiguous[0]} stands in the source as well; once the text is edited, "
        "it can be restored only if redacted with --unique"
    )


def _write(result: Redaction, target: Path, manifest: Path, *, force: bool) -> None:
    """The manifest first: an output without its manifest could not be undone."""
    if not force and target.exists():
        raise WriteError(f"{target}: exists already; --force overwrites it")
    fresh = not manifest.exists()
    write_whole(manifest, result.manifest_for(target.name).to_json(), force=force, private=True)
    try:
        write_whole(target, to_utf8(result.text), force=force)
    except WriteError:
        if fresh:
            manifest.unlink(missing_ok=True)
        raise

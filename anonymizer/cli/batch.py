"""Many inputs: each is a job that fails alone, run in one process or in several."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from anonymizer.documents import ReadError, WriteError, open_document, write_whole
from anonymizer.documents.source import to_utf8
from anonymizer.pipeline import Options, Redaction, run, split
from anonymizer.rulebook import load


class Job(NamedTuple):
    """One input and where what comes of it goes."""

    path: Path
    target: Path
    manifest: Path
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


def run_jobs(jobs: list[Job], workers: int) -> Iterator[Outcome]:
    """The outcomes of all jobs, in the jobs' order whatever the number of workers."""
    with_bar = len(jobs) > 1 and sys.stderr is not None and sys.stderr.isatty()
    if not with_bar:
        yield from _outcomes(jobs, workers)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("redacting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(jobs))
        for outcome in _outcomes(jobs, workers):
            progress.advance(task)
            yield outcome


def _outcomes(jobs: list[Job], workers: int) -> Iterator[Outcome]:
    if workers == 1 or len(jobs) < 2:
        yield from map(run_job, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(min(workers, len(jobs))) as pool:
        yield from pool.map(run_job, jobs, chunksize=max(1, min(32, len(jobs) // (4 * workers))))


def run_job(job: Job) -> Outcome:
    """Do one job. What goes wrong with it is its outcome, and never another's."""
    outcome = Outcome(job.path.name, kinds={})
    try:
        source = open_document(None if str(job.path) == "-" else job.path, job.encoding)
        rulebook = load(job.rules)
        if not source.text:
            outcome.note = f"{job.path}: is empty; there is nothing to redact"
        make = split(source, job.options, rulebook) if job.split else []
        results = make or [run(source, job.options, rulebook)]
        for index, result in enumerate(results, 1):
            target, manifest = job.target, job.manifest
            if job.split:
                digits = max(2, len(str(len(results))))
                mark = f"-{index:0{digits}d}"
                target = target.with_name(f"{target.stem}{mark}{target.suffix}")
                stem = manifest.name.removesuffix(".slots.json")
                manifest = manifest.with_name(f"{stem}{mark}.slots.json")
            if target.resolve() in job.protected or manifest.resolve() in job.protected:
                raise WriteError(f"{target}: is an input, and inputs are never written to")
            if not job.dry_run:
                _write(result, target, manifest, force=job.force)
            outcome.written += 1
            outcome.slots += len(result.slots)
            for kind, count in Counter(slot.kind for slot in result.slots).items():
                outcome.kinds[kind] = outcome.kinds.get(kind, 0) + count
    except (ReadError, WriteError) as error:
        outcome.error = str(error)
    return outcome


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

"""``anonymizer redact``: texts in, redacted texts and their manifests out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from anonymizer.cli.batch import Terms, ambiguity, run_jobs
from anonymizer.cli.options import (
    EncodingOption,
    FieldOption,
    ForceOption,
    ProfileOption,
    RulesOption,
    WorkersOption,
)
from anonymizer.cli.output import Failed, fail, put, refuse, say, say_notes
from anonymizer.documents import BY_ID, Reading, load_document, real, stream_of, write_whole
from anonymizer.outputs import Way, output_of, redact_documents
from anonymizer.pipeline import Options
from anonymizer.redaction import STYLES, demand_unique
from anonymizer.rulebook import load

if TYPE_CHECKING:
    from anonymizer.cli.plan import Plan

EXAMPLE = "Example: anonymizer redact speech.txt -o template.txt --profile standard"


def redact(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT…|-",
            help="Documents, folders of them, or - for standard input.",
            allow_dash=True,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A file; for many inputs a folder. Else standard output."
        ),
    ] = None,
    slots: Annotated[
        Path | None,
        typer.Option(
            "--slots", "-s", help="The manifest; for many inputs a folder. Else beside the output."
        ),
    ] = None,
    profile: ProfileOption = "standard",
    placeholder: Annotated[
        str | None,
        typer.Option(
            "--placeholder", metavar="STYLE", help=f"{', '.join(STYLES)}. Else the profile's."
        ),
    ] = None,
    unique: Annotated[
        bool,
        typer.Option("--unique", help="No placeholder that the text holds already; see restore."),
    ] = False,
    rules: RulesOption = None,
    clean: Annotated[
        bool, typer.Option(help="Clean first: a site's words, page marks, wrapped lines, width.")
    ] = True,
    title_year: Annotated[
        str | None, typer.Option("--title-year", metavar="YEAR", help="The year for the title.")
    ] = None,
    split_speeches: Annotated[
        bool, typer.Option("--split", help="One output for each speech of a collection.")
    ] = False,
    encoding: EncodingOption = None,
    field: FieldOption = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="SUFFIX",
            help="For many inputs: txt, docx, pdf, … Else the same kind of file, its looks kept.",
        ),
    ] = None,
    force: ForceOption = False,
    workers: WorkersOption = 1,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be written and removed; write nothing."),
    ] = False,
) -> None:
    """Swap the facts of speeches for placeholders, and record every slot.

    One text and no -o: the redacted text on standard output. With -o a manifest NAME.slots.json
    is written beside each output; restore needs it, and it holds the originals. A Word document
    (docx; doc, wps and others by LibreOffice), PDF, web page, table or workbook keeps its looks;
    written to .txt, or to .docx where it is none, it is its cleaned text. Of tables only the
    columns of --field change. Of a folder, report.jsonl says what became of each file.
    """
    if output is not None and str(output) == "-":
        output = None
    if placeholder is not None and placeholder not in STYLES:
        raise refuse(f"unknown placeholder style {placeholder!r}; known are {', '.join(STYLES)}")
    if title_year is not None and not title_year.strip():
        raise refuse("--title-year needs a year, such as 2025")
    own_style = load(rules).profile(profile).placeholder
    if unique:
        try:
            demand_unique(placeholder or own_style)
        except ValueError as error:
            raise refuse(f"--unique: {error}") from None
    options = Options(profile, placeholder, clean, title_year, unique)
    many = len(inputs) > 1 or any(path.is_dir() for path in inputs) or split_speeches
    reading = Reading(encoding, tuple(field or ()), some=many)
    if many and output is None and not dry_run:
        what = "--split" if split_speeches and len(inputs) == 1 else "more than one input"
        raise refuse(f"{what} needs a folder to write to: -o FOLDER")
    if to is not None and not many:
        raise refuse("--to is for many inputs; the name of -o says what one is written as")
    if not many and output is None and not dry_run:
        _one_to_stdout(inputs[0], slots, options, rules, reading, force)
        return
    from anonymizer.cli.plan import NoFolderError, plan_jobs
    from anonymizer.cli.redactreport import REPORT, report, write_report

    try:
        plan = plan_jobs(inputs, output or Path(), slots, many=many, to=to, split=split_speeches)
    except NoFolderError as error:
        raise refuse(str(error)) from None
    for name, reason in plan.missing:
        fail(f"{name}: {reason}")
    if not split_speeches:
        _refuse_inputs_as_outputs(plan)
    terms = Terms(
        options, rules, reading, force, split_speeches, dry_run, plan.protected(split_speeches)
    )
    outcomes = list(run_jobs(list(plan.jobs), terms, workers))
    listed = None
    if many and output is not None and not dry_run and plan.is_listed:
        listed = write_report(output / REPORT, plan, outcomes)
    report(plan, outcomes, output, listed, dry_run=dry_run)
    if not many and outcomes[0].fields:
        raise Failed(2)
    if plan.missing or any(outcome.error and not outcome.fields for outcome in outcomes):
        raise Failed(3)


def _one_to_stdout(
    path: Path,
    slots: Path | None,
    options: Options,
    rules: Path | None,
    reading: Reading,
    force: bool,
) -> None:
    if slots is not None and slots.exists() and path.exists() and slots.samefile(path):
        raise refuse(f"{slots}: is an input, and inputs are never written to")
    rulebook = load(rules)
    is_stdin = str(path) == "-"
    if (is_stdin and reading.fields) or (not is_stdin and stream_of(path)):
        from anonymizer.cli.streams import stream_to_stdout

        stream_to_stdout(path, slots, options, reading, rulebook, force=force)
        return
    document = load_document(None if is_stdin else path, reading)
    say_notes(document.source)
    if BY_ID[document.format].tabular:
        raise refuse(f"{document.name}: a {BY_ID[document.format].name} needs -o OUT to write to")
    if not document.source.text:
        say(f"{document.name}: is empty; there is nothing to redact")
    way = Way.IN_PLACE if document.format in _TEXTUAL else Way.TEXT
    (redaction,) = redact_documents([(document, way)], options, rulebook)
    made = output_of(document, redaction, way, rulebook)
    if slots is not None:
        write_whole(slots, made.manifest_for("-").to_json(), force=force, private=True)
        if note := ambiguity(made.ambiguous):
            say(f"{document.name}: {note}")
    put(made.data)


_TEXTUAL: Final = ("markdown",)
"""Formats that people read as they are written; others go to standard output as their text."""


def _refuse_inputs_as_outputs(plan: Plan) -> None:
    """An input is never written to, under whatever name it is reached."""
    inputs = {real(job.path) for job in plan.jobs if str(job.path) != "-"}
    for job in plan.jobs:
        for written in (job.target, job.manifest):
            if real(written) in inputs:
                raise refuse(f"{written}: is an input, and inputs are never written to")

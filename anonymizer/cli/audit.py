"""``anonymizer audit``: which facts were stripped, which were missed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from anonymizer.cli.auditformats import Format
from anonymizer.cli.options import (
    EncodingOption,
    ForceOption,
    ProfileOption,
    RulesOption,
    WorkersOption,
)
from anonymizer.cli.output import Failed, fail, refuse
from anonymizer.documents import real
from anonymizer.rulebook import load

if TYPE_CHECKING:  # its modules are loaded when the command runs, and not for its help
    from anonymizer.auditing.batch import Audited
    from anonymizer.auditing.record import Verdict
    from anonymizer.cli.auditpairs import Pairing
    from anonymizer.cli.auditreport import Report

EXAMPLE = "Example: anonymizer audit speech.txt redacted.txt --format html -o audit.html"


_SUFFIXES: Final = {
    "": Format.text,
    ".txt": Format.text,
    ".json": Format.json,
    ".csv": Format.csv,
    ".html": Format.html,
    ".htm": Format.html,
    ".sarif": Format.sarif,
}


def audit(
    original: Annotated[
        Path,
        typer.Argument(metavar="ORIGINAL", help="A text, or a folder of texts.", allow_dash=True),
    ],
    redacted: Annotated[
        Path,
        typer.Argument(
            metavar="REDACTED",
            help="Its redacted version, whoever made it; or a folder.",
            allow_dash=True,
        ),
    ],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="text, json, csv, html, sarif. Else by -o's suffix."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file; a folder for the html of two folders."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="VERDICT,…",
            help="Exit with 1 for kept, partly, kept_elsewhere, derivable, altered, …; or leaks.",
            show_default=False,
        ),
    ] = None,
    no_values: Annotated[
        bool, typer.Option("--no-values", help="Leave the originals' values out of the report.")
    ] = False,
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", help="A CSV of original,redacted names in the two folders."),
    ] = None,
    sisters: Annotated[
        bool,
        typer.Option(help="Look into the other texts of REDACTED's folder for what was stripped."),
    ] = True,
    profile: ProfileOption = "standard",
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    force: ForceOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Say of each fact of a text what became of it in a redacted version.

    Facts are what the profile would remove, and what the redaction removed beyond that. Each is
    stripped, partly stripped, kept, kept elsewhere, altered, gone with its passage, derivable
    from what stands, or no fact at all (over_stripped). The version may have been made by
    anybody: with any placeholders, other punctuation and line breaks, cut, longer, reordered.
    Two folders are audited pair by pair: by name, or as --pairs says.
    """
    from anonymizer.cli.auditfiles import Work, audit_all
    from anonymizer.cli.auditreport import Report, write

    load(rules).profile(profile)
    output = None if output is not None and str(output) == "-" else output
    verdicts = _verdicts(fail_on or ())
    pairing = _pairing(original, redacted, pairs)
    many = original.is_dir() or redacted.is_dir() or pairs is not None
    format = format or _format_by_suffix(output)
    report = Report(format, output, pairing, many=many, values=not no_values, force=force)
    inputs = [original, redacted] if not many else [] if pairs is None else [pairs]
    _check(report, inputs)
    work = Work(profile, rules, encoding, not no_values, format is Format.html, sisters, many)
    audits, failed = audit_all(pairing, work, workers)
    for message in failed:
        fail(message)
    lone = [*pairing.lone_originals, *pairing.lone_redacted]
    for name in pairing.lone_originals:
        fail(f"{original / name}: has no redacted version in {redacted}")
    for name in pairing.lone_redacted:
        fail(f"{redacted / name}: has no original in {original}")
    _refuse_swapped(audits)
    if audits or many:
        write(report, audits, failed)
    if failed or lone:
        raise Failed(3)
    if any(each.record.summary[verdict] for each in audits for verdict in verdicts):
        raise Failed(1)


def _verdicts(given: Sequence[str]) -> frozenset[Verdict]:
    """The verdicts that make the command fail."""
    from anonymizer.auditing.record import LEAKS, VERDICTS

    found: set[Verdict] = set()
    for name in (part.strip().replace("-", "_") for each in given for part in each.split(",")):
        if name == "leaks":
            found.update(LEAKS)
        elif name in VERDICTS:
            found.add(name)
        else:
            known = ", ".join((*VERDICTS, "leaks"))
            raise refuse(f"--fail-on: unknown verdict {name!r}; known are {known}")
    return frozenset(found)


def _pairing(original: Path, redacted: Path, pairs: Path | None) -> Pairing:
    from anonymizer.cli.auditpairs import by_file, by_name, one_pair

    for path in (original, redacted):
        if str(path) != "-" and not path.exists():
            fail(f"{path}: no such file or folder")
            raise Failed(3)
    if pairs is not None:
        if not (original.is_dir() and redacted.is_dir()):
            raise refuse("--pairs needs two folders: that of the originals and that of the others")
        return by_file(pairs, original, redacted)
    if original.is_dir() != redacted.is_dir():
        folder, file = (original, redacted) if original.is_dir() else (redacted, original)
        raise refuse(f"{folder} is a folder and {file} is not; name two texts or two folders")
    return by_name(original, redacted) if original.is_dir() else one_pair(original, redacted)


def _format_by_suffix(output: Path | None) -> Format:
    suffix = output.suffix.lower() if output else ""
    if suffix not in _SUFFIXES:
        raise refuse(f"{output}: name a --format; known by suffix are .json .csv .html .sarif .txt")
    return _SUFFIXES[suffix]


def _check(report: Report, inputs: Sequence[Path]) -> None:
    """Refuse an output that cannot be written, before all the work."""
    output = report.output
    if report.is_folder and output is None:
        raise refuse("the html of two folders is a folder of pages: -o FOLDER")
    if output is None:
        return
    if report.is_folder and output.exists() and not output.is_dir():
        raise refuse(f"{output}: is a file; the html of two folders needs a folder")
    if not report.is_folder and output.is_dir():
        raise refuse(f"{output}: is a folder; name a file")
    read = {real(path) for pair in report.pairing.pairs for path in pair[:2]}
    read |= {real(path) for path in inputs}
    for path in report.targets():
        if real(path) in read:
            raise refuse(f"{path}: is an input, and inputs are never written to")
        if path.exists() and not report.force:
            raise refuse(f"{path}: exists already; --force overwrites it")


def _refuse_swapped(audits: Sequence[Audited]) -> None:
    swapped = [each.record for each in audits if "swapped" in each.record.notes]
    for record in swapped:
        fail(
            f"{record.original.name}, {record.redacted.name}: the two look swapped: placeholders "
            "of the first are filled in the second; name the original first"
        )
    if swapped:
        raise Failed(2)

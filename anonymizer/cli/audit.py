"""``anonymizer audit``: which facts were stripped, which were missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from anonymizer.cli.output import Failed, fail, put, refuse, say
from anonymizer.documents import write_whole
from anonymizer.rulebook import load
from anonymizer.version import __version__

if TYPE_CHECKING:  # its modules are loaded when the command runs, and not for its help
    from anonymizer.auditing.batch import Audited
    from anonymizer.auditing.record import AuditRecord, AuditsRecord, Verdict
    from anonymizer.cli.auditpairs import Pairing

EXAMPLE = "Example: anonymizer audit speech.txt redacted.txt --format html -o audit.html"


class Format(str, Enum):
    """How to print."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"
    sarif = "sarif"


_SUFFIXES: Final = {
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
    profile: Annotated[
        str, typer.Option("--profile", "-p", help="light, standard, strict, or your own.")
    ] = "standard",
    rules: Annotated[
        Path | None, typer.Option("--rules", help="A folder of rules laid over the built-in ones.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", "-e", help="The inputs' encoding; else found.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite existing outputs.")] = False,
    workers: Annotated[
        int, typer.Option("--workers", "-j", min=1, help="Processes for many pairs.")
    ] = 1,
) -> None:
    """Say of each fact of a text what became of it in a redacted version.

    Facts are what the profile would remove, and what the redaction removed beyond that. Each is
    stripped, partly stripped, kept, kept elsewhere, altered, gone with its passage, derivable
    from what stands, or no fact at all (over_stripped). The version may have been made by
    anybody: with any placeholders, other punctuation and line breaks, cut, longer, reordered.
    Two folders are audited pair by pair: by name, or as --pairs says.
    """
    from anonymizer.cli.auditfiles import Work, audit_all

    load(rules).profile(profile)
    output = None if output is not None and str(output) == "-" else output
    verdicts = _verdicts(fail_on or ())
    pairing = _pairing(original, redacted, pairs)
    many = original.is_dir() or redacted.is_dir() or pairs is not None
    format = format or _SUFFIXES.get(output.suffix.lower() if output else "", Format.text)
    if format is Format.text and output is not None and output.suffix.lower() not in (".txt", ""):
        raise refuse(f"{output}: name a --format; known by suffix are .json .csv .html .sarif .txt")
    _check(pairing, output, many=many and format is Format.html, force=force)
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
        _write(
            audits, failed, pairing, format, output, many=many, values=not no_values, force=force
        )
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


def _check(pairing: Pairing, output: Path | None, *, many: bool, force: bool) -> None:
    """Refuse an output that cannot be written, before all the work."""
    if many and output is None:
        raise refuse("the html of two folders is a folder of pages: -o FOLDER")
    if output is None:
        return
    if many and output.exists() and not output.is_dir():
        raise refuse(f"{output}: is a file; the html of two folders needs a folder")
    if not many and output.is_dir():
        raise refuse(f"{output}: is a folder; name a file")
    if not many and output.exists() and not force:
        raise refuse(f"{output}: exists already; --force overwrites it")
    inputs = {path.resolve() for pair in pairing.pairs for path in (pair.original, pair.redacted)}
    if output.resolve() in inputs:
        raise refuse(f"{output}: is an input, and inputs are never written to")


def _refuse_swapped(audits: Sequence[Audited]) -> None:
    swapped = [each.record for each in audits if "swapped" in each.record.notes]
    for record in swapped:
        fail(
            f"{record.original.name}, {record.redacted.name}: the two look swapped: placeholders "
            "of the first are filled in the second; name the original first"
        )
    if swapped:
        raise Failed(2)


def _write(
    audits: Sequence[Audited],
    failed: Sequence[str],
    pairing: Pairing,
    format: Format,
    output: Path | None,
    *,
    many: bool,
    values: bool,
    force: bool,
) -> None:
    from anonymizer.cli import audittable

    records = [each.record for each in audits]
    whole = _whole(records, pairing, failed, values) if many else None
    if format is not Format.text or output is not None:
        for record in records:
            for message in audittable.messages(record):
                say(message)
    if format is Format.html and many and output is not None:
        _write_pages(audits, pairing, output, values=values, force=force)
    else:
        data = _printed(audits, whole, pairing, format, failed)
        if output is None:
            put(data)
            return
        write_whole(output, data, force=force, private=values)
    facts = sum(len(record.facts) for record in records)
    noun = "1 pair" if len(records) == 1 else f"{len(records)} pairs"
    say(f"{facts} facts of {noun} → {output}")


def _whole(
    records: Sequence[AuditRecord], pairing: Pairing, failed: Sequence[str], values: bool
) -> AuditsRecord:
    from anonymizer.auditing.batch import summed
    from anonymizer.auditing.record import AuditsRecord, Unpaired
    from anonymizer.slots import Tool

    return AuditsRecord(
        schema_version=1,
        tool=Tool("anonymizer", __version__),
        profile=records[0].profile if records else "",
        values=values,
        summary=summed(records),
        pairs=tuple(records),
        unpaired=Unpaired(tuple(pairing.lone_originals), tuple(pairing.lone_redacted)),
        failed=tuple(failed),
    )


def _printed(
    audits: Sequence[Audited],
    whole: AuditsRecord | None,
    pairing: Pairing,
    format: Format,
    failed: Sequence[str],
) -> bytes:
    from anonymizer.auditing.report import to_csv, to_sarif
    from anonymizer.cli import audittable
    from anonymizer.sarif import uri_of

    records = [each.record for each in audits]
    match format:
        case Format.json:
            return whole.to_json() if whole else records[0].to_json()
        case Format.csv:
            return to_csv(records)
        case Format.sarif:
            paths = {pair.redacted_name: pair.redacted for pair in pairing.pairs}
            named = [(each, uri_of(_below(paths[each.name]))) for each in audits]
            return to_sarif(
                [(each.record, uri) for each, uri in named],
                {uri: each.lines for each, uri in named},
                failed,
            )
        case Format.html:
            from anonymizer.auditing.html.page import page

            assert audits[0].texts is not None
            return page(records[0], *audits[0].texts)
        case Format.text:
            text = audittable.many(whole) if whole else audittable.one(records[0])
            return text.encode("utf-8", "replace")


def _below(path: Path) -> str:
    """A path from the current folder, if it is below that."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _write_pages(
    audits: Sequence[Audited], pairing: Pairing, folder: Path, *, values: bool, force: bool
) -> None:
    """A page for each pair, and one with the totals."""
    from anonymizer.auditing.html.page import PairTotals, page, totals

    targets = list(_page_names(audits))
    index = folder / "index.html"
    for path in (index, *(folder / name for name in targets)):
        if path.exists() and not force:
            raise refuse(f"{path}: exists already; --force overwrites it")
    rows = [
        PairTotals(
            each.record.original.name,
            each.record.redacted.name,
            each.record.summary,
            each.record.notes,
            name,
        )
        for each, name in zip(audits, targets, strict=True)
    ]
    rows += [PairTotals(name, None, {}) for name in pairing.lone_originals]
    rows += [PairTotals(None, name, {}) for name in pairing.lone_redacted]
    for each, name in zip(audits, targets, strict=True):
        assert each.texts is not None
        data = page(each.record, *each.texts)
        write_whole(folder / name, data, force=force, private=values)
    write_whole(index, totals(rows), force=force, private=values)


def _page_names(audits: Sequence[Audited]) -> Iterator[str]:
    """A page's name for each pair: that of the redacted file, or a number without values."""
    taken = {"index.html"}
    for number, each in enumerate(audits, 1):
        name = f"{each.name}.html" if each.record.values else f"{number:04}.html"
        while name.lower() in taken:
            name = f"{number:04}-{name}"
        taken.add(name.lower())
        yield name

"""``anonymizer restore``: the original bytes again, or the values in a rewritten text."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from anonymizer.cli.options import ForceOption
from anonymizer.cli.output import Failed, fail, put, refuse, say
from anonymizer.documents import (
    WriteError,
    load_document,
    read_bytes,
    real,
    whole_file,
    write_whole,
)
from anonymizer.documents.source import to_utf8
from anonymizer.inplace import changes_of
from anonymizer.outputs import FormatError, Way, way_to
from anonymizer.restoring import RestoreError, restore_bytes, restore_records
from anonymizer.slots import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from anonymizer.rewritten import Report, Use

EXAMPLE = "Example: anonymizer restore template.txt -s template.slots.json -o speech.txt"


def restore(
    redacted: Annotated[
        Path, typer.Argument(help="The redacted text, or - for standard input.", allow_dash=True)
    ],
    slots: Annotated[
        Path | None,
        typer.Option("--slots", "-s", help="Its manifest; by default REDACTED's .slots.json."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; else standard output.")
    ] = None,
    edited: Annotated[
        bool,
        typer.Option("--edited", help="The text was rewritten: values go where placeholders are."),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="With --edited: missing or repeated ones are status 1 too."),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="With --edited: what went back, as JSON."),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Give the original back, byte for byte, from a redacted text and its manifest.

    With --edited the text may have been rewritten, shortened and reordered since. The values go
    back as they read when cleaned; what is missing, unknown or repeated is said without them.
    Status 1: a placeholder that the manifest does not know is left in the text.
    """
    is_stdin = str(redacted) == "-"
    if output is not None and str(output) == "-":
        output = None
    if not edited and (strict or report is not None):
        raise refuse(f"{'--strict' if strict else '--report'} goes with --edited only")
    if slots is None:
        if is_stdin:
            raise refuse("restore from standard input needs the manifest: -s SLOTS")
        slots = _manifest_beside(redacted)
    _refuse_inputs_as_outputs((redacted, slots), (output, report))
    if edited:
        _restore_edited(redacted, slots, output, report, strict=strict, force=force)
        return
    if slots.suffix.lower() == ".jsonl":
        _restore_records(redacted, slots, output, force=force)
        return
    data = read_bytes(None if is_stdin else redacted)
    try:
        original = restore_bytes(data, _manifest(slots))
    except RestoreError as error:
        fail(f"{redacted}: {error}")
        raise Failed(3) from None
    if output is None:
        put(original)
    else:
        write_whole(output, original, force=force, private=True)


def _restore_records(redacted: Path, slots: Path, output: Path | None, *, force: bool) -> None:
    """Give a file of records back, piece by piece, from a manifest with a line for each."""
    try:
        with ExitStack() as stack:
            if str(redacted) == "-":
                file: BinaryIO = sys.stdin.buffer
            else:
                file = stack.enter_context(redacted.open("rb"))
            lines = stack.enter_context(slots.open("rb"))
            pieces = restore_records(file, _manifests(lines, slots))
            if output is None:
                for piece in pieces:
                    put(piece)
                return
            with whole_file(output, force=force, private=True) as original:
                original.writelines(pieces)
    except RestoreError as error:
        fail(f"{redacted}: {error}")
        raise Failed(3) from None
    except OSError as error:
        fail(f"{error.filename}: {error.strerror or error}")
        raise Failed(3) from None


def _manifests(lines: Iterable[bytes], slots: Path) -> Iterator[Manifest]:
    number = 0
    try:
        for line in lines:
            number += 1
            yield Manifest.from_json(line)
    except ValueError as error:
        raise RestoreError(f"{slots}:{number}: {error}") from None


def _restore_edited(
    redacted: Path,
    slots: Path,
    output: Path | None,
    report: Path | None,
    *,
    strict: bool,
    force: bool,
) -> None:
    from anonymizer.rewritten import NotUniqueError, put_back

    # Other hands, other encodings: it is read as any input is. A text is written as UTF-8, a
    # document as what it is, if the output's name says so.
    document = load_document(None if str(redacted) == "-" else redacted)
    source = document.source
    try:
        done = put_back(source.text, _manifest(slots))
    except NotUniqueError as error:
        raise refuse(f"{slots}: {error}") from None
    data = to_utf8(done.text)
    if output is not None:
        try:
            if way_to(document.format, output.suffix) is Way.IN_PLACE:
                data = document.save(changes_of(document, done.edits).runs, ())
        except FormatError as error:
            raise refuse(f"{output}: {error}") from None
    if report is not None:
        write_whole(report, done.report.to_json(), force=force)
    if output is None:
        put(data)
    else:
        try:
            write_whole(output, data, force=force, private=True)
        except WriteError:
            if report is not None and not force:  # it is new, and of an output that is not there
                report.unlink(missing_ok=True)
            raise
    _tell(done.report, output)
    summary = done.report.summary
    if summary.unknown or (strict and (summary.missing or summary.more_often)):
        raise Failed(1)


_MOST: Final = 20
"""Lines of a sort on standard error; a report has them all."""


def _tell(report: Report, output: Path | None) -> None:
    """What went back, and what did not: placeholders, kinds, labels and lines, no values."""
    summary = report.summary
    if report.unchanged:
        say(
            "the text is as it was redacted: every value is in place, and the text is the "
            "cleaned one; without --edited the original comes back to the byte"
        )
    _list(
        "missing",
        (f"{use.placeholder} ({_what(use)})" for use in report.missing),
        report.missing,
    )
    _list(
        "more often",
        (
            f"{use.placeholder} ({_what(use)}): {len(use.lines)} times, {use.in_redacted} in the "
            f"redacted text; {_lines(use.lines)}"
            for use in report.more_often
        ),
        report.more_often,
    )
    _list(
        "unknown",
        (f"{one.placeholder}, line {one.line}: left as it is" for one in report.unknown),
        report.unknown,
    )
    if summary.full_names:
        say(f"{summary.full_names} names put back whole: nothing told their short form")
    say(
        f"{summary.values} values put back, {summary.put_back} of {summary.placeholders} "
        "placeholders" + (f" → {output}" if output else "")
    )


def _what(use: Use) -> str:
    return f"{use.kind}, {use.label}" if use.label else use.kind


def _lines(lines: Sequence[int]) -> str:
    different = list(dict.fromkeys(lines))
    shown = ", ".join(map(str, different[:_MOST])) + (", …" if len(different) > _MOST else "")
    return f"{'lines' if len(different) > 1 else 'line'} {shown}"


def _list(sort: str, lines: Iterable[str], entries: Sequence[object]) -> None:
    for line, _ in zip(lines, range(_MOST), strict=False):
        say(f"{sort}: {line}")
    if len(entries) > _MOST:
        say(f"{sort}: {len(entries) - _MOST} more; --report FILE has them all")


def _manifest(slots: Path) -> Manifest:
    try:
        return Manifest.from_json(read_bytes(slots))
    except ValueError as error:
        fail(f"{slots}: {error}")
        raise Failed(3) from None


def _refuse_inputs_as_outputs(inputs: Sequence[Path], outputs: Sequence[Path | None]) -> None:
    """An input is never written to, and two outputs never to one file."""
    written = [path for path in outputs if path is not None]
    for path in written:
        for source in inputs:
            if path.exists() and source.exists() and path.samefile(source):
                raise refuse(f"{path}: is an input, and inputs are never written to")
    if len({real(path) for path in written}) < len(written):
        raise refuse(f"{written[0]}: cannot be the output and the report")


def _manifest_beside(redacted: Path) -> Path:
    beside = [
        redacted.with_name(f"{base}.{suffix}")
        for base in (redacted.name, redacted.stem)  # its very own first
        for suffix in ("slots.json", "slots.jsonl")
    ]
    for path in beside:
        if path.is_file():
            return path
    raise refuse(f"{beside[2]}: no such manifest; name it with -s SLOTS")

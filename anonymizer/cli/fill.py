"""``anonymizer fill``: a skeleton and values in, a speech out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from anonymizer.cli.options import ForceOption
from anonymizer.cli.output import Failed, fail, put, refuse, say
from anonymizer.documents import TEXT_SUFFIXES, plain_text, read_bytes, write_whole
from anonymizer.documents.source import to_utf8
from anonymizer.templates import (
    FillError,
    Filling,
    Reference,
    check,
    fitting,
    markup,
    schema,
    sheet,
)
from anonymizer.templates.fields import Field
from anonymizer.templates.fill import named

EXAMPLE = "Example: anonymizer fill skeleton.docx values.xlsx -o speech.docx"

_DOCX: Final = ".docx"


def fill(
    skeleton: Annotated[
        Path, typer.Argument(metavar="SKELETON", help="A skeleton: .txt, .md or .docx.")
    ],
    values: Annotated[
        Path,
        typer.Argument(metavar="VALUES", help=f"The values: {', '.join(sheet.SUFFIXES)}."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output."),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option(
            "--schema",
            metavar="FILE",
            help="The values' JSON Schema; by default SKELETON's .schema.json.",
        ),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Leave X where a value is missing.")
    ] = False,
    force: ForceOption = False,
) -> None:
    """Put values into a skeleton. If any do not fit, all that is wrong is said at once.

    Values are JSON (an object of values, or the sheet's records), csv or xlsx. A unit that the
    text says itself may be given or not: it stands once. Exit status 1 if values do not fit.
    """
    if output is not None and str(output) == "-":
        output = None
    is_docx = skeleton.suffix.lower() == _DOCX
    _refuse_formats(skeleton, values, output)
    if schema is None:
        schema = _schema_beside(skeleton)
    for path in (skeleton, values, schema):
        if output and path and output.exists() and path.exists() and output.samefile(path):
            raise refuse(f"{output}: is an input, and inputs are never written to")
    data = b""
    pieces: Sequence[str | Reference] = ()
    with _unreadable(skeleton):
        if is_docx:
            from anonymizer.templates import docx

            data = read_bytes(skeleton)
            names = docx.names(data)
        else:
            pieces = markup.read(plain_text(skeleton))
            names = list(named(pieces))
    with _unreadable(values):
        given = sheet.read(read_bytes(values), values.name)
    known = _fields(schema)
    try:
        filling = check(
            names,
            {**given.fields, **known},
            given.values,
            partial=partial,
            declared=known,
            problems=given.problems,
        )
    except FillError as error:
        fail(f"{error}\nNothing was written.")
        raise Failed(1) from None
    if is_docx:
        with _unreadable(skeleton):
            made = docx.fill(data, filling.values)
    else:
        made = to_utf8(fitting(pieces, filling.values))
    if output is None:
        put(made)
    else:
        write_whole(output, made, force=force)
    typed = bool(known) or any(field.kind for field in given.fields.values())
    _report(filling, output, typed=typed or not names)


def _refuse_formats(skeleton: Path, values: Path, output: Path | None) -> None:
    if values.suffix.lower() not in sheet.SUFFIXES:
        raise refuse(f"{values}: values are {', '.join(sheet.SUFFIXES)}, by their name")
    if skeleton.suffix.lower() not in (*TEXT_SUFFIXES, _DOCX):
        raise refuse(f"{skeleton}: a skeleton is {', '.join((*TEXT_SUFFIXES, _DOCX))}, by its name")
    is_docx = skeleton.suffix.lower() == _DOCX
    if output is None:
        if is_docx:
            raise refuse("a docx skeleton needs a file to write to: -o OUT.docx")
    elif (output.suffix.lower() == _DOCX) != is_docx:
        kind = "a docx skeleton is filled to .docx" if is_docx else "a text is not filled to .docx"
        raise refuse(f"{output}: {kind}")


@contextmanager
def _unreadable(path: Path) -> Iterator[None]:
    """What cannot be read or filled becomes one line that names its file."""
    try:
        yield
    except ValueError as error:
        fail(f"{path}: {error}")
        raise Failed(3) from None


def _schema_beside(skeleton: Path) -> Path | None:
    for name in (f"{skeleton.stem}.schema.json", f"{skeleton.name}.schema.json"):
        if (beside := skeleton.with_name(name)).is_file():
            return beside
    return None


def _fields(path: Path | None) -> dict[str, Field]:
    if path is None:
        return {}
    with _unreadable(path):
        return schema.read_json(read_bytes(path))


def _report(filling: Filling, output: Path | None, *, typed: bool) -> None:
    if not typed:
        say("no schema, and no kinds in the sheet: the values are taken as they are")
    if filling.trimmed:
        say(f"{len(filling.trimmed)} came with a unit that the text says itself; it stands once")
    if filling.unused:
        say(f"{len(filling.unused)} values are for variables that the skeleton no longer has")
    if filling.left:
        say(f"{len(filling.left)} without a value: {', '.join(filling.left[:20])}")
    if output is not None:
        say(f"{len(filling.values) - len(filling.left)} values filled in → {output}")

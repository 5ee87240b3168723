"""``anonymizer restore``: the original bytes again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from anonymizer.cli.output import Failed, fail, put, refuse
from anonymizer.documents import ReadError, read_bytes, write_whole
from anonymizer.restoring import restore_bytes
from anonymizer.slots import Manifest

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
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing output.")] = False,
) -> None:
    """Give the original back, byte for byte, from a redacted text and its manifest."""
    is_stdin = str(redacted) == "-"
    if output is not None and str(output) == "-":
        output = None
    if slots is None:
        if is_stdin:
            raise refuse("restore from standard input needs the manifest: -s SLOTS")
        slots = _manifest_beside(redacted)
    if output is not None:
        for path in (redacted, slots):
            if output.exists() and path.exists() and output.samefile(path):
                raise refuse(f"{output}: is an input, and inputs are never written to")
    data = read_bytes(None if is_stdin else redacted)
    try:
        manifest = Manifest.from_json(read_bytes(slots))
    except ValueError as error:
        fail(f"{slots}: {error}")
        raise Failed(3) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{redacted}: byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8; "
            "a redacted text is written as UTF-8 and must stay so to be restored"
        ) from None
    original = restore_bytes(text, manifest)
    if output is None:
        put(original)
    else:
        write_whole(output, original, force=force, private=True)


def _manifest_beside(redacted: Path) -> Path:
    beside = [
        redacted.with_name(redacted.stem + ".slots.json"),
        redacted.with_name(redacted.name + ".slots.json"),
    ]
    for path in beside:
        if path.is_file():
            return path
    raise refuse(f"{beside[0]}: no such manifest; name it with -s SLOTS")

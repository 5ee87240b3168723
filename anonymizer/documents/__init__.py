"""Documents: files in, files out. One module per format; a new one is a line here.

A format's module opens bytes as a :class:`Source` and gives text back as bytes.
"""

from __future__ import annotations

from pathlib import Path

from anonymizer.documents.files import ReadError, WriteError, read_bytes, whole_file, write_whole
from anonymizer.documents.source import Source
from anonymizer.documents.text import decode, encode

__all__ = [
    "TEXT_SUFFIXES",
    "ReadError",
    "Source",
    "WriteError",
    "decode",
    "encode",
    "open_document",
    "read_bytes",
    "texts_in",
    "whole_file",
    "write_whole",
]

TEXT_SUFFIXES = (".txt", ".text", ".md")
"""What a folder of inputs is searched for."""


def texts_in(folder: Path, *, deep: bool = True) -> list[Path]:
    """The texts in a folder and, if ``deep``, the folders below it, in order."""
    return sorted(
        path
        for path in (folder.rglob("*") if deep else folder.glob("*"))
        if path.suffix.lower() in TEXT_SUFFIXES and path.is_file()
    )


def open_document(path: Path | None, encoding: str | None = None) -> Source:
    """Read one input; ``None`` is standard input. Raises :class:`ReadError`."""
    name = path.name if path else "-"
    return decode(read_bytes(path), name=name, encoding=encoding)

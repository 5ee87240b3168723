"""Documents: files in, files out. One module per format; a new one is a line in ``formats``.

A format's module opens bytes as a :class:`Document` and gives it back as bytes, its text
changed and its looks kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec

from anonymizer.documents.document import Document, Reading
from anonymizer.documents.files import (
    FieldsError,
    ReadError,
    WriteError,
    read_bytes,
    real,
    whole_file,
    write_whole,
)
from anonymizer.documents.formats import BY_ID, BY_SUFFIX, FORMATS, TEXT, TEXTS, Format, reader
from anonymizer.documents.source import Source
from anonymizer.documents.text import decode, encode

__all__ = [
    "BY_ID",
    "BY_SUFFIX",
    "FORMATS",
    "KNOWN_SUFFIXES",
    "TEXT_SUFFIXES",
    "Document",
    "FieldsError",
    "Format",
    "ReadError",
    "Reading",
    "Source",
    "Stream",
    "WriteError",
    "decode",
    "documents_in",
    "encode",
    "format_of",
    "is_for_office",
    "is_ours",
    "links_out_of",
    "load_document",
    "odd_in",
    "open_document",
    "others_in",
    "plain_text",
    "read_bytes",
    "read_document",
    "read_office",
    "real",
    "stream_of",
    "stream_of_head",
    "whole_file",
    "with_all",
    "write_whole",
]

TEXT_SUFFIXES: Final = (".txt", ".text", ".md")
"""What a skeleton in text form is called."""

KNOWN_SUFFIXES: Final = ", ".join(each.suffixes[0] for each in FORMATS)
"""What a folder is searched for, in a few words."""

_OURS: Final = (
    ".slots.json", ".slots.jsonl", ".schema.json", ".values.xlsx", ".values.csv", "report.jsonl",
    "index.jsonl",
)  # fmt: skip
"""How the names of files end that this program writes beside its outputs."""

_ANY: Final = Reading()
_HEAD: Final = 1 << 16


def documents_in(folder: Path, *, deep: bool = True, tables: bool = True) -> list[Path]:
    """The documents in a folder and, if ``deep``, the folders below it, in order.

    Without ``tables`` none of the files that hold records is among them.

    They are known by their suffix. Hidden files are left out, so are a program's lock files
    (``~$speech.docx``) and what this program has written about others.
    """
    return sorted(
        path
        for path in _files(folder, deep)
        if (given := format_of(path)) and (tables or not given.tabular)
    )


def others_in(folder: Path) -> list[Path]:
    """The files in a folder, and those below it, that are no documents by their suffix."""
    return sorted(path for path in _files(folder, True) if path.suffix.lower() not in BY_SUFFIX)


def links_out_of(folder: Path) -> list[Path]:
    """Links to documents that are not in the folder: a folder may come from anyone."""
    return sorted(path for path in _seen(folder, True) if _leads_out(path, folder))


def odd_in(folder: Path) -> list[Path]:
    """What in a folder is neither a file nor a folder: a pipe, a link that leads nowhere."""
    return sorted(
        path
        for path in folder.rglob("*")
        if not path.is_dir() and not path.is_file() and not path.name.startswith(".")
    )


def _files(folder: Path, deep: bool) -> Iterator[Path]:
    return (path for path in _seen(folder, deep) if not _leads_out(path, folder))


def _leads_out(path: Path, folder: Path) -> bool:
    return path.is_symlink() and not Path(real(path)).is_relative_to(real(folder))


def _seen(folder: Path, deep: bool) -> Iterator[Path]:
    for path in folder.rglob("*") if deep else folder.glob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.name.startswith("~$") and not is_ours(path) and path.is_file():
            yield path


def is_ours(path: Path) -> bool:
    """Whether this program writes files of such a name about others."""
    return path.name.lower().endswith(_OURS)


def read_document(data: bytes, name: str, reading: Reading = _ANY) -> Document:
    """A file's bytes as a document, in the format that they are in.

    Raises :class:`ReadError` that says what the file is instead, or what is wrong with it.
    """
    if _begins_in_chinese(data) and (name == "-" or name.lower().endswith(TEXTS)):
        return reader(TEXT)(data, name, reading)
    from anonymizer.documents.sniffing import sniff

    found = sniff(data, name)
    document = reader(BY_ID[found.format])(data, name, reading)
    if found.note:
        document.notes = (found.note, *document.notes)
    return document


def _begins_in_chinese(data: bytes) -> bool:
    """Whether a file begins with a wide character in UTF-8, as no file does that is not text.

    It is most that is asked about, and is told without loading what tells all the others.
    """
    try:
        return "\u3000" <= data[:3].decode("utf-8") < "\ufeff"
    except UnicodeDecodeError:
        return False


def is_for_office(data: bytes, name: str) -> bool:
    """Whether a file is read by LibreOffice, which is quicker with many at once."""
    if _begins_in_chinese(data):
        return False
    from anonymizer.documents.sniffing import sniff

    return sniff(data, name).format == "office"


def read_office(
    files: Sequence[tuple[str, bytes]], reading: Reading
) -> Sequence[Document | ReadError]:
    """Files for LibreOffice, each a name and bytes, as documents; or why they cannot be read."""
    from anonymizer.documents.office import read_all
    from anonymizer.documents.sniffing import sniff

    made = read_all(files, reading)
    for (name, data), document in zip(files, made, strict=True):
        note = sniff(data, name).note
        if note and not isinstance(document, ReadError):
            document.notes = (note, *document.notes)
    return made


def load_document(path: Path | None, reading: Reading = _ANY) -> Document:
    """Read one input; ``None`` is standard input. Raises :class:`ReadError`."""
    return read_document(read_bytes(path), path.name if path else "-", reading)


def plain_text(path: Path | None, encoding: str | None = None) -> str:
    """The text of a file that is text whatever it is called; ``None`` is standard input.

    Raises :class:`ReadError`.
    """
    return decode(read_bytes(path), str(path or "-"), encoding).text


class Stream(NamedTuple):
    """A way to read a file a record at a time, each record a document of its own.

    The bytes of all records, joined, are the file's.
    """

    format: Format

    def open(self, path: Path) -> BinaryIO:
        """Open a file of records. Raises :class:`ReadError`."""
        try:
            return path.open("rb")
        except OSError as error:
            raise ReadError(f"{path}: {error.strerror or error}") from None

    def records(self, file: BinaryIO, name: str, reading: Reading) -> Iterator[Document]:
        """The records of a file. Raises :class:`ReadError` that names the line."""
        found: Iterator[Document] = _home(self.format).records(file, name, reading)
        return found

    def field_names(self, file: BinaryIO, name: str, reading: Reading) -> list[str]:
        """What ``reading.fields`` can name in a file."""
        names: list[str] = _home(self.format).field_names(file, name, reading)
        return names


def _home(of: Format) -> Any:
    return import_module(f"anonymizer.documents.{of.home}")


def stream_of(path: Path) -> Stream | None:
    """The way to read a file a record at a time, if it holds records; by name and content."""
    given = format_of(path)
    if given is None or not given.streams or not path.is_file():
        return None
    from anonymizer.documents.sniffing import sniff

    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from None
    found = sniff(head, path.name, whole=len(head) < _HEAD)
    return Stream(given) if found.format == given.id else None


def stream_of_head(head: bytes) -> Stream:
    """The way to read records of which only the first bytes are there: JSON lines, or a table."""
    return Stream(BY_ID["jsonl" if head.lstrip().startswith(b"{") else "csv"])


def open_document(
    path: Path | None, reading: Reading | str | None = None, *, with_hidden: bool = False
) -> Source:
    """The text of one input; ``None`` is standard input. Raises :class:`ReadError`.

    ``reading`` may be just an encoding. Only ``with_hidden`` is it looked for what the file says
    outside its text.
    """
    if not isinstance(reading, Reading):
        reading = Reading(reading)
    document = load_document(path, reading)
    return with_all(document) if with_hidden else document.source


def with_all(document: Document) -> Source:
    """The text of a document together with what that says outside its text."""
    return msgspec.structs.replace(document.source, hidden=tuple(document.hidden))


def format_of(path: Path) -> Format | None:
    """The format that a file has by its name."""
    return BY_SUFFIX.get(path.suffix.lower())

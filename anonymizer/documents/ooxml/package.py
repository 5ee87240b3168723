"""Packages: the zip files that docx and xlsx are, read on guard and written the same each time.

A file may come from anyone. What is unpacked is counted while it is unpacked, whatever the
headers say; names lead nowhere; XML declares no entities.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from anonymizer.documents.files import ReadError

MOST_BYTES: Final = 256 * 1024 * 1024
"""What all parts of a package may come to when unpacked."""

MOST_PARTS: Final = 10_000
"""Entries of a package; the largest that people make have some hundreds."""

MOST_OF_A_PART: Final = 96 * 1024 * 1024
"""What one XML part may come to; a million runs come to half of it."""

_CHUNK: Final = 1 << 18
_ENCRYPTED: Final = 0x1
_FIXED: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can tell; it tells nothing."""


class Package:
    """The parts of a package by name, in the order of the file."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = dict(parts)

    def __repr__(self) -> str:
        return f"<Package of {len(self.parts)} parts>"

    def to_bytes(self) -> bytes:
        """The package as a zip file; the same parts give the same bytes."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as file:
            for name, data in self.parts.items():
                entry = zipfile.ZipInfo(name, _FIXED)
                entry.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(entry, data)
        return made.getvalue()

    def xml_parts(self) -> Iterator[str]:
        """The names of the parts that are XML."""
        return (name for name in self.parts if is_xml(name))


def is_xml(name: str) -> bool:
    """Whether a part is XML by its name."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def open_package(data: bytes, name: str) -> Package:
    """Unpack a package. Raises :class:`ReadError` that says what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return Package(_unpacked(file, name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ReadError(
            f"{name}: is damaged: its package cannot be unpacked ({type(error).__name__}); "
            "open it in Word or WPS and save it again"
        ) from None


def _unpacked(file: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    entries = [entry for entry in file.infolist() if not entry.is_dir()]
    if len(entries) > MOST_PARTS:
        raise ReadError(f"{name}: holds {len(entries)} parts; more than {MOST_PARTS} are not read")
    parts: dict[str, bytes] = {}
    known: set[str] = set()
    left = MOST_BYTES
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise ReadError(
                f"{name}: is protected by a password; open it, take the password off, save it again"
            )
        if _leads_out(entry.filename):
            raise ReadError(f"{name}: a part's name leads out of the package; it is not read")
        if entry.filename.lower() in known:  # part names are equal whatever their case
            raise ReadError(f"{name}: holds two parts of one name; it is not read")
        known.add(entry.filename.lower())
        limit = MOST_OF_A_PART if is_xml(entry.filename) else MOST_BYTES
        content = _content(file, entry, min(left, limit))
        if content is None:
            raise ReadError(
                f"{name}: would unpack to more than {limit // 2**20} MB; it is not read"
            )
        parts[entry.filename] = content
        left -= len(parts[entry.filename])
    return parts


def _leads_out(name: str) -> bool:
    pieces = name.split("/")
    return name.startswith("/") or "\\" in name or ".." in pieces or ":" in pieces[0]


def _content(file: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """What an entry holds, if it is no more than it may."""
    pieces: list[bytes] = []
    size = 0
    with file.open(entry) as part:
        while piece := part.read(_CHUNK):
            size += len(piece)
            if size > most:
                return None
            pieces.append(piece)
    return b"".join(pieces)

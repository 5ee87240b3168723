"""What packages and OLE compound files are, by the names and the declarations in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from anonymizer.documents.files import ReadError
from anonymizer.documents.sniffing import archive, compound
from anonymizer.documents.sniffing.kinds import AGAIN, KINDS, NO_TEXT, PASSWORD, SHEET, SLIDES

_SMALL_PART: Final = 1 << 20
"""How much of a list of content types or a manifest is looked at."""

_WORD_97, _WORD_95 = 0xA5EC, 0xA5DC
_ENCRYPTED: Final = 0x0100
_FIRST_OF_95: Final = 104

_OLE_OTHERS: Final = {
    "encryptedpackage": PASSWORD,
    "workbook": f"is an old Excel workbook (xls); {SHEET}",
    "book": f"is an old Excel workbook (xls); {SHEET}",
    "powerpoint document": SLIDES,
    "__properties_version1.0": "is an Outlook message (msg): save its text as txt or html",
    "visiodocument": f"is a Visio drawing: {NO_TEXT}",
    "bodytext": "is a Hangul document (hwp); save it as docx",
}
"""Streams of compound files that are not Word's, and what these are."""

_CONTENT_TYPES: Final = (
    (rb"wordprocessingml\.(?:document|template)\.main\+xml", "docx"),
    (rb"ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main\+xml", "docx"),
    (rb"spreadsheetml\.(?:sheet|template)\.main\+xml", "xlsx"),
    (rb"ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml", "xlsx"),
    (rb"ms-excel\.sheet\.binary\.", f"is a binary Excel workbook (xlsb); {SHEET}"),
    (rb"presentationml\.\w+\.main|ms-powerpoint\.\w+\.macroEnabled\.main", SLIDES),
    (rb"ms-visio", f"is a Visio drawing: {NO_TEXT}"),
    (rb"opendocument\.text", "odt"),
    (rb"opendocument\.spreadsheet", f"is a spreadsheet (ods); {SHEET}"),
    (rb"opendocument\.presentation", SLIDES),
    (rb"opendocument\.", f"is an OpenDocument drawing or formula: {NO_TEXT}"),
    (rb"epub\+zip", "is an e-book (epub): save its text as docx or html"),
)
"""What stands in the list of content types or the mimetype, and the kind or the reason."""

_ZIP_NAMES: Final = (
    ("word/document", "docx"),
    ("xl/workbook.bin", f"is a binary Excel workbook (xlsb); {SHEET}"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation", SLIDES),
    ("OFD.xml", "is an OFD document; print it as PDF, or save it as docx, in its reader"),
    ("uof.xml", "is a UOF document; open it in WPS and save it as docx"),
    ("Index/Document.iwa", "is an Apple iWork document; export it as docx"),
)
"""How names in packages begin that declare nothing, and the kind or the reason."""


def kind_of_compound(data: bytes, name: str) -> str:
    """The kind of an OLE compound file. Raises :class:`ReadError` for what is not read."""
    try:
        file = compound.Compound(data)
        for stream, what in _OLE_OTHERS.items():
            if stream in file.streams:
                raise ReadError(f"{name}: {what}")
        if "worddocument" in file.streams:
            return _kind_of_word(file.head("worddocument", 12), name)
    except compound.DamagedError:
        raise ReadError(
            f"{name}: is damaged: an OLE file (doc, wps, xls) whose directory cannot be read; "
            f"{AGAIN}"
        ) from None
    if "matost" in file.streams:
        return "works"
    raise ReadError(
        f"{name}: is an OLE file without Word text in it: another program's, or an early WPS "
        "document; open it there and save it as docx"
    )


def _kind_of_word(head: bytes, name: str) -> str:
    """The kind of a Word document, by the first bytes of its main stream."""
    identity, version = (int.from_bytes(head[at : at + 2], "little") for at in (0, 2))
    if len(head) < 12 or identity not in (_WORD_97, _WORD_95):
        raise ReadError(f"{name}: is damaged: a Word document whose text cannot be found; {AGAIN}")
    if int.from_bytes(head[10:12], "little") & _ENCRYPTED:
        raise ReadError(f"{name}: {PASSWORD}")
    if identity == _WORD_97:
        return "doc"
    return "word95" if version >= _FIRST_OF_95 else "word6"


def kind_of_archive(data: bytes, name: str) -> str:
    """The kind of a zip file. Raises :class:`ReadError` for what is not read."""
    try:
        listed = archive.entries(data)
        return _kind_of_package(data, listed, name)
    except archive.DamagedError:
        raise ReadError(
            f"{name}: is damaged: a package (docx, xlsx, odt, zip) that is not whole; {AGAIN}"
        ) from None


def _kind_of_package(data: bytes, listed: Mapping[str, archive.Entry], name: str) -> str:
    if not listed:
        raise ReadError(f"{name}: is a zip archive with nothing in it")
    kind = None
    for entry in ("[Content_Types].xml", "mimetype"):
        if kind is None and entry in listed and not listed[entry].encrypted:
            declared = archive.head(data, listed[entry], _SMALL_PART)
            kind = _named(declared, name)
    for start, what in _ZIP_NAMES:
        if kind is None and any(entry.startswith(start) for entry in listed):
            kind = _kind(what, name)
    locked = any(entry.encrypted for entry in listed.values()) or "encrypted-package" in listed
    if kind == "odt" and (manifest := listed.get("META-INF/manifest.xml")) and not locked:
        locked = b"encryption-data" in archive.head(data, manifest, _SMALL_PART)
    if locked:
        raise ReadError(f"{name}: {PASSWORD}")
    if kind is None:
        raise ReadError(f"{name}: is a zip archive: unpack it, and give the files in it")
    return kind


def _named(declared: bytes, name: str) -> str | None:
    for pattern, what in _CONTENT_TYPES:
        if re.search(pattern, declared, re.IGNORECASE):
            return _kind(what, name)
    return None


def _kind(what: str, name: str) -> str:
    """A kind, or the reason why there is none."""
    if what not in KINDS:
        raise ReadError(f"{name}: {what}")
    return what

"""What a file is by its content, whatever its suffix says.

Only heads are looked at, and the lists of names that packages and compound files carry.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Final, NamedTuple

from anonymizer.documents.files import ReadError
from anonymizer.documents.formats import BY_SUFFIX
from anonymizer.documents.sniffing import archive, compound
from anonymizer.documents.sniffing.containers import kind_of_archive, kind_of_compound
from anonymizer.documents.sniffing.kinds import KINDS
from anonymizer.documents.sniffing.signatures import signature_of
from anonymizer.documents.sniffing.tagged import kind_of_text

HEAD: Final = 1 << 16
"""How many bytes of a text are looked at."""

_PDF_WITHIN: Final = 1024
_BLANK: Final = b"\xef\xbb\xbf\t\r\n\f "
_LATE_PDF: Final = re.compile(rb"[\r\n]%PDF-\d\.\d")
_TEXTS: Final = frozenset(("text", "markdown", "csv", "jsonl"))
"""Formats that only the suffix tells from each other."""

_OTHERS: Final = frozenset(
    (
        ".xls", ".xlsb", ".ods", ".ppt", ".pptx", ".odp", ".zip", ".rar", ".7z", ".png", ".jpg",
        ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".mp4", ".ofd", ".epub",
    )
)  # fmt: skip
"""Suffixes that say something though no format of ours has them."""


class Found(NamedTuple):
    """What a file is: a format's id, a note for a person or none, and the kind within it."""

    format: str
    note: str = ""
    kind: str = ""


def sniff(data: bytes, name: str, *, whole: bool = True) -> Found:
    """What a file is. The note says that its suffix says something else.

    Of a text, the first ``HEAD`` bytes will do. What lists its parts at its end or anywhere
    (docx, xlsx, doc) is needed whole: of such a file's head (``whole`` is false) the format
    that comes back is empty. Raises :class:`ReadError` for what is known and holds no text
    to be read, for a file behind a password and for a damaged one.
    """
    suffix = PurePath(name).suffix.lower()
    said = BY_SUFFIX.get(suffix)
    if not whole and data.startswith((compound.SIGNATURE, *archive.SIGNATURES)):
        return Found("")
    kind = _kind_of_bytes(data, name) or kind_of_text(
        _readable(data[:HEAD]),
        name,
        page=said is not None and said.id == "html",
        prose=suffix not in _OTHERS and (said is None or said.id in _TEXTS),
    )
    if kind is None:
        return _text(data, name, suffix)
    what = KINDS[kind]
    if suffix in what.suffixes or (not suffix and name == "-"):
        return Found(what.format, "", kind)
    contrary = ", not what its suffix says" if said or suffix in _OTHERS else ""
    return Found(what.format, f"{name}: is {what.called} by its content{contrary}", kind)


def _kind_of_bytes(data: bytes, name: str) -> str | None:
    """The kind of a file that begins as no other text does."""
    if data.startswith(compound.SIGNATURE):
        return kind_of_compound(data, name)
    if data.startswith(archive.SIGNATURES):
        return kind_of_archive(data, name)
    lead = data[:_PDF_WITHIN].lstrip(_BLANK)
    if lead.startswith(b"%PDF-"):
        return "pdf"
    # Lines of a mailer or a server may stand before it.
    if _LATE_PDF.search(data[: _PDF_WITHIN + 8]) and b" obj" in data[:HEAD]:
        return "pdf"
    if lead.startswith(b"{\\rtf"):
        return "rtf"
    if signature := signature_of(data):
        raise ReadError(f"{name}: is {signature.called}: {signature.cure}")
    return None


def _readable(head: bytes) -> str:
    """The head of a text as far as its tags go: they are ASCII in all that text comes in."""
    if head.startswith(codecs.BOM_UTF8):
        return head[3:].decode("utf-8", "replace")
    return head.decode(_utf16(head) or "latin-1", "replace").lstrip("\ufeff")


def _utf16(head: bytes) -> str:
    """The codec of a text in UTF-16, by its mark or by the zeros beside what is ASCII."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else ""


def _text(data: bytes, name: str, suffix: str) -> Found:
    """Text: the suffix says which, if it says one."""
    said = BY_SUFFIX.get(suffix)
    if said is not None and said.id in _TEXTS:
        return Found(said.id, "", said.id)
    if said is None and suffix not in _OTHERS:
        return Found("text", "", "text")
    head = data[:HEAD]
    if b"\0" in head and not _utf16(head):
        raise ReadError(
            f"{name}: is neither what its suffix says nor text; it is damaged, or another "
            "program's: open it there and save it as docx"
        )
    what = "plain text by its content" if data else "empty"
    return Found("text", f"{name}: is {what}, not what its suffix says", "text")

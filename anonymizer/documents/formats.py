"""The formats that documents come in. A new one is a module and an entry here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from anonymizer.documents.document import Document, Reading


class Format(NamedTuple):
    """A format: its id, what people call it, its files' suffixes, the module that reads it.

    ``saves`` are the suffixes of the files that a document of it is saved to, its looks kept,
    the usual one first. ``tabular`` formats hold records whose text fields are named, not one
    text; ``streams`` those that are read and written a record at a time.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    home: str
    saves: tuple[str, ...] = ()
    tabular: bool = False
    streams: bool = False


TEXTS: Final = (".txt", ".text")
DOCX: Final = ".docx"

TEXT: Final = Format("text", "plain text", TEXTS, "plain")

FORMATS: Final = (
    TEXT,
    Format("markdown", "Markdown", (".md", ".markdown"), "markdown", (".md", ".markdown")),
    Format("docx", "Word document", (DOCX, ".docm", ".dotx", ".dotm"), "docx", (DOCX,)),
    Format(
        "office",
        "older Word, WPS or OpenDocument text",
        (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt", ".ott", ".fodt"),
        "office",
        (DOCX,),
    ),
    Format("pdf", "PDF", (".pdf",), "pdf", (".pdf",)),
    Format(
        "html",
        "web page",
        (".html", ".htm", ".xhtml", ".mht", ".mhtml"),
        "html",
        (".html", ".htm"),
    ),
    Format("xlsx", "Excel workbook", (".xlsx", ".xlsm"), "workbook", (".xlsx",), True),
    Format("csv", "table", (".csv", ".tsv", ".tab"), "delimited", (".csv", ".tsv"), True, True),
    Format("jsonl", "JSON lines", (".jsonl", ".ndjson"), "jsonlines", (".jsonl",), True, True),
)
"""``read_document`` finds a format by a file's content; suffixes count where that is text."""

BY_ID: Final = {each.id: each for each in FORMATS}
BY_SUFFIX: Final = {suffix: each for each in FORMATS for suffix in each.suffixes}


def reader(of: Format) -> Callable[[bytes, str, Reading], Document]:
    """The function ``read(data, name, reading)`` of a format's module.

    It raises :class:`~anonymizer.documents.files.ReadError` for what it cannot read.
    """
    module = import_module(f"anonymizer.documents.{of.home}")
    return cast("Callable[[bytes, str, Reading], Document]", module.read)

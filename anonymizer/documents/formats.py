"""The formats that documents come in. A new one is a module and an entry here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from anonymizer.documents.document import Document, Reading


class Format(NamedTuple):
    """A format: its id, what people call it, its files' suffixes, the module that reads it.

    ``writes`` are the suffixes of files that a redaction of it can be written to, the usual one
    first. ``tabular`` formats hold records whose text fields are named, not one text.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    home: str
    writes: tuple[str, ...]
    tabular: bool = False


_TEXTS: Final = (".txt", ".text")

TEXT: Final = Format("text", "plain text", _TEXTS, "plain", _TEXTS)

FORMATS: Final = (
    TEXT,
    Format("markdown", "Markdown", (".md", ".markdown"), "markdown", (".md", ".markdown", *_TEXTS)),
    Format("docx", "Word document", (".docx", ".docm", ".dotx"), "docx", (".docx", *_TEXTS)),
    Format(
        "office",
        "older Word, WPS or OpenDocument text",
        (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt"),
        "office",
        (".docx", *_TEXTS),
    ),
    Format("pdf", "PDF", (".pdf",), "pdf", (".pdf", ".docx", *_TEXTS)),
    Format(
        "html",
        "web page",
        (".html", ".htm", ".xhtml", ".mht", ".mhtml"),
        "html",
        (".html", ".htm", ".docx", *_TEXTS),
    ),
    Format("xlsx", "Excel workbook", (".xlsx", ".xlsm"), "workbook", (".xlsx",), tabular=True),
    Format("csv", "table of values", (".csv", ".tsv", ".tab"), "delimited", (".csv", ".tsv"), True),
    Format("jsonl", "JSON lines", (".jsonl", ".ndjson"), "jsonlines", (".jsonl",), True),
)

BY_ID: Final = {format.id: format for format in FORMATS}
BY_SUFFIX: Final = {suffix: format for format in FORMATS for suffix in format.suffixes}


def reader(format: Format) -> Callable[[bytes, str, Reading], Document]:
    """The function ``read(data, name, reading)`` of a format's module.

    It raises :class:`~anonymizer.documents.files.ReadError` for what it cannot read.
    """
    module = import_module(f"anonymizer.documents.{format.home}")
    return cast("Callable[[bytes, str, Reading], Document]", module.read)

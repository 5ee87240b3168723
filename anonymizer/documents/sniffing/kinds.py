"""The kinds of files within the formats, as content tells them apart."""

from __future__ import annotations

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """A kind of file: the format that reads it, what people call it, the suffixes that fit."""

    format: str
    called: str
    suffixes: tuple[str, ...]


_WORD: Final = (".doc", ".dot", ".wps", ".wpt")

KINDS: Final = {
    "docx": Kind("docx", "a Word document (docx)", (".docx", ".docm", ".dotx", ".dotm")),
    "doc": Kind("office", "a Word 97 document (doc)", _WORD),
    "word95": Kind("office", "a Word 95 document (doc)", _WORD),
    "word6": Kind("office", "a Word 6 document (doc)", _WORD),
    "works": Kind("office", "a Works document (wps)", (".wps", ".wpt")),
    "wordml": Kind("office", "a Word 2003 document (xml)", (".xml",)),
    "rtf": Kind("office", "a rich text document (rtf)", (".rtf",)),
    "odt": Kind("office", "an OpenDocument text (odt)", (".odt", ".ott")),
    "fodt": Kind("office", "an OpenDocument text (fodt)", (".fodt", ".xml")),
    "pdf": Kind("pdf", "a PDF", (".pdf",)),
    "html": Kind("html", "a web page", (".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml")),
    "mht": Kind("html", "a saved web page (mht)", (".mht", ".mhtml")),
    "xlsx": Kind("xlsx", "an Excel workbook (xlsx)", (".xlsx", ".xlsm", ".xltx", ".xltm")),
}

PASSWORD: Final = "is protected by a password; open it, take the password off, save it again"
AGAIN: Final = "open it in Word or WPS and save it again, or get it again"
SHEET: Final = "save it as xlsx"
SLIDES: Final = "is a presentation: save its text as docx or txt"
NO_TEXT: Final = "no text to be read"

"""What a text made of tags is: a web page, a saved one, a document of Word or LibreOffice."""

from __future__ import annotations

import re
from typing import Final

from anonymizer.documents.files import ReadError
from anonymizer.documents.sniffing.kinds import SHEET

_NAME: Final = re.compile(r"<([A-Za-z_][\w.-]{0,60}(?::[\w.-]{1,60})?)(?=[\s/>])")
_INNER: Final = re.compile(r"<(?:head|body|meta|title|div|p|table)\b", re.IGNORECASE)
_ANY: Final = re.compile(r"<(?:/?[A-Za-z]|!)[^<>]{0,2000}>")
_HEADER: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?(.*)")
_MOST_HEADERS: Final = 200

_PAGE_TAGS: Final = frozenset(
    (
        "html", "head", "body", "meta", "title", "base", "link", "style", "script", "table", "div",
        "p", "span", "center", "font", "a", "br", "hr", "img", "section", "article", "main",
        "header", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
    )
)  # fmt: skip
_OF_MAIL: Final = frozenset(("received", "message-id", "delivered-to", "return-path"))

_ROOTS: Final = {
    "w:worddocument": "wordml",
    "office:document": "fodt",
    "pkg:package": "is a Word document in one XML file; open it in Word and save it as docx",
    "uof:uof": "is a UOF document; open it in WPS and save it as docx",
    "ss:workbook": f"is an Excel 2003 workbook (xml); {SHEET}",
}
"""The first tag of documents in XML, and the kind or the reason why it is not read."""

_EXCEL: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_TEXT: Final = "application/vnd.oasis.opendocument.text"


def kind_of_text(head: str, name: str, *, page: bool, prose: bool) -> str | None:
    """The kind of a text by its first characters; ``None`` for one that is only text.

    ``page`` says that its suffix is a web page's: any tag bears it out. ``prose`` says that
    it is a plain text's, or none: then tags at its head alone prove nothing.
    Raises :class:`ReadError` for what is not read.
    """
    if _is_mail(head, name):
        return "mht"
    root, is_page = _opening(head)
    if found := _document(root, head, name):
        return found
    if is_page or root == "html":
        return "html" if not prose or _INNER.search(head) else None
    if page:
        return "html" if _ANY.search(head) else None
    return "html" if not prose and root in _PAGE_TAGS else None


def _document(root: str, head: str, name: str) -> str | None:
    what = _ROOTS.get(root)
    if root == "workbook" and _EXCEL in head:
        what = _ROOTS["ss:workbook"]
    if what == "fodt" and _FLAT_TEXT not in head:
        what = f"is an OpenDocument file (xml) of another kind than text; {SHEET} or docx"
    if what and what.startswith("is "):
        raise ReadError(f"{name}: {what}")
    return what


def _opening(head: str) -> tuple[str, bool]:
    """The name of the first tag, in lower case, and whether a page's document type is before it."""
    at, is_page = 0, False
    while True:
        while at < len(head) and head[at].isspace():
            at += 1
        if head.startswith("<!--", at):
            end = head.find("-->", at + 4)
        elif head.startswith("<?", at):
            end = head.find("?>", at)
        elif head.startswith("<!", at):
            end = head.find(">", at)
            if head.find("[", at, end) >= 0:  # declarations within, each with its own end
                end = head.find("]", at)
            is_page |= head[at : at + 14].lower() == "<!doctype html"
        else:
            found = _NAME.match(head, at)
            return (found[1].lower() if found else ""), is_page
        at = head.find(">", end) + 1 if end >= 0 else 0
        if not at:
            return "", is_page


def _is_mail(head: str, name: str) -> bool:
    """Whether it is a page saved with its pictures. Raises for any other message."""
    headers: dict[str, str] = {}
    last = ""
    for line in head.lstrip().split("\n", _MOST_HEADERS)[:_MOST_HEADERS]:
        if not line.strip():
            break
        if line[0] in " \t" and last:
            headers[last] += line.strip()
        elif found := _HEADER.match(line.rstrip("\r")):
            last = found[1].lower()
            headers[last] = found[2]
        else:
            return False
    kind = headers.get("content-type", "").lower()
    if "mime-version" not in headers or not kind.startswith(("multipart/", "text/html")):
        return False
    if _OF_MAIL & headers.keys():
        raise ReadError(f"{name}: is an e-mail: save its text as txt or html, or what is attached")
    return True

"""Saved web pages and web archives: the speech out of them, and a clean page of it again.

bytes ──decoded──▸ markup ──tree──▸ elements ──paragraphs──▸ what is seen ──find_speech──▸ speech
"""

from __future__ import annotations

from typing import Final

from anonymizer.documents.document import Reading
from anonymizer.documents.files import ReadError
from anonymizer.documents.html.decoding import decoded
from anonymizer.documents.html.mime import Page, is_archive, pages
from anonymizer.documents.html.page import HtmlDocument
from anonymizer.documents.html.paragraphs import paragraphs
from anonymizer.documents.html.seen import Sight
from anonymizer.documents.html.speech import find_speech
from anonymizer.documents.html.tree import Element, tree

__all__ = ["HtmlDocument", "read"]

MAX_BYTES: Final = 32 * 1024 * 1024
"""A page with all its pictures in it is smaller, and none holds a speech of that length."""
_MAX_PAGES: Final = 8
_HIDDEN_TEXT: Final = 200
"""From so many characters on, text that nobody sees may be a part of the speech."""


def read(data: bytes, name: str, reading: Reading) -> HtmlDocument:
    """Read a page or a web archive. Raises :class:`ReadError` if no text stands in it."""
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"{name}: a page of {len(data) // 1_048_576} MB, more than the "
            f"{MAX_BYTES // 1_048_576} MB that are read; "
            "save it without its pictures, or its text as .txt"
        )
    parts = pages(data, name) if is_archive(data) else [Page(data, None)]
    for part in parts[:_MAX_PAGES]:
        if (document := _read(data, part, name, reading)) is not None:
            return document
    raise ReadError(
        f"{name}: no text that reads as a speech or a notice; open the page in a browser, "
        "and save it once its text is shown"
    )


def _read(data: bytes, part: Page, name: str, reading: Reading) -> HtmlDocument | None:
    text, _, notes = decoded(part.data, name, reading.encoding, part.declared)
    page = tree(text, name)
    sight = Sight(page)
    seen = paragraphs(page, sight)
    speech = find_speech(page, seen, _title(page))
    if speech is None:
        return None
    if not speech.sure:
        notes = (*notes, "the main text does not stand out; all text that is seen was taken")
    if (unseen := sight.unseen_characters()) >= _HIDDEN_TEXT:
        notes = (*notes, f"{unseen} characters that the page does not show were left out")
    return HtmlDocument(data, name, notes, page, sight, seen, speech)


def _title(page: Element) -> str:
    for node in page.walk():
        if isinstance(node, Element) and node.name == "title":
            return " ".join(node.text()[:1000].split())
    return ""

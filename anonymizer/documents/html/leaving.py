"""What a page says outside its speech, and whether anything that was removed is left there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from anonymizer.documents.document import Hidden, Removal
from anonymizer.documents.html.marks import marks
from anonymizer.documents.html.paragraphs import Paragraph
from anonymizer.documents.html.tokens import names
from anonymizer.documents.html.tree import Comment, Element, Text
from anonymizer.documents.html.writing import STRUCTURE

_MAX_HIDDEN: Final = 5000
_MAX_TEXT: Final = 1000
_TOLD: Final = names(
    "alt title content href src value placeholder aria-label summary action cite datetime "
    "download poster label onclick"
)
_FIGURES: Final = names("date time money percent quantity ratio number")
_LEAST_FIGURE: Final = 3
"""A figure of fewer signs is found in any measure of a page and tells nothing there."""
_DIGITS: Final = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*")
_WIDE: Final = re.compile("[\u3400-\u9fff]")


def hidden(
    page: Element, left_out: Iterable[Paragraph], kept: Callable[[Text], bool]
) -> list[Hidden]:
    """What a page says that is not among the texts that are kept, the first of it."""
    found: list[Hidden] = []
    for each in _told(page, left_out, kept):
        if len(found) == _MAX_HIDDEN:
            break
        found.append(each)
    return found


def _told(
    page: Element, left_out: Iterable[Paragraph], kept: Callable[[Text], bool]
) -> Iterator[Hidden]:
    for number, paragraph in enumerate(left_out, 1):
        yield Hidden(f"text outside the speech {number}", paragraph.text[:_MAX_TEXT])
    seen = {id(node) for paragraph in left_out for node in paragraph.nodes}
    counts: dict[str, int] = {}
    for node in page.walk():
        if isinstance(node, Comment):
            yield from _numbered("comment", node.text, counts)
        elif isinstance(node, Text):
            if kept(node) or id(node) in seen or node.parent.name in ("script", "style"):
                continue
            yield from _numbered(f"{node.parent.name} text", node.raw, counts)
        else:
            for name, value in node.attributes.items():
                if name in _TOLD or (name.startswith("data-") and _WIDE.search(value)):
                    named = node.attributes.get("name") or node.attributes.get("property") or ""
                    label = f"{node.name} {named}".strip() if node.name == "meta" else node.name
                    yield from _numbered(f"{label[:60]} {name}", value, counts)


def _numbered(label: str, text: str, counts: dict[str, int]) -> Iterator[Hidden]:
    text = " ".join(text[: _MAX_TEXT * 4].split())[:_MAX_TEXT]
    if text:
        counts[label] = counts.get(label, 0) + 1
        yield Hidden(f"{label} {counts[label]}", text)


class Search:
    """Looks for removed values: names, contacts, numbers of people anywhere; figures as such."""

    def __init__(self, removed: Sequence[Removal]) -> None:
        texts = {each.text.strip() for each in removed if each.kind not in _FIGURES}
        texts.discard("")
        words = sorted(texts, key=lambda text: (-len(text), text))
        self._words = re.compile("|".join(map(re.escape, words))) if words else None
        self._figures = frozenset(
            text
            for each in removed
            if each.kind in _FIGURES
            for text in (each.text.strip(), *_DIGITS.findall(each.text))
            if len(text) >= _LEAST_FIGURE
        )

    def finds(self, text: str) -> bool:
        """Whether a text that nobody recognised anything in holds a removed value."""
        if self._words is not None and self._words.search(text):
            return True
        if not self._figures:
            return False
        return any(each in self._figures for each in _DIGITS.findall(text)) or any(
            each in text for each in self._figures if not each.isascii()
        )

    def is_safe(self, name: str, value: str) -> bool:
        """Whether an attribute or a property of a style tells of none of them."""
        if name in STRUCTURE and value.strip().isdigit():
            return True
        if name in ("face", "font-family"):
            # 仿宋 is what official documents are set in, and tells of no 宋.
            value = ",".join(
                font for font in value.split(",") if font.strip(" '\"") not in marks().fonts
            )
        return not self.finds(value)


def survivors(page: Element, search: Search) -> list[str]:
    """Where a saved page holds a removed value outside its text: addresses, never values."""
    found: list[str] = []
    for node in page.walk():
        if isinstance(node, Comment):
            if search.finds(node.text):
                found.append("a comment")
        elif isinstance(node, Text):
            if node.parent.name == "title" and search.finds(node.raw):
                found.append("the title")
        elif node.name not in ("html", "meta"):  # they are the same in every page
            found.extend(
                f"the {name} of a {node.name}"
                for name, value in node.attributes.items()
                if not search.is_safe(name, value)
                and not (name == "style" and all(_is_safe_style(value, search)))
            )
    return found


def _is_safe_style(style: str, search: Search) -> Iterator[bool]:
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        yield search.is_safe(name, value)

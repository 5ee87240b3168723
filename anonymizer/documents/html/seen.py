"""What of a page a reader sees: not scripts, not forms, not what a style takes out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from anonymizer.documents.html.marks import marks
from anonymizer.documents.html.tokens import names
from anonymizer.documents.html.tree import Element, Text

_NEVER: Final = names(
    "script style template noscript title meta link base iframe frame object applet embed svg "
    "canvas video audio select option optgroup button input textarea datalist map area noframes "
    "noembed rt rp rtc img source track progress meter math"
)
"""Elements that hold no text of the page's own: programs, forms, pictures, how a character reads"""

_STYLE_LIMIT: Final = 262_144
_SIMPLE: Final = re.compile(r"([a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
_GONE: Final = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|"
    r"(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,}|"
    r"(?:^|[;\s])color\s*:\s*transparent",
    re.IGNORECASE,
)
_CLOAKED: Final = re.compile(
    r"visibility\s*:\s*(?:hidden|collapse)|(?:^|[;\s])opacity\s*:\s*0?(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_WIDE: Final = re.compile("[\u3400-\u9fff]")


class Sight:
    """Says of each element of one page whether a reader sees it.

    A page may keep its text out of sight until a script has run (``visibility: hidden``,
    ``opacity: 0``). As it was saved the script may not have: what holds more text than all the
    rest of the page is taken as seen.
    """

    def __init__(self, page: Element) -> None:
        self._page = page
        self._hiding = _hiding(page)
        self._unseen = marks().unseen

    def hides(self, element: Element) -> bool:
        """Whether nobody sees what is in the element."""
        return self._gone(element) or (self._cloaks(element) and element not in self._uncloaked)

    def unseen_characters(self) -> int:
        """How many Chinese characters are in elements that a style hides."""
        count = 0
        stack: list[tuple[Element, bool]] = [(self._page, False)]
        while stack:
            element, unseen = stack.pop()
            if element.name in _NEVER:
                continue
            unseen = unseen or self.hides(element)
            for child in element.children:
                if isinstance(child, Element):
                    stack.append((child, unseen))
                elif unseen and isinstance(child, Text):
                    count += len(_WIDE.findall(child.raw))
        return count

    def _gone(self, element: Element) -> bool:
        if element.name in _NEVER:
            return True
        attributes = element.attributes
        if not attributes:
            return False
        if "hidden" in attributes or _GONE.search(attributes.get("style", "")):
            return True
        classes = attributes.get("class")
        if classes and not self._unseen.isdisjoint(classes.split()[:20]):
            return True
        return bool(self._hiding) and any(key in self._hiding for key in _keys(element))

    @staticmethod
    def _cloaks(element: Element) -> bool:
        style = element.attributes.get("style")
        return bool(style) and bool(_CLOAKED.search(style or ""))

    @cached_property
    def _uncloaked(self) -> frozenset[Element]:
        """Cloaked elements that hold most of the page's text."""
        inside: dict[Element, int] = {}
        total = 0
        stack: list[tuple[Element, tuple[Element, ...]]] = [(self._page, ())]
        while stack:
            element, cloaks = stack.pop()
            if self._gone(element):
                continue
            if self._cloaks(element) and len(cloaks) < 8:
                cloaks = (*cloaks, element)
            for child in element.children:
                if isinstance(child, Element):
                    stack.append((child, cloaks))
                elif isinstance(child, Text):
                    size = len(_WIDE.findall(child.raw))
                    total += size
                    for cloak in cloaks:
                        inside[cloak] = inside.get(cloak, 0) + size
        return frozenset(cloak for cloak, size in inside.items() if size * 2 > total)


def _keys(element: Element) -> Iterator[str]:
    attributes, name = element.attributes, element.name
    if one := attributes.get("id"):
        yield "#" + one.strip()
        yield f"{name}#{one.strip()}"
    for one in attributes.get("class", "").split()[:20]:
        yield "." + one
        yield f"{name}.{one}"


def _without_comments(css: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := css.find("/*", at)) >= 0:
        pieces.append(css[at:start])
        end = css.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(css)
    return "".join([*pieces, css[at:]]).replace("<!--", "").replace("-->", "")


def _hiding(page: Element) -> frozenset[str]:
    """The simple selectors (``.class``, ``tag.class``, ``#id``) that the page's styles hide.

    Rules for some media only (``@media print``) are not those for the screen.
    """
    found: set[str] = set()
    for element in page.walk():
        if isinstance(element, Element) and element.name == "style":
            nested = False
            css = _without_comments(element.text()[:_STYLE_LIMIT])
            for rule in css.split("}"):
                *outer, body = rule.split("{")
                if not outer:
                    nested = False
                    continue
                nested = nested or len(outer) > 1
                if nested or not (_GONE.search(body) and "none" in body):
                    continue
                for selector in outer[-1].split(","):
                    simple = _SIMPLE.fullmatch(selector.strip())
                    if simple:
                        found.add((simple[1] or "").lower() + simple[2] + simple[3])
    return frozenset(found)

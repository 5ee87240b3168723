"""A page that holds a speech and how it looks, built anew: nothing else of the old page is in it.

What may come along is named here: elements, attributes, properties of styles. Everything else
(scripts, links, pictures, comments, names of classes, all that is not seen) is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from anonymizer.documents.html.seen import Sight
from anonymizer.documents.html.tokens import names
from anonymizer.documents.html.tree import BLOCKS, Element, Text

_KEPT: Final = names(
    "p h1 h2 h3 h4 h5 h6 div blockquote pre ul ol li dl dt dd table caption thead tbody tfoot tr "
    "td th b strong i em u s strike del ins sub sup small big font span center ruby mark code "
    "tt cite q dfn kbd abbr"
)
_EMPTY: Final = ("br", "hr")
_CELLS: Final = ("td", "th")
_LENGTH: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?%?")
_WORD: Final = re.compile(r"[a-zA-Z]{1,12}")
_NUMBER: Final = re.compile(r"[0-9]{1,3}")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,24}")
_FONTS: Final = re.compile(r"[\w\s,'\"-]{1,120}")
_VALUE: Final = re.compile(r"[a-zA-Z0-9\s.,%#()+-]{1,80}")
_ATTRIBUTES: Final = {
    "align": _WORD,
    "valign": _WORD,
    "colspan": _NUMBER,
    "rowspan": _NUMBER,
    "width": _LENGTH,
    "height": _LENGTH,
    "border": _NUMBER,
    "cellpadding": _NUMBER,
    "cellspacing": _NUMBER,
    "bgcolor": _COLOUR,
    "color": _COLOUR,
    "size": re.compile(r"[+-]?[0-9]{1,2}"),
    "face": _FONTS,
    "start": _NUMBER,
    "dir": re.compile("ltr|rtl"),
}
STRUCTURE: Final = frozenset(("colspan", "rowspan", "start", "border", "cellpadding", "size"))
"""Attributes whose numbers are those of a table or a list, and tell nothing of its text."""
_PROPERTIES: Final = names(
    "text-align text-indent text-decoration text-decoration-line font font-size font-weight "
    "font-style font-family font-variant line-height letter-spacing color background "
    "background-color vertical-align margin margin-top margin-right margin-bottom margin-left "
    "padding padding-top padding-right padding-bottom padding-left border border-top border-right "
    "border-bottom border-left border-width border-style border-color border-collapse "
    "border-spacing width max-width min-width list-style-type layout-grid-mode "
    "text-align-last word-spacing"
)
_UNSAFE: Final = re.compile(r"url|expression|import|javascript|attr\s*\(|var\s*\(", re.IGNORECASE)
_NEGATIVE: Final = re.compile(r"-\s*\d{3,}")
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\u00a0": "&nbsp;"}
)
_LEFT_OUT_ELEMENTS: Final = frozenset(("html", "body", "#page", "main"))
_MAX_ATTRIBUTE: Final = 2000

Safe = Callable[[str, str], bool]
"""Whether an attribute's name and value tell nothing that was removed."""


def page(title: str, heading: str, body: str) -> bytes:
    """A page of these parts, which are markup already, but for the title."""
    named = f"<title>{escaped(title)}</title>\n" if title else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f"{named}</head>\n<body>\n{heading}{body}\n</body>\n</html>\n"
    ).encode("utf-8", "replace")


def escaped(text: str) -> str:
    """A text as it is written in a page and in an attribute."""
    return text.translate(_ESCAPES)


def indent(node: Text) -> str:
    """The spaces that a paragraph which begins with a text is indented by, as markup."""
    return escaped(node.indent.replace(" ", "\u00a0"))


def shown_texts(texts: Sequence[str]) -> list[str]:
    """The texts of one paragraph, their spaces written so that a browser shows each of them."""
    last = " "
    written: list[str] = []
    for text in texts:
        signs: list[str] = []
        for sign in text:
            if sign in " \t\r\n\f":
                sign = "\u00a0" if last == " " else " "
            signs.append(sign)
            last = sign
        written.append("".join(signs))
    for at in range(len(written) - 1, -1, -1):
        if written[at]:
            if written[at].endswith(" "):
                written[at] = written[at][:-1] + "\u00a0"
            break
    return written


def markup(
    element: Element, texts: Sequence[str], sight: Sight, safe: Safe, *, spacing: bool = True
) -> str:
    """What is kept of an element, as markup: texts with a run, and the elements around them.

    ``texts`` are those of the runs, as they are to be shown. With ``spacing``, empty lines and
    cells between them stay.
    """
    holding = _holding(element)
    pieces: list[str] = []
    stack: list[Element | Text | str] = [*reversed(_children(element))]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, Text):
            if node.run >= 0:
                pieces.append(indent(node) + escaped(texts[node.run]))
        elif node.name in _EMPTY:
            if not sight.hides(node):
                pieces.append(f"<{node.name}>")
        elif node in holding:
            name = _name(node)
            end = "\n" if node.name in BLOCKS and name else ""
            if name:
                pieces.append(f"<{name}{attributes(node, safe)}>")
                stack.append(f"</{name}>{end}")
            stack.extend(reversed(_children(node)))
        elif not sight.hides(node):
            if node.name in _CELLS and node.parent in holding:
                pieces.append(f"<{node.name}{attributes(node, safe)}></{node.name}>")
            elif spacing and node.name in ("p", "div") and _is_blank(node):
                pieces.append(f"<{node.name}>&nbsp;</{node.name}>\n")
    return "".join(pieces)


def _children(element: Element) -> list[Element | Text]:
    return [child for child in element.children if isinstance(child, (Element, Text))]


def _holding(element: Element) -> frozenset[Element]:
    """The elements in an element that hold a text with a run."""
    found: set[Element] = set()
    for node in element.walk():
        if isinstance(node, Text) and node.run >= 0:
            for around in node.parent.ancestors():
                if around in found:
                    break
                found.add(around)
    return frozenset(found)


def _name(element: Element) -> str:
    """What an element is in the new page; empty for one that only its content is kept of."""
    name = element.name
    if name in _KEPT:
        return name
    return "div" if name in BLOCKS and name not in _LEFT_OUT_ELEMENTS else ""


def _is_blank(element: Element) -> bool:
    """Whether an element is an empty line: nothing but spaces that do not collapse."""
    spaces = False
    for count, node in enumerate(element.walk()):
        if count > 20:
            return False
        if isinstance(node, Text):
            if not node.raw.isspace():
                return False
            spaces = spaces or bool(node.raw.strip(" \t\r\n\f"))
    return spaces


def attributes(element: Element, safe: Safe) -> str:
    """The attributes of an element that say only how it looks, as markup."""
    kept: list[str] = []
    for name, value in element.attributes.items():
        if name == "style":
            value = _style(value, safe)
            if value:
                kept.append(f' style="{escaped(value)}"')
            continue
        pattern = _ATTRIBUTES.get(name)
        if pattern is not None and pattern.fullmatch(value.strip()) and safe(name, value):
            kept.append(f' {name}="{escaped(value.strip())}"')
    return "".join(kept)


def _style(style: str, safe: Safe) -> str:
    kept: list[str] = []
    for declaration in style[:_MAX_ATTRIBUTE].split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), " ".join(value.split())
        if not colon or name not in _PROPERTIES:
            continue
        pattern = _FONTS if name in ("font-family", "font") else _VALUE
        if (
            pattern.fullmatch(value)
            and not _UNSAFE.search(value)
            and not _NEGATIVE.search(value)
            and safe(name, value)
        ):
            kept.append(f"{name}:{value}")
    return ";".join(kept)

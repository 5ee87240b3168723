"""The paragraphs that a reader sees, their white space as a browser shows it."""

from __future__ import annotations

import re
from typing import Final

from anonymizer.documents.html.seen import Sight
from anonymizer.documents.html.tree import BLOCKS, Comment, Element, Text

_BREAKS: Final = BLOCKS | {"br"}
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_WIDE: Final = (
    "\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u303f\u3400-\u9fff"
    "\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff"
)
_IS_WIDE: Final = re.compile(f"[{_WIDE}]")
_WRAP: Final = re.compile(
    rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=\S)|(?<=\S)[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])"
)
_CONTROLS: Final = (
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
)
_UNSEEN: Final = re.compile(f"[{_CONTROLS}]+")
_SEEN: Final = re.compile(rf"[^\s{_CONTROLS}]")
_FIXED: Final = re.compile("[\xa0\u2007\u202f]")
_LONGEST_INDENT: Final = 80
_LONGEST_LINK: Final = 200
"""A link with more text in it was never closed, or is the page."""
_PRESERVES: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_COLLAPSES: Final = re.compile(r"white-space\s*:\s*(?:normal|nowrap)", re.IGNORECASE)


class Paragraph:
    """Text nodes in a row that nothing parts, and the block element that they are in.

    ``texts`` are the nodes' texts as shown: white space collapsed, a line break of the markup
    beside a Chinese character gone, non-breaking spaces plain, and without the spaces that
    indent it, which are a matter of its looks. ``linked`` is how many of their
    characters are those of links.
    """

    __slots__ = ("home", "linked", "nodes", "text", "texts")

    def __init__(self, nodes: list[Text], texts: list[str], home: Element) -> None:
        self.nodes = nodes
        self.texts = texts
        self.text = "".join(texts)
        self.home = home
        self.linked = 0


def paragraphs(page: Element, sight: Sight) -> list[Paragraph]:
    """The paragraphs of a page in their order, those without any sign left out."""
    found: list[Paragraph] = []
    nodes: list[Text] = []
    kept: list[bool] = []  # whether the white space of a node is preserved
    links: list[Element | None] = []
    sizes: dict[Element, int] = {}  # how much text a link has in it
    shares: list[dict[Element, int]] = []  # of each paragraph, how much is whose

    def end(home: Element) -> None:
        if any(map(_SEEN.search, (node.raw for node in nodes))):
            texts = _trimmed(nodes, _shown(nodes, kept))
            share: dict[Element, int] = {}
            for text, link in zip(texts, links, strict=True):
                if link is not None:
                    size = len("".join(text.split()))
                    share[link] = share.get(link, 0) + size
                    sizes[link] = sizes.get(link, 0) + size
            shares.append(share)
            found.append(Paragraph([*nodes], texts, home))
        nodes.clear()
        kept.clear()
        links.clear()

    # What is entered, with its nearest block, and whether in preserved text and in a link.
    stack: list[tuple[Element | Text | None, Element, bool, Element | None]] = [
        (page, page, False, None)
    ]
    while stack:
        node, home, preserved, link = stack.pop()
        if node is None:
            end(home)
        elif isinstance(node, Text):
            nodes.append(node)
            kept.append(preserved)
            links.append(link)
        elif node.name == "br":
            end(home)
        elif not sight.hides(node):
            if node.name in _BREAKS:
                end(home)
                stack.append((None, node, preserved, link))
                home = node
            preserved = _preserves(node, preserved)
            if node.name == "a" and _leads_away(node):
                link = node
            if preserved:
                _part_lines(node)
            stack.extend(
                (child, home, preserved, link)
                for child in reversed(node.children)
                if not isinstance(child, Comment)
            )
    end(page)
    for paragraph, share in zip(found, shares, strict=True):
        paragraph.linked = sum(n for link, n in share.items() if sizes[link] <= _LONGEST_LINK)
    return found


def _leads_away(anchor: Element) -> bool:
    """Whether an ``a`` is a link, or a button, not just a place in the text."""
    attributes = anchor.attributes
    return "href" in attributes or not ("name" in attributes or "id" in attributes)


def _preserves(element: Element, preserved: bool) -> bool:
    if element.name in ("pre", "xmp", "listing", "plaintext"):
        return True
    style = element.attributes.get("style")
    if style and "white-space" in style.lower():
        return bool(_PRESERVES.search(style)) or (preserved and not _COLLAPSES.search(style))
    return preserved


def _part_lines(element: Element) -> None:
    """Make line breaks of preserved text elements of their own."""
    if not any(isinstance(child, Text) and "\n" in child.raw for child in element.children):
        return
    parted: list[Element | Text | Comment] = []
    for child in element.children:
        if not isinstance(child, Text):
            parted.append(child)
            continue
        for number, line in enumerate(child.raw.replace("\r\n", "\n").split("\n")):
            if number:
                parted.append(Element("br", {}, element))
            if line:
                parted.append(Text(line, element))
    element.children = parted


def _shown(nodes: list[Text], kept: list[bool]) -> list[str]:
    """The texts of a paragraph's nodes as a browser shows them."""
    texts: list[str] = []
    last = " "  # the last sign shown; a space at the beginning is not
    wraps = False  # a line break stands between it and what comes
    holder = -1  # the text at whose end the space stands that may not be shown
    for node, preserved in zip(nodes, kept, strict=True):
        raw = _UNSEEN.sub("", node.raw)
        if preserved:
            shown = raw.replace("\t", "    ")
            before = after = ""
        else:
            before, after = _edges(raw)
            shown = _SPACE.sub(" ", _WRAP.sub("", raw))
        texts.append("")
        if not shown:
            continue
        if not preserved:
            wraps = wraps or "\n" in before
            if shown[0] == " " and (last == " " or (wraps and _IS_WIDE.match(last))):
                shown = shown[1:]
            if not shown:
                continue
            if shown == " ":
                texts[-1], last, holder, wraps = " ", " ", len(texts) - 1, "\n" in raw
                continue
            first = shown[1] if shown[0] == " " else shown[0]
            if wraps and _IS_WIDE.match(first):
                if shown[0] == " ":
                    shown = shown[1:]
                elif holder >= 0:
                    texts[holder] = texts[holder][:-1]
        last, holder, wraps = shown[-1], -1, False
        if not preserved and last == " ":
            wraps = "\n" in after
            if wraps and _IS_WIDE.match(shown[-2:-1]):
                shown = shown[:-1]
                last = shown[-1]
            else:
                holder = len(texts) - 1
        texts[-1] = shown
    if holder >= 0:
        texts[holder] = texts[holder][:-1]
    return [_FIXED.sub(" ", text) for text in texts]


def _trimmed(nodes: list[Text], texts: list[str]) -> list[str]:
    """The texts of a paragraph without the white space around it; the first node keeps it."""
    indent = ""
    first = next(at for at, text in enumerate(texts) if text and not text.isspace())
    for at in range(first + 1):
        text = texts[at].lstrip()
        indent += texts[at][: len(texts[at]) - len(text)]
        texts[at] = text
    nodes[first].indent = indent[:_LONGEST_INDENT]
    for at in range(len(texts) - 1, first - 1, -1):
        texts[at] = texts[at].rstrip()
        if texts[at]:
            break
    return texts


def _edges(raw: str) -> tuple[str, str]:
    """The white space before and after the text of a node."""
    body = raw.strip(" \t\r\n\f")
    if not body:
        return raw, raw
    start = raw.index(body[0])
    return raw[:start], raw[start + len(body) :]

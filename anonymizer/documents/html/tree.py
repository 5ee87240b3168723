"""A page as a tree of elements, as deep as browsers make one and no deeper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from anonymizer.documents.files import ReadError
from anonymizer.documents.html.tokens import Attributes, names, tokens

MAX_DEPTH: Final = 512
"""Browsers do not nest deeper either; what is inside stands beside."""
MAX_NODES: Final = 300_000
"""Elements, texts and comments of a page."""

VOID: Final = names(
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr"
)
BLOCKS: Final = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main "
    "menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul "
    "xmp listing plaintext #page"
)
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")

_HEAD: Final = names("base basefont bgsound link meta noscript script style title")
_TABLE: Final = names("table")
_CLOSES: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    # A start tag, the open elements that it ends, and those that it does not look beyond.
    "li": (frozenset(("li",)), names("ul ol menu dir table")),
    "dt": (frozenset(("dt", "dd")), names("dl table")),
    "dd": (frozenset(("dt", "dd")), names("dl table")),
    "td": (frozenset(("td", "th")), _TABLE),
    "th": (frozenset(("td", "th")), _TABLE),
    "tr": (names("tr caption colgroup"), _TABLE),
    "tbody": (names("tbody thead tfoot caption colgroup"), _TABLE),
    "thead": (names("tbody thead tfoot caption colgroup"), _TABLE),
    "tfoot": (names("tbody thead tfoot caption colgroup"), _TABLE),
    "option": (frozenset(("option",)), frozenset(("select", "table"))),
}
_PARAGRAPH: Final = (frozenset(("p",)), names("table td th caption button object"))
# How strong an element is: an end tag does not close what is stronger than its own element.
_STRENGTH: Final = {
    **dict.fromkeys(BLOCKS, 2),
    **dict.fromkeys(("p", "option", "optgroup"), 0),
    **dict.fromkeys(("td", "th", "caption"), 3),
    **dict.fromkeys(("tr", "tbody", "thead", "tfoot"), 4),
    "table": 5,
}


class Text:
    """A stretch of text. ``run`` is its number in the document once it has one, else -1.

    ``indent`` are the spaces that a paragraph which begins with it is indented by.
    """

    __slots__ = ("indent", "parent", "raw", "run")

    def __init__(self, raw: str, parent: Element) -> None:
        self.raw = raw
        self.parent = parent
        self.run = -1
        self.indent = ""


class Comment:
    """A comment of the page."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Element:
    """An element with what is in it, in order."""

    __slots__ = ("attributes", "children", "name", "parent")

    def __init__(self, name: str, attributes: Attributes, parent: Element | None) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | Text | Comment] = []

    def ancestors(self) -> Iterator[Element]:
        """The element itself and what it is in, outwards."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def walk(self) -> Iterator[Element | Text | Comment]:
        """Everything in the element in the order of the page, itself first."""
        stack: list[Element | Text | Comment] = [self]
        while stack:
            node = stack.pop()
            yield node
            if isinstance(node, Element):
                stack.extend(reversed(node.children))

    def text(self) -> str:
        """All text in the element, as it stands in the page."""
        return "".join(node.raw for node in self.walk() if isinstance(node, Text))


def tree(page: str, name: str) -> Element:
    """The tree of a page; ``name`` is the file's. Raises :class:`ReadError` if it has no bounds."""
    builder = _Builder()
    for count, token in enumerate(tokens(page)):
        if count > MAX_NODES:
            raise ReadError(
                f"{name}: more than {MAX_NODES:,} tags, too many for a speech; "
                "copy the text of the page into a .txt file"
            )
        if token.kind == "start":
            builder.start(token.value, token.attributes, token.closed)
        elif token.kind == "end":
            builder.end(token.value)
        elif token.kind == "text":
            builder.text(token.value)
        else:
            builder.current.children.append(Comment(token.value))
    return builder.root


class _Builder:
    """Puts tokens together, closing what HTML lets people leave open."""

    def __init__(self) -> None:
        self.root = self.current = Element("#page", {}, None)
        self._open: list[Element] = [self.root]
        self._counts: Counter[str] = Counter()
        self._beside: Counter[str] = Counter()  # elements too deep to be opened

    def start(self, name: str, attributes: Attributes, closed: bool) -> None:
        if name in ("html", "body") and self._counts[name]:
            return
        if self.current.name == "head" and name not in _HEAD:
            self._pop_to(len(self._open) - 1)
        if name in BLOCKS and self._counts["p"]:
            self._close(*_PARAGRAPH)
        if (closes := _CLOSES.get(name)) is not None:
            self._close(*closes)
        if len(self._open) >= MAX_DEPTH and name not in VOID:
            if not closed:
                self._beside[name] += 1
            self._part(name)
            return
        element = Element(name, attributes, self.current)
        self.current.children.append(element)
        if name not in VOID and not closed:
            self._open.append(element)
            self._counts[name] += 1
            self.current = element

    def end(self, name: str) -> None:
        if name in ("body", "html") or name in VOID:
            if name == "br":  # browsers read </br> as <br>
                self.current.children.append(Element("br", {}, self.current))
            return
        if self._beside[name]:
            self._beside[name] -= 1
            self._part(name)
            return
        if not self._counts[name]:
            return
        strength, within = _STRENGTH.get(name, 1), False
        for at in range(len(self._open) - 1, 0, -1):
            each = self._open[at].name
            if each == name:
                if within:
                    del self._open[at]
                    self._counts[name] -= 1
                else:
                    self._pop_to(at)
                return
            if _STRENGTH.get(each, 1) > strength:
                return
            # <b><p>…</b>…</p>: the paragraph goes on.
            within = within or (each == "p" and strength == 1)

    def text(self, raw: str) -> None:
        if self.current.name == "head" and not raw.isspace():
            self._pop_to(len(self._open) - 1)
        self.current.children.append(Text(raw, self.current))

    def _part(self, name: str) -> None:
        """Part paragraphs where an element is that is too deep to have anything in it."""
        last = self.current.children[-1:]
        if name in BLOCKS and not (last and isinstance(last[0], Element) and last[0].name == "br"):
            self.current.children.append(Element("br", {}, self.current))

    def _close(self, names: frozenset[str], barriers: frozenset[str]) -> None:
        """Close the innermost open element of these names, if no barrier is around it first."""
        if not any(self._counts[name] for name in names):
            return
        for at in range(len(self._open) - 1, 0, -1):
            each = self._open[at].name
            if each in names:
                self._pop_to(at)
                return
            if each in barriers:
                return

    def _pop_to(self, at: int) -> None:
        for element in self._open[at:]:
            self._counts[element.name] -= 1
        del self._open[at:]
        self.current = self._open[-1]

"""One text of a pair as markup: its lines, with marks, shaded stretches and anchors in them.

Places may overlap in any way. The text is cut at every bound, and each piece is wrapped by
itself, so the markup nests whatever the places do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import escape

from anonymizer import compiled
from anonymizer.slots import Place

_BREAK: Final = compiled.lazy(r"\r\n|\n|\r")

DEEPEST: Final = 4
"""So many marks are drawn over one character; what would be more is shown where it starts."""

_SHOWN: Final[dict[int, int]] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    # What reorders or joins the text around it, what no encoding has, what HTML does not allow.
    **dict.fromkeys((*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F)), 0xFFFD),
    **dict.fromkeys((*range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD),
}


def shown(text: str) -> str:
    """The text with each character that would do harm in a page replaced by one that does not."""
    return text.translate(_SHOWN)


class Mark(NamedTuple):
    """A stretch to mark, of the fact ``key``; ``name`` is the element's id."""

    start: int
    end: int
    key: str
    name: str
    classes: str


class Pane(NamedTuple):
    """What is drawn into a text. ``anchors`` are offsets, in order; each has its number as name."""

    marks: Sequence[Mark]
    shaded: Sequence[Place]
    anchors: Sequence[tuple[int, int]]


def line_starts(text: str) -> list[int]:
    """Where each line begins; a line ends at a line break of any system."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]


def markup(text: str, pane: Pane) -> str:
    """The lines of ``text``, each a paragraph. Raises ``ValueError`` for a place outside it."""
    return "".join(_pieces(text, pane))


def _pieces(text: str, pane: Pane) -> Iterator[str]:
    lines = _Lines(text)
    shades = _Shades(pane.shaded)
    drawing = _Drawing(pane)
    cuts = sorted({0, len(text), *lines.bounds, *shades.bounds, *drawing.bounds})
    if cuts[0] < 0 or cuts[-1] > len(text):
        raise ValueError("a place of the record lies outside its text")
    text = shown(text)
    whole = False
    for at, to in zip(cuts, [*cuts[1:], len(text)], strict=True):
        yield from drawing.closed(at)
        if lines.begins(at):
            whole = shades.cover(at, lines.end)
            yield ("</p>\n" if at else "") + ('<p class="shade">' if whole else "<p>")
        yield from drawing.opened(at)
        if at < lines.end:
            piece = drawing.wrapped(str(escape(text[at:to])))
            shaded = not whole and shades.cover(at, to)
            yield f'<span class="shade">{piece}</span>' if shaded else piece
    yield "</p>\n"


class _Lines:
    """The lines of a text, walked through from its start."""

    def __init__(self, text: str) -> None:
        breaks = [found.span() for found in _BREAK.finditer(text)]
        self.bounds = [bound for place in breaks for bound in place]
        self._starts = [0, *(behind for _, behind in breaks)]
        self._ends = [*(end for end, _ in breaks), len(text)]
        self._next = 0
        self.end = 0

    def begins(self, at: int) -> bool:
        """Whether a line does at ``at``: ``end`` is then where its break begins."""
        if self._next == len(self._starts) or self._starts[self._next] != at:
            return False
        self.end = self._ends[self._next]
        self._next += 1
        return True


class _Shades:
    """Stretches to shade, joined where they touch, walked through from the text's start."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._joined: list[Place] = []
        for start, end in sorted(places):
            if self._joined and start <= self._joined[-1][1]:
                self._joined[-1] = self._joined[-1][0], max(end, self._joined[-1][1])
            elif start < end:
                self._joined.append((start, end))
        self.bounds = [bound for place in self._joined for bound in place]
        self._next = 0

    def cover(self, start: int, end: int) -> bool:
        """Whether one of them covers all of it; for an empty stretch, the place behind it."""
        while self._next < len(self._joined) and self._joined[self._next][1] <= start:
            self._next += 1
        if self._next == len(self._joined):
            return False
        place = self._joined[self._next]
        return place[0] <= start and end <= place[1]


class _Drawing:
    """The marks and anchors at the place that is being written, walked through from the start."""

    def __init__(self, pane: Pane) -> None:
        self._marks = sorted(pane.marks, key=lambda mark: (mark.start, -mark.end))
        self._anchors = pane.anchors
        self.bounds = [bound for mark in self._marks for bound in mark[:2]]
        self.bounds += [offset for offset, _ in self._anchors]
        self._next_mark = self._next_anchor = 0
        self._open: list[Mark] = []
        self._named: set[str] = set()

    def closed(self, at: int) -> Iterator[str]:
        """What ends at ``at``; a mark that holds no more than line breaks is a point there."""
        for mark in self._open:
            if mark.end <= at and mark.name not in self._named:
                yield self._point(mark)
        self._open = [mark for mark in self._open if mark.end > at]

    def opened(self, at: int) -> Iterator[str]:
        """What begins at ``at``; what has no text, or no room over it, is a point there."""
        while self._next_anchor < len(self._anchors) and self._anchors[self._next_anchor][0] <= at:
            yield f'<i data-a="{self._anchors[self._next_anchor][1]}"></i>'
            self._next_anchor += 1
        while self._next_mark < len(self._marks) and self._marks[self._next_mark].start <= at:
            mark = self._marks[self._next_mark]
            self._next_mark += 1
            if mark.start < mark.end and len(self._open) < DEEPEST:
                self._open.append(mark)
            else:
                yield self._point(mark)

    def wrapped(self, piece: str) -> str:
        """A piece of the text in all marks that are open; the innermost is a link."""
        for depth, mark in enumerate(reversed(self._open)):
            piece = self._element(mark, piece, "span" if depth else "a")
        return piece

    def _point(self, mark: Mark) -> str:
        return self._element(mark, "", "a")

    def _element(self, mark: Mark, piece: str, tag: str) -> str:
        first = mark.name not in self._named
        self._named.add(mark.name)
        name = f' id="{mark.name}"' if first else ""
        begins = " s" if first else ""
        # Not in the order of the tabulator: there may be thousands, and keys that step.
        link = f' href="#{mark.key}" tabindex="-1"' if tag == "a" else f' data-f="{mark.key}"'
        opening = f'<{tag} class="m {mark.classes}{begins}"{name}{link}>'
        return f"{opening}{piece}</{tag}>"

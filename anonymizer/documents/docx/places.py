"""The places of a document's text: what a walk through its parts gathers.

Runs are numbered over all parts. A run's *spot* is where it is written; a *copy* is text that
says the same as other text does and must change with it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from msgspec import Struct

CONTENT: Final = 0
"""A spot that is the content of an element."""
SPACED: Final = 1
"""The same of an element that may say how it keeps space."""
CODE: Final = 2
"""The same of an element whose text is for programs."""
VALUE: Final = 3
"""A spot that is the value of an attribute, between its quotes."""
ELEMENT: Final = 4
"""A spot that is a whole element which stands for a character."""

NUMBER: Final = 5
"""A spot that is the content of an element which only holds a number."""


class Spot(NamedTuple):
    """Where a run is written: ``xml[start:end]`` of a part, and what stands there."""

    part: int
    start: int
    end: int
    kind: int


Parts = tuple["int | str", ...]
"""Numbers of runs, and between them text that is not a run's."""


class Paragraph(Struct):
    """What becomes a block: its text with the tracked changes taken, and as it was before them.

    ``former`` is ``None`` where nothing was deleted. One that stands ``apart`` is the first of a
    cell of a table, or behind one.
    """

    address: str
    story: str
    parts: list[int | str]
    former: list[int | str] | None = None
    apart: bool = False


Waiting = dict[str, list[Paragraph]]


class Places(Struct):
    """All runs of a document, and what they make up."""

    texts: list[str] = []
    spots: list[Spot] = []
    paragraphs: list[Paragraph] = []
    copies: list[tuple[Parts, Parts]] = []
    """Text and its copy, of equal text; a copy of a copy stands before what it copies."""
    guides: list[tuple[Parts, Parts]] = []
    """Text and how it is pronounced, which goes when the text changes."""
    unread: list[Parts] = []
    """Text of no block."""

    def text(self, parts: list[int | str] | Parts) -> str:
        """What parts say together."""
        return "".join(self.texts[part] if isinstance(part, int) else part for part in parts)

    def waiting(self, paragraphs: list[Paragraph]) -> Waiting:
        """Paragraphs by what they say, to be paired with copies of them."""
        made: Waiting = {}
        for paragraph in reversed(paragraphs):
            made.setdefault(self._said(paragraph), []).append(paragraph)
        return made

    def pair(self, waiting: Waiting, copies: list[Paragraph]) -> list[Paragraph]:
        """Note which paragraphs are copies of others; gives those that are not, in order."""
        alone: list[Paragraph] = []
        for copy in copies:
            found = waiting.get(self._said(copy))
            if not found:
                alone.append(copy)
                continue
            # Two drawings of one text are copies of the last that says it.
            first = found.pop() if len(found) > 1 else found[0]
            self.copies.append((tuple(first.parts), tuple(copy.parts)))
            if first.former is not None and copy.former is not None:
                self.copies.append((tuple(first.former), tuple(copy.former)))
        return alone

    def _said(self, paragraph: Paragraph) -> str:
        former = "" if paragraph.former is None else f"\0{self.text(paragraph.former)}"
        return self.text(paragraph.parts) + former

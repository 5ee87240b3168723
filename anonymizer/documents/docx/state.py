"""What a walk through a part keeps in mind: the paragraph, the copies, the box that it is in."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from anonymizer.documents.docx.places import Paragraph, Waiting


class Opened(Struct):
    """A paragraph that is being read."""

    paragraph: Paragraph
    former: list[int | str] | None = None
    """Its text before the tracked changes, from where the two differ."""
    deletes: bool = False
    guides: list[int | str] = []

    def add(self, part: int | str, *, inserted: bool = False, deleted: bool = False) -> None:
        """Add a run or fixed text to what the paragraph says, to what it said, or to both."""
        if (inserted or deleted) and self.former is None:
            self.former = self.paragraph.parts.copy()
        if deleted:
            self.deletes = True
        else:
            self.paragraph.parts.append(part)
        if self.former is not None and (deleted or not inserted):
            self.former.append(part)


class Alternatives(Struct):
    """Text that is written in several copies, of which a program reads the one it can."""

    outer: Opened | None
    at: int
    """Where the first copy begins in the paragraph around it."""
    paragraphs: int
    """Where it begins among the paragraphs of the document."""
    copies: int = 0
    end: int = 0
    """Where the first copy ends among the paragraphs."""
    inline: list[int | str] = []
    """What the first copy says in the paragraph around it."""
    said: str = ""
    waiting: Waiting = {}
    """The paragraphs of the first copy, for further copies to be compared to."""


class Ruby(Struct):
    """Text and its phonetic guide."""

    base: list[int | str] = []
    guide: list[int | str] = []
    in_guide: bool = False


class Around(NamedTuple):
    """What was going on where a text box begins, and goes on behind it."""

    open: Opened | None
    story: str
    inserted: int
    deleted: int
    tables: int

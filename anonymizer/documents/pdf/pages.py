"""A page as it is read: its characters, and where each of them stands.

Coordinates are points (1/72 inch) on the page as it is shown, its rotation done, from the
lower left corner. These are also the messages between the process that reads PDFs and ours.
"""

from __future__ import annotations

from array import array
from typing import Final, NamedTuple

from msgspec import Struct

SLANTED: Final = 4
"""The turn of a character that stands in none of the four directions."""

SPACE: Final = 1
"""The character is a space that stands in the PDF."""
SPACED: Final = 2
"""The engine sees a gap between words before this character."""
UNREAD: Final = 4
"""The character is seen, but the font does not say which one it is."""

_COLUMNS: Final = 13


class Glyph(NamedTuple):
    """A drawn character.

    ``turn`` counts quarter turns against the clock, or is :data:`SLANTED`. The box ``left,
    bottom, right, top`` spans the character's whole cell; ``ink`` all of it that may be drawn.
    ``number`` is the engine's own.
    """

    left: float
    bottom: float
    right: float
    top: float
    ink_left: float
    ink_bottom: float
    ink_right: float
    ink_top: float
    x: float
    y: float
    size: float
    turn_and_flags: float
    number: float

    @property
    def turn(self) -> int:
        """Quarter turns against the clock, or :data:`SLANTED`."""
        return int(self.turn_and_flags) >> 4

    @property
    def flags(self) -> int:
        """:data:`SPACE`, :data:`SPACED` and :data:`UNREAD`."""
        return int(self.turn_and_flags) & 15


class PageText(Struct, frozen=True, array_like=True):
    """The characters of a page in the order of the file: ``texts``, and ``numbers`` of each."""

    width: float
    height: float
    texts: list[str]
    numbers: bytes
    pictures: int = 0
    annotations: int = 0

    def glyphs(self) -> list[Glyph]:
        """Where the characters stand."""
        values = array("f")
        values.frombytes(self.numbers)
        return [Glyph(*values[at : at + _COLUMNS]) for at in range(0, len(values), _COLUMNS)]


class Extract(Struct, frozen=True, array_like=True):
    """What is read of a PDF: its pages, and what it says outside its text, by address."""

    pages: list[PageText]
    hidden: list[tuple[str, str]]


class PageBoxes(Struct, frozen=True, array_like=True):
    """What is to be painted over on a page.

    ``boxes`` and ``kept`` are left, bottom, right, top. No dot of a box stays; around them ink
    of the same ``characters`` (engine's numbers) goes as well, but for what lies in ``kept``.
    ``whole`` paints out all of the page.
    """

    boxes: list[tuple[float, float, float, float]]
    kept: list[tuple[float, float, float, float]]
    characters: list[int]
    whole: bool = False


class Picture(Struct, frozen=True, array_like=True):
    """A page drawn: the entries of a PDF's picture dictionary, and its packed dots."""

    width: float
    height: float
    entries: str
    data: bytes

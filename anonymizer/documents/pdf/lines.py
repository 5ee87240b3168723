"""Characters to lines: what stands on one base line, in reading order, with its spaces.

Spaces are decided here. One that the writer typed stays, but for those between a Chinese
character and a digit, which layout puts there; a gap that only the layout made (justified
lines, the engine's guesses) is none, unless words of Latin letters stand on both sides or it
is as wide as a character.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from anonymizer.documents.pdf.letters import SOFT_HYPHEN, is_wide
from anonymizer.documents.pdf.pages import SLANTED, SPACE, SPACED, Glyph, PageText

_SAME_BASE: Final = 0.35
"""How far from a line's base a character may stand, in sizes: a raised mark of a footnote."""
_CELL_GAP: Final = 2.5
"""Widths of a character from which a gap parts two columns or two cells of a table."""
_WIDE_GAP: Final = 0.75
"""Widths of a character from which a gap between Chinese characters is a space."""
_NARROW_GAP: Final = 0.2
"""The same where hardly any other gap of the line has width."""
_WORD_GAP: Final = 0.1
"""The narrowest space between Latin words."""
_LOST_SPACE: Final = 1.0
"""The widest gap between a Chinese character and a digit that is not a space."""
_CELL: Final = 0.98
"""The least width of a Chinese character's cell, in sizes."""
_TWICE: Final = 0.3
"""A character again within this share of its width is the same one, drawn twice to look bold."""


class Line(NamedTuple):
    """A stretch of characters on one base line, or a cell of it.

    ``glyphs`` gives for each character of ``text`` the number of its glyph on the page, -1 for
    a space that only shows. ``lefts`` and ``rights`` are in the direction of reading, ``base``
    grows upwards, both in points; a page's turned text has its own such frame.
    """

    page: int
    turn: int
    text: str
    glyphs: array[int]
    lefts: array[float]
    rights: array[float]
    base: float
    size: float
    spaced: bool

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.rights[-1]


Row = tuple[Line, ...]
"""The cells on one base line, from left to right."""


class _Framed(NamedTuple):
    """A glyph in the frame of its direction: ``left`` and ``right`` along it, ``base`` across."""

    left: float
    right: float
    base: float
    size: float
    number: int
    text: str
    flags: int


def rows_of(page: PageText, number: int) -> dict[int, list[Row]]:
    """The rows of a page from top to bottom, for each direction of reading."""
    by_turn: dict[int, list[_Framed]] = {}
    for index, (glyph, text) in enumerate(zip(page.glyphs(), page.texts, strict=True)):
        by_turn.setdefault(glyph.turn, []).append(_framed(glyph, text, index))
    return {
        turn: [
            row
            for band in (_bands(framed) if turn != SLANTED else _as_written(framed))
            if (row := tuple(_cells(band, number, turn)))
        ]
        for turn, framed in sorted(by_turn.items())
    }


def _framed(glyph: Glyph, text: str, index: int) -> _Framed:
    turn, flags, size = glyph.turn, glyph.flags, max(glyph.size, 0.1)
    if turn == 1:
        framed = _Framed(glyph.bottom, glyph.top, -glyph.x, size, index, text, flags)
        return _cell(framed, glyph.y)
    if turn == 2:
        framed = _Framed(-glyph.right, -glyph.left, -glyph.y, size, index, text, flags)
        return _cell(framed, -glyph.x)
    if turn == 3:
        framed = _Framed(-glyph.top, -glyph.bottom, glyph.x, size, index, text, flags)
        return _cell(framed, -glyph.y)
    framed = _Framed(glyph.left, glyph.right, glyph.y, size, index, text, flags)
    return _cell(framed, glyph.x)


def _cell(glyph: _Framed, origin: float) -> _Framed:
    """A Chinese character with all of its cell, where a font says only where it has ink."""
    if not "\u3400" <= glyph.text[:1] <= "\u9fff":
        return glyph
    left = min(glyph.left, origin)
    return glyph._replace(left=left, right=max(glyph.right, left + _CELL * glyph.size))


def _bands(glyphs: list[_Framed]) -> Iterator[list[_Framed]]:
    """Glyphs of one base line each, from top to bottom, sorted from left to right."""
    band: list[_Framed] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda each: (-each.base, each.left)):
        if band and base - glyph.base > _SAME_BASE * max(size, glyph.size):
            yield sorted(band)
            band = []
        if not band or glyph.size > size:
            base, size = glyph.base, glyph.size
        band.append(glyph)
    if band:
        yield sorted(band)


def _as_written(glyphs: list[_Framed]) -> Iterator[list[_Framed]]:
    """Slanted glyphs as the file has them: a watermark. Where the writing jumps, a line ends."""
    band: list[_Framed] = []
    for glyph in glyphs:
        last = band[-1] if band else None
        if last and max(abs(glyph.left - last.left), abs(glyph.base - last.base)) > 3 * last.size:
            yield band
            band = []
        band.append(glyph)
    if band:
        yield band


def _cells(band: list[_Framed], page: int, turn: int) -> Iterator[Line]:
    """The cells of a row, each with its text."""
    inked: list[tuple[_Framed, list[_Framed]]] = []  # a glyph, and the spaces before it
    spaces: list[_Framed] = []
    for glyph in band:
        if glyph.flags & SPACE:
            spaces.append(glyph)
            continue
        last = inked[-1][0] if inked else None
        if last and _is_drawn_twice(last, glyph):
            continue
        inked.append((glyph, spaces))
        spaces = []
    if not inked:
        return
    usual, narrow = _gaps(inked)
    cell: list[tuple[_Framed, str, int]] = []
    for (glyph, blanks), before in zip(inked, [None, *(each for each, _ in inked)], strict=False):
        if before is not None:
            size = min(glyph.size, before.size)
            gap = (glyph.left - before.right) / size - usual
            filled = sum(max(0.0, blank.right - blank.left) for blank in blanks) / size
            if gap >= _CELL_GAP and filled < 0.7 * gap and turn != SLANTED:
                yield _line(cell, page, turn, spaced=bool(blanks))
                cell = []
            else:
                cell += _spaces(before, glyph, gap, blanks, narrow)
        cell += [(glyph, character, glyph.number) for character in glyph.text]
    yield _line(cell, page, turn, spaced=bool(spaces))


def _is_drawn_twice(last: _Framed, glyph: _Framed) -> bool:
    """Whether a glyph is the last one again, to look bold; two letters of a ligature are not."""
    width = min(glyph.right - glyph.left, last.right - last.left)
    if last.text != glyph.text or abs(glyph.left - last.left) >= _TWICE * width:
        return False
    return glyph.number != last.number + 1 or glyph.left != last.left


def _gaps(inked: Sequence[tuple[_Framed, list[_Framed]]]) -> tuple[float, float]:
    """The usual gap beside a Chinese character of a line, in points, and the narrowest space.

    A justified line has gaps everywhere. Where only a few have width, they are spaces that the
    producer did not write; then they are narrow ones, in widths of a character.
    """
    gaps = [
        (glyph.left - before.right) / min(glyph.size, before.size)
        for (before, _), (glyph, blanks) in pairwise(inked)
        if not blanks and (is_wide(before.text[-1:]) or is_wide(glyph.text[:1]))
    ]
    if len(gaps) < 3:
        return 0.0, _WIDE_GAP
    usual = max(0.0, median(gaps))
    telling = sum(1 for gap in gaps if gap - usual >= _NARROW_GAP)
    return usual, _NARROW_GAP if telling * 5 <= len(gaps) else _WIDE_GAP


def _spaces(
    before: _Framed, glyph: _Framed, gap: float, blanks: Sequence[_Framed], narrow: float
) -> Iterator[tuple[_Framed, str, int]]:
    """The spaces that a gap reads as; ``gap`` is in widths of a character."""
    a, b = before.text[-1:], glyph.text[:1]
    ideographic = [blank for blank in blanks if blank.text == "\u3000"]
    wide = is_wide(a), is_wide(b)
    if ideographic:
        kept: Sequence[_Framed] = ideographic
    elif wide[0] != wide[1] and (b if wide[0] else a).isdigit() and gap <= _LOST_SPACE:
        kept = ()
    elif blanks:
        kept = blanks
    elif glyph.flags & SPACED and (
        gap > _WORD_GAP if not any(wide) else all(wide) and narrow <= gap < _WIDE_GAP
    ):
        yield glyph._replace(left=before.right, right=glyph.left), " ", -1
        return
    elif any(wide) and gap >= _WIDE_GAP:
        count = max(1, round(gap)) if all(wide) else 1
        step = (glyph.left - before.right) / count
        for each in range(count):
            left = before.right + each * step
            yield glyph._replace(left=left, right=left + step), "\u3000" if all(wide) else " ", -1
        return
    else:
        kept = ()
    for blank in kept:
        yield blank, "\u3000" if blank.text == "\u3000" else " ", blank.number


def _line(cell: list[tuple[_Framed, str, int]], page: int, turn: int, *, spaced: bool) -> Line:
    # A soft hyphen shows at a line's end only, and is no part of the word there either.
    kept = [each for each in cell if each[1] != SOFT_HYPHEN] or cell[:1]
    sizes = [glyph.size for glyph, _, _ in kept]
    size = median(sizes)
    return Line(
        page,
        turn,
        "".join(character for _, character, _ in kept),
        array("l", [number for _, _, number in kept]),
        array("f", [glyph.left for glyph, _, _ in kept]),
        array("f", [glyph.right for glyph, _, _ in kept]),
        max(kept, key=lambda each: each[0].size)[0].base,
        size,
        spaced or any(each[1] == SOFT_HYPHEN for each in cell[-1:]),
    )

"""Text on base lines as operators of a PDF's content: seen for placeholders, unseen for all.

It is written from what stays, never taken from the old file's content.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.documents.pdf.letters import is_wide

_PLACEHOLDER: Final = 0.9
_LEAST: Final = 0.5
"""The size of a placeholder, beside that of the letters that were there, and its least."""
_ROOM: Final = 0.94
"""The share of its box that a placeholder may take."""
_NARROW: Final = 0.58
"""The width of a letter of a placeholder that is not Chinese, for its size."""
WIDE: Final = 1000
"""The width of a Chinese character in the unseen font, in thousandths."""
_LEAST_WIDTH: Final = 0.2
_MOST_WIDTH: Final = 0.9
_SHIFTED: Final = 40
"""Thousandths of the size by which a character may be off before it is moved."""


class Piece(NamedTuple):
    """A stretch of text on one base line, with where each character begins, and the end.

    Coordinates are those of :class:`~anonymizer.documents.pdf.lines.Line`. A piece that
    ``fills`` its stretch takes all of it as text, so that no gap reads as a space or a line's
    end; one that is ``shown`` is a placeholder, drawn in the middle of its stretch.
    """

    turn: int
    text: str
    lefts: tuple[float, ...]
    right: float
    base: float
    size: float
    fills: bool = False
    shown: bool = False


class Letters:
    """Numbers and widths for the characters of the unseen font, as they come up."""

    MOST: Final = 0xFFF0

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.widths: dict[str, int] = {}
        """In thousandths of the size."""

    def hexadecimal(self, character: str, width: float = _NARROW) -> str:
        """The code of a character in the font; of the 65,521st and on, none.

        ``width`` is the share of its size that it takes, if it is not a Chinese one.
        """
        if character not in self.numbers:
            if len(self.numbers) >= self.MOST:
                return ""
            self.numbers[character] = len(self.numbers) + 1
            narrow = round(1000 * min(max(width, _LEAST_WIDTH), _MOST_WIDTH))
            self.widths[character] = WIDE if is_wide(character) else narrow
        return f"{self.numbers[character]:04x}"


def unseen(pieces: Sequence[Piece], letters: Letters) -> str:
    """The operators that write the pieces so that they can be searched and copied only."""
    return "".join(
        f"BT 3 Tr /F0 {_number(each.size)} Tf {_text(each, letters)} ET\n"
        for each in pieces
        if each.text
    )


def _text(piece: Piece, letters: Letters) -> str:
    place = _matrix(piece.turn, piece.lefts[0], piece.base)
    if not piece.fills:
        return f"100 Tz {place} [{_moved(piece, letters)}] TJ"
    codes = "".join(map(letters.hexadecimal, piece.text))
    room = piece.right - piece.lefts[0]
    width = sum(letters.widths.get(each, WIDE) for each in piece.text) / 1000
    share = room / (width * piece.size)
    return f"{_number(max(0.01, 100 * share))} Tz {place} <{codes}> Tj"


def seen(pieces: Sequence[Piece]) -> str:
    """The operators that draw the placeholders among the pieces."""
    return "".join(_drawn(each) for each in pieces if each.shown)


def _drawn(piece: Piece) -> str:
    room = piece.right - piece.lefts[0]
    width = sum(1.0 if is_wide(each) else _NARROW for each in piece.text)
    size = min(_PLACEHOLDER * piece.size, max(_LEAST * piece.size, _ROOM * room / width))
    squeeze = max(0.05, min(1.0, _ROOM * room / (width * size)))
    left = piece.lefts[0] + (room - width * size * squeeze) / 2
    plain = piece.text.isascii()
    codes = piece.text.encode("ascii" if plain else "utf-16-be", "replace").hex()
    place = _matrix(piece.turn, left, piece.base + 0.3 * (piece.size - size))
    font = "F1" if plain else "F2"
    return f"BT /{font} {_number(size)} Tf {_number(100 * squeeze)} Tz {place} <{codes}> Tj ET\n"


def _moved(piece: Piece, letters: Letters) -> str:
    """The codes of a piece's characters, moved to where they stand."""
    made: list[str] = []
    codes: list[str] = []
    ends = [*piece.lefts[1:], piece.right]
    behind = 0.0  # how far what was written so far is behind, in thousandths of the size
    for character, left, end in zip(piece.text, piece.lefts, ends, strict=True):
        taken = (end - left) / piece.size
        codes.append(letters.hexadecimal(character, taken))
        behind += 1000 * taken - letters.widths.get(character, WIDE)
        if abs(behind) > _SHIFTED:
            made.append(f"<{''.join(codes)}> {-behind:.0f}")
            codes = []
            behind = 0.0
    if codes:
        made.append(f"<{''.join(codes)}>")
    return " ".join(made)


def _matrix(turn: int, along: float, across: float) -> str:
    """The matrix that puts the pen at a place of a direction's frame."""
    if turn == 1:
        return f"0 1 -1 0 {_number(-across)} {_number(along)} Tm"
    if turn == 2:
        return f"-1 0 0 -1 {_number(-along)} {_number(-across)} Tm"
    if turn == 3:
        return f"0 -1 1 0 {_number(across)} {_number(-along)} Tm"
    return f"1 0 0 1 {_number(along)} {_number(across)} Tm"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

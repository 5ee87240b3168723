"""The texts as they are compared: no marks, no blanks, one width, each placeholder one symbol."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple
from unicodedata import category, normalize

PLACEHOLDER: Final = "\ue010"
"""The symbol of a placeholder; characters of private use never are symbols otherwise."""

_SIGNS: Final = frozenset("%‰℃℉+")
_CLAUSE: Final = frozenset("，,、：:\n\r")
_SENTENCE: Final = frozenset("。！？!?；;")


class Folded(NamedTuple):
    """A text as a sequence of symbols, and where each stands in it.

    ``symbols[i]`` is ``text[starts[i]:ends[i]]``. ``breaks[i]`` tells what stands between it and
    the symbol before: nothing (0), a mark within a sentence or a line break (1), the end of a
    sentence (2).
    """

    symbols: str
    starts: array[int]
    ends: array[int]
    breaks: bytearray

    def symbols_of(self, start: int, end: int) -> tuple[int, int]:
        """The symbols that lie in ``text[start:end]``, as a half-open stretch."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def fold(text: str, placeholders: Sequence[tuple[int, int]] = ()) -> Folded:
    """Fold a text; ``placeholders`` are stretches of it, in order and apart."""
    symbols: list[str] = []
    starts, ends = array("q"), array("q")
    breaks = bytearray()
    folded: dict[str, str] = {}
    pending = 2
    position = 0
    for start, end in (*placeholders, (len(text), len(text))):
        for place in range(position, start):
            character = text[place]
            symbol = folded.get(character)
            if symbol is None:
                symbol = folded[character] = _fold(character)
            if not symbol:
                if character in _SENTENCE or _is_stop(text, place):
                    pending = 2
                elif character in _CLAUSE:
                    pending = pending or 1
                continue
            for each in symbol:
                symbols.append(each)
                starts.append(place)
                ends.append(place + 1)
                breaks.append(pending)
                pending = 0
        if start < end:
            symbols.append(PLACEHOLDER)
            starts.append(start)
            ends.append(end)
            breaks.append(pending)
            pending = 0
        position = max(position, end)
    return Folded("".join(symbols), starts, ends, breaks)


def _is_stop(text: str, place: int) -> bool:
    """Whether a dot ends a sentence: it does unless it stands between digits or letters."""
    if text[place] not in ".．":
        return False
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return not any(each.isascii() and each.isalnum() for each in normalize("NFKC", around)[-1:])


def _fold(character: str) -> str:
    """The symbols of one character: letters and digits in their plain form, marks none."""
    return "".join(
        each
        for each in normalize("NFKC", character).lower()
        if each in _SIGNS or category(each)[0] in "LN"
    )

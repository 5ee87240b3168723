"""A text with every slot shrunk to one character, so that no label can hold an original."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.slots import FIGURE_KINDS, Span

FIGURE: Final = "\ue000"
MOMENT: Final = "\ue001"
NAME: Final = "\ue002"
SLOTS: Final = FIGURE + MOMENT + NAME
"""What stands for a figure, for a date, time or code, and for a name or a number of someone's."""

STOPS: Final = frozenset("，。；：！？,;:!?\n\r\t（）()—…")
SENTENCE: Final = frozenset("。！？!?\n\r")

_CALENDAR: Final = frozenset("年月日号时点分")

_MARKS: Final = {
    **dict.fromkeys(FIGURE_KINDS, FIGURE),
    "date": MOMENT,
    "time": MOMENT,
    "code": MOMENT,
}


class Masked(NamedTuple):
    """The masked text, and for each slot its place in it and where its unit ends."""

    text: str
    places: list[int]
    ends: list[int]


def mask(text: str, spans: Sequence[Span]) -> Masked:
    """Put one character for each of ``spans``, which are sorted and do not overlap."""
    pieces: list[str] = []
    places: list[int] = []
    at = length = 0
    for span in spans:
        piece = text[at : span.start]
        length += len(piece)
        places.append(length)
        length += 1
        at = span.end
        pieces.append(piece)
        pieces.append(_MARKS.get(span.kind, NAME))
    pieces.append(text[at:])
    masked = "".join(pieces)
    ends = []
    for span, place in zip(spans, places, strict=True):
        end = place + 1
        if unit := span.attributes.get("unit"):
            found = masked.find(unit, end, end + len(unit) + 3)
            if found >= 0:
                end = found + len(unit)
                if unit == "分" and masked.startswith("钟", end):
                    end += 1
        elif masked[place] == MOMENT and masked[end : end + 1] in _CALENDAR:
            end += 1
        ends.append(end)
    return Masked(masked, places, ends)

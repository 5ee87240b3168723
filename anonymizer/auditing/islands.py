"""Islands: a few symbols that two texts share by chance, amid words that they do not share."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final

from anonymizer.auditing.folding import Folded

_APART: Final = 3
"""Symbols without a counterpart, in either text, that part what goes together."""
_SWAPPED: Final = 8
"""The same where as many symbols of one text stand for as many of the other."""
_CHANCE: Final = 4
"""So many symbols may be the same by chance."""


def sink(
    same: array[int], under: array[int], facts: bytearray, original: Folded, redacted: Folded
) -> None:
    """Take back the counterparts of symbols that only look alike.

    What is parted from the rest on both sides and small is kept only if it is all of a sentence
    in both texts. ``facts`` tells of each symbol of the original whether it is part of a fact:
    facts may be replaced by anything, so they do not part what stands beside them.
    """
    for low, high in list(_islands(same, under, facts)):
        if sum(same[index] >= 0 for index in range(low, high)) > _CHANCE:
            continue
        first = same[low] if same[low] >= 0 else under[low]
        last = same[high - 1] if same[high - 1] >= 0 else under[high - 1]
        if not (_is_whole(original, low, high) and _is_whole(redacted, first, last + 1)):
            for index in range(low, high):
                same[index] = under[index] = -1


def _islands(same: array[int], under: array[int], facts: bytearray) -> Iterator[tuple[int, int]]:
    """Stretches of symbols that go together, the gaps between them being more than a few."""
    start = end = -1
    latest = 0
    for index, (place, hidden) in enumerate(zip(same, under, strict=True)):
        here = place if place >= 0 else hidden
        if here < 0:
            continue
        if start >= 0 and _are_apart(
            index - end - facts.count(1, end, index), here - latest - 1, index - end
        ):
            yield start, end
            start = -1
        if start < 0:
            start = index
        end, latest = index + 1, here
    if start >= 0:
        yield start, end


def _are_apart(gap: int, other_gap: int, whole_gap: int) -> bool:
    """Whether so many symbols of both texts part what stands beside them."""
    if other_gap < -1:
        return True
    alike = abs(whole_gap - other_gap) <= 2 and max(whole_gap, other_gap) <= _SWAPPED
    return max(gap, other_gap) > _APART and not alike


def _is_whole(side: Folded, start: int, end: int) -> bool:
    """Whether a stretch begins where a sentence or a line does, and ends where one does."""
    return side.breaks[start] > 0 and (end == len(side.breaks) or side.breaks[end] > 0)

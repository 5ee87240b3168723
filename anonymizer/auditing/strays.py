"""Stretches of one text that the other lacks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from anonymizer.auditing.comparison import Comparison, Side, Stretch
from anonymizer.auditing.folding import PLACEHOLDER

_LEAST: Final = 8
"""Symbols that make a stretch of its own; fewer are a change of words."""
_ISLAND: Final = 2
"""Symbols within it that the other text has by chance."""


def missing(pair: Comparison) -> list[Stretch]:
    """Stretches of the original that the redacted text lacks, in order."""
    here = [place if place >= 0 else pair.under[index] for index, place in enumerate(pair.same)]
    return _strays(pair.original, here)


def beyond(pair: Comparison) -> list[Stretch]:
    """Stretches of the redacted text that the original lacks, in order."""
    here = list(pair.stood())
    for placeholder, (start, _) in pair.hidden_by().items():
        here[placeholder] = start
    return _strays(pair.redacted, here)


def _strays(side: Side, counterparts: Sequence[int]) -> list[Stretch]:
    """Runs of symbols without a counterpart that stand for nothing in the other text."""
    runs: list[Stretch] = []
    index = 0
    for lone, group in groupby(counterparts, key=lambda place: place < 0):
        length = sum(1 for _ in group)
        if lone and runs and index - runs[-1][1] <= _ISLAND and _is_long(side, *runs[-1]):
            runs[-1] = runs[-1][0], index + length
        elif lone:
            runs.append((index, index + length))
        index += length
    found = []
    for start, end in runs:
        before = counterparts[start - 1] if start else -1
        after = counterparts[end] if end < len(counterparts) else -1
        other = after - before - 1 if 0 <= before < after else 0
        if _is_long(side, start, end) and end - start >= 2 * other:
            found.append(_with_marks(side, start, end))
    return found


def _is_long(side: Side, start: int, end: int) -> bool:
    words = side.folded.symbols[start:end].replace(PLACEHOLDER, "")
    return len(words) >= _LEAST or (end - start >= _LEAST and len(words) * 2 >= _LEAST)


def _with_marks(side: Side, start: int, end: int) -> Stretch:
    """The stretch with the marks behind it."""
    folded, text = side.folded, side.text
    low = folded.starts[start]
    high = folded.starts[end] if end < len(folded.starts) else len(text)
    while high > folded.ends[end - 1] and text[high - 1].isspace():
        high -= 1
    return low, high

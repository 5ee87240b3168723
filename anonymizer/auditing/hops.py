"""From the edge of a passage on: symbol by symbol, over a placeholder to the next known words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from anonymizer.auditing.folding import PLACEHOLDER
from anonymizer.auditing.gaps import MATCH, UNDER, Step

_HIDDEN: Final = 40
"""Symbols that a placeholder may stand for."""
_WORDS: Final = 6
_FEWEST: Final = 4
"""Symbols behind a placeholder that are looked for: six, or four where the next comes sooner."""
_SLIP: Final = 8
"""Symbols that may be left out of either text, or changed."""


def hops(first: str, second: str, breaks: Sequence[int]) -> Iterator[Step]:
    """How far the beginnings of two stretches go together, each symbol by symbol.

    ``breaks[i]`` is what stands between symbol ``i`` of the first and the one before it.
    """
    place = other = 0
    while place < len(first) and other < len(second):
        if first[place] == second[other]:
            yield Step(place, other, MATCH)
            place, other = place + 1, other + 1
        elif second[other] == PLACEHOLDER:
            hidden = _hidden(first, second, breaks, place, other)
            if hidden is None:
                return
            for index in range(place, place + hidden):
                yield Step(index, other, UNDER)
            place, other = place + hidden, other + 1
        else:
            slip = _slip(first, second, place, other)
            if slip is None:
                return
            place, other = place + slip[0], other + slip[1]


def _hidden(first: str, second: str, breaks: Sequence[int], place: int, other: int) -> int | None:
    """How many symbols the placeholder at ``other`` stands for; ``None`` if that is not clear."""
    words = second[other + 1 : other + 1 + _WORDS].partition(PLACEHOLDER)[0]
    if len(words) < _FEWEST:
        return None
    reach = place
    while reach < len(first) and reach - place < _HIDDEN and (reach == place or breaks[reach] < 2):
        reach += 1
    found = first.find(words, place, reach + len(words))
    return None if found < 0 else found - place


def _slip(first: str, second: str, place: int, other: int) -> tuple[int, int] | None:
    """The least to leave out of both until they go together again."""
    for total in range(1, 2 * _SLIP + 1):
        for left in range(max(0, total - _SLIP), min(total, _SLIP) + 1):
            one = first[place + left : place + left + _WORDS]
            if len(one) == _WORDS and second.startswith(one, other + total - left):
                return left, total - left
    return None

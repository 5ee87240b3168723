"""Edges: from where a passage is known to begin and end, as far as the texts go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anonymizer.auditing.blocks import Stretch
from anonymizer.auditing.filling import CLOSE, Filling, onwards
from anonymizer.auditing.folding import PLACEHOLDER
from anonymizer.auditing.gaps import MATCH, UNDER, Step, aligned
from anonymizer.auditing.hops import hops

_FIRM: Final = 3
"""Symbols one after the other that are no chance, at the edge of a passage."""
_EDGE: Final = 600


def go_on(texts: Filling, place: int, high: int, other: int, other_high: int) -> Stretch:
    """Go on from the end of a passage; returns where it ends then."""
    while True:
        one, two = texts.first[place:high][:_EDGE], texts.second[other:other_high][:_EDGE]
        steps = list(hops(one, two, texts.breaks[place : place + len(one)]))
        if not steps:
            one, two = one[:CLOSE], two[:CLOSE]
            stop = place + len(one)
            marks = (texts.begins[place : stop + 1], texts.ends[place : stop + 1])
            facts = texts.facts[place:stop]
            breaks = onwards(texts.breaks, place, stop)
            others = onwards(texts.other_breaks, other, other + len(two))
            found = list(aligned(one, two, breaks, others, *marks, facts, open_end=True))[::-1]
            steps = _firm(found, breaks, others)
            steps = steps or _lone(two, others, *marks)
        if not steps:
            return place, other
        texts.note(steps, place, other)
        place, other = place + steps[-1].first + 1, other + steps[-1].second + 1


def go_back(texts: Filling, low: int, place: int, other_low: int, other: int) -> Stretch:
    """Go back from the beginning of a passage; returns where it begins then."""
    while True:
        one = texts.first[max(low, place - _EDGE) : place][::-1]
        two = texts.second[max(other_low, other - _EDGE) : other][::-1]
        # Backwards, what stands between two symbols is noted at the first of them.
        breaks = _backwards(texts.breaks, place - len(one), place)
        steps = list(hops(one, two, breaks))
        if not steps:
            one, two = one[:CLOSE], two[:CLOSE]
            start = place - len(one)
            marks = (texts.ends[start : place + 1][::-1], texts.begins[start : place + 1][::-1])
            facts = texts.facts[start:place][::-1]
            others = _backwards(texts.other_breaks, other - len(two), other)
            found = list(aligned(one, two, breaks, others, *marks, facts, open_end=True))[::-1]
            steps = _firm(found, breaks, others)
            steps = steps or _lone(two, others, *marks)
        if not steps:
            return place, other
        for first, second, way in steps:
            (texts.same if way == MATCH else texts.under)[place - 1 - first] = other - 1 - second
        place, other = place - steps[-1].first - 1, other - steps[-1].second - 1


def _backwards(breaks: Sequence[int], start: int, end: int) -> bytes:
    """What stands before each symbol of a stretch that is read from its end."""
    last = breaks[end] if end < len(breaks) else 2
    return bytes((last, *breaks[start:end][::-1]))


def _firm(steps: list[Step], breaks: Sequence[int], other_breaks: Sequence[int]) -> list[Step]:
    """The steps as far as the last few symbols that are the same, or the last mark in both."""
    run = firm = 0
    before = Step(-2, -2, UNDER)
    for index, step in enumerate(steps):
        follows = step.first == before.first + 1 and step.second == before.second + 1
        run = 0 if step.way != MATCH else run + 1 if follows else 1
        parted = (
            step.first + 1 < len(breaks)
            and step.second + 1 < len(other_breaks)
            and breaks[step.first + 1]
            and other_breaks[step.second + 1]
        )
        if run >= _FIRM or parted:
            firm = index + 1
        before = step
    return steps[:firm]


def _lone(
    second: str,
    other_breaks: Sequence[int],
    begins: Sequence[int],
    ends: Sequence[int],
) -> list[Step]:
    """A placeholder at the edge, up to a mark, for the fact that begins there."""
    if second[:1] != PLACEHOLDER or not begins[0] or len(other_breaks) < 2 or not other_breaks[1]:
        return []
    stop = next((index for index in range(1, len(ends)) if ends[index]), 0)
    return [Step(index, 0, UNDER) for index in range(stop)]

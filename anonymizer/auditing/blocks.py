"""Blocks: stretches that stand in both texts alike, found by the few words that occur once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from anonymizer.auditing.folding import PLACEHOLDER

Stretch = tuple[int, int]


class Block(NamedTuple):
    """``length`` symbols that are the same, from ``first`` in one text, ``second`` in the other."""

    first: int
    second: int
    length: int


def blocks(
    first: str, second: str, places: Sequence[Stretch], others: Sequence[Stretch], size: int
) -> list[Block]:
    """Blocks of at least ``size`` symbols within some stretches of both texts, in order.

    They grow from the runs of ``size`` symbols that occur once in the stretches of each text,
    or equally often: then the first is the first, and so on.
    """
    once = _runs(first, places, size)
    there = _runs(second, others, size)
    seeds: list[Stretch] = []
    for run, found in once.items():
        if (match := there.get(run)) is None:
            continue
        if isinstance(found, int):
            if isinstance(match, int):
                seeds.append((found, match))
        elif not isinstance(match, int) and len(found) == len(match):
            seeds.extend(zip(found, match, strict=True))
    seeds.sort()
    return _grown(first, second, seeds, _Bounds(places), _Bounds(others), size)


def _runs(text: str, stretches: Sequence[Stretch], size: int) -> dict[str, int | list[int]]:
    """Where each run of symbols stands; most stand once, so one place is no list."""
    found: dict[str, int | list[int]] = {}
    for low, high in stretches:
        for place in range(low, high - size + 1):
            run = text[place : place + size]
            before = found.setdefault(run, place)
            if isinstance(before, list):
                before.append(place)
            elif before != place:
                found[run] = [before, place]
    masked = [run for run in found if PLACEHOLDER in run]
    for run in masked:
        del found[run]
    return found


class _Bounds:
    """In which of some stretches a place lies."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = sorted(stretches)
        self._ends = [end for _, end in self._stretches]

    def around(self, place: int) -> Stretch:
        index = bisect_left(self._ends, place + 1)
        return self._stretches[index]


def _grown(
    first: str,
    second: str,
    seeds: Sequence[Stretch],
    bounds: _Bounds,
    others: _Bounds,
    size: int,
) -> list[Block]:
    result: list[Block] = []
    reached: dict[int, int] = {}
    for place, other in seeds:
        diagonal = other - place
        if reached.get(diagonal, -1) >= place + size:
            continue
        low, high = bounds.around(place)
        other_low, other_high = others.around(other)
        back = _common_back(first, second, place, other, min(place - low, other - other_low))
        length = size + _common(
            first,
            second,
            place + size,
            other + size,
            min(high - place, other_high - other) - size,
        )
        result.append(Block(place - back, other - back, length + back))
        reached[diagonal] = place + length
    result.sort()
    return result


def _common(first: str, second: str, place: int, other: int, most: int) -> int:
    """How many symbols from two places on are the same; placeholders are the same too."""
    length, step = 0, 64
    while length < most:
        step = min(step, most - length)
        if (
            first[place + length : place + length + step]
            == (second[other + length : other + length + step])
        ):
            length += step
            step *= 2
        elif step == 1:
            break
        else:
            step //= 2
            most = length + 2 * step if length + 2 * step < most else most
    return length


def _common_back(first: str, second: str, place: int, other: int, most: int) -> int:
    """How many symbols before two places are the same."""
    length = 0
    while length < most and first[place - length - 1] == second[other - length - 1]:
        length += 1
    return length


class Extent(NamedTuple):
    """A stretch of one text, one of the other, and how much speaks for it that they match."""

    start: int
    end: int
    other_start: int
    other_end: int
    weight: int


def extent(block: Block) -> Extent:
    """A block as an extent; each of its symbols speaks for it."""
    place, other, length = block
    return Extent(place, place + length, other, other + length, length)


def ascending(extents: Sequence[Extent]) -> list[int]:
    """Which of the extents, in order, follow one another in both texts and weigh the most.

    For n extents it takes n log n steps: the best chain that ends before a place of the other
    text is looked up in a tree (Fenwick's) of such places.
    """
    order = sorted(range(len(extents)), key=lambda index: extents[index])
    done = sorted(order, key=lambda index: extents[index].end)
    ends = sorted({each.other_end for each in extents})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ends) + 1)
    weights = [0] * len(extents)
    before = [-1] * len(extents)
    entered = 0
    for index in order:
        here = extents[index]
        while extents[done[entered]].end <= here.start:
            ended = done[entered]
            place = bisect_left(ends, extents[ended].other_end) + 1
            while place < len(tree):
                tree[place] = max(tree[place], (weights[ended], ended))
                place += place & -place
            entered += 1
        heaviest = (0, -1)
        place = bisect_right(ends, here.other_start)
        while place:
            heaviest = max(heaviest, tree[place])
            place -= place & -place
        weights[index] = heaviest[0] + here.weight
        before[index] = heaviest[1]
    chain: list[int] = []
    index = max(order, key=lambda each: weights[each], default=-1)
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]

"""Passages: stretches that stand in both texts, wherever they have gone to."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from anonymizer.auditing.blocks import Block, Extent, Stretch, ascending, blocks
from anonymizer.auditing.folding import PLACEHOLDER, Folded

_SIZES: Final = (12, 6)
"""Symbols that must be the same for a passage to be found, first and in what is left."""
_NEAR: Final = 240
"""Symbols between two blocks of one passage, in either text."""
_LONGER, _SHORTER = 4, 10
"""By so many symbols such a gap may be longer or shorter in the redacted text: what stands for
facts is short. Else something was put in or left out there."""
_OTHER: Final = 24
_SHARED: Final = 0.25
"""Where both texts have more symbols than that between two blocks, this share of the runs of
three must be in both: else a passage stands in the place of another."""
_RECENT: Final = 12
"""Passages that a block is tried to continue."""
_MOVED: Final = 14
"""Symbols that must speak for a passage that is out of order."""
_MOVED_LINE: Final = 6


class Chain(NamedTuple):
    """Blocks that follow one another in both texts: a passage."""

    blocks: list[Block]

    def extent(self) -> Extent:
        """From its first block to its last; the symbols of all blocks speak for it."""
        first, last = self.blocks[0], self.blocks[-1]
        weight = sum(block.length for block in self.blocks)
        return Extent(
            first.first,
            last.first + last.length,
            first.second,
            last.second + last.length,
            weight,
        )


def passages(original: Folded, redacted: Folded) -> list[Chain]:
    """The passages of two texts, from the long to the short; none overlaps another."""
    pair = original, redacted
    lengths = len(original.symbols), len(redacted.symbols)
    chains = _chains(pair, [(0, lengths[0])], [(0, lengths[1])], _SIZES[0], [])
    for size in _SIZES[1:]:
        extents = [chain.extent() for chain in chains]
        left = _between([(each.start, each.end) for each in extents], lengths[0])
        right = _between([(each.other_start, each.other_end) for each in extents], lengths[1])
        chains = _chains(pair, left, right, size, chains)
    return chains


def _chains(
    pair: tuple[Folded, Folded],
    places: Sequence[Stretch],
    others: Sequence[Stretch],
    size: int,
    known: list[Chain],
) -> list[Chain]:
    """Passages within some stretches, beside those that are known already."""
    found = _linked(pair, blocks(pair[0].symbols, pair[1].symbols, places, others, size))
    if not found:
        return known
    chains = known + found
    extents = [chain.extent() for chain in chains]
    for index in range(len(known)):  # what is known stays
        extents[index] = extents[index]._replace(weight=extents[index].weight + 1)
    chosen = set(ascending(extents)) | set(range(len(known)))
    taken, others_taken = _Taken(), _Taken()
    result = []
    order = sorted(
        range(len(chains)),
        key=lambda index: (index not in chosen, -extents[index].weight, index),
    )
    for index in order:
        here = extents[index]
        if index not in chosen and here.weight < _least(pair, here):
            continue
        if taken.free(here.start, here.end) and others_taken.free(here.other_start, here.other_end):
            taken.take(here.start, here.end)
            others_taken.take(here.other_start, here.other_end)
            result.append(chains[index])
    return result


def _least(pair: tuple[Folded, Folded], here: Extent) -> int:
    """What must speak for a passage that is out of order; less for a line's beginning."""
    begins = any(pair[0].breaks[max(0, here.start - 2) : here.start + 1]) and any(
        pair[1].breaks[max(0, here.other_start - 2) : here.other_start + 1]
    )
    return _MOVED_LINE if begins else _MOVED


def _linked(pair: tuple[Folded, Folded], found: Sequence[Block]) -> list[Chain]:
    """Blocks that follow one another closely in both texts, as passages."""
    chains: list[Chain] = []
    for block in found:
        nearest: Chain | None = None
        least = 2 * _NEAR
        for chain in chains[-_RECENT:]:
            last = chain.blocks[-1]
            gap = block.first - last.first - last.length
            other_gap = block.second - last.second - last.length
            if (
                0 <= gap <= _NEAR
                and 0 <= other_gap <= _NEAR
                and -_LONGER <= gap - other_gap <= _SHORTER
                and gap + other_gap < least
            ):
                nearest, least = chain, gap + other_gap
        if nearest is not None:
            last = nearest.blocks[-1]
            if alike(
                pair,
                last.first + last.length,
                block.first,
                last.second + last.length,
                block.second,
            ):
                nearest.blocks.append(block)
                continue
        chains.append(Chain([block]))
    return chains


def alike(
    pair: tuple[Folded, Folded], start: int, end: int, other_start: int, other_end: int
) -> bool:
    """Whether what stands between two blocks may be the same passage in both texts."""
    if (
        min(end - start, other_end - other_start) <= _OTHER
        or max(end - start, other_end - other_start) > 4 * _NEAR
    ):
        return True
    one = _threes(pair[0].symbols[start:end])
    two = _threes(pair[1].symbols[other_start:other_end])
    least = min(len(one), len(two))
    return least < _OTHER // 2 or len(one & two) >= _SHARED * least


def _threes(text: str) -> set[str]:
    """The runs of three symbols in a text, without placeholders."""
    found = (text[at : at + 3] for at in range(len(text) - 2))
    return {run for run in found if PLACEHOLDER not in run}


def _between(stretches: Iterable[Stretch], length: int) -> list[Stretch]:
    """What some stretches that do not overlap leave of a text."""
    left: list[Stretch] = []
    place = 0
    for start, end in sorted(stretches):
        if place < start:
            left.append((place, start))
        place = max(place, end)
    if place < length:
        left.append((place, length))
    return left


class _Taken:
    """Stretches that do not overlap, and whether another would."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def free(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, start)
        before_ends = index == 0 or self._ends[index - 1] <= start
        return before_ends and (index == len(self._starts) or end <= self._starts[index])

    def take(self, start: int, end: int) -> None:
        insort(self._starts, start)
        insort(self._ends, end)

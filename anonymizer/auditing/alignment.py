"""Which symbol of the original is which of the redacted text, or hidden by which placeholder.

Texts are compared from the large to the small: stretches that stand in both give passages,
wherever they have gone to; between the stretches of a passage the words come that are few
enough to be weighed symbol by symbol. All of it is near to linear.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from anonymizer.auditing.blocks import Block, Extent, Stretch, ascending, blocks, extent
from anonymizer.auditing.folding import PLACEHOLDER, Folded
from anonymizer.auditing.gaps import MATCH, UNDER, Step, aligned
from anonymizer.auditing.hops import hops
from anonymizer.auditing.islands import sink
from anonymizer.auditing.sentences import scattered

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
_INNER: Final = (8, 5, 3, 2)
"""Symbols that must be the same between two blocks, where it is too much to weigh each."""
_CELLS: Final = 3_000
_MOST_CELLS: Final = 60_000
"""Pairs of symbols that are weighed at once; more where there is no other way."""
_FIRM: Final = 3
"""Symbols one after the other that are no chance, at the edge of a passage."""
_EDGE: Final = 600
_CLOSE: Final = 48
"""Symbols beside the edge of a passage that are tried, easily and with every care."""


class Alignment(NamedTuple):
    """For each symbol of the original: ``same`` or ``under`` is the symbol of the redacted text
    that is the same or hides it, else -1. ``passages`` are the stretches that go together.
    """

    same: array[int]
    under: array[int]
    passages: tuple[tuple[Stretch, Stretch], ...]


class _Chain(NamedTuple):
    blocks: list[Block]

    def extent(self) -> Extent:
        first, last = self.blocks[0], self.blocks[-1]
        weight = sum(block.length for block in self.blocks)
        return Extent(
            first.first,
            last.first + last.length,
            first.second,
            last.second + last.length,
            weight,
        )


def align(original: Folded, redacted: Folded, facts: Iterable[Stretch] = ()) -> Alignment:
    """Align two texts. ``facts`` are stretches of the original's symbols that may be hidden."""
    return _Aligner(original, redacted, facts).run()


@dataclass(slots=True)
class _Edges:
    """How far a passage goes by now, in both texts."""

    start: int
    end: int
    other_start: int
    other_end: int


class _Aligner:
    """The two texts, and what has been found to be the same so far."""

    def __init__(self, original: Folded, redacted: Folded, facts: Iterable[Stretch]) -> None:
        self.original, self.redacted = original, redacted
        self.first, self.second = original.symbols, redacted.symbols
        self.breaks, self.other_breaks = original.breaks, redacted.breaks
        self.same = array("q", [-1]) * len(self.first)
        self.under = array("q", [-1]) * len(self.first)
        self.begins = bytearray(len(self.first) + 1)
        self.ends = bytearray(len(self.first) + 1)
        self.facts = bytearray(len(self.first))
        for start, end in facts:
            self.facts[start:end] = bytes((1,)) * (end - start)
            self.begins[start] = self.ends[end] = 1

    def run(self) -> Alignment:
        chains = self._chains([(0, len(self.first))], [(0, len(self.second))], _SIZES[0], [])
        for size in _SIZES[1:]:
            extents = [chain.extent() for chain in chains]
            left = _between([(each.start, each.end) for each in extents], len(self.first))
            right = _between(
                [(each.other_start, each.other_end) for each in extents], len(self.second)
            )
            chains = self._chains(left, right, size, chains)
        if not chains:
            return self._whole()
        for chain in chains:
            for block in chain.blocks:
                self._note_block(block)
        return self._joined(sorted(chain.extent() for chain in chains), chains)

    def _whole(self) -> Alignment:
        """Texts too short, or too much hidden, for anything to stand out."""
        high, other_high = len(self.first), len(self.second)
        if not 0 < high * other_high <= _MOST_CELLS:
            return Alignment(self.same, self.under, ())
        self._fill(0, high, 0, other_high)
        return Alignment(self.same, self.under, (((0, high), (0, other_high)),))

    def _chains(
        self,
        places: Sequence[Stretch],
        others: Sequence[Stretch],
        size: int,
        known: list[_Chain],
    ) -> list[_Chain]:
        """Passages within some stretches, beside those that are known already."""
        found = self._linked(blocks(self.first, self.second, places, others, size))
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
            if index not in chosen and here.weight < self._least(here):
                continue
            if taken.free(here.start, here.end) and others_taken.free(
                here.other_start, here.other_end
            ):
                taken.take(here.start, here.end)
                others_taken.take(here.other_start, here.other_end)
                result.append(chains[index])
        return result

    def _least(self, here: Extent) -> int:
        """What must speak for a passage that is out of order; less for a line's beginning."""
        begins = any(self.breaks[max(0, here.start - 2) : here.start + 1]) and any(
            self.other_breaks[max(0, here.other_start - 2) : here.other_start + 1]
        )
        return _MOVED_LINE if begins else _MOVED

    def _note_block(self, block: Block) -> None:
        place, other, length = block
        self.same[place : place + length] = array("q", range(other, other + length))

    def _note(self, steps: Iterable[Step], place: int, other: int) -> None:
        for first, second, way in steps:
            (self.same if way == MATCH else self.under)[place + first] = other + second

    def _joined(self, extents: Sequence[Extent], chains: Sequence[_Chain]) -> Alignment:
        """What stands between the blocks, between passages that are neighbours, and around."""
        for chain in chains:
            for block, following in pairwise(chain.blocks):
                self._fill(
                    block.first + block.length,
                    following.first,
                    block.second + block.length,
                    following.second,
                )
        edges = [_Edges(*each[:4]) for each in extents]
        in_other = sorted(edges, key=lambda each: each.other_start)
        behind = {id(each): after for each, after in pairwise(in_other)}
        ahead = {id(after): each for each, after in pairwise(in_other)}
        passages: list[tuple[Stretch, Stretch]] = []
        filled: set[int] = set()
        for index, here in enumerate(edges):
            before = edges[index - 1] if index else None
            after = edges[index + 1] if index + 1 < len(edges) else None
            before_other, after_other = ahead.get(id(here)), behind.get(id(here))
            joined = before is not None and before is before_other and before.end in filled
            if (
                before is None
                and before_other is None
                and self._is_short(here.start, here.other_start)
            ):
                self._fill(0, here.start, 0, here.other_start)
                here.start = here.other_start = 0
            elif not joined:
                low = before.end if before else 0
                other_low = before_other.other_end if before_other else 0
                here.start, here.other_start = self._back(
                    low, here.start, other_low, here.other_start
                )
            if (
                after is not None
                and after is after_other
                and self._alike(here.end, after.start, here.other_end, after.other_start)
            ):
                filled.add(here.end)
                self._fill(here.end, after.start, here.other_end, after.other_start)
            elif (
                after is None
                and after_other is None
                and self._is_short(len(self.first) - here.end, len(self.second) - here.other_end)
            ):
                self._fill(here.end, len(self.first), here.other_end, len(self.second))
                here.end, here.other_end = len(self.first), len(self.second)
            else:
                high = after.start if after else len(self.first)
                other_high = after_other.other_start if after_other else len(self.second)
                here.end, here.other_end = self._on(here.end, high, here.other_end, other_high)
            if joined:
                (first, _), (second, _) = passages.pop()
                passages.append(((first, here.end), (second, here.other_end)))
            else:
                passages.append(((here.start, here.end), (here.other_start, here.other_end)))
        passages += self._scattered()
        sink(self.same, self.under, self.facts, self.original, self.redacted)
        return Alignment(self.same, self.under, tuple(passages))

    def _linked(self, found: Sequence[Block]) -> list[_Chain]:
        """Blocks that follow one another closely in both texts, as passages."""
        chains: list[_Chain] = []
        for block in found:
            nearest: _Chain | None = None
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
                if self._alike(
                    last.first + last.length,
                    block.first,
                    last.second + last.length,
                    block.second,
                ):
                    nearest.blocks.append(block)
                    continue
            chains.append(_Chain([block]))
        return chains

    def _alike(self, start: int, end: int, other_start: int, other_end: int) -> bool:
        """Whether what stands between two blocks may be the same passage in both texts."""
        if (
            min(end - start, other_end - other_start) <= _OTHER
            or max(end - start, other_end - other_start) > 4 * _NEAR
        ):
            return True
        one = _threes(self.first[start:end])
        two = _threes(self.second[other_start:other_end])
        least = min(len(one), len(two))
        return least < _OTHER // 2 or len(one & two) >= _SHARED * least

    def _scattered(self) -> Iterator[tuple[Stretch, Stretch]]:
        """Align the sentences that went elsewhere alone."""
        others_taken = [False] * len(self.second)
        taken = [False] * len(self.first)
        for index, (place, hidden) in enumerate(zip(self.same, self.under, strict=True)):
            if place >= 0 or hidden >= 0:
                taken[index] = others_taken[max(place, hidden)] = True
        pairs = scattered(self.original, self.redacted, taken, others_taken, self.facts)
        for (start, end), (other_start, other_end) in pairs:
            while start < end and taken[start]:
                start += 1
            while start < end and taken[end - 1]:
                end -= 1
            while other_start < other_end and others_taken[other_start]:
                other_start += 1
            while other_start < other_end and others_taken[other_end - 1]:
                other_end -= 1
            if any(taken[start:end]) or any(others_taken[other_start:other_end]):
                continue
            self._fill(start, end, other_start, other_end)
            yield (start, end), (other_start, other_end)

    @staticmethod
    def _is_short(length: int, other_length: int) -> bool:
        """Whether so much at an end of both texts is theirs, and no site's."""
        return max(length, other_length) <= _CLOSE

    def _on(self, place: int, high: int, other: int, other_high: int) -> Stretch:
        """Go on from the end of a passage; returns where it ends then."""
        while True:
            one, two = self.first[place:high][:_EDGE], self.second[other:other_high][:_EDGE]
            steps = list(hops(one, two, self.breaks[place : place + len(one)]))
            if not steps:
                one, two = one[:_CLOSE], two[:_CLOSE]
                stop = place + len(one)
                marks = (self.begins[place : stop + 1], self.ends[place : stop + 1])
                facts = self.facts[place:stop]
                breaks = _onwards(self.breaks, place, stop)
                others = _onwards(self.other_breaks, other, other + len(two))
                found = list(aligned(one, two, breaks, others, *marks, facts, open_end=True))[::-1]
                steps = _firm(found, breaks, others)
                steps = steps or _lone(two, others, *marks)
            if not steps:
                return place, other
            self._note(steps, place, other)
            place, other = place + steps[-1].first + 1, other + steps[-1].second + 1

    def _back(self, low: int, place: int, other_low: int, other: int) -> Stretch:
        """Go back from the beginning of a passage; returns where it begins then."""
        while True:
            one = self.first[max(low, place - _EDGE) : place][::-1]
            two = self.second[max(other_low, other - _EDGE) : other][::-1]
            # Backwards, what stands between two symbols is noted at the first of them.
            breaks = _backwards(self.breaks, place - len(one), place)
            steps = list(hops(one, two, breaks))
            if not steps:
                one, two = one[:_CLOSE], two[:_CLOSE]
                start = place - len(one)
                marks = (self.ends[start : place + 1][::-1], self.begins[start : place + 1][::-1])
                facts = self.facts[start:place][::-1]
                others = _backwards(self.other_breaks, other - len(two), other)
                found = list(aligned(one, two, breaks, others, *marks, facts, open_end=True))[::-1]
                steps = _firm(found, breaks, others)
                steps = steps or _lone(two, others, *marks)
            if not steps:
                return place, other
            for first, second, way in steps:
                (self.same if way == MATCH else self.under)[place - 1 - first] = other - 1 - second
            place, other = place - steps[-1].first - 1, other - steps[-1].second - 1

    def _fill(self, start: int, end: int, other_start: int, other_end: int) -> None:
        """Align what stands between two places that belong together."""
        gaps = [(start, end, other_start, other_end)]
        while gaps:
            start, end, other_start, other_end = self._trimmed(*gaps.pop())
            cells = (end - start) * (other_end - other_start)
            if not cells or self._hide(start, end, other_start, other_end):
                continue
            if cells > _CELLS:
                inner = self._inner(start, end, other_start, other_end)
                if inner:
                    for block in inner:
                        self._note_block(block)
                        gaps.append((start, block.first, other_start, block.second))
                        start = block.first + block.length
                        other_start = block.second + block.length
                    gaps.append((start, end, other_start, other_end))
                    continue
                if cells > _MOST_CELLS:
                    continue
            steps = aligned(
                self.first[start:end],
                self.second[other_start:other_end],
                _onwards(self.breaks, start, end),
                _onwards(self.other_breaks, other_start, other_end),
                self.begins[start : end + 1],
                self.ends[start : end + 1],
                self.facts[start:end],
            )
            self._note(steps, start, other_start)

    def _hide(self, start: int, end: int, other_start: int, other_end: int) -> bool:
        """The plain case: one placeholder, and what it stands for without a mark in it."""
        if other_end - other_start != 1 or self.second[other_start] != PLACEHOLDER:
            return False
        if end - start > _CLOSE or any(self.breaks[start + 1 : end]):
            return False
        self.under[start:end] = array("q", [other_start]) * (end - start)
        return True

    def _trimmed(
        self, start: int, end: int, other_start: int, other_end: int
    ) -> tuple[int, int, int, int]:
        """The gap without what is the same at its ends."""
        first, second = self.first, self.second
        while start < end and other_start < other_end and first[start] == second[other_start]:
            self.same[start] = other_start
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and first[end - 1] == second[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            self.same[end] = other_end
        return start, end, other_start, other_end

    def _inner(self, start: int, end: int, other_start: int, other_end: int) -> list[Block]:
        for size in _INNER:
            found = blocks(
                self.first, self.second, [(start, end)], [(other_start, other_end)], size
            )
            if found:
                return [found[index] for index in ascending([extent(block) for block in found])]
        return []


def _onwards(breaks: Sequence[int], start: int, end: int) -> bytes:
    """What stands before each symbol of a stretch, and behind its last."""
    return bytes((*breaks[start:end], breaks[end] if end < len(breaks) else 2))


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

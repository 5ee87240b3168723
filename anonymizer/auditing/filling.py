"""Filling: what stands between two places that belong together, aligned symbol by symbol."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from anonymizer.auditing.blocks import Block, Stretch, ascending, blocks, extent
from anonymizer.auditing.folding import PLACEHOLDER, Folded
from anonymizer.auditing.gaps import MATCH, Step, aligned

_INNER: Final = (8, 5, 3, 2)
"""Symbols that must be the same between two blocks, where it is too much to weigh each."""
_CELLS: Final = 3_000
_MOST_CELLS: Final = 60_000
"""Pairs of symbols that are weighed at once; more where there is no other way."""
CLOSE: Final = 48
"""Symbols that one placeholder hides at most, and that are tried beside the edge of a passage."""


class Filling:
    """Two texts, and what has been found to be the same so far.

    For each symbol of the original ``same`` or ``under`` is the symbol of the redacted text that
    is the same or hides it, else -1. ``facts`` tells which symbols are part of a fact, ``begins``
    and ``ends`` where one begins or has ended.
    """

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

    def note_block(self, block: Block) -> None:
        """Its symbols are the same."""
        place, other, length = block
        self.same[place : place + length] = array("q", range(other, other + length))

    def note(self, steps: Iterable[Step], place: int, other: int) -> None:
        """Steps from two places on."""
        for first, second, way in steps:
            (self.same if way == MATCH else self.under)[place + first] = other + second

    def fill_all(self) -> bool:
        """Align texts too short, or too much hidden, for anything to stand out, if that can be."""
        if not 0 < len(self.first) * len(self.second) <= _MOST_CELLS:
            return False
        self.fill(0, len(self.first), 0, len(self.second))
        return True

    def fill(self, start: int, end: int, other_start: int, other_end: int) -> None:
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
                        self.note_block(block)
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
                onwards(self.breaks, start, end),
                onwards(self.other_breaks, other_start, other_end),
                self.begins[start : end + 1],
                self.ends[start : end + 1],
                self.facts[start:end],
            )
            self.note(steps, start, other_start)

    def _hide(self, start: int, end: int, other_start: int, other_end: int) -> bool:
        """The plain case: placeholders with words between them that stand there once."""
        first, second = self.first[start:end], self.second[other_start:other_end]
        if second[0] != PLACEHOLDER or second[-1] != PLACEHOLDER:
            return False
        hidden: list[Stretch] = []
        kept: list[Stretch] = []
        place = 0
        for words in second.split(PLACEHOLDER)[1:-1]:
            if not words or first.count(words) != 1:
                return False
            at = first.index(words)
            hidden.append((place, at))
            place = at + len(words)
            kept.append((at, place))
        hidden.append((place, len(first)))
        for low, high in hidden:
            if not 0 < high - low <= CLOSE or any(self.breaks[start + low + 1 : start + high]):
                return False
        other = other_start
        for number, (low, high) in enumerate(hidden):
            self.under[start + low : start + high] = array("q", [other]) * (high - low)
            other += 1
            if number < len(kept):
                low, high = kept[number]
                self.note_block(Block(start + low, other, high - low))
                other += high - low
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
        """Blocks in a gap that is too much to weigh: of the largest size that there are."""
        for size in _INNER:
            found = blocks(
                self.first, self.second, [(start, end)], [(other_start, other_end)], size
            )
            if found:
                return [found[index] for index in ascending([extent(block) for block in found])]
        return []


def onwards(breaks: Sequence[int], start: int, end: int) -> bytes:
    """What stands before each symbol of a stretch, and behind its last."""
    return bytes((*breaks[start:end], breaks[end] if end < len(breaks) else 2))

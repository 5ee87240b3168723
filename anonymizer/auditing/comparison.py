"""Two texts side by side: what stands where in the other, read off their alignment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from anonymizer.auditing.alignment import Alignment, align
from anonymizer.auditing.folding import Folded, fold
from anonymizer.extraction import placeholders
from anonymizer.rulebook import Rulebook

Stretch = tuple[int, int]

_FEW: Final = 12
_TIMES: Final = 4
"""What stands for some words is at most so many symbols and so many times as long."""
_HIDDEN: Final = 10
"""Symbols that placeholders hide, on an average."""


class Side(NamedTuple):
    """One of the texts: as it is, folded, and what in it is or may be a placeholder, in order."""

    text: str
    folded: Folded
    blanks: list[Stretch]
    doubtful: list[Stretch]

    @classmethod
    def pair(cls, original: str, redacted: str, rulebook: Rulebook) -> tuple[Side, Side]:
        """Both texts with their placeholders.

        What only looks like a placeholder is one if the redacted text has more of the sort than
        the original: 某, a single star, an ellipsis.
        """
        found = [placeholders(text, rulebook) for text in (original, redacted)]
        counts = [
            Counter(text[blank.start : blank.end] for blank in (*real, *rejected))
            for text, (real, rejected) in zip((original, redacted), found, strict=True)
        ]
        sides = []
        for text, (real, rejected) in zip((original, redacted), found, strict=True):
            sure = [
                blank
                for blank in rejected
                if counts[1][written := text[blank.start : blank.end]] > counts[0][written]
            ]
            blanks = sorted((blank.start, blank.end) for blank in (*real, *sure))
            doubtful = sorted((blank.start, blank.end) for blank in (*real, *rejected))
            sides.append(cls(text, fold(text, blanks), blanks, doubtful))
        return sides[0], sides[1]

    def raw(self, start: int, end: int) -> Stretch:
        """Where in the text the symbols from ``start`` to ``end`` stand, at least one."""
        return self.folded.starts[start], self.folded.ends[end - 1]


class Comparison:
    """The original and the redacted text, aligned. Symbols are those of their folded forms."""

    def __init__(self, original: Side, redacted: Side, facts: Iterable[Stretch]) -> None:
        self.original, self.redacted = original, redacted
        found = (original.folded.symbols_of(*fact) for fact in facts)
        self.alignment: Alignment = align(
            original.folded,
            redacted.folded,
            (stretch for stretch in found if stretch[0] < stretch[1]),
        )
        self.same, self.under = self.alignment.same, self.alignment.under

    @cached_property
    def loose_runs(self) -> list[Stretch]:
        """All stretches of the original's symbols without a counterpart, in order."""
        runs: list[Stretch] = []
        for index, (place, hidden) in enumerate(zip(self.same, self.under, strict=True)):
            if place < 0 and hidden < 0:
                if runs and runs[-1][1] == index:
                    runs[-1] = runs[-1][0], index + 1
                else:
                    runs.append((index, index + 1))
        return runs

    def loose(self, start: int) -> Stretch:
        """The stretch without a counterpart that the symbol ``start`` of the original is in."""
        return self.loose_runs[bisect_right(self.loose_runs, (start, len(self.same))) - 1]

    def instead(self, start: int, end: int) -> Stretch | None:
        """What stands in the redacted text between the neighbours of some loose symbols.

        Symbols of the redacted text, perhaps none; ``None`` where the neighbours are not
        neighbours there, so that nothing stands for these.
        """
        before = self._counterpart(start - 1)
        after = self._counterpart(end)
        if before is None and after is None:
            return None
        if before is None:
            return (after, after) if after is not None else None
        if after is None:
            return before + 1, before + 1
        if not before < after <= before + _FEW + _TIMES * (end - start):
            return None
        return before + 1, after

    def _counterpart(self, index: int) -> int | None:
        if not 0 <= index < len(self.same):
            return None
        if self.same[index] >= 0:
            return self.same[index]
        return self.under[index] if self.under[index] >= 0 else None

    def between(self, start: int, end: int) -> Stretch:
        """The stretch of the redacted text from after symbol ``start - 1`` to before ``end``."""
        folded = self.redacted.folded
        low = folded.ends[start - 1] if start else 0
        high = folded.starts[end] if end < len(folded.starts) else len(self.redacted.text)
        return low, max(low, high)

    def original_between(self, start: int, end: int) -> str:
        """The original from after symbol ``start - 1`` to before ``end``, with its marks."""
        folded = self.original.folded
        low = folded.ends[start - 1] if start else 0
        high = folded.starts[end] if end < len(folded.starts) else len(self.original.text)
        return self.original.text[low:high]

    def similarity(self) -> float:
        """The share of the shorter text's symbols that stand in the other too."""
        shorter = min(len(self.original.folded.symbols), len(self.redacted.folded.symbols))
        return sum(place >= 0 for place in self.same) / shorter if shorter else 0.0

    def hides_most(self) -> bool:
        """Whether most of what one text does not share stands under placeholders of the other.

        They must be enough of them: one that hides a whole text says nothing.
        """
        loose = sum(place < 0 for place in self.same)
        hidden = sum(place >= 0 for place in self.under)
        return hidden * 2 > loose and hidden <= _HIDDEN * len(self.hidden_by())

    def hidden_by(self) -> dict[int, Stretch]:
        """For each placeholder of the redacted text, by its symbol, what symbols it hides."""
        found: dict[int, Stretch] = {}
        for index, placeholder in enumerate(self.under):
            if placeholder >= 0:
                start, _ = found.get(placeholder, (index, index))
                found[placeholder] = start, index + 1
        return found

    def stood(self) -> Sequence[int]:
        """For each symbol of the redacted text the one of the original that it is, or -1."""
        back = [-1] * len(self.redacted.folded.symbols)
        for index, place in enumerate(self.same):
            if place >= 0:
                back[place] = index
        return back


def overlapping(stretches: Sequence[Stretch], start: int, end: int) -> list[Stretch]:
    """Those of some stretches, in order and apart, that overlap ``[start, end)``."""
    low = bisect_right(stretches, (start, start))
    while low and stretches[low - 1][1] > start:
        low -= 1
    high = bisect_left(stretches, (end, end))
    return [each for each in stretches[low:high] if each[0] < end and start < each[1]]

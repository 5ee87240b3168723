"""Sentences that went elsewhere alone: too short, or too much hidden, to stand out as passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from anonymizer.auditing.folding import PLACEHOLDER, Folded

Stretch = tuple[int, int]

_LOOSE: Final = 0.35
"""The share of a sentence that may have a counterpart already."""
_PAIRS: Final = 4
"""Pairs of neighbouring symbols that two sentences must share at least."""
_ALIKE: Final = 0.6
"""The share of the pairs of each, facts aside, that they must share."""
_COMMON: Final = 12
"""Sentences of the redacted text that a pair may stand in; others tell nothing."""


def scattered(
    original: Folded,
    redacted: Folded,
    taken: Sequence[bool],
    others_taken: Sequence[bool],
    facts: Sequence[int],
) -> Iterator[tuple[Stretch, Stretch]]:
    """Sentences without a counterpart that are one another's, the likest first.

    ``taken`` and ``others_taken`` tell of each symbol whether it has a counterpart, ``facts`` of
    the original's whether they are part of a fact.
    """
    ours = list(_loose(original, taken))
    theirs = list(_loose(redacted, others_taken))
    if not ours or not theirs:
        return
    where: dict[str, list[int]] = defaultdict(list)
    of_theirs = []
    for number, (start, end) in enumerate(theirs):
        pairs = _pairs(redacted.symbols, range(start, end - 1))
        of_theirs.append(pairs)
        for pair in pairs:
            where[pair].append(number)
    found: list[tuple[float, int, int]] = []
    for number, (start, end) in enumerate(ours):
        whole = _pairs(original.symbols, range(start, end - 1))
        plain = _pairs(
            original.symbols,
            (at for at in range(start, end - 1) if not (facts[at] or facts[at + 1])),
        )
        shared: dict[int, int] = defaultdict(int)
        for pair in whole:
            for other in where.get(pair, ())[: _COMMON + 1]:
                if len(where[pair]) <= _COMMON:
                    shared[other] += 1
        for other, count in shared.items():
            alike = min(count / len(of_theirs[other]), count / max(1, len(plain)))
            if count >= _PAIRS and alike >= _ALIKE:
                found.append((-alike, number, other))
    used: set[int] = set()
    others_used: set[int] = set()
    for _, number, other in sorted(found):
        if number not in used and other not in others_used:
            used.add(number)
            others_used.add(other)
            yield ours[number], theirs[other]


def _loose(text: Folded, taken: Sequence[bool]) -> Iterator[Stretch]:
    """The sentences most of which has no counterpart."""
    start = 0
    for place in range(1, len(text.symbols) + 1):
        if place == len(text.symbols) or text.breaks[place] == 2:
            if sum(taken[start:place]) <= _LOOSE * (place - start):
                yield start, place
            start = place


def _pairs(symbols: str, places: Iterable[int]) -> set[str]:
    """The pairs of neighbouring symbols that begin at some places, placeholders aside."""
    found = {symbols[at : at + 2] for at in places}
    return {pair for pair in found if PLACEHOLDER not in pair}

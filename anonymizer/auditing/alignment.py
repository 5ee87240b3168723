"""Which symbol of the original is which of the redacted text, or hidden by which placeholder.

Texts are compared from the large to the small: stretches that stand in both give passages,
wherever they have gone to; between the stretches of a passage the words come that are few
enough to be weighed symbol by symbol. All of it is near to linear.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from anonymizer.auditing.blocks import Stretch
from anonymizer.auditing.edges import go_back, go_on
from anonymizer.auditing.filling import CLOSE, Filling
from anonymizer.auditing.folding import Folded
from anonymizer.auditing.islands import sink
from anonymizer.auditing.passages import Chain, alike, passages
from anonymizer.auditing.sentences import scattered


class Alignment(NamedTuple):
    """For each symbol of the original: ``same`` or ``under`` is the symbol of the redacted text
    that is the same or hides it, else -1. ``passages`` are the stretches that go together.
    """

    same: array[int]
    under: array[int]
    passages: tuple[tuple[Stretch, Stretch], ...]


def align(original: Folded, redacted: Folded, facts: Iterable[Stretch] = ()) -> Alignment:
    """Align two texts. ``facts`` are stretches of the original's symbols that may be hidden."""
    texts = Filling(original, redacted, facts)
    chains = passages(original, redacted)
    if not chains:
        found = [((0, len(texts.first)), (0, len(texts.second)))] if texts.fill_all() else []
        return Alignment(texts.same, texts.under, tuple(found))
    found = [*_joined(texts, chains), *_scattered(texts)]
    sink(texts.same, texts.under, texts.facts, original, redacted)
    return Alignment(texts.same, texts.under, tuple(found))


@dataclass(slots=True)
class _Edges:
    """How far a passage goes by now, in both texts."""

    start: int
    end: int
    other_start: int
    other_end: int


def _joined(texts: Filling, chains: Sequence[Chain]) -> list[tuple[Stretch, Stretch]]:
    """What stands between the blocks, between passages that are neighbours, and around."""
    pair = texts.original, texts.redacted
    for chain in chains:
        for block in chain.blocks:
            texts.note_block(block)
        for block, following in pairwise(chain.blocks):
            texts.fill(
                block.first + block.length,
                following.first,
                block.second + block.length,
                following.second,
            )
    edges = [_Edges(*each[:4]) for each in sorted(chain.extent() for chain in chains)]
    in_other = sorted(edges, key=lambda each: each.other_start)
    behind = {id(each): after for each, after in pairwise(in_other)}
    ahead = {id(after): each for each, after in pairwise(in_other)}
    found: list[tuple[Stretch, Stretch]] = []
    filled: set[int] = set()
    for index, here in enumerate(edges):
        before = edges[index - 1] if index else None
        after = edges[index + 1] if index + 1 < len(edges) else None
        before_other, after_other = ahead.get(id(here)), behind.get(id(here))
        joined = before is not None and before is before_other and before.end in filled
        if before is None and before_other is None and _is_short(here.start, here.other_start):
            texts.fill(0, here.start, 0, here.other_start)
            here.start = here.other_start = 0
        elif not joined:
            low = before.end if before else 0
            other_low = before_other.other_end if before_other else 0
            here.start, here.other_start = go_back(
                texts, low, here.start, other_low, here.other_start
            )
        if (
            after is not None
            and after is after_other
            and alike(pair, here.end, after.start, here.other_end, after.other_start)
        ):
            filled.add(here.end)
            texts.fill(here.end, after.start, here.other_end, after.other_start)
        elif (
            after is None
            and after_other is None
            and _is_short(len(texts.first) - here.end, len(texts.second) - here.other_end)
        ):
            texts.fill(here.end, len(texts.first), here.other_end, len(texts.second))
            here.end, here.other_end = len(texts.first), len(texts.second)
        else:
            high = after.start if after else len(texts.first)
            other_high = after_other.other_start if after_other else len(texts.second)
            here.end, here.other_end = go_on(texts, here.end, high, here.other_end, other_high)
        if joined:
            (first, _), (second, _) = found.pop()
            found.append(((first, here.end), (second, here.other_end)))
        else:
            found.append(((here.start, here.end), (here.other_start, here.other_end)))
    return found


def _scattered(texts: Filling) -> Iterator[tuple[Stretch, Stretch]]:
    """Align the sentences that went elsewhere alone."""
    others_taken = [False] * len(texts.second)
    taken = [False] * len(texts.first)
    for index, (place, hidden) in enumerate(zip(texts.same, texts.under, strict=True)):
        if place >= 0 or hidden >= 0:
            taken[index] = others_taken[max(place, hidden)] = True
    pairs = scattered(texts.original, texts.redacted, taken, others_taken, texts.facts)
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
        texts.fill(start, end, other_start, other_end)
        yield (start, end), (other_start, other_end)


def _is_short(length: int, other_length: int) -> bool:
    """Whether so much at an end of both texts is theirs, and no site's."""
    return max(length, other_length) <= CLOSE

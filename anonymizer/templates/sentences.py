"""The sentence in which a slot stands, without a fact in it: every slot reads X."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from anonymizer.segmentation import sentence_around

SHOWN: Final = "X"
_REACH: Final = 200
"""Characters on either side from which on a sentence is cut: a form must stay readable."""


def masked_sentences(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """For each of the sorted places its sentence, and where in it the place's own X stands."""
    starts = [start for start, _ in places]
    ends = [end for _, end in places]
    for start, end in places:
        low, high = sentence_around(text, start, end, _REACH)
        first, last = bisect_right(ends, low), bisect_left(starts, high)
        # A slot that the cut would halve belongs to the sentence as a whole.
        low, high = min(low, starts[first]), max(high, ends[last - 1])
        pieces: list[str] = []
        mark = done = 0
        done = low
        length = 0
        for index in range(first, last):
            piece = text[done : starts[index]]
            pieces += [piece, SHOWN]
            length += len(piece)
            if starts[index] == start:
                mark = length
            length += len(SHOWN)
            done = ends[index]
        pieces.append(text[done:high])
        sentence = "".join(pieces)
        bare = sentence.lstrip()
        yield bare.rstrip(), mark - (len(sentence) - len(bare))

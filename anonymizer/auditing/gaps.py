"""Gaps between blocks, aligned symbol by symbol: a placeholder stands for any run of symbols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer.auditing.folding import PLACEHOLDER

MATCH, UNDER = 0, 1


class Step(NamedTuple):
    """One symbol of the first text: the same as (MATCH) or hidden by (UNDER) one of the second."""

    first: int
    second: int
    way: int


_SAME: Final = 2.0
_RUN: Final = 0.4
"""More for a match that goes on from another."""
_OPEN: Final = -1.5
_EXTEND: Final = -0.05
_WHOLE: Final = 0.3
"""More for a gap that begins, and for one that ends, at a mark: what is left out is clauses."""
_SWAP: Final = -0.35
_HIDE: Final = 0.5
_EACH: Final = (-0.12, -0.02)
"""For each symbol that a placeholder hides: one that is no part of a fact, and one that is."""
_BORDER: Final = 0.4
"""More for a placeholder that begins where a fact does, or ends where one does."""
_PARTED: Final = 0.5
"""More for a placeholder that begins or ends at a mark in both texts."""
_ACROSS: Final = (0.0, -0.6, -3.0)
"""For a placeholder that hides a mark within a sentence, or the end of one."""
_LIKELY: Final = 3.0
"""What an alignment with an open end must reach at least."""
_LEAST: Final = -1e9
_BEST, _MATCHED, _LEFT, _ADDED, _ENTERED, _HIDDEN = range(6)


def _sort(symbol: str) -> int:
    """What a symbol may stand for: a digit for a digit, a character for a character."""
    if symbol == PLACEHOLDER or not symbol.isalnum():
        return 0
    return 1 if symbol.isdecimal() else 2 if symbol.isascii() else 3


def aligned(
    first: str,
    second: str,
    breaks: Sequence[int],
    other_breaks: Sequence[int],
    begins: Sequence[int],
    ends: Sequence[int],
    facts: Sequence[int],
    *,
    open_end: bool = False,
) -> Iterator[Step]:
    """The best alignment of two short stretches, from their ends backwards.

    With ``open_end`` only their beginnings belong together, as far as that is likely.

    ``breaks[i]`` is what stands before symbol ``i`` of the first, ``other_breaks[j]`` before
    symbol ``j`` of the second, each perhaps one longer; ``begins[i]`` and ``ends[i]`` whether a
    fact begins or has ended there, each one longer, ``facts[i]`` whether ``i`` is part of one.
    It takes time and memory by the product of the lengths. Affine gaps after Gotoh (1982), with
    two states more for what is hidden.
    """
    height, width = len(first), len(second)
    columns = width + 1
    matched_from = bytearray(columns * (height + 1))
    best_from = bytearray(columns * (height + 1))
    left_open = bytearray(columns * (height + 1))
    added_open = bytearray(columns * (height + 1))
    hidden_first = bytearray(columns * (height + 1))
    matched = [_LEAST] * columns
    left = [_LEAST] * columns
    entered = [_LEAST] * columns
    hidden = [_LEAST] * columns
    best = [_LEAST] * columns
    sorts = [_sort(symbol) for symbol in second]
    whole = [_WHOLE if kind else 0.0 for kind in (*other_breaks[: width + 1], 0)][: width + 1]
    added_before = [_OPEN, *(_OPEN + each for each in whole[:width])]
    added_behind = whole
    highest, stop = _LIKELY, (0, 0)
    for row in range(height + 1):
        upper_best, upper_matched = best, matched
        best, matched = [_LEAST] * columns, [_LEAST] * columns
        added = _LEAST
        symbol = first[row - 1] if row else ""
        sort = _sort(symbol) if row else 0
        border = _BORDER if ends[row] else 0.0
        start = _BORDER if begins[row] else 0.0
        parted = _PARTED if row < len(breaks) and breaks[row] else 0.0
        across = _ACROSS[breaks[row - 1]] if row else 0.0
        each = _EACH[facts[row - 1]] if row else 0.0
        before = _OPEN + _WHOLE if row and breaks[row - 1] else _OPEN
        behind = _WHOLE if row < len(breaks) and breaks[row] else 0.0
        base = row * columns
        for column in range(columns):
            cell = base + column
            high, how = (0.0, _MATCHED) if row == column == 0 else (_LEAST, _MATCHED)
            if row and column and symbol == second[column - 1]:
                over, along = upper_best[column - 1], upper_matched[column - 1] + _RUN
                if along >= over:
                    matched_from[cell] = _MATCHED
                    high = along + _SAME
                else:
                    matched_from[cell] = _BEST
                    high = over + _SAME
                matched[column] = high
            elif row and column and sort and sort == sorts[column - 1]:
                # Something else of its kind: 2021 and 2025, one name and another.
                over, along = upper_best[column - 1], upper_matched[column - 1]
                matched_from[cell] = _MATCHED if along >= over else _BEST
                high = (along if along >= over else over) + _SWAP
                matched[column] = high
            elif row == column == 0:
                matched[column] = 0.0
            if row:
                opened = upper_best[column] + before
                going = left[column] + _EXTEND
                left_open[cell] = opened >= going
                left[column] = value = opened if opened >= going else going
                value += behind
                if value > high:
                    high, how = value, _LEFT
            if column:
                opened = best[column - 1] + added_before[column]
                going = added + _EXTEND
                added_open[cell] = opened >= going
                added = opened if opened >= going else going
                value = added + added_behind[column]
                if value > high:
                    high, how = value, _ADDED
                if second[column - 1] == PLACEHOLDER:
                    # What it hides first may follow a mark; what it hides then is across one.
                    opened, going = entered[column], hidden[column] + across
                    hidden_first[cell] = opened >= going
                    hidden[column] = value = (opened if opened >= going else going) + each
                    value += border
                    if parted and column < len(other_breaks) and other_breaks[column]:
                        value += parted
                    if value > high:
                        high, how = value, _HIDDEN
                    value = best[column - 1] + _HIDE + start
                    if parted and other_breaks[column - 1]:
                        value += parted
                    entered[column] = value
                    if value > high:
                        high, how = value, _ENTERED
            best[column] = high
            best_from[cell] = how
        if open_end:
            column = max(range(columns), key=best.__getitem__)
            if best[column] > highest:
                highest, stop = best[column], (row, column)
    row, column = stop if open_end else (height, width)
    state = _BEST
    while row or column:
        cell = row * columns + column
        if state == _BEST:
            state = best_from[cell]
        if state == _MATCHED:
            if first[row - 1] == second[column - 1]:
                yield Step(row - 1, column - 1, MATCH)
            state = matched_from[cell]
            row, column = row - 1, column - 1
        elif state == _LEFT:
            state = _BEST if left_open[cell] else _LEFT
            row -= 1
        elif state == _ADDED:
            state = _BEST if added_open[cell] else _ADDED
            column -= 1
        elif state == _ENTERED:
            state = _BEST
            column -= 1
        else:
            yield Step(row - 1, column - 1, UNDER)
            state = _ENTERED if hidden_first[cell] else _HIDDEN
            row -= 1

"""Rows to regions: columns of a page one behind the other, and the margins of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer.documents.pdf.lines import Line, Row

_STEP: Final = 3.0
"""Points in which a gutter between columns is looked for."""
_MOST_STEPS: Final = 2000
_LEAST_ROWS: Final = 4
"""Rows that a column needs."""
_COLUMN: Final = 9.0
"""Widths of a character that a column of running text has at least; cells of tables have less."""
_CROSSING: Final = 0.25
"""The share of rows that may cross the gutter: titles over both columns."""
_DEEPEST: Final = 3
_HANGING: Final = frozenset("，。、；：！？”’》）,.;:!?)")
"""Marks that may stand beyond the right margin rather than begin a line."""


class Region(NamedTuple):
    """Rows that follow each other in one column, and where its lines begin and end."""

    rows: Sequence[Row]
    left: float
    right: float


def regions_of(rows: Sequence[Row], deep: int = 0) -> Iterator[Region]:
    """The regions of a page in the order of reading."""
    gutter = _gutter(rows) if deep < _DEEPEST else None
    if gutter is None:
        if rows:
            yield Region(rows, *margins([row for row in rows if len(row) == 1] or rows))
        return
    start = 0
    while start < len(rows):
        end = start
        aside = _crosses(rows[start], gutter)
        while end < len(rows) and _crosses(rows[end], gutter) == aside:
            end += 1
        part = rows[start:end]
        if aside:
            yield Region(part, *margins(part))
        else:
            left = [cells for row in part if (cells := tuple(c for c in row if c.left < gutter))]
            right = [cells for row in part if (cells := tuple(c for c in row if c.left >= gutter))]
            yield from regions_of(left, deep + 1)
            yield from regions_of(right, deep + 1)
        start = end


def _crosses(row: Row, at: float) -> bool:
    return any(cell.left < at < cell.right for cell in row)


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where a page of two columns is parted; ``None`` for a page of one."""
    cells = [cell for row in rows for cell in row]
    if len(cells) < 2 * _LEAST_ROWS:
        return None
    left, right = min(cell.left for cell in cells), max(cell.right for cell in cells)
    steps = min(_MOST_STEPS, int((right - left) / _STEP))
    if steps < 10:
        return None
    width = (right - left) / steps
    changes = [0] * (steps + 2)
    for cell in cells:
        changes[int((cell.left - left) / width)] += 1
        changes[min(steps, int((cell.right - left) / width)) + 1] -= 1
    covered: list[int] = []
    for change in changes[:-1]:
        covered.append((covered[-1] if covered else 0) + change)
    middle = range(int(steps * 0.2), int(steps * 0.8) + 1)
    least = min(covered[step] for step in middle)
    if least > _CROSSING * len(rows):
        return None
    best = [step for step in middle if covered[step] == least]
    at = left + (_longest(best) + 0.5) * width
    sides = (
        [cell for cell in cells if cell.right <= at],
        [cell for cell in cells if cell.left >= at],
    )
    return at if all(_is_running(side) for side in sides) else None


def _longest(steps: Sequence[int]) -> int:
    """The middle of the longest run of neighbours."""
    best: list[int] = []
    run: list[int] = []
    for step in steps:
        run = [*run, step] if run and run[-1] == step - 1 else [step]
        if len(run) > len(best):
            best = run
    return best[len(best) // 2]


def _is_running(cells: Sequence[Line]) -> bool:
    """Whether cells that stand above each other are the lines of a text, not of a table."""
    if len(cells) < _LEAST_ROWS:
        return False
    full = max(cell.right for cell in cells)
    size = sorted(cell.size for cell in cells)[len(cells) // 2]
    long = [cell for cell in cells if cell.right - cell.left >= _COLUMN * size]
    reaching = sum(1 for cell in long if full - cell.right < 2 * size)
    return len(long) * 2 >= len(cells) and reaching * 2 >= len(long)


def margins(rows: Sequence[Row]) -> tuple[float, float]:
    """Where the lines of some rows begin and end, one or two that stand out left aside."""
    support = max(1, min(2, len(rows) // 3), len(rows) // 25)
    size = sorted(row[0].size for row in rows)[len(rows) // 2]
    lefts = sorted(row[0].left for row in rows)
    rights = sorted((_core_right(row[-1]) for row in rows), reverse=True)
    left = next((x for i, x in enumerate(lefts) if _near(lefts, i, size / 2) >= support), lefts[0])
    right = next(
        (x for i, x in enumerate(rights) if _near(rights, i, size / 2) >= support), rights[0]
    )
    return left, right


def _near(ordered: Sequence[float], index: int, most: float) -> int:
    """How many entries from ``index`` on are within ``most`` of it; three are enough to tell."""
    count = 0
    need = max(3, len(ordered) // 25)
    for each in ordered[index : index + need]:
        if abs(each - ordered[index]) > most:
            break
        count += 1
    return count


def _core_right(line: Line) -> float:
    """A line's end without a mark that may stand in the margin."""
    if len(line.text) > 1 and line.text[-1] in _HANGING:
        return line.lefts[-1]
    return line.right

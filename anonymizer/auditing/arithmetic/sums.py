"""Sums: a total and its parts, what remains, shares of a whole, the columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from anonymizer.auditing.arithmetic.equations import Equation
from anonymizer.auditing.arithmetic.paragraphs import Cues, Item, ShownFigure
from anonymizer.auditing.figures import Measure, measure
from anonymizer.auditing.tables import tables

_REACH: Final = 24
"""Figures after a total, or before one, among which its parts are looked for."""
_TALLEST: Final = 200
"""Rows above a row of totals that it may add up."""
_FINE: Final = Decimal("1e-9")


def sums(items: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    """The sums that a paragraph states and that hold."""
    for place, item in enumerate(items):
        yield from _listed(items, place, cues)
        if _leads_with_total(item, cues):
            yield from _gathered(items, place)
        if cues.has(item.lead, "rest"):
            yield from _remaining(items, place)
    yield from _whole(items, cues)


def _same_unit(one: Item, other: Item) -> bool:
    return one.measure.unit == other.measure.unit and one.figure.kind == other.figure.kind


def _listed(items: Sequence[Item], place: int, cues: Cues) -> Iterator[Equation]:
    """A total and behind it its parts: 共100亿元，其中工业60亿元、农业40亿元."""
    total = items[place]
    if total.measure.unit in ("%", "pp"):
        return
    near = [
        item
        for item in items[place + 1 : place + 1 + _REACH]
        if _same_unit(item, total) and item.sentence - total.sentence <= 2
    ]
    for start, first in enumerate(near):
        named = cues.has(first.lead, "part")
        if start and not named:
            continue
        if first.sentence != total.sentence and not named:
            return
        parts = _parts(near[start:], total, cues)
        if parts:
            yield _sum(total, parts)
            return


def _parts(run: Sequence[Item], total: Item, cues: Cues) -> list[Item]:
    """As many figures from the start of a run as make the total, if words say that they do."""
    cued = cues.has(total.lead, "total") or "：" in total.tail[:8]
    pair = set()
    amount = Decimal(0)
    for count, item in enumerate(run, 1):
        if item.measure.number >= total.measure.number:
            break
        if count > 1 and item.sentence - run[count - 2].sentence > 1:
            break
        cued = cued or cues.has(item.lead, "part") or (count > 1 and cues.has(item.lead, "rest"))
        pair |= {use for use in ("sex_m", "sex_f") if cues.has(item.lead, use)}
        amount += item.measure.number
        if count >= 2 and (cued or len(pair) == 2) and _agree(amount, total.measure):
            return list(run[:count])
        if amount > total.measure.number + total.measure.step:
            break
    return []


def _leads_with_total(item: Item, cues: Cues) -> bool:
    found = cues.last(item.lead, "total")
    return found is not None and len(item.lead) - found.end() <= 6


def _gathered(items: Sequence[Item], place: int) -> Iterator[Equation]:
    """Parts and behind them their total: 工业60亿元、农业40亿元，合计100亿元."""
    total = items[place]
    parts: list[Item] = []
    amount = Decimal(0)
    for item in reversed(items[max(0, place - _REACH) : place]):
        if item.sentence != total.sentence:
            break
        if not _same_unit(item, total):
            continue
        parts.insert(0, item)
        amount += item.measure.number
        if len(parts) >= 2 and _agree(amount, total.measure):
            yield _sum(total, parts)
            return
        if amount > total.measure.number + total.measure.step:
            return


def _remaining(items: Sequence[Item], place: int) -> Iterator[Equation]:
    """What is left: 应到94人，核减37人，剩下57人."""
    rest = items[place]
    near = [
        item
        for item in items[max(0, place - 6) : place]
        if _same_unit(item, rest) and rest.sentence - item.sentence <= 1
    ]
    for number, whole in enumerate(near):
        amount = rest.measure.number
        for end in range(number + 1, len(near)):
            amount += near[end].measure.number
            if _agree(amount, whole.measure):
                yield _sum(whole, [*near[number + 1 : end + 1], rest])
                return


def _whole(items: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    """Shares that make the whole: 惜售的占六成，急卖的占两成，观望的占两成."""
    run: list[Item] = []
    for item in items:
        if item.measure.unit != "%" or (run and item.sentence != run[-1].sentence):
            if run and item.sentence != run[-1].sentence:
                run = []
            if item.measure.unit != "%":
                continue
        if cues.has(item.lead, "up", "down", "rest") and not cues.has(item.lead, "share"):
            run = []
            continue
        run = [*run[-_REACH:], item]
        amount = Decimal(0)
        for count, part in enumerate(reversed(run), 1):
            amount += part.measure.number
            if amount > 100:
                break
            if count >= 2 and amount == 100:
                parts = run[-count:]
                if any(cues.has(each.lead, "share") for each in parts):
                    members = tuple(each.number for each in parts)
                    yield Equation("sum", members, (1,) * count, 100)
                run = []
                break


def _agree(amount: Decimal, total: Measure) -> bool:
    """Equal to the last place of the total."""
    return abs(amount - total.number) <= total.step / 2 + total.number * _FINE


def _sum(total: Item, parts: Sequence[Item]) -> Equation:
    members = (total.number, *(part.number for part in parts))
    return Equation("sum", members, (1, *(-1 for _ in parts)))


def table_sums(figures: Sequence[ShownFigure], text: str, cues: Cues) -> Iterator[Equation]:
    """The columns of tables that have a row, the rows that have a column, of totals."""
    by_start = {shown.figure.start: index for index, shown in enumerate(figures)}
    for rows in tables(text):
        grid = [[by_start.get(cell.start) for cell in row] for row in rows]
        for number, row in enumerate(rows):
            if not cues.is_total(row[0].text):
                continue
            above = grid[max(0, number - _TALLEST) : number][::-1]
            for column in range(1, len(row)):
                cells = (line[column] if column < len(line) else None for line in above)
                yield from _column(grid[number][column], cells, figures)
        for column, head in enumerate(rows[0]):
            if column and cues.is_total(head.text):
                for line in grid[1:]:
                    if column < len(line):
                        others = line[column - 1 : 0 : -1] if column > 2 else line[:column:-1]
                        yield from _column(line[column], others, figures)


def _column(
    total: int | None, parts: Iterable[int | None], figures: Sequence[ShownFigure]
) -> Iterator[Equation]:
    """A total with as many figures, from its own place on, as make it."""
    whole = measure(figures[total].figure) if total is not None else None
    if whole is None or total is None:
        return
    taken: list[int] = []
    amount = Decimal(0)
    for index in parts:
        part = measure(figures[index].figure) if index is not None else None
        if part is None or index is None or amount > whole.number + whole.step:
            return
        taken.insert(0, index)
        amount += part.number
        if len(taken) >= 2 and _agree(amount, whole):
            yield Equation("sum", (total, *taken), (1, *(-1 for _ in taken)))
            return

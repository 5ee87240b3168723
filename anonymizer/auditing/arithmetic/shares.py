"""Shares and products: part, whole and percentage; count, each and total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from anonymizer.auditing.arithmetic.equations import Equation, holds
from anonymizer.auditing.arithmetic.paragraphs import Cues, Item

_BACK, _AHEAD = 6, 3
"""Figures around a share, or around what each gets, that are looked at."""
_CLOSE: Final = 10
_NO_COUNTS: Final = frozenset(("%", "pp", "倍"))


def shares(items: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    """The shares that a paragraph states and that hold: 20家企业复工18家，复工率90%."""
    for place, share in enumerate(items):
        if share.measure.unit != "%" or not _is_share(share, cues):
            continue
        near = _near(items, place)
        found = next(_parts(share, near), None)
        if found is not None:
            yield found


def _is_share(item: Item, cues: Cues) -> bool:
    lead = item.lead[-_CLOSE:]
    if not cues.has(lead, "share"):
        return False
    changed = cues.last(lead, "up", "down")
    share = cues.last(lead, "share")
    return changed is None or (share is not None and share.start() >= changed.start())


def _near(items: Sequence[Item], place: int) -> list[Item]:
    """The figures of this sentence and the one before, the nearest first."""
    here = items[place]
    around = [
        (abs(other - place), other)
        for other in range(max(0, place - _BACK), min(len(items), place + _AHEAD + 1))
        if other != place
        and 0 <= here.sentence - items[other].sentence <= 1
        and items[other].figure.kind != "number"  # the second of a row, the number of a house
    ]
    return [items[other] for _, other in sorted(around)]


def _parts(share: Item, near: Sequence[Item]) -> Iterator[Equation]:
    for part in near:
        if part.measure.unit in _NO_COUNTS:
            continue
        for whole in near:
            if (
                whole is not part
                and whole.measure.unit == part.measure.unit
                and whole.measure.number != part.measure.number
            ):
                equation = Equation(
                    "share", (part.number, whole.number, share.number), factor="percent"
                )
                if holds(equation, (part.measure, whole.measure, share.measure)):
                    yield equation


def products(items: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    """Count times each makes the total: 59名职工人均1500元，共8.85万元."""
    for place, each in enumerate(items):
        if each.measure.unit in _NO_COUNTS or not cues.has(each.lead[-_CLOSE:], "each"):
            continue
        near = _near(items, place)
        found = next(_totals(each, near), None)
        if found is not None:
            yield found


def _totals(each: Item, near: Sequence[Item]) -> Iterator[Equation]:
    for total in near:
        if total.measure.unit != each.measure.unit or total.measure.number <= each.measure.number:
            continue
        for count in near:
            if count is total or count.measure.unit in (each.measure.unit, *_NO_COUNTS):
                continue
            per_unit = count.measure.units / count.measure.number
            for per in dict.fromkeys((Decimal(1), per_unit)):  # 亩均 is not by the square metre
                members = (total.number, count.number, each.number)
                equation = Equation("product", members, factor="times", per=per)
                if holds(equation, (total.measure, count.measure, each.measure)):
                    yield equation

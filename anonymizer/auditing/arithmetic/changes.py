"""Growth: before, now and the change between them, any two of which give the third."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from anonymizer import compiled
from anonymizer.auditing.arithmetic.equations import Equation, Factor, holds
from anonymizer.auditing.arithmetic.paragraphs import Cues, Item

_BACK, _AHEAD = 5, 3
"""Figures before and behind a change among which its two ends are looked for."""
_CLOSE: Final = 8
"""Characters within which the word of a change stands before its figure."""
_FROM: Final = compiled.lazy(r"(?:由|从)[^，,；;。]{0,20}\Z")


def changes(items: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    """The changes that a paragraph states and that hold."""
    for place, item in enumerate(items):
        near = [
            other
            for other in items[max(0, place - _BACK) : place + _AHEAD + 1]
            if other.sentence == item.sentence and other is not item
        ]
        unit = item.measure.unit
        if _doubled(item, cues):
            yield from _doubles(item, near, cues)
        if unit == "倍":
            yield from _by_multiple(item, near, cues)
            continue
        upwards = _direction(item, cues)
        if upwards is None:
            continue
        if unit == "%":
            yield from _by_percent(item, near, upwards, cues)
        elif unit == "pp":
            yield from _by_difference(item, near, "%", upwards, cues)
        else:
            yield from _by_difference(item, near, unit, upwards, cues)


def _direction(item: Item, cues: Cues) -> bool | None:
    """Whether a figure says by how much something grew (or shrank); ``None`` if neither."""
    found = cues.last(item.lead, "up", "down")
    if found is None or len(item.lead) - found.end() > _CLOSE:
        return None
    if cues.has(item.lead[found.start() :], "to"):
        return None
    return cues.has(found[0], "up") and not cues.has(found[0], "down")


def _pairs(near: Sequence[Item], unit: str, cues: Cues) -> Iterator[tuple[Item, Item]]:
    """What may be before and now: by 去年 or a year, or as 由…增加到…."""
    for number, before in enumerate(near):
        if before.measure.unit != unit:
            continue
        # 比全省的4.1%高3.1个百分点: what it is compared with takes the place of what was.
        word = cues.last(before.lead, "than", "share")  # 占比 compares nothing
        compared = unit == "%" and word is not None and not cues.has(word[0], "share")
        earlier = before.dated or compared or cues.has(before.lead, "before")
        for other, now in enumerate(near):
            if other == number or now.measure.unit != unit:
                continue
            if earlier or (other == number + 1 and _turns(before, now, cues)):
                yield before, now


def _turns(before: Item, now: Item, cues: Cues) -> bool:
    """由A增加到B: the second figure says what the first has become."""
    found = cues.last(now.lead, "up", "down")
    becomes = found is not None and cues.has(now.lead[found.start() :], "to")
    return becomes or _FROM.search(before.lead) is not None


def _by_percent(
    change: Item, near: Sequence[Item], upwards: bool, cues: Cues
) -> Iterator[Equation]:
    factor: Factor = "grow" if upwards else "shrink"
    for unit in {item.measure.unit for item in near} - {"%", "pp", "倍"}:
        for before, now in _pairs(near, unit, cues):
            if _holds(now, before, change, factor):
                yield Equation("growth", (now.number, before.number, change.number), factor=factor)
                return
    # 完成68.2亿斤，比去年增加1.9亿斤、增长2.9%: what it was before is not said.
    part: Factor = "gained" if upwards else "lost"
    for number, gain in enumerate(near):
        if gain.measure.unit in ("%", "pp", "倍") or _direction(gain, cues) is not upwards:
            continue
        if abs(gain.number - change.number) > 1:
            continue
        for now in near[:number]:
            if now.measure.unit == gain.measure.unit and _holds(gain, now, change, part):
                yield Equation("growth", (gain.number, now.number, change.number), factor=part)
                return


def _by_difference(
    change: Item, near: Sequence[Item], unit: str, upwards: bool, cues: Cues
) -> Iterator[Equation]:
    sign = 1 if upwards else -1
    for before, now in _pairs(near, unit, cues):
        if now.measure.number == before.measure.number + sign * change.measure.number:
            members = (now.number, before.number, change.number)
            yield Equation("growth", members, (1, -1, -sign))
            return


def _by_multiple(change: Item, near: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    more = cues.has(change.lead[-_CLOSE:], "up") and not cues.has(change.lead[-2:], "to")
    factor: Factor = "more_times" if more else "times"
    for unit in {item.measure.unit for item in near} - {"pp", "倍"}:
        for before, now in _pairs(near, unit, cues):
            if _holds(now, before, change, factor):
                yield Equation("growth", (now.number, before.number, change.number), factor=factor)
                return


def _doubled(item: Item, cues: Cues) -> bool:
    return cues.has(item.lead, "double") or cues.has(item.tail, "double")


def _doubles(item: Item, near: Sequence[Item], cues: Cues) -> Iterator[Equation]:
    for other in near:
        if (
            other.measure.unit == item.measure.unit
            and other.measure.number == item.measure.number * 2
        ):
            yield Equation("growth", (other.number, item.number), (1, -2))
            return


def _holds(first: Item, second: Item, third: Item, factor: Factor) -> bool:
    equation = Equation("growth", (0, 1, 2), factor=factor)
    return holds(equation, (first.measure, second.measure, third.measure))

"""Facts: placeholders that belong together, and placeholders that are the same entity.

x月x日x点x分 is one fact of four parts, x:x:x one of three, X至X万元 one of two. X区 and, later,
把X区建设得 are the same district; X大道、X大道 are not the same road.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from anonymizer import compiled
from anonymizer.extraction.blanks import NUMBERED, TYPED, Blank
from anonymizer.extraction.readings import Masked, Reading

_RANGE: Final = compiled.lazy(
    "[余多]?(?:[万亿]?元|[％万亿年月日时点户个人])?(?:至|到|[—–~～－-]{1,2})"
)
_RATIO: Final = compiled.lazy("[：∶比/]")
_LIST: Final = compiled.lazy("[、和及与]")
_CALENDAR: Final = ("年", "月", "日", "号", "时", "時", "点", "點", "分", "秒")
"""Units in the order in which a date and a time go on."""
_OF_DAY: Final = compiled.lazy("日(?:上午|下午|晚上?|凌晨|中午|清晨)|年第")
_WEAK: Final = 0.7
"""A reading of less says little; what stands beside it may say more."""
_LENT: Final = 0.8
"""What is taken over is no surer than this."""
_ONE: Final = frozenset("县市区省州旗")
"""Divisions of which a speech means its own, if it hides the name."""
_ONE_POST: Final = compiled.lazy(
    "书记|市长|县长|区长|省长|州长|旗长|镇长|乡长|局长|院长|校长|董事长|总经理"
)
_MOMENTS: Final = frozenset(("date", "time"))
_NAMING: Final = frozenset(("person", "place", "organization", "name", "term"))
_NARROW: Final = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")


def lent(masked: Masked, readings: Sequence[Reading | None]) -> list[Reading | None]:
    """The readings, where a weak one is taken over from a neighbour in the same range or list."""
    between = _between(masked)
    result = list(readings)
    for index in reversed(range(len(between))):
        # What both ends of a range count stands behind the second.
        result[index] = _lend(result[index + 1], result[index], between[index], ends=True)
    for index, joint in enumerate(between):
        result[index + 1] = _lend(result[index], result[index + 1], joint, ends=False)
    return result


def _lend(
    giver: Reading | None, taker: Reading | None, joint: str, *, ends: bool
) -> Reading | None:
    if giver is None or giver.score < _WEAK or (taker is not None and taker.score >= _WEAK):
        return taker
    # 分别增长X、X、X个百分点: what is counted stands behind the last.
    listed = (ends or giver.means in _NAMING) and _LIST.fullmatch(joint)
    if listed or (ends and _RANGE.fullmatch(joint)):
        return giver._replace(score=min(giver.score, _LENT))
    return taker


def facts(masked: Masked, readings: Sequence[Reading]) -> list[str | None]:
    """For each placeholder the id of the fact that it shares with a neighbour, if it does."""
    ids: list[str | None] = [None] * len(masked.places)
    count = 0
    for index, joint in enumerate(_between(masked)):
        if _one_fact(joint, readings[index], readings[index + 1]):
            if ids[index] is None:
                count += 1
                ids[index] = f"f{count}"
            ids[index + 1] = ids[index]
    return ids


def _one_fact(joint: str, first: Reading, second: Reading) -> bool:
    moments = first.means in _MOMENTS and second.means in _MOMENTS
    if _RANGE.fullmatch(joint):
        return moments or first.means == second.means
    if _RATIO.fullmatch(joint) and first.means == second.means:
        return first.means in ("ratio", "time")
    if not moments:
        return False
    if joint in _CALENDAR:
        unit = second.unit
        return unit not in _CALENDAR or _CALENDAR.index(unit) > _CALENDAR.index(joint)
    return _OF_DAY.fullmatch(joint) is not None


def same(
    text: str, blanks: Sequence[Blank], masked: Masked, readings: Sequence[Reading]
) -> list[str]:
    """For each placeholder the id of its entity: shared where the text shows that it is one.

    Placeholders with a number are what their number says. Otherwise a name is the same again
    if the same word stands behind it and there can hardly be two of the sort.
    """
    ids: dict[object, str] = {}
    listed = _listed(masked)
    result: list[str] = []
    for index, (blank, reading) in enumerate(zip(blanks, readings, strict=True)):
        written = text[blank.start : blank.end]
        key: object = index
        if blank.rule in (NUMBERED, TYPED):
            key = written.translate(_NARROW)
        elif index not in listed and (sort := _sort(masked.text, masked.places[index], reading)):
            key = (written, reading.means, sort)
        result.append(ids.setdefault(key, f"e{len(ids) + 1}"))
    return result


def _sort(text: str, place: int, reading: Reading) -> str:
    """What a name is one of, if a speech has only one of them."""
    behind = text[place + 1 : place + 6]
    if reading.means == "place":
        return behind[0] if behind[:1] in _ONE else ""
    if reading.means == "person":
        found = _ONE_POST.match(behind)
        return found[0] if found else ""
    return behind[:2] if reading.means == "term" else ""


def _listed(masked: Masked) -> set[int]:
    """The placeholders that stand in one list with another of their sort: X市、X市."""
    text, places = masked
    found: set[int] = set()
    for index, joint in enumerate(_between(masked)):
        behind = text[places[index + 1] + 1 : places[index + 1] + 2]
        if len(joint) == 2 and joint[1] in "、和与" and joint[0] == behind:
            found |= {index, index + 1}
    return found


def _between(masked: Masked) -> list[str]:
    """What stands between each placeholder and the next."""
    text, places = masked
    return [text[start + 1 : end] for start, end in pairwise(places)]

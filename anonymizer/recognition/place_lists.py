"""Places that share a generic word: 大众、兴国、国富三个镇, 丰岩、阳坝等水电站, 大白山至呼滨段.

The generic word stands behind the last item only, behind a count or 等. The items before it
are cut out by their commas; where the first one begins is a question for the stem finder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anonymizer import compiled
from anonymizer.recognition.stems import StemFinder

_SHARED: Final = (
    "乡镇|镇街|街镇|镇村|镇|乡|村|社区|街道|苏木|县区|县市|区县|县|市|区|州|水库|水电站|电站|片区|片|"
    "小区|屯|寨子|寨|组|校区|院区|教学点|学校|港口|港|码头|渔港|口岸|互市点|站|车站|泵站|变电站|闸|"
    "大桥|桥|隧道|路段|路|街|巷|河|江|湖|渠|支流|流域|灌区|山|岛|景区|景点|公园|广场|林场|农场|牧场|矿|"
    "园区|工业园|产业园|处|地|点|村庄|库区|断面|方向|线路|线|高速|铁路|国道|省道|服务站|服务中心|"
    "派出所|卫生院|安置点|搬迁点|地段|险段|中心|龛窟|市场|夜市"
)
_COUNTED: Final = compiled.lazy(
    "[、和与及]([\u3400-\u9fff]{1,6}?)"
    "(?:等(?:地区|地)|(?:(?P<many>等)|(?P<count>[两二三四五六七八九十]{1,3}|[0-9]{1,3}))"
    "(?:[0-9]{1,3}|[两二三四五六七八九十]{1,3})?"
    f"[个座条处片所大支]?(?:{_SHARED}))"
)
_FROM_TO: Final = compiled.lazy(
    "([至到—])([\u3400-\u9fff]{2,5}?)(?=段|公路|高速|铁路|区间|沿线|的?通组路|一线|县界|便道|航线|等)"
)
_NUMERALS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ITEM: Final = compiled.lazy("[\u3400-\u9fff]{2,6}\\Z")
_LIKELY: Final = 1.7
"""What an unknown name may cost at most that only stands beside a place."""
_SURE: Final = 2.3
"""What an unknown name in a list may cost at most."""


def listed(text: str, stems: StemFinder) -> list[tuple[int, int]]:
    """Stretches of ``text`` that are items of such lists and ranges."""
    found: list[tuple[int, int]] = []
    for match in _COUNTED.finditer(text):
        items = [match.span(1)]
        items += items_before(text, match.start(), stems)
        count = match["count"]
        if count and _number(count) == len(items) > 1:
            found += [item for item in items if text[item[1] - 3 : item[1]] not in stems.other]
        else:
            judged = [item for item in items if _judge(text[item[0] : item[1]], stems)]
            if len(judged) * 2 > len(items):
                found += judged
    for match in _FROM_TO.finditer(text):
        if not _judge(match[2], stems):
            continue
        end = match.start()
        stem = stems.before(text, end, 1)
        if stem and end - stem.start > 1 and (stem.known or stem.gain > 0):
            found.append((stem.start, end))
            found.append(match.span(2))
    return found


def items_before(text: str, end: int, stems: StemFinder, longest: int = 6) -> list[tuple[int, int]]:
    """The items of a list that end before the separator at ``end``, the last one first."""
    items: list[tuple[int, int]] = []
    while len(items) < 40:
        begin, goes_on = stems.window(text, end)
        comma = text.rfind("、", begin, end)
        if comma >= 0:
            begin = comma + 1
        elif text[begin - 1] == "、" and not goes_on:
            comma = begin - 1
        if comma < 0:
            stem = stems.before(text, end, 1)
            if stem and end - stem.start > 1 and (stem.known or stem.gain > 0):
                start = stem.start
                if start - begin == 1 and not goes_on and stems.lone(text[begin]):
                    start = begin  # 一带的|学|优佳: a lone character belongs to the name
                items.append((start, end))
            elif not goes_on and 2 <= end - begin <= 3:
                items.append((begin, end))  # ，|鼎盛、: a word that others may make a name
            return items
        if not 2 <= end - begin <= longest:
            return items
        items.append((begin, end))
        end = comma
    return items


def neighbours(
    text: str, found: Sequence[tuple[int, int]], stems: StemFinder
) -> list[tuple[int, int]]:
    """Names without a generic word that stand in one list with places found."""
    beside: list[tuple[int, int]] = []
    seen = {end for _, end in found}
    todo = list(found)
    while todo:
        start, end = todo.pop()
        if start and text[start - 1] == "、":
            before = _LAST.search(text, max(0, start - 8), start - 1)
            if before is not None:
                item = before.span()
                if item[1] not in seen and _close(before[0], stems):
                    seen.add(item[1])
                    todo.append(item)
                    beside.append(item)
        # Few places are followed by a comma; to look for one is cheaper than to match.
        if text.find("、", end, end + _TO_COMMA) < 0:
            continue
        match = _NEXT.match(text, end)
        if match is not None:
            item = match.span(1)
            if item[1] not in seen and _close(match[1], stems):
                seen.add(item[1])
                todo.append(item)
                beside.append(item)
    return beside


def alike(text: str, found: Sequence[tuple[int, int]], stems: StemFinder) -> list[tuple[int, int]]:
    """Words that stand before the generic word of a place beside them: 文中|路、文建路.

    They are whole items: alone they would be words, in the row they are names too.
    """
    seen = {end for _, end in found}
    beside: list[tuple[int, int]] = []
    todo = [place for place in found if text[place[1] : place[1] + 1] in _ALIKE]
    while todo:
        start, end = todo.pop()
        generic = text[end]
        items = []
        if start > _SHORTEST and text[start - 2 : start] == generic + "、":
            before = _LAST_ALIKE.search(text, max(0, start - 8), start - 2)
            if before is not None:
                items.append(before.span())
        if text[end + 1 : end + 2] == "、":
            match = _NEXT_ALIKE.match(text, end + 2)
            if match is not None and match[2] == generic:
                items.append(match.span(1))
        for item in items:
            name = text[item[0] : item[1]]
            if item[1] in seen or name[-2:] in stems.blockers or stems.broken(name):
                continue
            seen.add(item[1])
            beside.append(item)
            todo.append(item)
    return beside


_ALIKE: Final = frozenset("路街巷镇乡村河湖渠沟桥站")
"""Generic words of one character that stand behind each item of a row."""
_SHORTEST: Final = 3
_LAST_ALIKE: Final = compiled.lazy("(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,3}\\Z")
_NEXT_ALIKE: Final = compiled.lazy(
    "([\u3400-\u9fff]{2,3})([路街巷镇乡村河湖渠沟桥站])(?=[、，。；,;])"
)


_LAST: Final = compiled.lazy("(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}\\Z")
_NEXT: Final = compiled.lazy(
    "(?:镇|乡|村|县|市|区|街道|社区|河|江|湖|山|水库|路|街)?、"
    "([\u3400-\u9fff]{2,4}?)(?=[、，。；,;和与及等]|两|三|四|五|六|七|八|九|十|这)"
)
_TO_COMMA: Final = 3
"""Characters within which a comma stands behind a place with its generic word."""


def _close(name: str, stems: StemFinder) -> bool:
    """Whether an item beside a place looks very much like a place's name."""
    cost, known, word = stems.cost(name)
    return not word and name[-2:] not in stems.blockers and (known or cost < _LIKELY)


def _judge(name: str, stems: StemFinder) -> bool:
    """Whether an item looks like a place's name."""
    cost, known, word = stems.cost(name)
    if name[-2:] in stems.blockers or name[-3:] in stems.other:
        return False
    return len(name) > 1 and ((known and not word) or (not word and cost < _SURE))


def _number(numeral: str) -> int:
    """What a short numeral says: 三, 十二, 12."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)

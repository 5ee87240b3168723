"""Frames in which only a person stands: 真名石坚, 老于，于秋霖, （马友朋：…）, 推罗万山为会长.

What stands around the name tells so much that even a word, or a name of an unknown make,
is one there.
"""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.edges import generic_end
from anonymizer.recognition.persons.shape import NEVER, Shapes
from anonymizer.recognition.persons.spots import HAN, Look
from anonymizer.rulebook import Rulebook

_HAN: Final = "\u4e00-\u9fff"
_ENDS: Final = "，。；、！？）)”\n：,;!?—…"
_END: Final = rf"(?=[{_ENDS}]|\Z)"
_MARKS: Final = frozenset("，。；：、！？“”（）\n,;:!? \u3000—(")
_JOINTS: Final = frozenset("、和与跟")
_NOT_TOLD: Final = frozenset("啥谁何甚什么怎这那哪")
_KIN: Final = (
    "姐弟|兄妹|兄弟|姐妹|姊妹|父子|父女|母子|母女|夫妇|夫妻|爷孙|祖孙|婆媳|师徒|叔侄|妯娌"
    "|两口子|小两口"
)
_NO_SURNAME_TOLD: Final = frozenset("百同贵异其何指改单尊党")
_THINGS: Final = frozenset("病症虫菌草药鱼果酒米茶戏歌舞曲寺庙洞")
"""What ends things that are called something: 一种叫黄龙病的病."""


Framed = tuple[int, int, str, str]
"""Start and end of a name, its form, and the rule that says so."""


class Frames:
    """Finds names in such frames; looks only where a rare character or a mark stands."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes) -> None:
        self._shapes = shapes
        self._posts = rulebook.values("posts")
        names = frozenset(name for name in shapes.surnames if len(name) == 1)
        self.looks = {
            "again": (Look(names, HAN, HAN | set(_ENDS), before="，,—（("),),
            "bracket": (Look(names, HAN, before="（("),),
            "joined": (Look(names, HAN, _JOINTS | HAN, before=_MARKS),),
            "told": (Look("名", before="大真全本学原艺"),),
            "chosen": (Look("举选出请命名推聘", names, HAN),),
        }
        one = f"[{''.join(sorted(names))}]"
        self._told = compiled.pattern(
            f'名(?:就?[叫是：])?[“"]?([{_HAN}·]{{2,6}}?)[”"]?(?=[，。；、！？）)”\\n,;!?—]|的)'
        )
        self._parted = compiled.pattern(f"姓({one})[，,]名([{_HAN}]{{1,2}}?)(?:的)?{_END}")
        self._again = compiled.pattern(f"{one}[{_HAN}]{{1,2}}{_END}")
        self._first = compiled.pattern(
            f"({one})([{_HAN}]{{0,3}})(?:[，,—（(]|——)(?:大名|真名|全名|本名)?[叫是]?$"
        )
        self._bracket = compiled.pattern(
            f"{one}[{_HAN}]{{1,2}}?(?=[：:]|起立|站起|席地|举手|点头|鞠躬|敬礼|挥手|摇头)"
        )
        self._chosen = compiled.pattern(f"{one}[{_HAN}]{{1,2}}?(?=[为任当做]|担任)")
        self._joined = compiled.pattern(
            f"({one}[{_HAN}]{{1,2}})[、和与跟]({one}[{_HAN}]{{1,2}}?)(?:(?={_KIN})|{_END})"
        )
        self._aged = compiled.pattern(
            f"(?:^|[的是叫有，。；：、\\n“”])({one}[{_HAN}]{{1,2}}?)[，,（(]"
            "(?:今年|时年|现年|享年|男|女)?[，,]?(?:[0-9]{2}|[一二三四五六七八九十]{2,3})$"
        )
        self._clans = compiled.pattern(f"{one}(?:、{one})+(?=[0-9两三四五六七八九十]{{1,2}}大?$)")
        self._clan = compiled.pattern(
            f"(?:^|[^{_HAN}]|[是和有个])({one})姓(?=的|人家|家族|兄弟|宗亲|村民|后人|子孙|大户)"
        )

    def __call__(self, text: str, spots: dict[str, list[int]]) -> list[Framed]:
        """The names of ``text`` in frames, and the rule for each."""
        found: list[Framed] = []
        for place in spots["told"]:
            if told := self._told.match(text, place):
                name: str = told[1]
                first = name[0] in self._shapes.first and len(name) < 4
                if _NOT_TOLD.isdisjoint(name) and (first or self._shapes.best(name) > 0):
                    found.append(_whole(told.start(1), told.end(1)))
        for place in spots["again"]:
            if text.find(text[place], max(0, place - 8), place) >= 0:
                self._by_saying_again(found, text, place)
        for place in spots["bracket"]:
            bracket = self._bracket.match(text, place)
            if bracket and self._may_be(bracket[0]):
                found.append(_whole(place, bracket.end()))
        size = len(text)
        for place in spots["joined"]:
            if text[place + 2] in _JOINTS or (place + 3 < size and text[place + 3] in _JOINTS):
                self._pair(found, text, place)
        for place in spots["chosen"]:
            chosen = self._chosen.match(text, place + 1)
            if chosen and self._weight(chosen[0]) >= 0.5 and self._may_be(chosen[0]):
                found.append(_whole(place + 1, chosen.end()))
        place = text.find("岁")
        while place >= 0:
            aged = self._aged.search(text, max(0, place - 14), place)
            if aged and self._may_be(aged[1]):
                found.append(_whole(aged.start(1), aged.end(1)))
            place = text.find("岁", place + 1)
        place = text.find("姓")
        while place >= 0:
            self._by_surname(found, text, place)
            place = text.find("姓", place + 1)
        return found

    def _by_saying_again(self, found: list[Framed], text: str, place: int) -> None:
        """老于，于秋霖 and 章老师——大名章月舫: the surname, then the whole name."""
        name = self._again.match(text, place)
        if not name or not NEVER.isdisjoint(name[0]):
            return
        start = text.rfind(text[place], max(0, place - 8), place)
        first = self._first.match(text, start, place)
        if not first:
            return
        old = not first[2] and text[start - 1 : start] in ("老", "小")
        if old or first[2] in self._posts:
            found.append(_whole(place, name.end()))
        if old:
            found.append((start, start + 1, "surname", "person.nickname"))

    def _by_surname(self, found: list[Framed], text: str, place: int) -> None:
        """姓应，名有尽; 王、黄、李七姓; 王姓的."""
        rule = "person.surname_told"
        if parted := self._parted.match(text, place):
            if parted[1] not in _NO_SURNAME_TOLD:
                found.append((parted.start(1), parted.end(1), "surname", rule))
                found.append((parted.start(2), parted.end(2), "", "person.frame"))
        elif clan := self._clan.search(text, max(0, place - 2), place + 3):
            if clan[1] not in _NO_SURNAME_TOLD:
                found.append((clan.start(1), clan.end(1), "surname", rule))
        elif clans := self._clans.search(text, max(0, place - 24), place):
            found += [(at, at + 1, "surname", rule) for at in range(clans.start(), clans.end(), 2)]

    def _pair(self, found: list[Framed], text: str, place: int) -> None:
        """Two names joined: sure ones, or any two of a kin."""
        pair = self._joined.match(text, place)
        if not pair:
            return
        one: str = pair[1]
        other: str = pair[2]
        end = pair.end(2)
        joint = text[pair.end(1)]
        least = self._weight(one)
        most = self._weight(other)
        if most < least:
            least, most = most, least
        if text[end : end + 2] in _KIN or text[end : end + 3] in _KIN:
            fits = joint in "、和" and (
                least >= 0.3
                or (one[0] == other[0] and len(one) == len(other) and NEVER.isdisjoint(one + other))
            )
        else:
            fits = joint != "、" and least >= 0.5 and most >= 0.75
            fits = fits and self._may_be(one) and self._may_be(other)
        if fits:
            found.append(_whole(place, place + len(one)))
            found.append(_whole(end - len(other), end))

    def _may_be(self, name: str) -> bool:
        return self._weight(name) > 0.2 and not generic_end(name) and name[-1] not in _THINGS

    def _weight(self, name: str) -> float:
        return self._shapes.full(name)


def _whole(start: int, end: int) -> Framed:
    return start, end, "full_name", "person.frame"

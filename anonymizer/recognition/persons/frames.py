"""Frames in which only a person stands: 真名石坚, 老于，于秋霖, （马友朋：…）, 推罗万山为会长.

What stands around the name tells so much that even a word, or a name of an unknown make,
is one there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.beside import Guess
from anonymizer.recognition.persons.edges import Edges, generic_end
from anonymizer.recognition.persons.shape import NEVER, Shapes
from anonymizer.rulebook import Rulebook

_HAN: Final = "\u4e00-\u9fff"
_END: Final = r"(?=[，。；、！？）)”\n：,;!?—…]|\Z)"
_NOT_TOLD: Final = frozenset("啥谁何甚什么怎这那哪")
_KIN: Final = (
    "姐弟|兄妹|兄弟|姐妹|姊妹|父子|父女|母子|母女|夫妇|夫妻|爷孙|祖孙|婆媳|师徒|叔侄|妯娌"
    "|两口子|小两口"
)
_NO_SURNAME_TOLD: Final = frozenset("百同贵异其何指改单尊党")
_THINGS: Final = frozenset("病症虫菌草药鱼果酒米茶戏歌舞曲寺庙洞")
"""What ends things that are called something: 一种叫黄龙病的病."""


class Frames:
    """Finds names in such frames."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges
        self._posts = rulebook.values("posts")
        single = "".join(sorted(name for name in shapes.surnames if len(name) == 1))
        self._told = compiled.pattern(
            '(?:大名|真名|全名|本名|学名|原名|艺名)(?:就?[叫是：])?[“"]?'
            f'([{_HAN}·]{{2,6}}?)[”"]?(?=[，。；、！？）)”\\n,;!?—]|的)'
        )
        self._parted = compiled.pattern(f"姓([{single}])[，,]名([{_HAN}]{{1,2}}?)(?:的)?{_END}")
        self._again = compiled.pattern(
            f"([{single}])([{_HAN}]{{0,3}})(?:[，,—（(]|——)(?:大名|真名|全名|本名)?[叫是]?"
            f"((?=\\1)[{single}][{_HAN}]{{1,2}}){_END}"
        )
        self._bracket = compiled.pattern(
            f"[（(]([{single}][{_HAN}]{{1,2}}?)(?:[：:]|同志)?(?<=[：:])"
            f"|[（(]([{single}][{_HAN}]{{1,2}}?)(?=起立|站起|席地|举手|点头|鞠躬|敬礼|挥手|摇头|答[：:])"
        )
        self._chosen = compiled.pattern(
            f"(?:推举|推选|选举|选出|改选|聘请|任命|提名|推|选|聘)([{single}][{_HAN}]{{1,2}}?)(?=[为任当做]|担任)"
        )
        self._aged = compiled.pattern(
            f"(?<=[的是叫有，。；：、\n“”])([{single}][{_HAN}]{{1,2}}?)"
            "[，,（(](?:今年|时年|现年|享年|男|女)?[，,]?(?:[0-9]{2}|[一二三四五六七八九十]{2,3})岁"
        )
        self._two = compiled.pattern(
            f"(?:(?<=^)|(?<=[，。；：！？\n]))([{single}][{_HAN}]{{1,2}})[和与跟]([{single}][{_HAN}]{{1,2}}?){_END}"
        )
        self._kin = compiled.pattern(
            f"(?:(?<=^)|(?<=[，。；：、！？“”（\n和]))"
            f"([{single}][{_HAN}]{{1,2}})[、和]([{single}][{_HAN}]{{1,2}}?)(?={_KIN})"
        )
        self._clans = compiled.pattern(
            f"([{single}](?:、[{single}])+)(?=[0-9两三四五六七八九十]{{1,2}}(?:大?姓|家|位|个|两))"
        )
        self._clan = compiled.pattern(
            f"(?<![{_HAN}])([{single}])姓(?=的|人家|家族|兄弟|宗亲|村民|后人|子孙|大户)"
            f"|(?<=[是、和有个])([{single}])姓(?=的|人家|家族|兄弟|宗亲|村民|后人|子孙|大户)"
        )

    def __call__(self, text: str) -> Iterator[tuple[Guess, str]]:
        """The names of ``text`` in frames, and the rule for each."""
        if "名" in text:
            yield from self._by_being_told(text)
        yield from self._by_saying_again(text)
        if "（" in text or "(" in text:
            for found in self._bracket.finditer(text):
                place = found.span(1) if found[1] else found.span(2)
                if self._may_be(text, *place):
                    yield Guess(0.9, *place, "full_name"), "person.frame"
        for found in self._chosen.finditer(text):
            if self._may_be(text, *found.span(1)) and self._weight(found[1]) >= 0.5:
                yield Guess(0.9, *found.span(1), "full_name"), "person.frame"
        for found in self._kin.finditer(text):
            yield from self._pair(text, found.span(1), found.span(2))
        if "岁" in text:
            for found in self._aged.finditer(text):
                if self._may_be(text, *found.span(1)):
                    yield Guess(0.9, *found.span(1), "full_name"), "person.frame"
        for found in self._two.finditer(text):
            weights = sorted((self._weight(found[1]), self._weight(found[2])))
            places = found.span(1), found.span(2)
            sure = weights[0] >= 0.5 and weights[1] >= 0.75
            if sure and all(self._may_be(text, *place) for place in places):
                for place in places:
                    yield Guess(0.9, *place, "full_name"), "person.frame"
        if "姓" in text or "、" in text:
            for found in self._clans.finditer(text):
                if "姓" in text[found.end() : found.end() + 4]:
                    for at in range(found.start(), found.end(), 2):
                        yield Guess(0.9, at, at + 1, "surname"), "person.surname_told"
            for found in self._clan.finditer(text):
                place = found.span(1) if found[1] else found.span(2)
                if text[place[0]] not in _NO_SURNAME_TOLD:
                    yield Guess(0.9, *place, "surname"), "person.surname_told"

    def _by_being_told(self, text: str) -> Iterator[tuple[Guess, str]]:
        for found in self._told.finditer(text):
            name = found[1]
            first = name[0] in self._shapes.first and len(name) < 4
            if _NOT_TOLD.isdisjoint(name) and (first or self._shapes.best(name) > 0):
                yield Guess(0.9, *found.span(1), "full_name"), "person.frame"
        for found in self._parted.finditer(text):
            if found[1] not in _NO_SURNAME_TOLD:
                yield Guess(0.9, *found.span(1), "surname"), "person.surname_told"
                yield Guess(0.9, *found.span(2), ""), "person.frame"

    def _by_saying_again(self, text: str) -> Iterator[tuple[Guess, str]]:
        """老于，于秋霖 and 章老师——大名章月舫: the surname, then the whole name."""
        for found in self._again.finditer(text):
            called = found[2]
            old = not called and text[found.start() - 1 : found.start()] in ("老", "小")
            if (old or called in self._posts) and not NEVER.intersection(found[3]):
                yield Guess(0.9, *found.span(3), "full_name"), "person.frame"
                if old:
                    yield Guess(0.9, *found.span(1), "surname"), "person.nickname"

    def _pair(
        self, text: str, one: tuple[int, int], other: tuple[int, int]
    ) -> Iterator[tuple[Guess, str]]:
        names = text[slice(*one)], text[slice(*other)]
        same = names[0][0] == names[1][0] and len(names[0]) == len(names[1])
        if all(self._weight(name) >= 0.3 for name in names) or (
            same and not any(NEVER.intersection(name) for name in names)
        ):
            for place in (one, other):
                yield Guess(0.9, *place, "full_name"), "person.frame"

    def _may_be(self, text: str, start: int, end: int) -> bool:
        name = text[start:end]
        return self._weight(name) > 0.2 and not generic_end(name) and name[-1] not in _THINGS

    def _weight(self, name: str) -> float:
        return self._shapes.full(name)

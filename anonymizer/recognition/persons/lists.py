"""Names in a row: 张三、李四和王五等同志; one that is known tells what its neighbours are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.edges import Edges, generic_end, run_before, run_behind
from anonymizer.recognition.persons.shape import Shapes

_PERSONS: Final = compiled.lazy(
    r"(?:等等?)?(?:(?:[0-9０-９]{1,4}|[一二两三四五六七八九十几多数百]{1,4}|好几)[多余]?"
    r"(?:[位名]|个(?:同志|人|孩子|小伙|年轻|同学|学生|老[人党同乡]|娃|姑娘|妇女|徒弟|战友)"
    r"|人(?![大民工均才口])|家(?![具庭装企公单工医银商合农机店民酒旅])|户(?![籍型]))"
    r"|(?:几?位)?(?:老?同志|老人|老领导|同学|夫妇|夫妻|兄弟|姐妹|父子|母女|老师|乡友|乡贤|队员"
    r"|专家|两口子|师兄弟|年轻人)|等人)"
)
"""What a row of names ends with: 等9名同志, 三位老人, 两家."""
_HEADS: Final = frozenset(
    "等0123456789０１２３４５６７８９一二两三四五六七八九十几多数百好位名个人家户老同夫兄姐父母乡队专年师"
)
"""What that begins with."""
_OTHERS: Final = compiled.lazy(
    r"等|[0-9一二两三四五六七八九十几]{1,3}个?(?:乡镇|街道|社区|[镇村乡县市区州旗站项家户条座])"
)
_NUMERALS: Final = frozenset("一二两三四五六七八九十几")
_COUNTED: Final = frozenset("位名个家户人")
_NEAR: Final = 7
_BETWEEN: Final = frozenset("、和与及跟")
_PASSES: Final = 0.3
"""What a name in a row must weigh beside a known one, edges not counted."""
_STRONG: Final = 0.5
_MOST: Final = 0.5
"""What the edges of a name add at most."""


class Lists:
    """Finds rows of names, and grows rows from the names known."""

    def __init__(self, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges

    def rows(self, text: str) -> Iterator[tuple[int, int]]:
        """Names of rows that show by themselves that they are such."""
        comma = text.find("、")
        while comma >= 0:
            commas = [comma]
            comma = text.find("、", comma + 1)
            while comma >= 0 and comma - commas[-1] <= _NEAR:
                commas.append(comma)
                comma = text.find("、", comma + 1)
            yield from self._row(text, commas)

    def _row(self, text: str, commas: list[int]) -> Iterator[tuple[int, int]]:
        behind = commas[-1] + 1
        if text[commas[0] + 1 : commas[0] + 2] not in self._shapes.any_first:
            return
        if len(commas) == 1 and not any(
            text[behind + n : behind + n + 1] in _HEADS and _PERSONS.match(text, behind + n)
            for n in (2, 3, 4, 5)
        ):
            return
        inner = [(a + 1, b) for a, b in pairwise(commas)]
        passed: list[tuple[int, int]] = []
        failed: list[tuple[int, int]] = []
        for start, end in inner:
            weight = self._weigh(text[start:end])
            if weight < _PASSES - 0.1:
                failed.append((start, end))
                continue
            passed.append((start, end))
        if len(failed) > max(1, len(passed)):
            return
        last = self.beginning(text, behind)
        tail = last[1] if last else behind
        if tail < len(text) and text[tail] in "和与及":
            extra = self.beginning(text, tail + 1)
            tail = extra[1] if extra else tail
        persons = _PERSONS.match(text, tail) is not None
        if not last:
            for size in (3, 2, 4):
                if _PERSONS.match(text, behind + size) and self._may_be(text, behind, size):
                    persons, last = True, (behind, behind + size)
                    break
        if not persons and _OTHERS.match(text, tail):
            return
        first = self.ending(text, commas[0], 0.45 if persons else 0.6)
        places = [*passed, *(place for place in (first, last) if place)]
        like_places = sum(generic_end(text[a:b], strictly=True) for a, b in places)
        if not persons and like_places > (len(places) // 3 if len(places) > 3 else 0):
            return
        plain = sum(
            end - start > 2 and self._weigh(text[start:end]) >= _STRONG for start, end in places
        )
        if persons and last and len(places) > 1:
            if plain > 1:
                passed += [
                    place for place in failed if self._may_be(text, place[0], place[1] - place[0])
                ]
            elif failed:
                return
        elif failed or len(places) < 3 or plain < max(2, len(places) - 1):
            return
        if first:
            yield first
        yield from passed
        if last:
            yield last

    def _may_be(self, text: str, start: int, size: int) -> bool:
        """Whether a stretch among names may well be one more: 冷凝香, 韩索麻乃."""
        name = text[start : start + size]
        return (
            1 < size < 6
            and name[0] in self._shapes.any_first
            and name not in self._shapes.words
            and not any(name[n : n + 2] in self._shapes.words for n in range(1, size - 1))
            and name[-1] not in "中的"
            and not generic_end(name)
        )

    def neighbours(self, text: str, known: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Names that stand beside known ones, joined to them by 、 or 和."""
        seen = set(known)
        waiting = sorted(seen)
        while waiting:
            start, end = waiting.pop()
            for place in (self._next(text, end), self._last(text, start)):
                if place and place not in seen:
                    seen.add(place)
                    waiting.append(place)
                    yield place

    def _next(self, text: str, end: int) -> tuple[int, int] | None:
        joint = text[end : end + 1]
        if joint not in _BETWEEN or not joint:
            return None
        place = self.beginning(text, end + 1)
        return place if joint == "、" or (place and self._strong(text, place)) else None

    def _last(self, text: str, start: int) -> tuple[int, int] | None:
        if start < 3 or text[start - 1] not in _BETWEEN:
            return None
        place = self.ending(text, start - 1)
        joint = text[start - 1]
        return place if joint == "、" or (place and self._strong(text, place)) else None

    def _strong(self, text: str, place: tuple[int, int]) -> bool:
        return self._weigh(text[slice(*place)]) >= 0.6

    def _weigh(self, name: str) -> float:
        if not 2 <= len(name) <= 12 or generic_end(name):
            return -1.0
        if "·" in name[1:-1]:
            return 1.0 if self._shapes.sounds.issuperset(name.replace("·", "")) else -1.0
        return self._shapes.best(name)

    def beginning(self, text: str, place: int) -> tuple[int, int] | None:
        """A name of a row that begins here."""
        run, ends = run_behind(text, place)
        best, chosen = _PASSES + 0.2, 0
        dot = run.find("·", 1, 7)
        for length in (5, 4, 3, 2) if dot < 0 else range(dot + 5, dot + 1, -1):
            if length > len(run):
                continue
            weight = self._weigh(run[:length])
            if weight < _PASSES:
                continue
            rest = run[length:]
            if run[length - 1] in _NUMERALS and rest[:1] in _COUNTED and rest:
                continue  # 马骁|三位同学
            if weight + _MOST <= best:
                continue
            right = self._edges.right(run, length, ends=ends)
            if rest and rest[0] in _HEADS and _PERSONS.match(rest):
                right = 0.5
            elif rest[:1] in _BETWEEN and rest:
                right = max(right, 0.3)
            if weight + right > best:
                best, chosen = weight + right, length
        return (place, place + chosen) if chosen else None

    def ending(self, text: str, place: int, least: float = 0.6) -> tuple[int, int] | None:
        """A name of a row that ends here."""
        run = run_before(text, place)
        best, chosen = least - 0.01, 0
        for length in (5, 4, 3, 2):
            if length > len(run):
                continue
            name = run[len(run) - length :]
            weight = self._weigh(name)
            if weight < _PASSES - 0.1 or weight + _MOST <= best:
                continue
            weight += self._edges.left(run, length)
            if weight > best:
                best, chosen = weight, length
        return (place - chosen, place) if chosen else None

"""Names in a row: 张三、李四和王五等同志; one that is known tells what its neighbours are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.edges import REACH, Edges, generic_end, run_end, run_start
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
_LONGEST: Final = 5
_STRONG: Final = 0.5
_MOST: Final = 0.5
"""What the edges of a name add at most."""


class Lists:
    """Finds rows of names, and grows rows from the names known."""

    def __init__(self, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges

    def rows(self, text: str) -> list[tuple[int, int]]:
        """Names of rows that show by themselves that they are such."""
        found: list[tuple[int, int]] = []
        any_first = self._shapes.any_first
        comma = text.find("、")
        while comma >= 0:
            first = comma
            commas = [comma]
            comma = text.find("、", comma + 1)
            while comma >= 0 and comma - commas[-1] <= _NEAR:
                commas.append(comma)
                comma = text.find("、", comma + 1)
            if text[first + 1 : first + 2] in any_first:
                self._add_row(found, text, commas)
        return found

    def _add_row(self, found: list[tuple[int, int]], text: str, commas: list[int]) -> None:
        """Add the names of a row, if its items are names."""
        behind = commas[-1] + 1
        if len(commas) == 1 and not self._persons_near(text, behind):
            return
        passed: list[tuple[int, int]] = []
        failed: list[tuple[int, int]] = []
        start = commas[0] + 1
        for end in commas[1:]:
            fits = self._weigh(text[start:end]) >= _PASSES - 0.1
            (passed if fits else failed).append((start, end))
            start = end + 1
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
        places = passed.copy()
        if first:
            places.append(first)
        if last:
            places.append(last)
        like_places = plain = 0
        for start, end in places:
            name = text[start:end]
            like_places += generic_end(name, True)
            plain += end - start > 2 and self._weigh(name) >= _STRONG
        if not persons and like_places > (len(places) // 3 if len(places) > 3 else 0):
            return
        if persons and last and len(places) > 1:
            if plain > 1:
                for start, end in failed:
                    if self._may_be(text, start, end - start):
                        passed.append((start, end))
            elif failed:
                return
        elif failed or len(places) < 3 or plain < max(2, len(places) - 1):
            return
        if first:
            found.append(first)
        found += passed
        if last:
            found.append(last)

    def _persons_near(self, text: str, place: int) -> bool:
        """Whether what a row of names ends with stands behind a name at ``place``."""
        for end in range(place + 2, min(place + 6, len(text))):
            if text[end] in _HEADS and _PERSONS.match(text, end):
                return True
        return False

    def _may_be(self, text: str, start: int, size: int) -> bool:
        """Whether a stretch among names may well be one more: 冷凝香, 韩索麻乃."""
        name = text[start : start + size]
        words = self._shapes.words
        if not 1 < size < 6 or name[0] not in self._shapes.any_first or name in words:
            return False
        for at in range(1, size - 1):
            if name[at : at + 2] in words:
                return False
        return name[-1] not in "中的" and not generic_end(name)

    def neighbours(self, text: str, known: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Names that stand beside known ones, joined to them by 、 or 和."""
        found: list[tuple[int, int]] = []
        seen = set(known)
        waiting = sorted(seen)
        while waiting:
            start, end = waiting.pop()
            for place in (self._next(text, end), self._last(text, start)):
                if place is not None and place not in seen:
                    seen.add(place)
                    waiting.append(place)
                    found.append(place)
        return found

    def _next(self, text: str, end: int) -> tuple[int, int] | None:
        if end >= len(text) or text[end] not in _BETWEEN:
            return None
        place = self.beginning(text, end + 1)
        return place if text[end] == "、" or (place and self._strong(text, place)) else None

    def _last(self, text: str, start: int) -> tuple[int, int] | None:
        if start < 3 or text[start - 1] not in _BETWEEN:
            return None
        place = self.ending(text, start - 1)
        joint = text[start - 1]
        return place if joint == "、" or (place and self._strong(text, place)) else None

    def _strong(self, text: str, place: tuple[int, int]) -> bool:
        return self._weigh(text[place[0] : place[1]]) >= 0.6

    def _weigh(self, name: str) -> float:
        if not 2 <= len(name) <= 12 or generic_end(name):
            return -1.0
        if "·" in name[1:-1]:
            return 1.0 if self._shapes.sounds.issuperset(name.replace("·", "")) else -1.0
        return self._shapes.best(name)

    def beginning(self, text: str, place: int) -> tuple[int, int] | None:
        """A name of a row that begins here."""
        if place >= len(text) or (text[place] not in self._shapes.any_first and text[place] != "·"):
            return None
        most = run_end(text, place, REACH)
        dot = text.find("·", place + 1, min(most, place + 7))
        longest, shortest = (5, 2) if dot < 0 else (dot - place + 5, dot - place + 2)
        best, chosen = _PASSES + 0.2, 0
        for length in range(min(longest, most - place), shortest - 1, -1):
            end = place + length
            weight = self._weigh(text[place:end])
            if weight < _PASSES:
                continue
            following = text[end] if end < most else ""
            if following in _COUNTED and text[end - 1] in _NUMERALS:
                continue  # 马骁|三位同学
            if weight + _MOST <= best:
                continue
            right = self._edges.right(text, place, end)
            if following in _HEADS and _PERSONS.match(text[end:most]):
                right = 0.5
            elif following in _BETWEEN:
                right = max(right, 0.3)
            if weight + right > best:
                best, chosen = weight + right, length
        return (place, place + chosen) if chosen else None

    def ending(self, text: str, place: int, least: float = 0.6) -> tuple[int, int] | None:
        """A name of a row that ends here."""
        begin = run_start(text, place, _LONGEST)
        best, chosen = least - 0.01, -1
        for start in range(begin, place - 1):
            weight = self._weigh(text[start:place])
            if weight < _PASSES - 0.1 or weight + _MOST <= best:
                continue
            weight += self._edges.left(text, start, place)
            if weight > best:
                best, chosen = weight, start
        return (chosen, place) if chosen >= 0 else None

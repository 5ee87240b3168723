"""Where the distinguishing part of a name begins, that ends before a generic word.

From 镇 in 建设了呼中镇 the name reaches back to 呼, not to 了 or 建. The stretch before the
generic word is cut into words in the cheapest way, once with a name at its end and once
without one; the name stands if it makes the cut cheaper by a margin. So 重点镇 and 走遍全镇
name nothing, and a verb before a name stays out of it.
"""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise
from typing import Final, final

from anonymizer import kernel
from anonymizer.rulebook import Rulebook

_REACH: Final = 10
_NEAR: Final = 8
"""Characters before a generic word that are weighed."""
NO_NAME: Final = (
    "的了是着也都将被把让给们每各该此这某你我他她它很更最所使吗呢吧啊其且"
    "而但即则若及从在到由与为等些沿×X〇零"
)
"""Characters that no name holds: the stretch before a generic word begins behind them."""
_CUT: Final = frozenset(NO_NAME)
HAN_IN_NAMES: Final = "".join(
    f"{chr(low + 1)}-{chr(high - 1)}"
    for low, high in pairwise(sorted({0x33FF, 0xA000, *(ord(c) for c in NO_NAME if c > "\u33ff")}))
    if high - low > 1
)
_BEYOND: Final = 0xA000
"""Behind the last character of names; to look a code up is faster than the character."""


def _in_names() -> bytes:
    """For each code below ``_BEYOND`` whether it is a character of names."""
    table = bytearray(0x3400) + b"\1" * (_BEYOND - 0x3400)
    for character in NO_NAME:
        table[ord(character)] = 0
    return bytes(table)


_IN_NAMES: Final = _in_names()


def letters_in_names() -> str:
    """All characters of names, some twice: whole rows of them are written faster than each."""
    rows = range(0x34, _BEYOND >> 8)
    codes = bytearray(len(rows) << 9)
    codes[::2] = bytes(range(256)) * len(rows)
    codes[1::2] = b"".join(bytes((row,)) * 256 for row in rows)
    for character in NO_NAME:
        place = (ord(character) - 0x3400) * 2
        if place >= 0:
            codes[place : place + 2] = codes[:2]
    return codes.decode("utf-16-le")


_COSTS: Final = {
    0.5: "在到从由对向和与及同跟以为至往去来于等经沿距离赴驻过中上下内外里前后有无以因如"
    "个座条处项片批户家名位次年月日号两一二三四五六七八九十百千万几多半全本不就又再还并或",
    0.6: "县市区镇乡村省州旗办局委厅部组队站所院校场厂矿店",
    0.8: "修建通进出入包驻访走看查管治挖拆开关新老大小好要说讲做抓带请找送回住叫用",
}
_CHEAP: Final = {letter: cost for cost, letters in _COSTS.items() for letter in letters}
"""What a character that stands alone costs between words; any other costs more."""
_SINGLE: Final = 1.25
_WORD: Final = 1.0
_LENGTHS: Final[tuple[float, ...]] = (0.0, 2.6, 1.9, 2.6, 3.4, 4.2, 5.0)
_MOST: Final[tuple[float, ...]] = (0.0, 9.0, 2.4, 2.75, 3.0, 3.3, 3.3)
"""What a name of no list may cost at most, by its length."""
_CHEAPEST: Final = 0.59
"""Less than any name costs."""
_WEIGHT: Final = 0.02
"""What a tenth of log odds for a name takes off its cost."""


_PREFIXED: Final = frozenset("大小上下东西南北中前后新老")
"""Characters before a listed name that are part of the name: 大白山."""


_NO_COUNTY: Final = frozenset("兴和应成理费道景单新高富容随望东西南北古丰义云佳文城夏清洋通")
"""Names of counties that before 县 are another word more often: 和县里商量."""


_REACHES: Final = ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1))
"""How far a word may reach over the edge, before and behind."""
_REACHES_OF_ONE: Final = ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1))
"""The same for a generic word of one character."""
_ALONE: Final = [0.0, 0.0]
"""The costs of a stretch of one character that a name may be."""


_COUNTED: Final = frozenset("年月日号时分秒个万亿元人名户家座条处公吨米里岁次届批")
"""Characters that behind a figure are its unit, and begin no name."""


_UNLIKELY: Final = -15
"""Characters below these odds end no name that is in no list."""


@final
class Stem:
    """A name's distinguishing part: where it begins, whether a list knows it or it is a word.

    ``gain`` tells by how much the sentence reads easier with the name than without it.
    """

    __slots__ = ("gain", "known", "start", "word")

    def __init__(self, start: int, known: bool, word: bool, gain: float) -> None:
        self.start = start
        self.known = known
        self.word = word
        self.gain = gain


@final
class StemFinder:
    """Finds the distinguishing part that ends at an offset."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.other = rulebook.words("place_words")
        self.verbs = rulebook.lookup("verbs")
        divisions = rulebook.values("divisions")
        self.single = frozenset(name for name in divisions if len(name) == 1) - _NO_COUNTY
        self.upper = frozenset(name for name in divisions if len(name) > 1)
        self.famous = frozenset(n for n, level in divisions.items() if level[0] == "p")
        self.sure = frozenset(name for name, level in divisions.items() if level.endswith("sure"))
        self._first = rulebook.numbers("place_odds_first")
        self._further = rulebook.numbers("place_odds_further")
        self._unlikely = frozenset(c for c, odds in self._further.items() if odds < _UNLIKELY)
        self.blockers = rulebook.words("place_blockers")
        self._kernel: kernel.Stems | None = None
        self.words: Container[str]
        self.known: Container[str]
        self.readable: Container[str]
        if kernel.COMPILED:
            shared = rulebook.shared(
                "common_words", "place_words", "places_listed", "place_blockers"
            )
            self.words, self.known = shared.among(0b0011), shared.among(0b0100)
            self.readable = shared.among(0b0111)
            self._kernel = kernel.Stems(
                shared,
                letters_in_names(),
                "".join(self.single),
                "".join(_PREFIXED),
                "".join(_COUNTED),
                _COSTS,
                self._first,
                self._further,
                _LENGTHS,
                _MOST,
                (_SINGLE, _WORD, _CHEAPEST, _WEIGHT),
                _NEAR,
            )
        else:
            self.words = rulebook.lookup("common_words", "place_words")
            self.known = rulebook.lookup("places_listed")
            self.readable = rulebook.lookup("common_words", "place_words", "places_listed")

    def window(self, text: str, end: int, floor: int = 0, reach: int = _REACH) -> tuple[int, bool]:
        """Where the Chinese stretch before ``end`` begins, and whether the text goes on there."""
        stop = end - reach
        if stop < floor:
            stop = floor
        place = end
        while place > stop:
            code = ord(text[place - 1])
            if code >= _BEYOND or not _IN_NAMES[code]:
                break
            place -= 1
        else:
            return stop, stop > floor
        if place < end and text[place] in _COUNTED and text[place - 1].isdigit():
            place += 1
        return place, False

    def possible(self, text: str, end: int) -> bool:
        """Whether a name may end at ``end``, at a glance: most generic words follow none.

        A character of names stands before ``end``.
        """
        if text[end - 1 : end] not in self._unlikely:
            return True
        known = self.known
        return (
            text[end - 2 : end] in known
            or text[end - 3 : end] in known
            or text[end - 4 : end] in known
        )

    def before(self, text: str, end: int, generic: int, floor: int = 0) -> Stem | None:
        """The name that ends at ``end``, before a generic word of ``generic`` characters.

        It does not reach back beyond ``floor``, where another name has ended. The kernel does
        the same, step by step.
        """
        if self._kernel is not None:
            found = self._kernel.before(text, end, generic, floor)
            return None if found is None else Stem(*found)
        begin, goes_on = self.window(text, end, floor, _NEAR)
        size = end - begin
        if size < 1:
            return None
        last = text[end - 1]
        if size == 1:
            if last not in self.single:
                null = self._plain(text, end, generic, 1, _ALONE)
                return None if null < 0 else Stem(begin, False, False, 0.0)
        elif text[end - 2 : end] in self.blockers or (
            size > 2 and text[end - 3 : end] in self.blockers
        ):
            return None
        elif not goes_on:
            run = text[begin:end]
            if run in self.known and run not in self.words:
                # Alone between a boundary and the generic word: nothing to weigh.
                return Stem(begin, True, False, 0.5)
        costs = self._costs(text, begin, end, goes_on)
        null = self._plain(text, end, generic, size, costs)
        if null < 0:
            return None
        readable = self.readable
        firsts = self._first
        further = self._further
        start, known, word, total = -1, False, False, 9e9
        if last in self.single:
            start, known, total = end - 1, True, costs[size - 1] + 1.0
        last_two = size > 1 and text[end - 2 : end] in readable
        odds = further.get(last, 0)
        for length in range(2, (size if size < 6 else 6) + 1):
            before = costs[size - length]
            place = end - length
            first = text[place]
            if before + _CHEAPEST < total:
                name = text[place:end]
                listed = ordinary = False
                if name in readable or (
                    length > 2
                    and (last_two or first in _PREFIXED or text[place : place + 2] in readable)
                ):
                    cost, listed, ordinary = self._name(name)
                else:
                    cost = _LENGTHS[length] - _WEIGHT * (firsts.get(first, 0) + odds)
                if cost <= _MOST[length] and before + cost < total:
                    start, known, word, total = place, listed, ordinary, before + cost
            odds += further.get(first, 0)
        return None if start < 0 else Stem(start, known, word, null - total)

    def _plain(self, text: str, end: int, generic: int, size: int, costs: list[float]) -> float:
        """What the stretch before ``end`` costs without a name; -1 where a fixed word rules it out.

        A word may reach into the generic one: 思路, 城市.
        """
        null = costs[size]
        words = self.words
        for before, behind in _REACHES_OF_ONE if generic == 1 else _REACHES:
            if before > size:
                break
            over = text[end - before : end + behind]
            if over in words:
                if len(over) > 2 and over in self.other:
                    return -1.0
                if behind <= generic and costs[size - before] + 0.9 < null:
                    null = costs[size - before] + 0.9
        return null

    def _costs(self, text: str, begin: int, end: int, goes_on: bool) -> list[float]:
        """What it costs to read each beginning of ``text[begin:end]`` as words."""
        readable = self.readable
        # The costs of what ends one, two, three and four characters before.
        one, two, three, four = 0.0, 9e9, 9e9, 9e9
        costs = [0.0]
        for stop in range(begin + 1, end + 1):
            best = one + _CHEAP.get(text[stop - 1], _SINGLE)
            if two + _WORD < best and text[stop - 2 : stop] in readable:
                best = two + _WORD
            if three + _WORD < best and text[stop - 3 : stop] in readable:
                best = three + _WORD
            if four + _WORD < best and text[stop - 4 : stop] in readable:
                best = four + _WORD
            # A word may reach into the stretch from before it.
            if goes_on and stop - begin < 3:
                best = 0.0
            four, three, two, one = three, two, one, best
            costs.append(best)
        return costs

    def pieces(self, text: str, begin: int, end: int) -> list[tuple[int, int, str]]:
        """The stretch cut into words in the cheapest way, the last piece first.

        Each piece is its start, its end and what it is: ``word``, ``place``, ``plain`` for a
        character that often stands alone, ``rest`` for any other.
        """
        words = self.words
        known = self.known
        costs = [0.0]
        backs: list[tuple[int, str]] = [(0, "")]
        for stop in range(begin + 1, end + 1):
            character = text[stop - 1]
            plain = _CHEAP.get(character)
            best = costs[-1] + (plain or _SINGLE)
            back = (stop - 1, "plain" if plain else "rest")
            for length in (2, 3, 4, 5, 6):
                start = stop - length
                if start < begin:
                    break
                before = costs[start - begin] + _WORD
                if before < best + 0.01:
                    piece = text[start:stop]
                    if piece in words:
                        best, back = before, (start, "word")
                    elif before - 0.1 < best and piece in known:
                        best, back = before - 0.1, (start, "place")
            costs.append(best)
            backs.append(back)
        found = []
        stop = end
        while stop > begin:
            start, sort = backs[stop - begin]
            found.append((start, stop, sort))
            stop = start
        return found

    def likely(self, pair: str) -> bool:
        """Whether two characters look like a name rather than a verb."""
        return pair in self.known or (pair not in self.words and self._name(pair)[0] < _LENGTHS[2])

    def rare(self, character: str) -> bool:
        """Whether a character alone before 河 or 江 is a name: 洮, not 过 or 护."""
        return character not in _CHEAP and self._first.get(character, 30) > 5

    def lone(self, character: str) -> bool:
        """Whether a character hardly stands alone between words: 学, not 对 or 由."""
        return character not in _CHEAP

    def splits_word(self, text: str, start: int, end: int, lenient: bool = False) -> bool:
        """Whether ``text[start:end]`` only arises where words meet: 每周|至少 holds no 周至.

        For a well-known name (``lenient``) one such word is not enough: 广东|来.
        """
        words = self.words
        if text[start - 1 : end] in words or (end < len(text) and text[start : end + 1] in words):
            return True
        if text[start - 1 : start + 1] in words:
            return not lenient or text[end - 1] in _CHEAP or text[end - 1 : end + 1] in words
        return text[end - 1 : end + 1] in words and (not lenient or text[start] in _CHEAP)

    def broken(self, name: str) -> bool:
        """Whether a string holds a character that no name holds."""
        return not _CUT.isdisjoint(name)

    def cost(self, name: str) -> tuple[float, bool, bool]:
        """What it costs to read a string as a name; whether it is listed, and a word."""
        return self._name(name) if len(name) < 7 else (9.0, False, False)

    def _name(self, name: str) -> tuple[float, bool, bool]:
        """What it costs to read a string as a name; whether it is listed, and a word."""
        word = name in self.words
        length = len(name)
        if name in self.known:
            if word:
                return 1.05, True, True
            return (0.7 if length == 2 else 0.6), True, False
        if length > 2 and name[0] in _PREFIXED and name[1:] in self.known and not word:
            return 0.75, True, False
        if length == 1:
            return (1.0 if name in self.single else 9.9), name in self.single, False
        odds = self._first.get(name[0], 0)
        for character in name[1:]:
            odds += self._further.get(character, 0)
        cost = _LENGTHS[length] - _WEIGHT * odds
        if word:
            return cost + 0.4, False, True
        if length > 2:
            if name[:2] in self.other:
                cost += 1.0
            elif name[:2] in self.words:
                cost += 0.3
            if name[-2:] in self.words:
                cost += 0.15
        return cost, False, False


def is_han(character: str) -> bool:
    """Whether a character may be part of a name; the full-width comma is none."""
    return "\u3400" <= character <= "\u9fff"


def stem_finder(rulebook: Rulebook) -> StemFinder:
    """The stem finder of a rulebook, shared by its recognisers."""
    finder = rulebook.once("stem finder", lambda: StemFinder(rulebook))
    assert isinstance(finder, StemFinder)
    return finder

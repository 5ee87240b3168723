"""Organisations by what they are: 恒丰锰业 in 恒丰锰业有限公司, 东南 in 东南大学.

One scan finds the generic words (有限公司, 大学, 合作社 …). What stands before it is read
from right to left: words of the trade (生物质能源), the name itself, and the division it
belongs to. 县医院, 龙头企业 and 建筑公司 name nobody.
"""

from __future__ import annotations

from typing import Final

from anonymizer import compiled, scan
from anonymizer.recognition.place_lists import items_before
from anonymizer.recognition.stems import StemFinder, is_han, stem_finder
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.slots import Span

_MARGINS: Final = {
    "company": 0.2,
    "trade": 0.6,
    "named": 0.3,
    "school": 0.4,
    "health": 0.4,
    "bank": 0.3,
    "farm": 0.3,
    "research": 0.4,
    "body": 0.5,
    "media": 0.5,
}
"""By how much a name of no list must ease the reading, for each class of generic words."""
_ALONE: Final = 0.5
"""How much less will do for a name at the beginning of a clause or of an item."""
_SCHOLARLY: Final = frozenset(("school", "research", "media"))
"""Classes before whose generic word a modifier is part of the name: 浙江理工|大学."""
_FIRMS: Final = frozenset(("company", "trade", "named"))
_LEADING: Final = frozenset("帮把给教请找看讲说对向跟与和同由到")
"""Verbs and prepositions before a name of no list."""
_LEGAL: Final = frozenset(("company", "farm"))
"""Classes whose generic words are sure signs of a name: it may hold ordinary words."""
_DIVIDED: Final = frozenset("省市县区州旗")
_UPPER: Final = frozenset("省市县区州旗镇乡村")
_ITEMS: Final = "\u33ff"
"""The last of the marks behind which a word is sooner an item than the start of a clause."""
_REACH: Final = 20
"""Characters before a generic word that a name may have."""
_COUNTED: Final = compiled.lazy(
    "[、和与及]([\u3400-\u9fff]{2,8}?)等?"
    "(?:(?:[两二三四五六七八九十]{1,3}|[0-9]{1,3})家(?!庭|长|人|家)|"
    "(?:(?:[两二三四五六七八九十]{1,3}|[0-9]{1,3})[户所个]|等|这些|这样的)[\u3400-\u9fff]{0,4}?"
    "(?:企业|公司|单位|机构|学校|银行|合作社|厂|媒体|大学|高校|超市|集团|商家|经营主体|龙头|客户))"
)
_PLAIN: Final = frozenset(
    "在到从由对向和与及同跟以为至往去来于等经沿距过中上下内外里前后有无因如个座条处项片批户家名位次"
    "县市区镇乡村省州旗办局委厅部组队站所院校场两一二三四五六七八九十请找看问帮教说讲要把给"
)
"""Characters that begin no brand."""


def build(rulebook: Rulebook, profile: Profile) -> OrganizationRecogniser | _Nobody:
    """The organisation rules that take part under a profile."""
    rules = {rule.id: rule for rule in rulebook.of_kind("organization") if profile.uses(rule.id)}
    if "organization" not in profile.kinds or "organization.generic" not in rules:
        return _Nobody()
    return OrganizationRecogniser(rulebook, rules)


class _Nobody:
    """The recogniser of a profile that leaves organisations alone."""

    def __call__(self, text: str) -> list[Span]:
        return []


class OrganizationRecogniser:
    """Callable on a text; yields the distinguishing parts of organisations."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._stems: StemFinder = stem_finder(rulebook)
        generics = rulebook.lexicon("org_generics")
        self._class = generics.mapping()
        self._generic = scan.Longest(self._class, compiled.pattern(generics.regex))
        self._trades = rulebook.words("org_trades")
        self._business = rulebook.words("org_business")
        self._modifiers = rulebook.words("org_modifiers")
        self._regions = rulebook.words("org_regions")
        self._blockers = rulebook.words("org_blockers")

    def __call__(self, text: str) -> list[Span]:
        """The organisations of ``text``."""
        found: list[Span] = []
        rule = self._rules["organization.generic"]
        rule_kind, rule_id, score = rule.kind, rule.id, rule.score
        begin = last_end = -1
        for start, end in self._generic.spans(text):
            if start == last_end:
                # 闽源水务有限公司: the trade belongs to the name when more follows.
                last_end = end
                found.append(Span(begin, start, rule_kind, rule_id, score + 0.01))
                continue
            kind = self._class[text[start:end]]
            name = self._before(text, start, end - start, kind, last_end)
            if name is not None:
                last_end = end
                begin, cut = name
                stop = end if kind == "named" else cut
                found.append(Span(begin, stop, rule_kind, rule_id, score))
        if listed := self._rules.get("organization.list"):
            for start, end in self._listed(text):
                found.append(Span(start, end, listed.kind, listed.id, listed.score))
        return found

    def _before(
        self, text: str, end: int, generic: int, kind: str, floor: int
    ) -> tuple[int, int] | None:
        """Where the name begins and ends that stands before a generic word at ``end``."""
        stems = self._stems
        begin, _ = stems.window(text, end, floor if floor > 0 else 0, _REACH)
        if end - begin < 2:
            return None
        if kind in _LEGAL:
            return self._company(text, begin, end, kind, floor)
        scholarly = kind in _SCHOLARLY
        cut = self._strip(text, begin, end, self._modifiers) if scholarly else end
        if cut < end and text[cut - 2 : cut] in self._regions:
            return cut - 2, end
        if cut - begin < 2:
            return None
        if self._blocked(text, cut):
            # 湖南城市学院: with a division before it, a general word names a college.
            if text[end : end + 2] in ("大学", "学院"):
                for length in (3, 2):
                    start = cut - 2 - length
                    if start >= begin and text[start : cut - 2] in stems.upper:
                        return start, end
            return None
        start = self._stem(text, cut, end - cut + generic, kind, floor)
        if scholarly:
            if start < 0:
                start = self._nested(text, begin, end)
        elif start >= 0:
            start = self._whole(text, start, begin)
        return None if start < 0 else (self._with_division(text, start, begin), end)

    def _company(
        self, text: str, begin: int, end: int, kind: str, floor: int
    ) -> tuple[int, int] | None:
        """A company's name is read backwards: its trade, the name proper, its division."""
        cut = self._strip(text, begin, end, self._trades)
        if cut - begin > 1 and not self._blocked(text, cut):
            start = self._stem(text, cut, end - cut + 1, kind, floor)
            if start >= 0 and text[start:cut] not in self._stems.upper:
                return self._with_division(text, self._whole(text, start, begin), begin), cut
        cut = start = end
        proper = others = 0
        for left, right, sort in self._stems.pieces(text, begin, end):
            if sort == "plain":
                # 大, 小, 新 and the like belong to a name, prepositions do not.
                if proper and proper < 2 and text[left] not in _PLAIN:
                    start = left
                    proper += 1
                    continue
                break
            piece = text[left:right]
            if sort == "rest":
                start = left
                proper += 1
            elif sort == "place":
                start = left
                proper += right - left
                if piece in self._stems.upper:
                    break
            elif proper >= 2:
                break
            elif others == 3:
                return None
            elif proper:
                # 洁|万家: a lone character needs the word beside it.
                start = left
                proper += right - left
            else:
                others += 1
                if cut == right and piece in self._trades:
                    cut = left
        if proper < 2:
            return None
        start = self._with_division(text, start, begin)
        if cut - start < 2:
            return None
        if text[start:cut] in self._stems.upper or cut - start > 12:
            cut = end
        return start, cut

    def _whole(self, text: str, start: int, begin: int) -> int:
        """Where a name begins that a listed part of it would cut in half: 洁|万家, 雪域|清波."""
        readable = self._stems.readable
        first = start
        while (
            start > begin
            and text[start - 1] not in _PLAIN
            and text[start - 2 : start] not in readable
            and text[start - 3 : start] not in readable
            and text[start - 4 : start] not in readable
        ):
            start -= 1
        if start == first and start - 2 == begin and self._stems.likely(text[begin:start]):
            start -= 2
        return start

    def _nested(self, text: str, begin: int, end: int) -> int:
        """Where a school's name begins that is a word, behind its town: 马栏镇|转角|小学."""
        for length in (2, 3):
            start = end - length
            if (
                start > begin
                and text[start - 1] in _UPPER
                and text[start:end] in self._stems.words
                and not self._blocked(text, end)
            ):
                return start
        return -1

    def _blocked(self, text: str, end: int) -> bool:
        """Whether a general word stands before ``end``, and no name."""
        blockers = self._blockers
        return text[end - 2 : end] in blockers or text[end - 3 : end] in blockers

    def _strip(self, text: str, begin: int, end: int, endings: frozenset[str]) -> int:
        """Where words of the trade begin that stand before ``end``."""
        while True:
            for length in (6, 5, 4, 3, 2):
                if end - length > begin and text[end - length : end] in endings:
                    end -= length
                    break
            else:
                return end

    def _stem(self, text: str, end: int, generic: int, kind: str, floor: int) -> int:
        """Where the name begins that ends at ``end``; -1 if there is none."""
        stems = self._stems
        if kind in _SCHOLARLY and text[end - 2 : end] in self._regions:
            return end - 2
        stem = stems.before(text, end, generic, floor if floor > 0 else 0)
        if stem is None or end - stem.start < 2:
            return -1
        start = stem.start
        before = text[start - 1]
        if stem.known and not stem.word:
            return start if stem.gain > -0.2 else -1
        nested = start == floor or before in _UPPER
        if stem.known:
            # ；新建学校: a verb that begins a clause is no name, though a division has it.
            begins = before <= _ITEMS and text[start:end] not in stems.verbs
            return start if nested or begins else -1
        if stem.word:
            return start if nested and stem.gain > -1.2 else -1
        alone = kind in _FIRMS and not is_han(before) and text[start] not in _PLAIN
        if stem.gain <= _MARGINS[kind] - (_ALONE if alone else 0.0):
            return -1
        return start + 1 if end - start > 2 and text[start] in _LEADING else start

    def _with_division(self, text: str, start: int, begin: int) -> int:
        """Where the division begins that a name stands behind: 平泉市利达, 湖北鄂南."""
        known = self._stems.upper
        for place in (start, start - 1):
            if place < start and text[place : place + 1] not in _DIVIDED:
                break
            for length in (4, 3, 2):
                if place - length >= begin and text[place - length : place] in known:
                    return place - length
        return start

    def _listed(self, text: str) -> list[tuple[int, int]]:
        """Items of lists that a count of companies or schools closes."""
        found: list[tuple[int, int]] = []
        for match in _COUNTED.finditer(text):
            items = [match.span(1)]
            items += items_before(text, match.start(), self._stems, 8)
            words: list[tuple[int, int]] = []
            names = 0
            for start, end in items:
                cut = self._strip(text, start + 1, end, self._business)
                name = text[start:cut]
                if (
                    len(name) < 2
                    or self._stems.broken(name)
                    or name in self._blockers
                    or name[-2:] in self._blockers
                ):
                    continue
                if name in self._stems.words:
                    words.append((start, cut))
                elif self._named(text, start, cut):
                    names += 1
                    found.append((start, cut))
            if names > len(words):
                found += words  # 鼎盛、永发、润丰三家: among names a word is one
        return found

    def _named(self, text: str, start: int, end: int) -> bool:
        """Whether a list's item is a name: not made of words alone."""
        for _, _, sort in self._stems.pieces(text, start, end):
            if sort == "rest" or sort == "place":
                return True
        return False

"""Places: 呼中 in 呼中镇, 大白山 in 大白山水库, and the divisions of the gazetteer.

One scan finds the generic words (镇, 水库, 大道 …); each is judged by what stands before it.
Lists and ranges that share a generic word come from :mod:`place_lists`; a last pass looks
the names of divisions up where they stand alone.
"""

from __future__ import annotations

import re
from typing import Final

from anonymizer import compiled, kernel
from anonymizer.recognition.place_lists import alike, listed, neighbours
from anonymizer.recognition.stems import HAN_IN_NAMES, Stem, is_han, letters_in_names, stem_finder
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.slots import Span

_MARGINS: Final = {
    "town": 0.0,
    "village": 0.05,
    "upper": 0.5,
    "water": 0.2,
    "whole": 0.3,
    "hill": 0.3,
    "road": 0.4,
    "site": 0.3,
}
"""By how much a name of no list must ease the reading, for each class of generic words."""
_SETTLED: Final = frozenset(("town", "upper", "village"))
"""Classes whose generic word ends a name for good; 山 and 河 may go on: 大白山水库."""
_NEAR: Final = frozenset("在到从至赴往沿经由过来驻和、县市区镇乡村")
"""Characters before a place; there a name may be a word: 在胜利村, 沿解放路."""
_BESIDE: Final = frozenset("、在到从至赴去往驻包和由对经镇县乡市区州省；·—至")
"""Characters behind which the name of a township may stand alone."""
_CLAUSE: Final = frozenset("。，,；：;:\n")
_GOES_ON: Final = frozenset("、的至和两三四到是人来与及")
"""What follows the name of a township at the beginning of a clause."""
_SIDES: Final = frozenset("上下里中内外前后边头旁")
"""Characters that make of a thing a place beside it: 寨上的乡亲."""
_LEADS: Final = (
    "、至到由从与赴在请迎于往自行销及对被和界州市区省县乡镇村去权向让，。；：“”《》（()—·\n\u3000 "
    "了是过看来为的入以比驻援帮把给将离走回住有供进经跟同像,;:大小上下东西南北包速年中共个万道们任"
    "铁司保局名用愿但期路照绍栋地起好团院建持位谢托系做掉讲表"
)
"""Characters behind which a division's name is looked for: hardly one stands elsewhere."""
_LONGEST: Final = 40
"""More characters than any name of a division has."""
_PREFIXES: Final = frozenset("大小上下东西南北")
"""Characters that before a listed name make a longer one: 大白山 beside 白山."""
_NUMERALS: Final = frozenset("一二三四五六七八九十最更很太特重")
_GENERIC_FIRST: Final = frozenset("省市县区州旗镇乡村街路")
"""Characters that behind another place belong to it: 横港镇|原党委."""
_DIVIDED: Final = frozenset("省市县区州旗")
_PEOPLES: Final = frozenset(
    re.findall(
        r"\S+",
        "哈尼 鄂伦春 鄂温克 达斡尔 蒙古 维吾尔 哈萨克 柯尔克孜 塔吉克 朝鲜 布依 拉祜 土家 傈僳 "
        "景颇 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 德昂 保安 裕固 独龙 赫哲 门巴 珞巴 基诺 仫佬",
    )
)
"""Peoples: before a generic word no names of places."""
_ITEM: Final = 0.4
"""How much less will do for a name that with its generic word is all of an item."""
_OVER: Final = 0.5
"""What a name must ease the reading by, whose last character makes a word with the generic one."""
_NAMED_BY_WORDS: Final = frozenset(("road", "village"))
"""Classes whose names are words now and then: 南隅路."""
_SLIGHT: Final = -0.3
"""What a word must ease the reading by there."""
_ITEMS: Final = "\u33ff"
"""The last of the marks behind which a word is sooner an item than the start of a clause."""
_NAMED_BY_ALL: Final = frozenset(("大桥", "大道", "水库"))
"""Generic words before which most words are names: 跃进水库, 红军大桥."""
_SEEN: Final = 11
_MEMORY: Final = 20_000
_LONG: Final = 20_000
"""Characters from which a stretch that comes again is worth remembering."""
_BESIDE_POST: Final = 0.75
"""The score of a place before a post, where a person is likelier."""
_NESTED: Final = 5
"""Within so many characters behind 县 or 镇 any name may end: 黄坊乡武调|村."""


def build(rulebook: Rulebook, profile: Profile) -> PlaceRecogniser | _Nowhere:
    """The place rules that take part under a profile."""
    rules = {rule.id: rule for rule in rulebook.of_kind("place") if profile.uses(rule.id)}
    if "place" not in profile.kinds or "place.generic" not in rules:
        return _Nowhere()
    return PlaceRecogniser(rulebook, rules)


class _Nowhere:
    """The recogniser of a profile that leaves places alone."""

    def __call__(self, text: str) -> list[Span]:
        return []


class PlaceRecogniser:
    """Callable on a text; yields the distinguishing parts of places."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._stems = stem_finder(rulebook)
        self._words = self._stems.words
        generics = rulebook.lexicon("place_generics")
        self._class = generics.mapping()
        self._generic: kernel.Terms | None = None
        self._longer: dict[str, list[str]] = {}
        self._head: re.Pattern[str] | None = None
        self._behind = rulebook.words("generic_words")
        alone, words = rulebook.lookup("places_alone"), self._words
        self._alone = alone
        self._both = frozenset(
            name for name in self._stems.upper if name in words and name not in alone
        )
        self._rulebook = rulebook
        self._names: kernel.Terms | None = None
        self._plain_names: _PlainNames | None = None

    def _explained(self, text: str, place: int) -> bool:
        """Whether the character before a name belongs to what stands before it: 全市|最大|."""
        before = text[place - 2 : place]
        return (
            before in self._words
            or before in self._stems.known
            or text[place - 2 : place - 1] in _NUMERALS
        )

    def __call__(self, text: str) -> list[Span]:
        """The places of ``text``."""
        found: list[Span] = []
        self._by_generic(text, found)
        self._by_name(text, found)
        if rule := self._rules.get("place.list"):
            kind, rule_id, score = rule.kind, rule.id, rule.score
            places = [(span.start, span.end) for span in found]
            for start, end in listed(text, self._stems):
                found.append(Span(start, end, kind, rule_id, score))
            for start, end in neighbours(text, places, self._stems):
                found.append(Span(start, end, kind, rule_id, score - 0.1))
            for start, end in alike(text, places, self._stems):
                found.append(Span(start, end, kind, rule_id, score - 0.03))
        return found

    def _generics(self, text: str) -> list[tuple[int, int]]:
        """Start and end of the generic words that stand behind a character of names."""
        if kernel.COMPILED:
            if self._generic is None:
                self._generic = kernel.Terms(self._class, letters_in_names())
            generics = self._generic.longest(text)
            if generics and not generics[0][0]:
                # At its start a text counts as if such a character stood before it.
                generics = [(s - 1, e - 1) for s, e in self._generic.longest("\n" + text)]
            return generics
        if self._head is None:
            self._head = self._heads_of_generics()
        found: list[tuple[int, int]] = []
        reach = 0
        for match in self._head.finditer(text):
            start = match.start()
            if start < reach:
                continue
            generic = text[start]
            for longest in self._longer.get(generic, ()):
                if text.startswith(longest, start):
                    generic = longest
                    break
            if generic in self._class:
                reach = start + len(generic)
                found.append((start, reach))
        return found

    def _heads_of_generics(self) -> re.Pattern[str]:
        """Where a generic word may begin: a plain class is found faster than the words are."""
        for word in sorted(self._class, key=len, reverse=True):
            if len(word) > 1:
                self._longer.setdefault(word[0], []).append(word)
        heads = "".join(sorted({generic[0] for generic in self._class}))
        single = "".join(sorted(set(heads) & self._class.keys()))
        seconds = "".join(sorted({generic[1] for generic in self._class if len(generic) > 1}))
        return compiled.pattern(
            f"[{heads}](?<=[{HAN_IN_NAMES}].)(?:(?<=[{single}])|(?=[{seconds}]))"
        )

    def _by_generic(self, text: str, found: list[Span]) -> None:
        """Names before a generic word."""
        rule = self._rules["place.generic"]
        rule_id, rule_score = rule.id, rule.score
        stems = self._stems
        words = self._words
        kinds = self._class
        behind = self._behind
        last_start = last_end = floor = -1
        last_class = ""
        memory: dict[tuple[str, int], tuple[int, Stem | None]] | None = None
        if len(text) > _LONG:
            memory = {}
        for start, end in self._generics(text):
            kind = kinds[text[start:end]]
            if start == last_end:
                # 呼中镇小区: the town's name is all; 大白山水库: 山 belongs to the name.
                if last_class not in _SETTLED:
                    found.append(Span(last_start, start, "place", rule_id, rule_score + 0.01))
                last_end = end
                continue
            if not (0 < start - floor < _NESTED or stems.possible(text, start)):
                continue
            if text[start : end + 1] in behind:
                continue
            edge = text[start - 1 : end]
            if (
                end - start == 1
                and kind not in _SETTLED
                and edge in words
                and text[start - 2 : start] not in stems.known
            ):
                continue
            if memory is None:
                stem = stems.before(text, start, end - start, floor if floor > 0 else 0)
            else:
                stem = self._remembered(text, start, end, floor, memory)
            if stem is None or not self._stands(text, stem, start, end, kind, floor):
                continue
            begin = stem.start
            if kind == "upper" and end - start == 1 and not stem.known and edge in words:
                continue  # 新栗|上市: every 市 and 县 is listed
            if edge in words and text[begin - 1 : begin + 1] in words:
                continue  # 修建|水渠: words on both sides share out a name between them
            if not stem.known:
                begin = self._behind_divisions(text, stem, start, end, floor)
                if begin < 0:
                    continue
            last_start, last_end, last_class = begin, end, kind
            if kind in _SETTLED:
                floor = end
            score = rule_score if stem.known else rule_score - 0.02
            if text[end : end + 1] == "长":
                # 栾树田县长: a person beside a post, if the name is in no list.
                if not stem.known:
                    continue
                score = _BESIDE_POST
            whole = kind == "whole" or start - begin == 1
            found.append(Span(begin, end if whole else start, "place", rule_id, score))

    def _remembered(
        self,
        text: str,
        start: int,
        end: int,
        floor: int,
        memory: dict[tuple[str, int], tuple[int, Stem | None]],
    ) -> Stem | None:
        """The stem before a generic word; the same stretch again, as in hostile texts, costs less.

        ``memory`` has for each stretch where its generic word began, and the stem before it.
        """
        low = max(start - _SEEN, floor, 0)
        key = (text[low : end + 2], start - low)
        if key not in memory:
            stem = self._stems.before(text, start, end - start, max(floor, 0))
            if len(memory) < _MEMORY:
                memory[key] = start, stem
            return stem
        place, stem = memory[key]
        if stem is None:
            return None
        return Stem(stem.start + start - place, stem.known, stem.word, stem.gain)

    def _behind_divisions(self, text: str, stem: Stem, start: int, end: int, floor: int) -> int:
        """Where an unlisted name before a generic word begins, without the divisions before it.

        -1 if there is none: in 云南文山 山 belongs to 文山, in 三百箱苗下乡 乡 to a word, and
        哈尼 in 哈尼梯田 is a people.
        """
        upper = self._stems.upper
        words = self._words
        begin = stem.start
        if end - start == 1:
            over = text[start - 1 : end]
            if over in words and stem.gain < _OVER and begin != floor:
                return -1
            before = text[begin : start - 1]
            if over in upper and (before in upper or before in words or before in _LEADS):
                return -1
        if text[begin:start] in _PEOPLES:
            return -1
        while True:
            for length in (4, 3, 2):
                rest = begin + length
                if rest >= start:
                    continue
                name = text[begin:rest]
                if name in upper and name not in words:
                    if text[rest] in _DIVIDED and start - rest > 2:
                        rest += 1
                    if start - rest == 1:
                        single = text[rest] in self._stems.single and text[start] == "县"
                        return rest if single else begin
                    begin = rest
                    break
            else:
                return begin

    def _stands(self, text: str, stem: Stem, end: int, behind: int, kind: str, floor: int) -> bool:
        """Whether a stem before a generic word is a name."""
        before = text[stem.start - 1] if stem.start else "\n"
        nested = stem.start == floor
        if end - stem.start == 1:
            # 莒县: a county's name of one character is never said without 县.
            if is_han(before) and before not in _NEAR:
                return False
            if text[end] == "县":
                return stem.known
            return (
                text[end] in "河江溪"
                and text[stem.start : end + 1] not in self._words
                and self._stems.rare(text[stem.start])
            )
        if text[stem.start : end] in self._class:
            return False
        if stem.word:
            if not stem.known:
                return (nested and kind != "town" and stem.gain > -1.2) or (
                    kind in _NAMED_BY_WORDS and behind - end == 1 and stem.gain > _SLIGHT
                )
            if nested or before in _NEAR or kind == "town":
                return True
            if text[end] in "市县" and text[stem.start : end] in self._stems.upper:
                return True
            if text[stem.start : end] in self._stems.verbs:
                return False  # ；新建小区
            return before <= _ITEMS and (
                kind in ("upper", "village")
                or text[behind : behind + 1] == "、"
                or text[end:behind] in _NAMED_BY_ALL
            )
        if stem.known:
            if is_han(before) and (
                text[stem.start] == "和" or text[end - 1 : end + 1] in self._words
            ):
                return stem.gain > 0.2
            return stem.gain > (-0.2 if nested or kind == "town" else 0.0)
        if text[end - 1] == "和":
            return False
        ease = 0.3 if nested else 0.2 if behind - end > 1 else 0.0
        if not is_han(before) and not is_han(text[behind : behind + 1]):
            ease = _ITEM
        return stem.gain > _MARGINS[kind] - ease

    def _by_name(self, text: str, found: list[Span]) -> None:
        """Divisions wherever they stand: counties and above; townships behind a place's company."""
        rule = self._rules.get("place.division")
        if rule is None:
            return
        kind, rule_id, score = rule.kind, rule.id, rule.score
        for first, name in self._names_behind_leads(text).items():
            place = first
            end = self._end(text, place, name)
            while end > 0:
                if (
                    place == first > 0
                    and text[place - 1] in _PREFIXES
                    and not self._explained(text, place)
                ):
                    place -= 1
                found.append(Span(place, end, kind, rule_id, score))
                place = end
                further = self._name_at(text, place)
                end = self._end(text, place, further) if further else 0
                if not end:
                    end = self._word_at(text, place)

    def _names_behind_leads(self, text: str) -> dict[int, str]:
        """By its place, in order, the longest name behind each character that may lead to one."""
        if kernel.COMPILED:
            return dict(self._terms().places(text))  # at one place the longest comes last
        return self._plain().behind_leads(text)

    def _name_at(self, text: str, place: int) -> str:
        """The longest name of a division at a place, empty if there is none."""
        if not kernel.COMPILED:
            return self._plain().at(text, place)
        longest = ""
        for distance, name in self._terms().places(text[place : place + _LONGEST]):
            if distance:
                break
            longest = name
        return longest

    def _terms(self) -> kernel.Terms:
        if self._names is None:
            self._names = kernel.Terms(self._rulebook.terms("place_names"), _LEADS)
        return self._names

    def _plain(self) -> _PlainNames:
        if self._plain_names is None:
            self._plain_names = _PlainNames(self._rulebook.terms("place_names"))
        return self._plain_names

    def _word_at(self, text: str, place: int) -> int:
        """Where a division's name ends that is a word too: behind another one it is a name."""
        if text[place : place + 1] in _GENERIC_FIRST:
            return 0  # 石道河镇|原民政助理
        for length in (3, 2):
            end = place + length
            name = text[place:end]
            if (
                name in self._both
                and name not in self._class
                and text[end - 1 : end + 1] not in self._words
            ):
                return end
        return 0

    def _end(self, text: str, place: int, name: str) -> int:
        """Where a division's name at ``place`` ends, if it stands there for the division; or 0."""
        before = text[place - 1] if place else "\n"
        end = place + len(name)
        if (
            end - place == 2
            and before not in _BESIDE
            and (before not in _CLAUSE or text[end : end + 1] not in _GOES_ON or name[1] in _SIDES)
            and name not in self._alone
        ):
            return 0  # the names of townships are many: such a one needs company
        if self._stems.splits_word(text, place, end, name in self._stems.famous):
            return 0
        following = text[end : end + 1]
        if following == "族" or (name[0] in _GENERIC_FIRST and is_han(before)):
            return 0
        if before == "个" and not is_han(following):
            return 0  # 是个海城: one of its kind
        return end


class _PlainNames:
    """Finds the names of divisions without the kernel."""

    def __init__(self, names: list[str]) -> None:
        self._names = frozenset(names)
        self._lengths = tuple(sorted(set(map(len, names)), reverse=True))
        self._heads = frozenset([name[:2] for name in names])
        firsts = "".join(sorted({head[0] for head in self._heads}))
        seconds = "".join(sorted({head[1:] for head in self._heads}))
        self._lead = compiled.pattern(f"(?:[{_LEADS}](?=[{firsts}][{seconds}]))")

    def behind_leads(self, text: str) -> dict[int, str]:
        """By its place, in order, the longest name behind each character that may lead to one."""
        places = (0, *[match.end() for match in self._lead.finditer(text)])
        return {place: name for place in places if (name := self.at(text, place))}

    def at(self, text: str, place: int) -> str:
        """The longest name at a place, empty if none begins there."""
        if text[place : place + 2] in self._heads:
            for length in self._lengths:
                name = text[place : place + length]
                if name in self._names:
                    return name
        return ""

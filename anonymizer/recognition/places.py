"""Places by what they are: 呼中 in 呼中镇, 大白山 in 大白山水库, and the divisions of the gazetteer.

One scan finds the generic words (镇, 水库, 大道 …), each is judged by what stands before it.
A second one looks the names of provinces to counties up where they stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from anonymizer import compiled
from anonymizer.recognition.stems import StemFinder
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.slots import Span

_MARGINS: Final = {
    "town": 0.0,
    "village": 0.15,
    "upper": 0.5,
    "water": 0.2,
    "hill": 0.3,
    "road": 0.4,
    "site": 0.3,
}
"""By how much a name of no list must ease the reading, for each class of generic words."""
_LOOSE: Final = frozenset("区市州旗组段线站路梁坡桥街河江山沟坝渠溪岭峰峡湖港岛滩湾洲泉圩塘潭闸")
"""Generic words that begin many others; what such a word has behind it is looked at."""
_SETTLED: Final = frozenset(("town", "upper", "village"))
_NEAR: Final = frozenset("在到从至赴往沿经由过来驻、")
"""Characters before a place; there a name may be a word: 在胜利村, 沿解放路."""


def build(rulebook: Rulebook, profile: Profile) -> PlaceRecogniser | _Nowhere:
    """The place rules that take part under a profile."""
    rules = {rule.id: rule for rule in rulebook.of_kind("place") if profile.uses(rule.id)}
    if "place" not in profile.kinds or not rules:
        return _Nowhere()
    return PlaceRecogniser(rulebook, rules)


class _Nowhere:
    """The recogniser of a profile that leaves places alone."""

    def __call__(self, text: str) -> Iterator[Span]:
        return iter(())


class PlaceRecogniser:
    """Callable on a text; yields the distinguishing parts of places."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._stems = StemFinder(rulebook)
        generics = rulebook.lexicon("place_generics")
        self._class = generics.mapping()
        self._generic = compiled.pattern(f"(?<=[\u3400-\u9fff])(?:{generics.regex})")
        self._behind = frozenset(rulebook.lexicon("generic_words").terms)
        self._names = self._stems.upper - self._stems.words
        self._heads = frozenset(name[:2] for name in self._names)
        self._longest = max(map(len, self._names))

    def __call__(self, text: str) -> Iterator[Span]:
        """The places of ``text``."""
        yield from self._by_generic(text)
        yield from self._by_name(text)

    def _by_generic(self, text: str) -> Iterator[Span]:
        """Names before a generic word."""
        behind = self._behind
        kinds = self._class
        last_end = last_start = -1
        last_class = ""
        for match in self._generic.finditer(text):
            start, end = match.span()
            generic = match[0]
            kind = kinds[generic]
            if end - start == 1 and generic in _LOOSE:
                if text[start : end + 1] in behind:
                    continue
                if text[start - 1 : end] in self._stems.words and text[start - 2 : start] not in self._stems.known:
                    continue
            if start == last_end:
                # 呼中镇小区: the settlement's name is all; 大白山水库: 山 belongs to the name.
                if last_class in _SETTLED:
                    continue
                yield self._span(last_start, start, 0.87)
                last_end, last_class = end, kind
                continue
            stem = self._stems.before(text, start, end - start)
            if stem is None or not self._stands(text, stem, start, kind):
                continue
            last_start, last_end, last_class = stem.start, end, kind
            yield self._span(stem.start, start, 0.86 if stem.known else 0.84)

    def _stands(self, text, stem, end, kind) -> bool:
        if end - stem.start == 1:
            return stem.known and kind == "upper" and stem.gain >= 0.0 and text[end] == "县" 
        if stem.word:
            if not stem.known: 
                return False
            return kind == "town" or text[stem.start - 1] in _NEAR or text[stem.start-1] in "县市区镇乡村"
        if stem.known:
            return stem.gain > -0.2
        return stem.gain > _MARGINS[kind]

    def _by_name(self, text: str) -> Iterator[Span]:
        """Provinces, prefectures and counties wherever they stand."""
        heads = self._heads
        names = self._names
        words = self._stems.words
        reach = 0
        for place in range(len(text) - 1):
            if text[place : place + 2] not in heads or place < reach:
                continue
            for length in range(min(self._longest, len(text) - place), 1, -1):
                if text[place : place + length] in names:
                    break
            else:
                continue
            end = place + length
            if text[place - 1 : place + 1] in words or text[end - 1 : end + 1] in words:
                continue
            reach = end
            yield Span(place, end, "place", "place.division", 0.8)

    def _span(self, start: int, end: int, score: float) -> Span:
        return Span(start, end, "place", "place.generic", score)

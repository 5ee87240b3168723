"""Verdicts: what became of each fact of the original at its own place."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple
from unicodedata import normalize

from anonymizer import compiled
from anonymizer.auditing.comparison import Comparison, Stretch, overlapping
from anonymizer.auditing.facts import Fact
from anonymizer.auditing.folding import PLACEHOLDER
from anonymizer.auditing.record import Reason, Verdict
from anonymizer.rulebook import Rulebook
from anonymizer.slots import FIGURE_KINDS

_NUMERAL: Final = compiled.lazy("[0-9〇零一二三四五六七八九十两百千万亿半几]")
_SCALES: Final = frozenset("十百千万亿余多几第百成分之点")
"""What of a numeral tells its size only."""
_PASSAGE: Final = 4
"""So many symbols beside a fact are a passage, if they are whole clauses."""
_LONG_PASSAGE: Final = 10
"""The same if they are not."""
_LONGEST: Final = 600
"""More symbols without a counterpart are left out, whatever stands there instead."""
_MARKS: Final = compiled.lazy(r"[\[【〔{｛<＜〖〈《「『（(_＿*＊×✕□■▇█○〇◯…]")
_LABEL: Final = compiled.lazy(
    r"[A-Za-zＸｘ][0-9０-９]|[\[【〔{｛<＜（(][^\]】〕}｝>＞）)]*[\]】〕}｝>＞）)]"
)
"""A placeholder with a number or a name of its own."""
_LETTERS: Final = compiled.lazy(r"[A-Za-zＡ-Ｚａ-ｚ甲乙丙丁戊己]{1,4}")
_MINUS: Final = ("-", "－", "−")
_NAMED: Final = frozenset(("person", "place", "organization", "name", "term"))
_LINES: Final = frozenset("\r\n")
_SEPARATORS: Final = str.maketrans("", "", " \t\u3000,，\r\n")


class Judgement(NamedTuple):
    """A verdict with its reason, and the stretch of the redacted text that it speaks of."""

    verdict: Verdict
    reason: Reason
    place: Stretch | None = None


class Judge:
    """Judges the facts of one pair of texts."""

    def __init__(self, pair: Comparison, facts: list[Fact], rulebook: Rulebook) -> None:
        self._pair = pair
        self._vague = rulebook.lookup("vague_words")
        folded = pair.original.folded
        self._symbols = folded.symbols
        self._of_facts = bytearray(len(self._symbols))
        for fact in facts:
            start, end = folded.symbols_of(fact.start, fact.end)
            if fact.unit and fact.unit != fact.text:
                end += len(fact.unit)
            for index in range(start, min(end, len(self._of_facts))):
                self._of_facts[index] = 1

    def judge(self, fact: Fact) -> Judgement:
        """The verdict on one fact."""
        pair = self._pair
        start, end = pair.original.folded.symbols_of(fact.start, fact.end)
        if start == end:
            return Judgement("gone", "passage_missing")
        same = [index for index in range(start, end) if pair.same[index] >= 0]
        hidden = sorted(
            {pair.under[index] for index in range(start, end) if pair.under[index] >= 0}
        )
        if len(same) == end - start:
            return self._standing(fact, start, end)
        if same and self._tells(fact, same):
            return self._in_part(fact, start, end, same, hidden)
        if hidden:
            place = self._raw(hidden[0], hidden[-1] + 1)
            if pair.redacted.text[slice(*place)] == fact.text:
                return Judgement("kept", "stands", place)  # 冯某 is all that the original has
            if self._shows(fact, pair.redacted.text[slice(*place)]):
                return Judgement("partly", "part_left", place)
            return Judgement("stripped", "placeholder", place)
        return self._without(fact, start, end)

    def _standing(self, fact: Fact, start: int, end: int) -> Judgement:
        """All of its symbols stand there: is it the fact still?"""
        pair = self._pair
        first, last = pair.same[start], pair.same[end - 1]
        low, high = self._raw(first, last + 1)
        between = pair.redacted.folded.symbols[first : last + 1]
        if len(between) > end - start and PLACEHOLDER in between:
            return Judgement("partly", "part_left", (low, high))
        if fact.kind in FIGURE_KINDS:
            # Digits beside it that the original has beside it too are another fact's.
            alone = start == 0 or pair.same[start - 1] != first - 1
            last_alone = end == len(pair.same) or pair.same[end] != last + 1
            wide = self._whole_number(low, high)
            low, high = wide[0] if alone else low, wide[1] if last_alone else high
            if fact.text[0] in _MINUS and pair.redacted.text[low - 1 : low] in _MINUS and low:
                low -= 1
            if _plain(pair.redacted.text[low:high]) != _plain(fact.text):
                return Judgement("altered", "other_value", (low, high))
        elif len(between) > end - start:
            return Judgement("altered", "other_value", (low, high))
        return Judgement("kept", "stands", (low, high))

    def _whole_number(self, low: int, high: int) -> Stretch:
        """With the digits around it that the original has not."""
        text = self._pair.redacted.text
        if text[low].isdecimal():
            while low > 0 and text[low - 1].isdecimal():
                low -= 1
        if text[high - 1].isdecimal():
            while high < len(text) and text[high].isdecimal():
                high += 1
            if text[high : high + 1] in (".", "．") and text[high + 1 : high + 2].isdecimal():
                high += 1
                while high < len(text) and text[high].isdecimal():
                    high += 1
        return low, high

    def _tells(self, fact: Fact, same: list[int]) -> bool:
        """Whether what is left of a fact tells a part of it."""
        if fact.kind not in FIGURE_KINDS:
            return True
        return any(self._symbols[index] not in _SCALES for index in same)

    def _shows(self, fact: Fact, written: str) -> bool:
        """Whether a placeholder is itself a part of the fact: 周某某, 6.x, 51*."""
        if _LABEL.search(written):
            return False
        shown = normalize("NFKC", written)
        if fact.kind not in _NAMED:
            digits = [c for c in shown if c.isdecimal()]
            return bool(digits) and all(c in normalize("NFKC", fact.text) for c in digits)
        own = [c for c in fact.text if c not in "某" and not c.isdecimal()]
        return any(c in shown for c in own) and not all(c.isascii() for c in shown)

    def _in_part(
        self, fact: Fact, start: int, end: int, same: list[int], hidden: list[int]
    ) -> Judgement:
        pair = self._pair
        places = sorted([*(pair.same[index] for index in same), *hidden])
        first, last = places[0], places[-1] + 1
        if same[0] > start and not hidden:
            space = pair.instead(*pair.loose(start))
            first = min(first, space[0]) if space else first
        if same[-1] < end - 1 and not hidden:
            space = pair.instead(*pair.loose(same[-1] + 1))
            last = max(last, space[1]) if space else last
        low, high = self._raw(first, last)
        if fact.kind in FIGURE_KINDS:
            low, high = self._whole_number(low, high)
        place = self._with_marks(low, high, same[0] > start, same[-1] < end - 1)
        if hidden or overlapping(pair.redacted.doubtful, *place):
            return Judgement("partly", "part_left", place)
        written = pair.redacted.text[slice(*place)]
        added = [
            pair.redacted.folded.symbols[index]
            for index in range(first, last)
            if index not in places
        ]
        telling = _NUMERAL.match if fact.kind not in _NAMED else _telling
        if added and not any(map(telling, added)):
            return Judgement("partly", "part_left", place)
        if _MARKS.search(written) or (fact.kind not in FIGURE_KINDS and last - first <= len(same)):
            return Judgement("partly", "part_left", place)
        return Judgement("altered", "other_value", place)

    def _with_marks(self, low: int, high: int, before: bool, after: bool) -> Stretch:
        """A stretch with the marks beside it that may stand for symbols: 6.2×, *7."""
        text = self._pair.redacted.text
        while after and high < len(text) and _MARKS.match(text, high):
            high += 1
        while before and low > 0 and _MARKS.match(text, low - 1):
            low -= 1
        return low, high

    def _without(self, fact: Fact, start: int, end: int) -> Judgement:
        """Nothing of it stands and no placeholder hides it."""
        pair = self._pair
        low, high = pair.loose(start)
        space = pair.instead(low, high) if high - low <= _LONGEST else None
        if space is None:
            return Judgement("gone", "passage_missing")
        first, last = pair.between(*space)
        here = pair.original_between(low, high)
        blanks = [
            blank
            for blank in overlapping(pair.redacted.doubtful, first, last)
            if pair.redacted.text[slice(*blank)] not in here  # 【第二篇】 stands in both
        ]
        if blanks and not (self._is_long(low, high) and self._other_words(*space)):
            return Judgement("stripped", "placeholder", (blanks[0][0], blanks[-1][1]))
        if blanks:
            return Judgement("gone", "passage_missing")
        written = pair.redacted.text[first:last]
        if space[0] == space[1]:
            if self._is_passage(low, high):
                return Judgement("gone", "passage_missing")
            instead = _marks(written) - _marks(here)
            if instead:
                return Judgement("stripped", "placeholder", (first, last))
            return Judgement("stripped", "deleted")
        place = self._raw(*space)
        if self._is_passage(low, high):
            return Judgement("gone", "passage_missing")
        return self._replaced(fact, place)

    def _is_long(self, low: int, high: int) -> bool:
        """Whether some symbols hold many words beside facts, or the end of a sentence."""
        others = self._of_facts.count(0, low, high)
        breaks = self._pair.original.folded.breaks
        return others >= _LONG_PASSAGE or breaks.find(2, low + 1, high) >= 0

    def _other_words(self, first: int, last: int) -> bool:
        """Whether there are words of another passage between the placeholders."""
        symbols = self._pair.redacted.folded.symbols[first:last]
        return len(symbols.replace(PLACEHOLDER, "")) >= _PASSAGE

    def _replaced(self, fact: Fact, place: Stretch) -> Judgement:
        """Other words stand for it."""
        written = self._pair.redacted.text[slice(*place)]
        around = self._pair.redacted.text[max(0, place[0] - 1) : place[1] + 1]
        if _LABEL.search(around):
            return Judgement("stripped", "placeholder", place)
        if fact.kind in FIGURE_KINDS:
            if _NUMERAL.search(normalize("NFKC", written)):
                return Judgement("altered", "other_value", place)
        elif _LETTERS.fullmatch(written):
            return Judgement("stripped", "placeholder", place)
        beside = self._pair.original.text[max(0, fact.start - 1) : fact.start]
        if _MARKS.match(around) and not _MARKS.match(beside):
            return Judgement("stripped", "placeholder", place)
        if fact.kind in FIGURE_KINDS or written in self._vague:
            return Judgement("stripped", "vague", place)
        return Judgement("altered", "other_value", place)

    def _is_passage(self, low: int, high: int) -> bool:
        """Whether some symbols are a passage rather than a fact with its unit."""
        others = self._of_facts.count(0, low, high)
        if others >= _LONG_PASSAGE:
            return True
        breaks = self._pair.original.folded.breaks
        if not breaks[low] or (high < len(breaks) and not breaks[high]):
            return False
        return others >= _PASSAGE or self._is_line(low, high)

    def _is_line(self, low: int, high: int) -> bool:
        """Whether some symbols are whole lines, such as the date below a title."""
        folded, text = self._pair.original.folded, self._pair.original.text
        before = text[folded.ends[low - 1] if low else 0 : folded.starts[low]]
        end = folded.starts[high] if high < len(folded.starts) else len(text)
        behind = text[folded.ends[high - 1] : end]
        return (not low or not _LINES.isdisjoint(before)) and (
            end == len(text) or not _LINES.isdisjoint(behind)
        )

    def _raw(self, first: int, last: int) -> Stretch:
        return self._pair.redacted.raw(first, last)


def _telling(symbol: str) -> bool:
    """Whether a symbol that was put into a name may be part of another name."""
    return symbol not in "某xyz"


def _marks(text: str) -> Counter[str]:
    """The marks in a text that may stand for something."""
    return Counter(_MARKS.findall(text))


def _plain(figure: str) -> str:
    """A figure without what only sets its digits apart."""
    return normalize("NFKC", figure.translate(_SEPARATORS)).translate(_SEPARATORS)

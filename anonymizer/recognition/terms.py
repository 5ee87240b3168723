"""Names that are none: pieces of set phrases and of terms of the trade, and plain words.

洛阳 in 洛阳纸贵 is no place and 海铁 in 海铁联运 nobody. Only the surroundings of names that
other recognisers found are looked at, so the lexicons may be long. A name that merely holds
a term stays one: 太平 in 太平鼓 is kept, 太平镇 is a town.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import Final

from anonymizer import kernel
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.segmentation.words import common_words
from anonymizer.slots import Span
from anonymizer.wordlists import HEAD

PHRASE: Final = "keep.set_phrase"
TERM: Final = "keep.trade_term"
WORD: Final = "keep.word"
_NAMES: Final = frozenset(("person", "place", "organization", "name"))
_GUESSED: Final = "statistical."
_STRICT: Final = "strict."
"""Rules that take what is common knowledge: 长江 in 长江经济带."""
_SHORTEST: Final = HEAD
"""Terms of fewer characters stand inside other words too often to say anything."""
_LONGEST: Final = 8
"""Longer terms are few, and hold shorter ones."""
_LONGEST_CUE: Final = 6
_ROLES: Final = frozenset(("person", "role", "called", "called_maybe", "hint"))
"""The values of roles behind which a name stands; 请 and 像 say less."""
_NO_CUES: Final = frozenset('的村镇乡”"')
"""Hints behind which a word stands as often."""
_LISTED: Final = "、"
_HEADS: Final = 0b100
"""The group of the terms' beginnings, among those of the terms."""
_START: Final = attrgetter("start")
_END: Final = attrgetter("end")


class Veto:
    """Callable on a text and the spans found in it; gives keep spans over what is no name."""

    def __init__(self, rulebook: Rulebook, profile: Profile) -> None:
        self._rulebook = rulebook
        self._rules = {
            rule.id: rule
            for rule in rulebook.of_kind("keep")
            if rule.id in (PHRASE, TERM, WORD) and profile.uses(rule.id)
        }

    def __call__(self, text: str, spans: Iterable[Span]) -> list[Span]:
        """A keep span for each vetoed name, of its own extent, with the reason as its rule.

        A name is vetoed by a phrase or a term that stands around it or reaches over one of its
        edges, and, if it is a guess, by being a word itself that nothing beside it takes for a
        name. It is not where another name that stands overlaps it: there is a name, and which
        one is not decided here.
        """
        rules = self._rules
        names = [span for span in spans if span.kind in _NAMES] if rules else []
        if not names:
            return []
        names.sort(key=_END)
        names.sort(key=_START)
        standing: list[Span] = []
        vetoed: list[tuple[Span, Rule]] = []
        reasons = _terms_of(self._rulebook).reasons(text, names)
        for index, span in enumerate(names):
            rule = rules.get(reasons[index])
            if rule is not None:
                vetoed.append((span, rule))
            if rule is None or rule.score <= span.score:
                standing.append(span)
        kept: list[Span] = []
        if vetoed:
            known = _Known(text, standing, vetoed)
            for span, rule in vetoed:
                if known.overlaps(span) or (rule.id == WORD and known.has(span)):
                    continue
                keep = Span(span.start, span.end, "keep", rule.id, rule.score)
                if not kept or keep != kept[-1]:
                    kept.append(keep)
        return kept


class _Known:
    """The names of one text that stand, in order."""

    def __init__(
        self, text: str, standing: Sequence[Span], vetoed: Sequence[tuple[Span, Rule]]
    ) -> None:
        self._text = text
        self._standing = standing
        self._vetoed = vetoed
        self._starts = [span.start for span in standing]
        # How far the names up to each one reach.
        self._reaches = list(accumulate(map(_END, standing), max))
        self._names: set[str] | None = None

    def overlaps(self, span: Span) -> bool:
        """Whether a name that stands overlaps a span."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reaches[before - 1] > span.start

    def has(self, span: Span) -> bool:
        """Whether a word is a name somewhere in the text."""
        if self._names is None:
            text = self._text
            self._names = {text[known.start : known.end] for known in self._standing}
            self._add_listed(self._names)
        return self._text[span.start : span.end] in self._names

    def _add_listed(self, names: set[str]) -> None:
        """Count vetoed words as names that stand in a list beside a name of their kind."""
        text = self._text
        starts = {(span.start, span.kind) for span in self._standing}
        ends = {(span.end, span.kind) for span in self._standing}
        for span, _ in self._vetoed:
            start, end = span.start, span.end
            if (text[start - 1 : start] == _LISTED and (start - 1, span.kind) in ends) or (
                text[end : end + 1] == _LISTED and (end + 1, span.kind) in starts
            ):
                names.add(text[start:end])


class _Terms:
    """The lexicons, and what they say of one span."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._terms: kernel.Words | None = None
        self._phrases: Container[str]
        self._trade: Container[str]
        self._heads: Container[str]
        if kernel.COMPILED:
            shared = rulebook.shared("idioms", "trade_terms", "term_heads")
            self._phrases, self._trade = shared.among(0b001), shared.among(0b010)
            self._heads, self._terms = shared.among(_HEADS), shared.among(0b011)
        else:
            self._phrases, self._trade = rulebook.lookup("idioms"), rulebook.lookup("trade_terms")
            self._heads = rulebook.lookup("term_heads")
        self._words = common_words(rulebook)
        posts = rulebook.words("posts")
        generics = ("place_generics", "org_generics")
        self._places = rulebook.words("divisions")
        roles = rulebook.values("roles")
        self._posts = posts
        self._surnames = rulebook.words("surnames")
        self._before = posts.union(term for term, value in roles.items() if value in _ROLES)
        self._before -= _NO_CUES
        self._behind = posts.union(*(rulebook.words(name) for name in generics))

    def reasons(self, text: str, names: Sequence[Span]) -> list[str]:
        """For each name the id of the rule that vetoes it, empty if none does.

        The names are in order. What stands around them is looked up once, however many names
        stand close together, and however many recognisers found the same one.
        """
        reasons: list[str] = []
        terms: list[tuple[int, int]] = []
        low = looked = 0
        last_start = last_end = -1
        common: str | None = None
        for span in names:
            if span.rule.startswith(_STRICT):
                reasons.append("")
                continue
            start, end = span.start, span.end
            if start != last_start or end != last_end:
                last_start, last_end = start, end
                first = start + 1 - _LONGEST
                if looked < first:
                    looked = first
                if looked < end:
                    self._add_terms(text, looked, end, terms)
                    looked = end
                while low < len(terms) and terms[low][0] < first:
                    low += 1
                common = self._reason(text, start, end, terms, low)
            if common is not None:
                reasons.append(common)
            elif span.rule.startswith(_GUESSED):
                reasons.append(self._reason_of_guess(text, span))
            else:
                reasons.append("")
        return reasons

    def _add_terms(self, text: str, begin: int, end: int, terms: list[tuple[int, int]]) -> None:
        """Add start and end of each term that begins in ``text[begin:end]``."""
        if self._terms is not None:
            terms.extend(self._terms.spans(text, begin, end, _HEADS, _SHORTEST, _LONGEST))
            return
        heads = self._heads
        for place in range(begin, end):
            if text[place : place + _SHORTEST] not in heads:
                continue
            for length in range(_SHORTEST, min(_LONGEST, len(text) - place) + 1):
                piece = text[place : place + length]
                if piece in self._trade or piece in self._phrases:
                    terms.append((place, place + length))

    def _reason(
        self, text: str, start: int, end: int, terms: Sequence[tuple[int, int]], low: int
    ) -> str | None:
        """Why ``text[start:end]`` is no name, whoever found it; empty if a term says it is one.

        ``terms`` are those around it from ``low`` on. ``None`` if nothing is said.
        """
        for index in range(low, len(terms)):
            begin, close = terms[index]
            if begin >= end:
                break
            # Past an edge of the name, or around it; its own piece is no reason.
            if close <= start or (start <= begin and close <= end):
                continue
            if close < end and self._stands_alone(text, close, end):
                return ""
            return TERM if text[begin:close] in self._trade else PHRASE
        name = text[start:end]
        if name in self._phrases:
            return PHRASE
        if len(name) >= _SHORTEST and name in self._trade and name not in self._words:
            return WORD
        return None

    def _reason_of_guess(self, text: str, span: Span) -> str:
        """Why a guess is no name: it is a word that nothing beside it takes for one."""
        start, end = span.start, span.end
        name = text[start:end]
        if span.kind == "name":
            # Projects and brands are called by words: 暖阳, but not by 瑰夏 or 碳汇.
            return WORD if name in self._trade else ""
        if (name in self._words or name in self._trade) and name not in self._places:
            return "" if self._named(text, start, end) else WORD
        return ""

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        """Whether what a term leaves of a name is one: 中国共产党|安康, 工商联|党副主席."""
        rest = text[start:end]
        if rest not in self._surnames:
            return rest in self._places
        return any(text[end : end + length] in self._posts for length in range(2, _LONGEST_CUE + 1))

    def _named(self, text: str, start: int, end: int) -> bool:
        """Whether a post or a generic word beside a word takes it for a name."""
        for length in range(1, _LONGEST_CUE + 1):
            if text[max(0, start - length) : start] in self._before:
                return True
            if text[end : end + length] in self._behind:
                return True
        return False


def outside_phrases(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[Span]:
    """Those spans around which no set phrase and no term stands, nor reaches over an edge."""
    terms = _terms_of(rulebook)
    return [span for span in spans if terms.reasons(text, [span])[0] not in (PHRASE, TERM)]


def _terms_of(rulebook: Rulebook) -> _Terms:
    terms = rulebook.once("vetoing terms", lambda: _Terms(rulebook))
    assert isinstance(terms, _Terms)
    return terms


def veto(text: str, spans: Iterable[Span], rulebook: Rulebook, profile: Profile) -> list[Span]:
    """Keep spans for the names among ``spans`` that are none, see :class:`Veto`."""
    built = rulebook.once(("veto", profile.id), lambda: Veto(rulebook, profile))
    assert isinstance(built, Veto)
    return built(text, spans)

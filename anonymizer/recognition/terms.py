"""Names that are none: pieces of set phrases and of terms of the trade, and plain words.

洛阳 in 洛阳纸贵 is no place and 海铁 in 海铁联运 nobody. Only the surroundings of names that
other recognisers found are looked at, so the lexicons may be long. A name that merely holds
a term stays one: 太平 in 太平鼓 is kept, 太平镇 is a town.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from anonymizer.rulebook import Profile, Rulebook
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


class Veto:
    """Callable on a text and the spans found in it; yields keep spans over what is no name."""

    def __init__(self, rulebook: Rulebook, profile: Profile) -> None:
        self._rulebook = rulebook
        self._rules = {
            rule.id: rule
            for rule in rulebook.of_kind("keep")
            if rule.id in (PHRASE, TERM, WORD) and profile.uses(rule.id)
        }

    def __call__(self, text: str, spans: Iterable[Span]) -> Iterator[Span]:
        """A keep span for each vetoed name, of its own extent, with the reason as its rule.

        A name is vetoed by a phrase or a term that stands around it or reaches over one of its
        edges, and, if it is a guess, by being a word itself that nothing beside it takes for a
        name. It is not where another name that stands overlaps it: there is a name, and which
        one is not decided here.
        """
        names = [span for span in spans if span.kind in _NAMES] if self._rules else []
        if not names:
            return
        terms = _terms_of(self._rulebook)
        names.sort(key=lambda span: (span.start, span.end))
        # Several recognisers find the same name; what stands around it is looked at once.
        seen: dict[tuple[int, int, bool, bool, bool], str] = {}
        reasons = []
        for span in names:
            guessed = span.rule.startswith(_GUESSED)
            strict = span.rule.startswith(_STRICT)
            key = (span.start, span.end, guessed, span.kind == "name", strict)
            if key not in seen:
                seen[key] = terms.reason(text, span)
            reasons.append(self._rules.get(seen[key]))
        standing = [
            span
            for span, rule in zip(names, reasons, strict=True)
            if rule is None or rule.score <= span.score
        ]
        known = _Known(text, standing)
        given = None
        known.add_listed(span for span, rule in zip(names, reasons, strict=True) if rule)
        for span, rule in zip(names, reasons, strict=True):
            if rule is None or known.overlaps(span):
                continue
            if rule.id == WORD and known.has(span):
                continue
            kept = Span(span.start, span.end, "keep", rule.id, rule.score)
            if kept != given:
                yield kept
            given = kept


class _Known:
    """The names of one text that stand."""

    def __init__(self, text: str, standing: Sequence[Span]) -> None:
        self._text = text
        self._taken = bytearray(len(text))
        for span in standing:
            self._taken[span.start : span.end] = b"\1" * (span.end - span.start)
        self._starts = {(span.start, span.kind) for span in standing}
        self._ends = {(span.end, span.kind) for span in standing}
        self._names = {text[span.start : span.end] for span in standing}

    def overlaps(self, span: Span) -> bool:
        """Whether a name that stands overlaps a span."""
        return 1 in self._taken[span.start : span.end]

    def add_listed(self, spans: Iterable[Span]) -> None:
        """Count those words as names that stand in a list beside a name of their kind."""
        text = self._text
        for span in spans:
            start, end = span.start, span.end
            if (text[start - 1 : start] == _LISTED and (start - 1, span.kind) in self._ends) or (
                text[end : end + 1] == _LISTED and (end + 1, span.kind) in self._starts
            ):
                self._names.add(text[start:end])

    def has(self, span: Span) -> bool:
        """Whether a word is a name somewhere in the text."""
        return self._text[span.start : span.end] in self._names


class _Terms:
    """The lexicons, and what they say of one span."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._phrases = rulebook.words("idioms")
        self._trade = rulebook.words("trade_terms")
        self._words = common_words(rulebook)
        self._heads = rulebook.words("term_heads")
        posts = rulebook.words("posts")
        generics = ("place_generics", "org_generics")
        self._places = rulebook.words("divisions")
        roles = rulebook.values("roles")
        self._posts = posts
        self._surnames = rulebook.words("surnames")
        self._before = posts.union(term for term, value in roles.items() if value in _ROLES)
        self._before -= _NO_CUES
        self._behind = posts.union(*(rulebook.words(name) for name in generics))

    def reason(self, text: str, span: Span) -> str:
        """The id of the rule that vetoes a name, empty if none does."""
        start, end = span.start, span.end
        if span.rule.startswith(_STRICT):
            return ""
        heads = self._heads
        for begin in range(max(0, start + 1 - _LONGEST), end):
            if text[begin : begin + _SHORTEST] not in heads:
                continue
            for length in range(_SHORTEST, _LONGEST + 1):
                close = begin + length
                # Past an edge of the name, or around it; its own piece is no reason.
                if close <= start or (start <= begin and close <= end):
                    continue
                found = text[begin:close]
                if found in self._trade or found in self._phrases:
                    if close < end and self._stands_alone(text, close, end):
                        return ""
                    return TERM if found in self._trade else PHRASE
        name = text[start:end]
        word = name in self._words
        if name in self._phrases:
            return PHRASE
        if len(name) >= _SHORTEST and not word and name in self._trade:
            return WORD
        if not span.rule.startswith(_GUESSED) or span.kind == "name":
            return ""
        if (word or name in self._trade) and name not in self._places:
            return "" if self._named(text, span) else WORD
        return ""

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        """Whether what a term leaves of a name is one: 中国共产党|安康, 工商联|党副主席."""
        rest = text[start:end]
        if rest in self._surnames:
            return any(text[end : end + n] in self._posts for n in range(2, _LONGEST_CUE + 1))
        return rest in self._places

    def _named(self, text: str, span: Span) -> bool:
        """Whether a post or a generic word beside a word takes it for a name."""
        start, end = span.start, span.end
        lengths = range(1, _LONGEST_CUE + 1)
        return any(text[max(0, start - n) : start] in self._before for n in lengths) or any(
            text[end : end + n] in self._behind for n in lengths
        )


def in_phrase(text: str, span: Span, rulebook: Rulebook) -> bool:
    """Whether a set phrase or a term stands around a span or reaches over one of its edges."""
    return _terms_of(rulebook).reason(text, span) in (PHRASE, TERM)


def _terms_of(rulebook: Rulebook) -> _Terms:
    terms = rulebook.once("vetoing terms", lambda: _Terms(rulebook))
    assert isinstance(terms, _Terms)
    return terms


def veto(text: str, spans: Iterable[Span], rulebook: Rulebook, profile: Profile) -> list[Span]:
    """Keep spans for the names among ``spans`` that are none, see :class:`Veto`."""
    built = rulebook.once(("veto", profile.id), lambda: Veto(rulebook, profile))
    assert isinstance(built, Veto)
    return list(built(text, spans))

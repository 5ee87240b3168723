"""What the redaction removed and recognition does not know: a fact all the same, or plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from anonymizer import compiled
from anonymizer.auditing.comparison import Comparison, Stretch, overlapping
from anonymizer.auditing.facts import Fact
from anonymizer.auditing.standing import facts_in
from anonymizer.auditing.verdicts import Judgement
from anonymizer.extraction import extract
from anonymizer.redaction.labels import labels
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.sentences import sentence_around
from anonymizer.segmentation.words import boundaries, common_words
from anonymizer.slots import FIGURE_KINDS, ExtractedSlot, Span

_DIGIT: Final = compiled.lazy("[0-9０-９]")
_NUMERAL: Final = compiled.lazy(
    "[0-9０-９〇零一二三四五六七八九十百千万亿两半几余多.．,，点分之—－~～至-]+"
)
_HAN: Final = compiled.lazy("[㐀-鿿]")
_NAMED: Final = frozenset(("person", "organization"))
_CLEAR: Final = 0.9
"""From this score the words around a placeholder say that it stands for a name, whatever words
the name is made of (宏远光电 before 有限公司).
"""
_CONTEXT: Final = 60
_LONGEST: Final = 12
"""Symbols that one placeholder hides at most."""


def removed(
    pair: Comparison,
    facts: Sequence[Fact],
    rulebook: Rulebook,
) -> Iterator[tuple[Fact, Judgement]]:
    """What placeholders hide that is none of the facts, with the verdict on it."""
    places = [(fact.start, fact.end + len(fact.unit or "")) for fact in facts]
    unknown = [
        (place, there)
        for place, there in sorted(_hidden(pair))
        if not overlapping(places, *place)
        and pair.original.text[slice(*place)] != pair.redacted.text[slice(*there)]
    ]
    same = {fact.text: fact for fact in facts}
    judged = _Kinds(pair, [place for place, _ in unknown], rulebook)
    found: list[tuple[Span | None, Stretch, Stretch]] = []
    for (start, end), place in unknown:
        if (fact := same.get(pair.original.text[start:end])) and fact.kind not in FIGURE_KINDS:
            kind, unit = fact.kind, fact.unit  # another mention of what is known
        else:
            kind, unit = judged.kind((start, end), place)
        span = Span(start, end, kind, "", 1.0, {"unit": unit} if unit else {}) if kind else None
        found.append((span, (start, end), place))
    spans = [span for span, _, _ in found if span is not None]
    made = iter(labels(pair.original.text, spans, rulebook))
    for span, (start, end), place in found:
        text = pair.original.text[start:end]
        if span is not None:
            fact = Fact(start, end, span.kind, text, span.attributes.get("unit"), next(made))
            yield fact, Judgement("stripped", "placeholder", place)
        else:
            fact = Fact(start, end, "term", text)
            yield fact, Judgement("over_stripped", "ordinary_words", place)


def _hidden(pair: Comparison) -> Iterator[tuple[Stretch, Stretch]]:
    """What placeholders hide, and where they stand, also those that might be something else."""
    for placeholder, (start, end) in sorted(pair.hidden_by().items()):
        yield pair.original.raw(start, end), pair.redacted.raw(placeholder, placeholder + 1)
    for start, end in pair.loose_runs:
        space = pair.instead(start, end) if end - start <= _LONGEST else None
        if space and space[0] == space[1]:
            blanks = overlapping(pair.redacted.doubtful, *pair.between(*space))
            if len(blanks) == 1:
                yield pair.original.raw(start, end), blanks[0]


class _Kinds:
    """Tells what kind of fact a text is that only its removal tells to be one."""

    def __init__(self, pair: Comparison, places: Sequence[Stretch], rulebook: Rulebook) -> None:
        self._pair = pair
        strictly = facts_in(pair.original.text, places, rulebook)
        self._known = {slot.source: slot for slot in strictly}
        self._places = sorted(self._known)
        self._rulebook = rulebook
        self._words = common_words(rulebook)
        self._read = lru_cache(maxsize=None)(lambda text: extract(text, rulebook))

    def kind(self, place: Stretch, redacted: Stretch) -> tuple[str, str | None]:
        """The kind and the unit; no kind for ordinary words."""
        text = self._pair.original.text[slice(*place)]
        slot = self._slot(redacted)
        kind, unit = (slot.kind, slot.unit) if slot else ("name", None)
        if _DIGIT.search(text) or _NUMERAL.fullmatch(text):
            return (kind, unit) if kind in FIGURE_KINDS else ("number", None)
        for other in overlapping(self._places, *place):
            return self._known[other].kind, self._known[other].unit
        named = kind in _NAMED and slot is not None and slot.score >= _CLEAR
        if self._is_ordinary(text) and not (named and text not in self._words):
            return "", None
        return (kind, None) if kind not in FIGURE_KINDS else ("name", None)

    def _slot(self, place: Stretch) -> ExtractedSlot | None:
        """The placeholder as extraction reads it in its sentence."""
        text = self._pair.redacted.text
        start, end = sentence_around(text, *place, reach=_CONTEXT)
        slots = self._read(text[start:end])
        return next(
            (s for s in slots if s.source[0] + start <= place[0] < s.source[1] + start), None
        )

    def _is_ordinary(self, text: str) -> bool:
        """Whether a text is made of words that anybody may use."""
        if not _HAN.search(text):
            return not any(character.isalnum() for character in text)
        cuts = sorted(boundaries(text, self._words))
        pieces = [text[low:high] for low, high in pairwise(cuts)]
        single = sum(len(piece) == 1 and piece.isalnum() for piece in pieces)
        return single * 2 <= len(pieces) or len(text) == 1

"""The figures of a paragraph in order, each with the words that lead up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, cast

from anonymizer import compiled
from anonymizer.auditing.figures import Figure, Measure, measure
from anonymizer.rulebook import Rulebook

_REACH: Final = 40
"""Characters of words before a figure that are read."""
_VAGUE: Final = frozenset("余多来")
_ENDS: Final = compiled.lazy(r"[。！？!?\r\n]+")
_LINES: Final = compiled.lazy(r"[\r\n]+")


class ShownFigure(NamedTuple):
    """A figure of the original, and whether the redacted text still shows it."""

    figure: Figure
    shown: bool
    sentence: int
    paragraph: int


def placed(figures: Sequence[Figure], shown: Sequence[bool], text: str) -> list[ShownFigure]:
    """The figures, which are in order, with the numbers of their sentences and paragraphs."""
    result = []
    sentences = _Counter(_ENDS, text)
    paragraphs = _Counter(_LINES, text)
    for figure, seen in zip(figures, shown, strict=True):
        place = figure.start
        result.append(ShownFigure(figure, seen, sentences.upto(place), paragraphs.upto(place)))
    return result


class _Counter:
    """Counts the breaks before places that are asked for in order."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._breaks = pattern.finditer(text)
        self._next = next(self._breaks, None)
        self._count = 0

    def upto(self, place: int) -> int:
        while self._next is not None and self._next.start() < place:
            self._count += 1
            self._next = next(self._breaks, None)
        return self._count


class Item(NamedTuple):
    """A figure that can be reckoned with, by its number among all.

    ``lead`` are the words between the figure before it and this one, of the same sentence;
    ``tail`` those between its unit and the next figure. ``dated`` says that the figure before
    it is a year or another date.
    """

    number: int
    figure: Figure
    measure: Measure
    lead: str
    tail: str
    dated: bool
    sentence: int


def paragraphs(figures: Sequence[ShownFigure], text: str) -> Iterator[list[Item]]:
    """For each paragraph its items: figures of one exact number."""
    items: list[Item] = []
    for index, (figure, _, sentence, paragraph) in enumerate(figures):
        before = figures[index - 1] if index else None
        if before is not None and before.paragraph != paragraph:
            if items:
                yield items
            items = []
        measured = measure(figure)
        if measured is None or measured.approx or measured.bound or not measured.number:
            continue
        floor = max(0, figure.start - _REACH)
        if before is not None:
            floor = max(floor, _behind(before.figure, text))
        lead = _ENDS.split(text[floor : figure.start])[-1]
        end = _behind(figure, text)
        following = figures[index + 1].figure.start if index + 1 < len(figures) else len(text)
        tail = _ENDS.split(text[end : min(following, end + _REACH)])[0]
        dated = (
            before is not None
            and before.sentence == sentence
            and before.figure.kind in ("date", "time")
        )
        items.append(Item(index, figure, measured, lead, tail, dated, sentence))
    if items:
        yield items


def _behind(figure: Figure, text: str) -> int:
    """Where a figure ends together with its unit."""
    end = figure.end
    if text[end : end + 1] in _VAGUE:
        end += 1
    if figure.unit and text.startswith(figure.unit, end):
        end += len(figure.unit)
    return end


class Cues:
    """Finds words that tell of arithmetic, by their use (lexicon ``arithmetic_words``)."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._uses: dict[str, list[str]] = {}
        for word, uses in rulebook.values("arithmetic_words").items():
            for use in uses.split():
                self._uses.setdefault(use, []).append(word)
        # 公共 has a 共 in it, and is no word of totals.
        self._plain = frozenset(self._uses.get("plain", ()))
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    @classmethod
    def of(cls, rulebook: Rulebook) -> Cues:
        """The cues of a rulebook, built once."""
        return cast("Cues", rulebook.once("audit.cues", lambda: cls(rulebook)))

    def last(self, text: str, *uses: str) -> re.Match[str] | None:
        """The last word of these uses in a text, the longest that begins there."""
        found = None
        for match in self._pattern(uses).finditer(text):
            if match[0] not in self._plain:
                found = match
        return found

    def has(self, text: str, *uses: str) -> bool:
        """Whether a text has a word of these uses."""
        return self.last(text, *uses) is not None

    def is_total(self, cell: str) -> bool:
        """Whether the first cell of a row, or the head of a column, is for totals."""
        word = "".join(cell.split())
        return any(len(total) > 1 and word.endswith(total) for total in self._uses["total"])

    def _pattern(self, uses: tuple[str, ...]) -> re.Pattern[str]:
        if uses not in self._patterns:
            words = {word for use in uses for word in self._uses.get(use, ())} | self._plain
            longest = sorted(words, key=lambda word: (-len(word), word))
            self._patterns[uses] = re.compile("|".join(map(re.escape, longest)) or r"(?!)")
        return self._patterns[uses]

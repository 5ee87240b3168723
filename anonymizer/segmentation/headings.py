"""Where a heading ends that runs straight into its body.

``一、理清家底，看准全县发展的短板今年以来，全县…``: no mark says where the
heading stops. What says so is how bodies begin (the lexicon of openers), words (a split
never cuts one), repetition (a body likes to take the heading's words up again) and above all
the heading's sisters, which have its shape. All headings of a speech are split together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.series import opening_mark
from anonymizer.segmentation.words import boundaries, common_words

_SHORTEST, _LONGEST = 3, 36
_REACH: Final = _LONGEST + 24
_BEST: Final = 12
"""How many places of each heading are weighed against those of its sisters."""
_SISTERS: Final = 8
"""How many headings before and behind it a heading is compared with."""
_USUAL: Final = 13
"""The length most headings have, more or less."""
_SURE: Final = 100.0
"""The score of a heading whose end a numbering shows."""
_SENTENCE_HEADING: Final = 1.4
"""The score of a heading that is a short sentence with a full stop of its own."""
_ENOUGH: Final = 1.0
"""An end that scores less is no better than a guess; the heading is not split then."""
_SENTENCE: Final = compiled.lazy(r"[。；！\n]")
_PAUSE: Final = compiled.lazy(r"[，,。；：:？?！!]")
_CLAUSE: Final = compiled.lazy(r"[，：,:？?—]{1,2}")
_DANGLING: Final = frozenset(
    "，、：；,:;的和与及在对把被将向从为以由是要等或并而就也不自据每近截至"
)
_LEADING: Final = frozenset("，、。；：！？”’）》,:;!?的了着过们")
_OPEN, _CLOSE = "“‘《（〈【〔「", "”’》）〉】〕」"
_FIGURE: Final = compiled.lazy(
    r"(?:自|从|到|早在|截至)?[0-9０-９]{4}年|(?:到|截至)?[0-9０-９]{1,2}月|“[^”]{2,12}”(?:以来|时期|期间)|[一二三四五六七八九十两]{1,3}年来"
)


class Chapter(NamedTuple):
    """A heading 一、 of a flattened line: its start, its text's start, the section's stop."""

    start: int
    end: int
    stop: int


class _Option(NamedTuple):
    heading: str
    score: float
    length: int
    rule: str


def heading_ends(
    body: str, chapters: Sequence[Chapter], rulebook: Rulebook
) -> Iterator[tuple[int, str]]:
    """The breaks behind the headings of one line, with their rules."""
    options: list[list[_Option]] = []
    scorer = rulebook.once("heading openers", lambda: _Scorer(rulebook))
    assert isinstance(scorer, _Scorer)
    for chapter in chapters:
        if end := opening_mark(body, chapter.end, chapter.stop):
            heading = body[chapter.end : end]
            options.append([_Option(heading, _SURE, len(heading), "break.heading")])
        else:
            text = body[chapter.end : min(chapter.stop, chapter.end + _REACH)]
            options.append(scorer.options(text))
    for chapter, choice in zip(chapters, _choose(options), strict=True):
        if choice is not None:
            yield chapter.end + choice.length, choice.rule


class _Scorer:
    """Judges places in a text as the end of its heading."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._words = common_words(rulebook)
        weights = rulebook.lexicon("openers").mapping()
        self._weights = {term: float(value or 1) for term, value in weights.items()}
        self._longest = max(map(len, self._weights))
        ends = rulebook.lexicon("heading_ends").mapping()
        self._ends = {term: float(value or 1) for term, value in ends.items()}
        self._longest_end = max(map(len, self._ends))

    def options(self, text: str) -> list[_Option]:
        """The likeliest ends of the heading with which ``text`` begins, the best first."""
        found = _SENTENCE.search(text)
        end = found.start() if found else len(text)
        options = []
        if found and found[0] in "。！" and end <= _LONGEST:
            whole = found.end()
            while whole < len(text) and text[whole] in _CLOSE:
                whole += 1
            options.append(_Option(text[:end], _SENTENCE_HEADING, whole, "break.heading"))
        places = [p for p in range(_SHORTEST, min(end, _LONGEST + 1)) if _can_end(text, p)]
        openers = {place: self._opener(text, place) for place in places}
        # A long opener is proof enough; only without one are words looked up.
        usable = [p for p, (weight, length) in openers.items() if weight >= 3 and length >= 4]
        if not usable and places:
            cuts = boundaries(text, self._words)
            usable = [place for place in places if place in cuts]
        for place in usable:
            weight = openers[place][0]
            score = weight + 0.7 * (weight >= 3) + 1.3 * self._closer(text, place)
            score += _own_shape(text, place)
            options.append(_Option(text[:place], score, place, "break.heading_run_on"))
        return sorted(options, key=lambda option: -option.score)[:_BEST]

    def _opener(self, text: str, place: int) -> tuple[float, int]:
        """How surely a body begins here, and by how many characters it is known."""
        if found := _FIGURE.match(text, place):
            return 3.0, len(found[0])
        for length in range(min(self._longest, len(text) - place), 0, -1):
            weight = self._weights.get(text[place : place + length])
            if weight:
                # An opener set off by a comma of its own is the surer sign.
                behind = text[place + length : place + length + 1]
                return weight + (0.8 if behind in ("，", ",") else 0.0), length
        return 0.0, 0

    def _closer(self, text: str, place: int) -> float:
        """How usual the words are in which a heading would end here."""
        for length in range(min(self._longest_end, place), 1, -1):
            if weight := self._ends.get(text[place - length : place]):
                return weight
        return 0.0


def _can_end(text: str, place: int) -> bool:
    heading = text[:place]
    if heading[-1] in _DANGLING or text[place] in _LEADING:
        return False
    if heading.count('"') % 2:
        return False
    return all(heading.count(a) == heading.count(b) for a, b in zip(_OPEN, _CLOSE, strict=True))


def _own_shape(text: str, place: int) -> float:
    """What the form of a heading and of its body says for a border between them here."""
    heading = text[:place]
    score = -0.04 * abs(place - _USUAL)
    if heading[-1] in "？?":
        score += 0.6
    if heading[-1] in '”"':
        score += 0.4
    for length in range(6, 1, -1):
        if length < place and text.startswith(heading[-length:], place):
            return score + (2.5 if length > 3 else 0.3)
    if place >= 4 and text[place : place + 2] in heading:
        score += 0.3
    clauses = _clauses(heading)
    if len(clauses) == 2 and len(clauses[1]) <= 2:
        score -= 0.6
    pause = _PAUSE.search(text, place)
    if pause and pause.start() - place <= 2:
        score -= 0.7
    return score


def _clauses(heading: str) -> list[str]:
    return _CLAUSE.split(heading.rstrip("？?"))


def _likeness(one: str, other: str) -> float:
    """How alike two headings are in shape: clauses, their lengths, words in the same place."""
    mine, theirs = _clauses(one), _clauses(other)
    score = -0.08 * abs(len(one) - len(other))
    if one == other or len(mine) != len(theirs):
        return score
    score += 1.1
    for a, b in zip(mine, theirs, strict=True):
        score += 0.45 * min(4, _shared(a, b)) - 0.33 * min(4, abs(len(a) - len(b)))
        if len(a) == len(b):
            score += 0.45 * min(6, sum(x == y for x, y in zip(a, b, strict=True)))
    return score


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _choose(options: Sequence[Sequence[_Option]]) -> list[_Option | None]:
    """One end for each heading, so that they are likely ends and alike as sisters are."""
    best: list[_Option | None] = [own[0] if own else None for own in options]
    sure = [len(own) == 1 and own[0].score == _SURE for own in options]

    def total(option: _Option, own: int) -> float:
        score = weights = 0.0
        for i in range(max(0, own - _SISTERS), min(len(best), own + _SISTERS + 1)):
            sister = best[i]
            if i != own and sister is not None:
                weight = 3.0 if sure[i] else 1.0
                score += weight * _likeness(option.heading, sister.heading)
                weights += weight
        return option.score + (score / weights if weights else 0.0)

    for _ in range(3):
        for i, own in enumerate(options):
            if len(own) > 1:
                best[i] = max(own, key=lambda option: total(option, i))
    return [
        choice if choice is not None and (sure[i] or total(choice, i) >= _ENOUGH) else None
        for i, choice in enumerate(best)
    ]

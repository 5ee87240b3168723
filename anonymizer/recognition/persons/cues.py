"""Posts, roles and other words beside which names stand, found by one scan.

Such words differ in how they begin (常务副|县长, 镇党委|书记) and agree in how they end. So the
text is scanned for the last two characters, and the longest word that ends there is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from anonymizer.recognition.persons.shape import Shapes
from anonymizer.recognition.persons.spots import Look, pairs
from anonymizer.rulebook import Rulebook

_PAIR: Final = "cue.pair"


class Cue(NamedTuple):
    """A word beside which a name may stand; ``sort`` is the value it has in its lexicon."""

    start: int
    end: int
    sort: str


class Cues:
    """Finds all cues of a text."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, *, posts_only: bool) -> None:
        sorts = dict(rulebook.values("posts"))
        if not posts_only:
            for term, sort in rulebook.values("roles").items():
                sorts.setdefault(term, sort)
        single = {term: sort for term, sort in sorts.items() if len(term) == 1}
        self._sorts = sorts
        lengths: dict[str, set[int]] = {}
        for term in sorts:
            if len(term) > 1:
                lengths.setdefault(term[-2:], set()).add(len(term))
        self._lengths = {pair: sorted(found, reverse=True) for pair, found in lengths.items()}
        self.looks = {_PAIR: pairs(lengths)}
        for sort in ("hint", "agent", "called_maybe", "frame"):
            first = shapes.sure_first if sort == "hint" else shapes.any_first
            self.looks[sort] = (Look([c for c, of in single.items() if of == sort], first),)

    def __call__(self, text: str, spots: Mapping[str, Sequence[int]]) -> Iterator[Cue]:
        """The cues of ``text``: first the words, then single characters before a name."""
        yield from self._words(text, spots[_PAIR])
        for sort in ("hint", "agent", "called_maybe", "frame"):
            for place in spots.get(sort, ()):
                yield Cue(place, place + 1, sort)

    def _words(self, text: str, places: Sequence[int]) -> Iterator[Cue]:
        sorts, lengths = self._sorts, self._lengths
        last: Cue | None = None
        for place in places:
            end = place + 2
            for length in lengths.get(text[place:end], ()):
                # A negative start would count from the end of the text.
                if length <= end and (sort := sorts.get(text[end - length : end])):
                    # 总工 is no post of its own in 总工程师.
                    if last and last.start < end - length:
                        yield last
                    last = Cue(end - length, end, sort)
                    break
        if last:
            yield last

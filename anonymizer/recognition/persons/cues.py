"""Posts, roles and other words beside which names stand, found by one scan.

Such words differ in how they begin (常务副|县长, 镇党委|书记) and agree in how they end. So the
text is scanned for the last two characters, and the longest word that ends there is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from anonymizer.recognition.persons.shape import Shapes
from anonymizer.recognition.persons.spots import Look, pairs
from anonymizer.rulebook import Rulebook

_PAIR: Final = "cue.pair"
_Node = dict[str, Any]
"""What may stand before, character by character; under "" the sort of the word that is whole."""


Cue = tuple[int, int, str]
"""Start and end of a word beside which a name may stand, and its sort, the lexicon's value."""


class Cues:
    """Finds all cues of a text."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, *, posts_only: bool) -> None:
        sorts = dict(rulebook.values("posts"))
        if not posts_only:
            for term, sort in rulebook.values("roles").items():
                sorts.setdefault(term, sort)
        single = {term: sort for term, sort in sorts.items() if len(term) == 1}
        self._ends: dict[str, _Node] = {}
        for term, sort in sorts.items():
            if len(term) > 1:
                node = self._ends.setdefault(term[-2:], {})
                for character in reversed(term[:-2]):
                    node = node.setdefault(character, {})
                node[""] = sort
        self.looks = {_PAIR: pairs(self._ends)}
        for sort in ("hint", "agent", "called_maybe", "frame"):
            first = shapes.sure_first if sort == "hint" else shapes.any_first
            self.looks[sort] = (Look([c for c, of in single.items() if of == sort], first),)

    def __call__(self, text: str, spots: Mapping[str, Sequence[int]]) -> Iterator[Cue]:
        """The cues of ``text``: first the words, then single characters before a name."""
        yield from self._words(text, spots[_PAIR])
        for sort in ("hint", "agent", "called_maybe", "frame"):
            for place in spots.get(sort, ()):
                yield place, place + 1, sort

    def _words(self, text: str, places: Sequence[int]) -> Iterator[Cue]:
        ends = self._ends
        last: Cue | None = None
        for place in places:
            node = ends.get(text[place : place + 2])
            if node is None:
                continue
            sort = node.get("")
            start = at = place
            while at and (node := node.get(text[at - 1])):
                at -= 1
                if "" in node:
                    start, sort = at, node[""]
            if sort is not None:
                # 总工 is no post of its own in 总工程师.
                if last and last[0] < start:
                    yield last
                last = (start, place + 2, sort)
        if last:
            yield last

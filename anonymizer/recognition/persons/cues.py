"""Posts, roles and other words beside which names stand, found by one scan.

Such words differ in how they begin (常务副|县长, 镇党委|书记) and agree in how they end. So the
text is scanned for the last two characters, and the longest word that ends there is looked up.
"""

from __future__ import annotations

from typing import Any, Final

from anonymizer.recognition.persons.shape import Shapes
from anonymizer.recognition.persons.spots import Look, pairs
from anonymizer.rulebook import Rulebook

_PAIR: Final = "cue.pair"
_Node = dict[str, Any]
"""What may stand before, character by character; under "" the sort of the word that is whole."""


Cue = tuple[int, int, str]
"""Start and end of a word beside which a name may stand, and its sort, the lexicon's value."""


_OF_WORK: Final = frozenset(("工程", "工业", "工地", "工会", "工商", "工厂", "工期", "工艺"))
"""Words that a post ending in 工 may reach into: 输变电|工程, no 电工."""


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

    def __call__(self, text: str, spots: dict[str, list[int]]) -> list[Cue]:
        """The cues of ``text``: first the words, then single characters before a name."""
        cues = self._words(text, spots[_PAIR])
        for sort in ("hint", "agent", "called_maybe", "frame"):
            for place in spots[sort]:
                cues.append((place, place + 1, sort))
        return cues

    def _words(self, text: str, places: list[int]) -> list[Cue]:
        ends = self._ends
        cues: list[Cue] = []
        before = -1  # where the last cue begins
        for place in places:
            node = ends.get(text[place : place + 2])
            if node is None:
                continue
            sort: str | None = node.get("")
            start = at = place
            while at > 0:
                node = node.get(text[at - 1])
                if node is None:
                    break
                at -= 1
                whole: str | None = node.get("")
                if whole is not None:
                    start, sort = at, whole
            if sort is not None and text[place + 1 : place + 3] not in _OF_WORK:
                # 总工 is no post of its own in 总工程师.
                if before >= start:
                    cues.pop()
                cues.append((start, place + 2, sort))
                before = start
        return cues

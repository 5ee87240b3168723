"""Other mentions of the persons found: the whole name anywhere, the given name where it fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from anonymizer import patterns
from anonymizer.recognition.persons.edges import Edges, run_before, run_behind
from anonymizer.recognition.persons.shape import Shapes

_GENERIC: Final = frozenset("县市区镇乡村州旗")
_FEW: Final = 64
"""With more names than this, one pattern for all of them is quicker than a search for each."""


class Links:
    """Finds mentions of names; keeps nothing of a text."""

    def __init__(self, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges

    def mentions(
        self, text: str, names: Collection[str], known: Collection[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        """Other places of whole names; a name that is a word only where it was found."""
        words, name_words = self._shapes.words, self._shapes.name_words
        whole = {
            name for name in names if len(name) > 1 and name not in words and name not in name_words
        }
        for place in _places(text, whole):
            if place not in known and not self._splits_word(text, *place):
                yield place

    def short_forms(
        self, text: str, names: Collection[str], known: Collection[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        """Places of given names by themselves: 铁生 where 李铁生 stands in the document."""
        short = {form for name in names for form in self._short(name)} - set(names)
        taken = covered(known)
        for start, end in _places(text, short):
            if not taken.isdisjoint(range(start, end)):
                continue
            before = run_before(text, start, 6)
            run, ends = run_behind(text, start)
            if self._edges.left(before + text[start:end], end - start) < 0.3:
                continue
            if self._edges.right(run, end - start, ends=ends) >= 0.4:
                yield start, end

    def _short(self, name: str) -> Iterator[str]:
        if "·" in name:
            yield from (part for part in name.split("·") if len(part) > 1)
            return
        surname = 2 if name[:2] in self._shapes.compound else 1
        given = name[surname:]
        if len(given) == 2 and given not in self._shapes.words and name[0] in self._shapes.first:
            yield given

    def _splits_word(self, text: str, start: int, end: int) -> bool:
        """Whether a two-character name only arises where two words meet."""
        if text[end : end + 1] in _GENERIC and text[end + 1 : end + 2] != "长":
            return True
        words = self._shapes.words
        if end - start > 2:
            rare = self._shapes.surnames.get(text[start], 1.0) < 0.2
            return rare and text[end - 1 : end + 1] in words
        if text[start - 1 : start + 1] in words and text[end - 1 : end + 1] in words:
            return True
        return text[start - 1 : end] in words or text[start : end + 1] in words


def covered(places: Iterable[tuple[int, int]]) -> set[int]:
    """The offsets that stretches cover."""
    return {offset for start, end in places for offset in range(start, end)}


def _places(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the names stand, the longer name first where two begin at one place."""
    if len(names) > _FEW:
        # Not through ``compiled``: what a document says belongs in no cache.
        for found in re.finditer(patterns.trie(sorted(names)), text):
            yield found.span()
        return
    for name in sorted(names, key=lambda name: (-len(name), name)):
        place = text.find(name)
        while place >= 0:
            yield place, place + len(name)
            place = text.find(name, place + len(name))

"""Other mentions of the persons found: the whole name anywhere, the given name where it fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from anonymizer import patterns
from anonymizer.recognition.persons.edges import Edges
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
    ) -> list[tuple[int, int]]:
        """Other places of whole names; a name that is a word only where it was found."""
        words, name_words = self._shapes.words, self._shapes.name_words
        whole = [
            name for name in names if len(name) > 1 and name not in words and name not in name_words
        ]
        return [
            place
            for place in _places(text, whole)
            if place not in known and not self._splits_word(text, place[0], place[1])
        ]

    def short_forms(
        self, text: str, names: Collection[str], known: Collection[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Places of given names by themselves: 铁生 where 李铁生 stands in the document."""
        short: set[str] = set()
        for name in names:
            self._add_short(short, name)
        short.difference_update(names)
        found: list[tuple[int, int]] = []
        places = _places(text, short)
        if not places:
            return found
        taken = covered(known)
        edges = self._edges
        for start, end in places:
            if (
                taken.isdisjoint(range(start, end))
                and edges.left(text, start, end) >= 0.3
                and edges.right(text, start, end) >= 0.4
            ):
                found.append((start, end))
        return found

    def _add_short(self, short: set[str], name: str) -> None:
        if "·" in name:
            short.update([part for part in name.split("·") if len(part) > 1])
            return
        given = name[2 if name[:2] in self._shapes.compound else 1 :]
        if given[:1] == "老":
            return  # 吴老四; but 老四 is any family's
        if len(given) == 2 and given not in self._shapes.words and name[0] in self._shapes.first:
            short.add(given)

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
    offsets: set[int] = set()
    for start, end in places:
        offsets.update(range(start, end))
    return offsets


def _places(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Where the names stand, the longer name first where two begin at one place."""
    if len(names) > _FEW:
        # Not through ``compiled``: what a document says belongs in no cache.
        return [found.span() for found in re.finditer(patterns.trie(sorted(names)), text)]
    places: list[tuple[int, int]] = []
    for _, name in sorted([(-len(name), name) for name in names]):
        size = len(name)
        place = text.find(name)
        while place >= 0:
            places.append((place, place + size))
            place = text.find(name, place + size)
    return places

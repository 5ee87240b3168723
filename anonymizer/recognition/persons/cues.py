"""Posts, roles and other words beside which names stand, found by one scan.

Such words differ in how they begin (常务副|县长, 镇党委|书记) and agree in how they end, so the
text is scanned from its end: a trie over 90 last characters fails sooner than one over 200
first ones, and finds the longest word that ends at a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from anonymizer import compiled, patterns
from anonymizer.rulebook import Rulebook


class Cue(NamedTuple):
    """A word beside which a name may stand; ``sort`` is post, title, role or hint."""

    start: int
    end: int
    sort: str


class Cues:
    """Finds all cues of a text."""

    def __init__(self, rulebook: Rulebook, *, posts_only: bool) -> None:
        sorts = dict(rulebook.values("posts"))
        if not posts_only:
            for term, sort in rulebook.values("roles").items():
                sorts.setdefault(term, sort)
        self._sorts = sorts
        self._pattern = compiled.pattern(patterns.trie(term[::-1] for term in sorts))

    def __call__(self, text: str) -> Iterator[Cue]:
        """The cues of ``text``, the last one first."""
        size = len(text)
        sorts = self._sorts
        for match in self._pattern.finditer(text[::-1]):
            start, end = match.span()
            yield Cue(size - end, size - start, sorts[match[0][::-1]])

"""Posts, roles and other words beside which names stand, found by one scan.

Such words differ in how they begin (常务副|县长, 镇党委|书记) and agree in how they end. So the
text is scanned for the last two characters, and the longest word that ends there is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from anonymizer import compiled
from anonymizer.recognition.persons.shape import Shapes
from anonymizer.rulebook import Rulebook


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
        last = _either(pair[1] for pair in lengths)
        self._pair = compiled.pattern(f"{last}(?<={_either(pair[0] for pair in lengths)}.)")
        self._single = [
            compiled.pattern(
                f"{_either(c for c, of in single.items() if of == sort)}(?={_either(first)})"
            )
            for sort, first in (
                ("hint", shapes.sure_first),
                ("agent", shapes.any_first),
                ("called_maybe", shapes.any_first),
                ("frame", shapes.any_first),
            )
            if sort in single.values()
        ]

    def __call__(self, text: str) -> Iterator[Cue]:
        """The cues of ``text``: first the words, then single characters before a name."""
        yield from self._words(text)
        for pattern in self._single:
            for match in pattern.finditer(text):
                yield Cue(match.start(), match.end(), self._sorts[match[0]])

    def _words(self, text: str) -> Iterator[Cue]:
        sorts = self._sorts
        lengths = self._lengths
        last: Cue | None = None
        for match in self._pair.finditer(text):
            end = match.end()
            for length in lengths.get(text[end - 2 : end], ()):
                # A negative start would count from the end of the text.
                if length <= end and (sort := sorts.get(text[end - length : end])):
                    # 总工 is no post of its own in 总工程师.
                    if last and last.start < end - length:
                        yield last
                    last = Cue(end - length, end, sort)
                    break
        if last:
            yield last


def _either(characters: Iterator[str] | frozenset[str]) -> str:
    return "[" + "".join(sorted(set(characters))) + "]"

"""Other mentions of what was found: once replaced, replaced everywhere in a document.

Independent of who found a name: :func:`mentions` takes a text and the spans that all
recognisers agree on, and gives further spans where the same names stand without context.
A name that is an ordinary word is left alone, and so is one that only arises where two
words meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from anonymizer.slots import Span

LINKED: Final = frozenset(("person", "place", "organization", "name"))
"""The kinds whose names are looked for."""
_SCORE: Final = 0.72


def mentions(
    text: str, spans: Iterable[Span], words: frozenset[str], least: float = 0.8
) -> Iterator[Span]:
    """Further places of the names in ``spans``, as spans of the rule ``<kind>.mention``.

    Names of two characters and more, found with a score of at least ``least``, count. Places
    that a given span covers are left out; the longest name wins.
    """
    names: dict[str, Span] = {}
    taken: set[int] = set()
    for span in spans:
        if span.kind not in LINKED:
            continue
        taken.update(range(span.start, span.end))
        name = text[span.start : span.end]
        if span.score >= least and len(name) > 1 and name not in words and name not in names:
            names[name] = span
    if not names:
        return
    by_head: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_head.setdefault(name[:2], []).append(name)
    heads = by_head.keys()
    reach = 0
    for place, pair in enumerate(map(str.__add__, text, text[1:])):
        if pair not in heads or place < reach:
            continue
        for name in by_head[pair]:
            end = place + len(name)
            if not text.startswith(name, place) or splits_word(text, place, end, words):
                continue
            reach = end
            if place not in taken and end - 1 not in taken:
                kind = names[name].kind
                yield Span(place, end, kind, f"{kind}.mention", _SCORE)
            break


def splits_word(text: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Whether a word reaches over an edge of ``text[start:end]``: 十九台 holds no 九台."""
    before = text[start - 1 : start + 1] in words
    behind = text[end - 1 : end + 1] in words
    return (before and behind) or (end - start == 2 and (before or behind))

"""Blanks: what looks like a placeholder, and what only does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.rulebook import Rule, Rulebook, mark_groups

NUMBERED: Final = "blank.numbered"
TYPED: Final = "blank.typed"
"""The rule of our own placeholders that say what they are: 〔金额1〕."""
_TYPED: Final = compiled.lazy(
    "〔(?P<kind>" + "|".join(sorted(KIND_NAMES.values(), key=len, reverse=True)) + ")[0-9]{1,7}〕"
)
_KINDS: Final = {name: kind for kind, name in KIND_NAMES.items()}
_OWN_SCORE: Final = 0.99


class Blank(NamedTuple):
    """A stretch ``text[start:end]`` that looks like a placeholder.

    ``score`` says how much so, by itself; ``means`` is the kind if it names one. ``doubt`` is
    the score of a rule, ``doubted_by``, after which it only looks like one.
    """

    start: int
    end: int
    rule: str
    score: float
    means: str = ""
    doubt: float = 0.0
    doubted_by: str = ""


def find(text: str, rulebook: Rulebook) -> list[Blank]:
    """The blanks of a text, in order; of two that overlap the one with the higher score."""
    found = [*_typed(text), *_matches(text, rulebook, "blank")]
    doubts = sorted(_matches(text, rulebook, "no_blank"))
    return [_doubted(blank, doubts) for blank in _apart(found)]


def _typed(text: str) -> Iterator[Blank]:
    for match in _TYPED.finditer(text):
        yield Blank(match.start(), match.end(), TYPED, _OWN_SCORE, _KINDS[match["kind"]])


def _matches(text: str, rulebook: Rulebook, kind: str) -> Iterator[Blank]:
    for rule, pattern in patterns_of(rulebook, kind):
        if rule.gate and not compiled.pattern(rule.gate).search(text):
            continue
        groups = mark_groups(pattern)
        for match in pattern.finditer(text):
            for group in groups:
                start, end = match.span(group)
                if start < end:
                    yield Blank(start, end, rule.id, rule.score, rule.means)


def patterns_of(rulebook: Rulebook, kind: str) -> list[tuple[Rule, re.Pattern[str]]]:
    """The rules of one kind with their patterns, in the order of their files."""

    def build() -> list[tuple[Rule, re.Pattern[str]]]:
        return [
            (rule, compiled.pattern(rule.regex, re.MULTILINE)) for rule in rulebook.of_kind(kind)
        ]

    built = rulebook.once(("patterns", kind), build)
    assert isinstance(built, list)
    return built


def _apart(found: Sequence[Blank]) -> list[Blank]:
    """Those that do not overlap a better one; among equals the longer, then the earlier."""
    taken: list[Blank] = []
    starts: list[int] = []
    for blank in sorted(found, key=lambda blank: (-blank.score, blank.start - blank.end, blank)):
        place = bisect_right(starts, blank.start)
        if (place and taken[place - 1].end > blank.start) or (
            place < len(taken) and taken[place].start < blank.end
        ):
            continue
        taken.insert(place, blank)
        starts.insert(place, blank.start)
    return taken


def _doubted(blank: Blank, doubts: Sequence[Blank]) -> Blank:
    """A blank with the strongest doubt that overlaps it."""
    for doubt in doubts:
        if doubt.start >= blank.end:
            break
        if doubt.end > blank.start and doubt.score > blank.doubt:
            blank = blank._replace(doubt=doubt.score, doubted_by=doubt.rule)
    return blank

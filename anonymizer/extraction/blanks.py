"""Blanks: what looks like a placeholder, and what only does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.rulebook import Rule, Rulebook, mark_groups

NUMBERED: Final = "blank.numbered"
STARS: Final = ("blank.stars", "blank.star")
EMPHASIS: Final = "no_blank.emphasis"
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
    doubts = _apart(list(_matches(text, rulebook, "no_blank")))
    return list(_doubted(_apart(found), doubts))


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
    kept: list[Blank] = []
    group: list[Blank] = []
    reach = 0
    for blank in sorted(found):
        if group and blank.start >= reach:
            kept += _best(group)
            group = []
        group.append(blank)
        reach = max(reach, blank.end)
    return kept + _best(group)


def _best(group: Sequence[Blank]) -> list[Blank]:
    """The same of a few that overlap one another."""
    if len(group) < 2:
        return list(group)
    taken: list[Blank] = []
    for blank in sorted(group, key=lambda blank: (-blank.score, blank.start - blank.end, blank)):
        if all(blank.end <= other.start or other.end <= blank.start for other in taken):
            taken.append(blank)
    return sorted(taken)


def _doubted(blanks: Sequence[Blank], doubts: Sequence[Blank]) -> Iterator[Blank]:
    """Each blank with the strongest doubt that overlaps it; both are in order."""
    first = 0
    for blank in blanks:
        while first < len(doubts) and doubts[first].end <= blank.start:
            first += 1
        for doubt in itertools.islice(doubts, first, None):
            if doubt.start >= blank.end:
                break
            if doubt.end > blank.start and doubt.score > blank.doubt:
                blank = blank._replace(doubt=doubt.score, doubted_by=doubt.rule)
        yield blank

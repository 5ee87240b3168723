"""Readings: what a placeholder stands for, told by the words around it.

The rules see a text in which every placeholder is one and the same character and every mark of
punctuation full-width, so that they need not know the styles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.extraction.blanks import Blank, patterns_of
from anonymizer.rulebook import Rule, Rulebook, mark_groups

SLOT: Final = "\ue010"
"""What stands for a placeholder in the masked text; the fragment ``{slot}`` of the rules."""
_OTHER: Final = "\ufffd"
_WIDE: Final = str.maketrans(",;:!?()%", "，；：！？（）％") | {ord(SLOT): _OTHER}
_BROKEN: Final = compiled.lazy(
    f"(?<={SLOT})[\r\n]{{1,2}}(?=[万亿千百％元个户名家人亩吨公平米年月日天次])"
)
"""A line that a page cut between a placeholder and its unit."""
_SPACED: Final = compiled.lazy(f"[ \t\u3000\u00a0]{{0,4}}{SLOT}[ \t\u3000\u00a0]{{0,4}}")
"""Blanks that set a placeholder apart: 投资 XX 万元."""
_AROUND: Final = 8


class Reading(NamedTuple):
    """What a placeholder is read as. ``evidence`` is the stretch that told, ▢ for it."""

    means: str
    unit: str | None
    rule: str
    score: float
    evidence: str


class Masked(NamedTuple):
    """A text with one character for each blank, and where those stand in it."""

    text: str
    places: list[int]


def mask(text: str, blanks: Sequence[Blank]) -> Masked:
    """The text as the rules see it."""
    pieces: list[str] = []
    done = 0
    for blank in blanks:
        pieces.append(text[done : blank.start].translate(_WIDE))
        pieces.append(SLOT)
        done = blank.end
    pieces.append(text[done:].translate(_WIDE))
    masked = _BROKEN.sub("", _SPACED.sub(SLOT, "".join(pieces)))
    return Masked(masked, [match.start() for match in re.finditer(SLOT, masked)])


def read(masked: Masked, rulebook: Rulebook) -> list[Reading | None]:
    """The best reading of each placeholder: of the highest score, then of the earlier rule."""
    text = masked.text
    best: dict[int, tuple[Rule, str | None, int, int]] = {}
    for rule, pattern in patterns_of(rulebook, "reading"):
        marks = mark_groups(pattern)
        units = [number for name, number in pattern.groupindex.items() if name.startswith("unit")]
        for match in pattern.finditer(text):
            for mark in marks:
                place = match.start(mark)
                if place < 0 or (place in best and best[place][0].score >= rule.score):
                    continue
                unit = next((match[number] for number in units if match[number]), None)
                best[place] = rule, unit, match.start(), match.end()
    return [
        _reading(text, place, *best[place]) if place in best else None for place in masked.places
    ]


def _reading(text: str, place: int, rule: Rule, unit: str | None, start: int, end: int) -> Reading:
    """A reading with the words that told, and what stands beside the placeholder on its line."""
    low = max(min(start, place - 2), place - _AROUND, 0)
    low = text.rfind("\n", low, place) + 1 or low
    high = min(max(end, place + 3), place + 2 * _AROUND)
    stop = text.find("\n", place, high)
    evidence = text[low : high if stop < 0 else stop].replace(SLOT, "▢")
    return Reading(rule.means, unit, rule.id, rule.score, evidence)

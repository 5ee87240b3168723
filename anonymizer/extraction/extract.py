"""From a text to the slots that its placeholders are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.extraction.blanks import EMPHASIS, STARS, Blank, find
from anonymizer.extraction.facts import facts, lent, same
from anonymizer.extraction.readings import Masked, Reading, mask, read
from anonymizer.redaction.labels import labels
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation import outline
from anonymizer.slots import ExtractedSlot, Span

_LIKELY: Final = 0.5
"""From this score a blank is a placeholder without anything beside it that says so."""
_SURE: Final = 0.83
"""A reading of this score bears witness for what looks less like one."""
_CLEAR: Final = 0.9
_FEW: Final = 3
"""So many readings of this score, of half of all stars, tell a habit."""
_CONTEXT: Final = 12
_LINE: Final = 400
"""Characters of a line on either side of a blank that are read."""


class Extraction(NamedTuple):
    """The slots of a text, the blanks that they were found as, and the blanks that are none."""

    slots: tuple[ExtractedSlot, ...]
    blanks: tuple[Blank, ...]
    rejected: tuple[Blank, ...]


def extract(text: str, rulebook: Rulebook) -> tuple[ExtractedSlot, ...]:
    """One slot for each placeholder that stands in a text, in order. The text stays as it is."""
    return extraction(text, rulebook).slots


def extraction(text: str, rulebook: Rulebook) -> Extraction:
    """The slots of a text, and the blanks that are none."""
    blanks, rejected = placeholders(text, rulebook)
    if not blanks:
        return Extraction((), (), tuple(rejected))
    # Seen anew: what is no placeholder is a word like others beside those that are.
    masked = mask(text, blanks)
    readings = _readings(masked, blanks, rulebook)
    slots = _slots(text, blanks, masked, readings, rulebook)
    return Extraction(slots, tuple(blanks), tuple(rejected))


def placeholders(text: str, rulebook: Rulebook) -> tuple[list[Blank], list[Blank]]:
    """The blanks of a text that are placeholders, and those that only look like one."""
    blanks = find(text, rulebook)
    doubted = [blank for blank in blanks if blank.doubt > 0.0 or blank.score < _LIKELY]
    if not doubted:
        return blanks, []
    if any(blank.rule in STARS for blank in doubted):
        readings = _readings(mask(text, blanks), blanks, rulebook)
        if _is_habit(blanks, readings):
            blanks = [b._replace(doubt=0.0) if b.doubted_by == EMPHASIS else b for b in blanks]
    else:
        readings = _readings_near(text, blanks, doubted, rulebook)
    believed = [_believed(*pair) for pair in zip(blanks, readings, strict=True)]
    real = [blank for blank, belief in zip(blanks, believed, strict=True) if belief]
    return real, [blank for blank, belief in zip(blanks, believed, strict=True) if not belief]


def _readings_near(
    text: str, blanks: Sequence[Blank], doubted: Sequence[Blank], rulebook: Rulebook
) -> list[Reading]:
    """The readings of all blanks, those far from any that is doubted left untold.

    What tells stands on the line of a blank, or on the next where a page has cut it.
    """
    pieces: list[str] = []
    near: dict[Blank, Blank] = {}
    at = reach = length = 0
    for doubt in doubted:
        low = max(reach, _line_start(text, doubt.start))
        high = _line_end(text, _line_end(text, doubt.end) + 1)
        if low >= high:
            continue
        while at < len(blanks) and blanks[at].start < low:
            at += 1
        shift = length - low
        while at < len(blanks) and blanks[at].end <= high:
            blank = blanks[at]
            near[blank] = blank._replace(start=blank.start + shift, end=blank.end + shift)
            at += 1
        pieces.append(text[low:high])
        length += high - low + 1
        reach = high
    window = "\n".join(pieces)
    told = dict(
        zip(
            near,
            _readings(mask(window, list(near.values())), list(near.values()), rulebook),
            strict=True,
        )
    )
    return [told.get(blank, _UNTOLD) for blank in blanks]


def _line_start(text: str, place: int) -> int:
    low = max(0, place - _LINE)
    return max(low, text.rfind("\n", low, place) + 1, text.rfind("\r", low, place) + 1)


def _line_end(text: str, place: int) -> int:
    high = min(len(text), place + _LINE)
    ends = (text.find(mark, place, high) for mark in "\r\n")
    return min((end for end in ends if end >= 0), default=high)


def _is_habit(blanks: Sequence[Blank], readings: Sequence[Reading]) -> bool:
    """Whether stars are how this text hides its facts, so that none of them is emphasis."""
    stars = [
        reading.score
        for blank, reading in zip(blanks, readings, strict=True)
        if blank.rule in STARS and blank.end - blank.start > 1
    ]
    sure = sum(score >= _CLEAR for score in stars)
    return sure >= _FEW and sure * 2 >= len(stars)


def _believed(blank: Blank, reading: Reading) -> bool:
    """Whether a blank is a placeholder: by its looks, or because the words beside it say so."""
    witness = reading.score if reading.rule != blank.rule else 0.0
    return blank.doubt <= witness and (blank.score >= _LIKELY or witness >= _SURE)


def _readings(masked: Masked, blanks: Sequence[Blank], rulebook: Rulebook) -> list[Reading]:
    """What each blank stands for: what it says itself, else what its neighbours say."""
    read_by_words = read(masked, rulebook)
    told: list[Reading | None] = []
    for blank, reading in zip(blanks, read_by_words, strict=True):
        if blank.means and (reading is None or blank.score >= reading.score):
            unit = reading.unit if reading and reading.means == blank.means else None
            evidence = reading.evidence if reading else "▢"
            told.append(Reading(blank.means, unit, blank.rule, blank.score, evidence))
        else:
            told.append(reading)
    return [reading or _UNTOLD for reading in lent(masked, told)]


_UNTOLD: Final = Reading("name", None, "", 0.0, "▢")


def _slots(
    text: str,
    blanks: Sequence[Blank],
    masked: Masked,
    readings: Sequence[Reading],
    rulebook: Rulebook,
) -> tuple[ExtractedSlot, ...]:
    units = [_unit(text, *pair) for pair in zip(blanks, readings, strict=True)]
    spans = [
        Span(
            blank.start,
            blank.end,
            reading.means,
            reading.rule,
            reading.score,
            {"unit": unit} if unit else {},
        )
        for blank, reading, unit in zip(blanks, readings, units, strict=True)
    ]
    made = labels(text, spans, rulebook)
    sections = outline(text, rulebook).sections([blank.start for blank in blanks])
    shared = facts(masked, readings)
    entities = same(text, blanks, masked, readings)
    return tuple(
        ExtractedSlot(
            id=f"s{number}",
            kind=reading.means,
            text=text[blank.start : blank.end],
            placeholder=text[blank.start : blank.end],
            source=(blank.start, blank.end),
            output=(blank.start, blank.end),
            unit=unit,
            label=label,
            entity=entity,
            section=section,
            before=_last_line(text[max(0, blank.start - _CONTEXT) : blank.start]),
            after=_first_line(text[blank.end : blank.end + _CONTEXT]),
            rule=reading.rule,
            score=reading.score,
            fact=fact,
            evidence=reading.evidence,
        )
        for number, (blank, reading, unit, label, section, fact, entity) in enumerate(
            zip(blanks, readings, units, made, sections, shared, entities, strict=True), 1
        )
    )


def _unit(text: str, blank: Blank, reading: Reading) -> str | None:
    """The unit as it is written: the rules have read it with full-width marks."""
    unit = reading.unit
    if unit is None:
        return None
    near = text[blank.end : blank.end + _CONTEXT]
    return unit.replace("％", "%") if "％" in unit and "％" not in near else unit


def _last_line(text: str) -> str:
    return text.replace("\r", "\n").rpartition("\n")[2]


def _first_line(text: str) -> str:
    return text.replace("\r", "\n").partition("\n")[0]

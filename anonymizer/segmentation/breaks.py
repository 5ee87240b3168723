"""Line breaks that a site has flattened away come back.

A line is flattened when a salutation, or a heading 二、 behind the end of a sentence,
stands in the middle of it. Breaks return around title and salutation, around headings 一、,
before the numbering under them whose items are paragraphs, and before the turns of the
speech. Deeper numbering stays in its paragraph, as people write it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from anonymizer import compiled, kernel, scan
from anonymizer.edits import Edit
from anonymizer.lines import Line, has_several_lines, lines_of
from anonymizer.rulebook import Rule, Rulebook
from anonymizer.segmentation.front import FrontSplitter
from anonymizer.segmentation.headings import Chapter, heading_ends
from anonymizer.segmentation.numerals import NUMERAL, NUMERALS, value
from anonymizer.segmentation.parallels import parallel_breaks
from anonymizer.segmentation.series import series_breaks

_CHAPTER: Final = compiled.lazy(rf"({NUMERAL})、")
_ENDS: Final = frozenset('。！？…”’》）!?)"')
_FLAT: Final = 300
"""A whole text on one line of this length has lost its breaks."""
_SHORTEST: Final = 12
_TURNS: Final = {"break.address": 50, "break.turn": 0, "break.stage": 60, "break.closing": 60}
"""The rules for turns of a speech; a paragraph before one has at least so many characters."""


class _Tools(NamedTuple):
    front: FrontSplitter
    turns: list[tuple[Rule, re.Pattern[str]]]
    suspicious: scan.Starts | None


def breaks(text: str, rulebook: Rulebook, lines: list[Line] | None = None) -> Iterator[Edit]:
    """Insertions of ``\\n`` (the caller's line break) where a flattened text lost one.

    ``lines`` are the text's lines where they are known already.
    """
    tools = rulebook.once("breaks", lambda: _build(rulebook))
    assert isinstance(tools, _Tools)
    suspects = None
    if tools.suspicious and kernel.COMPILED and has_several_lines(text):
        suspects = _suspects(text, tools.suspicious, tools.front)
        if not suspects:
            return
    filled = [line for line in lines or lines_of(text) if line.text]
    flattened = filled
    if suspects and len(filled) > 1:
        flattened = [line for line in filled if _holds_any(suspects, line)]
    for line in flattened:
        if len(line.text) < _SHORTEST:
            continue
        for place, rule in sorted(_places(line.text, len(filled) == 1, tools, rulebook).items()):
            if 0 < place < len(line.text):
                yield Edit(line.start + place, line.start + place, "\n", rule)


def _build(rulebook: Rulebook) -> _Tools:
    turns = [(rule, compiled.pattern(rule.regex)) for rule in map(rulebook.rule, _TURNS)]
    salutation = rulebook.rule("break.salutation").starts
    suspicious = scan.Starts([salutation, _CHAPTER_STARTS]) if salutation else None
    return _Tools(FrontSplitter(rulebook), turns, suspicious)


def _suspects(text: str, suspicious: scan.Starts, front: FrontSplitter) -> list[int]:
    """Where a salutation stands with text behind it, or a heading behind the end of a sentence.

    In a text of several lines, no other line has breaks.
    """
    salutations, chapters = suspicious.places(text)
    return sorted([*chapters, *(place for place in salutations if front.goes_on(text, place))])


def _holds_any(places: list[int], line: Line) -> bool:
    index = bisect_left(places, line.start)
    return index < len(places) and places[index] < line.end


_CHAPTER_STARTS: Final = tuple(
    "".join(character * 2 for character in sorted(characters))
    for characters in (_ENDS, NUMERALS, f"{NUMERALS}、", "")
)
"""What a heading 一、 behind the end of a sentence begins with (:mod:`anonymizer.starts`)."""


def _places(body: str, alone: bool, tools: _Tools, rulebook: Rulebook) -> dict[int, str]:
    """The breaks of one line, with their rules."""
    front, places = tools.front.split(body)
    chapters = _chapters(body, front)
    if chapters:
        for chapter in chapters:
            places[chapter.start] = "break.heading"
        places.update(heading_ends(body, chapters, rulebook))
    whole = alone and (bool(places) or len(body) >= _FLAT)
    if whole or len(chapters) > 1 or (places and chapters):
        borders = [(front, False), *((chapter.end, True) for chapter in chapters)]
        stops = [chapter.start for chapter in chapters] + [len(body)]
        for (start, headed), stop in zip(borders, stops, strict=True):
            for place, rule in series_breaks(body, start, stop, headed):
                places.setdefault(place, rule)
            for place, rule in parallel_breaks(body, start, stop):
                places.setdefault(place, rule)
        _add_turns(body, front, places, tools)
    return places


def _chapters(body: str, front: int) -> list[Chapter]:
    """Headings 一、二、三、 in their order, each behind the end of a sentence or a heading."""
    run: list[tuple[int, int, int]] = []
    for found in _CHAPTER.finditer(body):
        start = found.start()
        if start not in (0, front) and body[start - 1] not in _ENDS:
            continue
        number = value(found[1])
        free = start in (0, front) or number == 1 or body[start - 1] in "。！？"
        if (not run and free) or (run and number == run[-1][2] + 1):
            run.append((start, found.end(), number))
    if not run or (len(run) == 1 and run[0][0] == 0):
        return []
    stops = [start for start, _, _ in run[1:]] + [len(body)]
    return [Chapter(start, end, stop) for (start, end, _), stop in zip(run, stops, strict=True)]


def _add_turns(body: str, front: int, places: dict[int, str], tools: _Tools) -> None:
    """Breaks where the speech turns, unless the paragraph before would be too short."""
    known = sorted({front, *places})
    for rule, pattern in tools.turns:
        least = _TURNS[rule.id]
        for found in pattern.finditer(body, front):
            place = found.start("slot")
            if place <= front or place in places:
                continue
            here = bisect_left(known, place)
            if place - known[here - 1] >= least:
                places[place] = rule.id
                known.insert(here, place)

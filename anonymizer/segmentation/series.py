"""Numberings inside a flattened section: which of them were paragraphs, which only sentences.

（一）…（二）…, 第一，…第二，…, 第一件…第二件…, 1.…2.…, 一是…二是…, 一靠…二靠…: each mark
behind the end of a sentence. Whether their items once stood on lines of their own shows in
their length: an aside in three short sentences stays in its paragraph, three paragraphs do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.segmentation.numerals import NUMERAL, value

_ENDS: Final = frozenset('。！？…”’》）!?)"：:')
_MARK: Final = compiled.lazy(
    rf"[（(](?P<section>{NUMERAL})[）)]"
    rf"|第(?P<nth>{NUMERAL})(?P<unit>[，,、：:]|[个件句条层点笔桩场项类步道份段关字方大位种块张仗章])"
    r"|(?P<item>[0-9]{1,2})[.．、](?![0-9])"
    rf"|(?P<verb>{NUMERAL})(?P<word>(?![一二三四五六七八九十百千万亿年月日号时分个些种样次位])[㐀-鿿])"
)
_STOP: Final = compiled.lazy(r"[。！？；!?;]")
_DEEPEST: Final = 8
"""More numberings do not stand open at once."""
_HEADING: Final = 44
"""A heading without a final mark is no longer than this."""
_LEAST: Final = {"section": 40, "item": 30, "nth": 60, "verb": 84}
"""The average length from which the items of a numbering are paragraphs."""
_NESTED: Final = 110
"""The same for a numbering inside the items of another."""
_ANNOUNCED: Final = 58
"""The same behind a colon, for then the numbering opens a passage of its own."""
_LEAD: Final = 30
"""The longest lead sentence that stands on a line of its own."""
_CLAUSE: Final = 6
"""The shortest clause of one."""


class Mark(NamedTuple):
    """The number of an item, its place and the key that items of one numbering share."""

    start: int
    end: int
    number: int
    kind: str
    key: str


class _Run(NamedTuple):
    marks: list[Mark]
    stop: int

    @property
    def start(self) -> int:
        return self.marks[0].start

    def average(self) -> int:
        """How long its items are; the last one has no certain end and only counts alone."""
        last = self.marks[-1].start if len(self.marks) > 1 else self.stop
        return (last - self.start) // max(1, len(self.marks) - 1)


def marks_in(body: str, start: int, stop: int, headed: bool) -> Iterator[Mark]:
    """All marks of numberings behind a sentence's end, or right behind a section's heading."""
    heading_end = start
    if headed:
        first_stop = _STOP.search(body, start, min(stop, start + _HEADING))
        heading_end = first_stop.start() if first_stop else min(stop, start + _HEADING)
    for found in _MARK.finditer(body, start, stop):
        place = found.start()
        if place == start or body[place - 1] in _ENDS or place <= heading_end:
            kind = found.lastgroup or ""
            kind = {"unit": "nth", "word": "verb"}.get(kind, kind)
            key = found["unit"] or found["word"] or kind
            key = "，" if key in ",、：:" else key
            yield Mark(place, found.end(), value(found[kind]), kind, key)


def opening_mark(body: str, start: int, stop: int) -> int:
    """Where the numbering begins that a heading without a final mark runs into; 0 for none."""
    seen: list[Mark] = []
    for mark in marks_in(body, start, min(stop, start + _HEADING + 4), True):
        if mark.number == 1 and mark.start >= start + 2:
            if _STOP.search(body, start, mark.start):
                break
            seen.append(mark)
    for mark in seen:
        if mark.kind in ("section", "item") or mark.key in "，是要":
            return mark.start
        if any(
            later.key == mark.key and later.number == 2
            for later in marks_in(body, mark.end, min(stop, mark.end + 600), False)
        ):
            return mark.start
    return 0


def series_breaks(body: str, start: int, stop: int, headed: bool) -> Iterator[tuple[int, str]]:
    """Breaks before the items of a section, and behind leads that stand alone."""
    chosen: list[_Run] = []
    for run in _runs(body, start, stop, headed):
        kind = run.marks[0].kind
        nested = any(
            outer.start < run.start and outer.marks[-1].start + outer.average() > run.start
            for outer in chosen[-_DEEPEST:]
        )
        least = _LEAST[kind]
        if kind == "verb" and run.start and body[run.start - 1] in "：:":
            least = _ANNOUNCED
        elif kind == "verb" and nested:
            least = _NESTED
        if len(run.marks) == 1 or run.average() >= least:
            chosen.append(run)
            for mark in run.marks:
                yield mark.start, "break.series"
            if not nested and run.marks[0].key == "是":
                for lead in _leads(body, run):
                    yield lead, "break.lead"


def _runs(body: str, start: int, stop: int, headed: bool) -> list[_Run]:
    """Numberings that count up from one, in the order of their first marks."""
    opened: dict[str, list[list[Mark]]] = {}
    closed: list[_Run] = []
    for mark in marks_in(body, start, stop, headed):
        stack = opened.setdefault(mark.key, [])
        if mark.number == 1:
            stack.append([mark])
            if len(stack) > _DEEPEST:
                closed.append(_Run(stack.pop(0), stop))
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][-1].number + 1 == mark.number:
                closed += [_Run(marks, stop) for marks in stack[depth + 1 :]]
                del stack[depth + 1 :]
                stack[depth].append(mark)
                break
    closed += [_Run(marks, stop) for stack in opened.values() for marks in stack]
    # A number one without a number two counts only where the text itself breaks off.
    torn = stop == len(body) and body[-1] not in "。！？…”’》）!?)"
    whole = [run for run in closed if len(run.marks) > 1 or (torn and _is_lone(run))]
    return sorted(whole, key=lambda run: run.start)


def _is_lone(run: _Run) -> bool:
    mark = run.marks[0]
    return mark.kind in ("section", "item") or mark.key in "，是要"


def _leads(body: str, run: _Run) -> list[int]:
    """Ends of the lead sentences of 一是, 二是 … when all of them are headings in shape.

    A report gives each item a heading of two balanced clauses and a body of several
    sentences; then the headings stand on their own lines. Calls (一要) never do.
    """
    leads = []
    ends = [mark.start for mark in run.marks[1:]] + [run.stop]
    for mark, end in zip(run.marks, ends, strict=True):
        found = _STOP.search(body, mark.end, min(end, mark.end + _LEAD + 1))
        if found is None or found[0] != "。":
            return []
        clauses = body[mark.end : found.start()].split("，")
        if len(clauses) != 2 or min(map(len, clauses)) < _CLAUSE:
            return []
        if abs(len(clauses[0]) - len(clauses[1])) > 3:
            return []
        behind = _STOP.search(body, found.end(), end)
        if behind is None or _STOP.search(body, behind.end(), end) is None:
            return []
        leads.append(found.end())
    return leads

"""Stripped facts that stand in a short text beside the speech: a file's name, its title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.auditing.figures import Figure, folded
from anonymizer.redaction.chinese import chinese_number
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.words import boundaries, common_words

_LONGEST: Final = 60
"""A longer name is looked for by its beginning."""
_WRITTEN: Final = frozenset(
    ("code", "phone", "email", "url", "id_card", "bank_card", "credit_code", "plate")
)
"""Kinds whose every character counts: they stand whole or not at all."""
_SHORTEST_CODE: Final = 3
_NARROW: Final = {0xFF01 + at: 0x21 + at for at in range(94)}
_SEPARATE: Final = compiled.lazy(r"[0-9A-Za-z]")
_CHINESE_DIGITS: Final = "零〇○一二三四五六七八九十"
_MOMENT: Final = compiled.lazy(
    rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}|[一二][{_CHINESE_DIGITS}]{{3}}(?=年))"
    r"(?:年(?:度)?|[-_./年](?=[0-9])|(?=[01][0-9](?:[0-3][0-9])?(?![0-9]))|(?![0-9]))"
    rf"(?:(?P<month>[01]?[0-9](?=[-_./月][0-9]|月|[0-3][0-9](?![0-9])|(?![0-9]))"
    rf"|[{_CHINESE_DIGITS}]{{1,2}}(?=月))"
    rf"(?:月|[-_./])?(?:(?P<day>[0-3]?[0-9](?![0-9])|[{_CHINESE_DIGITS}]{{1,3}}(?=[日号]))[日号]?)?)?"
    rf"|(?<![0-9])(?P<month2>1?[0-9]|[{_CHINESE_DIGITS}]{{1,2}})月"
    rf"(?P<day2>[0-3]?[0-9]|[{_CHINESE_DIGITS}]{{1,3}})[日号]"
)


class NamePart(NamedTuple):
    """A stripped name: its distinguishing part, and the whole of it (呼中 of 呼中镇)."""

    text: str
    kind: str
    full: str
    entity: str | None = None


class NameTrace(NamedTuple):
    """Where in the short text a fact stands, and what stands there."""

    start: int
    end: int
    text: str


class _Words:
    """What the rules know of a short text: its words, and what stands beside names."""

    def __init__(self, text: str, rulebook: Rulebook) -> None:
        self.text = text
        self.common = common_words(rulebook)
        self.cuts = boundaries(text, self.common)
        self._titles = rulebook.words("posts")
        self._generics = rulebook.words("place_generics") | rulebook.words("org_generics")

    def supported(self, start: int, end: int, kind: str) -> bool:
        """Whether a title or post, or the generic part of a name, stands beside a stretch."""
        text = self.text
        if kind == "person":
            behind = any(text[end : end + n] in self._titles for n in range(2, 7))
            before = any(text[max(0, start - n) : start] in self._titles for n in range(2, 7))
            return behind or (before and end - start > 1)
        return any(text[end : end + n] in self._generics for n in range(1, 7))


def name_traces(names: Sequence[NamePart], text: str, rulebook: Rulebook) -> dict[int, NameTrace]:
    """Which stripped names, by number, stand in a short text, and where.

    A name stands there whole, by its distinguishing part, or a person's by the given name
    alone (少义 of 李少义). What is a word as well (高峰, 安定) or a single character needs a title
    or a generic word beside it, or another part of the same name in the text.
    """
    narrow = text.translate(_NARROW)
    words = _Words(narrow, rulebook)
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for needle in dict.fromkeys(_needles(name, rulebook)):
            wanted[needle].append(number)
    result: dict[int, NameTrace] = {}
    entities: set[str] = set()
    unsure: list[tuple[int, int, int]] = []
    for start, end in _stretches(narrow, wanted):
        for number in wanted[narrow[start:end]]:
            if number in result:
                continue
            if _sure(names[number], start, end, words):
                result[number] = NameTrace(start, end, text[start:end])
                if entity := names[number].entity:
                    entities.add(entity)
            elif end - start > 1:
                unsure.append((number, start, end))
    for number, start, end in unsure:
        # The same person or place is named in the text by another part already.
        whole_words = {start, end} <= words.cuts and _separate(narrow, start, end)
        if number not in result and names[number].entity in entities and whole_words:
            result[number] = NameTrace(start, end, text[start:end])
    return dict(sorted(result.items()))


def _needles(name: NamePart, rulebook: Rulebook) -> Iterator[str]:
    text = name.text.translate(_NARROW)
    yield name.full.translate(_NARROW)[:_LONGEST]
    yield text[:_LONGEST]
    if name.kind == "person" and 3 <= len(text) <= 4:
        surnames = rulebook.words("surnames")
        for length in (2, 1):
            if text[:length] in surnames and len(text) - length >= 2:
                yield text[length:]
                break


def _stretches(text: str, wanted: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Where something wanted stands, the longest first at each place."""
    lengths = sorted({len(needle) for needle in wanted if needle}, reverse=True)
    for start in range(len(text)):
        for length in lengths:
            if text[start : start + length] in wanted and start + length <= len(text):
                yield start, start + length


def _sure(name: NamePart, start: int, end: int, words: _Words) -> bool:
    """Whether a stretch names what was stripped, and is not a word that looks like it."""
    text = words.text
    stretch = text[start:end]
    if name.kind in _WRITTEN:
        return end - start >= _SHORTEST_CODE and _separate(text, start, end)
    if end - start == 1:
        return {start, end} <= words.cuts and words.supported(start, end, name.kind)
    whole = name.full != name.text and stretch == name.full.translate(_NARROW)
    if whole or words.supported(start, end, name.kind):
        return True
    if stretch in words.common or (end - start == 2 and not {start, end} <= words.cuts):
        return False
    return _separate(text, start, end)


def _separate(text: str, start: int, end: int) -> bool:
    """Not cut out of a longer number or a longer Latin word."""
    joined_before = _SEPARATE.match(text, start) and start and _SEPARATE.match(text, start - 1)
    joined_behind = _SEPARATE.match(text, end - 1) and _SEPARATE.match(text, end)
    return not joined_before and not joined_behind


def figure_traces(figures: Sequence[Figure], text: str) -> dict[int, NameTrace]:
    """Which stripped figures, by number, stand in a short text.

    A date by its parts in any writing (2021, 20210630, 2021-06-30, 二〇二一年), a code of three
    characters or more as it is written, an amount together with its unit.
    """
    narrow = text.translate(_NARROW)
    moments = list(_moments(narrow))
    result: dict[int, NameTrace] = {}
    for number, figure in enumerate(figures):
        if figure.kind == "date":
            place = _date_place(figure, moments)
        else:
            place = _written_place(figure, narrow)
        if place is not None:
            result[number] = NameTrace(*place, text[slice(*place)])
    return result


_Moment = tuple[int, int, dict[str, int]]


def _moments(text: str) -> Iterator[_Moment]:
    for found in _MOMENT.finditer(text):
        parts = {}
        for part in ("year", "month", "day", "month2", "day2"):
            written = found[part]
            value = None
            if written:
                value = int(written) if written.isdecimal() else chinese_number(written)
            if value is not None:
                parts[part.rstrip("2")] = value
        if parts.get("month", 1) <= 12 and parts.get("day", 1) <= 31:
            yield found.start(), found.end(), parts


def _date_place(figure: Figure, moments: Sequence[_Moment]) -> tuple[int, int] | None:
    """Where a moment says all that the figure does; a month needs its year or its day beside."""
    value = figure.value or {}
    parts = {part: value[part] for part in ("year", "month", "day") if part in value}
    for start, end, moment in moments:
        common = parts.keys() & moment.keys()
        missing = parts.keys() - moment.keys()
        agree = common and all(parts[part] == moment[part] for part in common)
        if not agree or missing - {"year"}:
            continue
        if "year" in common or len(common) > 1:
            return start, end
    return None


def _written_place(figure: Figure, text: str) -> tuple[int, int] | None:
    needle = figure.text.translate(_NARROW)
    if figure.kind != "code":
        if len(folded(needle)) < 2 or not figure.unit:
            return None
        needle += figure.unit
    elif len(needle) < _SHORTEST_CODE:
        return None
    start = text.find(needle)
    while start >= 0:
        end = start + len(needle)
        if _separate(text, start, end) and text[start - 1 : start] != ".":
            return start, end
        start = text.find(needle, start + 1)
    return None

"""Restoring a text that was rewritten: values go back wherever their placeholders turn up.

What a language model or a colleague gives back is shortened, reordered and respelled, so no
offset can be trusted; a placeholder that stands for one figure or one name only still can.
The report of it (``schemas/put_back.schema.json``) holds no values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final, Literal, NamedTuple
from unicodedata import normalize

import msgspec
from msgspec import UNSET, Meta, Struct

from anonymizer import compiled
from anonymizer.documents.source import digest, to_utf8
from anonymizer.edits import Edit
from anonymizer.redaction.placeholders import demand_unique
from anonymizer.redaction.spellings import (
    CLOSERS,
    OPENERS,
    SOFT,
    Spelling,
    label_of,
    spellings,
)
from anonymizer.restoring import RestoreError
from anonymizer.slots import FIGURE_KINDS, Kind, Manifest, Sha256, Slot, Tool, schema_of
from anonymizer.version import __version__

SCHEMA_VERSION: Final = 1

Count = Annotated[int, Meta(ge=0)]


class NotUniqueError(RestoreError):
    """A manifest whose placeholders do not say whose they are once the text has changed."""


class Use(Struct, frozen=True):
    """One placeholder of the manifest, and on which lines of the text its value went back.

    ``label`` is what the first slot's figure is of. It is null where it quotes a value.
    """

    placeholder: str
    kind: Kind
    label: str | None
    slots: tuple[str, ...]
    in_redacted: Annotated[Count, Meta(description="times it stands in the redacted text")]
    lines: tuple[int, ...] = ()


class Unknown(Struct, frozen=True):
    """What reads as a placeholder and is none of the manifest's; it was left as it is."""

    placeholder: str
    line: int


class Totals(Struct, frozen=True):
    """Placeholders of each sort, and ``values`` that went back in all."""

    placeholders: Count
    put_back: Count
    values: Count
    missing: Count
    more_often: Count
    unknown: Count
    full_names: Annotated[
        Count, Meta(description="values where the whole name was put, as nothing told its form")
    ]


class Report(Struct, frozen=True):
    """What went back, what did not, and what was left."""

    schema_version: Literal[1]
    tool: Tool
    placeholder: str
    redacted_sha256: Sha256
    text_sha256: Sha256
    unchanged: Annotated[bool, Meta(description="the text is the redacted text to the byte")]
    summary: Totals
    put_back: tuple[Use, ...]
    missing: tuple[Use, ...]
    more_often: tuple[Use, ...]
    unknown: tuple[Unknown, ...]

    def to_json(self) -> bytes:
        """The report as it is written to a file: UTF-8, indented, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class PutBack(NamedTuple):
    """A rewritten text with the values in their places, the report of it, and what changed."""

    text: str
    report: Report
    edits: tuple[Edit, ...] = ()


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report."""
    return schema_of(Report, "anonymizer put back")


def put_back(text: str, manifest: Manifest) -> PutBack:
    """Put the values of a redaction into a text that was made from its output.

    Values stand as they read in the cleaned text; nothing in them is looked at again. Raises
    :class:`NotUniqueError` for a manifest whose placeholders are not unique.
    """
    known = _known(manifest)
    sha256 = digest(to_utf8(text))
    unchanged = sha256 == manifest.output.sha256
    unknown: list[Unknown] = []
    found = list(_places(manifest, known) if unchanged else _found(text, manifest, known, unknown))
    pieces: list[str] = []
    lines: dict[str, list[int]] = {label: [] for label in known}
    count = _Lines(text)
    done = full_names = 0
    for place in found:
        pieces += (text[done : place.start], place.value)
        lines[place.label].append(count.line(place.start))
        full_names += place.guessed
        done = place.end
    pieces.append(text[done:])
    uses = _uses(known, lines)
    there = tuple(use for use in uses if use.lines)
    missing = tuple(use for use in uses if not use.lines)
    more_often = tuple(use for use in uses if len(use.lines) > use.in_redacted)
    values = sum(len(use.lines) for use in there)
    summary = Totals(
        len(uses), len(there), values, len(missing), len(more_often), len(unknown), full_names
    )
    report = Report(
        SCHEMA_VERSION,
        Tool("anonymizer", __version__),
        manifest.placeholder,
        manifest.output.sha256,
        sha256,
        unchanged,
        summary,
        there,
        missing,
        more_often,
        tuple(unknown),
    )
    edits = tuple(Edit(place.start, place.end, place.value) for place in found)
    return PutBack("".join(pieces), report, edits)


class _Place(NamedTuple):
    """Where a value goes; ``guessed`` where it is a whole name for want of anything better."""

    start: int
    end: int
    label: str
    value: str
    guessed: bool = False


class _Lines:
    """The lines of a text, asked for in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._break = "\n" if "\n" in text else "\r"
        self._place = 0
        self._line = 1

    def line(self, place: int) -> int:
        """The line of a place that is not before the last one asked for; the first is 1."""
        self._line += self._text.count(self._break, self._place, place)
        self._place = place
        return self._line


_REACH: Final = 6
"""Characters beside a name by which its form is told."""


class _Form(NamedTuple):
    """One value of a placeholder, and how the cleaned text began and ended beside it."""

    value: str
    before: set[str]
    after: set[str]


class _Known:
    """One placeholder: its slots, and what stood beside them in the cleaned text."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.before: set[str] = set()
        self.after: set[str] = set()
        self.between: set[tuple[str, str]] = set()
        self.spaced = False
        self._forms: list[_Form] = []

    def add(self, slot: Slot) -> None:
        """Another slot of this placeholder."""
        self.slots.append(slot)
        before, after = slot.before[-1:], slot.after[:1]
        self.before.add(_folded(before))
        self.after.add(after)
        self.between.add((before, after))
        self.spaced = self.spaced or slot.placeholder.endswith(" ")

    def value(self, text: str, start: int, end: int) -> tuple[str, bool]:
        """What goes between ``start`` and ``end``, and whether it is a guess.

        A name and its short forms share a placeholder: 王 is put where it stood, as in
        王县长, and the whole name where the text beside it does not tell.
        """
        if len(self.slots) == 1:
            return _value(self.slots[0]), False
        forms = self._forms = self._forms or _forms(self.slots)
        if len(forms) == 1:
            return forms[0].value, False
        scores = []
        for form in forms:
            before = after = 0
            while before < start and text[start - before - 1 : start] in form.before:
                before += 1
            while end + after < len(text) and text[end : end + after + 1] in form.after:
                after += 1
            scores.append(before + after)
        best = max(scores)
        return forms[scores.index(best)].value, scores.count(best) > 1

    def owns(self, bracket: str) -> bool:
        """Whether such a bracket stood beside the value, so that it is the text's."""
        closer = _CLOSERS.get(bracket, "")
        return bracket in self.before or closer in self.after


_CLOSERS: Final = dict(zip(OPENERS, CLOSERS, strict=True)) | {
    "(": ")", "（": "）", "《": "》", "〈": "〉", "`": "`"
}  # fmt: skip


def _value(slot: Slot) -> str:
    return slot.text if slot.surface is UNSET else slot.surface


def _forms(slots: Sequence[Slot]) -> list[_Form]:
    """The values of a placeholder, the longest first."""
    forms: dict[str, _Form] = {}
    for slot in slots:
        value = _value(slot)
        form = forms.setdefault(value, _Form(value, set(), set()))
        before, after = slot.before[-_REACH:], slot.after[:_REACH]
        if before[-1:].isalnum():  # a comma tells no form from another
            form.before.update(before[-length:] for length in range(1, len(before) + 1))
        if after[:1].isalnum():
            form.after.update(after[:length] for length in range(1, len(after) + 1))
    return sorted(forms.values(), key=lambda form: (-len(form.value), form.value))


def _folded(character: str) -> str:
    return normalize("NFKC", character).casefold() if character.isalnum() else character


def _known(manifest: Manifest) -> dict[str, _Known]:
    """The placeholders of a manifest by their labels, in order of first mention.

    A year that was given for the title is none, and stays.
    """
    style = manifest.placeholder
    try:
        demand_unique(style)
    except ValueError as error:
        raise NotUniqueError(str(error)) from None
    known: dict[str, _Known] = {}
    for slot in manifest.slots:
        if label := label_of(slot.placeholder, style):
            known.setdefault(label, _Known()).add(slot)
    if manifest.taken is not UNSET and (both := [one for one in manifest.taken if one in known]):
        raise NotUniqueError(
            f"{both[0]} is a placeholder of the redaction and one of the source as well: "
            "redact with --unique"
        )
    return known


def _places(manifest: Manifest, known: dict[str, _Known]) -> Iterator[_Place]:
    """Where the values go in the redacted text itself."""
    for label, slot in sorted(
        ((label, slot) for label, one in known.items() for slot in one.slots),
        key=lambda pair: pair[1].output,
    ):
        yield _Place(*slot.output, label, _value(slot))


def _found(
    text: str, manifest: Manifest, known: dict[str, _Known], unknown: list[Unknown]
) -> Iterator[_Place]:
    """Where the values go in a text that has changed; fills ``unknown`` on the way."""
    style = manifest.placeholder
    taken = frozenset() if manifest.taken is UNSET else frozenset(manifest.taken)
    if style == "typed":
        count = _Lines(text)
        renamed = _RENAMED.finditer(text)
        unknown.extend([Unknown(one[0], count.line(one.start())) for one in renamed])
    count = _Lines(text)
    done = 0
    for spelling in spellings(text, style):
        one = known.get(spelling.label)
        if style == "numbered" and spelling.start > done:
            before = _folded(text[spelling.start - 1])
            if before.isascii() and before.isalnum() and (one is None or before not in one.before):
                continue  # MAX1, 4X4: part of a word
        if one is None:
            if spelling.label not in taken and (style == "numbered" or _in_brackets(spelling)):
                unknown.append(Unknown(spelling.label, count.line(spelling.start)))
            continue
        start, end = _extent(text, spelling, one, style)
        if style == "typed" and start == spelling.start and end == spelling.end:
            after = text[end : end + 1]
            if after in _TELLING and after not in one.after:
                continue  # 时间8点 is a time, not the eighth one
        if one.spaced and _PARTED.match(text, end):
            end += 1  # that space kept the number and a digit apart, or what stands for it
        value, guessed = one.value(text, start, end)
        end += _unit_again(text, end, value, one)
        done = end
        yield _Place(start, end, spelling.label, value, guessed)


_RENAMED: Final = compiled.lazy(
    r"[〔\[【](?:姓名|名字|人员|人物|资金|款项|公司|单位|企业|部门|地点|地方|位置|百分数|百分率|百分之"
    r"|时刻|数值|数目|编号|代码|[A-Z]{3,20}|(?:人名|地名|机构|名称|日期|时间|金额|百分比|数量|比例|数字)"
    r"(?=[壹贰叁肆伍陆柒捌玖拾Ⅰ-Ⅻ]))[ _]?(?:[0-9０-９]{1,7}|[壹贰叁肆伍陆柒捌玖拾Ⅰ-Ⅻ]{1,4})[〕\]】]"
)
"""What a placeholder becomes in the hands of one who thinks of a better word for its kind."""
_PARTED: Final = compiled.lazy(r" [\dXxＸｘ]")
_TELLING: Final = frozenset("年月日时点分秒个%％‰℃")


def _in_brackets(spelling: Spelling) -> bool:
    return spelling.bracket != "" and spelling.bracket not in SOFT


def _extent(text: str, spelling: Spelling, known: _Known, style: str) -> tuple[int, int]:
    """What a value replaces: with the brackets that are the placeholder's, not the text's."""
    start, end = spelling.start, spelling.end
    if spelling.bracket and _drops(text, spelling, known, style):
        start, end = spelling.outer_start, spelling.outer_end
    if (
        text[start - 1 : start] == "`" == text[end : end + 1]
        and text[start - 2 : start - 1] != "`" != text[end + 1 : end + 2]
        and not known.owns("`")
    ):
        start, end = start - 1, end + 1
    return start, end


def _drops(text: str, spelling: Spelling, known: _Known, style: str) -> bool:
    bracket = spelling.bracket
    if style == "typed" and bracket == "〔":
        return True
    if known.owns(bracket):
        return False
    if style == "typed" or bracket not in SOFT:
        return True
    # （X3） may be the text's own brackets, unless the value stood there without any.
    start, end = spelling.outer_start, spelling.outer_end
    return start > 0 and (text[start - 1 : start], text[end : end + 1]) in known.between


_NUMERALS: Final = frozenset("0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两半几")


def _unit_again(text: str, end: int, value: str, known: _Known) -> int:
    """How much of a unit stands behind the placeholder that the value has itself: 两成, X成."""
    if known.slots[0].kind not in FIGURE_KINDS:
        return 0
    length = 0
    while length < len(value) and value[-1 - length] not in _NUMERALS:
        length += 1
    while length and (not text.startswith(value[-length:], end) or value[-length] in known.after):
        length -= 1
    return length


def _uses(known: dict[str, _Known], lines: dict[str, list[int]]) -> list[Use]:
    values = frozenset(_value(slot) for one in known.values() for slot in one.slots)
    longest = max(map(len, values), default=0)
    return [
        Use(
            label,
            one.slots[0].kind,
            _without_values(one.slots[0].label, values, longest),
            tuple(slot.id for slot in one.slots),
            len(one.slots),
            tuple(lines[label]),
        )
        for label, one in known.items()
    ]


def _without_values(label: str | None, values: frozenset[str], longest: int) -> str | None:
    """A label that quotes none of the values."""
    if label is None or any(part in values for part in _parts(label, longest)):
        return None
    return label


def _parts(text: str, longest: int) -> Iterable[str]:
    return (
        text[start:end]
        for start in range(len(text))
        for end in range(start + 1, min(len(text), start + longest) + 1)
    )

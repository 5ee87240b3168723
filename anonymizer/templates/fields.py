"""What a variable's value must look like, kind by kind."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, structs

from anonymizer import compiled
from anonymizer.slots import FIGURE_KINDS
from anonymizer.templates.gaps import Gap

_NUMERAL: Final = (
    "0-9０-９零〇○Ｏ一二三四五六七八九十百千万亿兆萬億两兩俩仨双半几数廿卅壹贰叁肆伍陆柒捌玖拾"
)
_BESIDE: Final = (
    r".,．，、:：∶·•/／%％‰+＋\-–—－−~～至到多余餘来近约逾超过近将达以上下内左右成倍之分点个又比第不足"
    r"零下负正 \u3000\u00a0"
)
_IN_DATES: Final = (
    r"年月日号旬初底末上中下半季度春夏秋冬周星期天礼拜元正腊农历世纪代前后起止全本当届"
)
_IN_TIMES: Final = r"时点分秒刻钟整许上下午早晚中凌晨夜间傍日小前后起止"

_PARTS: Final = frozenset("年月日号时点分秒")

_PATTERNS: Final = {
    "phone": r"^(?=.*[0-9０-９])[0-9０-９+＋()（）\-–—－ 、,，/转xX*#]{3,60}$",
    "email": r"^[^@\s]+@[^@\s]+$",
    "id_card": r"^(?:[0-9]{17}[0-9Xx]|[0-9]{15})$",
    "bank_card": r"^[0-9](?:[ \-]?[0-9]){11,24}$",
    "credit_code": r"^[0-9A-Za-z]{18}$",
    "person": r"[^0-9０-９.,，．%％\s]",
}
"""What the kinds other than figures ask for; a person's name may be anything but a figure."""

EXPECTED: Final = {
    "money": "an amount such as 220 or 三千五百",
    "percent": "a figure such as 1.1",
    "quantity": "a figure such as 220 or 三千五百",
    "ratio": "a ratio such as 3:1 or 三分之二",
    "number": "a number such as 3",
    "date": "a date, or the part of one that stands here, such as 2026 or 三",
    "time": "a time, or the part of one that stands here, such as 9 or 9:30",
    "phone": "a telephone number",
    "email": "an e-mail address",
    "id_card": "an identity number of 18 or 15 characters",
    "bank_card": "a card number of 12 to 25 digits",
    "credit_code": "a credit code of 18 characters",
    "person": "a name, not a figure",
}
"""The same in words, for messages."""

_COUNTED: Final = frozenset(("quantity", "ratio", "number"))
"""Kinds of figures that are never below zero, temperatures aside."""
_WARM: Final = frozenset(("℃", "度", "摄氏度", "℉", "°C"))
_SCALES: Final = ("万", "亿", "萬", "億")
_PLAIN: Final = compiled.lazy(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")


class Field(Struct, frozen=True):
    """One variable's value: what it is called, and what it must look like.

    ``unit`` is what the text itself says behind the value, which is therefore not part of it.
    """

    variable: str
    label: str = ""
    kind: str | None = None
    unit: str | None = None
    placeholder: str = "X"
    numeric: bool = True
    pattern: str | None = None
    minimum: float | None = None

    @property
    def title(self) -> str:
        """How messages call it: its label with the unit, and its name."""
        unit = f"（{self.unit}）" if self.unit and not self.label.endswith("）") else ""
        told = f"{self.label}{unit}"
        return self.variable if told in ("", self.variable) else f"{told} [{self.variable}]"


def field_of(gap: Gap) -> Field:
    """The field of a gap. What its kind asks for is only asked if its original has it."""
    field = kind_field(gap.variable, gap.label, gap.kind, gap.unit, gap.placeholder)
    original = gap.original
    if original is None:
        # What somebody else has left open may stay so.
        left = f"^{_quoted(gap.placeholder)}$|{field.pattern}" if field.pattern else None
        return structs.replace(field, pattern=left)
    unit, pattern, minimum = field.unit, field.pattern, field.minimum
    if unit and original.endswith((unit, *_SCALES)):
        unit = None  # that it is given twice could not be told from its being there
        pattern = kind_field(gap.variable, gap.label, gap.kind, None).pattern
    if pattern and (not re.search(pattern, original) or original != original.strip()):
        pattern = None
    if minimum is not None and _PLAIN.fullmatch(original) and float(original) < minimum:
        minimum = None
    return Field(
        gap.variable, gap.label, gap.kind, unit, gap.placeholder, field.numeric, pattern, minimum
    )


def kind_field(
    variable: str, label: str, kind: str | None, unit: str | None, placeholder: str = "X"
) -> Field:
    """The field that a kind and a unit make by themselves."""
    minimum = 0.0 if kind in _COUNTED and unit not in _WARM else None
    numeric = kind is None or kind in FIGURE_KINDS
    return Field(variable, label, kind, unit, placeholder, numeric, _pattern(kind, unit), minimum)


def _pattern(kind: str | None, unit: str | None) -> str | None:
    """A pattern that both Python and ECMAScript understand alike, as JSON Schema asks."""
    if kind is None:
        return None
    if kind in _PATTERNS:
        return _PATTERNS[kind]
    beside = {"date": _BESIDE + _IN_DATES, "time": _BESIDE + _IN_TIMES}.get(kind, _BESIDE)
    if unit in _PARTS:  # one part of a date or a time, not all of it
        beside = "".join(character for character in beside if character not in _PARTS)
    if kind not in FIGURE_KINDS or kind == "code":
        return None
    ending = f"(?:{_quoted(unit)})?" if unit else ""
    return f"^(?=.*[{_NUMERAL}])[{_NUMERAL}{beside}]+{ending}$"


def _quoted(unit: str) -> str:
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", lambda found: "\\" + found[0], unit)


def foreign_scale(value: str, unit: str | None) -> bool:
    """Whether a value brings a scale that does not go with the one behind it: 2.2亿 before 万元."""
    return bool(unit) and unit is not None and unit[0] in _SCALES and value.endswith(_SCALES)

"""The normalised value of a slot, where it has one: 220 before 万元 is 2200000 CNY."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from anonymizer import compiled
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

_WIDE: Final = str.maketrans("０１２３４５６７８９．，％－—–～~﹣−", "0123456789.,%-------")
_NUMBER: Final = compiled.lazy(r"[0-9]{1,40}(?:,[0-9]{3}){0,12}(?:\.[0-9]{1,40})?")
_CHINESE_DIGITS: Final = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    "两": 2,
    "〇": 0,
    "○": 0,
}
_CHINESE_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PARTS: Final = {
    "年": "year",
    "月": "month",
    "日": "day",
    "号": "day",
    "时": "hour",
    "点": "hour",
    "分": "minute",
}
_CLOCK: Final = ("hour", "minute", "second")
_DATE: Final = ("year", "month", "day")

Value = dict[str, Any]


def value_of(text: str, span: Span, rulebook: Rulebook) -> Value | None:
    """A mapping such as ``{"number": "2200000", "unit": "CNY"}``; numbers are decimal strings.

    They are exact but for those that do not end (a mu is 2000/3 m2), cut at six places.

    A range has ``from`` and ``to`` in place of ``number``, a ratio ``numbers``; dates and
    times name their parts as integers. ``None`` where the text does not say enough.
    """
    surface = text[span.start : span.end].translate(_WIDE)
    unit = span.attributes.get("unit", "")
    match span.kind:
        case "date" | "time":
            return _moment(surface, unit or text[span.end : span.end + 1])
        case "money" | "quantity" | "percent":
            numbers = _numbers(surface)
            factor, base = _unit(unit, span.kind, rulebook)
            return _ranged([number * factor[0] / factor[1] for number in numbers], base)
        case "ratio":
            return _ratio(surface, unit)
        case "number":
            return _ranged(_numbers(surface), unit)
    return None


def _ranged(numbers: list[Decimal], unit: str) -> Value | None:
    if len(numbers) == 1:
        return {"number": _plain(numbers[0]), "unit": unit}
    if len(numbers) == 2:
        return {"from": _plain(numbers[0]), "to": _plain(numbers[1]), "unit": unit}
    return None


def _moment(surface: str, unit: str) -> Value | None:
    """Parts of a date or a time: one before its unit, or all of a clock or a dotted date."""
    if ":" in surface or "：" in surface:
        first = surface.replace("：", ":").partition("-")[0]
        return _named(first.split(":"), _CLOCK)
    part = _PARTS.get(unit[:1])
    numbers = _numbers(surface)
    if part and len(numbers) == 1:
        return {part: int(numbers[0])}
    if part and len(numbers) == 2:
        return {part: [int(number) for number in numbers]}
    pieces = surface.replace("/", ".").replace("-", ".").split(".")
    return _named(pieces, _DATE) if len(pieces) == 3 else None


def _named(pieces: list[str], names: tuple[str, ...]) -> Value | None:
    if not all(piece.isdecimal() for piece in pieces) or len(pieces) > len(names):
        return None
    return {name: int(piece) for name, piece in zip(names, pieces, strict=False)}


def _ratio(surface: str, unit: str) -> Value | None:
    """3:5, 2/3, 三分之二, or a multiple (2.3 before 倍)."""
    if "分之" in surface:
        below, _, above = surface.partition("分之")
        parts = [chinese_number(above), chinese_number(below)]
        return {"numbers": [str(part) for part in parts]} if None not in parts else None
    numbers = [
        _plain(number)
        for piece in surface.replace("∶", ":").replace("：", ":").replace("/", ":").split(":")
        for number in _numbers(piece)
    ]
    if len(numbers) == 1:
        return {"number": numbers[0], "unit": unit}
    return {"numbers": numbers} if numbers else None


def _numbers(surface: str) -> list[Decimal]:
    """The numbers of a figure: one, or both ends of a range."""
    negative = surface.startswith("-")
    numbers = []
    for piece in surface.split("-"):
        if found := _NUMBER.fullmatch(piece):
            numbers.append(Decimal(found[0].replace(",", "")))
        elif (number := _chinese_decimal(piece)) is not None:
            numbers.append(number)
    if negative and numbers:
        numbers[0] = -numbers[0]
    return numbers


def _chinese_decimal(text: str) -> Decimal | None:
    """A Chinese numeral, with 点 for the decimal point."""
    whole, point, fraction = text.partition("点")
    value = chinese_number(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    if not fraction or any(character not in _CHINESE_DIGITS for character in fraction):
        return None
    return Decimal(f"{value}." + "".join(str(_CHINESE_DIGITS[c]) for c in fraction))


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral (三千五百, 二〇二一, 五万二千), ``None`` if it is none."""
    if not text or any(c not in _CHINESE_DIGITS and c not in "十百千万亿" for c in text):
        return None
    if not any(c in "十百千万亿" for c in text):
        return int("".join(str(_CHINESE_DIGITS[c]) for c in text))
    total = section = digit = 0
    for character in text:
        if character in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[character]
        elif character in _CHINESE_UNITS:
            section += (digit or 1) * _CHINESE_UNITS[character]
            digit = 0
        else:
            total = (total + section + digit) * _SCALES[character]
            section = digit = 0
    return total + section + digit


def _unit(unit: str, kind: str, rulebook: Rulebook) -> tuple[tuple[Decimal, Decimal], str]:
    """The factor to the base unit, as numerator and denominator, and the base unit's name."""
    if kind == "percent":
        return _ONE, {"％": "%", "个百分点": "pp"}.get(unit, unit or "%")
    tables = ("money_units",) if kind == "money" else ("measure_units", "count_units")
    for name in tables:
        if entry := rulebook.values(name).get(unit):
            base, _, factor = entry.partition(" ")
            above, _, below = (factor or "1").partition("/")
            return (Decimal(above), Decimal(below or "1")), base
    scale = 1
    bare = unit
    while bare and bare[0] in _SCALES:
        scale *= _SCALES[bare[0]]
        bare = bare[1:]
    return (Decimal(scale), Decimal(1)), bare


_ONE: Final = (Decimal(1), Decimal(1))


def _plain(number: Decimal) -> str:
    """Without exponent or trailing zeros; a number that does not end is cut at six places."""
    if number.as_tuple().exponent not in range(-12, 1):
        number = round(number, 6)
    return format(number.normalize(), "f")

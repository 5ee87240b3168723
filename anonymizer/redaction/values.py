"""The normalised value of a slot, where it has one: 220 before 万元 is 2200000 CNY."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from anonymizer import compiled
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

_WIDE: Final = str.maketrans("０１２３４５６７８９．，％－—–～~", "0123456789.,%-----")
_NUMBER: Final = compiled.lazy(r"-?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_CHINESE_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "○": 0,
}
_CHINESE_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_DATE_PARTS: Final = {"年": "year", "月": "month", "日": "day", "号": "day"}


def value_of(text: str, span: Span, rulebook: Rulebook) -> dict[str, Any] | None:
    """A mapping such as ``{"number": "2200000", "unit": "CNY"}``; numbers are exact strings.

    A range has ``from`` and ``to`` in place of ``number``; dates and times name their part.
    """
    surface = text[span.start : span.end]
    unit = span.attributes.get("unit", "")
    numbers = _numbers(surface)
    if not numbers:
        return None
    if span.kind == "date":
        part = _DATE_PARTS.get(unit)
        return {part: int(numbers[0])} if part and len(numbers) == 1 else None
    if span.kind in ("money", "quantity", "percent"):
        factor, base = _unit(unit, span.kind, rulebook)
        scaled = [_plain(number * factor) for number in numbers]
    elif span.kind in ("ratio", "number"):
        scaled, base = [_plain(number) for number in numbers], unit
    else:
        return None
    if len(scaled) == 1:
        return {"number": scaled[0], "unit": base}
    if len(scaled) == 2 and span.kind != "ratio":
        return {"from": scaled[0], "to": scaled[1], "unit": base}
    return {"numbers": scaled, "unit": base}


def _numbers(surface: str) -> list[Decimal]:
    plain = surface.translate(_WIDE)
    if plain.startswith("-"):
        matches = [plain]
    else:
        matches = re.split(r"-+", plain)
    result = []
    for match in matches:
        if found := _NUMBER.fullmatch(match.strip()):
            result.append(Decimal(found[0].replace(",", "")))
        elif (number := chinese_number(match)) is not None:
            result.append(Decimal(number))
        else:
            result += [Decimal(n[0].replace(",", "")) for n in _NUMBER.finditer(match)]
    return result


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
            scale = 10_000 if character == "万" else 100_000_000
            total = (total + section + digit) * scale
            section = digit = 0
    return total + section + digit


def _unit(unit: str, kind: str, rulebook: Rulebook) -> tuple[Decimal, str]:
    """The factor to the base unit and the base unit's name."""
    if kind == "percent":
        return Decimal(1), {"％": "%", "个百分点": "pp"}.get(unit, unit)
    tables = ("money_units",) if kind == "money" else ("measure_units", "count_units")
    for name in tables:
        entry = rulebook.values(name).get(unit)
        if entry:
            base, _, factor = entry.partition(" ")
            try:
                return Decimal(factor or "1"), base
            except InvalidOperation:
                return Decimal(1), base
    scale = Decimal(1)
    bare = unit
    for mark, power in (("亿", 100_000_000), ("万", 10_000), ("千", 1000), ("百", 100)):
        if mark in bare:
            scale *= power
            bare = bare.replace(mark, "", 1)
    return scale, bare


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")

"""The normalised value of a slot, where it has one: 220 before 万元 is 2200000 CNY."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from anonymizer import compiled
from anonymizer.redaction.checksums import CHECKED, holds
from anonymizer.redaction.chinese import chinese_number, chinese_numbers, is_vague, plain
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

_WIDE: Final = str.maketrans("０１２３４５６７８９．，％－—–～~﹣−＋", "0123456789.,%-------+")
_NUMBER: Final = compiled.lazy(r"[0-9]{1,40}(?:,[0-9]{3}){0,12}(?:\.[0-9]{1,40})?")
_COMPOUND: Final = compiled.lazy(r"([0-9]{1,8}(?:\.[0-9]{1,6})?)([千万亿]?)")
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
_N: Final = r"[0-9零〇○一二三四五六七八九十]"
_EARLIER: Final = compiled.lazy(rf"(?:({_N}{{2,4}})年)?(?:({_N}{{1,3}})月)?({_N}{{1,3}}[点时])?\Z")
"""The parts of a date or a time that stand right before one."""
_AFTERNOON: Final = compiled.lazy(
    r"(?:下午|傍晚|晚上|今晚|昨晚|每晚|夜里|晚)[0-9一二三四五六七八九十]{0,3}[点时]?\Z"
)
_VAGUE_BEFORE: Final = compiled.lazy(
    r"(?:将?近|(?<![节制合签违预条])约|大约|大概|接近|差不多|上下|约为|估计)(?:有|是|为|占)?\Z"
)
_VAGUE_AFTER: Final = compiled.lazy(r"[多余来几]")
_BOUNDS: Final = (
    (
        compiled.lazy(
            r"(?:不超过|不高于|不大于|不多于|最多|至多|控制在|低于|不到|不足|小于)(?:了|为)?\Z"
        ),
        "max",
    ),
    (
        compiled.lazy(r"(?:不低于|不少于|不小于|至少|最少|超过?|突破|逾|高于|大于)(?:了|到)?\Z"),
        "min",
    ),
)
_BOUND_AFTER: Final = compiled.lazy(r"(以上|以内|以下|之内|之上|及以上|左右|上下)")
_SHARES: Final = {"半": Decimal("0.5")}

Value = dict[str, Any]


def value_of(text: str, span: Span, rulebook: Rulebook) -> Value | None:
    """A mapping such as ``{"number": "2200000", "unit": "CNY"}``; numbers are decimal strings.

    They are exact but for those that do not end (a mu is 2000/3 m2), cut at six places.
    A figure that says it is not exact (近, 余, 几, 左右) has ``approx: True``, one that is a
    limit (以上, 不超过) ``bound``: ``min`` or ``max``. A range has ``from`` and ``to`` in place
    of ``number``, a ratio of several parts ``numbers``. Dates and times name their parts as
    integers, with those that stand right before them (2021年6月: the 6 knows its year).
    A number with a check digit says whether it holds. ``None`` where the text does not say
    enough.
    """
    surface = text[span.start : span.end].translate(_WIDE)
    unit = span.attributes.get("unit", "")
    before = text[max(0, span.start - 16) : span.start]
    match span.kind:
        case "date" | "time":
            return _moment(
                surface, unit or text[span.end : span.end + 1], before, text[span.end :][:3]
            )
        case "money" | "quantity" | "percent" | "number" | "ratio":
            value = _measured(surface, unit, span.kind, before, rulebook)
            return _qualified(value, surface, before, text[span.end : span.end + 16], unit)
        case kind if kind in CHECKED:
            return {"valid": holds(kind, surface)}
    return None


def _measured(surface: str, unit: str, kind: str, before: str, rulebook: Rulebook) -> Value | None:
    if kind == "ratio":
        return _ratio(surface, unit)
    numbers = _numbers(surface)
    if before.endswith("零下") and numbers:
        numbers = [-number for number in numbers]
    if kind == "number":
        return _ranged(numbers, unit)
    if kind == "percent" and not unit:
        unit = {"千分之": "‰", "万分之": "‱"}.get(before[-3:], "%")
    if "米" in surface:  # 一米七 has its unit inside
        unit = "米"
    (above, below), base = _unit(unit, kind, rulebook)
    return _ranged([number * above / below for number in numbers], base)


def _ranged(numbers: list[Decimal], unit: str) -> Value | None:
    if len(numbers) == 1:
        return {"number": _plain(numbers[0]), "unit": unit}
    if len(numbers) == 2:
        return {"from": _plain(numbers[0]), "to": _plain(numbers[1]), "unit": unit}
    return None


def _qualified(
    value: Value | None, surface: str, before: str, after: str, unit: str
) -> Value | None:
    """With what the words around a figure say: that it is not exact, or a limit."""
    if value is None:
        return None
    tail = after[1:] if _VAGUE_AFTER.match(after) else after
    vague = tail is not after or is_vague(surface) or _VAGUE_BEFORE.search(before) is not None
    tail = tail.removeprefix(unit or "")
    if found := _BOUND_AFTER.match(tail):
        word = found[1]
        if word in ("左右", "上下"):
            vague = True
        else:
            value["bound"] = "min" if word.endswith("上") else "max"
    else:
        for pattern, bound in _BOUNDS:
            if pattern.search(before):
                value["bound"] = bound
                break
    if vague:
        value["approx"] = True
    return value


def _moment(surface: str, unit: str, before: str, after: str) -> Value | None:
    """Parts of a date or a time: one before its unit, or all of a clock or a dotted date."""
    late = 12 if _AFTERNOON.search(before) else 0
    if ":" in surface or "：" in surface:
        first = surface.replace("：", ":").partition("-")[0]
        return _afternoon(_named(first.split(":"), _CLOCK), late)
    if unit.startswith("年代"):
        numbers = _numbers(surface)
        return (
            {"decade": [int(n) for n in numbers] if len(numbers) > 1 else int(numbers[0])}
            if numbers
            else None
        )
    part = "day" if surface.startswith("初") else _PARTS.get(unit[:1])
    if part is None and before.endswith(("月", "大年")):
        part = "day"
    numbers = _numbers(surface.removeprefix("初"))
    if part and numbers:
        whole = [int(number) for number in numbers]
        value: Value = {**_earlier(before, part), part: whole[0] if len(whole) == 1 else whole}
        if part == "hour" and after[len(unit) : len(unit) + 1] == "半":
            value["minute"] = 30
        if surface.startswith("初") or before.endswith(("正月", "腊月", "冬月", "大年")):
            value["calendar"] = "lunar"
        return _afternoon(value, late)
    for separator in ".-/·•":
        pieces = surface.split(separator)
        if len(pieces) == 3:
            return _named(pieces, _DATE)
        if len(pieces) == 2 and separator in ".·•":
            return _named(pieces, _DATE[1:])
    return None


def _earlier(before: str, part: str) -> Value:
    """The larger parts that stand right before this one."""
    found = _EARLIER.search(before.translate(_WIDE))
    if found is None:
        return {}
    named: Value = {}
    wanted = {"month": ("year",), "day": ("year", "month"), "minute": ("hour",)}.get(part, ())
    for name, piece in zip(("year", "month", "hour"), found.groups(), strict=True):
        digits = (piece or "").rstrip("点时")
        if name in wanted and digits:
            number = int(digits) if digits.isdecimal() else chinese_number(digits)
            if number is not None:
                named[name] = number
    return named


def _afternoon(value: Value | None, late: int) -> Value | None:
    if value and late and isinstance(hour := value.get("hour"), int) and hour < 12:
        value["hour"] = hour + late
    return value


def _named(pieces: list[str], names: tuple[str, ...]) -> Value | None:
    if not all(piece.isdecimal() for piece in pieces) or len(pieces) > len(names):
        return None
    return {name: int(piece) for name, piece in zip(names, pieces, strict=False)}


def _ratio(surface: str, unit: str) -> Value | None:
    """3:5, 2/3, 三分之二, 七成半, or a multiple (2.3 before 倍; 一 before 番 doubles)."""
    if "分之" in surface:
        below, _, above = surface.partition("分之")
        parts = [chinese_number(above), chinese_number(below)]
        return {"numbers": [str(part) for part in parts]} if None not in parts else None
    if surface == "一半":
        return {"number": "0.5", "unit": ""}
    if "成" in surface:
        tenths, _, rest = surface.partition("成")
        numbers = chinese_numbers(tenths)
        more = _SHARES.get(rest) or Decimal(chinese_number(rest) or 0) / 10
        return _ranged([(number + more) / 10 for number in numbers], "")
    numbers = [
        number
        for piece in surface.replace("∶", ":").replace("：", ":").replace("/", ":").split(":")
        for number in _numbers(piece)
    ]
    if unit == "番" and len(numbers) == 1:
        return {"number": _plain(Decimal(2) ** numbers[0]), "unit": "倍"}
    if len(numbers) == 1:
        return {"number": _plain(numbers[0]), "unit": unit}
    if unit:
        return _ranged(numbers, unit)
    return {"numbers": [_plain(number) for number in numbers]} if numbers else None


def _numbers(surface: str) -> list[Decimal]:
    """The numbers of a figure: one, or both ends of a range."""
    negative = surface.startswith("-")
    numbers = []
    for piece in surface.split("-"):
        if found := _NUMBER.fullmatch(piece):
            numbers.append(Decimal(found[0].replace(",", "")))
        elif piece:
            numbers += _mixed(piece)
    if negative and numbers:
        numbers[0] = -numbers[0]
    return numbers


def _mixed(piece: str) -> list[Decimal]:
    """Numerals with Chinese characters in them: 五万二千, 13万6千, 一个半, 一米七."""
    if piece == "半":
        return [_SHARES["半"]]
    if piece.endswith("个半"):
        return [number + _SHARES["半"] for number in chinese_numbers(piece[:-2])]
    if "米" in piece:
        whole, _, rest = piece.partition("米")
        return chinese_numbers(f"{whole}点{rest}")
    if not piece[0].isdecimal():
        return chinese_numbers(plain(piece))
    total = Decimal(0)
    place = 0
    for part in _COMPOUND.finditer(piece):
        if part.start() != place:
            return []
        total += Decimal(part[1]) * _SCALES.get(part[2], 1)
        place = part.end()
    return [total] if place == len(piece) else []


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

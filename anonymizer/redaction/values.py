"""The normalised value of a slot, where it has one: 220 before 万元 is 2200000 CNY."""

from __future__ import annotations

from decimal import Decimal
from math import prod
from typing import Any, Final

from anonymizer import compiled
from anonymizer.redaction.checksums import CHECKED, holds
from anonymizer.redaction.chinese import chinese_number, chinese_numbers, is_vague, plain
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

_WIDE: Final = str.maketrans("０１２３４５６７８９．，％－—–～~﹣−＋", "0123456789.,%-------+")
_NUMBER: Final = compiled.lazy(r"[0-9]{1,40}(?:,[0-9]{3}){0,12}(?:\.[0-9]{1,40})?")
_COMPOUND: Final = compiled.lazy(r"零?([0-9]{1,8}(?:\.[0-9]{1,6})?)([百千]?[万亿萬億]|[百千]?)")
_SCALES: Final = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "亿": 100_000_000,
    "萬": 10_000,
    "億": 100_000_000,
    "余": 1,
    "多": 1,
    "餘": 1,
}
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
            r"(?:不超过|不高于|不大于|不多于|最多|至多|控制在|(?<!不)低于|不到|不足|(?<!不)(?:少于|小于)(?:等于|或等于)?)(?:了|为)?\Z"
        ),
        "max",
    ),
    (
        compiled.lazy(
            r"(?:不低于|不少于|不小于|至少|最少|超过?|突破|逾|高于|(?:大于|多于)(?:等于|或等于)?)(?:了|到)?\Z"
        ),
        "min",
    ),
)
_BOUND_AFTER: Final = compiled.lazy(r"(以上|以内|以下|之内|之上|及以上|左右|上下)")
_MYRIAD: Final = ("万", "萬")
_SHARES: Final = {"半": Decimal("0.5")}
_INSIDE: Final = compiled.lazy(r"(?<=.)[米度块毛](?=.)")
_INNER: Final = {"米": "米", "度": "度", "块": "元", "毛": "角"}
_DEGREES: Final = compiled.lazy(
    r"华氏|摄氏|零下|气温|水温|体温|室温|地温|高温|低温|温度|烧到|(?<=[℃度])[至到](?=\Z)"
)

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
    unit = span.attributes.get("unit") or ""
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
    if unit[:1] in _MYRIAD and any(c in surface for c in "亿億") and surface[-1] not in _MYRIAD:
        # 两亿三千多|万元: the unit's 万 belongs to the end of the numeral only.
        surface, unit = f"{surface}{unit[0]}", unit[1:]
    numbers = _numbers(surface)
    if before.endswith("零下") and numbers:
        numbers = [-number for number in numbers]
    if kind == "number":
        return _ranged(numbers, unit)
    if kind == "percent" and not unit:
        parted = surface[:3] if surface[1:3] == "分之" else before[-3:]
        unit = {"千分之": "‰", "万分之": "‱"}.get(parted, "%")
    if inside := _INSIDE.search(surface):  # 一米七 has its unit inside
        unit = _INNER[inside[0]]
    if unit == "度" and (degree := _DEGREES.search(before + surface)):
        unit = "℉" if degree[0] == "华氏" else "℃"
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
        return _fraction(plain(surface))
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
    if unit == "成":
        return _ranged([number / 10 for number in numbers], "")
    if unit == "番" and len(numbers) == 1:
        return {"number": _plain(Decimal(2) ** numbers[0]), "unit": "倍"}
    if len(numbers) == 1:
        return {"number": _plain(numbers[0]), "unit": unit}
    if unit:
        return _ranged(numbers, unit)
    return {"numbers": [_plain(number) for number in numbers]} if numbers else None


def _fraction(surface: str) -> Value | None:
    """几分之几 as its two numbers, with 又 or 负 before it as the one number that it makes."""
    below, _, above = surface.partition("分之")
    whole, _, below = below.rpartition("又")
    negative = surface.startswith("负") or above.startswith("负")
    parts = [
        next(iter(_numbers(part)), None)
        for part in (above.lstrip("负"), below.lstrip("负"), whole.lstrip("负") or "零")
    ]
    if any(part is None for part in parts) or not parts[1]:
        return None
    upper, lower, more = (part or Decimal(0) for part in parts)
    if negative or whole:
        number = more + upper / lower
        return {"number": _plain(-number if negative else number), "unit": ""}
    return {"numbers": [_plain(upper), _plain(lower)]}


def _numbers(surface: str) -> list[Decimal]:
    """The numbers of a figure: one, or both ends of a range."""
    surface = surface.replace("零下", "-")
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
    if piece[1:3] == "分之":
        piece = piece[3:].replace("百", "一百") if piece[3:] == "百" else piece[3:]
        return _numbers(piece)
    if piece.endswith("个半"):
        return [number + _SHARES["半"] for number in chinese_numbers(piece[:-2])]
    if inside := _INSIDE.search(piece):
        return chinese_numbers(f"{piece[: inside.start()]}点{piece[inside.end() :]}")
    if not piece[0].isdecimal():
        return chinese_numbers(plain(piece))
    total = Decimal(0)
    place = 0
    above = 1
    for part in _COMPOUND.finditer(piece):
        if part.start() != place:
            return []
        scale = _scale(part[2])
        if not part[2] and above > 10 and len(part[1]) == 1 and piece[place] != "零":
            scale = above // 10  # 3万4 is 34000
        total += Decimal(part[1]) * scale
        above = scale
        place = part.end()
    return [total] if place == len(piece) else []


def _scale(units: str) -> int:
    """What 千万 and the like multiply by."""
    return prod(_SCALES[unit] for unit in units)


def _unit(unit: str, kind: str, rulebook: Rulebook) -> tuple[tuple[Decimal, Decimal], str]:
    """The factor to the base unit, as numerator and denominator, and the base unit's name."""
    if kind == "percent":
        return _ONE, {"％": "%", "个百分点": "pp"}.get(unit, unit or "%")
    if kind == "money" and not unit:
        return _ONE, "CNY"
    tables = ("money_units",) if kind == "money" else ("measure_units", "count_units")
    for name in tables:
        if entry := rulebook.values(name).get(unit):
            base, _, factor = entry.partition(" ")
            above, _, below = (factor or "1").partition("/")
            return (Decimal(above), Decimal(below or "1")), base
    bare = unit.lstrip("".join(_SCALES))
    return (Decimal(_scale(unit.removesuffix(bare))), Decimal(1)), bare


_ONE: Final = (Decimal(1), Decimal(1))


def _plain(number: Decimal) -> str:
    """Without exponent or trailing zeros; a number that does not end is cut at six places."""
    if number.as_tuple().exponent not in range(-12, 1):
        number = round(number, 6)
    return format(number.normalize(), "f")

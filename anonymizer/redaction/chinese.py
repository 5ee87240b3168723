"""Chinese numerals as numbers: 三千五百, 二〇二一, 三千二 (3200), 七八万 (70000 to 80000)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Final

_PLAIN: Final = str.maketrans(
    "〇○两兩壹贰叁肆伍陆柒捌玖拾佰仟萬億點負幾餘",
    "零零二二一二三四五六七八九十百千万亿点负几余",
)
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_SCALES: Final = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100, "十": 10}
_DESCENDING: Final = tuple(_SCALES.items())
_VAGUE: Final = "几余多来"


def plain(text: str) -> str:
    """The everyday form of a numeral: formal, traditional and variant characters replaced."""
    return text.translate(_PLAIN).replace(" ", "").replace("　", "")


def is_vague(text: str) -> bool:
    """Whether a numeral says itself that it is not exact: 十几, 二十余."""
    return any(character in _VAGUE for character in plain(text))


def chinese_number(text: str) -> int | None:
    """The value of a whole numeral, ``None`` if it is none or names two values (七八万).

    几, 余 and 多 count for nothing: 十几 is 10.
    """
    text = plain(text)
    for vague in _VAGUE:
        text = text.replace(vague, "")
    if not text or any(c not in _DIGITS and c not in _SCALES for c in text):
        return None
    if not any(c in _SCALES for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    if any(a in _DIGITS and b in _DIGITS and a != "零" for a, b in pairwise(text)):
        return None
    return _value(text, 1)


def _value(text: str, above: int) -> int:
    """The value of a numeral behind a unit of ``above``: 二 behind 千 is 200, 零二 is 2."""
    for unit, scale in _DESCENDING:
        head, found, tail = text.rpartition(unit)
        if found:
            return (_value(head, 1) or 1) * scale + _value(tail, scale)
    digits = text.lstrip("零")
    if not digits:
        return 0
    # 三千二 is 3200, 六万二 is 62000; 一百零五 and 二十三 are what they seem.
    short = len(text) == 1 and above > 10
    return _DIGITS[digits[-1]] * (above // 10 if short else 1)


def chinese_decimal(text: str) -> Decimal | None:
    """A numeral that may have a decimal point and a myriad behind it: 九点六亿."""
    text = plain(text)
    negative, text = text.startswith("负"), text.removeprefix("负")
    whole, point, fraction = text.partition("点")
    value = chinese_number(whole)
    if value is None:
        return None
    number = Decimal(value)
    if point:
        scale = 1
        while fraction and fraction[-1] in _SCALES:
            scale *= _SCALES[fraction[-1]]
            fraction = fraction[:-1]
        if not fraction or any(character not in _DIGITS for character in fraction):
            return None
        number = Decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in fraction)) * scale
    return -number if negative else number


def chinese_numbers(text: str) -> list[Decimal]:
    """The number of a numeral, or both of 七八万, 三到五; empty when it cannot be read."""
    text = plain(text)
    for word in ("到", "至"):
        if word in text:
            ends = [chinese_decimal(end) for end in text.split(word)]
            return [end for end in ends if end is not None] if None not in ends else []
    if (number := chinese_decimal(text)) is not None and not _pair(text):
        return [number]
    if place := _pair(text):
        one = chinese_decimal(text[:place] + text[place + 1 :])
        other = chinese_decimal(text[: place - 1] + text[place:])
        if one is not None and other is not None and one < other:
            return [one, other]
    return []


def _pair(text: str) -> int:
    """Where the second of two neighbouring digits stands (七八万: 1); 0 when there is none."""
    if "点" in text or (len(text) != 2 and not any(c in _SCALES for c in text)):
        return 0
    for place in range(1, len(text)):
        first, second = _DIGITS.get(text[place - 1]), _DIGITS.get(text[place])
        if first and second and first < second:
            return place
    return 0

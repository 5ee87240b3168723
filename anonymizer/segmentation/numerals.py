"""Numbers of headings and lists: 一 to 九十九, or Arabic."""

from __future__ import annotations

from typing import Final

NUMERALS: Final = "一二三四五六七八九十"
NUMERAL: Final = rf"[{NUMERALS}]{{1,3}}"
_ONES: Final = "一二三四五六七八九"


def value(numeral: str) -> int:
    """The value of a numeral from 1 to 99; 0 for a string that is none."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    high = (_ONES.find(tens) + 1 if tens else 1) if ten else 0
    return high * 10 + (_ONES.find(ones) + 1 if ones else 0)

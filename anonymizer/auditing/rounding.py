"""Numbers by their significant digits, and what they are when rounded."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from anonymizer.auditing.figures import Measure

Key = tuple[int, int]
"""A number as its significant digits, without its sign, and their power of ten."""

FINEST: Final = 6
"""Digits to which a number may be rounded."""


def digits_of(number: Decimal) -> Key:
    """A number as its significant digits, without its sign, and their power of ten."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return _trimmed(int("".join(map(str, digits))), exponent)


def _trimmed(digits: int, exponent: int) -> Key:
    while digits and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits, exponent if digits else 0


def roundings(key: Key, places: int) -> tuple[Key, ...]:
    """A number at fewer digits: rounded, cut, and the next one above."""
    digits, exponent = key
    fewer = len(str(digits)) - places
    scale = 10**fewer
    below = digits // scale
    near = (digits + scale // 2) // scale
    return tuple(_trimmed(each, exponent + fewer) for each in (near, below, below + 1))


def rounds_to(exact: Measure, vague: Measure) -> bool:
    """Whether a number is another one with fewer digits, as 近, 超过 and the like would have it."""
    key, wanted = digits_of(exact.number), digits_of(vague.number)
    places = len(str(wanted[0]))
    if places >= len(str(key[0])) or places > FINEST or (exact.number < 0) != (vague.number < 0):
        return False
    if places == 1 and not vague.approx:
        return False
    near, below, above = roundings(key, places)
    if vague.bound:
        return wanted == (above if vague.bound == "max" else below)
    return wanted in (near, below) or (vague.approx and wanted == above)

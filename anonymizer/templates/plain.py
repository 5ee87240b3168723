"""A number as a person writes it, without an exponent."""

from __future__ import annotations

from decimal import Decimal


def plain(number: int | float | Decimal) -> str:
    """The digits of a number: 1E+3 is 1000, a float's 5.0 is 5, a decimal 1.10 stays 1.10."""
    if isinstance(number, float):
        return format(Decimal(repr(number)), "f").removesuffix(".0")
    return format(number, "f") if isinstance(number, Decimal) else str(number)

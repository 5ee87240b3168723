"""Check digits of identity numbers: they tell a number of its kind from any other digits."""

from __future__ import annotations

from typing import Final

from anonymizer.slots import Span

CHECKED: Final = frozenset(("id_card", "bank_card", "credit_code"))
"""Kinds whose numbers carry a check digit."""

_WIDE: Final = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＸＹｘ",
    "0123456789ABCDEFGHJKLMNPQRTUWXYX",
)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NAMED: Final = (
    "身份证",
    "证件",
    "证号",
    "公民",
    "账号",
    "帐号",
    "卡号",
    "账户",
    "银行",
    "代码",
    "税号",
)
_REACH: Final = 14


def holds(kind: str, surface: str) -> bool:
    """Whether the check digit of a number of this kind is right; spaces and hyphens are nothing.

    GB 11643 for an ID card (fifteen digits of the first generation carry none and hold),
    Luhn for a bank card, GB 32100 for a credit code.
    """
    number = "".join(c for c in surface.translate(_WIDE).upper() if c.isascii() and c.isalnum())
    match kind:
        case "id_card":
            return _id_card(number)
        case "bank_card":
            return number.isdecimal() and _luhn(number)
        case "credit_code":
            return _credit_code(number)
    raise ValueError(f"a number of kind {kind!r} carries no check digit")


def checked_kind(text: str, span: Span) -> str:
    """What a number is, its check digit considered.

    A number whose check digit fails is what its neighbours call it (身份证号…); where
    nothing names it, it is a ``code`` when it holds letters, else a ``number``.
    """
    if span.kind not in CHECKED or holds(span.kind, text[span.start : span.end]):
        return span.kind
    before = text[max(0, span.start - _REACH) : span.start]
    if any(name in before for name in _NAMED):
        return span.kind
    surface = text[span.start : span.end]
    return "code" if any(c.isalpha() for c in surface) else "number"


def _id_card(number: str) -> bool:
    if len(number) == 15:
        return number.isdecimal()
    if len(number) != 18 or not number[:17].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(number))):
        total += digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4)
    return total % 10 == 0


def _credit_code(number: str) -> bool:
    if len(number) != 18 or any(c not in _CREDIT for c in number):
        return False
    total = sum(_CREDIT.index(c) * pow(3, place, 31) for place, c in enumerate(number[:17]))
    return _CREDIT[(31 - total % 31) % 31] == number[17]

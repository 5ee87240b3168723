"""Numbers as a reader of a sheet sees them: a date, a percentage, an amount with its commas."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from typing import Final

_BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: "yyyy年m月",
    28: "m月d日",
    29: "m月d日",
    30: "m-d-yy",
    31: "yyyy年m月d日",
    32: "h时mm分",
    33: "h时mm分ss秒",
    34: "h时mm分",
    35: "h时mm分ss秒",
    36: "yyyy年m月",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "h:mm:ss",
    47: "mm:ss",
    50: "yyyy年m月",
    51: "m月d日",
    52: "yyyy年m月",
    53: "m月d日",
    54: "m月d日",
    55: "yyyy年m月",
    56: "m月d日",
    57: "yyyy年m月",
    58: "m月d日",
}
"""The formats that need not be spelled out (ECMA-376 part 1, 18.8.30), as in Chinese."""

_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_SLOT: Final = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?")
_MOMENT: Final = re.compile(r"yyyy|yy|m+|dd|d|hh|h|ss|s|AM/PM", re.IGNORECASE)
_EPOCH: Final = datetime.datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime.datetime(1904, 1, 1)
_LAST_DAY: Final = 2_958_465
_LONGEST: Final = 400


def shown(raw: str, number_format: str, *, from_1904: bool = False) -> str:
    """How a stored number reads in a cell of some format; as it is stored, if that is unclear."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        return raw
    section = number_format.split(";")[0][:_LONGEST]
    bare = _LITERAL.sub("", section)
    if re.search(r"[ymdhs]", bare, re.IGNORECASE) and not re.search("[#0?]", bare):
        return _moment(value, section, from_1904) or _plain(value)
    slot = _SLOT.search(bare)
    if slot is None or "e+" in bare.lower() or "/" in bare:
        return _plain(value)
    percent = "%" in bare
    if percent:
        value *= 100
    places = len(slot[1] or "")
    grouped = "," in slot[0].rstrip(",")
    text = f"{value:{',' if grouped else ''}.{places}f}"
    if slot[1] and "#" in slot[1]:
        text = text.rstrip("0").rstrip(".")
    return _around(section, text)


def format_of(number: int, custom: dict[int, str]) -> str:
    """The format with a number, of the file's own or of those that need no words."""
    return custom.get(number) or _BUILT_IN.get(number, "General")


def _plain(value: Decimal) -> str:
    """A number without an exponent; 15 digits are what a cell holds."""
    rounded = value if len(value.as_tuple().digits) <= 15 else Decimal(f"{value:.15g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _around(section: str, text: str) -> str:
    """The number between what its format puts before and behind it."""
    pieces: list[str] = []
    done, placed = 0, False
    for found in re.finditer(rf"{_LITERAL.pattern}|(?P<slot>{_SLOT.pattern})|.", section):
        if found["slot"]:
            pieces += [] if placed else [text]
            placed = True
        elif found[1] is not None or found[2] is not None:
            pieces.append(found[1] if found[1] is not None else found[2])
        elif not _LITERAL.fullmatch(found[0]):
            pieces.append(found[0])
        done = found.end()
    return "".join(pieces) if placed and done else text


def _moment(value: Decimal, section: str, from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return ""
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    try:
        moment = epoch + datetime.timedelta(seconds=round(float(value) * 86_400))
    except OverflowError:
        return ""
    text = _LITERAL.sub(lambda f: f[1] if f[1] is not None else f[2] or "", section)
    hours = False

    def piece(found: re.Match[str]) -> str:
        nonlocal hours
        code = found[0].lower()
        if code.startswith("y"):
            return f"{moment.year:04d}"[-len(code) :] if len(code) == 2 else f"{moment.year}"
        if code.startswith("h"):
            hours = True
            return f"{moment.hour:0{len(code)}d}"
        if code.startswith("s"):
            return f"{moment.second:02d}"
        if code == "am/pm":
            return "AM" if moment.hour < 12 else "PM"
        if code.startswith("d"):
            return f"{moment.day:0{len(code)}d}"
        if hours or text[found.end() :].lstrip(":分").lower().startswith("s"):
            hours = False
            return f"{moment.minute:02d}"
        return f"{moment.month:0{min(len(code), 2)}d}"

    return _MOMENT.sub(piece, text).strip()

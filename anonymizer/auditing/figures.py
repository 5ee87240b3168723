"""Figures of either text, and how exactly each says what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from anonymizer import compiled
from anonymizer.redaction.chinese import chinese_numbers, plain

_WIDE: Final = {0xFF01 + at: 0x21 + at for at in range(94)} | {ord("−"): "-"}
_ARABIC: Final = compiled.lazy(r"-?([0-9]{1,40}(?:[, ][0-9]{3}){0,12})(?:\.([0-9]{1,40}))?")
_PERCENT_OF: Final = {"‰": Decimal("0.1"), "‱": Decimal("0.01"), "%": Decimal(1)}
_PEOPLE: Final = frozenset("名位口")
_SCALES: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_HUNDRED: Final = Decimal(100)


class Figure(NamedTuple):
    """A figure as it stands in one of the two texts.

    ``value`` is what :func:`anonymizer.redaction.values.value_of` makes of it, ``label`` what
    it measures.
    """

    start: int
    end: int
    text: str
    kind: str
    unit: str | None
    value: dict[str, Any] | None
    label: str | None


class Measure(NamedTuple):
    """The number of a figure, and to which place it is written.

    Shares are all counted in percent. ``units`` is the number of units (亩 of 3.2万亩), where
    ``number`` is in the base unit. ``step`` is the worth of the last place written, 0 for what
    is counted one by one. ``digits`` are the significant digits as written, zeros at the end of
    a whole number not among them.
    """

    number: Decimal
    units: Decimal
    unit: str
    step: Decimal
    digits: str
    approx: bool
    bound: str


def measure(figure: Figure) -> Measure | None:
    """The number of a figure that has exactly one; ``None`` for a range, a date, a code."""
    value = figure.value
    if value is None or figure.kind not in _MEASURED:
        return None
    number = _number(value)
    if number is None:
        return None
    unit = str(value.get("unit", ""))
    if unit in _PERCENT_OF:
        number, unit = number * _PERCENT_OF[unit], "%"
    elif figure.kind == "ratio" and not unit:
        number, unit = number * _HUNDRED, "%"
    if unit in _PEOPLE:
        unit = "人"
    approx, bound = bool(value.get("approx")), str(value.get("bound", ""))
    step, digits, written = _precision(figure, number)
    return Measure(number, _units(figure, written), unit, step, digits, approx, bound)


_MEASURED: Final = frozenset(("money", "percent", "quantity", "number", "ratio"))


def _number(value: dict[str, Any]) -> Decimal | None:
    if "number" in value:
        return Decimal(value["number"])
    parts = value.get("numbers", ())
    if len(parts) == 2 and Decimal(parts[1]):
        return Decimal(parts[0]) / Decimal(parts[1])
    return None


def _units(figure: Figure, written: Decimal) -> Decimal:
    for character in figure.unit or "":
        if character not in _SCALES:
            break
        written = written.scaleb(_SCALES[character])
    return written


def _precision(figure: Figure, number: Decimal) -> tuple[Decimal, str, Decimal]:
    """The worth of the last place written, the significant digits, the number as written."""
    surface = figure.text.translate(_WIDE)
    found = _ARABIC.fullmatch(surface)
    if found:
        decimals = len(found[2] or "")
        whole = found[1].replace(",", "").replace(" ", "")
        written = Decimal(f"{whole}.{found[2] or ''}" if decimals else whole)
        digits = (whole + (found[2] or "")).lstrip("0")
        if not decimals:
            digits = digits.rstrip("0")
        scale = abs(number) / written if written else Decimal(1)
        counted = figure.kind in ("quantity", "number", "ratio") and not decimals and scale == 1
        return Decimal(0) if counted else scale.scaleb(-decimals), digits or "0", written
    if figure.kind == "ratio":
        return Decimal(0), significant(number), number
    spelt = chinese_numbers(plain(surface))
    written = spelt[0] if len(spelt) == 1 and spelt[0] else number
    scale = abs(number / written) if written else Decimal(1)
    if scale.normalize().as_tuple().digits != (1,):
        # 两亿三千多|万元: the numeral goes on in its unit.
        written, scale = abs(number), Decimal(1)
    digits = significant(written)
    whole = written == written.to_integral_value()
    if len(digits) < 2 or (scale == 1 and whole and last_place(written) <= 0):
        return (Decimal(0) if scale == 1 else scale), digits, written
    # 三千五百 is written to the hundred, 八点五 to the tenth.
    return scale.scaleb(last_place(written)), digits, written


def significant(number: Decimal) -> str:
    """The digits of a number without zeros on either side."""
    return "".join(map(str, number.as_tuple().digits)).strip("0") or "0"


def last_place(number: Decimal) -> int:
    """The power of ten of the last digit that is not zero."""
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def key_of(number: Decimal) -> str:
    """The same for equal numbers."""
    return format(number.normalize(), "f")


def script(text: str) -> str:
    """Whether a figure is written in Arabic or Chinese numerals."""
    return "arabic" if any("0" <= c <= "9" for c in text.translate(_WIDE)) else "chinese"


def folded(text: str) -> str:
    """A figure as written, width and separators made alike."""
    return text.translate(_WIDE).replace(",", "").replace(" ", "").upper()

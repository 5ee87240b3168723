"""Equations between figures, solved for one of them within the rounding of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Final, Literal, NamedTuple

from anonymizer.auditing.figures import Measure
from anonymizer.auditing.record import Reason

Factor = Literal["times", "percent", "grow", "shrink", "more_times", "gained", "lost"]
"""What the third figure does to the second to give the first.

``times``: multiplies; ``percent``: takes a share; ``grow``, ``shrink``: change by percent;
``more_times``: adds a multiple; ``gained``, ``lost``: the change of which the second is the
outcome and the third the percentage.
"""

_HUNDRED: Final = Decimal(100)
_ONE: Final = Decimal(1)
_LOOSE: Final = Decimal("0.005")
"""A result known to half a percent tells the figure."""
_ROUGH: Final = Decimal("0.2")
"""A result that is right needs to be certain only so far."""
_DIGITS: Final = 4
"""So many digits of the outcome and the rate hardly agree by chance."""
_HALF: Final = Decimal("0.5")
_FINE: Final = Decimal("1e-9")
"""Slack for units that are no whole multiple of another (亩)."""


class Interval(NamedTuple):
    """A number as far as rounding lets it be known."""

    low: Decimal
    number: Decimal
    high: Decimal


class Equation(NamedTuple):
    """A relation of figures, by their numbers in the text.

    A sum without ``factor``: the figures times their coefficients make ``constant``. A product
    with one: the first figure is the second times what ``factor`` makes of the third, times
    ``per``: a yield per mu is one per so many square metres.
    """

    reason: Reason
    members: tuple[int, ...]
    coefficients: tuple[int, ...] = ()
    constant: int = 0
    factor: Factor | None = None
    per: Decimal = Decimal(1)


def interval(measure: Measure) -> Interval:
    """What a figure says: its number, half of its last place to either side."""
    half = measure.step / 2
    return Interval(measure.number - half, measure.number, measure.number + half)


def solve(equation: Equation, target: int, known: Mapping[int, Interval]) -> Interval | None:
    """The figure ``target`` from the others; ``None`` where there is no answer."""
    with localcontext() as context:
        context.prec = 50
        if equation.factor is None:
            return _sum(equation, target, known)
        first, second, third = equation.members
        if target == first:
            return _mapped(known[second], _factor(equation, known[third]))
        if target == second:
            return _quotient(known[first], _factor(equation, known[third]))
        ratio = _quotient(known[first], known[second])
        turned_back = _inverse(equation.factor, ratio) if ratio else None
        return _scaled(turned_back, 1 / equation.per) if turned_back else None


def _scaled(one: Interval, scale: Decimal) -> Interval:
    return Interval(one.low * scale, one.number * scale, one.high * scale)


def _sum(equation: Equation, target: int, known: Mapping[int, Interval]) -> Interval:
    own = dict(zip(equation.members, equation.coefficients, strict=True))[target]
    low = number = high = Decimal(equation.constant)
    for member, coefficient in zip(equation.members, equation.coefficients, strict=True):
        if member != target:
            ends = [known[member].low * coefficient, known[member].high * coefficient]
            low, high = low - max(ends), high - min(ends)
            number -= known[member].number * coefficient
    results = sorted((low / own, high / own))
    return Interval(results[0], number / own, results[1])


def _factor(equation: Equation, third: Interval) -> Interval:
    assert equation.factor is not None
    values = [_turn(equation.factor, value) * equation.per for value in third]
    return Interval(min(values), values[1], max(values))


def _turn(factor: Factor, value: Decimal) -> Decimal:
    share = value / _HUNDRED
    match factor:
        case "times":
            return value
        case "percent":
            return share
        case "grow":
            return _ONE + share
        case "shrink":
            return _ONE - share
        case "more_times":
            return _ONE + value
        case "gained":
            return share / (_ONE + share) if share != -1 else Decimal(0)
        case "lost":
            return share / (_ONE - share) if share != 1 else Decimal(0)


def _inverse(factor: Factor, ratio: Interval) -> Interval | None:
    if factor == "lost" and any(value == -1 for value in ratio):
        return None
    if factor == "gained" and any(value == 1 for value in ratio):
        return None
    values = [_turn_back(factor, value) for value in ratio]
    return Interval(min(values), values[1], max(values))


def _turn_back(factor: Factor, ratio: Decimal) -> Decimal:
    match factor:
        case "times":
            return ratio
        case "percent":
            return ratio * _HUNDRED
        case "grow":
            return (ratio - _ONE) * _HUNDRED
        case "shrink":
            return (_ONE - ratio) * _HUNDRED
        case "more_times":
            return ratio - _ONE
        case "gained":
            return ratio / (_ONE - ratio) * _HUNDRED
        case "lost":
            return ratio / (_ONE + ratio) * _HUNDRED


def _mapped(one: Interval, other: Interval) -> Interval | None:
    if one.low < 0 or other.low < 0:
        return None
    return Interval(one.low * other.low, one.number * other.number, one.high * other.high)


def _quotient(one: Interval, other: Interval) -> Interval | None:
    if one.low < 0 or other.low <= 0:
        return None
    return Interval(one.low / other.high, one.number / other.number, one.high / other.low)


def tells(equation: Equation, result: Interval, hidden: Measure) -> bool:
    """Whether a result gives a hidden figure.

    Either the sum as anybody would do it comes out right, to the last place of the figure; or
    the figure is within what rounding leaves open, and that is hardly anything.
    """
    half = hidden.step / 2 + abs(hidden.number) * _FINE
    width = (result.high - result.low) / 2
    if exact(result, hidden):
        return True
    if abs(result.number - hidden.number) <= half:
        # Parts of a total are rounded so that they make it.
        as_fine = hidden.step * len(equation.members) / 2 if equation.factor is None else 0
        return width <= max(as_fine, abs(hidden.number) * _ROUGH)
    if equation.factor is None or not result.low - half <= hidden.number <= result.high + half:
        return False
    if not hidden.step:  # counted one by one: no other whole number may fit
        whole = hidden.number == hidden.number.to_integral_value()
        return width < (_HALF if whole else abs(hidden.number) * _LOOSE)
    return width <= max(hidden.step, abs(hidden.number) * _LOOSE)


def holds(equation: Equation, measures: Sequence[Measure]) -> bool:
    """Whether a product holds of its three figures, and tells at least the first or the third.

    Few digits agree by chance: they must come out even.
    """
    known = {
        member: interval(measure)
        for member, measure in zip(equation.members, measures, strict=True)
    }
    first, _, third = equation.members
    ratio = solve(equation, third, known)
    outcome = solve(equation, first, known)
    if ratio is None or outcome is None or not ratio.number:
        return False
    if len(measures[0].digits) + len(measures[2].digits) < _DIGITS:
        return exact(outcome, measures[0])
    half = measures[2].step / 2 + abs(measures[2].number) * _FINE
    if not ratio.low - half <= measures[2].number <= ratio.high + half:
        return False
    return tells(equation, ratio, measures[2]) or tells(equation, outcome, measures[0])


def exact(result: Interval, hidden: Measure) -> bool:
    """Whether the result is the very number."""
    return abs(result.number - hidden.number) <= abs(hidden.number) * _FINE

"""Derives the figures that are not shown from those that are, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer.auditing.arithmetic.changes import changes
from anonymizer.auditing.arithmetic.equations import (
    Equation,
    Interval,
    exact,
    interval,
    solve,
    tells,
)
from anonymizer.auditing.arithmetic.paragraphs import Cues, ShownFigure, paragraphs
from anonymizer.auditing.arithmetic.shares import products, shares
from anonymizer.auditing.arithmetic.sums import sums, table_sums
from anonymizer.auditing.figures import Figure, key_of, measure
from anonymizer.auditing.record import Reason
from anonymizer.rulebook import Rulebook

_DEPTH: Final = 4
"""How many derivations may build on one another."""
_MASK: Final = "▇"


class Derivation(NamedTuple):
    """How a figure comes out of others.

    ``used`` are their numbers in the text; some may be derived themselves. ``terms`` is the
    formula: signs, and figures as their text and unit.
    """

    reason: Reason
    used: tuple[int, ...]
    terms: tuple[str | tuple[str, str], ...]

    def formula(self, values: bool = True) -> str:
        """100亿元 − 60亿元 = 40亿元; without values ▇▇▇亿元 − ▇▇亿元 = ▇▇亿元."""
        return "".join(
            term
            if isinstance(term, str)
            else (term[0] if values else _MASK * len(term[0])) + term[1]
            for term in self.terms
        )


def derivations(
    figures: Sequence[ShownFigure], text: str, rulebook: Rulebook
) -> dict[int, Derivation]:
    """For each figure that is not shown, by its number, how the shown ones give it away.

    ``figures`` are those of the original ``text``, in order. Figures that give nothing away,
    and those that cannot be told from the others, are left out.
    """
    equations = relations(figures, text, rulebook)
    known = {
        index: interval(found)
        for index, shown in enumerate(figures)
        if shown.shown and (found := measure(shown.figure)) is not None
    }
    result: dict[int, Derivation] = {}
    for _ in range(_DEPTH):
        fresh: dict[int, Derivation] = {}
        for equation in equations:
            missing = [member for member in equation.members if member not in known]
            if len(missing) == 1 and missing[0] not in fresh:
                found_one = _derived(equation, missing[0], known, figures)
                if found_one is not None:
                    fresh[missing[0]] = found_one
        for index in fresh:
            hidden = measure(figures[index].figure)
            assert hidden is not None
            known[index] = interval(hidden)
        result.update(fresh)
        if not fresh:
            break
    return dict(sorted(result.items()))


def relations(figures: Sequence[ShownFigure], text: str, rulebook: Rulebook) -> list[Equation]:
    """The equations that the original's words suggest and its figures fulfil."""
    return list(dict.fromkeys(_relations(figures, text, rulebook)))


def _relations(figures: Sequence[ShownFigure], text: str, rulebook: Rulebook) -> Iterator[Equation]:
    cues = Cues.of(rulebook)
    for items in paragraphs(figures, text):
        yield from sums(items, cues)
        yield from changes(items, cues)
        yield from shares(items, cues)
        yield from products(items, cues)
    yield from table_sums(figures, text, cues)


def _derived(
    equation: Equation,
    target: int,
    known: dict[int, Interval],
    figures: Sequence[ShownFigure],
) -> Derivation | None:
    hidden = measure(figures[target].figure)
    result = solve(equation, target, known)
    if hidden is None or result is None or not tells(equation, result, hidden):
        return None
    used = tuple(member for member in equation.members if member != target)
    sign = " = " if exact(result, hidden) else " ≈ "
    written = {member: _written(figures[member].figure) for member in equation.members}
    terms = [*_terms(equation, target, written), sign, *written[target]]
    return Derivation(equation.reason, used, tuple(terms))


_Term = str | tuple[str, str]
_Written = dict[int, tuple[_Term, ...]]


def _written(figure: Figure) -> tuple[_Term, ...]:
    """A figure as a formula says it."""
    if figure.kind == "percent" and not figure.unit:
        return ("百分之", (figure.text, ""))
    if figure.unit == "番" and (found := measure(figure)) is not None:
        return ((key_of(found.number), ""),)
    return ((figure.text, figure.unit or ""),)


def _terms(equation: Equation, target: int, written: _Written) -> list[_Term]:
    if equation.factor is None:
        return _sum_terms(equation, target, written)
    first, second, third = (list(written[member]) for member in equation.members)
    place = equation.members.index(target)
    sign = " − " if equation.factor in ("shrink", "lost") else " + "
    changed: list[_Term] = ["(1", sign, *third, ")"]
    if equation.factor in ("gained", "lost"):
        before: list[_Term] = ["(", *second, " − " if sign == " + " else " + ", *first, ")"]
        return (
            [*second, " ÷ ", *changed, " × ", *third],
            [*first, " ÷ ", *third, " × ", *changed],
            [*first, " ÷ ", *before],
        )[place]
    if equation.factor in ("grow", "shrink", "more_times"):
        ends = (first, second) if sign == " + " else (second, first)
        return (
            [*second, " × ", *changed],
            [*first, " ÷ ", *changed],
            ["(", *ends[0], " − ", *ends[1], ") ÷ ", *second],
        )[place]
    return (
        [*second, " × ", *third],
        [*first, " ÷ ", *third],
        [*first, " ÷ ", *second],
    )[place]


def _sum_terms(equation: Equation, target: int, written: _Written) -> list[_Term]:
    coefficients = dict(zip(equation.members, equation.coefficients, strict=True))
    own = coefficients.pop(target)
    terms: list[_Term] = [f"{equation.constant}%"] if equation.constant else []
    # What is added comes before what is taken away.
    for member, coefficient in sorted(coefficients.items(), key=lambda pair: pair[1] * own > 0):
        negative = coefficient * own > 0
        if terms or negative:
            terms.append(" − " if negative else " + ")
        if abs(coefficient) != 1:
            terms.append(f"{abs(coefficient)} × ")
        terms += written[member]
    if abs(own) != 1:
        terms += [f" ÷ {abs(own)}"]
    return terms

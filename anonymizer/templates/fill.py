"""Fill: values are checked, all of them, before any is put in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from anonymizer import compiled
from anonymizer.slots import FIGURE_KINDS
from anonymizer.templates.fields import EXPECTED, Field, foreign_scale
from anonymizer.templates.gaps import Gap, Reference
from anonymizer.templates.plain import plain
from anonymizer.templates.problems import Problem


class FillError(ValueError):
    """Values that do not fit a skeleton; ``problems`` are all that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n  {problem.message}" for problem in self.problems)
        count = len(self.problems)
        super().__init__(f"{count} {'value does' if count == 1 else 'values do'} not fit:{lines}")


class Filling(Struct, frozen=True):
    """Values that fit: what goes into the text for each variable.

    ``left`` are the variables whose placeholder stays, for want of a value or because it is one,
    ``trimmed`` those that were given with the unit that the text says itself, ``unused`` those
    that the skeleton no longer has.
    """

    values: dict[str, str]
    left: tuple[str, ...] = ()
    trimmed: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def check(
    names: Iterable[tuple[str, str]],
    fields: Mapping[str, Field],
    given: Mapping[str, object],
    *,
    partial: bool = False,
    declared: Collection[str] = (),
    problems: Sequence[Problem] = (),
) -> Filling:
    """The values for the variables of a skeleton, each name with the text behind its gap.

    ``declared`` are the variables that a schema knows, ``problems`` those that reading the
    values has shown. Raises :class:`FillError` with
    every problem there is.
    """
    behind: dict[str, str] = {}
    for name, text in names:
        behind.setdefault(name, text)
    found = [
        problem for problem in problems if problem.variable in behind or problem.what != "formula"
    ]
    bad = {problem.variable for problem in found}
    values: dict[str, str] = {}
    left: list[str] = []
    trimmed: list[str] = []
    for name, text in behind.items():
        field = fields.get(name) or Field(name)
        value = given.get(name)
        if name in bad:
            continue
        if value is None or (isinstance(value, str) and not value.strip()):
            if partial:
                values[name] = field.placeholder
                left.append(name)
            else:
                found.append(Problem("missing", name, f"missing: {field.title}"))
            continue
        if isinstance(value, str) and _is_open(value, field):
            values[name] = value
            left.append(name)
            continue
        made, complaint = _value(value, field, text)
        if complaint:
            found.append(Problem("unfit", name, f"does not fit: {field.title}: {complaint}"))
        else:
            values[name] = made
            if isinstance(value, str) and len(made) < len(value.strip()):
                trimmed.append(name)
    others = [name for name in given if name not in behind]
    # One that the schema still knows was taken out of the skeleton by hand: no mistake.
    unused = [name for name in others if name in declared]
    found += _unknown([name for name in others if name not in declared], behind)
    if found:
        raise FillError(found)
    return Filling(values, tuple(left), tuple(trimmed), tuple(unused))


def _is_open(value: str, field: Field) -> bool:
    """Whether a value is still to be filled: the placeholder that stood there, or one like it."""
    return value == field.placeholder or _OPEN.fullmatch(value) is not None


_OPEN: Final = compiled.lazy(
    r"[0-9]{0,6}(?:[xX]{1,8}(?:\.[xX]{1,4})?|[ｘＸ]{1,8}|[×✕╳]{1,8}|[*＊]{1,16}|[_＿]{1,40}|[○◯〇□]{1,12})"
    r"|某{1,4}|…{1,4}|\.{3,12}|X[0-9]{1,7}|〔[^〔〕]{1,12}[0-9]{1,7}〕"
    r"|[（(【\[〔｛{][^\n]{0,16}(?:替换|待[填补定核]|填写|隐去|略|名称?|单位|金额|日期|数字|[xX×]{1,6})[^\n]{0,8}[）)】\]〕｝}]"
)


def _unknown(names: Iterable[str], known: Mapping[str, str]) -> Iterator[Problem]:
    for name in names:
        near = difflib.get_close_matches(name, known, 1, 0.6)
        hint = f"; is {near[0]} meant?" if near else ""
        yield Problem("unknown", name, f"unknown: {name[:60]} is not in the skeleton{hint}")


def _value(value: object, field: Field, behind: str) -> tuple[str, str]:
    """What goes into the text, and what is wrong with it; one of both is empty."""
    text: str
    if isinstance(value, str):
        text = value
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        if not field.numeric:
            return "", "needs text, in quotes"
        if isinstance(value, (float, Decimal)) and not _finite(value):
            return "", "needs a figure"
        text = plain(value)
    else:
        return "", "needs text or a number"
    if field.kind in FIGURE_KINDS and field.pattern is not None:
        text = text.strip()
    text = _without_unit(text, field, behind)
    if field.unit in _PERCENT:  # 百分之五 and 5个百分点 before %
        text = text.removeprefix("百分之").removesuffix("个百分点") or text
    if text[-1:] in _ABOUT and behind.startswith(text[-1:]):
        text = text[:-1] or text
    expected = EXPECTED.get(field.kind or "", "text that its schema's pattern admits")
    if foreign_scale(text, field.unit):
        return "", f"brings a scale of its own, and the text goes on with {field.unit}"
    if field.pattern is not None and not re.search(field.pattern, text):
        unit = f"; {field.unit} stands in the text" if field.unit else ""
        return "", f"needs {expected}{unit}"
    if field.minimum is not None and _below(text, field.minimum):
        return "", f"must not be below {field.minimum:g}"
    return text, ""


def _without_unit(text: str, field: Field, behind: str) -> str:
    """220 for 220万元 where 万元 stands in the text; 呼中 for 呼中镇 where 镇 does."""
    unit = field.unit
    if unit:
        if not _stands(unit, behind):
            return text
        if text.translate(_ALIKE).endswith(unit.translate(_ALIKE)):
            return text[: -len(unit)].rstrip() or text
        if unit[0] == text[-1:] and unit[0] in "万亿萬億":
            return text[:-1] or text
    elif field.kind in _NAMED and field.label and behind.startswith(field.label):
        return text.removesuffix(field.label) or text
    return text


_PERCENT: Final = frozenset("%％")
_ABOUT: Final = frozenset("余多")
_ALIKE: Final = {ord("％"): "%", ord("㎡"): "㎡"}
_NAMED: Final = frozenset(("person", "place", "organization"))


def _stands(unit: str, behind: str) -> bool:
    """Whether the text goes on with a unit, 余 and 多 between them aside."""
    told = behind.translate(_ALIKE)
    return told.lstrip(" 余多来几\u3000").startswith(unit.translate(_ALIKE)) or told.startswith(
        unit
    )


def _below(text: str, minimum: float) -> bool:
    try:
        return float(text) < minimum
    except ValueError:
        return False


def _finite(number: float | Decimal) -> bool:
    exact = Decimal(repr(number) if isinstance(number, float) else number)
    return exact.is_finite() and abs(exact.adjusted()) <= _MOST_DIGITS


_MOST_DIGITS: Final = 40
"""A number of more is no fact, and would fill the text with zeros."""


def fitting(pieces: Iterable[str | Gap | Reference], values: Mapping[str, str]) -> str:
    """The text with a value in every gap."""
    return "".join(piece if isinstance(piece, str) else values[piece.variable] for piece in pieces)


def named(pieces: Sequence[str | Gap | Reference]) -> Iterator[tuple[str, str]]:
    """Each variable of a skeleton's pieces, and the text right behind its gap."""
    for index, piece in enumerate(pieces):
        if not isinstance(piece, str):
            after = pieces[index + 1] if index + 1 < len(pieces) else ""
            yield piece.variable, after if isinstance(after, str) else ""

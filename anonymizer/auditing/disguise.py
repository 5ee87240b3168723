"""Leaks in disguise: a stripped figure whose value stands in other words somewhere else.

23381万元 is 2.3381亿元 and 两亿三千三百八十一万元, and 近2.4亿元 nearly is. But a 5 that was
stripped is not the 5 that stands in another sentence: how much two figures must share is
weighed in points, by their digits, their units, their labels and the way they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.auditing.figures import Figure, Measure, folded, measure, script, significant
from anonymizer.auditing.record import Reason
from anonymizer.auditing.rounding import FINEST, Key, digits_of, roundings, rounds_to
from anonymizer.redaction.chinese import chinese_number
from anonymizer.rulebook import Rulebook

_ENOUGH: Final = 4
"""Points from which two figures are taken for the same fact."""
_LARGE: Final = 10_000_000
"""The same number of this size in other numerals and of the same unit is hardly chance."""
_MONEY: Final = "CNY"
_WRITTEN: Final = 4
"""Characters of each, for that: 3500万 and 三千五百万, but not 2.3亿."""
_REWRITTEN: Final = 1
"""That an equal value stands in another writing is a point: other facts agree in both, or none."""
_EQUAL, _ALIKE, _RELATED = 3, 2, 1
"""Points for labels: the same, much the same, a word in common."""
_GENERIC: Final = frozenset(("edge", "lead", "change", "compare", "measure", "kind"))
"""Uses of words in ``label_words`` that tell nothing of what is measured."""
_LOOKED_AT: Final = 16
"""Figures of one value that are looked at for one stripped figure."""
_MOST: Final = 8
"""Figures that are told for one stripped figure."""
_PARTS: Final = frozenset(("year", "month", "day", "hour", "minute"))
_MYRIADS: Final = frozenset((-8, -4, 0, 4, 8))
_BRACKETS: Final = compiled.lazy(r"[（(][^（()）]{0,12}[)）]|[X▢\s]")
_CODE: Final = compiled.lazy(r"[0-9A-Z+/-]{4,40}")
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")

_Key = str | Key
Found = dict[int, list[tuple[int, Reason]]]


class _Known(NamedTuple):
    """A figure with what it is compared by."""

    figure: Figure
    measure: Measure | None
    label: str
    words: frozenset[str]
    bare: bool


def same_value(stripped: Figure, standing: Figure, rulebook: Rulebook) -> Reason | None:
    """How a figure that stands gives a stripped one away: ``None`` if it does not.

    ``mention``: it says the same in the same way. ``other_writing``: the same value in other
    numerals, another unit, or bare in a table. ``rounded``: one is the other, less exactly.
    """
    return _compared(_known(stripped, rulebook), _known(standing, rulebook))


def disguises(stripped: Sequence[Figure], standing: Sequence[Figure], rulebook: Rulebook) -> Found:
    """Which standing figures give which stripped ones away, by their numbers in the sequences.

    For each stripped figure the first few that do; the time is in proportion to the figures.
    """
    hidden = [_known(figure, rulebook) for figure in stripped]
    visible = [_known(figure, rulebook) for figure in standing]
    by_key, by_hidden = _Index(visible), _Index(hidden)
    # A stripped 2.3亿元 is told by 23381万元 as well.
    finer: dict[int, list[int]] = defaultdict(list)
    for number, known in enumerate(visible):
        for key in _rounded_keys(known):
            for other in by_hidden.of(key, known):
                if len(finer[other]) < _LOOKED_AT:
                    finer[other].append(number)
    result: Found = {}
    for number, known in enumerate(hidden):
        near = {other for key in _keys(known) for other in by_key.of(key, known)}
        near.update(finer.get(number, ()))
        found: list[tuple[int, Reason]] = []
        for other in sorted(near):
            if reason := _compared(known, visible[other]):
                found.append((other, reason))
                if len(found) == _MOST:
                    break
        if found:
            result[number] = found
    return result


class _Index:
    """Figures by what they say; those of the same label first, no more than a few of each."""

    def __init__(self, figures: Sequence[_Known]) -> None:
        self._all: dict[_Key, list[int]] = defaultdict(list)
        self._labelled: dict[tuple[_Key, str], list[int]] = defaultdict(list)
        for number, known in enumerate(figures):
            for key in _own_keys(known):
                for group in (self._all[key], self._labelled[key, known.label]):
                    if len(group) < _LOOKED_AT:
                        group.append(number)

    def of(self, key: _Key, known: _Known) -> Iterator[int]:
        """The figures with this key that may be the same fact."""
        yield from self._labelled.get((key, known.label), ())
        yield from self._all.get(key, ())


def _known(figure: Figure, rulebook: Rulebook) -> _Known:
    label = _BRACKETS.sub("", figure.label or "")
    generic = _generic(rulebook)
    words = {label[at : at + 2] for at in range(len(label) - 1)} - generic
    bare = not figure.unit and figure.kind == "number"
    return _Known(figure, measure(figure), label, frozenset(words), bare)


def _generic(rulebook: Rulebook) -> frozenset[str]:
    """Words in labels that say how a thing changed or when, and not what it is."""
    words = rulebook.once(
        "audit.generic_label_words",
        lambda: frozenset(
            word
            for word, uses in rulebook.values("label_words").items()
            if not _GENERIC.isdisjoint(uses.split())
        ),
    )
    assert isinstance(words, frozenset)
    return words


def _own_keys(known: _Known) -> Iterator[_Key]:
    """What a figure says: its number, the digits of a bare one, its moment, its characters."""
    measured, value = known.measure, known.figure.value or {}
    if measured is not None:
        yield digits_of(measured.number)
        if known.bare and len(measured.digits) >= 3:
            yield f"digits {measured.digits}"
    elif "from" in value:
        yield f"{value['from']} {value['to']}"
    elif known.figure.kind in ("date", "time"):
        yield _moment_key(known.figure)
    elif known.figure.kind == "code":
        yield _code(known.figure)


def _keys(known: _Known) -> Iterator[_Key]:
    """What a figure that gives this one away may say."""
    yield from _own_keys(known)
    yield from _rounded_keys(known)
    if known.measure is not None and not known.bare:
        yield f"digits {known.measure.digits}"


def _rounded_keys(known: _Known) -> Iterator[_Key]:
    if known.measure is not None:
        own = digits_of(known.measure.number)
        seen = {own}
        for places in range(1, min(len(str(own[0])), FINEST + 1)):
            for key in roundings(own, places):
                if key not in seen:
                    seen.add(key)
                    yield key


def _compared(stripped: _Known, standing: _Known) -> Reason | None:
    one, other = stripped.measure, standing.measure
    if one is not None and other is not None:
        return _measured(stripped, standing, one, other)
    if stripped.figure.kind != standing.figure.kind or one is not None or other is not None:
        return None
    same_writing = folded(stripped.figure.text) == folded(standing.figure.text)
    how: Reason = "mention" if same_writing else "other_writing"
    kind = stripped.figure.kind
    if kind == "code":
        code = _code(stripped.figure)
        return how if _CODE.fullmatch(code) and code == _code(standing.figure) else None
    if kind in ("date", "time"):
        return _moments(stripped, standing, how)
    return _ranges(stripped, standing, how)


def _measured(stripped: _Known, standing: _Known, one: Measure, other: Measure) -> Reason | None:
    alike = _labels(stripped, standing)
    if one.number == other.number and _units_agree(one.unit, other.unit):
        worth = min(len(one.digits), len(other.digits))
        if one.unit != other.unit:
            worth -= 1
        if _written_alike(stripped.figure, standing.figure):
            # A number of one digit says the same of the same thing twice, and means another.
            return "mention" if worth + alike >= _ENOUGH and worth > 1 else None
        written = len(stripped.figure.text), len(standing.figure.text)
        large = one.unit == other.unit and one.number >= _LARGE and min(written) >= _WRITTEN
        return "other_writing" if worth + alike + _REWRITTEN + large >= _ENOUGH else None
    if standing.bare and not stripped.bare and one.digits == other.digits:
        # The head of a column says 万元, or nothing: only the digits tell.
        apart = one.number.adjusted() - other.number.adjusted()
        if apart in _MYRIADS or folded(stripped.figure.text) == folded(standing.figure.text):
            return "other_writing" if len(one.digits) + alike >= _ENOUGH else None
    if _units_agree(one.unit, other.unit):
        exact, vague = (one, other) if len(one.digits) > len(other.digits) else (other, one)
        worth = len(vague.digits) - (one.unit != other.unit and vague.number < _LARGE)
        if script(stripped.figure.text) != script(standing.figure.text):
            worth += _REWRITTEN + (_MONEY in (one.unit, other.unit))
        if rounds_to(exact, vague) and worth + alike >= _ENOUGH:
            return "rounded"
    return None


def _units_agree(one: str, other: str) -> bool:
    return one == other or not one or not other


def _written_alike(one: Figure, other: Figure) -> bool:
    same_unit = one.unit == other.unit or not one.unit or not other.unit
    return folded(one.text) == folded(other.text) and same_unit


def _labels(one: _Known, other: _Known) -> int:
    """How much two figures measure the same thing."""
    if not one.label or not other.label:
        return 0
    common = len(one.words & other.words)
    if one.label == other.label:
        return _EQUAL if common >= 2 else _RELATED  # 金额 or 年龄 is that of many things
    if common >= 2 and 2 * common >= min(len(one.words), len(other.words)):
        return _ALIKE
    return _RELATED if common else 0


def _ranges(stripped: _Known, standing: _Known, how: Reason) -> Reason | None:
    """Both ends agree: that is seldom chance, except for small ones."""
    one, other = stripped.figure.value or {}, standing.figure.value or {}
    if not {"from", "to", "unit"} <= one.keys() or not {"from", "to", "unit"} <= other.keys():
        return None
    if any(one[name] != other[name] for name in ("from", "to", "unit")):
        return None
    digits = sum(len(significant(Decimal(one[name]))) for name in ("from", "to"))
    enough = digits + _labels(stripped, standing) + (how == "other_writing") >= _ENOUGH
    return how if enough else None


def _moments(stripped: _Known, standing: _Known, how: Reason) -> Reason | None:
    """The same date or time written otherwise, and either much of it or of the same thing."""
    one, other = stripped.figure.value or {}, standing.figure.value or {}
    common = one.keys() & other.keys()
    if how == "mention" or any(one[part] != other[part] for part in common):
        return None
    if (one.keys() ^ other.keys()) - {"year"}:
        return None
    # A year alone, or a day of any month, is that of many things.
    needed = _EQUAL - len(common & _PARTS) - ("year" in common and len(common) > 1)
    return how if common and _labels(stripped, standing) >= needed else None


def _moment_key(figure: Figure) -> str:
    """Its parts; the year, which one of two mentions may leave out, only if it is all."""
    value = figure.value or {}
    return repr(sorted((part, value[part]) for part in value if part != "year" or len(value) == 1))


def _code(figure: Figure) -> str:
    """A code with its numerals in Arabic: “一二三三五” is “12335”."""
    text = folded(figure.text)
    if script(text) == "chinese" and chinese_number(text) is not None:
        return text.translate(_DIGITS)
    return text

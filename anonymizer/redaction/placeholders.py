"""Placeholder styles: what stands where a fact stood. A new style is one function here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from anonymizer import compiled
from anonymizer.redaction.entities import entities
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

KIND_NAMES: Final = {
    "person": "人名",
    "place": "地名",
    "organization": "机构",
    "name": "名称",
    "date": "日期",
    "time": "时间",
    "money": "金额",
    "percent": "百分比",
    "quantity": "数量",
    "ratio": "比例",
    "number": "数字",
    "code": "代号",
    "phone": "电话",
    "email": "邮箱",
    "url": "网址",
    "id_card": "身份证号",
    "bank_card": "银行卡号",
    "credit_code": "信用代码",
    "plate": "车牌",
    "term": "用语",
}
"""What each kind is called in Chinese, in typed placeholders and tables."""

Style = Callable[[str, Sequence[Span], Rulebook], list[str]]
"""From a text and the spans that go, in order, to one placeholder for each of them."""


def placeholders(style: str, text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    """The placeholders of a style. Raises ``ValueError`` for an unknown style."""
    return style_of(style)(text, spans, rulebook)


def style_of(name: str) -> Style:
    """The style of a name. Raises ``ValueError`` for an unknown one."""
    try:
        return STYLES[name]
    except KeyError:
        raise ValueError(
            f"unknown placeholder style {name!r}; known are {', '.join(STYLES)}"
        ) from None


_NUMBER_IN: Final = compiled.lazy(r"[0-9]+")


def numbered_anew(made: Sequence[str], taken: Collection[str]) -> list[str]:
    """Placeholders of a unique style counted again, from 1 and without the labels ``taken``.

    The same placeholder gets the same number; the order of first mention stays.
    """
    numbers: dict[tuple[str, str], int] = {}
    latest: dict[str, int] = {}
    result = []
    for placeholder in made:
        found = _NUMBER_IN.search(placeholder)
        if found is None:
            result.append(placeholder)
            continue
        name, end = placeholder[: found.start()], placeholder[found.end() :]
        key = (name, found[0])
        if key not in numbers:
            number = latest.get(name, 0) + 1
            while f"{name}{number}{end.rstrip()}" in taken:
                number += 1
            numbers[key] = latest[name] = number
        result.append(f"{name}{numbers[key]}{end}")
    return result


def _x(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    return ["X"] * len(spans)


def _numbered(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    """X1, X2; a space keeps the number apart from a digit that stays behind it."""
    return [
        f"X{number} " if text[span.end : span.end + 1].isdigit() else f"X{number}"
        for span, number in zip(spans, entities(text, spans), strict=True)
    ]


def _typed(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    """〔金额1〕: numbered within the kind, the same entity with the same number."""
    numbers: dict[tuple[str, int], int] = {}
    used: dict[str, int] = {}
    result = []
    for span, entity in zip(spans, entities(text, spans), strict=True):
        key = (span.kind, entity)
        if key not in numbers:
            used[span.kind] = used.get(span.kind, 0) + 1
            numbers[key] = used[span.kind]
        result.append(f"〔{KIND_NAMES[span.kind]}{numbers[key]}〕")
    return result


_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"


def _mou(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    """The style of the courts: a full name keeps its surname (张某), all else becomes 某.

    Two people of one surname are told apart as 张某甲 and 张某乙.
    """
    surnames = rulebook.words("surnames")
    people: dict[str, list[str]] = {}
    for span in spans:
        name = text[span.start : span.end]
        if span.kind == "person" and (surname := _surname(name, surnames)):
            known = people.setdefault(surname, [])
            if name not in known:
                known.append(name)
    result = []
    for span in spans:
        name = text[span.start : span.end]
        surname = _surname(name, surnames) if span.kind == "person" else ""
        if not surname:
            result.append("某")
            continue
        known = people[surname]
        place = known.index(name)
        stem = _STEMS[place % len(_STEMS)] if len(known) > 1 else ""
        result.append(f"{surname}某{stem}")
    return result


def _surname(name: str, surnames: frozenset[str]) -> str:
    """The surname of a full name, empty for a surname or a given name alone."""
    if "·" in name or len(name) < 2 or len(name) > 4:
        return ""
    if len(name) >= 3 and name[:2] in surnames:
        return name[:2]
    # Two characters may be a given name alone (少义书记): then neither is a surname.
    return name[0] if name[0] in surnames else ""


def _mask(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    return ["＊" * (span.end - span.start) for span in spans]


def _surrogate(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str]:
    from anonymizer.redaction.surrogates import (
        Surrogates,
        shortened,
    )  # chance is for this style only

    invented = Surrogates(text, rulebook)
    numbers = entities(text, spans)
    # A short form is cut from the surrogate of the whole name: 王 of 王建国 as 郭 of 郭学文.
    whole: dict[int, Span] = {}
    for span, number in zip(spans, numbers, strict=True):
        known = whole.setdefault(number, span)
        if span.end - span.start > known.end - known.start:
            whole[number] = span
    return [
        shortened(
            invented.for_span(whole[number], number),
            text[whole[number].start : whole[number].end],
            text[span.start : span.end],
        )
        for span, number in zip(spans, numbers, strict=True)
    ]


STYLES: Final[dict[str, Style]] = {
    "x": _x,
    "numbered": _numbered,
    "typed": _typed,
    "mou": _mou,
    "mask": _mask,
    "surrogate": _surrogate,
}
"""Every style by its name."""

UNIQUE: Final = ("numbered", "typed")
"""The styles in which a placeholder stands for one figure or one name only."""


def demand_unique(style: str) -> None:
    """Raises ``ValueError`` with the cure for a style whose placeholders are not unique."""
    style_of(style)
    if style not in UNIQUE:
        raise ValueError(
            f"placeholders of the style {style!r} are not unique: "
            f"redact with --placeholder {' or '.join(UNIQUE)}"
        )

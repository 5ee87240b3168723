"""Tables in plain text: rows of cells that tabs, bars or runs of spaces divide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.auditing.figures import Figure
from anonymizer.redaction.values import value_of
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

_LINE: Final = compiled.lazy(r"[^\r\n]+")
_DIVIDER: Final = compiled.lazy(r"[ \u3000]*[|｜\t][ \u3000|｜\t]*|[ \u3000]{2,}")
_RULE: Final = compiled.lazy(r"[\s|｜:+=—－─-]+")
_BARE: Final = compiled.lazy(
    r"-?[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,6})?|-?[0-9]{1,15}(?:\.[0-9]{1,6})?"
)
_HEAD_UNIT: Final = compiled.lazy(r"[（(](?:单位[:：])?([^（()）]{1,6})[)）]|[/／]([^/／]{1,6})\Z")
_LONGEST: Final = 2_000
"""A longer line is no row."""
_WIDEST: Final = 60
"""Cells of a row that are looked at."""


class Cell(NamedTuple):
    """One cell: where it stands, margins left out."""

    start: int
    end: int
    text: str


def tables(text: str) -> Iterator[list[list[Cell]]]:
    """The tables of a text: rows that follow one another, two or more, of two cells or more."""
    rows: list[list[Cell]] = []
    for line in _LINE.finditer(text):
        if _RULE.fullmatch(line[0][:_LONGEST]):
            continue
        cells = _cells(line.start(), line[0]) if len(line[0]) <= _LONGEST else []
        if len(cells) >= 2:
            rows.append(cells)
            continue
        if len(rows) >= 2:
            yield rows
        rows = []
    if len(rows) >= 2:
        yield rows


def _cells(start: int, line: str) -> list[Cell]:
    cells = []
    place = len(line) - len(line.lstrip(" \u3000\t|｜"))
    for divider in _DIVIDER.finditer(line, place):
        if divider.start() > place:
            cells.append(
                Cell(start + place, start + divider.start(), line[place : divider.start()])
            )
        place = divider.end()
        if len(cells) == _WIDEST:
            return cells
    if rest := line[place:].rstrip():
        cells.append(Cell(start + place, start + place + len(rest), rest))
    return cells


def table_figures(text: str, rulebook: Rulebook) -> list[Figure]:
    """The bare numbers in the cells of tables, with the unit of their column's head, if any.

    The label is the row's first cell and the head of the column.
    """
    return [
        _figure(text, cell, row[0].text, head.text if head else "", rulebook)
        for rows in tables(text)
        for row in rows
        for cell, head in zip(row, _heads(rows[0], row), strict=True)
        if _BARE.fullmatch(cell.text)
    ]


def _heads(first: list[Cell], row: list[Cell]) -> list[Cell | None]:
    """The head of each cell's column; a row of another number of cells has none."""
    if row is first or len(first) != len(row):
        return [None] * len(row)
    return [None if _BARE.fullmatch(head.text) else head for head in first]


def _figure(text: str, cell: Cell, row: str, head: str, rulebook: Rulebook) -> Figure:
    found = _HEAD_UNIT.search(head) or _HEAD_UNIT.search(row)
    unit = (found[1] or found[2] or "") if found else ""
    kind = "number"
    if unit in rulebook.values("money_units"):
        kind = "money"
    elif unit in ("%", "％", "‰", "个百分点"):
        kind = "percent"
    elif unit in rulebook.values("measure_units") or unit in rulebook.values("count_units"):
        kind = "quantity"
    else:
        unit = ""
    attributes = {"unit": unit} if unit else {}
    value = value_of(text, Span(cell.start, cell.end, kind, "table", 1.0, attributes), rulebook)
    label = "".join(part for part in (row if row != cell.text else "", head) if part)
    return Figure(cell.start, cell.end, cell.text, kind, unit or None, value, label or None)

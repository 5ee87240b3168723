"""Which cells of a workbook hold text: those below the headers that were named, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from anonymizer.documents.ooxml import markup
from anonymizer.documents.records import unknown_field
from anonymizer.documents.workbook.book import Area, Book, Sheet
from anonymizer.documents.workbook.cells import Cell, column_of, letters

_FIRST_ROWS: Final = 10
"""Rows from the top, empty ones not counted, that a header may stand in: titles come before it."""
_LAST: Final = 1 << 30
_LONGEST_HEADER: Final = 20
_SENTENCE: Final = frozenset("，。；！？")

Header = dict[int, str]


def areas_of(book: Book, fields: Sequence[str], name: str) -> list[list[Area]]:
    """For each sheet the areas of the named columns, without their headers.

    Without names, all below the header. A column is named by its header, ``Sheet!header`` in one
    sheet, or by its letters where no header reads so. Raises ``ReadError`` for an unknown one.
    """
    if not fields:
        return [[(_header_row(book, sheet) + 1, 1, _LAST, _LAST)] for sheet in book.sheets]
    made: list[list[Area]] = [[] for _ in book.sheets]
    for field in fields:
        found = list(_named(book, field))
        if not found:
            raise unknown_field(name, field, headers_of(book), "column")
        for number, area in found:
            made[number].append(area)
    return made


def headers_of(book: Book) -> list[str]:
    """What the columns that hold text or numbers are called, by their header or their letters."""
    names: dict[str, None] = {}
    for sheet in book.sheets:
        rows = list(_first_rows(book, sheet))
        header = next((h for row, h in rows if row == _header_row(book, sheet)), {})
        width = max((cell.column for cell in sheet.cells[:1000]), default=0)
        for column in range(1, width + 1):
            names[header.get(column) or letters(column)] = None
    return list(names)


def within(areas: Sequence[Area], cell: Cell) -> bool:
    """Whether a cell lies in one of some areas."""
    return any(
        top <= cell.row <= bottom and left <= cell.column <= right
        for top, left, bottom, right in areas
    )


def _named(book: Book, field: str) -> Iterator[tuple[int, Area]]:
    """The areas of a column, each with the number of its sheet."""
    scope, header = _scope(book, field)
    found = False
    for number, sheet in scope:
        for area in _below(book, sheet, header):
            found = True
            yield number, area
    if not found and (column := column_of(header)):
        for number, sheet in scope:
            if any(cell.column == column for cell in sheet.cells):
                yield number, (_header_row(book, sheet) + 1, column, _LAST, column)


def _scope(book: Book, field: str) -> tuple[list[tuple[int, Sheet]], str]:
    sheets = list(enumerate(book.sheets))
    for number, sheet in sheets:
        if field.startswith(f"{sheet.name}!"):
            return [(number, sheet)], _bare(field[len(sheet.name) + 1 :])
    return sheets, _bare(field)


def _below(book: Book, sheet: Sheet, wanted: str) -> Iterator[Area]:
    """What stands below a header: to the end of its table, or of the sheet."""
    taken: set[int] = set()
    tops = {top for top, *_ in sheet.tables}
    heads = [cell for cell in sheet.cells if cell.row in tops] if tops else []
    for top, left, bottom, right in sheet.tables:
        for cell in heads:
            if (
                cell.row == top
                and left <= cell.column <= right
                and _bare(_text(book, sheet, cell)) == wanted
            ):
                taken.add(cell.column)
                yield top + 1, cell.column, bottom, cell.column
    for row, header in _first_rows(book, sheet):
        for column, text in header.items():
            if text == wanted and column not in taken:
                taken.add(column)
                yield row + 1, column, _LAST, column


def _first_rows(book: Book, sheet: Sheet) -> Iterator[tuple[int, Header]]:
    """The first rows that hold something, with the texts of their cells."""
    row, header, count = 0, Header(), 0
    for cell in sheet.cells:
        if cell.row != row:
            if header:
                yield row, header
            count += 1
            if count > _FIRST_ROWS:
                return
            row, header = cell.row, Header()
        if text := _bare(_text(book, sheet, cell)):
            header[cell.column] = text
    if header:
        yield row, header


def _header_row(book: Book, sheet: Sheet) -> int:
    """The row of the header, 0 if the first rows do not look like one.

    A header is a row of short names that differ, with rows below that are as wide.
    """
    if sheet.tables:
        return min(top for top, *_ in sheet.tables)
    width: dict[int, int] = {}
    for cell in sheet.cells:
        width[cell.row] = width.get(cell.row, 0) + 1
    last = max(width, default=0)
    widest = max(width.values(), default=0)
    for row, header in _first_rows(book, sheet):
        names = list(header.values())
        if (
            row < last
            and width[row] == len(names) == len(set(names))
            and 2 * len(names) > widest
            and not any(
                len(n) > _LONGEST_HEADER or _SENTENCE.intersection(n) or any(map(str.isdigit, n))
                for n in names
            )
        ):
            return row
    return 0


def _text(book: Book, sheet: Sheet, cell: Cell) -> str:
    if cell.texts:
        return "".join(markup.text_of(sheet.xml.xml[start:end]) for start, end in cell.texts)
    return book.text(cell)


def _bare(text: str) -> str:
    return " ".join(text.split())

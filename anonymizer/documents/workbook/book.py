"""A workbook's package: its sheets in order, their tables, its strings and number formats."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.package import Package
from anonymizer.documents.ooxml.relations import Relation, home_of, relations_of, source_of
from anonymizer.documents.workbook.cells import Cell, area_of, cells
from anonymizer.documents.workbook.numbers import format_of
from anonymizer.documents.workbook.strings import NO_STRINGS, Strings, strings_of

MOST_CELLS: Final = 2_000_000
"""Cells of a workbook that are read; each costs some hundred bytes of memory."""

Area = tuple[int, int, int, int]
"""First row and column, last row and column, all within."""


class Sheet(NamedTuple):
    """A sheet of cells. ``tables`` are areas with a header in their first row, ``pivots`` those
    that a pivot table fills."""

    name: str
    part: str
    xml: markup.Part
    cells: list[Cell]
    tables: tuple[Area, ...]
    pivots: tuple[Area, ...]


class Book(NamedTuple):
    """A workbook; ``formats`` are the number formats by the number of a cell's style."""

    package: Package
    main: str
    sheets: list[Sheet]
    strings_part: str
    strings_xml: markup.Part | None
    strings: Strings
    formats: list[str]
    from_1904: bool

    def text(self, cell: Cell) -> str:
        """What a cell says if it is a string; empty if it is none."""
        if cell.type == "s":
            number = string_number(cell)
            return self.strings.text(number) if number < len(self.strings.items) else ""
        return cell.value if cell.type == "str" else ""


def string_number(cell: Cell) -> int:
    """The number of the shared string that a cell shows; one that is none is beyond all."""
    value = cell.value.strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 1 << 40


def end_of(relation: Relation) -> str:
    """The end of a relationship's type, which says what it is."""
    return relation.type.rpartition("/")[2]


def open_book(package: Package, name: str) -> Book:
    """Read the cells of a workbook. Raises :class:`ReadError` if it is none, or is damaged."""
    relations = relations_of(package)
    main = next(
        (r.leads for r in relations if not source_of(r.home) and end_of(r) == "officeDocument"), ""
    )
    if not main:
        raise ReadError(f"{name}: is a package, but no workbook: nothing in it says what it holds")
    read = markup.open_part(package.parts[main], name, main)
    by_home: dict[str, list[Relation]] = {}
    for relation in relations:
        by_home.setdefault(relation.home.lower(), []).append(relation)
    own = by_home.get(home_of(main).lower(), [])
    sheets: list[Sheet] = []
    left = MOST_CELLS
    for title, part in _sheets(read.xml, own):
        xml = markup.open_part(package.parts[part], name, part)
        held: list[Cell] = []
        for cell in cells(xml.xml):
            if not left:
                raise ReadError(f"{name}: has more than {MOST_CELLS} cells; split it, or save csv")
            held.append(cell)
            left -= 1
        beside = by_home.get(home_of(part).lower(), [])
        sheets.append(
            Sheet(
                title,
                part,
                xml,
                held,
                tuple(_areas(package, name, beside, "table", {"x:table"})),
                tuple(_areas(package, name, beside, "pivotTable", {"x:location"})),
            )
        )
    if not sheets:
        raise ReadError(f"{name}: has no sheet with cells")
    strings_part = next((r.leads for r in own if end_of(r) == "sharedStrings"), "")
    strings_xml = (
        markup.open_part(package.parts[strings_part], name, strings_part) if strings_part else None
    )
    styles = next((r.leads for r in own if end_of(r) == "styles"), "")
    return Book(
        package,
        main,
        sheets,
        strings_part,
        strings_xml,
        strings_of(strings_xml.xml) if strings_xml else NO_STRINGS,
        _formats(markup.open_part(package.parts[styles], name, styles).xml) if styles else [],
        any(
            attribute.name == "date1904" and attribute.value in ("1", "true")
            for tag in markup.tags(read.xml, {"x:workbookPr"})
            for attribute in markup.attributes(read.xml, tag)
        ),
    )


def _sheets(xml: str, own: Collection[Relation]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet of cells; sheets that are one chart have none."""
    parts = {r.id: r.leads for r in own if end_of(r) == "worksheet"}
    for tag in markup.tags(xml, {"x:sheet"}):
        if tag.opens:
            held = {a.name.rpartition(":")[2]: a.value for a in markup.attributes(xml, tag)}
            if part := parts.get(held.get("id", "")):
                yield held.get("name", posixpath.basename(part)), part


def _areas(
    package: Package, name: str, beside: Collection[Relation], end: str, wanted: Collection[str]
) -> Iterator[Area]:
    for relation in beside:
        if end_of(relation) != end or not relation.leads:
            continue
        xml = markup.open_part(package.parts[relation.leads], name, relation.leads).xml
        for tag in markup.tags(xml, wanted):
            held = {a.name: a.value for a in markup.attributes(xml, tag)} if tag.opens else {}
            if "ref" in held and held.get("headerRowCount") != "0":
                yield area_of(held["ref"])


def _formats(xml: str) -> list[str]:
    """The number format of each style that cells name."""
    custom: dict[int, str] = {}
    made: list[str] = []
    in_cells = False
    for tag in markup.tags(xml, {"x:numFmt", "x:cellXfs", "x:xf"}):
        if tag.name == "x:cellXfs":
            in_cells = tag.opens and not tag.closes
            continue
        if not tag.opens:
            continue
        held = {a.name: a.value for a in markup.attributes(xml, tag)}
        said = held.get("numFmtId", "")
        number = int(said) if said.isdecimal() and len(said) < 9 else 0
        if tag.name == "x:numFmt":
            custom[number] = held.get("formatCode", "")
        elif in_cells:
            made.append(format_of(number, custom))
    return made

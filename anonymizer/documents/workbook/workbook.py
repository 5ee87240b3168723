"""A workbook as it was read, and how it is saved with some of its cells changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Final

from anonymizer.documents.document import Block, Document, Hidden, Removal
from anonymizer.documents.ooxml import markup
from anonymizer.documents.workbook.book import Book, Sheet, string_number
from anonymizer.documents.workbook.cells import Cell
from anonymizer.documents.workbook.columns import areas_of, headers_of, within
from anonymizer.documents.workbook.numbers import shown
from anonymizer.documents.workbook.saving import Saving, Texts
from anonymizer.edits import Patch

_SHOWN: Final = frozenset({"n", "str", "d"})
"""Types of cells whose value stands in the cell."""


class Workbook(Document):
    """A workbook; its runs are texts of shared strings and the values of cells."""

    format: ClassVar[str] = "xlsx"

    def __init__(self, data: bytes, name: str, book: Book, fields: Sequence[str]) -> None:
        super().__init__(data, name)
        self.book = book
        self.texts = Texts([], {}, {}, set())
        self._blocks: list[Block] = []
        areas = areas_of(book, fields, name)
        for number, sheet in enumerate(book.sheets):
            for index, cell in enumerate(sheet.cells):
                if areas[number] and within(areas[number], cell):
                    self._read(number, index, sheet, cell, every=bool(fields))

    def __repr__(self) -> str:
        return f"<Workbook of {len(self.runs)} runs>"

    @property
    def runs(self) -> Sequence[str]:
        """The text of each run; a string that cells share is one run for all of them."""
        return self.texts.runs

    @property
    def blocks(self) -> Sequence[Block]:
        """The cells that are read, row by row, sheet by sheet."""
        return self._blocks

    @cached_property
    def hidden(self) -> Sequence[Hidden]:
        """Properties, authors, targets of links and the like."""
        from anonymizer.documents.ooxml.hidden import hidden

        return hidden(self.book.package)

    def field_names(self) -> list[str]:
        """The headers of the columns, or their letters."""
        return headers_of(self.book)

    def _read(self, number: int, index: int, sheet: Sheet, cell: Cell, *, every: bool) -> None:
        """Make the block of a cell; numbers are only read in columns that were named."""
        book = self.book
        if cell.type == "s":
            string = string_number(cell)
            if string >= len(book.strings.items):
                return
            if string not in self.texts.of_string:
                self.texts.of_string[string] = self._add(
                    book.strings.xml, book.strings.items[string].texts
                )
            runs = self.texts.of_string[string]
        elif cell.texts:
            runs = self.texts.of_cell[number, index] = self._add(sheet.xml.xml, cell.texts)
        elif cell.type == "str" or (every and cell.type in _SHOWN):
            text = self._shown(cell)
            if not text:
                return
            self.texts.runs.append(text)
            runs = self.texts.of_cell[number, index] = (len(self.texts.runs) - 1,)
        else:
            return
        self.texts.chosen.add((number, index))
        self._blocks.append(Block(f"{sheet.name}!{cell.address}", runs, apart=True))

    def _add(self, xml: str, texts: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        first = len(self.texts.runs)
        self.texts.runs.extend(markup.text_of(xml[start:end]) for start, end in texts)
        return tuple(range(first, len(self.texts.runs)))

    def _shown(self, cell: Cell) -> str:
        if cell.type != "n":
            return cell.value
        formats = self.book.formats
        wanted = formats[cell.style] if cell.style < len(formats) else "General"
        return shown(cell.value, wanted, from_1904=self.book.from_1904)

    # Saving

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The workbook with cells changed and all traces of people and of removed values out.

        A changed number becomes a text, a changed formula what it showed. If a cell has changed,
        the values of all formulas go, and are worked out when the file is opened.
        """
        from anonymizer.documents.ooxml.scrubbing import Decided, scrubbed
        from anonymizer.documents.ooxml.survivors import check

        package = Saving(self.book, self.texts, changes, removed).package()
        decided: Decided = {sheet.part: frozenset({"x:v", "x:t"}) for sheet in self.book.sheets} | {
            part: frozenset({"x:t"} if part == self.book.strings_part else {"@name", "@uniqueName"})
            for part in package.parts
            if part == self.book.strings_part or _names_columns(part)
        }
        package = scrubbed(package, self.name, removed, decided)
        check(package, self.name, removed, decided)
        return package.to_bytes()


def _names_columns(part: str) -> bool:
    """Whether a part names columns by their headers, which stay as they are."""
    return part.startswith(("xl/tables/", "xl/pivotCache/", "xl/pivotTables/"))

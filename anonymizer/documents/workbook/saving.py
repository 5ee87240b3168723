"""How a workbook is saved: cells, strings and all that was worked out from them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from anonymizer.documents.document import Removal
from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.package import Package, is_xml
from anonymizer.documents.ooxml.relations import is_relations, relations_of
from anonymizer.documents.ooxml.spots import decoded
from anonymizer.documents.ooxml.values import Values
from anonymizer.documents.workbook.book import Book, Sheet, end_of, string_number
from anonymizer.documents.workbook.cells import Cell
from anonymizer.documents.workbook.columns import within
from anonymizer.documents.workbook.leftovers import Leftovers, recalculated, refreshed
from anonymizer.documents.workbook.numbers import shown
from anonymizer.documents.workbook.strings import Rewriting
from anonymizer.edits import Edit, Patch

_TYPE: Final = re.compile(r"\st=(?:\"[^\"]*\"|'[^']*')")
_RECORDS: Final = ("pivotCacheRecords", "calcChain")
"""Relationships to what is worked out from cells, and is worked out anew."""
_UNTOUCHED: Final = frozenset({"styles", "theme"})


class Texts(NamedTuple):
    """What was read of a workbook: its runs, and those of each shared string and other cell.

    Cells go by the numbers of their sheet and of themselves; ``chosen`` are all that were read.
    """

    runs: list[str]
    of_string: dict[int, tuple[int, ...]]
    of_cell: dict[tuple[int, int], tuple[int, ...]]
    chosen: set[tuple[int, int]]


class Saving:
    """One saving of a workbook with some of its runs changed."""

    def __init__(
        self, book: Book, texts: Texts, changes: Mapping[int, Patch], removed: Sequence[Removal]
    ) -> None:
        self._book, self._texts = book, texts
        self._changes, self._removed = changes, removed

    def package(self) -> Package:
        """The package with what has changed; people and machines are in it still."""
        book = self._book
        changes = self._changes
        parts = dict(book.package.parts)
        whole = self._whole(changes)
        values = Values(self._removed)
        leftovers = Leftovers(values, whole, [sheet.name for sheet in book.sheets])
        strings = Rewriting(book.strings)
        moved = self._moved(changes, strings)
        for number, sheet in enumerate(book.sheets):
            edits = self._cell_edits(number, sheet, changes, moved, leftovers, strings)
            xml = Patch(edits).apply(sheet.xml.xml) if edits else sheet.xml.xml
            xml = leftovers.sheet(xml)
            if xml is not sheet.xml.xml:
                parts[sheet.part] = sheet.xml.to_bytes(xml)
        strings.empty_unused()
        if book.strings_xml:
            parts[book.strings_part] = _bytes(
                parts[book.strings_part], book.strings_xml, strings.xml()
            )
        self._clean(parts, leftovers, changed=bool(whole))
        return Package(parts)

    def _whole(self, changes: Mapping[int, Patch]) -> set[str]:
        """What changed cells said, each whole: as stored, and as shown."""
        said: set[str] = set()
        for runs in self._texts.of_string.values():
            if any(run in changes for run in runs):
                said.add("".join(self._texts.runs[run] for run in runs).strip())
        for (number, index), runs in self._texts.of_cell.items():
            if any(run in changes for run in runs):
                cell = self._book.sheets[number].cells[index]
                said.add("".join(self._texts.runs[run] for run in runs).strip())
                if cell.type == "n":
                    said.add(cell.value)
                    day = shown(cell.value, "yyyy-mm-dd", from_1904=self._book.from_1904)
                    said.add(f"{day}T00:00:00")
        said.discard("")
        return said

    def _moved(self, changes: Mapping[int, Patch], strings: Rewriting) -> dict[int, int]:
        """The changed strings, each with its number from now on: its own, or that of a new one."""
        others = {
            string_number(cell)
            for number, sheet in enumerate(self._book.sheets)
            for index, cell in enumerate(sheet.cells)
            if cell.type == "s" and (number, index) not in self._texts.chosen
        }
        return {
            string: strings.change(
                string, [changes.get(run) for run in runs], shared=string in others
            )
            for string, runs in self._texts.of_string.items()
            if any(run in changes for run in runs)
        }

    def _cell_edits(
        self,
        number: int,
        sheet: Sheet,
        changes: Mapping[int, Patch],
        moved: Mapping[int, int],
        leftovers: Leftovers,
        strings: Rewriting,
    ) -> list[Edit]:
        xml = sheet.xml.xml
        edits: list[Edit] = []
        changed = self._changed_cells.get(number, {})
        groups = {sheet.cells[index].group for index in changed} - {""}
        aliases: dict[int, int] = {}
        for index, cell in enumerate(sheet.cells):
            if cell.type == "s":
                edits += self._string_edits(
                    (number, index), cell, moved, leftovers, strings, aliases
                )
            elif index in changed and not cell.texts:
                edits.append(Edit(cell.start, cell.end, _as_text(xml, cell, changed[index])))
            elif index in changed:
                runs = self._texts.of_cell[number, index]
                for (start, end), run in zip(cell.texts, runs, strict=True):
                    if patch := changes.get(run):
                        new = markup.rewritten(xml[start:end], patch)
                        edits.append(Edit(start, end, new))
            elif cell.formula and cell.group in groups:
                edits.append(Edit(*cell.formula, ""))
            elif cell.held and self._is_worked_out(sheet, cell, leftovers):
                edits.append(Edit(*_element(xml, cell.held), ""))
        return edits

    def _is_worked_out(self, sheet: Sheet, cell: Cell, leftovers: Leftovers) -> bool:
        """Whether a value comes from other cells that are others now."""
        if cell.formula:
            return bool(self._changes) or leftovers.told(cell.value)
        return bool(self._changes) and within(sheet.pivots, cell)

    def _string_edits(
        self,
        place: tuple[int, int],
        cell: Cell,
        moved: Mapping[int, int],
        leftovers: Leftovers,
        strings: Rewriting,
        aliases: dict[int, int],
    ) -> list[Edit]:
        """The number of another string, if a cell shows one from now on."""
        string = new = string_number(cell)
        if place in self._texts.chosen:
            new = moved.get(string, string)
        elif within(self._book.sheets[place[0]].pivots, cell) and leftovers.told(
            text := self._book.text(cell)
        ):
            # A pivot table has filled it, and will fill it again.
            if string not in aliases:
                aliases[string] = strings.add(leftovers.clean(text))
            new = aliases[string]
        strings.use(new)
        return [Edit(*cell.held, str(new))] if cell.held and new != string else []

    @cached_property
    def _changed_cells(self) -> dict[int, dict[int, str]]:
        """By sheet, the changed cells with a text of their own, and what they say now."""
        made: dict[int, dict[int, str]] = {}
        for (number, index), runs in self._texts.of_cell.items():
            if any(run in self._changes for run in runs):
                made.setdefault(number, {})[index] = "".join(map(self._after, runs))
        return made

    def _after(self, run: int) -> str:
        patch = self._changes.get(run)
        return patch.apply(self._texts.runs[run]) if patch else self._texts.runs[run]

    def _clean(self, parts: dict[str, bytes], leftovers: Leftovers, *, changed: bool) -> None:
        """Take what must not be left out of all parts but those of cells and strings."""
        book = self._book
        done = {sheet.part for sheet in book.sheets} | {book.strings_part}
        caches = set()
        for relation in relations_of(book.package):
            if end_of(relation) in _UNTOUCHED:
                done.add(relation.leads)
            elif end_of(relation) == "pivotCacheDefinition":
                caches.add(relation.leads)
        for part, data in book.package.parts.items():
            if part in done or is_relations(part) or not is_xml(part) or "/" not in part:
                continue
            read = decoded(data)
            if read is None:
                continue  # scrubbing says so
            xml = leftovers.pivot_cache(read.xml) if part in caches else leftovers.part(read.xml)
            if changed and part == book.main:
                xml = recalculated(xml)
            if changed and part in caches:
                xml = refreshed(xml)
            parts[part] = _bytes(data, read, xml)
        if changed:
            self._forget(parts)

    def _forget(self, parts: dict[str, bytes]) -> None:
        """Cut what leads to records of cells; what nothing leads to is not written."""
        for relation in relations_of(self._book.package):
            if end_of(relation) in _RECORDS and (read := decoded(parts[relation.home])):
                whole = self._book.package.parts[relation.home]
                before = decoded(whole)
                if before:
                    tag = before.xml[relation.start : relation.end]
                    parts[relation.home] = read.to_bytes(read.xml.replace(tag, "", 1))


def _bytes(data: bytes, read: markup.Part, xml: str) -> bytes:
    return data if xml == read.xml else read.to_bytes(xml)


def _element(xml: str, held: tuple[int, int]) -> tuple[int, int]:
    """The element whose content is ``held``."""
    return xml.rindex("<", 0, held[0]), xml.index(">", held[1]) + 1


def _as_text(xml: str, cell: Cell, text: str) -> str:
    """A cell as a text of its own, its style kept."""
    tag = xml[cell.start : cell.inner]
    raw = tag[1:].split(None, 1)[0].rstrip(">/")
    prefix = raw[: raw.rfind(":") + 1]
    head = _TYPE.sub("", tag[: -1 if not tag.endswith("/>") else -2]).rstrip()
    return (
        f'{head} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">'
        f"{markup.escaped(text)}</{prefix}t></{prefix}is></{raw}>"
    )

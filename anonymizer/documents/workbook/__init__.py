"""Workbooks: xlsx and xlsm, their cells read as text and rewritten in place.

Only what the named columns say is read and rewritten; formats, formulas, widths and charts stay
to the byte. What the file keeps of removed values elsewhere gives way.
"""

from __future__ import annotations

from typing import Final

from anonymizer.documents.document import Reading
from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml.package import open_package
from anonymizer.documents.workbook.book import open_book
from anonymizer.documents.workbook.columns import headers_of
from anonymizer.documents.workbook.workbook import Workbook

__all__ = ["Workbook", "field_names", "read"]

_COMPOUND: Final = b"\xd0\xcf\x11\xe0"
"""How files of older Excel begin, and those that a password protects."""


def read(data: bytes, name: str, reading: Reading) -> Workbook:
    """Read a workbook, the columns that ``reading.fields`` name, or all cells with text.

    Raises :class:`ReadError` that says what is wrong, or which columns there are.
    """
    if data.startswith(_COMPOUND):
        raise ReadError(
            f"{name}: is protected by a password, or an .xls of older Excel; take the password "
            "off, or save it as .xlsx"
        )
    return Workbook(data, name, open_book(open_package(data, name), name), reading.fields)


def field_names(data: bytes, name: str, reading: Reading) -> list[str]:
    """What the columns of a workbook are called: by their header, or by their letters."""
    return headers_of(read(data, name, reading._replace(fields=())).book)

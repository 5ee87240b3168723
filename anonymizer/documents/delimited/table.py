"""Tables of values: csv and tsv, with whatever delimiter.

Only cells of the named columns are read and rewritten. What is not in a changed cell stays to
the byte: the quotes of others, spaces, line breaks, rows that are too short.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple

from anonymizer.documents.delimited.dialect import (
    Dialect,
    Row,
    field_of,
    find_dialect,
    has_header,
    sample_rows,
    split_row,
    values_of,
    whole_rows,
    write_cell,
)
from anonymizer.documents.document import Reading
from anonymizer.documents.files import FieldsError
from anonymizer.documents.records import (
    Line,
    Opened,
    Record,
    Records,
    Value,
    open_lines,
    unknown_field,
)
from anonymizer.documents.spelling import Rewrite
from anonymizer.edits import Patch

_BREAK: Final = re.compile(r"\r\n?|\n")
_NO_HEADER: Final = "the table has no header that can be told from its rows; columns go by number"


class TableRow(Record):
    """A row of a table; a header, a blank line and a byte order mark are rows without runs."""

    format = "csv"

    def __init__(
        self,
        line: Line,
        name: str,
        encoding: str,
        dialect: Dialect,
        values: Sequence[Value] = (),
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(line, name, encoding, values, notes)
        self._dialect = dialect

    def rewritten(self, value: Value, patch: Patch) -> list[Rewrite]:
        """The whole cell: quoted text has one writing only."""
        written = self._text[value.start : value.end]
        text = patch.apply(value.text)
        return [Rewrite(value.start, value.end, write_cell(written, text, self._dialect))]

    def _address(self, value: Value, at: int) -> str:
        before = self._text[: value.start], value.text[:at]
        line = self.line + sum(len(_BREAK.findall(text)) for text in before)
        return f"line {line}: {value.field}"


class Table(Records):
    """A whole table as one document."""

    format = "csv"


class _Plan(NamedTuple):
    """What is known of a table from its head: ``names`` of columns, empty without a header."""

    opened: Opened
    dialect: Dialect
    names: Sequence[str]
    columns: frozenset[int] | None
    sample: Sequence[Row]


def records(file: BinaryIO, name: str, reading: Reading) -> Iterator[TableRow]:
    """The rows of a table, one by one, in constant memory.

    Raises :class:`ReadError` that names the line, or the columns there are.
    """
    plan = _plan(file, name, reading)
    opened, dialect = plan.opened, plan.dialect
    notes = () if plan.names or not plan.sample else (_NO_HEADER,)
    if opened.bom:
        yield TableRow(Line(1, opened.bom, ""), name, opened.encoding, dialect, (), notes)
        notes = ()
    header = bool(plan.names)
    for line in whole_rows(opened.lines, dialect, name):
        row = split_row(line, dialect)
        values: Sequence[Value] = ()
        if dialect.declared and line.number == 1:
            pass
        elif header and row.cells:
            header = False
        else:
            values = values_of(row, plan.names, plan.columns)
        yield TableRow(line, name, opened.encoding, dialect, values, notes)
        notes = ()


def read(data: bytes, name: str, reading: Reading) -> Table:
    """A whole table as one document. Raises :class:`ReadError` as :func:`records` does."""
    return Table(data, name, records(io.BytesIO(data), name, reading))


def field_names(file: BinaryIO, name: str, reading: Reading) -> list[str]:
    """What the columns that hold text are called: by its header, or by number."""
    plan = _plan(file, name, reading._replace(fields=()))
    return _text_columns(plan.sample, plan.names)


def _plan(file: BinaryIO, name: str, reading: Reading) -> _Plan:
    opened = open_lines(file, name, reading.encoding)
    dialect = find_dialect(opened.head, name)
    head = opened.head[1:] if dialect.declared else opened.head
    sample = [row for row in sample_rows(head, dialect) if row.cells]
    names = [text.strip() for _, _, text in sample[0].cells] if sample else []
    is_named = any(field in names and not field.isdecimal() for field in reading.fields)
    if not is_named and not has_header(sample):
        names = []
    columns = frozenset(_columns(reading, names, sample, name)) if reading.fields else None
    return _Plan(opened, dialect, names, columns, sample[1:] if names else sample)


def _columns(
    reading: Reading, names: Sequence[str], sample: Sequence[Row], name: str
) -> Iterator[int]:
    """The columns that are named, each by its name or its number."""
    width = max((len(row.cells) for row in sample), default=0)
    missing = []
    for field in reading.fields:
        if field in names:
            yield from (column for column, other in enumerate(names) if other == field)
        elif field.isdecimal() and len(field) < 9 and 0 < int(field) <= width:
            yield int(field) - 1
        else:
            missing.append(field)
    if len(missing) == len(reading.fields) or (missing and not reading.some):
        field = missing[0]
        if names or not sample:
            raise unknown_field(name, field, [other for other in names if other], "column")
        raise FieldsError(
            f"{name}: there is no column {field!r}: {_NO_HEADER}; --field takes 1 to {width}"
        )


def _text_columns(sample: Sequence[Row], names: Sequence[str]) -> list[str]:
    width = max((len(row.cells) for row in sample), default=0)
    return [
        field_of(names, column)
        for column in range(width)
        if any(
            any(map(str.isalpha, row.cells[column][2])) for row in sample if column < len(row.cells)
        )
    ]

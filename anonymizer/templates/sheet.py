"""The sheet of values: one row for each variable, as json, csv or xlsx.

It holds the originals unless it is blank, so it is written for its owner only.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NoReturn

from msgspec import Struct

from anonymizer.documents import decode
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.slots import KINDS
from anonymizer.templates.fields import Field, kind_field
from anonymizer.templates.guard import guarded, unguarded
from anonymizer.templates.problems import Problem
from anonymizer.templates.skeleton import Skeleton

COLUMNS: Final = ("variable", "label", "kind", "unit", "sentence", "value")
_CALLED: Final = {
    "变量": "variable",
    "含义": "label",
    "标签": "label",
    "类别": "kind",
    "单位": "unit",
    "所在句子": "sentence",
    "句子": "sentence",
    "填写": "value",
    "值": "value",
}
"""What the columns are called in sheets for people."""
_KINDS: Final = {name: kind for kind, name in KIND_NAMES.items()} | {kind: kind for kind in KINDS}


class SheetError(ValueError):
    """A file that is no sheet of values, or values that a sheet cannot hold."""


class Row(Struct, frozen=True):
    """One variable of a skeleton; ``mark`` is the place of its own X in the sentence."""

    variable: str
    label: str
    kind: str
    unit: str
    sentence: str
    value: str
    mark: int = 0

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it stands under ``COLUMNS``."""
        return self.variable, self.label, self.kind, self.unit, self.sentence, self.value


class Given(Struct, frozen=True):
    """The values of a file, what it tells of their fields, and what is wrong with the file."""

    values: dict[str, object]
    fields: dict[str, Field] = {}
    problems: tuple[Problem, ...] = ()


def rows(skeleton: Skeleton, *, blank: bool = False) -> Iterator[Row]:
    """A row for each variable; with ``blank`` no value is filled in."""
    for name, gap in skeleton.variables.items():
        field = skeleton.fields[name]
        unit = field.unit or ""
        asked = kind_field(name, gap.label, gap.kind, field.unit)
        # Read again without a schema, the kind would ask for what the original does not have.
        fits = (asked.pattern, asked.minimum) == (field.pattern, field.minimum)
        yield Row(
            name,
            gap.label,
            gap.kind if fits else "",
            unit,
            gap.sentence,
            "" if blank else gap.text,
            gap.mark,
        )


def write(rows: Sequence[Row], suffix: str) -> bytes:
    """The sheet in the format of a suffix. Raises :class:`SheetError`."""
    return _WRITERS[suffix.lower()](rows)


def read(data: bytes, name: str) -> Given:
    """The values of a file. Raises :class:`SheetError`, or ``ReadError`` for what is no text."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix not in _READERS:
        raise SheetError(f"values are read from {', '.join(_READERS)}, not from {suffix or name}")
    return _READERS[suffix](data, name)


def _write_json(rows: Sequence[Row]) -> bytes:
    records = [dict(zip(COLUMNS, row.cells, strict=True)) for row in rows]
    text = json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _write_csv(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in row.cells] for row in rows)
    # By its mark Excel knows that it is UTF-8.
    return ("\ufeff" + out.getvalue()).encode("utf-8", "surrogatepass")


def _write_xlsx(rows: Sequence[Row]) -> bytes:
    from anonymizer.templates.workbook import write as write_workbook

    return write_workbook(rows)


def _read_json(data: bytes, name: str) -> Given:
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.extend(key for key in made if keys.count(key) > 1)
        return made

    def refuse(constant: str) -> NoReturn:
        raise SheetError(f"{constant} is no value")

    try:
        told = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=refuse,
            object_pairs_hook=once,
        )
    except SheetError:
        raise
    except UnicodeDecodeError as error:
        raise SheetError(f"not JSON in UTF-8: {error.reason} at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise SheetError(f"not JSON: {error}") from None
    except (ValueError, ArithmeticError, RecursionError):
        raise SheetError("not JSON that can be read: a number too long or lists too deep") from None
    if isinstance(told, dict):
        return Given(told, problems=tuple(map(_twice, twice)))
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise SheetError("neither an object of values nor a list of records")
    if twice:
        raise SheetError("a record has one of its keys twice")
    return _gathered(told)


def _read_csv(data: bytes, name: str) -> Given:
    text = decode(data, name).text
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = columns_of(next(lines, []))
        if columns is None:
            raise SheetError(NO_HEADER)
        return _gathered(
            {
                column: unguarded(line[index])
                for column, index in columns.items()
                if index < len(line)
            }
            for line in lines
            if any(line)
        )
    except csv.Error as error:
        raise SheetError(f"line {lines.line_num}: {error}") from None


def _read_xlsx(data: bytes, name: str) -> Given:
    from anonymizer.templates.workbook import read as read_workbook

    return _gathered(read_workbook(data))


NO_HEADER: Final = (
    "no sheet of values: its first line must name the columns variable (变量) and value (填写)"
)


def columns_of(header: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands; ``None`` if this is not the header of a sheet of values."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        told = cell.strip().lower()
        found.setdefault(_CALLED.get(told, told), index)
    if "variable" not in found or "value" not in found:
        return None
    return {column: index for column, index in found.items() if column in COLUMNS}


class Formula(Struct, frozen=True):
    """Stands for the value of a cell that holds a formula or its error."""

    cell: str


def _gathered(records: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> Given:
    values: dict[str, object] = {}
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for number, record in enumerate(records, 1):
        name = record.get("variable")
        if not isinstance(name, str) or not name.strip():
            if record.get("value") not in (None, ""):
                told = f"record {number} has a value, and no variable that it is for"
                problems.append(Problem("unknown", "", told))
            continue
        name = name.strip()
        value = record.get("value")
        if name in values:
            problems.append(_twice(name))
            continue
        if isinstance(value, Formula):
            problems.append(
                Problem(
                    "formula",
                    name,
                    f"formula in {value.cell}: write the value itself for {name}",
                )
            )
        values[name] = value
        kind = _KINDS.get(str(record.get("kind") or "").strip())
        unit = str(record.get("unit") or "").strip() or None
        label = str(record.get("label") or "").strip()
        fields[name] = kind_field(name, label, kind, unit)
    return Given(values, fields, tuple(problems))


def _twice(name: str) -> Problem:
    return Problem("twice", name, f"given twice: {name}")


_WRITERS: Final[dict[str, Callable[[Sequence[Row]], bytes]]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
_READERS: Final[dict[str, Callable[[bytes, str], Given]]] = {
    ".json": _read_json,
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
}
SUFFIXES: Final = tuple(_WRITERS)
"""The formats of a sheet."""

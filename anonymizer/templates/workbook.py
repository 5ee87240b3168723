"""The sheet of values as a workbook that people fill: what to write where is seen at once."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from math import ceil
from typing import Any, Final

from anonymizer.documents.xmltext import unwritable
from anonymizer.lines import width
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.templates.guard import guarded, unguarded
from anonymizer.templates.plain import plain
from anonymizer.templates.sheet import NO_HEADER, Formula, Row, SheetError, columns_of

_HEADER: Final = ("变量", "含义", "类别", "单位", "所在句子", "填写")
_WIDTHS: Final = (24, 22, 9, 9, 64, 28)
_VALUE: Final = 5
_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_NUMERALS: Final = "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万亿两半几"
_FIGURES: Final = ("money", "percent", "quantity", "ratio", "number", "date", "time")
_HINTS: Final = {
    "money": "填金额，如 220 或 三千五百。",
    "percent": "填数字，如 1.1。",
    "quantity": "填数字，如 220 或 三千五百。",
    "ratio": "填比例，如 3:1 或 三分之二。",
    "number": "填数字，如 3。",
    "date": "填日期，或日期在此处的那一部分。",
    "time": "填时间，或时间在此处的那一部分。",
    "person": "填姓名。",
    "place": "填地名。",
    "organization": "填机构名称。",
    "name": "填名称。",
    "phone": "填电话号码。",
    "email": "填电子邮箱。",
    "id_card": "填身份证号码，18 位或 15 位。",
    "bank_card": "填银行卡号。",
    "credit_code": "填统一社会信用代码，18 位。",
}


def write(rows: Sequence[Row]) -> bytes:
    """The workbook. Raises :class:`SheetError` for what a cell cannot hold."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # the same bytes each time
    sheet = book.add_worksheet("填写")
    head = book.add_format(
        {"bold": True, "bg_color": "#D9E2F3", "border": 1, "valign": "vcenter", "align": "center"}
    )
    told = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    fill = book.add_format(
        {
            "text_wrap": True,
            "valign": "top",
            "border": 1,
            "bg_color": "#FFF2CC",
            "num_format": "@",
            "locked": False,
        }
    )
    fill_head = book.add_format(
        {"bold": True, "bg_color": "#FFC000", "border": 1, "valign": "vcenter", "align": "center"}
    )
    own = book.add_format({"bold": True, "font_color": "#C00000"})
    for column, (title, columns) in enumerate(zip(_HEADER, _WIDTHS, strict=True)):
        sheet.set_column(column, column, columns)
        sheet.write_string(0, column, title, fill_head if column == _VALUE else head)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        cells = [_cell(text, row) for text in row.cells]
        cells[2] = KIND_NAMES.get(row.kind, "")
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text, fill if column == _VALUE else told)
        parts = _marked(cells[4], row)
        if len(parts) > 1:
            fragments = [item for text, mine in parts for item in ([own, text] if mine else [text])]
            sheet.write_rich_string(number, 4, *fragments, told)
        sheet.set_row(number, _height(cells))
        sheet.data_validation(number, _VALUE, number, _VALUE, _validation(row, number + 1))
    if rows:
        # Figures are text here on purpose: 007 stays 007, and 3-1 is no date.
        sheet.ignore_errors({"number_stored_as_text": f"A1:F{len(rows) + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def plain_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet of texts, with a header that stays and filters."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # the same bytes each time
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
    told = book.add_format({"valign": "top", "num_format": "@"})
    for column, name in enumerate(columns):
        widest = max((width(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(max(width(name), widest) + 2, _WIDEST))
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, guarded(text), told)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{len(rows) + 1}"})
    book.close()
    return out.getvalue()


_WIDEST: Final = 48


def _height(cells: Sequence[str]) -> float:
    """Room for all lines of a row: not every program makes it by itself."""
    lines = max(
        sum(max(1, ceil(width(line) / (room - 2))) for line in text.split("\n"))
        for text, room in zip(cells, _WIDTHS, strict=True)
    )
    return min(_LINE * lines + 3, _HIGHEST)


_LINE: Final = 15.0
_HIGHEST: Final = 400.0


def _cell(text: str, row: Row) -> str:
    if bad := unwritable(text):
        raise SheetError(
            f"{row.variable}: holds {bad}, which no xlsx can hold; write the values as .json"
        )
    made = guarded(_escaped(text))
    if len(made.encode("utf-16-le")) // 2 > _LONGEST:
        raise SheetError(
            f"{row.variable}: is longer than the {_LONGEST} characters of a cell; "
            "write the values as .json"
        )
    return made


def _marked(sentence: str, row: Row) -> list[tuple[str, bool]]:
    """The sentence in pieces: the X that this row fills stands out among the others."""
    before = guarded(_escaped(row.sentence[: row.mark]))
    mine = row.sentence[row.mark : row.mark + 1]
    if not mine or not sentence.startswith(before + mine):
        return [(sentence, False)]
    rest = sentence[len(before) + 1 :]
    return [(text, own) for text, own in ((before, False), (mine, True), (rest, False)) if text]


def _validation(row: Row, line: int) -> dict[str, Any]:
    """What a spreadsheet checks as one types. It warns and does not forbid: fill has the say."""
    cell = f"$F${line}"
    unit = f"单位“{row.unit}”已在文中，不必填写。" if row.unit else ""
    made: dict[str, Any] = {
        "validate": "any",
        "input_title": row.label[:30],
        "input_message": (_HINTS.get(row.kind, "按句子中红色 X 处填写。") + unit)[:250],
        "error_type": "warning",
        "error_title": "请检查",
        "error_message": _HINTS.get(row.kind, "")[:250],
    }
    if row.kind in _FIGURES:
        found = f'ISNUMBER(FIND(MID("{_NUMERALS}",ROW($1:${len(_NUMERALS)}),1),{cell}))'
        made |= {"validate": "custom", "value": f"=SUMPRODUCT(--{found})>0"}
    elif row.kind == "person":
        made |= {"validate": "custom", "value": f"=NOT(ISNUMBER({cell}+0))"}
    elif row.kind == "email":
        made |= {"validate": "custom", "value": f'=ISNUMBER(FIND("@",{cell}))'}
    elif lengths := {
        "phone": (3, 60),
        "id_card": (15, 18),
        "bank_card": (12, 30),
        "credit_code": (18, 18),
    }.get(row.kind):
        made |= {
            "validate": "length",
            "criteria": "between",
            "minimum": lengths[0],
            "maximum": lengths[1],
        }
    return made


# In a workbook _x000D_ is a carriage return, and of text that only looks so openpyxl drops a part.
_LOOKALIKE: Final = re.compile(r"x(~*[0-9A-Fa-f]{4}_)")
_BROKEN_UP: Final = re.compile(r"x~(~*[0-9A-Fa-f]{4}_)")


def _escaped(text: str) -> str:
    return _LOOKALIKE.sub(r"x~\1", text)


def _unescaped(text: str) -> str:
    return _BROKEN_UP.sub(r"x\1", text.replace("_x000D_", "\r"))


def read(data: bytes) -> Iterator[dict[str, Any]]:
    """The records of the first sheet that has the header. Raises :class:`SheetError`."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that openpyxl does not keep
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            try:
                yield from _records(book)
            finally:
                book.close()
        except SheetError:
            raise
        except _DAMAGED as error:
            # What it says may hold what a cell holds.
            raise SheetError(
                f"not a workbook that can be read ({type(error).__name__}); save it anew as .xlsx"
            ) from None


_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    SyntaxError,
)
"""What openpyxl raises for files that are no workbooks, or damaged ones."""


def _records(book: Any) -> Iterator[dict[str, Any]]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write that a sheet has one cell
        lines = sheet.iter_rows()
        for line in islice(lines, _HEADER_WITHIN):
            columns = columns_of([str(cell.value or "") for cell in line])
            if columns is None:
                continue
            for line in lines:
                record = {
                    column: _value(line[index])
                    for column, index in columns.items()
                    if index < len(line)
                }
                if any(record.values()):
                    yield record
            return
    raise SheetError(NO_HEADER)


_HEADER_WITHIN: Final = 10
"""Lines in which the header is looked for: people write a title above it."""


def _value(cell: Any) -> object:
    """A cell as text; a number as it would be typed."""
    value = cell.value
    match value:
        case None:
            return ""
        case _ if cell.data_type in ("f", "e"):
            return Formula(cell.coordinate)
        case str():
            return unguarded(_unescaped(value))
        case bool():
            return str(value).upper()
        case int() | float():
            if "%" in (cell.number_format or ""):
                return plain((Decimal(repr(value)) * 100).normalize())
            return plain(value)
        case datetime.datetime() if value.time() != datetime.time():
            return f"{value.year}年{value.month}月{value.day}日{value:%H:%M}"
        case datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
        case datetime.time():
            return f"{value:%H:%M}"
    return str(value)

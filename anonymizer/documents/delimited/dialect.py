"""What a table of values is written like: its delimiter, its quotes, whether it has a header.

All of it is found in the first rows. What could be a header or a record is taken for a record:
a header that is treated as text loses nothing, a record taken for a header would stay as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer.documents.files import ReadError
from anonymizer.documents.records import LARGEST_RECORD, Line, Value, too_large

QUOTE: Final = '"'
_DELIMITERS: Final = ",\t;|"
_SAMPLE: Final = 200
"""Rows by which a delimiter and a header are judged."""
_BREAK: Final = "\r\n"
_SEPARATOR_LINE: Final = re.compile(r"sep=([^\w\r\n])[\r\n]*", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\d。，！？；：“”\r\n]{1,30}")
_IDENTIFIER: Final = re.compile(r"[a-z_][a-z0-9_.-]{0,40}")
_FIGURE: Final = re.compile(r"\s*[-+]?[\d,.]{1,30}%?\s*")
_USUAL_NAMES: Final = frozenset(
    str.split(
        "id no text title content body name date time author source url label category type "
        "序号 编号 姓名 名称 标题 题目 正文 内容 文本 讲话 讲话稿 全文 摘要 日期 时间 单位 部门 "
        "职务 电话 手机 联系电话 地址 备注 来源 类别 类型 作者 发言人 讲话人"
    )
)


class Dialect(NamedTuple):
    """How a table is written. ``declared`` says that its first line is Excel's ``sep=``."""

    delimiter: str
    declared: bool = False


class Row(NamedTuple):
    """A row and its cells; a cell's field is its column's number, from 1 on, for now."""

    line: Line
    cells: Sequence[tuple[int, int, str]]


def find_dialect(head: Sequence[Line], name: str) -> Dialect:
    """The dialect of a table by its first lines."""
    if head and (found := _SEPARATOR_LINE.fullmatch(head[0].text)):
        return Dialect(found.group(1), declared=True)
    usual = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    best, best_mark = usual, (0.0, 0, False)
    for delimiter in _DELIMITERS:
        counts = Counter(
            len(row.cells) for row in sample_rows(head, Dialect(delimiter)) if row.cells
        )
        if not counts:
            continue
        number, times = counts.most_common(1)[0]
        mark = (times / counts.total(), number, delimiter == usual)
        if number > 1 and mark > best_mark:
            best, best_mark = delimiter, mark
    return Dialect(best)


def sample_rows(head: Sequence[Line], dialect: Dialect) -> list[Row]:
    """The first rows; an unclosed quote in them ends the sample."""
    rows: list[Row] = []
    try:
        for line in whole_rows(head, dialect, ""):
            rows.append(split_row(line, dialect))
            if len(rows) == _SAMPLE:
                break
    except ReadError:
        pass
    return rows


def has_header(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns, beyond doubt."""
    filled = [row for row in rows if row.cells]
    if not filled:
        return False
    names = [text.strip() for _, _, text in filled[0].cells]
    if len(set(names)) < len(names) or not all(map(_NAME.fullmatch, names)):
        return False
    if any(name.lower() in _USUAL_NAMES for name in names):
        return True
    below = filled[1:]
    if not below:
        return False
    if all(map(_IDENTIFIER.fullmatch, names)):
        return any(not text.isascii() for row in below for _, _, text in row.cells)
    # A column of figures whose first cell is none.
    return any(
        all(_FIGURE.fullmatch(row.cells[column][2]) for row in below if column < len(row.cells))
        for column in range(len(names))
    )


def whole_rows(lines: Iterable[Line], dialect: Dialect, name: str) -> Iterator[Line]:
    """The lines that make up each row: a quoted cell goes on over line breaks.

    Raises :class:`ReadError` for a quote that is never closed.
    """
    delimiter = dialect.delimiter
    begun: list[Line] = []
    size = 0
    for line in lines:
        if not begun and QUOTE not in line.text:
            yield line
            continue
        begun.append(line)
        size += len(line.data)
        if size > LARGEST_RECORD:
            raise too_large(name, begun[0].number)
        if not _is_open(line.text, delimiter, len(begun) > 1):
            yield _merged(begun)
            begun, size = [], 0
    if begun:
        raise ReadError(
            f"{name}: line {begun[0].number}: a quotation mark opens a cell there and is not "
            "closed before the end of the file"
        )


def _merged(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    data = b"".join(line.data for line in lines)
    return Line(lines[0].number, data, "".join(line.text for line in lines))


def _is_open(text: str, delimiter: str, quoted: bool) -> bool:
    """Whether a quoted cell is open at a line's end, as one was or was not at its beginning."""
    at = 0
    if not quoted and text.startswith(QUOTE):
        quoted, at = True, 1
    while True:
        if quoted and (at := _closing(text, at)) < 0:
            return True
        at = text.find(delimiter, at) + 1
        if not at:
            return False
        if quoted := text.startswith(QUOTE, at):
            at += 1


def _closing(text: str, at: int) -> int:
    """Where a quoted text that goes on at ``at`` is closed: behind its quote, or -1."""
    while (at := text.find(QUOTE, at)) >= 0:
        if not text.startswith(QUOTE, at + 1):
            return at + 1
        at += 2
    return -1


def split_row(line: Line, dialect: Dialect) -> Row:
    """The cells of a row: where each is written, quotes included, and what it says.

    They are what the ``csv`` module of the standard library reads: text behind a closing
    quote belongs to the cell, a quote inside an unquoted one is a character. A blank line
    has none.
    """
    text = line.text
    end = len(text.rstrip(_BREAK)) if text[-1:] in _BREAK else len(text)
    cells: list[tuple[int, int, str]] = []
    if not end:
        return Row(line, cells)
    at = 0
    if QUOTE not in text:
        for cell in text[:end].split(dialect.delimiter):
            cells.append((at, at + len(cell), cell))
            at += len(cell) + 1
        return Row(line, cells)
    while True:
        start, said = at, ""
        if text.startswith(QUOTE, at):
            closed = _closing(text, at + 1)
            said, at = text[at + 1 : closed - 1].replace(QUOTE * 2, QUOTE), closed
        stop = text.find(dialect.delimiter, at, end)
        stop = end if stop < 0 else stop
        cells.append((start, stop, said + text[at:stop]))
        if stop == end:
            return Row(line, cells)
        at = stop + 1


def write_cell(written: str, text: str, dialect: Dialect) -> str:
    """A cell that says something else, quoted as it was or if it has to be."""
    needs = any(character in text for character in (dialect.delimiter, "\r", "\n"))
    if written.startswith(QUOTE) or needs or text.startswith(QUOTE):
        return QUOTE + text.replace(QUOTE, QUOTE * 2) + QUOTE
    return text


def field_of(names: Sequence[str], column: int) -> str:
    """What a column is called: its name, or its number from 1 on."""
    return names[column] if column < len(names) and names[column] else str(column + 1)


def values_of(row: Row, names: Sequence[str], columns: frozenset[int] | None) -> list[Value]:
    """The values of a row that hold text, of some columns or of all."""
    return [
        Value(field_of(names, column), start, end, text)
        for column, (start, end, text) in enumerate(row.cells)
        if (columns is None or column in columns) and text
    ]

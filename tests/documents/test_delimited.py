from __future__ import annotations

import codecs
import csv
import io
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer.documents import ReadError, WriteError
from anonymizer.documents.delimited import field_names, read, records
from anonymizer.documents.document import Reading
from anonymizer.documents.records import LARGEST_RECORD
from tests.documents.records import Endless, Pipe, most_memory, replaced, whole

SPEECHES = (
    '序号,标题,内容\r\n1,会议,"同志们：\r\n今年投资220万元，""双百""工程开工。"\r\n'
    "2,短,谢谢大家。\r\n"
)


def texts(data: bytes, *fields: str, name: str = "a.csv") -> list[str]:
    return list(read(data, name, Reading(fields=fields)).runs)


def table(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


CELLS = st.text(alphabet='甲乙3a,;\t|" \r\n', max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A table as the ``csv`` module writes it, with its delimiter declared; and the delimiter."""
    delimiter = draw(st.sampled_from(",;\t|"))
    file = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    line_break = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=line_break)
    writer.writerows(draw(TABLES))
    # Excel's line declares the delimiter, and a row of figures is no header.
    text = f"sep={delimiter}{line_break}1{line_break}" + file.getvalue()
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return text, delimiter


@given(written(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]))
def test_records_joined_are_the_file(case: tuple[str, str], codec: str) -> None:
    data = case[0].encode(codec)
    name, reading = "a.csv", Reading(codec)
    found = list(records(io.BytesIO(data), name, reading))
    assert b"".join(record.data for record in found) == data
    assert b"".join(record.save({}, []) for record in found) == data
    piecewise = records(Pipe(data), name, reading)  # type: ignore[arg-type]
    assert [record.data for record in piecewise] == [record.data for record in found]


@given(written(), st.data())
def test_changed_cells_are_changed_and_no_others(
    case: tuple[str, str], data: st.DataObject
) -> None:
    text, delimiter = case
    document = read(text.encode(), "a.csv", Reading())
    new = {
        number: data.draw(st.text(alphabet='X,;|\t" ', min_size=1, max_size=3))
        for number in range(len(document.runs))
        if data.draw(st.booleans())
    }
    saved = document.save({n: whole(document.runs[n], text) for n, text in new.items()}, [])
    numbers = itertools.count()

    def changed(line: re.Match[str]) -> str:
        return line[0] if line[0].isspace() else new.get(next(numbers), line[0])

    rows = [
        [re.sub(r"[^\r\n]+", changed, cell) for cell in row] for row in table(text, delimiter)[1:]
    ]
    assert table(saved.decode(), delimiter)[1:] == rows
    assert next(numbers) == len(document.runs)
    streamed = records(io.BytesIO(saved), "a.csv", Reading())
    assert b"".join(record.data for record in streamed) == saved


@given(st.text(alphabet='甲3a,;"" \r\n', max_size=30))
def test_rows_are_those_of_the_csv_module(text: str) -> None:
    data = f"sep=,\n1\n{text}".encode()
    try:
        runs = texts(data)
    except ReadError as error:
        assert "a quotation mark opens" in str(error)
        return
    lines = [
        line
        for row in table(f"1\n{text}")
        for cell in row
        for line in re.split(r"[\r\n]+", cell)
        if line.strip()
    ]
    assert runs == lines


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16"])
def test_a_named_column_is_all_that_is_read(codec: str) -> None:
    data = SPEECHES.encode(codec)
    runs = ["同志们：", '今年投资220万元，"双百"工程开工。', "谢谢大家。"]
    assert texts(data, "内容") == texts(data, "3") == runs
    document = read(data, "a.csv", Reading(fields=("内容",)))
    assert [block.address for block in document.blocks] == [
        "line 2: 内容",
        "line 3: 内容",
        "line 4: 内容",
    ]
    assert document.source.text == f"{runs[0]}\n{runs[1]}\n\n{runs[2]}"
    assert replaced(document, "220", "X") == SPEECHES.replace("220", "X").encode(codec)


TRADITIONAL = "題目,內容\r\n會議,今年以來，全縣完成投資220萬元，各單位要認真落實。\r\n"


def test_what_has_two_codes_keeps_its_own() -> None:
    # Big5 has two codes for 十; only in a changed cell may one become the other.
    first, second = TRADITIONAL.encode("big5").split(b"\r\n", 1)
    data = first + b"\r\n\xa2\xcc," + second.split(b",", 1)[1]
    document = read(data, "a.csv", Reading("big5", ("內容",)))
    expected = data.replace(b"220", b"X")
    assert replaced(document, "220", "X") == expected


def test_a_placeholder_that_cannot_be_written_is_said() -> None:
    document = read(TRADITIONAL.encode("big5"), "a.csv", Reading(fields=("內容",)))
    with pytest.raises(WriteError, match=r"a\.csv: line 2: .* U\+4E1A, which big5 cannot") as error:
        replaced(document, "220", "业")
    assert "220" not in str(error.value)


@pytest.mark.parametrize(
    ("row", "old", "new", "expected"),
    [
        ('1,"甲220"', "220", "X", '1,"甲X"'),
        ("1,甲220", "220", "X", "1,甲X"),
        ("1, 甲220 ", "220", "X", "1, 甲X "),
        ("1,甲220", "220", "1,000", '1,"甲1,000"'),
        ('1,5"管220', "220", "X", '1,5"管X'),
        ('1,5"管220', "220", "a,b", '1,"5""管a,b"'),
        ('1,"甲""220""乙"', "220", "X", '1,"甲""X""乙"'),
        ('1,"甲"220', "220", "X", '1,"甲X"'),
        ("1,220", "220", '"X"', '1,"""X"""'),
        ("1,220,多,出", "220", "X", "1,X,多,出"),
        ("1,220,多,出220", "220", "X", "1,X,多,出220"),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_cell_keeps_its_quotes(row: str, old: str, new: str, expected: str, end: str) -> None:
    head = 'id,text\n"x" ,  "y"\n'
    document = read((head + row + end).encode(), "a.csv", Reading(fields=("text",)))
    assert replaced(document, old, new).decode() == head + expected + end


@pytest.mark.parametrize(
    ("text", "name", "column", "runs"),
    [
        ("a,b\n甲,乙\n", "a.csv", "2", ["乙"]),
        ("a;b\n甲,丙;乙\n", "a.csv", "b", ["乙"]),
        ("a\tb\n甲,丙\t乙\n", "a.csv", "b", ["乙"]),
        ("a|b\n甲,丙|乙\n", "a.csv", "b", ["乙"]),
        ("a,b\n甲\t丙,乙\n", "a.tsv", "b", ["乙"]),
        ("text\n甲，乙\n", "a.tsv", "text", ["甲，乙"]),
        ('a;b\n"甲,丙,丁";乙\n"甲,\n丙";丁\n', "a.csv", "b", ["乙", "丁"]),
        ("sep=;\na;b\n甲;乙\n", "a.csv", "b", ["乙"]),
        ("\n\na,b\n甲,乙\n", "a.csv", "b", ["乙"]),
        ("a,a,b\n甲,乙,丙\n", "a.csv", "a", ["甲", "乙"]),
    ],
)
def test_the_delimiter_is_found(text: str, name: str, column: str, runs: list[str]) -> None:
    assert texts(text.encode(), column, name=name) == runs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("序号,标题,内容\n1,会议,今年\n", ["标题", "内容"]),
        ("id,body\n1,今年\n", ["body"]),
        ("科目,数额\n投资,220\n消费,100\n", ["科目"]),
        ("张三,局长\n李四,副局长\n", ["1", "2"]),
        ("张三,13800138000\n李四,13900139000\n", ["1"]),
        ("今年投资220万元。\n", ["1"]),
        ("张三\n今年投资220万元，全县开工建设。\n", ["1"]),
        ("Smith\n张三\n", ["1"]),
        ("2024年会议\n同志们，今年投资220万元。\n", ["1"]),
        ("标题,标题\n甲,乙\n", ["1", "2"]),
        ("", []),
    ],
)
def test_a_header_is_one_beyond_doubt(text: str, names: list[str]) -> None:
    assert field_names(io.BytesIO(text.encode()), "a.csv", Reading()) == names
    document = read(text.encode(), "a.csv", Reading())
    bare = bool(names) and names[0].isdecimal()
    assert ([note for note in document.notes if "no header" in note] != []) == bare
    assert bare == bool(document.runs and document.runs[0] == re.split("[,\n]", text)[0])


def test_a_header_whose_column_is_named_is_a_header() -> None:
    data = "姓氏,衔头\n张三,局长\n".encode()
    assert texts(data) == ["姓氏", "衔头", "张三", "局长"]
    assert texts(data, "衔头") == ["局长"]


@pytest.mark.parametrize(
    ("data", "fields", "message"),
    [
        (SPEECHES.encode(), ("全文",), "no column '全文'; --field takes 序号, 标题, 内容"),
        ("张三,局长\n".encode(), ("全文",), "no header .* --field takes 1 to 2"),
        ("张三,局长\n".encode(), ("3",), "no column '3'.*1 to 2"),
        ("张三,局长\n".encode(), ("9" * 5000,), "no column"),
        (b"", ("text",), "no column 'text', nor any other"),
        ('甲,乙\n1,"开\n2,3\n'.encode(), (), r"line 2: a quotation mark .* not\s+closed"),
        ("甲,乙\n1,2\n3,\x004\n".encode(), (), r"0x00 at offset .*\(line 3\)"),
        ("甲,乙\n甲,".encode() + b"\xff\n" + "甲\n".encode(), (), r"byte 0xff at .* \(line 2\)"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, fields: tuple[str, ...], message: str) -> None:
    with pytest.raises(ReadError, match=message) as error:
        read(data, "a.csv", Reading(fields=fields))
    assert str(error.value).startswith("a.csv: ")
    assert "张三" not in str(error.value)


@pytest.mark.parametrize(
    ("last", "message"),
    [
        (b"70001,\xff\n", "line 70002: byte 0xff is not utf-8"),
        (b"70001,\0\n", "line 70002: a NUL"),
        (b'70001,"\n70002,x\n', "line 70002: a quotation mark"),
    ],
)
def test_what_is_wrong_far_down_is_said_with_its_line(last: bytes, message: str) -> None:
    rows = b"".join(b"%d,%s\n" % (n, "今年投资".encode()) for n in range(1, 70_001))
    stream = records(io.BytesIO(b"no,text\n" + rows + last), "a.csv", Reading(fields=("text",)))
    with pytest.raises(ReadError, match=message):
        for _ in stream:
            pass


@pytest.mark.parametrize("start", [b'1,"', b"1,"])
def test_a_cell_without_end_is_refused_before_it_is_read(start: bytes) -> None:
    file = io.BytesIO(
        b"no,text\n1,x\n"
        + start
        + (b"x" * 99 + b"\n" if start[-1:] == b'"' else b"x" * 100) * (LARGEST_RECORD // 80)
    )
    with pytest.raises(ReadError, match="line 3: a record of more than 16 MB"):
        for _ in records(file, "a.csv", Reading(fields=("text",))):
            pass


def test_a_million_rows_take_no_more_memory_than_a_thousand() -> None:
    line = '12,"今年投资220万元，\n开工。",x\n'.encode()
    few, many = (
        most_memory(records, Endless(line, times), ("2",))  # type: ignore[arg-type]
        for times in (8_000, 24_000)
    )
    assert many < few * 1.1


@pytest.mark.parametrize("bom", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_byte_order_mark_is_a_record_without_text(bom: bytes) -> None:
    codec = "utf-8" if bom == codecs.BOM_UTF8 else "utf-16-le"
    data = bom + "text\n今年\n".encode(codec)
    first, header, row = records(io.BytesIO(data), "a.csv", Reading(fields=("text",)))
    assert (first.data, list(first.runs), list(header.runs), row.address) == (bom, [], [], "line 2")
    assert row.name == "a.csv: line 2"

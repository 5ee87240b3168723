from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import fill, template
from anonymizer.documents.xmltext import unwritable
from anonymizer.templates import check, fitting, markup, sheet
from anonymizer.templates.fill import named
from anonymizer.templates.guard import guarded, unguarded
from anonymizer.templates.sheet import COLUMNS, Row, SheetError
from tests.helpers import ROOT

SPEECH = "投资220万元，李县长到会。产量同比下降1.1%。举报电话0452-7326119。"
FORMATS = (".json", ".csv", ".xlsx")
AWKWARD = (
    "=1+1", "+1", "-6", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''", "'", "＝1", "\n=1",
    '他说"好"', "一\n二", "一\r\n二", "{{ 甲 }}", "{% x %}", "<w:t>&amp;", "_x000D_",
    "x005F_x000D_", "x~005F_", "a,b;c\td", " 前后 ", "😀𠮷", "甲" * 10_000, "_x005F_", "\u2028",
    "1e5", "007", "1.10",
)  # fmt: skip


def row(value: str) -> Row:
    return Row("名称", "项目", "name", "", "实施X项目。", value, 2)


def again(value: str, suffix: str) -> object:
    return sheet.read(sheet.write([row(value)], suffix), f"v{suffix}").values["名称"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("value", AWKWARD, ids=lambda value: repr(value[:12]))
def test_awkward_values_survive(value: str, suffix: str) -> None:
    assert again(value, suffix) == value


@given(st.text(max_size=40).filter(lambda text: not unwritable(text)))
def test_any_value_survives(value: str) -> None:
    for suffix in FORMATS:
        assert again(value, suffix) == value


@given(st.text("=+-@\t\r'＝x_0005Fd~", max_size=12))
def test_any_guard_comes_off_again(value: str) -> None:
    assert unguarded(guarded(value)) == value
    assert guarded(value)[:1] not in tuple("=+-@\t\r＝")
    assert again(value, ".xlsx") == value


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_sheet_holds_all_that_one_should_know(suffix: str) -> None:
    skeleton = template(SPEECH)
    given = sheet.read(sheet.write(list(sheet.rows(skeleton)), suffix), f"v{suffix}")
    assert given.values == skeleton.values
    assert {name: field.kind for name, field in given.fields.items()} == {
        "投资_万元": "money",
        "县长": "person",
        "产量同比下降_百分比": "percent",
        "举报电话": "phone",
    }
    assert [field.unit for field in given.fields.values()] == ["万元", None, "%", None]
    assert [field.label for field in given.fields.values()] == [
        gap.label for gap in skeleton.variables.values()
    ]
    assert given.problems == ()
    blank = sheet.read(sheet.write(list(sheet.rows(skeleton, blank=True)), suffix), f"v{suffix}")
    assert set(blank.values.values()) == {""}


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.txt")), ids=lambda p: p.stem)
def test_a_speech_through_every_sheet(path: Path) -> None:
    skeleton = template(path.read_text(encoding="utf-8"))
    rows = list(sheet.rows(skeleton))
    for suffix in FORMATS:
        given = sheet.read(sheet.write(rows, suffix), f"v{suffix}")
        assert given.values == skeleton.values
        assert fill(skeleton.text, given.values, schema=skeleton.schema()) == skeleton.speech
        pieces = markup.read(skeleton.text)
        filling = check(named(pieces), given.fields, given.values)
        assert fitting(pieces, filling.values) == skeleton.speech


def test_csv_opens_in_excel() -> None:
    data = sheet.write([row("=1"), row("好")], ".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines[0] == list(COLUMNS)
    assert [line[-1] for line in lines[1:]] == ["'=1", "好"]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("变量;填写\n甲;好\n", "gb18030"),
        ("variable\tvalue\n甲\t好\n", "utf-16"),
        ("\ufeffValue,Variable\r\n好,甲\r\n,\r\n", "utf-8"),
    ],
)
def test_csv_as_office_programs_save_it(text: str, codec: str) -> None:
    assert sheet.read(text.encode(codec), "v.csv").values == {"甲": "好"}


def test_xlsx_is_made_for_people() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(sheet.write(list(sheet.rows(template(SPEECH))), ".xlsx"))
    )
    (page,) = book.worksheets
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == ["变量", "含义", "类别", "单位", "所在句子", "填写"]
    assert page["E2"].alignment.wrap_text
    assert page.column_dimensions["E"].width > 50
    assert page["F2"].fill.fgColor.rgb != page["E2"].fill.fgColor.rgb
    assert page["F2"].number_format == "@"
    types = [check.type for check in page.data_validations.dataValidation]
    assert types.count("custom") == 3
    assert "textLength" in types
    assert all(check.showInputMessage for check in page.data_validations.dataValidation)


def test_nothing_in_an_xlsx_is_executable() -> None:
    rows = [Row("甲", "=1", "name", "+2", "=cmd|X", value, 5) for value in AWKWARD]
    data = sheet.write(rows, ".xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert not [name for name in names if "vba" in name or "external" in name or "calc" in name]
    for line in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2):
        for cell in line:
            assert cell.data_type in ("s", "n")
            assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert sheet.write([row("甲")], ".xlsx") == sheet.write([row("甲")], ".xlsx")


def _book(*lines: tuple[object, ...], formats: dict[int, str] | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for number, line in enumerate(lines):
        style = book.add_format({"num_format": (formats or {}).get(number, "General")})
        for column, value in enumerate(line):
            page.write(number, column, value, style)
    book.close()
    return out.getvalue()


def test_numbers_typed_into_cells() -> None:
    data = _book(
        ("表", ""), ("变量", "填写"), ("甲", 23381), ("乙", 1.1), ("丙", 0.053), ("丁", 1e16),
        ("戊", True), ("己", 46000), ("庚", 46000.5), ("辛", 0.5),
        formats={4: "0.0%", 7: "yyyy-mm-dd", 8: "yyyy-mm-dd hh:mm", 9: "hh:mm"},
    )  # fmt: skip
    assert sheet.read(data, "v.xlsx").values == {
        "甲": "23381", "乙": "1.1", "丙": "5.3", "丁": "10000000000000000", "戊": "TRUE",
        "己": "2025年12月9日", "庚": "2025年12月9日12:00", "辛": "12:00",
    }  # fmt: skip


def test_formulas_are_refused() -> None:
    given = sheet.read(_book(("variable", "value"), ("甲", "=1+1"), ("乙", "2")), "v.xlsx")
    (problem,) = given.problems
    assert (problem.what, problem.variable) == ("formula", "甲")
    assert "B2" in problem.message
    assert "1+1" not in problem.message


def test_json_of_either_form() -> None:
    assert sheet.read(b'{"a": 1.10, "b": "x"}', "v.json").values == {
        "a": sheet.Decimal("1.10"),
        "b": "x",
    }
    records = [{"variable": "a", "value": 3, "kind": "money", "unit": "元"}, {"variable": ""}]
    given = sheet.read(json.dumps(records).encode("utf-8-sig"), "v.json")
    assert given.values == {"a": 3}
    assert given.fields["a"].kind == "money"


def test_given_twice_is_said() -> None:
    for data, name in (
        (b'{"a": 1, "a": 2}', "v.json"),
        (b"variable,value\na,1\na,2\n", "v.csv"),
    ):
        (problem,) = sheet.read(data, name).problems
        assert (problem.what, problem.variable) == ("twice", "a")


@pytest.mark.parametrize(
    ("data", "name", "complaint"),
    [
        (b"{", "v.json", "not JSON"),
        (b"\xff", "v.json", "not JSON"),
        (b"3", "v.json", "neither an object"),
        (b'{"a": NaN}', "v.json", "NaN is no value"),
        (b'{"a": ' + b"1" * 5000 + b"}", "v.json", "number too long"),
        (b"[" * 100_000, "v.json", "too deep"),
        (b'[{"variable": "a", "variable": "b"}]', "v.json", "twice"),
        (b"a,b\n1,2\n", "v.csv", "first line must name"),
        (b"", "v.csv", "first line must name"),
        (b'variable,value\n"a,1\n', "v.csv", "line"),
        (b"PK", "v.xlsx", "not a workbook"),
        (b"", "v.xlsx", "not a workbook"),
        (_book(("a", "b")), "v.xlsx", "first line must name"),
        (b"", "v.ods", ".ods"),
        (b"", "v", "not from v"),
    ],
)
def test_what_is_no_sheet(data: bytes, name: str, complaint: str) -> None:
    with pytest.raises(SheetError) as caught:
        sheet.read(data, name)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("value", ["\x01", "\x00", "\ufffe", "甲" * 40_000])
def test_what_a_cell_cannot_hold_is_said(value: str) -> None:
    with pytest.raises(SheetError, match=r"write the values as \.json"):
        sheet.write([row(value)], ".xlsx")
    assert again(value, ".json") == value


def test_a_value_of_no_variable_is_told_with_the_others() -> None:
    given = sheet.read("变量,填写\n甲,1\n,张三\n".encode(), "v.csv")
    assert given.values == {"甲": "1"}
    assert [problem.message for problem in given.problems] == [
        "record 2 has a value, and no variable that it is for"
    ]


def test_a_damaged_workbook_says_nothing_of_its_cells() -> None:
    whole = sheet.write(list(sheet.rows(template("周明远的秘密投资220万元。"))), ".xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(rb"<v>[0-9]+</v>", b"<v>9999</v>", data)
            new.writestr(name, data)
    with pytest.raises(sheet.SheetError, match="save it anew") as told:
        sheet.read(out.getvalue(), "v.xlsx")
    assert "周明远" not in str(told.value)

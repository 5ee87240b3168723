from __future__ import annotations

import datetime
import io
import re
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from anonymizer.documents.document import Block, Reading, Removal
from anonymizer.documents.files import ReadError, WriteError
from anonymizer.documents.ooxml.package import Package, open_package
from anonymizer.documents.workbook import Workbook, field_names, read
from anonymizer.documents.workbook.cells import area_of, column_of, letters
from anonymizer.documents.workbook.numbers import shown
from anonymizer.edits import Edit, Patch

ROWS: tuple[tuple[object, ...], ...] = (
    ("姓名", "电话", "情况", "金额"),
    ("李少义", 13855667788, "李少义同志捐款220万元", 220.5),
    ("王大明", 13955667788, "王大明负责城西片区", 31),
    ("赵小军", 13755667788, "李少义同志捐款220万元", 47),
)


def made(rows: tuple[tuple[object, ...], ...] = ROWS, **more: Any) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(more.get("title", "名单"))
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if "also" in more:
        more["also"](book, sheet)
    book.close()
    return out.getvalue()


def opened(data: bytes, *fields: str) -> Workbook:
    return read(data, "a.xlsx", Reading(fields=fields))


def texts(document: Workbook) -> dict[str, str]:
    return {block.address: said(document, block) for block in document.blocks}


def said(document: Workbook, block: Block) -> str:
    return "".join(document.runs[p] if isinstance(p, int) else p for p in block.parts)


def replaced(document: Workbook, *removed: tuple[str, str]) -> bytes:
    """The document with each value replaced wherever it is read."""
    changes: dict[int, Patch] = {}
    for number, run in enumerate(document.runs):
        edits = [
            Edit(found.start(), found.end(), "X")
            for found in re.finditer("|".join(re.escape(text) for text, _ in removed), run)
        ]
        if edits:
            changes[number] = Patch(edits)
    assert changes
    return document.save(changes, [Removal(*each) for each in removed])


def cells(data: bytes, title: str = "名单") -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))[title]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def part(data: bytes, name: str) -> str:
    return open_package(data, "a").parts[name].decode()


def test_a_named_column_is_read_below_its_header() -> None:
    assert texts(opened(made(), "情况")) == {
        "名单!C2": "李少义同志捐款220万元",
        "名单!C3": "王大明负责城西片区",
        "名单!C4": "李少义同志捐款220万元",
    }


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        (("C",), {"名单!C2", "名单!C3", "名单!C4"}),
        (("名单!姓名",), {"名单!A2", "名单!A3", "名单!A4"}),
        (("名单!b",), {"名单!B2", "名单!B3", "名单!B4"}),
        ((), {f"名单!{column}{row}" for column in "AC" for row in (2, 3, 4)}),
    ],
)
def test_columns_go_by_header_sheet_and_letters(
    fields: tuple[str, ...], addresses: set[str]
) -> None:
    assert set(texts(opened(made(), *fields))) == addresses


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(ReadError, match="姓名, 电话, 情况, 金额"):
        opened(made(), "住址")


def test_a_title_above_the_header_is_no_header() -> None:
    rows = (("帮扶情况表",), *ROWS)
    assert field_names(made(rows), "a", Reading()) == ["姓名", "电话", "情况", "金额"]
    assert set(texts(opened(made(rows), "情况"))) == {"名单!C3", "名单!C4", "名单!C5"}


def test_letters_without_a_header_begin_at_the_top() -> None:
    rows = (("今年捐款220万元，用于修路。",), ("再捐31万元。",))
    assert set(texts(opened(made(rows), "A"))) == {"名单!A1", "名单!A2"}


def test_the_column_of_a_table_ends_with_it() -> None:
    def also(book: Any, sheet: Any) -> None:
        sheet.write(9, 2, "填表说明")
        sheet.add_table("A1:D4", {"columns": [{"header": str(each)} for each in ROWS[0]]})

    assert set(texts(opened(made(also=also), "情况"))) == {"名单!C2", "名单!C3", "名单!C4"}


def test_only_the_named_column_changes_where_cells_share_a_string() -> None:
    rows = (("姓名", "情况"), ("李少义", "李少义"), ("王大明", "李少义"))
    data = made(rows)
    new = replaced(opened(data, "情况"), ("李少义", "person"))
    assert cells(new) == [("姓名", "情况"), ("李少义", "X"), ("王大明", "X")]
    before, after = (part(each, "xl/sharedStrings.xml") for each in (data, new))
    assert 'uniqueCount="4"' in before
    assert 'uniqueCount="5"' in after
    assert after.count("<si>") == 5


def test_a_string_that_only_the_column_has_changes_in_place() -> None:
    data = made()
    new = replaced(opened(data, "情况"), ("李少义", "person"), ("220", "money"))
    assert cells(new)[1][2] == "X同志捐款X万元"
    assert part(data, "xl/worksheets/sheet1.xml") == part(new, "xl/worksheets/sheet1.xml")
    assert cells(new)[1][0] == "李少义"  # another column, which nobody named


def test_numbers_of_a_named_column_are_text() -> None:
    document = opened(made(), "电话", "金额")
    assert texts(document)["名单!B2"] == "13855667788"
    assert texts(document)["名单!D2"] == "220.5"
    new = replaced(document, ("13855667788", "phone"))
    assert [row[1] for row in cells(new)] == ["电话", "X", 13955667788, 13755667788]


def test_all_but_changed_cells_stays_to_the_byte() -> None:
    def also(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True, "bg_color": "#FFFF00"})
        sheet.write(1, 1, 13855667788, bold)
        sheet.set_column(0, 3, 18)
        sheet.merge_range("A6:B7", "合计", bold)

    data = made(also=also)
    new = replaced(opened(data, "电话"), ("13855667788", "phone"))
    before, after = (part(each, "xl/worksheets/sheet1.xml") for each in (data, new))
    assert after == re.sub(
        r'<c r="B2" s="(\d+)"><v>13855667788</v></c>',
        r'<c r="B2" s="\1" t="inlineStr"><is><t xml:space="preserve">X</t></is></c>',
        before,
    )
    assert part(data, "xl/styles.xml") == part(new, "xl/styles.xml")


def test_rich_text_is_several_runs_of_one_block() -> None:
    def also(book: Any, sheet: Any) -> None:
        sheet.write_rich_string(1, 2, "请李", book.add_format({"bold": True}), "少义", "讲话")

    document = opened(made(also=also), "情况")
    block = document.blocks[0]
    assert [document.runs[number] for number in block.parts if isinstance(number, int)] == [
        "请李",
        "少义",
        "讲话",
    ]
    first = block.parts[0]
    assert isinstance(first, int)
    changes = {first: Patch([Edit(1, 2, "X")]), first + 1: Patch([Edit(0, 2, "")])}
    new = document.save(changes, [Removal("李少义", "person")])
    assert cells(new)[1][2] == "请X讲话"
    assert "<b/>" in part(new, "xl/sharedStrings.xml")


@pytest.mark.parametrize(
    ("raw", "wanted", "text"),
    [
        ("13855667788", "General", "13855667788"),
        ("1.3855667788E10", "General", "13855667788"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("23381", "#,##0.00", "23,381.00"),
        ("0.011", "0.0%", "1.1%"),
        ("220", '0"万元"', "220万元"),
        ("220", '"¥"#,##0', "¥220"),
        ("44355", "yyyy/m/d", "2021/6/8"),
        ("44355", "yyyy年m月d日", "2021年6月8日"),
        ("44355", 'yyyy"年"m"月"d"日"', "2021年6月8日"),
        ("44355.5", "yyyy-mm-dd hh:mm", "2021-06-08 12:00"),
        ("44355", "[$-804]yyyy年mm月;@", "2021年06月"),
        ("abc", "0", "abc"),
        ("1E999999", "0", "1E999999"),
        ("-5", "yyyy/m/d", "-5"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(raw: str, wanted: str, text: str) -> None:
    assert shown(raw, wanted) == text


def test_a_date_goes_as_it_is_read() -> None:
    def also(book: Any, sheet: Any) -> None:
        style = book.add_format({"num_format": "yyyy年m月d日"})
        sheet.write_datetime(1, 3, datetime.datetime(2021, 6, 8), style)

    document = opened(made(also=also), "金额")
    assert texts(document)["名单!D2"] == "2021年6月8日"
    new = replaced(document, ("2021年6月8日", "date"))
    assert cells(new)[1][3] == "X"
    assert "44355" not in part(new, "xl/worksheets/sheet1.xml")


def test_formulas_are_worked_out_anew() -> None:
    def also(book: Any, sheet: Any) -> None:
        sheet.write_formula("F2", '=A2&"同志"', None, "李少义同志")
        sheet.write_formula("F3", "=D2*2", None, 441)

    data = made(also=also)
    new = replaced(opened(data, "姓名"), ("李少义", "person"))
    assert cells(new)[1][5] == '=A2&"同志"'
    sheet = part(new, "xl/worksheets/sheet1.xml")
    assert "441" not in sheet
    assert "李少义" not in sheet
    assert 'fullCalcOnLoad="1"' in part(new, "xl/workbook.xml")
    assert openpyxl.load_workbook(io.BytesIO(new)).calculation.fullCalcOnLoad


def test_a_formula_of_the_column_becomes_what_it_showed() -> None:
    def also(book: Any, sheet: Any) -> None:
        sheet.write_formula("C2", '=A2&"同志"', None, "李少义同志")

    new = replaced(opened(made(also=also), "情况"), ("李少义", "person"))
    assert cells(new)[1][2] == "X同志"


def test_a_value_in_the_words_of_a_formula_goes() -> None:
    def also(book: Any, sheet: Any) -> None:
        sheet.write_formula("F2", '=IF(D2>1,"李少义","无")', None, "李少义")

    new = replaced(opened(made(also=also), "姓名"), ("李少义", "person"))
    assert cells(new)[1][5] == '=IF(D2>1,"X","无")'


def also_everywhere(book: Any, sheet: Any) -> None:
    sheet.write_comment("A2", "李少义已核实", {"author": "张审核"})
    sheet.set_header("&C李少义专用")
    sheet.data_validation("E2", {"validate": "list", "source": ["李少义", "王大明"]})
    sheet.write_url(
        "E5", "https://x.example/?n=%E6%9D%8E%E5%B0%91%E4%B9%89", None, "链接", "找李少义"
    )
    sheet.insert_textbox("G2", "由李少义负责")
    book.define_name("李少义", "=名单!$A$2")
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "李少义",
            "categories": "=名单!$A$2:$A$4",
            "values": "=名单!$B$2:$B$4",
            "categories_data": ["李少义", "王大明", "赵小军"],
            "values_data": [13855667788, 13955667788, 13755667788],
        }
    )
    sheet.insert_chart("H8", chart)
    book.set_properties({"author": "张作者", "title": "李少义的表"})


def test_nothing_is_left_outside_the_cells() -> None:
    data = made(also=also_everywhere)
    removed = [("李少义", "person"), ("13855667788", "phone")]
    new = replaced(opened(data, "姓名", "电话", "情况"), *removed)
    package = open_package(new, "a")
    for name, held in package.parts.items():
        for value in ("李少义", "13855667788", "%E6%9D%8E", "张审核", "张作者"):
            assert value.encode() not in held, name
    book = openpyxl.load_workbook(io.BytesIO(new))
    assert book["名单"]["A2"].comment.text.strip() == "X已核实"
    assert "<c:v>王大明</c:v>" in part(new, "xl/charts/chart1.xml")
    assert "<c:v>13955667788</c:v>" in part(new, "xl/charts/chart1.xml")


def test_sheets_that_name_somebody_get_other_names_everywhere() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for title in ("李少义表", "王大明表"):
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, ("姓名", "情况"))
        sheet.write_row(1, 0, (title[:3], f"由{title[:3]}负责"))
    sheet.write_formula("D2", "=李少义表!A2&王大明表!A2", None, "李少义王大明")
    book.close()
    new = replaced(
        opened(out.getvalue(), "姓名", "情况"), ("李少义", "person"), ("王大明", "person")
    )
    book = openpyxl.load_workbook(io.BytesIO(new))
    assert book.sheetnames == ["X表", "X表2"]
    assert book["X表2"]["D2"].value == "=X表!A2&X表2!A2"


def test_strings_that_no_cell_shows_are_emptied() -> None:
    package = open_package(made(), "a")
    strings = package.parts["xl/sharedStrings.xml"].decode()
    package.parts["xl/sharedStrings.xml"] = strings.replace(
        "</sst>", "<si><t>从前的李少义</t></si></sst>"
    ).encode()
    new = replaced(opened(package.to_bytes(), "姓名"), ("李少义", "person"))
    assert "从前" not in part(new, "xl/sharedStrings.xml")


PIVOT_TYPES = {
    "xl/pivotCache/pivotCacheDefinition1.xml": "pivotCacheDefinition",
    "xl/pivotCache/pivotCacheRecords1.xml": "pivotCacheRecords",
    "xl/pivotTables/pivotTable1.xml": "pivotTable",
}
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_pivot() -> bytes:
    """The list, and a second sheet that a pivot table fills from it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    pivot = book.add_worksheet("汇总")
    pivot.write_row(0, 0, ("行标签", "金额合计"))
    for number, row in enumerate(ROWS[1:], 1):
        pivot.write_row(number, 0, (row[0], row[3]))
    book.close()
    package = open_package(out.getvalue(), "a")
    parts = package.parts
    items = "".join(f'<s v="{row[0]}"/>' for row in ROWS[1:])
    amounts = "".join(f'<n v="{row[3]}"/>' for row in ROWS[1:])
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        f'<pivotCacheDefinition xmlns="{S}" xmlns:r="{OFFICE}" r:id="rId1" refreshedBy="张三丰" '
        'recordCount="3"><cacheSource type="worksheet"><worksheetSource ref="A1:D4" sheet="名单"/>'
        '</cacheSource><cacheFields count="2"><cacheField name="姓名">'
        f'<sharedItems count="3">{items}'
        '</sharedItems></cacheField><cacheField name="金额"><sharedItems containsNumber="1" '
        f'minValue="31" maxValue="220.5" count="3">{amounts}</sharedItems></cacheField>'
        "</cacheFields></pivotCacheDefinition>"
    ).encode()
    parts["xl/pivotCache/pivotCacheRecords1.xml"] = (
        f'<pivotCacheRecords xmlns="{S}" count="1"><r><x v="0"/><n v="220.5"/></r>'
        "</pivotCacheRecords>"
    ).encode()
    parts["xl/pivotTables/pivotTable1.xml"] = (
        f'<pivotTableDefinition xmlns="{S}" name="数据透视表1" cacheId="1" dataCaption="值">'
        '<location ref="A1:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        "</pivotTableDefinition>"
    ).encode()
    add_relation(
        package,
        "xl/_rels/workbook.xml.rels",
        "pivotCacheDefinition",
        "pivotCache/pivotCacheDefinition1.xml",
    )
    add_relation(
        package,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",
        "pivotCacheRecords",
        "pivotCacheRecords1.xml",
    )
    add_relation(
        package,
        "xl/worksheets/_rels/sheet2.xml.rels",
        "pivotTable",
        "../pivotTables/pivotTable1.xml",
    )
    return package.to_bytes()


def add_relation(package: Package, home: str, end: str, target: str) -> None:
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    entry = f'<Relationship Id="rId99" Type="{OFFICE}/{end}" Target="{target}"/></Relationships>'
    held = package.parts.get(home, empty)
    package.parts[home] = held.replace(b"</Relationships>", entry.encode())


def test_pivot_tables_gather_anew() -> None:
    document = opened(with_pivot(), *(f"名单!{name}" for name in ("姓名", "情况", "金额")))
    new = replaced(document, ("李少义", "person"), ("220.5", "money"))
    package = open_package(new, "a")
    assert "xl/pivotCache/pivotCacheRecords1.xml" not in package.parts
    cache = part(new, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert 'refreshOnLoad="1"' in cache
    assert '<s v="X"/><s v="王大明"/>' in cache
    for value in ("李少义", "220.5", "张三丰"):
        assert not [name for name, held in package.parts.items() if value.encode() in held]
    filled = {a: t for a, t in texts(opened(new, "A", "B")).items() if a.startswith("汇总")}
    assert filled == {"汇总!A2": "X", "汇总!A3": "王大明", "汇总!A4": "赵小军"}


def test_what_cannot_be_a_workbook_is_refused() -> None:
    with pytest.raises(ReadError, match="password"):
        read(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.xlsx", Reading())
    with pytest.raises(ReadError, match="no workbook"):
        read(Package({"x.txt": b""}).to_bytes(), "a.xlsx", Reading())
    damaged = open_package(made(), "a")
    damaged.parts["xl/worksheets/sheet1.xml"] = b"<worksheet>"
    with pytest.raises(ReadError, match="well-formed"):
        read(damaged.to_bytes(), "a.xlsx", Reading())


def test_a_value_that_would_be_left_is_an_error() -> None:
    package = open_package(made(), "a")
    add_relation(package, "xl/_rels/workbook.xml.rels", "other", "other.bin")
    package.parts["xl/other.bin"] = b"\0\0" + "李少义".encode("utf-16-le")
    with pytest.raises(WriteError, match=r"xl/other\.bin") as error:
        replaced(opened(package.to_bytes(), "姓名"), ("李少义", "person"))
    assert "李少义" not in str(error.value)


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_letters_of_columns(number: int, text: str) -> None:
    assert letters(number) == text
    assert column_of(text) == number


def test_areas() -> None:
    assert area_of("$B$2:D20") == (2, 2, 20, 4)
    assert area_of("C3") == (3, 3, 3, 3)
    assert column_of("情况") == 0

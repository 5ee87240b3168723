from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from anonymizer import extraction_schema
from tests.helpers import ROOT, run
from tests.test_slots import _assert_fits

TEXT = "xx县完成投资***万元。\n一、形势\nx月x日，X书记到会，拍X光片。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "hand.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_has_the_fields_of_slots(text: Path) -> None:
    done = run("extract", text)
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert told["schema_version"] == 1
    assert told["source"]["name"] == "hand.txt" and told["source"]["characters"] == len(TEXT)
    kinds = [slot["kind"] for slot in told["slots"]]
    assert kinds == ["place", "money", "date", "date", "person"]
    for slot in told["slots"]:
        start, end = slot["source"]
        assert TEXT[start:end] == slot["text"]
    assert told["slots"][2]["fact"] == told["slots"][3]["fact"] == "f1"
    assert told["slots"][4]["section"] == ["一"]
    schema = extraction_schema()
    _assert_fits(told, schema, schema["$defs"])


def test_the_shipped_schema_is_that_of_the_code() -> None:
    shipped = ROOT / "anonymizer" / "schemas" / "extraction.schema.json"
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(extraction_schema()))


def test_several_inputs_and_lines_of_json(text: Path, tmp_path: Path) -> None:
    other = tmp_path / "more" / "b.md"
    other.parent.mkdir()
    other.write_text("增长x%。", encoding="gb18030")
    both = json.loads(run("extract", text, other.parent).out)
    assert [len(one["slots"]) for one in both] == [5, 1]
    lines = run("extract", text, other.parent, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["hand.txt", "b.md"]


def test_a_table_for_people(text: Path) -> None:
    done = run("extract", text, "--format", "text")
    shown = done.out.decode()
    assert "5 个占位符" in shown and "【***】" in shown and "金额" in shown


def test_sheets_hold_no_formula(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "=1+1.txt"
    path.write_text("=SUM(A1)，投资X万元", encoding="utf-8")
    rows = list(csv.reader(io.StringIO(run("extract", path, "-f", "csv").out.decode("utf-8-sig"))))
    assert rows[0][:4] == ["source", "id", "line", "start"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    sheet = tmp_path / "slots.xlsx"
    assert run("extract", path, "-o", sheet).status == 0
    cells = [cell for row in openpyxl.load_workbook(sheet).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert all(not str(cell.value).startswith("=") for cell in cells)


def test_what_cannot_be_done_is_said(text: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("extract", empty).status == 3
    done = run("extract", tmp_path / "none.txt", text)
    assert done.status == 3 and b'"slots"' in done.out and "no such file" in done.err
    assert run("extract", text, "--format", "pdf").status == 2
    assert run("extract", text, "--format", "xlsx").status == 2
    assert run("extract", text, "-o", text, "--force").status == 2
    out = tmp_path / "out.json"
    assert run("extract", text, "-o", out).status == 0
    assert run("extract", text, "-o", out).status == 3
    assert text.read_text(encoding="utf-8") == TEXT


def test_standard_input() -> None:
    told = json.loads(run("extract", "-", stdin="投资X万元".encode()).out)
    assert [slot["unit"] for slot in told["slots"]] == ["万元"]

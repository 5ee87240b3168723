from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from anonymizer.templates import docx
from tests.helpers import ROOT, run, spawn, tree

SPEECH = "在全镇会议上的讲话\r\n同志们：\r\n投资220万元，李镇长到会，来了12人。\r\n"
NEW = SPEECH.replace("220", "300").replace("李", "赵").replace("12", "15")
VALUES = {"投资_万元": "300", "镇长": "赵", "人数_人": 15}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "speech.txt").write_bytes(SPEECH.encode())
    for name in ("s.txt", "s.docx"):
        done = run("template", tmp_path / "speech.txt", "-o", tmp_path / name, "--force",
                   "--values", tmp_path / "own.xlsx")  # fmt: skip
        assert done.status == 0
    give(tmp_path, VALUES)
    return tmp_path


def give(folder: Path, values: object) -> None:
    (folder / "v.json").write_text(json.dumps(values), encoding="utf-8")


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx"])
@pytest.mark.parametrize("form", [".txt", ".md", ".docx"])
def test_last_years_values_give_last_years_speech(tmp_path: Path, form: str, suffix: str) -> None:
    speech = sorted((ROOT / "corpus").glob("*.txt"))[0]
    skeleton, values, out = tmp_path / f"s{form}", tmp_path / f"v{suffix}", tmp_path / f"o{form}"
    assert run("template", speech, "-o", skeleton, "--values", values).status == 0
    done = run("fill", skeleton, values, "-o", out)
    assert (done.status, done.out) == (0, b"")
    assert "values filled in" in done.err
    text = docx.text_of(out.read_bytes()) if form == ".docx" else out.read_bytes().decode("utf-8")
    cleaned = json.loads(run("explain", speech, "--format", "json").out)["cleaning"]
    if not cleaned:
        assert text == speech.read_text(encoding="utf-8")
    assert "{{" not in text


def test_to_standard_output_and_nothing_else(made: Path) -> None:
    done = spawn("fill", made / "s.txt", made / "v.json")
    assert (done.status, done.out, done.err) == (0, NEW.encode(), "")


def test_line_breaks_stay(made: Path) -> None:
    assert run("fill", made / "s.txt", made / "own.xlsx", "-o", made / "o.txt").status == 0
    assert (made / "o.txt").read_bytes() == SPEECH.encode()


def test_a_docx(made: Path) -> None:
    assert run("fill", made / "s.docx", made / "v.json", "-o", made / "o.docx").status == 0
    assert docx.text_of((made / "o.docx").read_bytes()) == NEW.replace("\r\n", "\n")


def test_a_sheet_that_a_person_has_filled(made: Path) -> None:
    book = openpyxl.load_workbook(made / "own.xlsx")
    page = book.active
    assert page is not None
    for line, value in enumerate(("300万元", "赵镇长", 15), 2):
        page.cell(line, 6).value = value
    book.save(made / "new.xlsx")
    done = run("fill", made / "s.txt", made / "new.xlsx")
    assert (done.status, done.out) == (0, NEW.encode())
    assert "2 came with a unit" in done.err


@pytest.mark.parametrize("form", ["txt", "docx"])
def test_three_mistakes_are_one_message(made: Path, form: str) -> None:
    give(made, {"投资_万元": "秘密", "镇长": "赵", "市长": "钱"})
    before = tree(made)
    done = run("fill", made / f"s.{form}", made / "v.json", "-o", made / f"o.{form}")
    assert (done.status, done.out) == (1, b"")
    assert "3 values do not fit" in done.err
    assert "does not fit: 投资（万元） [投资_万元]: needs an amount" in done.err
    assert "missing: 人数（人） [人数_人]" in done.err
    assert "unknown: 市长 is not in the skeleton" in done.err
    assert "秘密" not in done.err
    assert tree(made) == before


def test_partial(made: Path) -> None:
    give(made, {"镇长": "赵"})
    assert run("fill", made / "s.txt", made / "v.json").status == 1
    done = run("fill", made / "s.txt", made / "v.json", "--partial")
    assert done.status == 0
    assert "投资X万元，赵镇长到会，来了X人。" in done.text
    assert "2 without a value: 投资_万元, 人数_人" in done.err
    out = made / "o.docx"
    assert run("fill", made / "s.docx", made / "v.json", "--partial", "-o", out).status == 0
    assert docx.text_of(out.read_bytes()) == done.text.replace("\r\n", "\n")


def test_where_the_kinds_come_from(made: Path) -> None:
    give(made, {**VALUES, "投资_万元": "很多"})
    (made / "s.schema.json").rename(made / "other.json")
    done = run("fill", made / "s.txt", made / "v.json")
    assert done.status == 0
    assert "no schema" in done.err
    done = run("fill", made / "s.txt", made / "v.json", "--schema", made / "other.json")
    assert done.status == 1
    rows = [{"variable": name, "value": value, "kind": "", "label": ""}
            for name, value in {**VALUES, "投资_万元": "很多"}.items()]  # fmt: skip
    rows[0] |= {"kind": "money", "label": "投资"}
    give(made, rows)
    done = run("fill", made / "s.txt", made / "v.json")
    assert done.status == 1
    assert "does not fit: 投资 [投资_万元]" in done.err


def test_formulas_are_refused(made: Path) -> None:
    book = openpyxl.load_workbook(made / "own.xlsx")
    page = book.active
    assert page is not None
    page["F2"] = "=100+200"
    book.save(made / "new.xlsx")
    done = run("fill", made / "s.txt", made / "new.xlsx")
    assert (done.status, done.out) == (1, b"")
    assert "formula in F2: write the value itself for 投资_万元" in done.err


def test_existing_files_stay_and_inputs_are_never_written(made: Path) -> None:
    (made / "o.txt").write_bytes(b"mine")
    done = run("fill", made / "s.txt", made / "v.json", "-o", made / "o.txt")
    assert done.status == 3
    assert (made / "o.txt").read_bytes() == b"mine"
    for name in ("s.txt", "v.json", "s.schema.json"):
        kept = (made / name).read_bytes()
        arguments = ("fill", made / "s.txt", made / "v.json", "-o", made / name, "--force")
        assert run(*arguments).status == 2
        assert (made / name).read_bytes() == kept
    assert run("fill", made / "s.txt", made / "v.json", "-o", made / "o.txt", "--force").status == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("s.txt", b"{{ \n"), ("s.txt", b"\x00\x01"), ("s.docx", b"PK"), ("v.json", b"{"),
        ("s.schema.json", b"[]"), ("s.txt", None), ("v.json", None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(made: Path, name: str, data: bytes | None) -> None:
    if data is None:
        (made / name).unlink()
    else:
        (made / name).write_bytes(data)
    form = ".docx" if name == "s.docx" else ".txt"
    done = run("fill", made / f"s{form}", made / "v.json", "-o", made / f"o{form}")
    assert done.status == 3
    assert name in done.err
    assert "Traceback" not in done.err
    assert not (made / f"o{form}").exists()


def test_a_value_that_no_docx_can_hold(made: Path) -> None:
    give(made, {**VALUES, "镇长": "赵\x01"})
    done = run("fill", made / "s.docx", made / "v.json", "-o", made / "o.docx")
    assert done.status == 3
    assert "U+0001" in done.err
    assert "赵" not in done.err

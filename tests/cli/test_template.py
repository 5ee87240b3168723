from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from anonymizer import redact
from anonymizer import template as template_of
from anonymizer.templates import docx, sheet
from tests.helpers import run, spawn, tree

SPEECH = "在全镇会议上的讲话\n同志们：\n投资220万元，李镇长到会。\n"
DONE = "在全镇会议上的讲话\n同志们：\n投资{{ 投资_万元 }}万元，{{ 镇长 }}镇长到会。\n"


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    path = tmp_path / "speech.txt"
    path.write_text(SPEECH, encoding="utf-8", newline="")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one.txt", "县/two.txt", "县/乡/three.md", "县/table.xlsx", "one.md"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n{SPEECH}", encoding="utf-8", newline="")
    return tmp_path / "in"


def test_a_skeleton_goes_to_standard_output_and_nothing_else_does(speech: Path) -> None:
    done = spawn("template", speech)
    assert (done.status, done.text, done.err) == (0, DONE, "")
    assert tree(speech.parent) == {"speech.txt"}
    assert spawn("template", "-", stdin=SPEECH.encode()).text == DONE


def test_skeleton_schema_and_sheet(speech: Path) -> None:
    folder = speech.parent
    done = run("template", speech, "-o", folder / "s.md", "--values", folder / "v.json")
    assert (done.status, done.out) == (0, b"")
    assert "2 variables in 2 places" in done.err
    assert "220" not in done.err
    assert tree(folder) == {"speech.txt", "s.md", "s.schema.json", "v.json"}
    assert (folder / "s.md").read_text(encoding="utf-8") == DONE
    schema = json.loads((folder / "s.schema.json").read_bytes())
    assert (schema["title"], schema["required"]) == ("s.md", ["投资_万元", "镇长"])
    assert schema == template_of(SPEECH).schema("s.md")
    assert json.loads((folder / "v.json").read_bytes())[0] == {
        "variable": "投资_万元", "label": "投资", "kind": "money", "unit": "万元",
        "sentence": "投资X万元，X镇长到会。", "value": "220",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx"])
def test_blank_leaves_the_values_out(speech: Path, suffix: str) -> None:
    path = speech.parent / f"v{suffix}"
    assert run("template", speech, "--values", path, "--blank").status == 0
    given = sheet.read(path.read_bytes(), path.name)
    assert given.values == {"投资_万元": "", "镇长": ""}
    assert b"220" not in path.read_bytes()


def test_a_docx_by_its_name(speech: Path) -> None:
    out = speech.parent / "s.DOCX"
    assert run("template", speech, "-o", out).status == 0
    assert docx.text_of(out.read_bytes()) == DONE


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_the_sheet_is_its_owners(speech: Path) -> None:
    out = speech.parent / "s.txt"
    run("template", speech, "-o", out, "--values", speech.parent / "v.csv")
    assert stat.S_IMODE((speech.parent / "v.csv").stat().st_mode) == 0o600
    assert stat.S_IMODE(out.stat().st_mode) != 0o600


def test_profile_rules_clean_and_encoding(speech: Path, own_rules: Path) -> None:
    speech.write_bytes("到呼中镇,在云海大厦花3两.".encode("gb18030"))
    done = run("template", speech, "-p", "light", "--no-clean", "--rules", own_rules,
               "-e", "gb18030")  # fmt: skip
    assert done.text.startswith("到呼中镇,在")
    assert done.text.endswith("两.")
    assert "花{{" in done.text


def test_an_existing_folder_as_output_takes_the_files_name(speech: Path) -> None:
    (speech.parent / "out").mkdir()
    assert run("template", speech, "-o", speech.parent / "out").status == 0
    assert tree(speech.parent / "out") == {"speech.txt", "speech.schema.json"}


def test_a_folder_keeps_its_names_and_gets_one_index(folder: Path) -> None:
    out = folder.parent / "out"
    done = run("template", folder, "-o", out)
    assert (done.status, done.out) == (0, b"")
    assert "4 skeletons with" in done.err
    names = {"one.txt", "one.md", "县/two.txt", "县/乡/three.md"}
    assert tree(out) == names | {"index.jsonl"}
    lines = [json.loads(line) for line in (out / "index.jsonl").read_bytes().splitlines()]
    assert [line["skeleton"] for line in lines] == sorted(names)
    first = next(line for line in lines if line["skeleton"] == "县/two.txt")
    text = f"县/two.txt\n{SPEECH}"
    assert first["source"] == "县/two.txt"
    assert first["characters"] == len(redact(text).cleaned)
    assert first["slots"][-2:] == [
        {"variable": "投资_万元", "kind": "money", "label": "投资", "unit": "万元",
         "sentence": "投资X万元，X镇长到会。"},
        {"variable": "镇长", "kind": "person", "label": "镇长", "unit": None,
         "sentence": "投资X万元，X镇长到会。"},
    ]  # fmt: skip
    assert (out / "县/two.txt").read_text(encoding="utf-8") == template_of(text).text
    assert b"220" not in (out / "index.jsonl").read_bytes()


def test_a_folder_with_sheets_and_schemas(folder: Path) -> None:
    out = folder.parent / "out"
    done = run("template", folder, "-o", out, "--values", out, "--schema", out)
    assert done.status == 0
    assert {"one.txt.values.xlsx", "one.md.schema.json", "县/two.values.xlsx"} <= tree(out)


def test_what_cannot_be_read_fails_alone(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    out = folder.parent / "out"
    done = run("template", folder, "-o", out)
    assert done.status == 3
    assert "bad.txt" in done.err
    assert "4 skeletons" in done.err
    assert "1 failed" in done.err
    assert (out / "index.jsonl").read_bytes().count(b"\n") == 4


def test_existing_files_stay_and_nothing_is_half_done(speech: Path) -> None:
    folder = speech.parent
    (folder / "s.schema.json").write_bytes(b"mine")
    before = tree(folder)
    options = ("-o", folder / "s.txt", "--values", folder / "v.xlsx")
    done = run("template", speech, *options)
    assert done.status == 3
    assert "--force" in done.err
    assert tree(folder) == before
    assert run("template", speech, *options, "--force").status == 0
    assert tree(folder) == before | {"s.txt", "v.xlsx"}


def test_an_existing_index_stays(folder: Path) -> None:
    out = folder.parent / "out"
    assert run("template", folder, "-o", out).status == 0
    kept = (out / "index.jsonl").read_bytes()
    (folder / "more.txt").write_text(SPEECH, encoding="utf-8")
    assert run("template", folder, "-o", out).status == 3
    assert (out / "index.jsonl").read_bytes() == kept
    assert "more.txt" not in tree(out)
    assert run("template", folder, "-o", out, "--force").status == 0
    assert (out / "index.jsonl").read_bytes().count(b"\n") == 5


@pytest.mark.parametrize(
    "options",
    [
        ("-o", "speech.txt"), ("-o", "s.txt", "--schema", "speech.txt"),
        ("-o", "s.txt", "--schema", "s.txt"), ("--values", "a.json", "--schema", "a.json"),
    ],
)  # fmt: skip
def test_no_output_over_an_input_or_another(speech: Path, options: tuple[str, ...]) -> None:
    placed = [part if part.startswith("-") else speech.parent / part for part in options]
    assert run("template", speech, *placed, "--force").status == 2
    assert tree(speech.parent) == {"speech.txt"}
    assert speech.read_text(encoding="utf-8") == SPEECH


def test_a_folder_needs_a_folder(folder: Path) -> None:
    assert run("template", folder).status == 2
    assert run("template", folder, "-o", folder / "one.txt", "--force").status == 2
    assert run("template", folder, "-o", folder, "--force").status == 2
    (folder.parent / "none").mkdir()
    assert run("template", folder.parent / "none", "-o", folder.parent / "out").status == 3
    assert run("template", folder / "no.txt").status == 3


def test_what_a_docx_cannot_hold_is_said(speech: Path) -> None:
    speech.write_text("投资220万元\x01，好。" + "好" * 40, encoding="utf-8")
    done = run("template", speech, "-o", speech.parent / "s.docx", "--no-clean")
    assert done.status == 3
    assert "U+0001" in done.err
    assert tree(speech.parent) == {"speech.txt"}
    assert run("template", speech, "-o", speech.parent / "s.txt", "--no-clean").status == 0

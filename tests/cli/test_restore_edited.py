from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.helpers import run, spawn, tree

SPEECH = "副县长周明远说，柳泉镇投资220万元,增长35%。\n王建国县长到会。\n"
CLEANED = SPEECH.replace(",", "，")
VALUES = ("周明远", "柳泉", "220", "35", "王建国")
REWRITTEN = "# 要点\n- **X4**%的增长\n- x 1到柳树村；投资[Ｘ３]万元\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.txt").write_text(SPEECH, encoding="utf-8")
    done = run("redact", tmp_path / "in.txt", "-o", tmp_path / "out.txt",
               "--placeholder", "numbered", "--unique")  # fmt: skip
    assert done.status == 0
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == (
        "副县长X1说，X2镇投资X3万元，增长X4%。\nX5县长到会。\n"
    )
    (tmp_path / "back.txt").write_text(REWRITTEN, encoding="utf-8")
    return tmp_path


def test_values_go_back_and_what_is_missing_is_said(folder: Path) -> None:
    done = spawn("restore", folder / "back.txt", "-s", folder / "out.slots.json", "--edited")
    assert done.status == 0
    assert done.text == "# 要点\n- **35**%的增长\n- 周明远到柳树村；投资220万元\n"
    assert done.err.splitlines() == [
        "missing: X2 (place, 镇)",
        "missing: X5 (person, 县长)",
        "3 values put back, 3 of 5 placeholders",
    ]


def test_to_a_file_of_its_owners_and_a_report(folder: Path) -> None:
    done = run("restore", folder / "back.txt", "-s", folder / "out.slots.json", "--edited",
               "-o", folder / "new.txt", "--report", folder / "report.json")  # fmt: skip
    assert (done.status, done.out) == (0, b"")
    assert "周明远到柳树村" in (folder / "new.txt").read_text(encoding="utf-8")
    written = (folder / "report.json").read_text(encoding="utf-8")
    report = json.loads(written)
    assert [use["placeholder"] for use in report["missing"]] == ["X2", "X5"]
    assert [use["lines"] for use in report["put_back"]] == [[3], [3], [2]]
    assert report["unknown"] == report["more_often"] == []
    assert not any(f'"{value}"' in written for value in VALUES)
    assert not any(value in written for value in ("周明远", "柳泉", "王建国"))
    if os.name == "posix":
        assert stat.S_IMODE((folder / "new.txt").stat().st_mode) == 0o600


def test_an_unknown_placeholder_is_status_1_and_stays(folder: Path) -> None:
    text = "X1、X3\n见X99。\n".encode()
    done = run("restore", "-", "-s", folder / "out.slots.json", "--edited", stdin=text)
    assert (done.status, done.text) == (1, "周明远、220\n见X99。\n")
    assert "unknown: X99, line 2: left as it is" in done.err


def test_strict_wants_each_as_often_as_it_was(folder: Path) -> None:
    manifest = folder / "out.slots.json"
    whole = b"X1X2X3X4X5\n"
    more = b"X1\nX1 X2 X3 X4 X5\nX1"
    for text, loose, strict in ((whole, 0, 0), (more, 0, 1), (b"X1", 0, 1)):
        arguments = ("restore", "-", "-s", manifest, "--edited")
        assert run(*arguments, stdin=text).status == loose
        assert run(*arguments, "--strict", stdin=text).status == strict
    done = run("restore", "-", "-s", manifest, "--edited", stdin=more)
    assert (
        "more often: X1 (person, 副县长): 3 times, 1 in the redacted text; lines 1, 2, 3"
        in done.err
    )


def test_nothing_that_is_said_is_a_value(folder: Path) -> None:
    text = b"X1 X1 X2 X77\n"
    done = run("restore", "-", "-s", folder / "out.slots.json", "--edited", stdin=text)
    assert not any(value in done.err for value in VALUES)


def test_an_unchanged_text_comes_back_as_cleaned(folder: Path) -> None:
    done = run("restore", folder / "out.txt", "--edited", "--strict")
    assert (done.status, done.text) == (0, CLEANED)
    assert "without --edited the original comes back" in done.err
    assert run("restore", folder / "out.txt").text == SPEECH


def test_many_are_not_all_said(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("".join(f"投资{n}00万元。" for n in range(1, 31)), "utf-8")
    run("redact", tmp_path / "in.txt", "-s", tmp_path / "m.json", "--placeholder", "typed")
    done = run("restore", "-", "-s", tmp_path / "m.json", "--edited", stdin=b"[" + b"X" + b"]")
    assert done.err.count("missing: 〔金额") == 20
    assert "missing: 10 more; --report FILE has them all" in done.err


def test_other_encodings_and_line_ends_are_read(folder: Path) -> None:
    text = "柳树村会议纪要：同意投资Ｘ３万元，由x1负责落实。\r\n"
    (folder / "gbk.txt").write_bytes(text.encode("gbk"))
    done = run("restore", folder / "gbk.txt", "-s", folder / "out.slots.json", "--edited")
    assert done.text == "柳树村会议纪要：同意投资220万元，由周明远负责落实。\r\n"


@pytest.mark.parametrize("style", ["x", "mou", "mask", "surrogate"])
def test_a_style_that_is_not_unique_is_refused(folder: Path, style: str) -> None:
    manifest = folder / "other.json"
    run("redact", folder / "in.txt", "-s", manifest, "--placeholder", style)
    done = run("restore", folder / "back.txt", "-s", manifest, "--edited")
    assert (done.status, done.out) == (2, b"")
    assert "redact with --placeholder numbered or typed" in done.err
    done = run("redact", folder / "in.txt", "--unique", "--placeholder", style)
    assert (done.status, done.out) == (2, b"")
    assert "redact with --placeholder numbered or typed" in done.err


def test_unique_needs_a_style_even_by_default(folder: Path) -> None:
    done = run("redact", folder / "in.txt", "--unique")
    assert (done.status, done.out) == (2, b"")


def test_a_source_that_numbers_too(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("投资X1万元，增长5%。", encoding="utf-8")
    for arguments in (["-o", tmp_path / "a.txt"], ["-s", tmp_path / "a.json"]):
        done = run("redact", tmp_path / "in.txt", *arguments, "--placeholder", "numbered")
        assert done.status == 0
        assert "X1 stands in the source as well" in done.err
        assert "--unique" in done.err
    done = run("restore", tmp_path / "a.txt", "--edited")
    assert (done.status, done.out) == (2, b"")
    assert "X1" in done.err and "--unique" in done.err
    done = run("redact", tmp_path / "in.txt", "-o", tmp_path / "b.txt", "--placeholder", "numbered",
               "--unique")  # fmt: skip
    assert "as well" not in done.err
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "投资X1万元，增长X2%。"
    done = run("restore", "-", "-s", tmp_path / "b.slots.json", "--edited", stdin=b"X2 X1")
    assert (done.status, done.text) == (0, "5 X1")


def test_strict_and_report_go_with_edited(folder: Path) -> None:
    for option in (["--strict"], ["--report", folder / "r.json"]):
        done = run("restore", folder / "out.txt", *option)
        assert (done.status, done.out) == (2, b"")
        assert "--edited" in done.err


def test_inputs_are_never_written_and_outputs_are_not_one(folder: Path) -> None:
    before = tree(folder)
    arguments = ("restore", folder / "back.txt", "-s", folder / "out.slots.json", "--edited")
    for name in ("back.txt", "out.slots.json"):
        for option in ("-o", "--report"):
            kept = (folder / name).read_bytes()
            assert run(*arguments, option, folder / name, "--force").status == 2
            assert (folder / name).read_bytes() == kept
    same = ("-o", folder / "r.json", "--report", folder / "r.json")
    assert run(*arguments, *same).status == 2
    (folder / "there.txt").touch()
    taken = ("-o", folder / "there.txt", "--report", folder / "r.json")
    assert run(*arguments, *taken).status == 3
    taken = ("-o", folder / "r.json", "--report", folder / "there.txt")
    assert run(*arguments, *taken).status == 3
    assert tree(folder) == before | {"there.txt"}

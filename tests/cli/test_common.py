from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from pathlib import Path

import pytest

from anonymizer import PhraseBook
from tests.helpers import Result, run, shell, spawn, tree

SPEECHES = {
    "a.txt": "在全县会议上的讲话\n同志们：\n今年投资220万元，要抓好落实工作。水稻长势喜人。\n",
    "县/b.md": "在全县会议上的讲话\n同志们：\n今年投资35万元，要抓好落实工作。今天天气晴朗。\n",
    "县/乡/c.txt": "同志们：\n大家辛苦了啊，要抓好落实工作。全年增长12%。\n",
}
SENTENCE = "今年投资X万元，要抓好落实工作。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SPEECHES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "in" / "table.xlsx").touch()
    return tmp_path / "in"


def refused(done: Result, status: int, *says: str) -> None:
    assert (done.status, done.out) == (status, b""), done
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("anonymizer: ")
    assert all(word in done.err for word in says), done.err


def test_the_table(folder: Path) -> None:
    done = spawn("common", folder)
    assert (done.status, done.err) == (0, "")
    assert "常用语（standard）：3 篇，2 条至少见于 2 篇" in done.text
    rows = [line.split() for line in done.text.splitlines()]
    assert ["1", "要抓好落实工作", "3", "3"] in rows
    (row,) = (row for row in rows if SENTENCE in row)
    assert row == ["2", SENTENCE, "2", "2", "1", "金额（万元）", "投资", "2", "种"]
    assert "220" not in done.text
    assert "\x1b" not in done.text


def test_help() -> None:
    text = run("common", "--help").text
    assert "Example: anonymizer common" in text
    for word in ("FOLDER", "--min", "--top", "--values", "--workers", "counts once"):
        assert word in text


def test_json(folder: Path) -> None:
    done = run("common", folder, "--format", "json")
    loaded = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert (loaded["schema_version"], loaded["speeches"], loaded["found"]) == (1, 3, 2)
    assert loaded["phrases"][1] == {
        "skeleton": SENTENCE,
        "speeches": 2,
        "uses": 2,
        "slots": [{"kind": "money", "unit": "万元", "label": "投资", "values": 2}],
        "example": {"sentence": SENTENCE},
    }
    assert "220" not in re.sub(r"[0-9a-f]{64}", "", done.text)  # a hash may hold any digits


def test_lines_of_json(folder: Path) -> None:
    whole = json.loads(run("common", folder, "--format", "json").out)
    lines = run("common", folder, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == whole["phrases"]


def test_a_sheet(folder: Path) -> None:
    (folder / "d.txt").write_text("=要抓好落实工作，-今年成绩不错。", encoding="utf-8")
    (folder / "e.txt").write_text("=要抓好落实工作，-今年成绩不错。好的。", encoding="utf-8")
    done = run("common", folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.text, newline="")))
    assert rows[0]["skeleton"] == "要抓好落实工作" or rows[0]["skeleton"].startswith("'")
    assert all(cell[:1] not in tuple("=+-@") for row in rows for cell in row.values())
    assert {"rank": "3", "skeleton": SENTENCE, "speeches": "2", "uses": "2"}.items() <= next(
        row for row in rows if row["skeleton"] == SENTENCE
    ).items()
    out = folder.parent / "out.csv"
    assert run("common", folder, "--format", "csv", "-o", out).status == 0
    assert out.read_bytes() == b"\xef\xbb\xbf" + done.out


def test_minimum_and_top(folder: Path) -> None:
    done = run("common", folder, "--min", "3", "--format", "jsonl")
    assert [json.loads(line)["skeleton"] for line in done.out.splitlines()] == ["要抓好落实工作"]
    text = run("common", folder, "--top", "1").text
    assert SENTENCE not in text
    assert "另有 1 条；--top 0" in text
    assert SENTENCE in run("common", folder, "--top", "0").text


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_values_are_their_owners(folder: Path) -> None:
    out = folder.parent / "out.json"
    done = run("common", folder, "--values", "--format", "json", "-o", out)
    assert (done.status, done.out) == (0, b"")
    assert json.loads(out.read_bytes())["phrases"][1]["slots"][0]["originals"] == ["220", "35"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "2 种：220、35" in run("common", folder, "--values").text
    plain = folder.parent / "plain.json"
    assert run("common", folder, "--format", "json", "-o", plain).status == 0
    assert stat.S_IMODE(plain.stat().st_mode) & 0o044


def test_to_a_file(folder: Path) -> None:
    out = folder.parent / "out" / "phrases.txt"
    done = run("common", folder, "-o", out)
    assert (done.status, done.out) == (0, b"")
    assert done.err == f"2 phrases of 3 speeches → {out}\n"
    assert out.read_bytes() == run("common", folder).out
    refused(run("common", folder, "-o", out), 2, "exists already; --force")
    assert run("common", folder, "-o", out, "--force").status == 0
    for target in (folder / "a.txt", folder / "县" / ".." / "a.txt"):
        refused(run("common", folder, "-o", target, "--force"), 2, "is an input")
    assert (folder / "a.txt").read_text(encoding="utf-8") == SPEECHES["a.txt"]
    assert tree(folder) == {*SPEECHES, "table.xlsx"}


def test_duplicates_are_told(folder: Path) -> None:
    again = SPEECHES["a.txt"].replace("220", "7")
    (folder / "县" / "again.txt").write_text(again, encoding="utf-8")
    done = run("common", folder, "--format", "json")
    assert done.err == "县/again.txt: is a.txt again, but for its facts; counted once\n"
    loaded = json.loads(done.out)
    assert loaded["duplicates"] == [{"speech": "县/again.txt", "of": "a.txt"}]
    assert loaded["speeches"] == 3
    for number in range(30):
        (folder / f"more{number}.txt").write_text(again, encoding="utf-8")
    done = run("common", folder)
    assert done.status == 0
    assert "and 11 more; --format json names all" in done.err


def test_a_file_that_holds_several_speeches(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    body = ("春耕生产要抓紧啊", "夏粮收购要抓紧啊", "秋冬防火要抓紧啊")
    path.write_text(
        "".join(
            f"在全镇防汛会议上的讲话篇{n}\n同志们：\n{own}。要抓好落实工作。\n"
            for n, own in zip("一二三", body, strict=True)
        ),
        encoding="utf-8",
    )
    loaded = json.loads(run("common", path, "--format", "json").out)
    assert loaded["speeches"] == 3
    assert [(p["skeleton"], p["speeches"]) for p in loaded["phrases"]] == [("要抓好落实工作。", 3)]
    path.with_name("again.txt").write_bytes(path.read_bytes())
    done = run("common", tmp_path)
    assert "all.txt#2: is again.txt#2 again" in done.err


def test_workers_change_nothing(folder: Path) -> None:
    for number in range(300):
        text = f"今年投资{number}万元，要抓好落实工作。{'我们都要努力' * (number % 50)}。"
        (folder / f"s{number:03}.txt").write_text(text, encoding="utf-8")
    options = ("--format", "json", "--values", "--top", "0")
    one = spawn("common", folder, *options)
    two = spawn("common", folder, *options, "-j", "2")
    assert one.status == two.status == 0
    assert one == two


def test_the_others_are_still_done(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\xff" * 9 + b"220")
    (folder / "empty.txt").touch()
    done = run("common", folder, "--format", "json")
    assert done.status == 3
    assert done.err.count("\n") == 1
    assert "bad.txt: " in done.err
    assert json.loads(done.out)["phrases"][1]["skeleton"] == SENTENCE
    out = folder.parent / "out.json"
    assert run("common", folder, "--format", "json", "-o", out).status == 3
    assert out.read_bytes() == done.out


def test_folders_with_nothing_to_share(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    refused(run("common", tmp_path / "none"), 3, "none: holds no texts (.txt")
    refused(run("common", tmp_path / "no"), 3, "no such file or folder")
    done = run("common", folder / "a.txt", "--format", "json")
    assert done.status == 0
    assert "no phrase can be shared by 2 speeches; it holds 1" in done.err
    assert json.loads(done.out)["phrases"] == []


def test_profile_rules_and_encoding(folder: Path, own_rules: Path) -> None:
    for name in "xy":
        text = f"人在云{name}大厦。在云海大厦花{name == 'x' or 32}两银子。".replace("True", "5")
        (folder / f"{name}.txt").write_bytes(text.encode("utf-16-le"))
    for name in SPEECHES:
        (folder / name).unlink()
    done = run("common", folder, "-e", "utf-16-le", "--rules", own_rules, "--format", "jsonl")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["skeleton"] == "在X大厦花X两银子。"
    done = run("common", folder, "-e", "utf-16-le", "-p", "light", "--format", "json")
    assert json.loads(done.out)["phrases"][0]["skeleton"] == "在云海大厦花X两银子。"
    assert json.loads(done.out)["profile"] == "light"


@pytest.mark.parametrize(
    "arguments",
    [["--min", "0"], ["--top", "-1"], ["--format", "xml"], ["-p", "mild"], ["-j", "0"]],
    ids=" ".join,
)
def test_wrong_usage(folder: Path, arguments: list[str]) -> None:
    done = run("common", folder, *arguments)
    assert (done.status, done.out) == (2, b"")
    assert done.err


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX's")
def test_a_closed_standard_output(folder: Path) -> None:
    refused(shell("anonymizer common in >&-", folder.parent), 3, "standard output was closed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_no_room_for_what_is_learned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("r+b")  # noqa: SIM115
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: full)
    refused(run("common", folder), 3, "temporary file: No space left")


def test_the_book_of_the_api_is_that_of_the_command(folder: Path) -> None:
    import msgspec

    from anonymizer import common

    read = msgspec.json.decode(run("common", folder, "--format", "json").out, type=PhraseBook)
    assert read == common(SPEECHES.values())

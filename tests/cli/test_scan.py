from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from anonymizer.lines import width
from tests.helpers import Result, run, shell, spawn, tree

TEXTS = {
    "a.txt": "同志们：\n投资220万元，少义书记到会。\n又投资220万元。\n",
    "县/b c.md": "呼中镇来了，增长12%。\r\n",
    "县/clean.txt": "要抓好落实工作，投资X万元。\n",
}
VALUES = ("220", "少义", "呼中", "12%", "落实工作")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TEXTS.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scanned(*arguments: str | Path, stdin: bytes = b"") -> dict:
    """The record that a scan of some inputs prints."""
    return json.loads(run("scan", *arguments, "--format", "json", stdin=stdin).out)


def values(record: dict) -> list[str]:
    return [finding["text"] for finding in record["findings"]]


def refused(done: Result, status: int, *says: str) -> None:
    assert (done.status, done.out) == (status, b""), done
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("anonymizer: ")
    assert all(word in done.err for word in says), done.err


def test_the_table(folder: Path) -> None:
    done = spawn("scan", "in", cwd=folder)
    assert (done.status, done.err) == (1, "")
    lines = [" ".join(line.split()) for line in done.text.splitlines()]
    assert "in/a.txt：3 处" in lines
    assert "2:3 投资【220】万元，少义书记到会。 金额 投资 money.amount" in lines
    assert "in/县/b c.md：2 处" in lines
    assert not any("clean.txt" in line for line in lines)
    assert lines[-1] == (
        "共 5 处（standard，3 个文件，2 个有发现）：人名 1、地名 1、金额 2、百分比 1"
    )
    assert "\x1b" not in done.text


def test_the_columns_stand_below_each_other(folder: Path) -> None:
    title, head, rule, *rows = run("scan", "in/a.txt").text.splitlines()
    assert title == "in/a.txt：3 处"
    assert set(rule) == {" ", "─"}
    cells = (("类别", "规则"), ("金额", "money."), ("人名", "person."), ("金额", "money."))
    starts = {
        tuple(width(line[: line.index(word)]) for word in words)
        for line, words in zip((head, *rows[:3]), cells, strict=True)
    }
    assert len(starts) == 1


def test_many_findings_of_one_line(folder: Path) -> None:
    (folder / "long.txt").write_text("投资220万元，" * 20_000, encoding="utf-8")
    done = run("scan", "long.txt")
    assert done.status == 1
    assert done.text.endswith("共 20000 处（standard，1 个文件，1 个有发现）：金额 20000\n")


def test_nothing_found(folder: Path) -> None:
    done = run("scan", "in/县/clean.txt")
    assert (done.status, done.err) == (0, "")
    assert done.text == "没有发现（standard，1 个文件）\n"
    done = run("scan", "-", stdin=b"")
    assert (done.status, done.text) == (0, "没有发现（standard，1 个文件）\n")


def test_help() -> None:
    text = run("scan", "--help").text
    assert "Example: anonymizer scan" in text
    for word in ("INPUT…|-", "--write-baseline", "--allow-add", "--no-values", "try out"):
        assert word in text


def test_json(folder: Path) -> None:
    done = run("scan", "in", "--format", "json")
    record = json.loads(done.out)
    assert (done.status, record["schema_version"], record["profile"]) == (1, 1, "standard")
    assert record["summary"] == {"person": 1, "place": 1, "money": 2, "percent": 1}
    assert [(f["name"], f["findings"]) for f in record["files"]] == [
        ("in/a.txt", 3),
        ("in/县/b c.md", 2),
        ("in/县/clean.txt", 0),
    ]
    money = record["findings"][0]
    assert (money["file"], money["text"], money["unit"]) == ("in/a.txt", "220", "万元")
    assert (money["source"], money["line"], money["column"]) == ([7, 10], 2, 3)


def test_sarif(folder: Path) -> None:
    done = run("scan", "in", "--format", "sarif")
    (made,) = json.loads(done.out)["runs"]
    assert done.status == 1
    assert [a["location"]["uri"] for a in made["artifacts"]] == [
        "in/a.txt", "in/%E5%8E%BF/b%20c.md", "in/%E5%8E%BF/clean.txt",
    ]  # fmt: skip
    place = next(r for r in made["results"] if r["ruleId"].startswith("place."))
    assert place["message"]["text"] == "地名（镇）：【呼中】镇来了，增长12%。"
    assert place["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "in/%E5%8E%BF/b%20c.md"},
        "region": {
            "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 3,
            "charOffset": 0, "charLength": 2,
        },
    }  # fmt: skip
    rules = {
        rule["id"]: rule["shortDescription"]["text"] for rule in made["tool"]["driver"]["rules"]
    }
    assert {r["ruleId"] for r in made["results"]} == set(rules)
    assert all(rules.values())


@pytest.mark.parametrize("style", ["text", "json", "sarif"])
def test_no_values_shows_none(folder: Path, style: str) -> None:
    (folder / "key").write_text("0123456789abcdef", encoding="utf-8")
    for more in ((), ("--key", "key")):
        done = run("scan", "in", "--no-values", "--format", style, *more)
        assert done.status == 1
        # A hash may hold any digits, an offset too; what a rule is about is told by examples.
        bare = re.sub(r"[0-9a-f]{32,}", "", done.text)
        bare = re.sub(r'"(charOffset|charLength|ruleIndex)": [0-9]+', "", bare)
        bare = re.sub(r'"shortDescription": \{[^}]*\}', "", bare)
        assert not [value for value in VALUES if value in bare]
        assert "▇▇▇" in bare


def test_profiles(folder: Path) -> None:
    assert values(scanned("in", "-p", "light")) == ["220", "少义", "220", "12"]
    refused(run("scan", "in", "-p", "mild"), 2, "mild")


def test_kinds(folder: Path) -> None:
    assert values(scanned("in", "--kinds", "person, place")) == ["少义", "呼中"]
    assert values(scanned("in", "--ignore-kinds", "money")) == ["少义", "呼中", "12"]
    assert values(scanned("in", "--kinds", "money,place", "--ignore-kinds", "money")) == ["呼中"]
    assert run("scan", "in", "--kinds", "url").status == 0
    for option in ("--kinds", "--ignore-kinds"):
        refused(run("scan", "in", option, "cash"), 2, option, "'cash'", "known are person, ")


def test_standard_input(folder: Path) -> None:
    record = scanned("-", stdin=TEXTS["a.txt"].encode("gb18030"))
    assert [f["name"] for f in record["files"]] == ["-"]
    assert record["files"][0]["encoding"] == "gb18030"
    assert values(record) == ["220", "少义", "220"]
    assert run("scan", "-", "-e", "utf-8", stdin="投资220万元".encode("gb18030")).status == 3


def test_a_file_given_twice_is_scanned_once(folder: Path) -> None:
    record = scanned("in/县", "in", "in/a.txt", folder / "in" / "a.txt", "./in/县/../a.txt")
    assert [f["name"] for f in record["files"]] == ["in/县/b c.md", "in/县/clean.txt", "in/a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_to_a_file_is_that_file(folder: Path) -> None:
    (folder / "in" / "link.txt").symlink_to(folder / "in" / "a.txt")
    assert len(scanned("in")["files"]) == 3


def test_a_file_outside_has_the_name_it_was_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "in" / "县")
    assert [f["name"] for f in scanned("../a.txt")["files"]] == ["../a.txt"]
    outside = folder / "in" / "a.txt"
    (made,) = json.loads(run("scan", outside, "--format", "sarif").out)["runs"]
    assert made["artifacts"][0]["location"]["uri"] == outside.as_uri()


def test_redacted_texts_pass(folder: Path) -> None:
    assert run("redact", "in", "-o", "out").status == 0
    assert run("scan", "out").status == 0


def test_the_others_are_still_done(folder: Path) -> None:
    (folder / "in" / "bad.txt").write_bytes(b"\xff" * 9 + b"220")
    done = run("scan", "in", "no.txt", "--format", "json")
    record = json.loads(done.out)
    assert done.status == 3
    assert [file["name"] for file in record["unread"]] == ["in/bad.txt", "no.txt"]
    assert record["unread"][1]["reason"] == "no such file"
    assert len(values(record)) == 5
    assert re.fullmatch("anonymizer: in/bad.txt: .*\nanonymizer: no.txt: no such file\n", done.err)
    assert run("scan", "in/县/clean.txt", "no.txt").status == 3
    (made,) = json.loads(run("scan", "in", "--format", "sarif").out)["runs"]
    assert made["invocations"][0]["executionSuccessful"] is False
    assert run("scan", "in").text.endswith("；1 个文件没能读\n")


def test_a_folder_without_texts(folder: Path) -> None:
    (folder / "none").mkdir()
    done = run("scan", "none")
    assert done.status == 3
    known = ".txt, .md, .docx, .doc, .pdf, .html, .xlsx, .csv, .jsonl"
    assert done.err == f"anonymizer: none: holds no texts ({known})\n"


def test_to_a_file(folder: Path) -> None:
    done = run("scan", "in", "-o", "out/found.txt")
    out = folder / "out" / "found.txt"
    assert (done.status, done.out) == (1, b"")
    assert done.err == "5 findings in 3 files → out/found.txt\n"
    assert out.read_bytes() == run("scan", "in").out
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        assert run("scan", "in", "-o", "plain", "--no-values").status == 1
        assert stat.S_IMODE((folder / "plain").stat().st_mode) & 0o044
    refused(run("scan", "in", "-o", "out/found.txt"), 2, "exists already; --force")
    assert run("scan", "in", "-o", "out/found.txt", "--force").status == 1
    refused(run("scan", "in", "-o", "in/a.txt", "--force"), 2, "is an input")
    refused(run("scan", "in", "--write-baseline", "in/a.txt", "--force"), 2, "is an input")
    assert (folder / "in" / "a.txt").read_bytes() == TEXTS["a.txt"].encode("utf-8")
    assert run("scan", "in", "-o", "in/a.txt/no/found.txt").status == 3


def test_workers_change_nothing(folder: Path) -> None:
    for number in range(230):
        text = f"今年投资{number + 5}万元，{'我们都要努力，' * (number % 30)}李县长到会。\n"
        (folder / "in" / f"s{number:03}.txt").write_text(text, encoding="utf-8")
    for style in ("json", "sarif"):
        one = spawn("scan", "in", "--format", style, cwd=folder)
        two = spawn("scan", "in", "--format", style, "-j", "2", cwd=folder)
        assert one.status == 1
        assert one == two


def test_a_baseline(folder: Path) -> None:
    done = run("scan", "in", "--write-baseline", "base/accepted.json")
    assert (done.status, done.out) == (0, b"")
    assert done.err == "5 findings of 2 files accepted → base/accepted.json\n"
    accepted = folder / "base" / "accepted.json"
    assert list(json.loads(accepted.read_bytes())["accepted"]) == [
        "../in/a.txt",
        "../in/县/b c.md",
    ]
    done = run("scan", "in", "--baseline", accepted)
    assert (done.status, done.err) == (0, "")
    assert done.text == "没有发现（standard，3 个文件）；另有 5 处已认可\n"
    with (folder / "in" / "a.txt").open("a", encoding="utf-8") as file:
        file.write("再投资220万元。\n")
    (folder / "in" / "县" / "clean.txt").write_text("增长12%。", encoding="utf-8")
    record = scanned("in", "--baseline", accepted)
    assert [(f["file"], f["text"], f["line"]) for f in record["findings"]] == [
        ("in/a.txt", "220", 4),
        ("in/县/clean.txt", "12", 1),
    ]
    assert (record["accepted"], record["stale"]) == (5, 0)
    assert [f["findings"] for f in record["files"]] == [1, 0, 1]


def test_a_baseline_holds_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("scan", "in", "--write-baseline", "accepted.json").status == 0
    monkeypatch.chdir(folder / "in" / "县")
    assert run("scan", "..", "--baseline", "../../accepted.json").status == 0
    monkeypatch.chdir(folder)
    folder.joinpath("in").rename("texts")
    assert run("scan", "texts", "--baseline", "accepted.json").status == 1


def test_what_is_gone_is_told(folder: Path) -> None:
    assert run("scan", "in", "--write-baseline", "accepted.json").status == 0
    (folder / "in" / "a.txt").write_text("投资220万元。", encoding="utf-8")
    done = run("scan", "in", "--baseline", "accepted.json")
    assert done.status == 0
    assert "accepted.json: accepted findings that are gone: 2; " in done.err
    assert scanned("in", "--baseline", "accepted.json")["stale"] == 2
    assert scanned("in", "--baseline", "accepted.json", "--kinds", "place")["stale"] == 0
    assert scanned("in/县", "--baseline", "accepted.json")["stale"] == 0  # a.txt was not looked at
    (folder / "in" / "a.txt").unlink()
    assert scanned("in/县", "--baseline", "accepted.json")["stale"] == 3


def test_a_baseline_is_written_anew_with_its_key(folder: Path) -> None:
    path = folder / "accepted.json"
    assert run("scan", "in", "--write-baseline", path).status == 0
    first = path.read_bytes()
    refused(run("scan", "in", "--write-baseline", path), 2, "exists already; --force")
    assert run("scan", "in", "--write-baseline", path, "--force").status == 0
    assert path.read_bytes() == first
    (folder / "in" / "a.txt").write_text("投资220万元。", encoding="utf-8")
    assert run("scan", "in", "--write-baseline", path, "--force").status == 0
    before, now = first.splitlines(), path.read_bytes().splitlines()
    assert len(now) < len(before)
    assert len([line for line in now if line not in before]) <= 1  # 1 in place of 2
    path.write_bytes(b"mine")
    refused(run("scan", "in", "--write-baseline", path, "--force"), 2, "line 1", "not a baseline")
    assert path.read_bytes() == b"mine"


def test_what_cannot_be_read_is_not_recorded(folder: Path) -> None:
    done = run("scan", "in", "no.txt", "--write-baseline", "accepted.json")
    assert done.status == 3
    assert "5 findings of 2 files accepted" in done.err


def test_with_a_key(folder: Path) -> None:
    (folder / "key").write_text("0123456789abcdef\n", encoding="utf-8")
    (folder / "other").write_text("0123456789abcdeX\n", encoding="utf-8")
    given = ("--key", "key")
    assert run("scan", "in", "--write-baseline", "accepted.json", *given).status == 0
    assert b"0123456789abcdef" not in (folder / "accepted.json").read_bytes()
    assert run("scan", "in", "--baseline", "accepted.json", *given).status == 0
    refused(run("scan", "in", "--baseline", "accepted.json"), 2, "accepted.json", "--key")
    done = run("scan", "in", "--baseline", "accepted.json", "--key", "other")
    refused(done, 2, "accepted.json", "another key")
    (folder / "other").write_text("short", encoding="utf-8")
    refused(run("scan", "in", "--key", "other"), 2, "other: holds 5 bytes", "openssl rand")
    refused(run("scan", "in", "--key", "none"), 2, "none: no such file")


def test_fingerprints_hold_when_lines_move(folder: Path) -> None:
    (folder / "key").write_text("0123456789abcdef\n", encoding="utf-8")

    def prints() -> set[str]:
        done = run("scan", "in/a.txt", "--format", "sarif", "--key", "key")
        (made,) = json.loads(done.out)["runs"]
        return {next(iter(r["partialFingerprints"].values())) for r in made["results"]}

    before = prints()
    (folder / "in" / "a.txt").write_text("李县长说：\n" + TEXTS["a.txt"], encoding="utf-8")
    assert len(before) == 3
    assert before < prints()


def test_an_allow_list(folder: Path) -> None:
    done = run("scan", "--allow", "ok.json", "--allow-add", "220万元", "--allow-add", "person:少义")
    assert (done.status, done.out) == (0, b"")
    assert done.err == "2 added to the 0 values allowed in ok.json\n"
    data = (folder / "ok.json").read_text(encoding="utf-8")
    assert "220" not in re.sub("[0-9a-f]{32,}", "", data) and "少义" not in data
    record = scanned("in", "--allow", "ok.json")
    assert (values(record), record["allowed"]) == (["呼中", "12"], 3)
    done = run(
        "scan", "in", "--allow", "ok.json", "--allow-add", "-", stdin="呼中镇\r\n\n12\n".encode()
    )
    assert (done.status, done.text) == (0, "没有发现（standard，3 个文件）；另有 5 处已认可\n")
    assert run("scan", "in", "--allow", "ok.json").status == 0
    again = run("scan", "--allow", "ok.json", "--allow-add", "12")
    assert again.err == "0 added to the 4 values allowed in ok.json\n"
    assert tree(folder) == {"ok.json", *(f"in/{name}" for name in TEXTS)}


def test_an_allow_list_and_a_baseline(folder: Path) -> None:
    add = ("--allow", "ok.json", "--allow-add", "220")
    done = run("scan", "in", *add, "--write-baseline", "base.json")
    assert done.status == 0
    assert "3 findings of 2 files accepted → base.json" in done.err
    record = scanned("in", "--allow", "ok.json", "--baseline", "base.json")
    assert (record["findings"], record["allowed"], record["accepted"]) == ([], 2, 3)
    (folder / "ok.json").write_text("{}", encoding="utf-8")
    refused(run("scan", "in", "--allow", "ok.json"), 2, "ok.json: ", "schema_version", "anew")
    refused(run("scan", "in", *add), 2, "ok.json: ")
    assert (folder / "ok.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "nothing to scan"),
        (["in", "--allow-add", "220"], "--allow FILE"),
        (["in", "--allow", "none.json"], "none.json: no such file"),
        (["in", "--baseline", "none.json"], "none.json: no such file"),
        (["in", "--baseline", "in"], "is a folder"),
        (["-", "--allow", "ok.json", "--allow-add", "-"], "- is one thing"),
        (["--allow", "ok.json", "--allow-add", "person:"], "is empty"),
        (["--allow", "ok.json", "--allow-add", "x", "-o", "y"], "no text to scan"),
        (["in", "--baseline", "a.json", "--write-baseline", "b.json"], "leave out --baseline"),
        (["in", "-o", "a.json", "--write-baseline", "b.json"], "leave out --output"),
        (["in", "-o", "a", "--write-baseline", "b"], "leave out --output"),
        (["in", "-o", "a", "--baseline", "./a"], "a file each"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(folder: Path, arguments: list[str], says: str) -> None:
    refused(run("scan", *arguments), 2, says)
    assert tree(folder) == {f"in/{name}" for name in TEXTS}


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["-j", "0"], ["--no-such"]])
def test_options_that_are_none(folder: Path, arguments: list[str]) -> None:
    done = run("scan", "in", *arguments)
    assert (done.status, done.out) == (2, b"")


def test_own_rules(folder: Path, own_rules: Path) -> None:
    (folder / "t.txt").write_text("人在云海大厦，花32两银子。", encoding="utf-8")
    record = scanned("t.txt", "--rules", own_rules)
    assert {f["rule"] for f in record["findings"]} == {"name.tower", "money.amount"}
    assert values(record) == ["云海", "32"]
    refused(run("scan", "t.txt", "--rules", "none"), 2, "none")


def test_a_text_does_not_steer_the_terminal(folder: Path) -> None:
    (folder / "t.txt").write_text("\x1b[31m投资220万元\x1b[0m，李县长到会。", encoding="utf-8")
    assert "\x1b" not in run("scan", "t.txt").text


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX's")
def test_a_closed_standard_output(folder: Path) -> None:
    refused(shell("anonymizer scan in >&-", folder), 3, "standard output was closed")


def test_the_hook_is_what_pre_commit_wants() -> None:
    from ruamel.yaml import YAML

    from anonymizer.cli.app import _COMMANDS
    from anonymizer.documents import TEXT_SUFFIXES
    from tests.helpers import ROOT

    (hook,) = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["language"], hook["types"]) == ("anonymizer-scan", "python", ["text"])
    command, name, *options = hook["entry"].split()
    assert (command, options) == ("anonymizer", ["--no-values"])
    assert name in _COMMANDS
    for suffix in TEXT_SUFFIXES:
        assert re.search(hook["files"], f"texts/a{suffix}")
    assert not re.search(hook["files"], "a.py")

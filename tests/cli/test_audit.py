"""``anonymizer audit``: forms, outputs, pairs of folders, what is refused, exit statuses."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from pathlib import Path

import pytest

from anonymizer.auditing.record import LEAKS, VERDICTS
from tests.helpers import Result, run, shell, spawn, tree

ORIGINAL = "同志们：\n今年投资220万元，副区长周保汉到会。\n呼中镇产值增长12.5%，要落实工作。\n"
REDACTED = "同志们：\n今年投资X万元，副区长XXX到会。\n呼中镇产值增长X%，要落实工作。\n"
TEXTS = {
    "o/a b.txt": ORIGINAL,
    "r/a b.txt": REDACTED,
    "o/县/it's.md": "全县收入35亿元。\r\n大家辛苦了。\r\n",
    "r/县/it's.txt": "全县收入X亿元。\r\n大家辛苦了。\r\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {**TEXTS, "a.txt": ORIGINAL, "b/r.txt": REDACTED}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audited(*arguments: str | Path, stdin: bytes = b"") -> dict:
    """The record that an audit prints."""
    return json.loads(run("audit", *arguments, "--format", "json", stdin=stdin).out)


def verdicts(record: dict) -> dict[str, str]:
    return {fact["text"]: fact["verdict"] for fact in record["facts"]}


def refused(done: Result, status: int, *says: str) -> None:
    assert (done.status, done.out) == (status, b""), done
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("anonymizer: ")
    assert all(word in done.err for word in says), done.err


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


JUDGED = {"220": "stripped", "周保汉": "stripped", "呼中": "kept", "12.5": "stripped"}


def test_the_table(folder: Path) -> None:
    done = spawn("audit", "a.txt", "b/r.txt", cwd=folder)
    assert (done.status, done.err) == (0, "")
    lines = [" ".join(line.split()) for line in done.text.splitlines()]
    assert lines[0] == "a.txt → r.txt"
    assert "共 4 处事实：已去除 3、仍然保留 1" in lines
    assert any(line.startswith("3 3 地名 呼中 呼中 镇 仍然保留 原样留在原处：") for line in lines)
    assert lines[-1] == "脱敏稿多出 0 字（0 段），缺少原文 0 字（0 段）"
    assert "\x1b" not in done.text


def test_json(folder: Path) -> None:
    record = audited("a.txt", "b/r.txt")
    assert verdicts(record) == JUDGED
    assert (record["schema_version"], record["profile"], record["values"]) == (1, "standard", True)
    assert (record["original"]["name"], record["redacted"]["name"]) == ("a.txt", "r.txt")
    assert record["summary"] == {**dict.fromkeys(VERDICTS, 0), "stripped": 3, "kept": 1}


def test_csv(folder: Path) -> None:
    (folder / "o.txt").write_text("=1+1号楼投资220万元。", encoding="utf-8")
    (folder / "r.txt").write_text("X号楼投资X万元。", encoding="utf-8")
    done = run("audit", "o.txt", "r.txt", "--format", "csv")
    assert done.out.startswith(b"\xef\xbb\xbforiginal,redacted,id,verdict,")
    rows = list(csv.DictReader(io.StringIO(done.out.decode("utf-8-sig"))))
    assert {row["verdict"] for row in rows} <= set(VERDICTS)
    assert ("220", "stripped") in {(row["text"], row["verdict"]) for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_sarif(folder: Path) -> None:
    done = run("audit", "a.txt", "b/r.txt", "--format", "sarif")
    (made,) = json.loads(done.out)["runs"]
    (result,) = made["results"]
    assert (done.status, result["ruleId"], result["level"]) == (0, "kept", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "b/r.txt"}
    region = place["region"]
    assert (region["startLine"], region["startColumn"], region["charLength"]) == (3, 1, 2)
    start = region["charOffset"]
    assert REDACTED[start : start + 2] == "呼中"


def test_html(folder: Path) -> None:
    done = run("audit", "a.txt", "b/r.txt", "--format", "html")
    assert done.out.startswith(b"<!DOCTYPE html>")
    assert "周保汉" in done.text


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.json", b"{"),
        ("x.CSV", b"\xef\xbb\xbforiginal"),
        ("x.html", b"<!DOCTYPE"),
        ("x.htm", b"<!DOCTYPE"),
        ("x.sarif", b"{"),
        ("x.txt", b"a.txt"),
        ("new/x", b"a.txt"),
    ],
)
def test_the_suffix_says_the_form(folder: Path, name: str, begins: bytes) -> None:
    done = run("audit", "a.txt", "b/r.txt", "-o", name)
    assert (done.status, done.out) == (0, b"")
    assert done.err == f"4 facts of 1 pair → {name}\n"
    assert (folder / name).read_bytes().startswith(begins)
    if os.name == "posix":
        assert mode(folder / name) == 0o600


def test_the_form_that_is_named_counts(folder: Path) -> None:
    assert run("audit", "a.txt", "b/r.txt", "--format", "text", "-o", "x.log").status == 0
    assert run("audit", "a.txt", "b/r.txt", "--format", "json", "-o", "x.csv").status == 0
    assert json.loads((folder / "x.csv").read_bytes())["facts"]
    refused(run("audit", "a.txt", "b/r.txt", "-o", "y.log"), 2, "y.log", "--format", ".sarif")
    assert run("audit", "a.txt", "b/r.txt", "-o", "-").text.startswith("a.txt → r.txt")


def test_outputs_that_exist(folder: Path) -> None:
    (folder / "x.json").write_bytes(b"mine")
    refused(run("audit", "a.txt", "b/r.txt", "-o", "x.json"), 2, "x.json: exists already; --force")
    assert (folder / "x.json").read_bytes() == b"mine"
    assert run("audit", "a.txt", "b/r.txt", "-o", "x.json", "--force").status == 0
    refused(run("audit", "a.txt", "b/r.txt", "-o", "o"), 2, "o: is a folder")
    assert run("audit", "a.txt", "b/r.txt", "-o", "a.txt/x.json").status == 3


@pytest.mark.parametrize("target", ["a.txt", "b/../b/r.txt"])
def test_inputs_are_never_written_to(folder: Path, target: str) -> None:
    done = run("audit", "a.txt", "b/r.txt", "-f", "json", "-o", target, "--force")
    refused(done, 2, "is an input")
    assert (folder / "a.txt").read_bytes() == ORIGINAL.encode()
    assert (folder / "b" / "r.txt").read_bytes() == REDACTED.encode()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_report_without_values_is_for_anybody(folder: Path) -> None:
    done = run("audit", "a.txt", "b/r.txt", "--no-values", "-o", "x.json")
    assert done.status == 0
    assert mode(folder / "x.json") & 0o044
    record = json.loads((folder / "x.json").read_bytes())
    assert record["values"] is False
    assert record["original"]["sha256"] is None
    assert [fact["text"] for fact in record["facts"]] == ["▇▇▇", "▇▇▇", "▇▇", "▇▇▇▇"]


def test_standard_input(folder: Path) -> None:
    record = audited("-", "b/r.txt", stdin=ORIGINAL.encode("gb18030"))
    assert (record["original"]["name"], record["original"]["encoding"]) == ("-", "gb18030")
    assert verdicts(record) == JUDGED
    assert verdicts(audited("a.txt", "-", stdin=REDACTED.encode())) == JUDGED
    done = run("audit", "-", "b/r.txt", "--format", "sarif", stdin=ORIGINAL.encode())
    (made,) = json.loads(done.out)["runs"]
    assert made["artifacts"][0]["location"]["uri"] == "b/r.txt"
    refused(run("audit", "-", "-"), 2, "only one", "standard input")


@pytest.mark.parametrize("verdict", [*VERDICTS, "kept-elsewhere", "leaks"])
def test_fail_on(folder: Path, verdict: str) -> None:
    wanted = int(verdict in ("stripped", "kept", "leaks"))
    done = run("audit", "a.txt", "b/r.txt", "--fail-on", verdict)
    assert done.status == wanted
    assert done.text.startswith("a.txt → r.txt")
    assert ("leaks", *LEAKS).count(verdict) or not wanted or verdict == "stripped"


def test_fail_on_several(folder: Path) -> None:
    pair = ("audit", "a.txt", "b/r.txt")
    assert run(*pair, "--fail-on", "gone, altered").status == 0
    assert run(*pair, "--fail-on", "gone,kept").status == 1
    assert run(*pair, "--fail-on", "gone", "--fail-on", "kept").status == 1
    for wrong in ("lost", "", "kept,"):
        refused(run(*pair, "--fail-on", wrong), 2, "--fail-on: unknown verdict", "known are")


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig", "big5"])
def test_encodings(folder: Path, codec: str) -> None:
    original = ORIGINAL.replace("\n", "\r\n")
    if codec == "big5":
        original = "諸位：\r\n今年投資220萬元，周書記到會。\r\n大家要努力工作，做好明年的準備。\r\n"
    (folder / "a.txt").write_bytes(original.encode(codec))
    (folder / "b" / "r.txt").write_bytes(original.replace("220", "X").encode("utf-8"))
    record = audited("a.txt", "b/r.txt")
    fact = next(fact for fact in record["facts"] if fact["text"] == "220")
    assert (fact["verdict"], fact["line"]) == ("stripped", 2)
    assert original[slice(*fact["original"])] == "220"


@pytest.mark.parametrize(
    ("original", "redacted", "says", "status"),
    [
        (ORIGINAL, ORIGINAL, "两份文本完全相同", 0),
        (ORIGINAL, "", "脱敏文本是空的", 0),
        ("", REDACTED, "原文是空的", 0),
        ("", "", "原文是空的", 0),
        (ORIGINAL, "春天的花园里开满了鲜花，孩子们放着风筝。", "几乎没有相同的句子", 0),
        (ORIGINAL, ORIGINAL.replace("220", "若干"), "没有任何占位符", 0),
    ],
)
def test_pairs_that_are_none(
    folder: Path, original: str, redacted: str, says: str, status: int
) -> None:
    (folder / "o.txt").write_text(original, encoding="utf-8")
    (folder / "r.txt").write_text(redacted, encoding="utf-8")
    done = run("audit", "o.txt", "r.txt", "--no-sisters")
    assert (done.status, done.err) == (status, "")
    assert says in done.text
    done = run("audit", "o.txt", "r.txt", "--no-sisters", "--format", "json")
    assert says in done.err
    for form in ("csv", "html", "sarif"):
        assert run("audit", "o.txt", "r.txt", "--no-sisters", "--format", form).status == status


def test_swapped_texts_are_noticed(folder: Path) -> None:
    done = run("audit", "b/r.txt", "a.txt", "-o", "x.json")
    refused(done, 2, "r.txt, a.txt", "swapped", "name the original first")
    assert not (folder / "x.json").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["a.txt", "none.txt"], 3, "none.txt: no such file"),
        (["none", "o"], 3, "none: no such file"),
        (["a.txt", "o"], 2, "o is a folder and a.txt is not"),
        (["a.txt", "bin"], 3, "bin: byte 0x00 at offset 0: this is a binary file"),
        (["o", "empty"], 3, "empty: holds no texts"),
        (["o", "r", "-f", "html"], 2, "-o FOLDER"),
        (["o", "r", "-f", "html", "-o", "a.txt"], 2, "a.txt: is a file"),
        (["a.txt", "b/r.txt", "--pairs", "m.csv"], 2, "--pairs needs two folders"),
        (["o", "r", "--pairs", "m.csv"], 3, "m.csv: no such file"),
        (["a.txt", "b/r.txt", "-p", "mild"], 2, "mild"),
        (["a.txt", "b/r.txt", "-e", "ascii"], 3, "is not ascii"),
    ],
)
def test_wrong_usage(folder: Path, arguments: list[str], status: int, says: str) -> None:
    (folder / "bin").write_bytes(b"\0\xff" * 99)
    (folder / "empty").mkdir()
    before = tree(folder)
    refused(run("audit", *arguments), status, says)
    assert tree(folder) == before


def test_folders(folder: Path) -> None:
    done = run("audit", "o", "r", "--format", "json")
    record = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert [(p["original"]["name"], p["redacted"]["name"]) for p in record["pairs"]] == [
        ("a b.txt", "a b.txt"),
        ("县/it's.md", "县/it's.txt"),
    ]
    assert record["summary"] == {**dict.fromkeys(VERDICTS, 0), "stripped": 4, "kept": 1}
    lines = [" ".join(line.split()) for line in run("audit", "o", "r").text.splitlines()]
    assert "合计 4 0 1 0 0 0 0 0" in lines
    assert run("audit", "o", "r", "--fail-on", "kept").status == 1


def test_files_without_a_counterpart(folder: Path) -> None:
    for name in ("o/lone.txt", "r/more.txt", "o/two.txt", "r/two.md", "r/two.text"):
        (folder / name).write_text(ORIGINAL, encoding="utf-8")
    done = run("audit", "o", "r", "--format", "json", "--fail-on", "kept")
    assert done.status == 3
    assert json.loads(done.out)["unpaired"] == {
        "original": ["lone.txt", "two.txt"],
        "redacted": ["more.txt", "two.md", "two.text"],
    }
    lone = Path("o", "lone.txt")
    assert f"anonymizer: {lone}: has no redacted version in r\n" in done.err
    text = run("audit", "o", "r").text
    assert "没有脱敏稿：lone.txt、two.txt" in text


def test_the_others_are_still_done(folder: Path) -> None:
    (folder / "o" / "bad.txt").write_text(ORIGINAL, encoding="utf-8")
    (folder / "r" / "bad.txt").write_bytes(b"\0\xff" * 99)
    done = run("audit", "o", "r", "--format", "json")
    record = json.loads(done.out)
    assert (done.status, len(record["pairs"])) == (3, 2)
    bad = Path("r", "bad.txt")
    (message,) = record["failed"]
    assert message.startswith(f"{bad}: byte 0x00")
    assert done.err == f"anonymizer: {message}\n"
    assert f"没能读：{message}" in run("audit", "o", "r").text
    (made,) = json.loads(run("audit", "o", "r", "--format", "sarif").out)["runs"]
    assert made["invocations"][0]["executionSuccessful"] is False
    assert run("audit", "o", "r", "--format", "html", "-o", "pages").status == 3
    assert f"{bad}: byte 0x00" in (folder / "pages" / "index.html").read_text(encoding="utf-8")


def test_a_folder_of_pages(folder: Path) -> None:
    done = run("audit", "o", "r", "--format", "html", "-o", "pages")
    assert (done.status, done.out) == (0, b"")
    assert done.err == "5 facts of 2 pairs → pages\n"
    pages = folder / "pages"
    assert tree(pages) == {"index.html", "a b.txt.html", "县/it's.txt.html"}
    links = re.findall(r'href="\./([^"]*)"', (pages / "index.html").read_text(encoding="utf-8"))
    assert links == ["a%20b.txt.html", "%E5%8E%BF/it%27s.txt.html"]
    assert "周保汉" in (pages / "a b.txt.html").read_text(encoding="utf-8")
    if os.name == "posix":
        assert {mode(path) for path in pages.rglob("*.html")} == {0o600}
    (pages / "index.html").unlink()
    before = {path: path.stat().st_mtime_ns for path in pages.rglob("*.html")}
    done = run("audit", "o", "r", "--format", "html", "-o", "pages")
    refused(done, 2, "a b.txt.html: exists already; --force")
    assert {path: path.stat().st_mtime_ns for path in pages.rglob("*.html")} == before
    assert run("audit", "o", "r", "--format", "html", "-o", "pages", "--force").status == 0


def test_pages_without_values_have_numbers(folder: Path) -> None:
    for side, text in (("o", ORIGINAL), ("r", REDACTED)):
        (folder / side / "周保汉.txt").write_text(text, encoding="utf-8")
    (folder / "o" / "周保汉全文.txt").write_text(ORIGINAL, encoding="utf-8")
    run("audit", "o", "r", "--format", "html", "-o", "pages", "--no-values")
    assert tree(folder / "pages") == {"index.html", "0001.html", "0002.html", "0003.html"}
    for path in (folder / "pages").iterdir():
        assert "周保汉" not in path.read_text(encoding="utf-8")
    for form in ("json", "csv", "sarif", "text"):
        out = run("audit", "o", "r", "--format", form, "--no-values").text
        assert "周保汉" not in out
        assert "%E5%91%A8%E4%BF%9D" not in out


def test_workers_change_nothing(folder: Path) -> None:
    for form in ("json", "sarif"):
        one = spawn("audit", "o", "r", "--format", form, cwd=folder)
        two = spawn("audit", "o", "r", "--format", form, "-j", "2", cwd=folder)
        assert one.status == 0
        assert one == two


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_names_that_are_no_utf8(folder: Path) -> None:
    for side, text in ((b"o", ORIGINAL), (b"r", REDACTED)):
        with open(side + b"/n\xfe.txt", "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(text.encode())
    for form in ("text", "json", "csv", "sarif"):
        done = run("audit", "o", "r", "--format", form)
        assert (done.status, done.err) == (0, "")
        assert "a b" in done.text or "a%20b" in done.text
    assert run("audit", "o", "r", "--format", "html", "-o", "pages").status == 0
    index = (folder / "pages" / "index.html").read_text(encoding="utf-8")
    assert 'href="./n%FE.txt.html"' in index
    assert (folder / os.fsdecode(b"pages/n\xfe.txt.html")).exists()


# fmt: off
MAPPINGS = {
    "csv": "original,redacted\r\na b.txt,县/it's.txt\r\n",
    "tsv": "a b.txt\t县/it's.txt\n",
    "bom": "\ufeff原文,脱敏稿\na b.txt,县/it's.txt\n",
    "notes": "\n# what belongs together, by hand\n\nOriginal, Redacted\n\"a b.txt\", 县/it's.txt\n",
}
# fmt: on


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("way", MAPPINGS)
def test_a_mapping(folder: Path, way: str, codec: str) -> None:
    (folder / "m.csv").write_bytes(MAPPINGS[way].removeprefix("\ufeff").encode(codec))
    if way == "bom" and codec == "utf-8":
        (folder / "m.csv").write_bytes(MAPPINGS[way].encode(codec))
    record = audited("o", "r", "--pairs", "m.csv")
    assert [(p["original"]["name"], p["redacted"]["name"]) for p in record["pairs"]] == [
        ("a b.txt", "县/it's.txt")
    ]
    assert record["unpaired"] == {"original": [], "redacted": []}


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("", ["names no pairs"]),
        ("original,redacted\n", ["names no pairs"]),
        ("a b.txt;a b.txt\n", ["m.csv:1: needs two names"]),
        ("a b.txt,a b.txt,more\na b.txt,\n", ["m.csv:1: needs", "m.csv:2: needs"]),
        ("a b.txt,none.txt\nnope,a b.txt\n", ["m.csv:1: no such file", "m.csv:2: no such file"]),
        ("a b.txt,a b.txt\n县/it's.md,./a b.txt\n", ["named twice as a redacted text"]),
        ("a b.txt,县\n", ["no such file"]),
    ],
)
def test_a_mapping_that_is_wrong(folder: Path, mapping: str, says: list[str]) -> None:
    (folder / "m.csv").write_bytes(mapping.encode("utf-8"))
    before = tree(folder)
    done = run("audit", "o", "r", "--pairs", "m.csv", "--format", "html", "-o", "pages")
    assert (done.status, done.out) == (2, b"")
    lines = done.err.splitlines()
    assert len(lines) == len(says)
    assert all(line.startswith("anonymizer: ") for line in lines)
    assert all(word in line for word, line in zip(says, lines, strict=True)), done.err
    assert tree(folder) == before


def test_a_mapping_is_an_input(folder: Path) -> None:
    (folder / "m.csv").write_bytes(MAPPINGS["csv"].encode())
    done = run("audit", "o", "r", "--pairs", "m.csv", "-f", "json", "-o", "m.csv", "--force")
    refused(done, 2, "is an input")


def test_pages_stay_in_their_folder(folder: Path) -> None:
    (folder / "m.csv").write_text(f"a b.txt,../b/r.txt\n县/it's.md,{folder / 'r' / 'a b.txt'}\n")
    done = run("audit", "o", "r", "--pairs", "m.csv", "--format", "html", "-o", "out/pages")
    assert done.status == 0
    written = {name for name in tree(folder) if name.endswith(".html")}
    assert len(written) == 3
    assert all(name.startswith("out/pages/") for name in written)


def test_sisters(folder: Path) -> None:
    words = "在全县重点项目建设推进会上的讲话里说到，今年投资{}万元，建成了新的学校和医院。\n"
    more = "这是另外一个地方的一份很不一样的文稿，和它没有别的相同之处。\n"
    own = "我们要把思想统一到会议的要求上来，一件事情接着一件事情做，不能松劲。\n" * 9
    for name, text in (
        ("s/o.txt", own + words.format("23381")),
        ("t/r.txt", own + words.format("X")),
        ("t/other.txt", more * 9 + words.format("23381")),
        ("t/version.txt", own + words.format("23381")),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (fact,) = audited("s/o.txt", "t/r.txt")["facts"]
    assert (fact["verdict"], fact["reason"]) == ("kept_elsewhere", "sister")
    assert [trace["where"] for trace in fact["traces"]] == ["other.txt"]
    (fact,) = audited("s/o.txt", "t/r.txt", "--no-sisters")["facts"]
    assert fact["verdict"] == "stripped"


def test_profiles_and_rules(folder: Path, own_rules: Path) -> None:
    assert "呼中" not in verdicts(audited("a.txt", "b/r.txt", "-p", "light"))
    (folder / "t.txt").write_text("人在云海大厦，花32两银子。", encoding="utf-8")
    (folder / "b" / "t.txt").write_text("人在X大厦，花X两银子。", encoding="utf-8")
    record = audited("t.txt", "b/t.txt", "--rules", own_rules)
    assert {f["rule"] for f in record["facts"]} == {"name.tower", "money.amount"}


def test_a_text_does_not_steer_the_terminal(folder: Path) -> None:
    (folder / "t.txt").write_text("\x1b[31m投资220万元\x1b[0m，李县长到会。", encoding="utf-8")
    assert "\x1b" not in run("audit", "t.txt", "t.txt", "--no-sisters").text


def test_help() -> None:
    text = run("audit", "--help").text
    assert "Example: anonymizer audit" in text
    for word in ("ORIGINAL", "REDACTED", "--fail-on", "--no-values", "--pairs", "--no-sisters"):
        assert word in text


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX's")
def test_a_closed_standard_output(folder: Path) -> None:
    done = shell("anonymizer audit a.txt b/r.txt >&-", folder)
    refused(done, 3, "standard output was closed")

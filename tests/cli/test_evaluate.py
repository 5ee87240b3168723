from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers import Result, run, spawn, tree

TEXT = "请王建国县长到会，投资220万元，落实“12335”工作法。\n一要快。二要好。"
RECORD = {
    "id": "s1",
    "text": TEXT,
    "spans": [[1, 4, "person"], [11, 14, "money"], [20, 25, "code"], [31, 33, "place"]],
}

pytestmark = pytest.mark.usefixtures("rules_only")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(RECORD, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def refused(done: Result, *says: str) -> None:
    assert (done.status, done.out) == (2, b""), done
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("anonymizer: ")
    assert all(word in done.err for word in says), done.err
    assert "王建国" not in done.err


def test_tables_and_places(gold: Path) -> None:
    done = spawn("evaluate", gold)
    assert (done.status, done.err) == (0, "")
    assert "评测（standard）：1 篇" in done.text
    assert "person 人名" in done.text
    assert "漏去（1 处）" in done.text
    assert "  s1:2  place  …“12335”工作法。⏎[一要]快。二要好。…\n" in done.text


def test_help() -> None:
    text = run("evaluate", "--help").text
    assert "Example: anonymizer evaluate" in text
    for word in ("GOLD", "--ablate", "--map", "--min-recall", "it is not cleaned first"):
        assert word in text


def test_json(gold: Path) -> None:
    done = run("evaluate", gold, "--format", "json")
    loaded = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert (loaded["schema_version"], loaded["profile"]) == (1, "standard")
    assert loaded["total"]["mentions"] == 4
    assert loaded["total"]["found"] == 3
    assert loaded["kinds"]["person"]["recall"] == 1.0
    assert loaded["misses"][0]["document"] == "s1"
    assert loaded["ablation"] is None


def test_ablation(gold: Path) -> None:
    loaded = json.loads(run("evaluate", gold, "--format", "json", "--ablate").out)
    added = {row["rule"]: row["found"] for row in loaded["ablation"]["rules"]}
    assert added["person.full_post"] == 1
    assert "percent.share" in loaded["ablation"]["unused"]
    text = run("evaluate", gold, "--ablate").text
    assert "person.full_post" in text
    assert "没有用到的规则" in text


def test_from_standard_input(gold: Path) -> None:
    assert run("evaluate", "-", stdin=gold.read_bytes()).out == run("evaluate", gold).out


def test_to_a_file(gold: Path) -> None:
    out = gold.parent / "scores.json"
    done = run("evaluate", gold, "--format", "json", "-o", out)
    assert (done.status, done.out, done.err) == (0, b"", "")
    assert out.read_bytes() == run("evaluate", gold, "--format", "json").out
    assert out.stat().st_mode & 0o077 == 0
    refused(run("evaluate", gold, "-o", out), "exists already; --force")
    assert run("evaluate", gold, "-o", out, "--force").status == 0
    before = gold.read_bytes()
    refused(run("evaluate", gold, "-o", gold, "--force"), "is an input")
    assert gold.read_bytes() == before
    assert tree(gold.parent) == {"gold.jsonl", "scores.json"}


def test_the_limit(gold: Path) -> None:
    record = {"text": "一要快。" * 40, "spans": [[4 * i, 4 * i + 2, "place"] for i in range(30)]}
    gold.write_text(json.dumps(record), encoding="utf-8")
    assert run("evaluate", gold).text.count("[一要]") == 20
    assert "另有 10 处；--limit 0" in run("evaluate", gold).text
    assert run("evaluate", gold, "--limit", "0").text.count("[一要]") == 30
    assert run("evaluate", gold, "--limit", "3").text.count("[一要]") == 3
    for limit, count in (([], 30), (["--limit", "0"], 30), (["--limit", "3"], 3)):
        loaded = json.loads(run("evaluate", gold, "--format", "json", *limit).out)
        assert len(loaded["misses"]) == count
        assert loaded["total"]["mentions"] == 30


def test_thresholds(gold: Path) -> None:
    good = ["--min-recall", "0.7", "--min-recall", "person=1", "--max-false", "0"]
    assert run("evaluate", gold, *good).status == 0
    done = run("evaluate", gold, "--min-recall", "0.8", "--min-recall", "place=0.5")
    assert (done.status, done.text) == (1, run("evaluate", gold).text)
    assert "recall is 0.7500, below 0.8" in done.err
    assert "recall of place is 0.0000, below 0.5" in done.err
    done = run("evaluate", gold, "--min-recall", "plate=0.5")
    assert done.status == 1
    assert "recall of plate cannot be measured" in done.err
    gold.write_text('{"text": "投资220万元", "spans": []}', encoding="utf-8")
    done = run("evaluate", gold, "--max-false", "8")
    assert done.status == 1
    assert "false removals per 10,000 characters are 1428.57, above 8" in done.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--kinds", "boss"], "unknown kind 'boss'; known are person"),
        (["--kinds", ","], "--kinds needs kinds"),
        (["--kinds", "place", "-p", "light"], "the profile light does not remove place"),
        (["--map", "PER"], "should read LABEL=KIND"),
        (["--map", "PER=boss"], "unknown kind 'boss' for PER"),
        (["--min-recall", "90"], "a rate from 0 to 1"),
        (["--min-recall", "nan"], "a rate from 0 to 1"),
        (["--min-recall", "boss=0.5"], "unknown kind 'boss'"),
        (["--max-false", "nan"], "needs a number"),
        (["-p", "mild"], "unknown profile 'mild'"),
        (["--rules", "/no/such/folder"], "no such folder of rules"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(gold: Path, options: list[str], says: str) -> None:
    refused(run("evaluate", gold, *options), says)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "gold.jsonl: is empty"),
        (b"\n{", "gold.jsonl:2: is not JSON"),
        (b'{"text": "abc", "spans": [[0, 9, "person"]]}', "gold.jsonl:1: spans[0]: [0, 9] is out"),
        (b'{"text": "abc", "spans": [[0, 1, "boss"]]}', "--map LABEL=KIND"),
        ('{"text": "王建国县长"'.encode("gbk"), "save the file as UTF-8"),
    ],
)
def test_bad_gold(gold: Path, data: bytes, says: str) -> None:
    gold.write_bytes(data)
    refused(run("evaluate", gold), says)


def test_labels_of_other_people(gold: Path) -> None:
    record = {"text": "请王建国县长到会", "label": [[1, 4, "领导"], [6, 8, "事"]]}
    gold.write_text(json.dumps(record), encoding="utf-8")
    refused(run("evaluate", gold), "gold.jsonl:1: label[0]: unknown kind or label '领导'")
    done = run("evaluate", gold, "--map", "领导=person", "--map", "事=", "--format", "json")
    assert json.loads(done.out)["total"]["mentions"] == 1


def test_kinds_that_are_not_asked_for_are_not_judged(gold: Path) -> None:
    done = run("evaluate", gold, "--kinds", "person, place", "--format", "json")
    assert list(json.loads(done.out)["kinds"]) == ["person", "place"]


def test_nothing_in_a_text_steers_the_terminal(gold: Path) -> None:
    record = {"text": "好\x1b[31m坏\u202e\n好", "spans": [[1, 6, "place"]]}
    gold.write_text(json.dumps(record), encoding="utf-8")
    done = run("evaluate", gold)
    assert done.status == 0
    assert "\x1b" not in done.text
    assert "\u202e" not in done.text

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from anonymizer import KINDS, load_rules
from tests.helpers import run, spawn

GOOD = """\
- id: name.tower
  kind: name
  description: 楼名
  match: '⟦{han}{2}⟧大厦'
  examples: ['在⟦金色⟧大厦', '⟦云海⟧大厦']
  no_examples: ['高楼大厦建成了吗']
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    return tmp_path / "rules"


def test_list_shows_every_rule() -> None:
    done = spawn("rules", "list")
    assert (done.status, done.err) == (0, "")
    assert all(rule.id in done.text for rule in load_rules().rules)


def test_list_by_kind() -> None:
    done = run("rules", "list", "--kind", "money")
    assert "money.amount" in done.text
    assert "percent.share" not in done.text


def test_list_as_json() -> None:
    listed = json.loads(run("rules", "list", "--json").out)
    assert [rule["id"] for rule in listed] == [rule.id for rule in load_rules().rules]


def test_list_of_an_unknown_kind() -> None:
    done = run("rules", "list", "--kind", "cash")
    assert (done.status, done.out) == (2, b"")
    assert "unknown kind 'cash'" in done.err
    assert "cash" not in KINDS


def test_show() -> None:
    done = run("rules", "show", "money.amount")
    assert done.status == 0
    for word in ("money.amount", "{figure}", "投资⟦220⟧万元", "figures.yaml:"):
        assert word in done.text


def test_show_of_an_unknown_rule_names_the_nearest() -> None:
    done = run("rules", "show", "money.amout")
    assert done.status == 2
    assert "did you mean money.amount" in done.err


def test_the_built_in_examples_hold() -> None:
    done = spawn("rules", "test")
    assert (done.status, done.text) == (0, "")
    assert "0 of them do not hold" in done.err


def test_check_of_a_good_folder(own_rules: Path) -> None:
    done = run("rules", "check", own_rules)
    assert (done.status, done.out) == (0, b"")
    # Its own two, and the built-in ones that use the lexicon it adds to.
    rules, examples = map(int, re.findall(r"[0-9]+", done.err)[:2])
    assert rules >= 2 and examples >= 6
    assert done.err.endswith("0 of them do not hold\n")


def test_an_example_that_does_not_hold_is_one_line(folder: Path) -> None:
    (folder / "own.yaml").write_text(GOOD, encoding="utf-8")
    place = f"{folder / 'own.yaml'}:6: name.tower: the example ‘高楼大厦建成了吗’"
    line = f"{place} comes out as ‘⟦高楼⟧大厦建成了吗’; correct the example or the rule\n"
    done = run("rules", "check", folder)
    assert (done.status, done.out, done.err) == (2, b"", f"anonymizer: {line}")
    done = run("rules", "test", "--rules", folder)
    assert (done.status, done.text) == (1, line)
    assert done.err.endswith("1 of them do not hold\n")


def test_check_of_a_bad_folder_is_wrong_usage(folder: Path) -> None:
    (folder / "own.yaml").write_text(GOOD + "  colour: red\n", encoding="utf-8")
    for command in (["check", str(folder)], ["list", "--rules", str(folder)]):
        done = run("rules", *command)
        assert (done.status, done.out) == (2, b"")
        assert done.err.count("\n") == 1
        assert f"{folder / 'own.yaml'}:7: unknown key 'colour'" in done.err

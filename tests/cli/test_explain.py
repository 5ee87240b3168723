from __future__ import annotations

import json
from pathlib import Path

from tests.helpers import run, spawn


def test_a_text_on_the_command_line() -> None:
    done = spawn("explain", "投资220万元，24小时值班，少义书记到会")
    assert (done.status, done.err) == (0, "")
    for word in ("220", "money.amount", "去掉", "keep.around_clock", "保留", "person.given_post"):
        assert word in done.text


def test_a_file_and_what_cleaning_did(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("上传人：小河流水\n在会上的讲话\n同志们:\n很好,投5元\n", encoding="utf-8")
    done = run("explain", path)
    for word in ("清洗", "noise.upload_facts", "width.punctuation", "小河流水", "money.amount"):
        assert word in done.text
    assert "清洗" not in run("explain", path, "--no-clean").text


def test_standard_input_and_json() -> None:
    done = run("explain", "-", "--format", "json", "-p", "light", stdin="好,21世纪".encode())
    loaded = json.loads(done.out)
    assert loaded["schema_version"] == 1
    assert loaded["profile"] == "light"
    assert loaded["cleaning"] == [
        {"rule": "width.punctuation", "source": [1, 2], "output": [1, 2], "text": ",",
         "replacement": "，"}
    ]  # fmt: skip
    (span,) = [s for s in loaded["spans"] if s["replaced"]]
    assert (span["start"], span["end"], span["text"]) == (2, 4, "21")


def test_a_losing_span_names_the_winner() -> None:
    spans = json.loads(run("explain", "拨打12345热线", "--format", "json").out)["spans"]
    assert {s["reason"] for s in spans} == {"keep.hotline"}
    assert not any(s["replaced"] for s in spans)


def test_nothing_to_take_out_says_so() -> None:
    done = run("explain", "同志们辛苦了")
    assert (done.status, done.text) == (0, "没有可去掉的内容。\n")


def test_markup_in_a_text_is_printed_as_it_stands() -> None:
    done = run("explain", "n95[bold]12[/bold]:smile:", "-p", "light")
    assert done.status == 0
    assert "95" in done.text


def test_an_unknown_profile_is_wrong_usage() -> None:
    done = run("explain", "1", "-p", "mild")
    assert done.status == 2
    assert "unknown profile 'mild'; known are" in done.err

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from anonymizer import Manifest, redact
from tests.helpers import STYLES, run, spawn, tree

SPEECH = "在全镇会议上的讲话\n同志们：\n投资220万元，李镇长到会。\n"
DONE = "在全镇会议上的讲话\n同志们：\n投资X万元，X镇长到会。\n"
COLLECTION = "".join(
    f"在全镇防汛会议上的讲话篇{n}\n同志们：\n投资{i}20万元。\n" for i, n in enumerate("一二三", 1)
)


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    path = tmp_path / "speech.txt"
    path.write_text(SPEECH, encoding="utf-8", newline="")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one.txt", "县/two.txt", "县/乡/three.md", "one.md"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n{SPEECH}", encoding="utf-8", newline="")
    return tmp_path / "in"


def test_one_text_goes_to_standard_output_and_nothing_else_does(speech: Path) -> None:
    done = spawn("redact", speech)
    assert (done.status, done.text, done.err) == (0, DONE, "")
    assert tree(speech.parent) == {"speech.txt"}


def test_standard_input() -> None:
    done = spawn("redact", "-", stdin=SPEECH.encode())
    assert (done.status, done.text, done.err) == (0, DONE, "")


def test_line_breaks_are_not_translated() -> None:
    crlf = SPEECH.replace("\n", "\r\n")
    assert spawn("redact", "-", stdin=crlf.encode()).out == DONE.replace("\n", "\r\n").encode()


def test_with_output_a_manifest_stands_beside_it(speech: Path) -> None:
    out = speech.parent / "out" / "template.txt"
    done = run("redact", speech, "-o", out)
    assert (done.status, done.out) == (0, b"")
    assert "1 redacted with 2 slots" in done.err
    assert out.read_text(encoding="utf-8") == DONE
    assert tree(speech.parent) == {"speech.txt", "out/template.txt", "out/template.slots.json"}
    manifest = json.loads((out.parent / "template.slots.json").read_bytes())
    assert manifest["schema_version"] == 1
    assert manifest["source"]["name"] == "speech.txt"
    assert manifest["output"]["name"] == "template.txt"
    assert [slot["text"] for slot in manifest["slots"]] == ["220", "李"]
    assert speech.read_text(encoding="utf-8") == SPEECH


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_the_manifest_is_its_owners(speech: Path) -> None:
    run("redact", speech, "-o", speech.parent / "a.txt", "-s", speech.parent / "m.json")
    run("redact", speech, "-s", speech.parent / "n.json")
    for name in ("m.json", "n.json"):
        assert stat.S_IMODE((speech.parent / name).stat().st_mode) == 0o600


def test_slots_says_where_the_manifest_goes(speech: Path) -> None:
    manifest = speech.parent / "deep" / "m.json"
    done = run("redact", speech, "-s", manifest)
    assert (done.status, done.text) == (0, DONE)
    assert Manifest.from_json(manifest.read_bytes()).output.sha256


def test_an_existing_folder_as_output_takes_the_files_name(speech: Path) -> None:
    (speech.parent / "out").mkdir()
    assert run("redact", speech, "-o", speech.parent / "out").status == 0
    assert tree(speech.parent / "out") == {"speech.txt", "speech.slots.json"}


def test_a_folder_keeps_its_names_and_sub_folders(folder: Path) -> None:
    out = folder.parent / "out"
    done = run("redact", folder, "-o", out)
    assert done.status == 0
    assert "4 redacted with" in done.err
    assert tree(out) == {
        "one.txt", "one.txt.slots.json", "one.md", "one.md.slots.json",
        "县/two.txt", "县/two.slots.json", "县/乡/three.md", "县/乡/three.slots.json",
        "report.jsonl",
    }  # fmt: skip
    assert (out / "县/two.txt").read_text(encoding="utf-8") == redact(f"县/two.txt\n{SPEECH}").text


def test_workers_and_the_order_of_inputs_change_nothing(tmp_path: Path) -> None:
    paths = []
    for index in range(6):
        paths.append(tmp_path / f"s{index}.txt")
        paths[-1].write_text(SPEECH * (index + 1), encoding="utf-8")
    outputs = {}
    for name, inputs, workers in (
        ("one", paths, "1"), ("two", paths, "2"), ("back", paths[::-1], "1")
    ):  # fmt: skip
        assert spawn("redact", *inputs, "-o", tmp_path / name, "-j", workers).status == 0
        files = sorted(tree(tmp_path / name))
        outputs[name] = {file: (tmp_path / name / file).read_bytes() for file in files}
    assert len(outputs["one"]) == 12
    assert outputs["one"] == outputs["two"] == outputs["back"]


def test_split_writes_one_output_for_each_speech(tmp_path: Path) -> None:
    (tmp_path / "all.txt").write_text(COLLECTION, encoding="utf-8")
    done = run("redact", tmp_path / "all.txt", "--split", "-o", tmp_path / "out")
    assert done.status == 0
    assert tree(tmp_path / "out") == {
        f"all-0{i}{end}" for i in (1, 2, 3) for end in (".txt", ".slots.json")
    }
    assert (tmp_path / "out/all-02.txt").read_text(encoding="utf-8").startswith("在全镇防汛")
    manifest = json.loads((tmp_path / "out/all-02.slots.json").read_bytes())
    (slot,) = manifest["slots"]
    assert COLLECTION[slice(*slot["source"])] == slot["text"] == "220"


def test_dry_run_writes_nothing_and_counts(speech: Path) -> None:
    done = run("redact", speech, "-o", speech.parent / "out", "--dry-run")
    assert (done.status, done.out) == (0, b"")
    assert "would remove 2 slots (money 1, person 1)" in done.err
    assert tree(speech.parent) == {"speech.txt"}


@pytest.mark.parametrize("style", STYLES)
def test_every_style(speech: Path, style: str) -> None:
    done = run("redact", speech, "--placeholder", style)
    assert done.text == redact(SPEECH, placeholder=style).text
    assert "220" not in done.text


def test_profile_title_year_and_no_clean(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("县长在2021年会上的讲话\n同志们：\n好,用n95口罩.\n", encoding="utf-8")
    done = run("redact", path, "-p", "light", "--title-year", "2025", "--no-clean")
    assert done.text == "在2025年会上的讲话\n同志们：\n好,用NX口罩.\n"


def test_rules_of_ones_own(speech: Path, own_rules: Path) -> None:
    speech.write_text("投资220万元，在云海大厦花3两。\n", encoding="utf-8")
    done = run("redact", speech, "--rules", own_rules)
    assert (done.status, done.text) == (0, "投资X万元，在X大厦花X两。\n")


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("好220元".encode("utf-16-be"))
    done = run("redact", tmp_path / "a.txt", "-e", "utf-16-be")
    assert (done.status, done.text) == (0, "好X元")


def test_no_progress_bar_off_a_terminal(folder: Path) -> None:
    done = spawn("redact", folder, "-o", folder.parent / "out")
    assert "\x1b" not in done.err
    assert done.err.count("\n") == 1


def test_split_may_write_beside_its_input_but_not_over_another(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "all.txt").write_text(COLLECTION, encoding="utf-8")
    (tmp_path / "all-01.txt").write_text(COLLECTION, encoding="utf-8")
    other = tmp_path / "in" / "all.txt"
    assert run("redact", other, "--split", "-o", other.parent).status == 0
    assert "in/all-03.txt" in tree(tmp_path)
    inputs = (other, tmp_path / "all-01.txt")
    assert run("redact", *inputs, "--split", "--force", "-o", tmp_path).status in (2, 3)
    assert all(path.read_text(encoding="utf-8") == COLLECTION for path in inputs)

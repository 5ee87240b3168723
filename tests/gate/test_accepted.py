"""Baselines, allow-lists and their keys."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from anonymizer import redact
from anonymizer.gate.allowed import AllowList
from anonymizer.gate.baseline import Baseline, fingerprints
from anonymizer.gate.findings import Finding, findings_of
from anonymizer.gate.keys import GateFileError, Key, fresh_key, read_key
from anonymizer.gate.sifting import sift
from anonymizer.linestarts import LineStarts
from anonymizer.slots import KINDS

TEXT = "投资220万元，少义书记到会。呼中镇又投资220万元。"
OWN = Key(b"\1" * 32, given=False)
GIVEN = Key(b"a secret of some length", given=True)


def found(text: str, name: str = "a.txt") -> list[Finding]:
    return findings_of(name, redact(text).slots, LineStarts.of(text))


def baseline(text: str = TEXT, name: str = "a.txt", key: Key = OWN) -> Baseline:
    return Baseline(key, {}).accepting([(name, found(text, name))])


def texts_left(known: Baseline, text: str, name: str = "a.txt") -> tuple[list[str], int]:
    new, gone = known.sift(name, found(text, name), KINDS)
    return [finding.text for finding in new], gone


@pytest.mark.parametrize(
    ("text", "new", "gone"),
    [
        (TEXT, [], 0),
        ("呼中镇投资220万元，少义书记讲话。今年投资220万元。", [], 0),  # moved in the file
        (TEXT + "再投资220万元。", ["220"], 0),  # once more
        (TEXT.replace("又投资220", "又投资330"), ["330"], 1),
        (TEXT.replace("又投资220万元", "又投资220亿元"), ["220"], 1),  # another fact
        (TEXT.replace("又投资220万元", "又投资２２０万元"), [], 0),  # the same
        ("", [], 4),
    ],
)
def test_what_a_baseline_accepts(text: str, new: list[str], gone: int) -> None:
    assert texts_left(baseline(), text) == (new, gone)


def test_of_a_value_that_comes_more_often_the_last_is_new() -> None:
    text = TEXT + "再投资220万元。"
    (new,), _ = baseline().sift("a.txt", found(text), KINDS)
    assert new.source[0] == text.rindex("220")


def test_a_baseline_is_of_files() -> None:
    assert texts_left(baseline(), TEXT, "b.txt")[0] == ["220", "少义", "呼中", "220"]
    one, other = baseline(), baseline(name="b.txt")
    hashes = [
        {h for kind in each.accepted.values() for k in kind.values() for h in k}
        for each in (one, other)
    ]
    assert not hashes[0] & hashes[1]  # so nobody sees which value is in both


def test_kinds_that_were_not_looked_for_are_not_gone() -> None:
    assert baseline().sift("a.txt", [], {"person"}) == ([], 1)


@pytest.mark.parametrize("key", [OWN, GIVEN], ids=["own", "given"])
def test_a_baseline_reads_back(key: Key, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_bytes(baseline(key=key).to_json())
    assert Baseline.read(path, key if key.given else None) == baseline(key=key)
    loaded = json.loads(path.read_bytes())
    assert ("key" in loaded) is not key.given
    assert ("key_check" in loaded) is key.given
    assert b"a secret" not in path.read_bytes()


def test_a_baseline_holds_no_value_and_compares_well() -> None:
    names = ["b.txt", "县/a.txt", "a.txt"]
    one = Baseline(OWN, {}).accepting([(n, found(TEXT, n)) for n in names])
    other = Baseline(OWN, {}).accepting([(n, found(TEXT, n)) for n in reversed(names)])
    data = one.to_json().decode("utf-8")
    assert data == other.to_json().decode("utf-8")
    assert "少义" not in data and "呼中" not in data
    assert list(json.loads(data)["accepted"]) == sorted(names)
    hashes = re.findall(r'^ +"([0-9a-f]+)": [0-9]+,?$', data, re.MULTILINE)
    assert [len(h) * 4 for h in hashes] == [128] * 9  # one on each line
    assert data.endswith("}\n")


def test_another_key_gives_other_hashes() -> None:
    one, other = fresh_key(), fresh_key()
    assert one.secret != other.secret
    assert one.hash("a") != other.hash("a")
    assert OWN.hash("ab", "c") != OWN.hash("a", "bc")
    assert OWN.hash("a") == OWN.hash("a") != OWN.hash("a", "")


SOUND = baseline().to_json().decode("utf-8")
LOCKED = baseline(key=GIVEN).to_json().decode("utf-8")
HASH = re.findall(r'"([0-9a-f]{32})"', SOUND)[0]


@pytest.mark.parametrize(
    ("data", "key", "says"),
    [
        ("", None, ["line 1: not JSON", "make it anew"]),
        (SOUND[:-40], None, ["line ", "not JSON"]),
        (SOUND.replace("{\n", "{\n<<<<<<< HEAD\n", 1), None, ["line 2: not JSON"]),
        ("[]", None, ["Expected `object`", "not a baseline of scan"]),
        (SOUND.replace('"schema_version": 1', '"schema_version": 2'), None, ["$.schema_version"]),
        (SOUND.replace('"money"', '"cash"'), None, ["accepted", "cash"]),
        (SOUND.replace(HASH, "short"), None, ["accepted", "regex"]),
        (SOUND.replace(": 2", ": 0"), None, ["accepted", ">= 1"]),
        (SOUND.replace('"key"', '"kee"'), None, ["unknown field `kee`"]),
        (SOUND.replace('"key"', '"key_check"'), None, ["$.key_check", "regex"]),
        (re.sub(r'"key": "\w+",', "", SOUND), None, ["needs either key or key_check"]),
        (SOUND, GIVEN, ["leave out --key"]),
        (LOCKED, None, ["made with a key; name it with --key"]),
        (LOCKED, GIVEN._replace(secret=b"another secret key"), ["another key than --key's"]),
    ],
)
def test_a_damaged_baseline(data: str, key: Key | None, says: list[str], tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(data, encoding="utf-8")
    with pytest.raises(GateFileError) as caught:
        Baseline.read(path, key)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert all(word in message for word in says), message


def test_a_baseline_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b'{"schema_version": 1, "accepted": {"\xff": {}}}')
    for path, says in ((tmp_path / "b", "make it anew"), (tmp_path / "no", "no such file")):
        with pytest.raises(GateFileError, match=says):
            Baseline.read(path, None)


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ([], ["220", "少义", "呼中", "220"]),
        (["220"], ["少义", "呼中"]),
        (["220万元", "呼中镇", "少义书记"], []),
        (["220亿元", "呼中乡"], ["220", "少义", "呼中", "220"]),
        (["money:２２０"], ["少义", "呼中"]),
        (["percent:220", "person:呼中"], ["220", "少义", "呼中", "220"]),
        (["any:呼中", "person:少义"], ["220", "220"]),
    ],
)
def test_what_an_allow_list_accepts(values: list[str], left: list[str]) -> None:
    listed = AllowList(OWN, {}).adding(values)
    sifted = sift([("a.txt", found(TEXT))], None, listed, KINDS)
    assert [f.text for _, new in sifted.new for f in new] == left
    assert (sifted.allowed, sifted.accepted, sifted.stale) == (4 - len(left), 0, 0)


def test_a_time_is_no_kind_with_a_value() -> None:
    listed = AllowList(OWN, {}).adding(["12:30"])
    assert set(listed.allowed) == {"any"}
    findings = found("会议在下午12:30召开。")
    assert findings and all(map(listed.allows, findings))


def test_an_allow_list_reads_back_and_holds_no_value(tmp_path: Path) -> None:
    path = tmp_path / "allow.json"
    listed = AllowList(OWN, {}).adding(["少义", "place:呼中", "少义"])
    path.write_bytes(listed.to_json())
    assert AllowList.read(path, None) == listed
    assert listed.size == 2
    assert listed.adding(["少义"]) == listed
    data = path.read_text(encoding="utf-8")
    assert "少义" not in data and "呼中" not in data
    path.write_text(data.replace('"place"', '"palace"'), encoding="utf-8")
    with pytest.raises(GateFileError, match=r"palace.*not an allow-list"):
        AllowList.read(path, None)


@pytest.mark.parametrize("value", ["", " ", "person:", "any:　"])
def test_an_empty_value_is_not_allowed(value: str) -> None:
    with pytest.raises(ValueError, match="is empty"):
        AllowList(OWN, {}).adding([value])


def test_what_is_allowed_needs_no_place_in_a_baseline() -> None:
    listed = AllowList(OWN, {}).adding(["220万元"])
    sifted = sift([("a.txt", found(TEXT))], baseline(), listed, KINDS)
    assert (sifted.new, sifted.allowed, sifted.accepted, sifted.stale) == ([("a.txt", [])], 2, 2, 2)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "holds 0 bytes"), (b" short \n", "holds 5 bytes"), (b"x" * 5000, "holds 5000 bytes")],
)
def test_a_key_that_is_none(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(data)
    with pytest.raises(GateFileError, match=says):
        read_key(path)
    with pytest.raises(GateFileError, match="no such file"):
        read_key(tmp_path / "no")


def test_a_key_is_the_same_with_a_line_break(tmp_path: Path) -> None:
    for name, end in (("a", b""), ("b", b"\n"), ("c", b"\r\n")):
        (tmp_path / name).write_bytes(b"0123456789abcdef" + end)
    assert len({read_key(tmp_path / name) for name in "abc"}) == 1


def test_fingerprints_tell_findings_apart_and_values_only_with_a_secret() -> None:
    findings, changed = found(TEXT), found(TEXT.replace("220", "330"))
    for key in (None, OWN, GIVEN):
        assert len(set(fingerprints(findings, key))) == len(findings)
    assert fingerprints(findings, None) == fingerprints(changed, OWN)
    assert fingerprints(findings, GIVEN) != fingerprints(changed, GIVEN)
    earlier = found("今年的投资是30万元。" + TEXT)
    assert set(fingerprints(findings, GIVEN)) < set(fingerprints(earlier, GIVEN))


def test_hashing_is_fast_enough_for_many_findings() -> None:
    findings = found(TEXT) * 2500
    listed = AllowList(OWN, {}).adding(["没有", "place:这个"])
    before = os.times().user
    sift([("a.txt", findings)], baseline(), listed, KINDS)
    assert os.times().user - before < 5

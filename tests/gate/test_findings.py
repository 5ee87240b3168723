from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given

from anonymizer import Redaction, redact, redact_all
from anonymizer.gate.findings import (
    MASK,
    Finding,
    ScannedFile,
    ScanRecord,
    findings_of,
    scan_schema,
    summary_of,
    without_values,
)
from anonymizer.linestarts import LineStarts
from anonymizer.slots import KINDS, Tool
from tests.helpers import PROFILES, ROOT
from tests.strategies import texts
from tests.test_slots import _assert_fits


def found(text: str, profile: str = "standard") -> list[Finding]:
    return findings_of("a.txt", redact(text, profile).slots, LineStarts.of(text))


def record(text: str) -> ScanRecord:
    findings = found(text)
    file = ScannedFile("a.txt", "0" * 64, "utf-8", len(text), len(findings))
    return ScanRecord(
        1, Tool("anonymizer", "1"), "0" * 64, "standard", True, summary_of(findings), 0, 0, 0,
        (file,), (), tuple(findings),
    )  # fmt: skip


def test_a_finding_says_where_it_is_and_what_it_is() -> None:
    text = "一、投资\r\n　　😀，全县投资220万元，\r呼中镇来了。\n"
    money, place = found(text)
    assert (money.file, money.kind, money.text, money.unit) == ("a.txt", "money", "220", "万元")
    assert (money.line, money.column, text[slice(*money.source)]) == (2, 9, "220")
    assert (money.label, money.rule, money.section) == ("全县投资", "money.amount", ("一",))
    assert money.before.endswith("全县投资")
    assert money.after.startswith("万元")
    assert (place.text, place.line, place.column) == ("呼中", 3, 1)


def test_a_figure_broken_over_two_lines_reads_as_one() -> None:
    text = "全县地区生产总值今年一共实现了1234\n5678万元，增长了百分之八，大家都很努力。"
    money = found(text)[0]
    assert money.text == "1234\n5678"
    assert money.reading == money.surface == "12345678"
    assert "\n" not in json.loads(without_values(record(text)).to_json())["findings"][0]["text"]


@given(texts)
def test_every_finding_stands_where_it_says(text: str) -> None:
    for finding in found(text):
        start, end = finding.source
        assert text[start:end].encode("utf-8", "replace").decode() == finding.text
        upto = text[:start].replace("\r\n", "\n").replace("\r", "\n")
        assert finding.line == upto.count("\n") + 1
        assert finding.column == len(upto) - upto.rfind("\n")


@pytest.mark.parametrize(
    "text", ["投资X万元，X书记到会，X镇来了。", "增长XX%，同比××。", "投资〔金额1〕万元", "", "\n"]
)
def test_placeholders_are_no_findings(text: str) -> None:
    assert found(text, "strict") == []


def test_no_value_is_left_without_values() -> None:
    text = "投资220万元，少义书记到会。\n呼中镇投资３，１６８万元。"
    whole = record(text)
    shown = without_values(whole)
    assert whole.values and not shown.values
    assert [len(f.text) for f in shown.findings] == [len(f.text) for f in whole.findings]
    assert set("".join(f.text + f.before + f.after for f in shown.findings)) == {MASK}
    assert [f.source for f in shown.findings] == [f.source for f in whole.findings]
    assert shown.files[0].sha256 is None
    printed = shown.to_json().decode("utf-8")
    assert not any(value in printed for value in ("220", "少义", "呼中", "３，１６８", "3,168"))


def test_half_a_surrogate_pair_can_be_written() -> None:
    printed = json.loads(record("\ud83d投资220万元").to_json())
    assert printed["findings"][0]["before"] == "?投资"


def test_the_summary_is_in_the_order_of_kinds() -> None:
    findings = found("投资220万元，少义书记到会，呼中镇又投资30万元。")
    assert summary_of(findings) == {"person": 1, "place": 1, "money": 2}
    assert list(summary_of(findings)) == sorted(summary_of(findings), key=KINDS.index)


def test_the_shipped_schema_is_that_of_the_types_and_fits() -> None:
    shipped = ROOT / "anonymizer" / "schemas" / "scan.schema.json"
    schema = scan_schema()
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(schema))
    whole = record("投资220万元，少义书记到会。")
    for each in (whole, without_values(whole)):
        _assert_fits(json.loads(each.to_json()), schema, schema["$defs"])


CORPUS = sorted((ROOT / "corpus").glob("*.txt"))


@cache
def twice(profile: str) -> tuple[list[Redaction], list[Redaction]]:
    """The speeches of the corpus redacted, and what comes of that redacted again."""
    originals = [path.read_bytes().decode("utf-8") for path in CORPUS]
    first = list(redact_all(originals, profile, placeholder="x"))
    return first, list(redact_all([each.text for each in first], profile))


BESIDE = ("statistical.", "organization.generic")
"""Rules that judge ordinary words by what stands beside them: where a placeholder has come to
stand there, they may take words for a name that they let be in the original (X副局长管建设)."""


@pytest.mark.parametrize("profile", PROFILES)
def test_what_was_redacted_passes_but_for_words_beside_placeholders(profile: str) -> None:
    first, again = twice(profile)
    removed = sum(len(each.slots) for each in first)
    left = [slot for each in again for slot in each.slots]
    assert removed > 1000
    assert all(slot.rule.startswith(BESIDE) for slot in left), [slot.rule for slot in left]
    assert len(left) < removed / 100


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_found_in_a_redacted_text_was_no_fact_of_the_original(profile: str) -> None:
    for one, two in zip(*twice(profile), strict=True):
        values = {slot.text for slot in one.slots}
        assert not [slot.rule for slot in two.slots if slot.text in values]

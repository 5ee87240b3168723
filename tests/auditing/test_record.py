"""The record of an audit as JSON, CSV and SARIF, against the shipped schemas and its texts."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest

import anonymizer
from anonymizer import audit, audit_schema, audits_schema
from anonymizer.auditing.batch import audited, summed, with_sisters
from anonymizer.auditing.record import AuditsRecord, Unpaired
from anonymizer.auditing.report import to_csv, to_sarif
from anonymizer.documents.source import Source
from anonymizer.rulebook import load
from anonymizer.slots import Tool
from tests.helpers import ROOT

ORIGINAL = (
    "在2021年全市经济工作会议上的讲话\n一、工业\n总投资100亿元，其中工业60亿元、农业40亿元。\n"
    "副区长周保汉到会。呼中镇来了，呼中镇很好。\n二、其他\n这一句后来删去了，花了35万元才办成。\n"
)
REDACTED = (
    "在2025年全市经济工作会议上的讲话\n一、工业\n总投资100亿元，其中工业60亿元、农业X亿元。\n"
    "副区长周XX到会。X镇来了，呼中镇很好。\n二、其他\n"
)


def test_every_way_of_a_fact() -> None:
    found = {(fact.text, fact.verdict, fact.reason) for fact in audit(ORIGINAL, REDACTED).facts}
    assert found == {
        ("2021", "altered", "other_value"),
        ("100", "kept", "stands"),
        ("60", "kept", "stands"),
        ("40", "derivable", "sum"),
        ("周保汉", "partly", "part_left"),
        ("呼中", "kept_elsewhere", "mention"),
        ("呼中", "kept", "stands"),
        ("35", "gone", "passage_missing"),
    }


@pytest.mark.parametrize("values", [True, False])
@pytest.mark.parametrize("other", [REDACTED, ORIGINAL, "", "别的文字。"])
def test_the_schema_describes_what_is_written(other: str, values: bool) -> None:
    record = json.loads(audit(ORIGINAL, other).record(values=values).to_json())
    schema = audit_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert_fits(record, schema, schema["$defs"])


def test_the_schema_describes_the_audits_of_folders() -> None:
    pairs = [audited_pair("a.txt"), audited_pair("b.txt")]
    records = [each.record for each in with_sisters(pairs, {"c.txt": ORIGINAL})]
    assert any(trace.how == "sister" for r in records for fact in r.facts for trace in fact.traces)
    whole = AuditsRecord(
        schema_version=1,
        tool=Tool("anonymizer", anonymizer.__version__),
        profile="standard",
        values=True,
        summary=summed(records),
        pairs=tuple(records),
        unpaired=Unpaired(("d.txt",), ()),
        failed=("e.txt: no such file",),
    )
    schema = audits_schema()
    loaded = json.loads(whole.to_json())
    assert_fits(loaded, schema, schema["$defs"])
    assert sum(loaded["summary"].values()) == sum(len(pair["facts"]) for pair in loaded["pairs"])


@pytest.mark.parametrize(("name", "made"), [("audit", audit_schema), ("audits", audits_schema)])
def test_the_shipped_schemas_are_those_of_the_types(name: str, made: Any) -> None:
    shipped = ROOT / "anonymizer" / "schemas" / f"{name}.schema.json"
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(made()))


def audited_pair(name: str) -> Any:
    original, redacted = Source.from_text(ORIGINAL, name), Source.from_text(REDACTED, name)
    return audited(original, redacted, "standard", load())


def test_csv_has_a_row_for_each_fact() -> None:
    record = audited_pair("a.txt").record
    rows = list(csv.DictReader(io.StringIO(to_csv([record, record]).decode("utf-8-sig"))))
    assert len(rows) == 2 * len(record.facts)
    for row, fact in zip(rows, record.facts, strict=False):
        assert (row["id"], row["verdict"], row["text"]) == (fact.id, fact.verdict, fact.text)
        start, end = int(row["original_start"]), int(row["original_end"])
        assert ORIGINAL[start:end] == row["text"]
        if row["redacted_start"]:
            start, end = int(row["redacted_start"]), int(row["redacted_end"])
            assert REDACTED[start:end] == row["replacement"]


def test_sarif_has_what_is_to_be_looked_at_where_it_stands() -> None:
    each = audited_pair("a.txt")
    made = json.loads(to_sarif([(each.record, "a.txt")], {"a.txt": each.lines}, ["b: bad"]))
    (run,) = made["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert made["version"] == "2.1.0"
    found = Counter(result["ruleId"] for result in run["results"])
    wanted = Counter(fact.verdict for fact in each.record.facts if fact.verdict != "gone")
    assert found == wanted
    lines = REDACTED.splitlines()
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["charOffset"]
        column = region["startColumn"] - 1
        stands = REDACTED[start : start + region["charLength"]]
        assert lines[region["startLine"] - 1][column : column + len(stands)] == stands
    stands_elsewhere = next(r for r in run["results"] if r["ruleId"] == "kept_elsewhere")
    region = stands_elsewhere["locations"][0]["physicalLocation"]["region"]
    assert REDACTED[region["charOffset"] :].startswith("呼中镇很好")
    prints = [json.dumps(result["partialFingerprints"]) for result in run["results"]]
    assert len(set(prints)) == len(prints)
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "b: bad"


def test_half_a_surrogate_pair_can_be_written() -> None:
    text = "\ud800投资220万元\udfff，\ud800很好。"
    record = audit(text, text.replace("220", "X")).record()
    assert json.loads(record.to_json())["facts"][0]["text"] == "220"
    assert "?投资" in to_csv([record]).decode("utf-8-sig")
    uri = "a.txt"
    pair = [(audit("投资220万元。\udcff", "投资220万元。\udcff").record(), uri)]
    assert json.loads(to_sarif(pair, {uri: audited_pair(uri).lines}, ["n\udcfe: bad"]))["runs"]


def assert_fits(value: object, schema: dict[str, Any], defs: dict[str, Any]) -> None:
    """As much of JSON Schema as ours uses: references, types, required and known fields."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        assert any(_fits(value, choice, defs) for choice in schema["anyOf"]), (value, schema)
        return
    if "enum" in schema:
        assert value in schema["enum"], (value, schema)
    names: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "null": type(None),
        "number": (int, float),
        "boolean": bool,
    }
    if "type" in schema:
        assert isinstance(value, names[schema["type"]]), (value, schema)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema.get("required", ())) <= set(value)
        assert set(value) <= set(schema["properties"])
        for key, below in value.items():
            assert_fits(below, schema["properties"][key], defs)
    if isinstance(value, list):
        inner = schema.get("prefixItems") or [schema.get("items") or {}] * len(value)
        for item, below in zip(value, inner, strict=True):
            assert_fits(item, below, defs)


def _fits(value: object, schema: dict[str, Any], defs: dict[str, Any]) -> bool:
    try:
        assert_fits(value, schema, defs)
    except AssertionError:
        return False
    return True

from __future__ import annotations

import json
from pathlib import Path

import pytest

import anonymizer
from anonymizer import KINDS, Manifest, RestoreError, Span, manifest_schema, redact, restore
from tests.helpers import ROOT

DESIGNED = [
    "person",
    "place",
    "organization",
    "name",
    "date",
    "time",
    "money",
    "percent",
    "quantity",
    "ratio",
    "number",
    "code",
    "phone",
    "email",
    "url",
    "id_card",
    "bank_card",
    "credit_code",
    "plate",
    "term",
]


def test_the_kinds_are_the_designs() -> None:
    assert list(KINDS) == DESIGNED


def test_a_span_needs_a_place_and_a_kind() -> None:
    with pytest.raises(ValueError, match="start < end"):
        Span(3, 3, "money", "r")
    with pytest.raises(ValueError, match="unknown kind 'cash'"):
        Span(0, 3, "cash", "r")
    assert Span(0, 3, "keep", "r").score == 1.0


def test_a_manifest_reads_back() -> None:
    manifest = redact("投资220万元，少义书记到会。").manifest
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_a_manifest_has_the_designs_fields() -> None:
    loaded = json.loads(redact("一、投资\n实现产值23381万元。").manifest.to_json())
    assert loaded["schema_version"] == 1
    assert loaded["tool"]["name"] == "anonymizer"
    assert loaded["profile"] == "standard"
    assert loaded["placeholder"] == "x"
    assert len(loaded["rules_sha256"]) == len(loaded["source"]["sha256"]) == 64
    assert loaded["source"]["encoding"] == "utf-8"
    assert loaded["source"]["characters"] == len("一、投资\n实现产值23381万元。")
    assert loaded["output"]["characters"] == len("一、投资\n实现产值X万元。")
    (slot,) = loaded["slots"]
    assert slot | {"score": 0} == {
        "id": "s1", "kind": "money", "text": "23381", "placeholder": "X", "unit": "万元",
        "value": {"number": "233810000", "unit": "CNY"}, "label": "实现产值", "entity": "e1",
        "section": ["一"], "source": [9, 14], "output": [9, 10], "before": "实现产值",
        "after": "万元。", "rule": "money.amount", "score": 0,
    }  # fmt: skip


def test_context_stays_on_its_line() -> None:
    (slot,) = redact("上一行\n投资220万元\n下一行").slots
    assert (slot.before, slot.after) == ("投资", "万元")


def test_the_same_person_is_one_entity_and_figures_are_their_own() -> None:
    slots = redact("副区长周保汉来了。周保汉说，投资5万元，又投资5万元。").slots
    people = [s.entity for s in slots if s.kind == "person"]
    money = [s.entity for s in slots if s.kind == "money"]
    assert len(people) == 2
    assert len(set(people)) == 1
    assert len(set(money)) == 2


def test_a_figure_cut_by_a_line_says_how_it_reads() -> None:
    text = (
        "今年以来，全县上下团结一心，项目建设跑出了加速度，全年一共完成固定资产投资23\n"
        "81万元，为下一步发展打下了基础。"
    )
    (slot,) = redact(text).slots
    assert (slot.text, slot.surface, slot.placeholder) == ("23\n81", "2381", "X")
    assert restore(redact(text).text, redact(text).manifest) == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a manifest"),
        (b"{}", "schema_version"),
        (b"\xff\xfe", "not a manifest"),
        (b"[]", "not a manifest"),
    ],
)
def test_what_is_no_manifest_says_so(data: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Manifest.from_json(data)


def test_a_newer_manifest_is_refused() -> None:
    data = redact("投资220万元").manifest.to_json()
    with pytest.raises(ValueError, match="schema_version"):
        Manifest.from_json(data.replace(b'"schema_version": 1', b'"schema_version": 2'))


def test_a_changed_text_is_not_restored() -> None:
    redaction = redact("投资220万元")
    with pytest.raises(RestoreError, match="changed since"):
        restore(redaction.text + "。", redaction.manifest)


def test_the_shipped_schema_is_that_of_the_code() -> None:
    shipped = ROOT / "anonymizer" / "schemas" / "manifest.schema.json"
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(manifest_schema()))


def test_the_schema_describes_what_is_written() -> None:
    schema = manifest_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    manifest = json.loads(redact("李县长说：2021年投资220万元, 好").manifest.to_json())
    _assert_fits(manifest, schema, schema["$defs"])


def _assert_fits(value: object, schema: dict, defs: dict) -> None:
    """As much of JSON Schema as ours uses: references, types, required and known fields."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        assert any(_fits(value, choice, defs) for choice in schema["anyOf"]), (value, schema)
        return
    if "enum" in schema:
        assert value in schema["enum"]
    names = {
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
            _assert_fits(below, schema["properties"][key], defs)
    if isinstance(value, list):
        inner = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        for item, below in zip(value, inner, strict=True):
            _assert_fits(item, below, defs)


def _fits(value: object, schema: dict, defs: dict) -> bool:
    try:
        _assert_fits(value, schema, defs)
    except AssertionError:
        return False
    return True


def test_the_shipped_schema_is_that_of_the_types() -> None:
    shipped = Path(anonymizer.__file__).parent / "schemas" / "manifest.schema.json"
    assert json.loads(shipped.read_text("utf-8")) == json.loads(json.dumps(manifest_schema()))

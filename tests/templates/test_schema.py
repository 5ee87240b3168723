from __future__ import annotations

import json
import re

import pytest

from anonymizer import KINDS, fill, template
from anonymizer.templates import schema
from anonymizer.templates.fields import kind_field

SPEECH = "全县生产总值实现23381万元，同比下降1.1%，李县长到会。来了12人。"


def test_it_says_what_each_value_must_look_like() -> None:
    made = template(SPEECH).schema("speech.txt")
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"] == "speech.txt"
    properties = made["properties"]
    assert isinstance(properties, dict)
    assert made["required"] == list(properties)
    assert made["additionalProperties"] is False
    money, _, person, people = properties.values()
    assert money["type"] == ["string", "number"]
    assert money["unit"] == "万元"
    assert money["kind"] == "money"
    assert money["description"] == "全县生产总值实现X万元，同比下降X%，X县长到会。"
    assert re.search(money["pattern"], "三千五百余")
    assert re.search(money["pattern"], "1,234.5万元")
    assert not re.search(money["pattern"], "很多")
    assert "minimum" not in money
    assert (person["type"], person["title"]) == ("string", "县长")
    assert people["minimum"] == 0
    assert "23381" not in json.dumps(made)


def test_written_and_read_again_the_fields_are_the_same() -> None:
    skeleton = template(SPEECH)
    assert schema.read_json(schema.to_json(skeleton.schema())) == skeleton.fields
    assert schema.read(skeleton.schema()) == skeleton.fields


def test_an_original_always_fits() -> None:
    skeleton = template("气温降到-6℃，降到零下17℃，比分3∶1。")
    assert fill(skeleton, skeleton.values) == skeleton.speech


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"[]", "no properties"),
        (b"{}", "no properties"),
        (b"\xff", "not a schema"),
        (b"{", "not a schema"),
        (b'{"properties": {"a": 1}}', "a is no object"),
        (b'{"properties": {"a": {"pattern": "("}}}', "unusable pattern"),
        (b'{"properties": {"a": {"minimum": "1"}}}', "no number"),
        (b'{"properties": {"a": {"unit": 1}}}', "unit that is no text"),
    ],
)
def test_what_is_no_schema(data: bytes, complaint: str) -> None:
    with pytest.raises(schema.SchemaError) as caught:
        schema.read_json(data)
    assert complaint in str(caught.value)


def test_every_kind_has_a_pattern_that_compiles_or_none() -> None:
    for kind in KINDS:
        for unit in (None, "元/吨", "m²", "[个]", "%"):
            if pattern := kind_field("v", "", kind, unit).pattern:
                re.compile(pattern)


@pytest.mark.parametrize(
    ("kind", "fits", "does_not"),
    [
        ("money", ["220", "三千五百余", "1,234.5", "25-40", "近3000", "２２０"],
         ["很多", "{{ a }}", ""]),
        ("percent", ["1.1", "-3", "七十四点六"], ["abc", "增长"]),
        ("ratio", ["3:1", "三分之二", "四成", "3∶1.2∶1"], ["大"]),
        ("date", ["2026", "三", "2021年6月", "12·4", "2023—2024", "正月十五"], ["明天见", "x"]),
        ("time", ["9", "9:30", "下午3", "十时"], ["马上"]),
        ("phone", ["0452-7326119", "13800138000", "120"], ["电话", "1"]),
        ("email", ["a.b@c.cn"], ["a.b"]),
        ("id_card", ["11010519491231002X"], ["1101"]),
        ("person", ["李", "阿卜杜拉·买买提", "John"], ["220", "1.1%"]),
    ],
)  # fmt: skip
def test_kinds(kind: str, fits: list[str], does_not: list[str]) -> None:
    pattern = kind_field("v", "", kind, None).pattern
    assert pattern
    assert [text for text in fits if not re.search(pattern, text)] == []
    assert [text for text in does_not if re.search(pattern, text)] == []

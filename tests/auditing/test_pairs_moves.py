"""What a hand does to one fact."""

from __future__ import annotations

import random

import pytest

from tests.auditing import moves
from tests.auditing.elsewhere import Redacted, digits_of

RNG = random.Random(3)


@pytest.mark.parametrize(
    ("text", "kind", "unit", "ways"),
    [
        ("23381", "money", "万元", {"２３３８１", "23,381", "2.3381亿元"}),
        ("5000", "money", "万元", {"５０００", "5,000", "五千", "0.5亿元"}),
        ("2", "quantity", "个", {"２", "两"}),
        ("305", "quantity", "户", {"３０５", "三百零五"}),
        ("11", "date", "月", {"１１", "十一"}),
        ("2020", "date", "年", {"２０２０", "二〇二〇"}),
        ("1,386.7", "money", "亿元", {"１，３８６．７", "1386.7"}),
    ],
)
def test_rewritten(text: str, kind: str, unit: str, ways: set[str]) -> None:
    found = [moves.rewritten(text, kind, unit, RNG) for _ in range(60)]
    assert {f[0] for f in found if f} == ways
    assert {f[1] for f in found if f and "亿元" in f[0]} <= {2}


def test_what_has_no_other_writing() -> None:
    assert moves.rewritten("周保汉", "person", "同", RNG) is None
    assert moves.rewritten("S301", "code", "线", RNG) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("周保汉", "person"), ("胡", "person"), ("呼中", "place"), ("恒丰锰业", "organization")),
        *(("2021", "date"), ("6", "date"), ("23:15", "time")),
        *(("三千五百", "money"), ("7.2", "percent")),
    ],
)
def test_altered(text: str, kind: str) -> None:
    for _ in range(30):
        other = moves.altered(text, kind, RNG)
        assert other is not None
        assert other != text
        if kind in moves.NAMES:
            assert not set(other) & set(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("周保汉", "person"), ("呼中", "place"), ("恒丰锰业", "organization")),
        *(("23381", "quantity"), ("15", "quantity"), ("2021", "date"), ("13800452671", "phone")),
    ],
)
def test_part_left(text: str, kind: str) -> None:
    for _ in range(30):
        left = moves.part_left(text, kind, RNG)
        assert left is not None
        shared = [c for c in left if c in text]
        assert 0 < len(shared) < len(text)


def test_what_has_no_parts() -> None:
    assert moves.part_left("胡", "person", RNG) is None
    assert moves.part_left("7", "quantity", RNG) is None
    assert moves.part_left("三分之二", "ratio", RNG) is None


def test_digits() -> None:
    text = "投资23,381万元，１５个，二百零六人，三千五百余，二〇二一年，0.50"
    assert digits_of(text) == ["23381", "15", "206", "35", "2021", "5"]


@pytest.mark.parametrize(
    ("fact", "kind", "after", "stands"),
    [
        ("鲁长河", "person", "同", "yes"),
        ("鲁", "person", "书", "perhaps"),
        ("石桥", "place", "镇", "no"),
        ("石桥铺", "place", "镇", "perhaps"),
        ("20000", "money", "元", "yes"),
        ("3", "quantity", "人", "perhaps"),
        ("3", "quantity", "户", "no"),
        ("2338", "money", "万", "perhaps"),
        ("4517", "money", "万", "no"),
    ],
)
def test_stands(fact: str, kind: str, after: str, stands: str) -> None:
    text = "鲁长河同志带来3人、20000元，桥铺约2.3亿元，鲁书记都记着"
    kept = {("person", "鲁长河"), ("money", "20000")}
    assert (
        Redacted(text, kept, "同志带来人、元，桥铺约亿元，鲁书记都记着").stands(fact, kind, after)
        == stands
    )

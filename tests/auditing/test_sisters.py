"""Slots that another text of the folder fills."""

from __future__ import annotations

import pytest

from anonymizer.auditing.sisters import Filled, sister_traces
from tests.helpers import seconds

SLOT = Filled("全县地区生产总值实现", "23381", "万元，同比下降", "a.txt")

FILLED = [
    (SLOT, "全县地区生产总值实现⟦23381万⟧元，同比下降了。"),
    (SLOT, "去年，全县 地区生产总值实现⟦２３，３８１ 万⟧元,同比下降了。"),
    (SLOT, "全县地区生产总值实现\n⟦2.3381亿⟧元，同比下降。"),
    (SLOT, "全县地区生产总值实现⟦两亿三千三百八十一万⟧元，同比下降。"),
    (Filled("一会儿，", "少义", "书记还要作重要讲话", "a"), "一会儿⟦少义⟧书记还要作讲话"),
    (Filled("我们的老朋友", "呼中", "镇的同志", "a"), "欢迎我们的老朋友⟦呼中⟧镇的同志。"),
    (Filled("", "李少义", "同志主持会议", "a"), "⟦李少义⟧同志主持会议，传达精神。"),
    (Filled("会议定于下个月", "十五", "日在县里召开", "a"), "会议定于下个月⟦15⟧日在县里召开"),
]

NOT_FILLED = [
    (SLOT, "全县地区生产总值实现23382万元，同比下降。"),
    (SLOT, "全县地区生产总值实现233810万元，同比下降。"),
    (SLOT, "全市地区社会总产值实现23381万元，同比上升。"),
    (SLOT, "全县地区生产总值实现X万元，同比下降，共23381万元。"),
    (Filled("投资", "220", "万元", "a"), "投资220万元建设了小区。"),
    (Filled("", "220", "", "a"), "220220220220"),
    (Filled("我们的老朋友", "", "镇的同志们好", "a"), "我们的老朋友镇的同志们好"),
]


@pytest.mark.parametrize(("slot", "marked"), FILLED)
def test_the_same_words_with_the_value(slot: Filled, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    found = sister_traces([slot], {"b.txt": text})
    ((name, start, end),) = found[0]
    assert name == "b.txt"
    assert text[:start] + "⟦" + text[start:end] + "⟧" + text[end:] == marked


@pytest.mark.parametrize(("slot", "text"), NOT_FILLED)
def test_other_words_or_another_value(slot: Filled, text: str) -> None:
    assert sister_traces([slot], {"b.txt": text}) == {}


def test_a_text_is_no_sister_of_its_own() -> None:
    text = "全县地区生产总值实现23381万元，同比下降。"
    found = sister_traces([SLOT], {"a.txt": text, "b.txt": text + text, "c.txt": "无关"})
    assert [trace.document for trace in found[0]] == ["b.txt"]
    assert found[0][0].start == 10


def test_each_slot_is_told_by_number_and_by_few_sisters() -> None:
    other = Filled("我们的老朋友", "呼中", "镇的同志", "a.txt")
    texts = {f"{number}.txt": "我们的老朋友呼中镇的同志" for number in range(30)}
    found = sister_traces([SLOT, other], texts)
    assert list(found) == [1]
    assert len(found[1]) == 8


@pytest.mark.parametrize("different", [1, 20_000])
def test_twenty_thousand_slots_in_a_megabyte(different: int) -> None:
    slots = [
        Filled(f"第{index % different}村实现产值", str(index % different), "万元，增长很快", "a")
        for index in range(20_000)
    ]
    sister = "".join(f"第{index}村实现产值{index}万元，增长很快。" for index in range(50_000))
    found = {}

    def work() -> None:
        found.update(sister_traces(slots, {"b": sister}))

    assert seconds(work, bound=15.0) < 15.0
    assert len(found) == 20_000

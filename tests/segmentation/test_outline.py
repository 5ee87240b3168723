from __future__ import annotations

import pytest

from anonymizer import redact, restore, segment, split_speeches
from tests.helpers import cases

COLLECTION = (
    "防汛讲话范文\n"
    "在全镇防汛工作会议上的讲话篇一\n"
    "同志们：\n今年入汛以来，我镇雨水偏多，共转移群众126人，李镇长作了具体安排。\n"
    "一、提高认识\n思想不能麻痹。\n"
    "在全镇防汛工作会议上的讲话篇二\n"
    "同志们：\n堤防加固投资85万元。\n二、落实责任\n责任到人。\n"
    "在全镇防汛工作会议上的讲话篇三\n"
    "同志们：\n值班要有人。\n"
)


@pytest.mark.parametrize("case", cases("outline.yaml"))
def test_role_of_a_line(case: dict[str, str]) -> None:
    (block,) = segment(case["line"]).blocks
    assert (block.role, block.label) == (case["role"], case.get("label", ""))


def test_a_collection_has_its_speeches() -> None:
    speeches = segment(COLLECTION).speeches
    assert [s.title.text[-1] for s in speeches if s.title] == ["一", "二", "三"]
    assert "".join(COLLECTION[s.start : s.end] for s in speeches) == COLLECTION


def test_split_gives_one_redaction_for_each_speech() -> None:
    parts = split_speeches(COLLECTION)
    assert [len(part.slots) for part in parts] == [2, 1, 0]
    assert all("同志们：" in part.text for part in parts)
    assert "".join(restore(part.text, part.manifest) for part in parts) == COLLECTION
    for part in parts:
        for slot in part.slots:
            assert COLLECTION[slice(*slot.source)] == slot.text


def test_a_single_speech_is_not_split() -> None:
    assert len(split_speeches("在会上的讲话\n同志们：\n好。")) == 1


def test_sections_of_slots() -> None:
    text = "在会上的讲话\n一、投资\n（一）工业\n投5元。\n（二）农业\n投6元。\n二、民生\n投7元。\n"
    sections = [slot.section for slot in redact(text).slots]
    assert sections == [("一", "（一）"), ("一", "（二）"), ("二",)]


def test_sections_begin_anew_with_each_speech() -> None:
    slots = redact(COLLECTION).slots
    assert [slot.section for slot in slots if slot.kind == "money"] == [()]


def test_the_number_of_a_collections_mark_stays_under_standard() -> None:
    text = "在全镇防汛工作会议上的讲话1\n同志们：\n责任到人。\n"
    assert redact(text).text == text

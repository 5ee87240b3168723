"""Labels: what an office clerk would write beside the empty field of a form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import redact
from anonymizer.redaction.labels import labels
from anonymizer.rulebook import load
from anonymizer.slots import Span

pytestmark = pytest.mark.usefixtures("rules_only")

# Every ⟦…⟧ is a figure; behind → the label of each, in order.
CASES = Path(__file__).with_name("labels.txt").read_text("utf-8")


def _cases() -> list[tuple[str, list[str]]]:
    cases = []
    for line in CASES.strip().splitlines():
        if not line.startswith("#"):
            sentence, expected = line.split("→ ")
            cases.append((sentence, expected.split("|")))
    return cases


def _places(marked: str) -> tuple[str, list[int]]:
    places = []
    plain = ""
    for part in re.split("([⟦⟧])", marked):
        if part == "⟦":
            places.append(len(plain))
        elif part != "⟧":
            plain += part
    return plain, places


@pytest.mark.parametrize(("marked", "expected"), _cases())
def test_label(marked: str, expected: list[str]) -> None:
    text, places = _places(marked)
    found = {slot.source[0]: slot.label for slot in redact(text).slots}
    assert [found.get(place) for place in places] == expected


# Spans given by hand, [figure:unit] and {kind:name}; no label may hold what a span covers.
GIVEN = [
    ("按地方分，疑似火点[26:个]，其中{place:大众}乡[7:个]、{place:兴国}乡[5:个]。",
     ["疑似火点", "乡", "疑似火点（X乡）", "乡", "疑似火点（X乡）"]),
    ("{place:呼中}镇投资[220:万元]，{organization:恒丰锰业}有限公司缴税[36:万元]。",
     ["镇", "投资", "有限公司", "缴税"]),
    ("财政局局长{person:张立新}同志负责筹集资金[500:万元]。", ["同志", "筹集资金"]),
    ("{person:王建国}书记走访了[12:户]困难户。", ["书记", "走访困难户"]),
    ("副县长{person:郑远}抓招商，引进项目[3:个]。", ["副县长", "引进项目"]),
    ("{name:映山红}品牌产值[1.2:亿元]，在{place:长青}大道开店[16:家]。",
     ["品牌", "产值", "大道", "开店"]),
    ("学生{person:李小花}今年[12:岁]。", ["姓名", "年龄"]),
    ("开户银行账号{bank_card:6222020200112233}，邮箱{email:a@b.example}。",
     ["账号", "电子邮箱"]),
]  # fmt: skip


def _given(marked: str) -> tuple[str, list[Span]]:
    text = ""
    spans = []
    at = 0
    for match in re.finditer(r"\[([^:\]]+):([^\]]+)\]|\{(\w+):([^}]+)\}", marked):
        text += marked[at : match.start()]
        figure, unit, kind, name = match.groups()
        start, end = len(text), len(text) + len(figure or name)
        if figure:
            money = "元" in unit
            attributes = {"unit": unit}
            spans.append(
                Span(start, end, "money" if money else "quantity", "test", 1.0, attributes)
            )
            text += figure + unit
        else:
            spans.append(Span(start, end, kind, "test"))
            text += name
        at = match.end()
    return text + marked[at:], spans


@pytest.mark.parametrize(("marked", "expected"), GIVEN)
def test_names_stay_out_of_labels(marked: str, expected: list[str]) -> None:
    text, spans = _given(marked)
    assert labels(text, spans, load()) == expected


PIECES = [
    "全县",
    "投资",
    "增长",
    "由",
    "到",
    "分别",
    "、",
    "和",
    "，",
    "。",
    "第",
    "“",
    "”",
    "内",
    "占",
    "的",
    "（",
    "）",
    "镇",
    "月",
    "日",
    "[7:个]",
    "[3:%]",
    "[9:万元]",
    "[5:岁]",
    "[2:小时]",
    "{place:阿甲}",
    "{person:钱乙}",
    "{date:31}",
    "{time:8}",
    "{code:丙4}",
]


PIECES = [
    "全县",
    "投资",
    "增长",
    "由",
    "到",
    "分别",
    "、",
    "和",
    "，",
    "。",
    "第",
    "“",
    "”",
    "内",
    "占",
    "的",
    "（",
    "）",
    "镇",
    "月",
    "日",
    "[7:个]",
    "[3:%]",
    "[9:万元]",
    "[5:岁]",
    "[2:小时]",
    "{place:阿甲}",
    "{person:钱乙}",
    "{date:31}",
    "{time:8}",
    "{code:丙4}",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_gets_short_labels_without_originals(pieces: list[str]) -> None:
    text, spans = _given("".join(pieces))
    made = labels(text, spans, load())
    assert len(made) == len(spans)
    for label in made:
        assert label is None or 0 < len(label) <= 20
        assert not re.search("[0-9]|阿甲|钱乙|丙|[\ue000-\ue002]", label or "")


def test_a_label_is_not_cut_inside_a_word() -> None:
    text = "各单位要通力协作，和平路、建设街的管网改造了12公里。了解情况的群众来了30人。"
    labels = [slot.label for slot in redact(text).slots if slot.kind == "quantity"]
    assert labels == ["管网改造", "了解情况的群众来"]

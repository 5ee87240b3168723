from __future__ import annotations

import pytest

from anonymizer import load_rules, redact, restore
from anonymizer.cleaning import clean
from tests.helpers import cases


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("case", cases("wrap.yaml", section="joined"))
def test_wrapped_lines_are_joined(case: dict[str, str], newline: str) -> None:
    before = case["before"].replace("\n", newline)
    patch = clean(before, load_rules())
    assert patch.apply(before) == case["after"]
    assert {edit.rule for edit in patch} == {"wrap.line"}


@pytest.mark.parametrize("case", cases("wrap.yaml", section="paged"))
def test_page_marks_go_and_pages_are_joined(case: dict[str, str]) -> None:
    patch = clean(case["before"], load_rules())
    assert patch.apply(case["before"]) == case["after"]
    assert {edit.rule for edit in patch} == {"wrap.page_mark"}


@pytest.mark.parametrize("text", cases("wrap.yaml", section="untouched"))
def test_the_speechs_own_lines_stay(text: str) -> None:
    assert clean(text, load_rules()).apply(text) == text


@pytest.mark.parametrize(
    "case", [*cases("wrap.yaml", section="joined"), *cases("wrap.yaml", section="paged")]
)
def test_restore_breaks_them_again_and_no_clean_leaves_them(case: dict[str, str]) -> None:
    cleaned = redact(case["before"])
    assert restore(cleaned.text, cleaned.manifest) == case["before"]
    assert redact(case["before"], clean=False).text.count("\n") == case["before"].count("\n")


def test_a_line_that_is_nothing_but_a_page_mark_does_no_harm() -> None:
    text = "一来源：网络整理三8–\t\r2、"
    assert restore(redact(text).text, redact(text).manifest) == text


def test_a_text_cut_up_by_columns_is_joined_even_behind_short_beginnings() -> None:
    long = (
        "要把全镇的灌溉渠道从头到尾走一遍，哪里淤了清哪里，哪里漏了补哪里，哪家的水口被堵了就去哪家"
    )
    paragraphs = [
        f"第一，把水管好。{long}说清楚道理。",
        f"第二，把田管好。{long}商量出办法来。",
        f"第三，把人管好。{long}做好思想工作。",
    ]
    cut = []
    for paragraph in paragraphs:
        # The column's first line is short, the next one ends in mid sentence as well.
        cut += [paragraph[:13], paragraph[13:51], paragraph[51:]]
    text = "\n\n".join(["同志们：", *cut, "一、压实责任", "各村要马上行动起来。"])
    lines = [line for line in redact(text).cleaned.split("\n") if line]
    assert lines == ["同志们：", *paragraphs, "一、压实责任", "各村要马上行动起来。"]

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

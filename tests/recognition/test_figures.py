from __future__ import annotations

from typing import Any

import pytest

from anonymizer import redact, restore
from anonymizer.ruletest import unmark
from tests.helpers import PROFILES, cases, marked

pytestmark = pytest.mark.usefixtures("rules_only")


@pytest.mark.parametrize("case", cases("figures.yaml"))
def test_figure(case: dict[str, Any]) -> None:
    text, places = unmark(case["text"])
    redaction = redact(text, clean=False)
    assert marked(redaction) == case["text"]
    assert [slot.kind for slot in redaction.slots] == [slot["kind"] for slot in case["slots"]]
    assert [slot.unit for slot in redaction.slots] == [slot.get("unit") for slot in case["slots"]]
    for slot, wanted in zip(redaction.slots, case["slots"], strict=True):
        if "value" in wanted:
            assert slot.value == wanted["value"]
    assert restore(redaction.text, redaction.manifest) == text
    assert len(places) == len(redaction.slots)


ARABIC = [case for case in cases("figures.yaml") if not set("一二三") & set(case.values[0]["text"])]


@pytest.mark.parametrize("case", ARABIC)
def test_no_arabic_figure_outlives_any_profile(case: dict[str, Any]) -> None:
    text, _ = unmark(case["text"])
    for profile in PROFILES:
        left = [c for c in redact(text, profile).text if c.isdecimal()]
        assert left == [], profile


@pytest.mark.parametrize("line", cases("figure_lines.yaml", section="standard"))
def test_what_states_a_fact_goes(line: str) -> None:
    assert marked(redact(unmark(line)[0], clean=False)) == line


@pytest.mark.parametrize("line", cases("figure_lines.yaml", section="keep"))
def test_what_states_none_stays(line: str) -> None:
    assert redact(line, clean=False).text == line


@pytest.mark.parametrize("line", cases("figure_lines.yaml", section="strict"))
def test_strict_takes_small_counts_and_relative_days(line: str) -> None:
    assert marked(redact(unmark(line)[0], "strict", clean=False)) == line


@pytest.mark.parametrize("case", cases("keep.yaml"))
def test_fixed_expressions_stay_under_standard(case: dict[str, str]) -> None:
    assert redact(case["text"]).text == case["text"]


@pytest.mark.parametrize("case", cases("keep.yaml"))
def test_light_takes_arabic_figures_anywhere(case: dict[str, str]) -> None:
    assert redact(case["text"], "light").text == case.get("light", case["text"])


def test_light_writes_the_letter_before_a_figure_large() -> None:
    redaction = redact("采购n95口罩", "light")
    assert redaction.text == "采购NX口罩"
    assert restore(redaction.text, redaction.manifest) == "采购n95口罩"
    (edit,) = redaction.edits
    assert (edit.text, edit.replacement) == ("n", "N")
    assert redact("采购n95口罩").text == "采购n95口罩"


@pytest.mark.parametrize("profile", ["standard", "strict"])
def test_numbers_of_headings_and_lists_stay(profile: str) -> None:
    text = "一、总体要求\n（一）目标\n1.增长目标\n（2）民生目标\n2．落实\n１、保障\n第一，抓紧。\n"
    assert redact(text, profile).text == text


def test_a_hotlines_digits_go_where_they_count_something() -> None:
    assert marked(redact("12345户群众，投资12315万元")) == "⟦12345⟧户群众，投资⟦12315⟧万元"


def test_a_figures_label_is_what_it_measures() -> None:
    text = "农业总产值实现40715万元，同比下降2.6%；新建学校3所。"
    labels = [slot.label for slot in redact(text).slots]
    assert labels[0] == "农业总产值"
    assert labels[2] == "新建学校"

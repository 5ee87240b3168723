from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import FillError, fill, template
from anonymizer.templates.markup import MarkupError

SPEECH = "呼中镇投资220万元，产量增长5.5%，李县长和王县长到会，来了12人。"
SKELETON = template(SPEECH)
TEXT = SKELETON.text
VALUES: dict[str, object] = {**SKELETON.values}


def filled(**values: object) -> str:
    return fill(SKELETON, {**VALUES, **values})


def problems(values: dict[str, object], **more: bool) -> list[tuple[str, str]]:
    with pytest.raises(FillError) as caught:
        fill(SKELETON, values, **more)
    return [(problem.what, problem.variable) for problem in caught.value.problems]


def test_its_variables() -> None:
    assert list(VALUES) == [
        "镇名", "投资_万元", "产量增长_百分比", "县长", "县长_2", "人数_人"
    ]  # fmt: skip


def test_all_that_is_wrong_is_said_at_once() -> None:
    first, money, percent, person, _, people = VALUES
    values = {**VALUES, first: "", money: "很多", percent: None, people: -3, "没有": "1"}
    values[person] = ["甲"]
    assert sorted(problems(values)) == sorted(
        [("missing", first), ("unfit", money), ("missing", percent), ("unfit", person),
         ("unfit", people), ("unknown", "没有")]
    )  # fmt: skip
    with pytest.raises(FillError) as caught:
        fill(SKELETON, values)
    told = str(caught.value)
    assert told.startswith("6 values do not fit:\n")
    assert "（万元）" in told
    assert "很多" not in told


def test_a_name_that_is_nearly_right_is_hinted_at() -> None:
    with pytest.raises(
        FillError, match=r"unknown: 县长_3 is not in the skeleton; is 县长_2 meant\?"
    ):
        fill(SKELETON, {**VALUES, "县长_3": "赵"})


@pytest.mark.parametrize(
    ("given_as", "stands"),
    [
        ("300", "300万元"), ("300万元", "300万元"), (" 300 万元 ", "300万元"), ("300万", "300万元"),
        (300, "300万元"), (1.5, "1.5万元"), (Decimal("1.50"), "1.50万元"),
        (1e16, "10000000000000000万元"),
        ("三百余", "三百余万元"), ("1,234.5", "1,234.5万元"),
    ],
)  # fmt: skip
def test_a_unit_stands_once(given_as: object, stands: str) -> None:
    money = list(VALUES)[1]
    assert filled(**{money: given_as}) == SPEECH.replace("220万元", stands)


def test_a_unit_of_another_scale_is_no_value_for_this_slot() -> None:
    money = list(VALUES)[1]
    for value in ("2.2亿元", "2.2亿", "220元", "220人"):
        assert problems({**VALUES, money: value}) == [("unfit", money)]


def test_percent_signs_and_generic_words_stand_once() -> None:
    place, _, percent, person, *_ = VALUES
    done = filled(**{place: "阿木尔镇", percent: "6.1％", person: "赵县长"})
    assert done == SPEECH.replace("呼中", "阿木尔").replace("5.5", "6.1").replace("李", "赵")


def test_a_vague_word_between_the_slot_and_its_unit() -> None:
    skeleton = template("投资220余万元。")
    (name,) = skeleton.variables
    assert fill(skeleton, {name: "300万元"}) == "投资300余万元。"


def test_where_the_unit_was_taken_out_of_the_skeleton_it_stays_in_the_value() -> None:
    text = TEXT.replace("}}万元", "}}")
    done = fill(text, {**VALUES, list(VALUES)[1]: "300万元"}, schema=SKELETON.schema())
    assert "投资300万元，" in done


def test_partial_leaves_the_placeholder() -> None:
    money = list(VALUES)[1]
    assert fill(SKELETON, {money: "300"}, partial=True) == (
        "X镇投资300万元，产量增长X%，X县长和X县长到会，来了X人。"
    )
    assert fill("投资{{ 甲 }}元", {}, partial=True) == "投资X元"
    assert problems({money: "很多"}, partial=True) == [("unfit", money)]


def test_numbers_are_no_names() -> None:
    person = list(VALUES)[3]
    assert problems({**VALUES, person: 3}) == [("unfit", person)]
    assert problems({**VALUES, person: "220"}) == [("unfit", person)]
    for value in (True, {}, float("nan"), Decimal("Infinity")):
        money = list(VALUES)[1]
        assert problems({**VALUES, money: value}) == [("unfit", money)]


def test_a_variable_taken_out_of_the_skeleton_is_no_mistake() -> None:
    text = TEXT.partition("，")[0]
    assert fill(text, VALUES, schema=SKELETON.schema()) == "呼中镇投资220万元"
    with pytest.raises(FillError, match="unknown"):
        fill(text, VALUES)


def test_what_is_no_skeleton() -> None:
    with pytest.raises(MarkupError):
        fill("{{ ", {})


@given(st.text(min_size=1).filter(str.strip), st.text(max_size=30))
def test_without_a_schema_values_go_in_as_they_are(value: str, around: str) -> None:
    from anonymizer.templates import markup
    from anonymizer.templates.gaps import Reference

    text = markup.write([around, Reference("甲"), around, Reference("甲")])
    assert fill(text, {"甲": value}) == around + value + around + value


def test_what_the_text_says_already_is_not_said_twice() -> None:
    assert (
        filled(产量增长_百分比="百分之5")
        == filled(产量增长_百分比="5个百分点")
        == filled(产量增长_百分比="5")
    )
    about = template("投资三千余万元。")
    (name,) = about.variables
    assert fill(about, {name: "四千余"}) == fill(about, {name: "四千"}) == "投资四千余万元。"


def test_a_part_of_a_date_is_no_whole_date() -> None:
    dated = template("2021年6月30日完工。")
    values = dict(dated.values)
    assert fill(dated, values) == "2021年6月30日完工。"
    month = next(name for name, gap in dated.variables.items() if gap.unit == "月")
    with pytest.raises(FillError, match="needs a date"):
        fill(dated, {**values, month: "2025年11月"})


def test_no_number_fills_the_text_with_zeros() -> None:
    assert problems({"投资_万元": float("1e300")})

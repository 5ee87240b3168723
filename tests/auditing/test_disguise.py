"""Which figures give a stripped one away in other words, and which are other facts."""

from __future__ import annotations

import pytest

from anonymizer import load_rules
from anonymizer.auditing.disguise import disguises, same_value
from anonymizer.auditing.figures import Figure
from anonymizer.auditing.tables import table_figures
from tests.auditing.figuring import figures_of, unmarked
from tests.helpers import cases, seconds

pytestmark = pytest.mark.usefixtures("rules_only")


def reasons(stripped: str, standing: str) -> set[str]:
    """How the figure in ⟦⟧ is given away by the figures of another text."""
    text, (place,) = unmarked(stripped)
    (hidden,) = (figure for figure in figures_of(text) if figure.start == place)
    rules = load_rules()
    visible = [*figures_of(standing, "strict"), *table_figures(standing, rules)]
    assert visible, "nothing is recognised in the second text"
    found = {reason for _, reason in disguises([hidden], visible, rules).get(0, [])}
    one_by_one = {same_value(hidden, figure, rules) for figure in visible} - {None}
    assert found == one_by_one
    return found


@pytest.mark.parametrize("case", cases("disguises.yaml", section="other_writing"))
def test_in_other_writing(case: dict[str, str]) -> None:
    assert reasons(**case) == {"other_writing"}


@pytest.mark.parametrize("case", cases("disguises.yaml", section="rounded"))
def test_rounded(case: dict[str, str]) -> None:
    assert reasons(**case) == {"rounded"}


@pytest.mark.parametrize("case", cases("disguises.yaml", section="mention"))
def test_as_it_is(case: dict[str, str]) -> None:
    assert reasons(**case) == {"mention"}


@pytest.mark.parametrize("case", cases("disguises.yaml", section="none"))
def test_another_fact(case: dict[str, str]) -> None:
    assert reasons(**case) == set()


def test_the_numbers_are_those_of_the_sequences() -> None:
    stripped = figures_of("投资220万元，生产总值23381万元。")
    standing = figures_of("新增学位300个，生产总值2.3381亿元。")
    assert disguises(stripped, standing, load_rules()) == {1: [(1, "other_writing")]}


CODES = [
    ("12335", "一二三三五", "other_writing"),
    ("K23+400", "Ｋ23+400", "mention"),
    ("532", "五三二", None),
    ("1+8+N", "1+8+M", None),
]


@pytest.mark.parametrize(("one", "other", "reason"), CODES)
def test_codes(one: str, other: str, reason: str | None) -> None:
    stripped, standing = (Figure(0, 1, text, "code", None, None, None) for text in (one, other))
    assert same_value(stripped, standing, load_rules()) == reason


def test_bare_numbers_of_tables_know_their_row_and_column() -> None:
    text = "单位|户数|资金（万元）|增速%\n---|---|---|---\n东乡|132|2,860.5|7.1\n"
    found = table_figures(text, load_rules())
    assert [(figure.text, figure.unit, figure.label) for figure in found] == [
        ("132", None, "东乡户数"),
        ("2,860.5", "万元", "东乡资金（万元）"),
        ("7.1", None, "东乡增速%"),
    ]
    assert found[1].value == {"number": "28605000", "unit": "CNY"}
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


def test_lines_that_are_no_tables_have_no_cells() -> None:
    assert table_figures("今年投资  220\n\n明年再说\n", load_rules()) == []
    assert table_figures("2021年，共有 35 人参加，缺席 2 人。\n", load_rules()) == []


def _money(number: int, label: str) -> Figure:
    value = {"number": str(number * 10_000), "unit": "CNY"}
    return Figure(0, 5, str(number), "money", "万元", value, label)


@pytest.mark.parametrize("kinds", [1, 50, 20_000])
def test_twenty_thousand_figures_on_either_side(kinds: int) -> None:
    rules = load_rules()
    stripped = [_money(10_000 + index % kinds, f"投资项目{index % 7}") for index in range(20_000)]
    standing = [
        _money(10_000 + (index * 7) % kinds, f"项目投资{index % 5}") for index in range(20_000)
    ]
    assert seconds(lambda: disguises(stripped, standing, rules), bound=12.0) < 12.0

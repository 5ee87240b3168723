"""Figures that come out of others, and figures that only look as if they did."""

from __future__ import annotations

import pytest

from anonymizer import load_rules
from anonymizer.auditing.arithmetic import Derivation, derivations, placed
from anonymizer.auditing.figures import Figure
from tests.auditing.figuring import figures_of, unmarked
from tests.helpers import cases, seconds

pytestmark = pytest.mark.usefixtures("rules_only")


def derived(marked: str) -> list[Derivation | None]:
    """What gives away each figure in ⟦⟧, all of them being stripped."""
    text, places = unmarked(marked)
    figures = figures_of(text)
    hidden = [figure.start in places for figure in figures]
    assert sum(hidden) == len(places), [figure.text for figure in figures]
    found = derivations(placed(figures, [not each for each in hidden], text), text, load_rules())
    assert all(hidden[index] for index in found)
    return [found.get(index) for index, each in enumerate(hidden) if each]


@pytest.mark.parametrize("case", cases("derivable.yaml", section="derivable"))
def test_the_others_give_it_away(case: dict[str, str]) -> None:
    (found,) = derived(case["text"])
    assert found is not None
    assert found.formula() == case["formula"]


@pytest.mark.parametrize("marked", cases("derivable.yaml", section="not_derivable"))
def test_the_others_do_not_give_it_away(marked: str) -> None:
    assert derived(marked) == [None]


REASONS = [
    ("总投资100亿元，其中工业⟦60⟧亿元、农业40亿元。", "sum", (0, 2)),
    ("产值由250亿元提高到280亿元，同比增长⟦12⟧%。", "growth", (1, 0)),
    ("20家企业复工⟦18⟧家，复工率90%。", "share", (0, 2)),
    ("给59名职工发放补助，人均⟦1500⟧元，共8.85万元。", "product", (2, 0)),
]


@pytest.mark.parametrize(("marked", "reason", "used"), REASONS)
def test_the_reason_and_the_figures_used(marked: str, reason: str, used: tuple[int, ...]) -> None:
    (found,) = derived(marked)
    assert found is not None
    assert (found.reason, found.used) == (reason, used)


def test_a_formula_without_values_shows_none() -> None:
    (found,) = derived("种植烤烟420亩，亩均收入3600元，总收入⟦151.2⟧万元。")
    assert found is not None
    assert found.formula(values=False) == "▇▇▇亩 × ▇▇▇▇元 = ▇▇▇▇▇万元"


def test_a_derived_figure_derives_another() -> None:
    total, rate = derived("今年⟦100⟧亿元投资中，工业60亿元、农业40亿元，合计⟦100⟧亿元。")[:2]
    assert total is None
    assert rate is not None
    first, second = derived(
        "去年产值为250亿元，今年达到⟦280⟧亿元，同比增长12%，其中工业170亿元、农业⟦110⟧亿元。"
    )
    assert first is not None
    assert first.formula() == "250亿元 × (1 + 12%) = 280亿元"
    assert second is not None
    assert second.formula() == "280亿元 − 170亿元 = 110亿元"


def test_two_unknown_figures_of_one_sum_stay_unknown() -> None:
    marked = "总投资100亿元，其中工业⟦60⟧亿元、农业⟦25⟧亿元、服务业15亿元。"
    assert derived(marked) == [None, None]


def test_a_chain_has_an_end() -> None:
    # Each year is told by the next: seven steps back from the last.
    years = [f"由⟦{count}⟧户增加到⟦{count + 100}⟧户，净增100户" for count in range(1000, 1800, 100)]
    text = "。".join(years) + "。全县最后剩1800户。"
    assert all(each is None for each in derived(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "全县查出隐患73处，已整改61处，剩余12处。",
        "由120户增加到150户，增长25%，占比80%，人均300元，共5万元，",
        "其中工业60亿元、农业40亿元、",
        "合计1处，",
        "| 1 | 2 | 3 |\n",
        "合计\t10000\t20000\t30000\n",
    ],
)
def test_twenty_thousand_figures_take_time_in_proportion(sentence: str) -> None:
    rules = load_rules()

    def work(count: int) -> float:
        piece = figures_of(sentence)
        assert piece
        figures: list[Figure] = []
        text = ""
        while len(figures) < count:
            at = len(text)
            figures += [each._replace(start=each.start + at, end=each.end + at) for each in piece]
            text += sentence
        shown = placed(figures, [index % 3 > 0 for index in range(len(figures))], text)
        return seconds(lambda: derivations(shown, text, rules), bound=count / 2_500)

    assert work(20_000) < 8.0

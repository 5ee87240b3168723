"""What is aligned with what, from the fold of a text to whole passages."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer.auditing.alignment import Alignment, align
from anonymizer.auditing.blocks import Extent, ascending, blocks
from anonymizer.auditing.folding import PLACEHOLDER, Folded, fold
from anonymizer.auditing.gaps import MATCH, UNDER, aligned


def folded(text: str) -> Folded:
    """A text in which ▢ is a placeholder."""
    return fold(text, [(place, place + 1) for place, c in enumerate(text) if c == "▢"])


def hidden(original: str, redacted: str) -> tuple[Alignment, dict[int, str]]:
    """The alignment, and what each placeholder, counted from 0, hides."""
    first, second = folded(original), folded(redacted)
    found = align(first, second)
    order = [place for place, symbol in enumerate(second.symbols) if symbol == PLACEHOLDER]
    texts: dict[int, str] = {}
    for index, place in enumerate(found.under):
        if place >= 0:
            number = order.index(place)
            texts[number] = texts.get(number, "") + first.symbols[index]
    return found, texts


def test_folding_keeps_letters_digits_and_places() -> None:
    text = "投资２２０万元，\n增长 8.5％。"
    made = fold(text)
    assert made.symbols == "投资220万元增长85%"
    assert [text[a:b] for a, b in zip(made.starts, made.ends, strict=True)] == list(
        "投资２２０万元增长85％"
    )
    assert list(made.breaks) == [2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert made.symbols_of(2, 5) == (2, 5)


def test_one_character_may_be_several_symbols() -> None:
    made = fold("五㎡地")
    assert made.symbols == "五m2地"
    assert (list(made.starts), list(made.ends)) == ([0, 1, 1, 2], [1, 2, 2, 3])


def test_a_placeholder_is_one_symbol() -> None:
    made = fold("投资XXX万元", [(2, 5)])
    assert made.symbols == f"投资{PLACEHOLDER}万元"
    assert (made.starts[2], made.ends[2]) == (2, 5)


@given(st.text(max_size=60))
def test_folding_holds_on_any_text(text: str) -> None:
    made = fold(text)
    assert len(made.symbols) == len(made.starts) == len(made.ends) == len(made.breaks)
    assert list(made.starts) == sorted(made.starts)
    assert all(a < b <= len(text) for a, b in zip(made.starts, made.ends, strict=True))


GAPS = [
    ("13支350人", "▢支▢人", ["13", "350"]),
    ("周保汉", "周▢", ["保汉"]),
    ("呼中镇小区", "▢中镇小区", ["呼"]),
    ("三四等", "▢等", ["三四"]),
    ("n95口罩", "n▢口罩", ["95"]),
    ("增长85%", "增长▢%", ["85"]),
]


@pytest.mark.parametrize(("first", "second", "wanted"), GAPS)
def test_a_gap_is_told_apart_symbol_by_symbol(first: str, second: str, wanted: list[str]) -> None:
    none = bytes(len(first) + 1)
    steps = list(
        aligned(
            first, second.replace("▢", PLACEHOLDER), none, bytes(len(second) + 1), none, none, none
        )
    )
    texts: dict[int, str] = {}
    for step in reversed(steps):
        if step.way == UNDER:
            texts[step.second] = texts.get(step.second, "") + first[step.first]
        else:
            assert step.way == MATCH
            assert first[step.first] == second[step.second]
    assert list(texts.values()) == wanted


def test_what_is_hidden_does_not_reach_over_the_end_of_a_sentence() -> None:
    first, second = "甲乙丙丁戊", f"{PLACEHOLDER}丁戊"
    breaks = bytes((2, 0, 2, 0, 0, 0))
    none = bytes(6)
    steps = aligned(first, second, breaks, bytes(4), none, none, none)
    assert len([step for step in steps if step.way == UNDER]) < 3


@given(st.text("甲乙丙▢", max_size=12), st.text("甲乙丙▢", max_size=12))
def test_alignment_goes_forward(first: str, second: str) -> None:
    second = second.replace("▢", PLACEHOLDER)
    none = bytes(len(first) + 1)
    steps = list(aligned(first, second, none, bytes(len(second) + 1), none, none, none))[::-1]
    places = [(step.first, step.second) for step in steps]
    assert places == sorted(places)
    for step in steps:
        same = first[step.first] == second[step.second]
        assert same if step.way == MATCH else second[step.second] == PLACEHOLDER


def test_blocks_grow_from_what_occurs_once() -> None:
    first, second = "今年全县开工项目三十个总投资", "据悉今年全县开工项目若干总投资"
    found = blocks(first, second, [(0, len(first))], [(0, len(second))], 4)
    assert [first[b.first : b.first + b.length] for b in found] == ["今年全县开工项目"]


def test_equal_lines_pair_in_their_order() -> None:
    line = "各乡镇要抓好落实"
    found = blocks(line * 3, line * 3, [(0, 24)], [(0, 24)], 4)
    assert [(b.first, b.second, b.length) for b in found] == [(0, 0, 24)]


extents = st.lists(
    st.builds(
        lambda a, b, c, d: Extent(a, a + c, b, b + d, c),
        *(st.integers(0, 30), st.integers(0, 30), st.integers(1, 6), st.integers(1, 6)),
    ),
    max_size=8,
)


@given(extents)
def test_the_heaviest_chain_is_found(given_: list[Extent]) -> None:
    def best(chain: list[Extent], left: list[Extent]) -> int:
        weights = [sum(each.weight for each in chain)]
        for index, each in enumerate(left):
            after = not chain or (
                chain[-1].end <= each.start and chain[-1].other_end <= each.other_start
            )
            if after:
                weights.append(best([*chain, each], left[index + 1 :]))
        return max(weights)

    chosen = [given_[index] for index in ascending(given_)]
    for before, after in pairwise(chosen):
        assert before.end <= after.start
        assert before.other_end <= after.other_start
    assert sum(each.weight for each in chosen) == best([], sorted(given_))


PAIRS = [
    pytest.param(
        "少义书记到会，讲了三点意见。", "▢书记到会，讲了三点意见。", {0: "少义"}, id="at the start"
    ),
    pytest.param("会议由周保汉主持", "会议由▢主持", {0: "周保汉"}, id="short"),
    pytest.param(
        "全县完成投资220万元,同比增长8.5%;新建学校3所",
        "全县完成投资▢万元，同比增长▢％；\n新建学校▢所",
        {0: "220", 1: "85", 2: "3"},
        id="marks and lines",
    ),
    pytest.param(
        "先说修路的事，今年要修通岭上到河口的路，投资350万元。再说用水的事，自来水要通到每家每户，管网要换12公里。",
        "再说用水的事，自来水要通到每家每户，管网要换▢公里。先说修路的事，今年要修通岭上到河口的路，投资▢万元。",
        {0: "12", 1: "350"},
        id="sentences that changed places",
    ),
    pytest.param(
        "本文来源网络。各位代表，去年全县粮食总产18.6万吨，同比增加两成。下载需要积分。",
        "各位代表，去年全县粮食总产▢万吨，同比增加▢。",
        {0: "186", 1: "两成"},
        id="site noise",
    ),
]


@pytest.mark.parametrize(("original", "redacted", "wanted"), PAIRS)
def test_placeholders_hide_what_they_replaced(
    original: str, redacted: str, wanted: dict[int, str]
) -> None:
    assert hidden(original, redacted)[1] == wanted


def test_passages_go_with_what_was_moved() -> None:
    first = "先说修路的事，今年要修通岭上到河口的路，一定要修好。"
    second = "再说用水的事，自来水要通到每家每户，管网都要换新。"
    found, _ = hidden(first + second, second + first)
    assert len(found.passages) == 2
    assert all(place >= 0 for place in found.same)


def test_texts_that_have_nothing_in_common_are_not_aligned() -> None:
    found, texts = hidden("春耕备耕要早谋划，种子化肥要备足。", "请各位家长准时到校，自带雨具。")
    assert texts == {}
    assert sum(place >= 0 for place in found.same) < 4


def test_a_sentence_that_was_left_out_has_no_counterpart() -> None:
    kept = "全县上下要把这件事抓紧抓实。"
    left = "去年冬天我们走访了四十七户人家，收到意见九十条。"
    found, _ = hidden(f"{kept}{left}{kept}{kept}", f"{kept}{kept}{kept}")
    start = len(fold(kept).symbols)
    assert all(place < 0 for place in found.same[start : start + len(fold(left).symbols)])


def test_long_texts_take_time_in_proportion() -> None:
    def pair(lines: int) -> tuple[Folded, Folded]:
        original = [
            f"第{n}村今年投资{n * 7}万元修建水渠，受益群众{n * 3}人。" for n in range(lines)
        ]
        redacted = [f"第{n}村今年投资▢万元修建水渠，受益群众▢人。" for n in range(lines)]
        return folded("\n".join(original)), folded("\n".join(redacted))

    def seconds(lines: int) -> float:
        texts = pair(lines)
        started = time.process_time()
        align(*texts)
        return time.process_time() - started

    assert seconds(4_000) < 12 * max(seconds(1_000), 0.05)

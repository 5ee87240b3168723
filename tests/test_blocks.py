"""Blocks: everything comes through, in its order, and as it would alone."""

from __future__ import annotations

from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

import anonymizer
from anonymizer.blocks import SIZE, blocks


@given(st.lists(st.integers(0, 2 * SIZE), max_size=600))
def test_blocks_keep_all_items_in_order(sizes: list[int]) -> None:
    made = list(blocks(sizes, lambda size: size))
    assert [size for block in made for size in block] == sizes
    assert all(made)
    # A block ends with the item that fills it.
    assert all(sum(block[:-1]) < SIZE for block in made)


def test_texts_in_blocks_become_what_they_become_alone() -> None:
    texts = [
        "县长李建国到会，投资220万元建设了青石坎镇小区。",
        "",
        "李建国同志指出，要抓好安全生产。",
        "建国同志强调。\r\n联系电话：13800138000",
    ]
    together = list(anonymizer.redact_all(texts))
    alone = [anonymizer.redact(text) for text in texts]
    assert [each.text for each in together] == [each.text for each in alone]
    assert [each.manifest for each in together] == [each.manifest for each in alone]


def test_a_stream_without_end_is_read_as_far_as_it_is_asked_for() -> None:
    endless = (f"投资{number}万元。" + "要抓好落实。" * 2000 for number in count())
    texts = [made.text[:6] for made in islice(anonymizer.redact_all(endless), 3)]
    assert texts == ["投资X万元。"] * 3


def test_what_is_wrong_is_said_before_a_text_is_taken() -> None:
    with pytest.raises(ValueError, match="unknown placeholder style"):
        anonymizer.redact_all(["一"], placeholder="stars")
    with pytest.raises(anonymizer.RuleError):
        anonymizer.redact_all(["一"], "none-such")

from __future__ import annotations

import pytest
from hypothesis import given

from anonymizer import load_rules
from anonymizer.segmentation import sentences
from anonymizer.segmentation.numerals import value
from anonymizer.segmentation.words import boundaries, common_words
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("好。很好！真的？是的……", ["好。", "很好！", "真的？", "是的……"]),
        ("他说：“干！”大家都干。", ["他说：“干！”", "大家都干。"]),
        ("一行\n　　二行。\r\n三行", ["一行", "二行。", "三行"]),
        ("增长3.5%，很好。", ["增长3.5%，很好。"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == wanted


@given(texts)
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    places = list(sentences(text))
    found = "".join(text[start:end] for start, end in places)
    assert "".join(found.split()) == "".join(text.split())
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("12", 12), ("二一", 0)],
)
def test_numbers_of_headings(numeral: str, number: int) -> None:
    assert value(numeral) == number


def test_words_begin_and_end_where_words_do() -> None:
    text = "全镇经济社会稳步向前，年初以来形势喜人ABC 12.5%。"
    places = boundaries(text, common_words(load_rules()))
    assert {0, len(text), text.index("年初")} <= places
    assert text.index("济社会") not in places
    assert boundaries("", frozenset()) == {0}

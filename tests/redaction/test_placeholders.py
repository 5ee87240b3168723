from __future__ import annotations

import re

import pytest

from anonymizer import redact
from tests.helpers import STYLES

TEXT = "副区长周保汉说，投资220万元，增长1.1%。周保汉还说，2021年再投资35万元。"

WANTED = {
    "x": "副区长X说，投资X万元，增长X%。X还说，X年再投资X万元。",
    "numbered": "副区长X1说，投资X2万元，增长X3%。X1还说，X4年再投资X5万元。",
    "typed": (
        "副区长〔人名1〕说，投资〔金额1〕万元，增长〔百分比1〕%。"
        "〔人名1〕还说，〔日期1〕年再投资〔金额2〕万元。"
    ),
    "mou": "副区长周某说，投资某万元，增长某%。周某还说，某年再投资某万元。",
    "mask": "副区长＊＊＊说，投资＊＊＊万元，增长＊＊＊%。＊＊＊还说，＊＊＊＊年再投资＊＊万元。",
}


@pytest.mark.parametrize(("style", "wanted"), WANTED.items())
def test_style(style: str, wanted: str) -> None:
    redaction = redact(TEXT, placeholder=style)
    assert redaction.text == wanted
    assert redaction.manifest.placeholder == style


def test_surrogates_are_consistent_plausible_and_false() -> None:
    redaction = redact(TEXT, placeholder="surrogate")
    shape = (
        r"副区长(.{2,3})说，投资(\d{3})万元，增长(\d\.\d)%。"
        r"(.{2,3})还说，(\d{4})年再投资(\d\d)万元。"
    )
    found = re.fullmatch(shape, redaction.text)
    assert found
    assert found[1] == found[4] != "周保汉"
    assert found[2] != "220"
    assert found[3] != "1.1"
    assert found[5] != "2021"
    assert found[6] != "35"
    assert redact(TEXT, placeholder="surrogate").text == redaction.text


def test_two_people_of_one_surname_are_told_apart() -> None:
    text = "副区长周保汉和副镇长周德旺到会。周保汉先讲。"
    assert redact(text, placeholder="mou").text == "副区长周某甲和副镇长周某乙到会。周某甲先讲。"


def test_a_surname_of_two_characters_stays_whole() -> None:
    assert redact("由副县长欧阳立勋负责。", placeholder="mou").text == "由副县长欧阳某负责。"


def test_a_profile_has_its_own_style_by_default() -> None:
    assert redact(TEXT).placeholder == "x"


def test_an_unknown_style_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown placeholder style 'y'.*surrogate"):
        redact("1", placeholder="y")


@pytest.mark.parametrize("style", STYLES)
def test_a_text_without_facts_stays_in_every_style(style: str) -> None:
    assert redact("同志们：\n好好干。", placeholder=style).text == "同志们：\n好好干。"


def test_placeholders_of_the_source_are_left_alone() -> None:
    text = "投资X万元，增长XX%，×县，某镇，张某，＊＊公司，〔金额1〕万元。"
    redaction = redact(text)
    assert redaction.text == text
    assert redaction.slots == ()

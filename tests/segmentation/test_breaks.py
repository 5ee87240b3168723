from __future__ import annotations

import pytest

from anonymizer import load_rules, redact, restore
from anonymizer.edits import Patch
from anonymizer.segmentation import breaks
from tests.helpers import cases


@pytest.mark.parametrize("speech", cases("breaks.yaml"))
def test_a_flattened_speech_gets_its_lines_back(speech: str) -> None:
    flat = speech.replace("\n", "")
    assert Patch(breaks(flat, load_rules())).apply(flat) == speech


@pytest.mark.parametrize("speech", cases("breaks.yaml"))
def test_a_speech_with_its_lines_gets_no_more(speech: str) -> None:
    assert Patch(breaks(speech, load_rules())).apply(speech) == speech


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_breaks_are_in_the_texts_own_style(newline: str) -> None:
    text = newline.join(["同志们：今天开会。一、提高认识。好。二、落实责任。好。", "谢谢。", ""])
    redaction = redact(text)
    assert redaction.text.count(newline) > text.count(newline)
    assert newline == "\r\n" or "\r\n" not in redaction.text
    assert redaction.text.replace(newline, "").isprintable()
    assert restore(redaction.text, redaction.manifest) == text


@pytest.mark.parametrize(
    "text", ["", "一", "一、", "同志们：", "、".join("一二三四五六七八九十" * 40), "同志们：" * 400]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert Patch(breaks(text, load_rules())).apply(text).replace("\n", "") == text

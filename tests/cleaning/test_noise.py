from __future__ import annotations

import pytest

from anonymizer import load_rules, redact, restore
from anonymizer.cleaning import clean
from tests.helpers import cases

TITLE = "在全镇秋粮收购工作会议上的讲话\n"
SPEECH = (
    "同志们：\n"
    "今天召开全镇秋粮收购工作会议，主要任务是安排部署收购工作，确保农民余粮卖得出、卖得好。\n"
    "一、认清形势\n"
    "今年粮食丰收已成定局，收购压力比往年都大，各单位要早作准备，不能等、不能靠。\n"
    "二、落实责任\n"
    "粮站要敞开收购，不得压级压价，更不得给农民打白条，这是铁的纪律，谁碰谁负责。\n"
    "谢谢大家！"
)


@pytest.mark.parametrize("line", cases("noise.yaml", section="head"))
def test_the_sites_head_goes(line: str) -> None:
    text = f"{line}\n{TITLE}{SPEECH}"
    patch = clean(text, load_rules())
    assert patch.apply(text) == TITLE + SPEECH
    assert all(edit.rule.startswith("noise.") for edit in patch)


@pytest.mark.parametrize("line", cases("noise.yaml", section="foot"))
def test_the_sites_foot_goes(line: str) -> None:
    text = f"{TITLE}{SPEECH}\n{line}"
    patch = clean(text, load_rules())
    assert patch.apply(text).rstrip("\n") == TITLE + SPEECH
    assert all(edit.rule.startswith("noise.") for edit in patch)


@pytest.mark.parametrize("line", cases("noise.yaml", section="kept"))
def test_the_speechs_own_words_stay(line: str) -> None:
    text = f"{TITLE}{line}\n{SPEECH}\n{line}"
    assert clean(text, load_rules()).apply(text) == text


def test_restore_puts_the_sites_words_back() -> None:
    text = f"上传人：小河流水\r\n下载\r\n{TITLE}{SPEECH}\r\n限制150内\r\n"
    redaction = redact(text)
    assert "小河流水" not in redaction.text
    assert restore(redaction.text, redaction.manifest) == text
    assert {e.rule for e in redaction.cleaning} >= {"noise.upload_facts", "noise.word_limit"}


def test_no_clean_leaves_the_text_alone() -> None:
    text = f"上传人：小河流水\n{TITLE}{SPEECH}\n如有侵权,请联系我们删除."
    redaction = redact(text, clean=False)
    assert redaction.text == text
    assert redaction.edits == ()


def test_a_text_of_the_sites_words_only() -> None:
    text = "下载\n收藏\n限制150内\n"
    redaction = redact(text)
    assert redaction.text.strip() == ""
    assert restore(redaction.text, redaction.manifest) == text


def test_a_long_head_goes_to_its_last_line() -> None:
    lines = [case.values[0] for case in cases("noise.yaml", section="head")]
    text = "\n".join([*lines, TITLE + SPEECH])
    assert len(lines) > 12
    assert clean(text, load_rules()).apply(text) == TITLE + SPEECH

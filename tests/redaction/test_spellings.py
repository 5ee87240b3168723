"""What is read as a placeholder, and as which, once others have written it."""

from __future__ import annotations

import pytest

from anonymizer import redact
from anonymizer.redaction.spellings import label_of, spellings, standing

NUMBERED = [
    "X3", "x3", "Ｘ３", "X３", "X 3", "X　3", "[X3]", "[ X 3 ]", "【X3】", "〔X3〕", "{X3}",
    "{{X3}}", "<X3>", "(X3)", "（x 3）", "**X3**", "`X3`", "X_3", "X\\_3", "\\[X3\\]", "X₃",
    "X③", "[X-3]", "[X三]", "X03",
]  # fmt: skip
TYPED = [
    "〔金额3〕", "〔金额３〕", "[金额3]", "［金额3］", "(金额3)", "（金额3）", "【金额 3】",
    "{金额3}", "<金额3>", "《金额3》", "〔金额三〕", "(金额三)", "金额3", "金额 3", "金额三，",
    "〔金額3〕", "金額3", "**〔金额3〕**", "**金额3**", "[金额_3]", "[金额-3]", "〔金额3",
    "金额3〕", "\\[金额3\\]", "金额③",
]  # fmt: skip


@pytest.mark.parametrize("written", NUMBERED)
def test_a_number_behind_an_x(written: str) -> None:
    for text in (written, f"投资{written}万元", f"{written}\n"):
        assert standing(text, "numbered") == {"X3"}


@pytest.mark.parametrize("written", TYPED)
def test_a_kind_and_a_number(written: str) -> None:
    for text in (written, f"投资{written}", f"投资{written}\n"):
        assert standing(text, "typed") == {"〔金额3〕"}


@pytest.mark.parametrize(
    "text", ["X", "X县", "X光", "X三", "X\n3", "X12345678", "X１２３４５６７８", "XML", "X—3", "Y3"]
)
def test_no_number_behind_an_x(text: str) -> None:
    assert standing(text, "numbered") == set()


@pytest.mark.parametrize(
    "text",
    ["金额", "金额一定", "时间一到", "金额1.5亿", "比例1:3", "金额-3", "金额\n3", "款额3", "X3"],
)
def test_no_kind_and_number(text: str) -> None:
    assert standing(text, "typed") == set()


def test_a_longer_number_is_another_one() -> None:
    assert standing("X1、X12、X123", "numbered") == {"X1", "X12", "X123"}
    assert standing("金额1、金额12、〔金额二十一〕", "typed") == {
        "〔金额1〕", "〔金额12〕", "〔金额21〕"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ("機構1地名1時間1數量1數字1代號1電話1", "机构 地名 时间 数量 数字 代号 电话"),
        ("郵箱1網址1名稱1車牌1用語1", "邮箱 网址 名称 车牌 用语"),
        ("身份證號1身分證號1銀行卡號1信用代碼1", "身份证号 身份证号 银行卡号 信用代码"),
    ],
)  # fmt: skip
def test_traditional_characters(names: str, name: str) -> None:
    found = [spelling.label for spelling in spellings(names, "typed")]
    assert found == [f"〔{each}1〕" for each in name.split()]


@pytest.mark.parametrize("style", ["x", "mou", "mask", "surrogate"])
def test_other_styles_have_none(style: str) -> None:
    assert standing("X1〔金额1〕", style) == set()


def test_what_this_tool_writes_has_its_label() -> None:
    assert label_of("X12 ", "numbered") == "X12"
    assert label_of("〔身份证号7〕", "typed") == "〔身份证号7〕"
    assert label_of("2025", "numbered") == label_of("2025", "typed") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("投资X1万元，增长5%。", "投资X1万元，增长X2%。"),
        ("投资X2万元，X1，增长5%，有6人。", "投资X2万元，X1，增长X3%，有X4人。"),
        ("投资X2万元，X1，X4，增长5%，有6人。", "投资X2万元，X1，X4，增长X3%，有X5人。"),
        ("[X一]增长5%。", "[X一]增长X2%。"),
        ("X县增长5%。", "X县增长X1%。"),
        ("x1增长5%", "xX1增长X2%"),
    ],
)
def test_numbers_of_the_source_are_left_out(text: str, wanted: str) -> None:
    redaction = redact(text, placeholder="numbered", unique=True)
    assert redaction.text == wanted
    again = redact(wanted, placeholder="numbered", unique=True)
    assert (again.text, again.slots) == (wanted, ())


def test_kinds_and_numbers_of_the_source_are_left_out() -> None:
    text = "投资〔金额1〕万元，再投资220万元，又投资3万元，〔金額3〕，增长5%。"
    redaction = redact(text, placeholder="typed", unique=True)
    assert [slot.placeholder for slot in redaction.slots] == [
        "〔金额2〕", "〔金额4〕", "〔百分比1〕"
    ]  # fmt: skip
    assert redaction.manifest.taken == ("〔金额1〕", "〔金额3〕")


def test_the_same_name_keeps_its_number() -> None:
    text = "X1说，副区长周保汉到会，投资5万元。周保汉讲话。"
    redaction = redact(text, placeholder="numbered", unique=True)
    assert [slot.placeholder for slot in redaction.slots] == ["X2", "X3", "X2"]


def test_a_year_given_for_the_title_takes_no_number() -> None:
    text = "在全县2021年工作会议上的讲话\n同志们：\n投资220万元，增长5%。\n"
    redaction = redact(text, placeholder="numbered", title_year="2025")
    assert redaction.text.endswith("2025年工作会议上的讲话\n同志们：\n投资X1万元，增长X2%。\n")
    assert len(redact(redaction.text, placeholder="numbered").slots) == 1  # the year

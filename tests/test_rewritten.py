"""Values go back into a text that others have rewritten."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import anonymizer
from anonymizer import (
    Manifest,
    NotUniqueError,
    Redaction,
    RestoreError,
    put_back,
    redact,
    restore,
)
from anonymizer.rewritten import report_schema
from tests.helpers import seconds

TEXT = "副县长周明远说，柳泉镇投资220万元，增长1.1%。\n恒丰锰业有限公司投资350万元，减少两成。"


@pytest.fixture(scope="module")
def numbered() -> Redaction:
    return redact(TEXT, placeholder="numbered", unique=True)


@pytest.fixture(scope="module")
def typed() -> Redaction:
    return redact(TEXT, placeholder="typed", unique=True)


def test_what_is_redacted_here(numbered: Redaction, typed: Redaction) -> None:
    assert numbered.text == (
        "副县长X1说，X2镇投资X3万元，增长X4%。\nX5有限公司投资X6万元，减少X7。"
    )
    assert typed.text == (
        "副县长〔人名1〕说，〔地名1〕镇投资〔金额1〕万元，增长〔百分比1〕%。\n"
        "〔机构1〕有限公司投资〔金额2〕万元，减少〔比例1〕。"
    )


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("投资X3万元", "投资220万元"),
        ("投资Ｘ３万元、x3、X 3、x_3", "投资220万元、220、220、220"),
        ("[X3]【X3】〔X3〕{X3}{{X3}}<X3>", "220" * 6),
        ("**X3**、*X3*、__X3__、`X3`", "**220**、*220*、__220__、220"),
        ("```\nX3\n```", "```\n220\n```"),
        ("投资（X3）万元", "投资220万元"),
        ("柳泉（X3）", "柳泉（220）"),
        ("\\[X3\\] X\\_3", "220 220"),
        ("X3X6", "220350"),
        ("X6万元比X3万元多", "350万元比220万元多"),
        ("减少X7成", "减少两成"),
        ("增长X4个百分点", "增长1.1个百分点"),
        ("X3 5", "220 5"),
        ("X3亿元", "220亿元"),
        ("“X5”", "“恒丰锰业”"),
    ],
)
def test_numbered(numbered: Redaction, written: str, wanted: str) -> None:
    assert restore(written, numbered.manifest, edited=True) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("〔金额１〕[金额1](金额1)（金额 1）【金额 1】{金额1}<金额1>", "220" * 7),
        ("投资金额1万元、金额一，〔金额一〕", "投资220万元、220，220"),
        ("〔金額1〕、金額 1、[機構1]", "220、220、恒丰锰业"),
        ("**〔金额1〕**、`〔金额1〕`、`金额1`", "**220**、220、220"),
        ("〔金额1、金额2〕", "220、350"),
        ("金额1.5亿，金额一定，比例1:3", "金额1.5亿，金额一定，比例1:3"),
        ("共〔金额1〕元(〔金额2〕)", "共220元(350)"),
        ("《名称1》", "《名称1》"),
        ("金额1年", "金额1年"),
    ],
)
def test_typed(typed: Redaction, written: str, wanted: str) -> None:
    assert restore(written, typed.manifest, edited=True) == wanted


@pytest.mark.parametrize("style", ["numbered", "typed"])
def test_brackets_of_the_text_stay(style: str) -> None:
    text = "县长（周明远）说，投资[220]万元，见〔2021〕15号，打《长河颂》，`35`亩。"
    redaction = redact(text, placeholder=style, unique=True)
    assert restore(redaction.text + " ", redaction.manifest, edited=True) == text + " "


def test_a_letter_that_stays_before_a_figure() -> None:
    redaction = redact("戴n95口罩，有220人。", "light", placeholder="numbered", unique=True)
    assert redaction.text == "戴NX1口罩，有X2人。"
    written = "有X2人，戴NX1口罩，MAX1、0X2"
    assert restore(written, redaction.manifest, edited=True) == "有220人，戴N95口罩，MAX1、0X2"


def test_a_digit_that_stays_behind_a_figure(own_rules: Path) -> None:
    redaction = redact("在金色大厦住。", placeholder="numbered", rules=own_rules)
    assert restore("X1 5", redaction.manifest, edited=True) == "金色 5"
    slot = redaction.slots[0]
    from msgspec.structs import replace

    spaced = replace(redaction.manifest, slots=(replace(slot, placeholder="X1 "),))
    assert restore("在X1 5大厦，X1大厦", spaced, edited=True) == "在金色5大厦，金色大厦"


def test_a_figure_cut_by_a_line_goes_back_whole() -> None:
    text = (
        "今年以来，全县上下团结一心，项目建设跑出了加速度，全年一共完成固定资产投资23\n"
        "81万元，为下一步发展打下了基础。"
    )
    redaction = redact(text, placeholder="numbered", unique=True)
    assert restore("投资x1万元", redaction.manifest, edited=True) == "投资2381万元"


def test_a_short_form_goes_back_where_it_stood() -> None:
    text = "副县长王建国到会。王建国讲了话，王县长很满意。"
    redaction = redact(text, placeholder="numbered", unique=True)
    assert redaction.text == "副县长X1到会。X1讲了话，X1县长很满意。"
    done = put_back("X1县长很满意，x1讲了话。问[X1]。", redaction.manifest)
    assert done.text == "王县长很满意，王建国讲了话。问王建国。"
    assert done.report.summary.full_names == 1


def test_values_are_literal_and_never_read_again() -> None:
    redaction = redact("投资220万元，再投资35万元。", placeholder="numbered", unique=True)
    from msgspec.structs import replace

    first, second = redaction.slots
    for value in ("X2", "\\1\\g<0>", "〔金额1〕", "X", "{0}%s"):
        manifest = replace(redaction.manifest, slots=(replace(first, text=value), second))
        assert restore("再X2，X1。X1", manifest, edited=True) == f"再35，{value}。{value}"


def test_the_report(numbered: Redaction) -> None:
    done = put_back("X3，X3\nX99、MAX1\n\nX1、x 98", numbered.manifest)
    report = done.report
    assert done.text == "220，220\nX99、MAX1\n\n周明远、x 98"
    assert [(one.placeholder, one.line) for one in report.unknown] == [("X99", 2), ("X98", 4)]
    assert [(use.placeholder, use.kind) for use in report.missing] == [
        ("X2", "place"), ("X4", "percent"), ("X5", "organization"), ("X6", "money"),
        ("X7", "ratio"),
    ]  # fmt: skip
    (twice,) = report.more_often
    assert (twice.placeholder, twice.in_redacted, twice.lines) == ("X3", 1, (1, 1))
    assert [use.lines for use in report.put_back] == [(4,), (1, 1)]
    assert report.summary.values == 3
    assert not report.unchanged


def test_the_report_holds_no_values(numbered: Redaction, typed: Redaction) -> None:
    for redaction in (numbered, typed):
        for text in (redaction.text, "", redaction.text * 3 + "[金额77]X77"):
            written = put_back(text, redaction.manifest).report.to_json().decode()
            assert not any(
                f"{slot.text}" in written
                for slot in redaction.slots
                if not slot.text.isdigit() and slot.text != "1.1"
            )
            for use in json.loads(written)["put_back"]:
                assert "text" not in use
                assert not any(slot.text in (use["label"] or "") for slot in redaction.slots)


def test_a_label_that_quotes_a_value_is_left_out() -> None:
    redaction = redact("柳泉镇粮食产量35万吨。柳泉镇投资220万元。", placeholder="numbered")
    report = put_back("", redaction.manifest).report
    assert report.missing
    assert not any("柳泉" in (use.label or "") for use in report.missing)


def test_an_unchanged_text_is_the_cleaned_one(numbered: Redaction) -> None:
    done = put_back(numbered.text, numbered.manifest)
    assert done.text == numbered.cleaned
    assert done.report.unchanged
    summary = done.report.summary
    assert (summary.missing, summary.more_often, summary.unknown) == (0, 0, 0)


def test_placeholders_of_the_source_are_neither_ours_nor_unknown() -> None:
    redaction = redact("投资X1万元，增长5%，见X9。", placeholder="numbered", unique=True)
    done = put_back("X2，X1，x9，X3", redaction.manifest)
    assert done.text == "5，X1，x9，X3"
    assert [one.placeholder for one in done.report.unknown] == ["X3"]


@pytest.mark.parametrize("style", ["x", "mou", "mask", "surrogate"])
def test_a_style_that_is_not_unique_is_refused(style: str) -> None:
    redaction = redact(TEXT, placeholder=style)
    with pytest.raises(NotUniqueError, match="--placeholder numbered or typed"):
        put_back(redaction.text, redaction.manifest)
    with pytest.raises(RestoreError):
        restore(redaction.text, redaction.manifest, edited=True)
    with pytest.raises(ValueError, match="--placeholder numbered or typed"):
        redact(TEXT, placeholder=style, unique=True)
    with pytest.raises(ValueError, match="--placeholder numbered or typed"):
        anonymizer.redact_all([], placeholder=style, unique=True)


def test_a_source_with_the_same_placeholders_is_refused_unless_unique() -> None:
    text = "投资X1万元，增长5%。"
    with pytest.raises(NotUniqueError, match="redact with --unique"):
        put_back("X1", redact(text, placeholder="numbered").manifest)
    assert restore("X2", redact(text, placeholder="numbered", unique=True).manifest, edited=True)


def test_the_manifest_may_be_json(numbered: Redaction) -> None:
    data = numbered.manifest.to_json()
    assert put_back("X3", data).text == restore("X3", data.decode(), edited=True) == "220"
    assert Manifest.from_json(data) == numbered.manifest
    with pytest.raises(ValueError, match="not a manifest"):
        put_back("X3", b"{}")


def test_the_shipped_schema_is_that_of_the_types() -> None:
    shipped = Path(anonymizer.__file__).parent / "schemas" / "put_back.schema.json"
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(report_schema()))


SENTENCES = (
    "副县长周明远同志到会", "柳泉镇投资220万元", "同比增长1.1%，减少3.5个百分点",
    "恒丰锰业有限公司上缴税金350万元", "2021年3月15日上午8点30分开工", "找周明远请打13800138000",
    "新修道路12公里、桥3座", "（其中柳泉镇5户）", "县委书记李大海讲话", "完成1,234.5亩，占六成",
    "投资三千五百余万元", "网址http://a.cn/b?c=1，邮箱a.b@c.cn", "占比3:7，排第3位", "好好干",
)  # fmt: skip
AS_NUMBERED = (
    "X{}", "x{}", "Ｘ{}", "X {}", "X　{}", "[X{}]", "[x {}]", "【X{}】", "〔X{}〕", "{{X{}}}",
    "`X{}`", "X_{}",
)  # fmt: skip
AS_TYPED = (
    "〔{0}{1}〕", "[{0}{1}]", "({0}{1})", "【{0} {1}】", "{{{0}{1}}}", "{0}{1}",
    "<{0}_{1}>", "`{0}{1}`", "［{0}{1}］", "〔 {0} {1} 〕",
)  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_TRADITIONAL = str.maketrans("机构称时间额数号电话邮网", "機構稱時間額數號電話郵網")


@settings(max_examples=200)
@given(st.data(), st.sampled_from(("numbered", "typed")))
def test_each_sentence_gets_its_values_whatever_became_of_the_text(
    data: st.DataObject, style: str
) -> None:
    held = data.draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
    text = "。".join(held)
    redaction = redact(text, placeholder=style, unique=True)
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    cleaned = redaction.cleaned.split("。")
    sentences = redaction.text.split("。")
    assert len(cleaned) == len(sentences)
    order = data.draw(st.lists(st.integers(0, len(sentences) - 1), max_size=8))
    written = "。".join(_respelled(sentences[index], redaction, chance) for index in order)
    done = put_back(written, redaction.manifest)
    assert done.text == "。".join(cleaned[index] for index in order)
    assert done.report.unknown == ()


def _respelled(sentence: str, redaction: Redaction, chance: random.Random) -> str:
    """A sentence with each of its placeholders written in another way."""
    pieces: list[str] = []
    for label in sorted({slot.placeholder for slot in redaction.slots}, key=len, reverse=True):
        parts = sentence.split(label)
        sentence = parts[0] + "".join(f"\0{len(pieces) + i}\0{p}" for i, p in enumerate(parts[1:]))
        pieces += [_spelled(label, chance) for _ in parts[1:]]
    for index, piece in enumerate(pieces):
        sentence = sentence.replace(f"\0{index}\0", piece)
    return sentence


def _spelled(label: str, chance: random.Random) -> str:
    found = re.search(r"([^\W\d]+)([0-9]+)", label)
    assert found
    name, number = found.groups()
    if chance.random() < 0.5:
        number = number.translate(_WIDE)
    if name == "X":
        return chance.choice(AS_NUMBERED).format(number)
    if chance.random() < 0.5:
        name = name.translate(_TRADITIONAL)
    return chance.choice(AS_TYPED).format(name, number)


@pytest.mark.parametrize("style", ["numbered", "typed"])
def test_a_megabyte_with_ten_thousand_placeholders_takes_a_moment(style: str) -> None:
    sentence = "副县长周明远说，要投资{}万元，增长{}%，各单位要认真抓好落实，不误农时。"
    text = "\n".join(sentence.format(n + 100, n % 97) for n in range(5_000))
    redaction = redact(text, placeholder=style, unique=True)
    assert len(redaction.slots) >= 10_000
    manifest = redaction.manifest
    written = redaction.text + "要认真抓好各项工作的落实。" * 60_000
    assert len(written.encode()) > 1_000_000
    assert seconds(lambda: put_back(written, manifest), 1.5) < 1.5
    many = "X1 [X 1】 时间1" * 40_000
    assert seconds(lambda: put_back(many, manifest), 1.5) < 1.5


def test_a_renamed_kind_is_unknown(typed: Redaction) -> None:
    done = anonymizer.put_back("书记〔姓名1〕到会，投资[资金1]万元。", typed.manifest)
    assert [one.placeholder for one in done.report.unknown] == ["〔姓名1〕", "[资金1]"]


def test_a_bracket_around_more_than_the_placeholder_keeps_both_ends(typed: Redaction) -> None:
    assert restore("完成〔金额1万元〕。", typed.manifest, edited=True) == "完成〔220万元〕。"
    assert restore("完成〔投资金额1〕。", typed.manifest, edited=True) == "完成〔投资220〕。"

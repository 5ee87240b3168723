from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import extract, load_rules
from anonymizer.extraction import extraction
from anonymizer.redaction import STYLES
from anonymizer.slots import ExtractedSlot
from tests.helpers import seconds

GOLD = Path(__file__).parent.parent / "cases" / "placeholders.jsonl"

KINDS = [
    ("投资X万元建设", "money", "万元"),
    ("同比下降xx%", "percent", "%"),
    ("提高×个百分点", "percent", "个百分点"),
    ("入驻商户XXX家", "quantity", "家"),
    ("完成造林***万亩", "quantity", "万亩"),
    ("全部在X小时内扑灭", "quantity", "小时"),
    ("自xx年来，我县", "date", "年"),
    ("争取X月开工", "date", "月"),
    ("一会儿，X书记还要讲话", "person", None),
    ("按照xx市长的要求", "person", None),
    ("由xx任组长", "person", None),
    ("把X县建设得更加美好", "place", None),
    ("X大道全线贯通", "place", None),
    ("来X人员逐一登记", "place", None),
    ("x局要发挥作用", "organization", None),
    ("我市xx医院报告", "organization", None),
    ("x街道党工委作了发言", "organization", None),
    ("X升级改造项目争取开工", "name", None),
    ("x翠峰茶获全省名茶", "name", None),
    ("采取“X”工作法", "code", None),
    ("统筹做好x防控", "term", None),
    ("以***同志为核心的党中央", "term", None),
    ("20xx年的工作", "date", "年"),
    ("联系人：____", "person", None),
    ("由（六字名字和职务替换）主持", "person", None),
    ("实现产值……万元", "money", "万元"),
]


def the_one(text: str) -> ExtractedSlot:
    (slot,) = extract(text)
    return slot


@pytest.mark.parametrize(("text", "kind", "unit"), KINDS)
def test_neighbours_tell_the_kind(text: str, kind: str, unit: str | None) -> None:
    slot = the_one(text)
    assert (slot.kind, slot.unit) == (kind, unit)
    assert slot.rule and 0 < slot.score <= 1 and "▢" in slot.evidence


@pytest.mark.parametrize("style", ["X", "xx", "XXX", "Ｘ", "×", "××", "***", "＊＊", "____", "○○"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("总投资{}万元。", "money"),
        ("增长{}%。", "percent"),
        ("刚才，{}县长作了讲话。", "person"),
        ("请{}局抓好落实。", "organization"),
        ("建设{}镇敬老院。", "place"),
    ],
)
def test_the_style_does_not_matter(style: str, text: str, kind: str) -> None:
    slot = the_one(text.format(style))
    assert (slot.kind, slot.text) == (kind, style)


@pytest.mark.parametrize(
    "text",
    [
        "拍一张X光片，再做X射线检查。",
        "数据用XML保存，表格用Excel打开，系统是Windows XP。",
        "场地3×5米，屏幕1920×1080，全年5×8小时值班。",
        "y=2x+1，x²+x=6",
        "删去*.txt。注*",
        "这件事**必须**办好，*重点*要抓，***都要***记住。",
        "上半场\n*****\n下半场\n________\n",
        "某些同志在某种程度上有某个想法。",
        "他想了很久……人人都有责任。",
        "二〇二一年，II类水质，AAA级景区，H7N9，5G，GDP。",
        "对的打√，错的打×。",
        "* 第一条\n* 第二条",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert extract(text) == ()


def test_parts_of_one_fact() -> None:
    slots = extract("1月x日x点x分报告，三次产业结构为x:x:x，增长X—X%，投资X万元。")
    facts = [slot.fact for slot in slots]
    assert facts == ["f1"] * 3 + ["f2"] * 3 + ["f3"] * 2 + [None]
    assert [slot.kind for slot in slots[:3]] == ["date", "time", "time"]
    assert {slot.kind for slot in slots[6:8]} == {"percent"}


def test_stars_are_no_emphasis_where_they_hide_facts() -> None:
    slots = extract("**县投资**万元，**书记汇报了**的发展，增长**%。")
    assert [slot.kind for slot in slots] == ["place", "money", "person", "place", "percent"]
    assert extract("**要加快推进**，不能等靠要。") == ()


def test_blanks_beside_a_placeholder_hide_nothing() -> None:
    slots = extract("投资 XX 万元，增长 X %，XX 书记到会，20XX 年 X 月完工。")
    assert [slot.kind for slot in slots] == ["money", "percent", "person", "date", "date"]


def test_a_period_is_one_fact() -> None:
    assert {slot.fact for slot in extract("2月x日x时至xx日x时，舆情平稳。")} == {"f1"}


def test_the_same_entity_where_the_text_shows_it() -> None:
    slots = extract("X区要带好头，把X区建设得更加美好。X大道和X大道都要修。")
    entities = [slot.entity for slot in slots]
    assert entities[0] == entities[1]
    assert len(set(entities)) == 3
    assert len({slot.entity for slot in extract("不仅是x市、x市的事。")}) == 2
    numbered = extract("X1书记和X2县长，X1书记先讲。")
    assert [slot.entity for slot in numbered] == ["e1", "e2", "e1"]


def test_what_we_redact_is_read_as_it_was() -> None:
    from anonymizer import redact

    text = "2021年，呼中镇投资220万元，同比增长3.5%，李建国镇长到会。"
    for style in STYLES:
        if style == "surrogate":
            continue
        redaction = redact(text, placeholder=style)
        found = {slot.source: slot.kind for slot in extract(redaction.text)}
        if style == "mask":  # one star for each character of what stood there
            assert len(found) >= 3
            continue
        assert found == {slot.output: slot.kind for slot in redaction.slots}, style


def test_a_hand_made_gold_set() -> None:
    rulebook = load_rules()
    wanted = found = right = extra = 0
    for line in GOLD.read_text("utf-8").splitlines():
        entry = json.loads(line)
        gold = {(start, end): kind.split("/") for start, end, kind, _ in entry["spans"]}
        slots = {slot.source: slot.kind for slot in extraction(entry["text"], rulebook).slots}
        wanted += len(gold)
        found += len(gold.keys() & slots.keys())
        right += sum(slots.get(place) in kinds for place, kinds in gold.items())
        extra += len(slots.keys() - gold.keys())
    assert wanted > 1_200
    assert found / wanted >= 0.99
    assert right / wanted >= 0.965
    assert extra <= 3


_PIECES = "Xx×*某_…（）【】姓名12万元%年月日、，。\n县市区\U0001f600a\x00"


@given(st.text(alphabet=_PIECES, max_size=60))
def test_places_are_those_of_the_text(text: str) -> None:
    done = 0
    for slot in extract(text):
        start, end = slot.source
        assert done <= start < end
        assert text[start:end] == slot.text == slot.placeholder
        done = end


@pytest.mark.parametrize("unit", ["“X”《X", "x年x月x日", "某县", "X、", "……万", "*a", "【某单位"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    rulebook = load_rules()
    extraction(unit, rulebook)
    small = seconds(lambda: extraction(unit * 1_000, rulebook))
    large = seconds(lambda: extraction(unit * 8_000, rulebook))
    assert large < 8 * 3 * small + 0.5

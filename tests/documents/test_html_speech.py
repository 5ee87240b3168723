"""The speech out of a page, whatever a site has put around it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from anonymizer.documents.document import Reading
from anonymizer.documents.files import ReadError
from anonymizer.documents.html import read
from anonymizer.documents.html.page import HtmlDocument
from anonymizer.documents.source import Source
from anonymizer.pipeline import Options, run
from anonymizer.rulebook import load
from tests.documents.html_pages import FOOTER, MENU, NEWS, STYLES

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))

SPEECH = (
    "在全县防汛抗旱工作会议上的讲话",
    "云溪县人民政府副县长　钟有成",
    "（2023年5月12日）",
    "同志们：",
    "刚才，县气象局通报了雨情，水利局作了工作安排，我完全赞成。下面，我再讲三点意见。",
    "一、认清形势，绷紧防汛这根弦",
    "入汛以来，全县平均降雨412.6毫米，比常年偏多23.5%，河口水库水位已达87.3米，距汛限水位不足1米。",
    "二、突出重点，把隐患排查到位",
    "全县26座小型水库、113处山塘和9处地质灾害点，要在5月20日前逐一过筛子，责任人由乡镇长担任。",
    "三、压实责任，确保安全度汛",
    "值班值守要严，谁脱岗谁负责；应急队伍512人要随时拉得出，物资储备要有账可查。散会。",
)
NOTICES = (
    (
        "停水通知",
        "因管网检修，城关镇人民路3号至28号5月14日8时至18时停水，请做好储备。",
    ),
    (
        "关于开展防汛演练的通知",
        "各乡镇人民政府：",
        "定于5月20日上午9时在河口镇开展防汛演练，请派2人参加。",
        "云溪县防汛抗旱指挥部办公室",
        "2023年5月12日",
    ),
)
# What these sites put beside a notice of one sentence is not told from it: it is kept.
UNCLEAR = {"open_data", "library", "blog"}


def opened(page: str) -> HtmlDocument:
    return read(page.encode(), "page.html", Reading())


def lines_of(page: str) -> list[str]:
    return [line for line in opened(page).source.text.split("\n") if line]


@pytest.mark.parametrize("style", STYLES)
def test_a_speech_is_all_that_is_read(style: str) -> None:
    assert lines_of(STYLES[style](SPEECH[0], SPEECH[1:])) == list(SPEECH)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice[0])
@pytest.mark.parametrize("style", STYLES)
def test_a_notice_is_found(style: str, notice: tuple[str, ...]) -> None:
    lines = lines_of(STYLES[style](notice[0], notice[1:]))
    if style in UNCLEAR:
        assert set(notice) <= set(lines)
    else:
        assert lines == list(notice)


@cache
def slots_of(text: str) -> list[tuple[str, str, str | None]]:
    redaction = run(Source.from_text(text), Options(), load())
    return [(slot.kind, slot.text, slot.label) for slot in redaction.slots]


@pytest.mark.parametrize("number", range(len(STYLES)), ids=list(STYLES))
def test_a_page_has_the_slots_of_its_text(number: int) -> None:
    # Two texts for each style; over all styles each text of the corpus comes up.
    style = list(STYLES.values())[number]
    for path in (CORPUS[number % len(CORPUS)], CORPUS[(number * 7 + 3) % len(CORPUS)]):
        text = path.read_text(encoding="utf-8")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        page = opened(style(lines[0], lines[1:]))
        assert slots_of(page.source.text) == slots_of(text), path.name


def body(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    ("page", "stories"),
    [
        pytest.param(
            f"<title>{SPEECH[0]}_云溪县人民政府</title><ul>{MENU}</ul><h1>{SPEECH[0]}</h1>"
            f"<div class=x>来源：县府办　浏览：3</div><div>{body(*SPEECH[1:])}</div>{FOOTER}",
            {"title": 1, "body": 10},
            id="a heading apart from the text",
        ),
        pytest.param(
            f"<title>{SPEECH[0]}</title><ul>{MENU}</ul><div>{body(*SPEECH)}</div>{FOOTER}",
            {"body": 11},
            id="a heading in the text",
        ),
        pytest.param(
            f"<title>{SPEECH[0]} - 云溪新闻网</title><ul>{MENU}</ul><div>{body(*SPEECH[3:])}</div>"
            + FOOTER,
            {"title": 1, "body": 8},
            id="no heading but the title of the page",
        ),
        pytest.param(
            f"<title>云溪新闻网</title><ul>{MENU}</ul><h2>在全县防汛抗旱<br>工作会议上的讲话</h2>"
            f"<p>日期：2023-05-12</p><div>{body(*SPEECH[1:])}</div>{FOOTER}",
            {"title": 2, "body": 10},
            id="a heading in two lines",
        ),
    ],
)
def test_what_the_page_calls_it(page: str, stories: dict[str, int]) -> None:
    found: dict[str, int] = {}
    for block in opened(page).blocks:
        found[block.story] = found.get(block.story, 0) + 1
    assert found == stories


def test_lines_between_heading_and_text_are_kept_but_not_the_sites() -> None:
    page = (
        f"<title>{SPEECH[0]}</title><ul>{MENU}</ul><div><h1>{SPEECH[0]}</h1>"
        f"<div>{SPEECH[1]}</div><div>{SPEECH[2]}</div><div>发布时间：2023-05-13 浏览次数：5</div>"
        f"<div class=con>{body(*SPEECH[3:])}</div></div>{FOOTER}"
    )
    assert lines_of(page) == list(SPEECH)


def test_a_link_in_a_sentence_stays_and_a_link_that_never_ends_is_none() -> None:
    linked = SPEECH[4].replace("县气象局", "<a href=/q>县气象局</a>")
    assert SPEECH[4] in lines_of(f"<ul>{MENU}</ul><div>{body(linked, *SPEECH[5:])}</div>{FOOTER}")
    never = f"<ul>{MENU}</ul><div><a href=x>{body(*SPEECH)}</div>{FOOTER}"
    assert lines_of(never) == list(SPEECH)


def test_two_texts_none_of_which_is_the_main_one_are_both_kept_and_that_is_said() -> None:
    columns = "".join(
        f"<div class={name}><h3>{name}</h3>{body(*SPEECH[4:])}</div>" for name in ("left", "right")
    )
    document = opened(f"<title>云溪</title><ul>{MENU}</ul><div>{columns}</div>")
    assert document.source.text.count(SPEECH[6]) == 2
    assert document.notes == ("the main text does not stand out; all text that is seen was taken",)


def test_addresses_are_those_of_the_next_reading() -> None:
    page = STYLES["trs"](SPEECH[0], SPEECH[1:])
    blocks = opened(page).blocks
    assert blocks == opened(page).blocks
    assert len({block.address for block in blocks}) == len(blocks)


def test_what_a_page_says_beside_its_speech_is_told() -> None:
    page = (
        "<html><head><title>讲话_某网</title><meta name=author content=周秘书>"
        "<meta name=keywords content=防汛></head><body><!-- 审核：吴主任 -->"
        f"<ul>{MENU}</ul><div>{body(*SPEECH)}<img src=/a/钟有成.jpg alt=钟县长讲话>"
        "<a href='mailto:zhong@yx.example' title=写信>联系</a>"
        f"<span style='display:none'>隐藏的话</span></div><ul>{NEWS}</ul></body></html>"
    )
    hidden = [(each.address, each.text) for each in opened(page).hidden]
    assert {
        ("meta author content 1", "周秘书"),
        ("meta keywords content 1", "防汛"),
        ("comment 1", "审核：吴主任"),
        ("img alt 1", "钟县长讲话"),
        ("img src 1", "/a/钟有成.jpg"),
        ("a title 1", "写信"),
        ("title text 1", "讲话_某网"),
        ("span text 1", "隐藏的话"),
        ("text outside the speech 1", "首页"),
    } <= set(hidden)
    assert any(text == "mailto:zhong@yx.example" for _, text in hidden)
    assert len(hidden) == len({address for address, _ in hidden})


def test_a_page_of_menus_is_refused() -> None:
    with pytest.raises(ReadError, match="no text that reads as a speech or a notice"):
        opened(f"<title>云溪县人民政府</title><ul>{MENU}</ul><ul>{NEWS}</ul>")

"""The page that is written: what is said in it, how it looks, and nothing else of the old one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anonymizer.documents.document import Reading, Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.html import leaving, read
from anonymizer.documents.html.page import HtmlDocument
from anonymizer.documents.html.tree import tree
from anonymizer.edits import Edit, Patch
from tests.documents.html_pages import FOOTER, MENU, STYLES
from tests.documents.test_html_speech import NOTICES, SPEECH

TEXTS = (SPEECH, *NOTICES)


def opened(page: str | bytes) -> HtmlDocument:
    return read(page.encode() if isinstance(page, str) else page, "page.html", Reading())


@pytest.mark.parametrize("style", STYLES)
def test_unchanged_runs_read_the_same(style: str) -> None:
    for text in TEXTS:
        document = opened(STYLES[style](text[0], text[1:]))
        saved = document.save({}, [])
        assert opened(saved).source.text == document.source.text
        assert opened(saved).notes == ()
        assert opened(saved).save({}, []) == saved


SIGNS = st.text(
    st.sampled_from("防汛工作抓好X*＊〔金额1〕<>'\" 　\u00a0，。23.8%\U00020bb7")
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    max_size=8,
)


@settings(deadline=None, max_examples=60)
@given(data=st.data(), style=st.sampled_from(sorted(STYLES)))
def test_changed_runs_read_as_changed(data: st.DataObject, style: str) -> None:
    document = opened(STYLES[style](SPEECH[0], SPEECH[1:]))
    texts = [*document.runs]
    changes: dict[int, Patch] = {}
    for run in data.draw(st.sets(st.integers(0, len(texts) - 1), max_size=6)):
        text = texts[run]
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        signs = data.draw(SIGNS)
        changes[run] = Patch([Edit(start, end, signs, "test")] if start < end or signs else [])
        texts[run] = changes[run].apply(text)
    expected = []
    for block in document.blocks:
        said = "".join(texts[part] for part in block.parts if isinstance(part, int))
        if said.strip():
            expected.append(re.sub(r"\u00a0", " ", said).strip())
    again = opened(document.save(changes, []))
    assert again.source.text.split("\n") == [
        line
        for number, line in enumerate(expected)
        for line in lines_before(document, again, number, line)
    ]


def lines_before(document: HtmlDocument, again: HtmlDocument, number: int, line: str) -> list[str]:
    """The line, behind the blank line that parts the heading from the text."""
    stories = [block.story for block in again.blocks]
    parted = 0 < number < len(stories) and stories[number] != stories[number - 1]
    return ["", line] if parted else [line]


LOOKS = f"""<html><head><title>钟有成的讲话</title><meta name=author content=钟有成>
<style>body{{background:url(http://evil.example/钟有成.png)}}</style>
<link rel=stylesheet href=http://evil.example/a><script>alert("钟有成")</script></head>
<body onload="x()"><ul>{MENU}</ul>
<div class="con 钟有成" id="钟有成" data-name="钟有成">
<!-- 钟有成 -->
<p align="center" onclick="f('钟有成')" title="钟有成" style="text-align:center;
 background-image:url(http://evil.example/b.png);behavior:url(x);position:fixed;
 width:expression(alert(1));color:red">
<b style="font-size:16pt;font-family:'仿宋',serif">{SPEECH[0]}</b></p>
<p style="font-family:钟有成;line-height:23381px;width:512px;margin-left:-9999px">副县长<a
 href="mailto:钟有成@yx.cn" title=钟有成>钟有成</a>讲话：今年投资2<b>33</b>81万元，不要松劲。</p>
<p style="font-size:12pt;font-family:钟有成;line-height:23381px;width:512px;margin:-999px">副县长<a
 href="mailto:钟有成@yx.cn" title=钟有成>钟有成</a>说：再投资2<b>33</b>81万元，大家要努力。</p>
<table border=1 width="100%" bgcolor="#eeeeee" summary="钟有成"><tr>
<td colspan="2" rowspan=1 headers=钟有成>合计</td><td width=23381>23381</td><td></td></tr></table>
<img src="钟有成.jpg" alt="钟有成"><iframe src=钟有成></iframe><input value="钟有成">
<p style="display:none">钟有成</p><span hidden>23381</span><svg><title>钟有成</title></svg>
<p>各乡镇要把防汛物资备足，<ruby>钟<rt>zhōng</rt></ruby>县长讲的要落实。</p></div>
{FOOTER}</body></html>"""

REMOVED = [Removal("钟有成", "person"), Removal("23381", "money"), Removal("512", "number")]


def redacted() -> bytes:
    document = opened(LOOKS)
    changes = {}
    for run, text in enumerate(document.runs):
        edits = [
            Edit(match.start(), match.end(), "X", "test")
            for match in re.finditer("钟有成|23381|(?<=投资)2$|^33$|^81(?=万)", text)
        ]
        if edits:
            changes[run] = Patch(edits)
    return document.save(changes, REMOVED)


def test_nothing_of_what_was_removed_is_left_anywhere() -> None:
    page = redacted().decode()
    for value in ("钟有成", "23381", "512", "zhōng"):
        assert value not in page
    for mark in (
        "evil",
        "script",
        "onload",
        "onclick",
        "href",
        "src",
        "class",
        "data-",
        "id=",
        "<!--",
    ):
        assert mark not in page, mark


def test_looks_stay_as_far_as_they_are_safe() -> None:
    page = redacted().decode()
    for kept in (
        '<meta charset="utf-8">',
        '<p align="center" style="text-align:center;color:red">',
        "<b style=\"font-size:16pt;font-family:'仿宋',serif\">",
        '<table border="1" width="100%" bgcolor="#eeeeee">',
        '<td colspan="2" rowspan="1">合计</td>',
        # Measures that were removed values are gone.
        '<p style="font-size:12pt">副县长X说：再投资X<b>X</b>X万元',
    ):
        assert kept in page, kept
    assert "讲话：今年" not in page  # it stood where nobody sees it
    assert page.count("<td") == 3


def test_the_same_page_is_written_each_time() -> None:
    assert redacted() == redacted()


def test_the_title_is_the_heading_as_it_reads_now_or_none() -> None:
    page = STYLES["trs"]("在钟家寨村民大会上的讲话", SPEECH[3:])
    document = opened(page)
    heading = Patch([Edit(1, 4, "X", "place")])
    saved = document.save({0: heading}, [Removal("钟家寨", "place")]).decode()
    assert "<title>在X村民大会上的讲话</title>" in saved
    # Recognition left it in the text; in the title nobody looked for it.
    saved = document.save({}, [Removal("钟家寨", "place")]).decode()
    assert "<title>" not in saved
    assert "<h1>在钟家寨村民大会上的讲话</h1>" in saved


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p title=钟有成>x</p>", ["the title of a p"]),
        ("<!--钟有成--><p>x</p>", ["a comment"]),
        ("<title>钟有成</title><p>x</p>", ["the title"]),
        ("<p style='width:23381px'>x</p>", ["the style of a p"]),
        ("<td colspan=512>钟有成</td><p style='line-height:51px'>23381</p>", []),
        ("<td width='1,512'>x</td>", []),
        ("<p style=\"font-family:仿宋,'宋体'\">x</p><font face=仿宋_GB2312>y</font>", []),
        ("<p style='font-family:仿宋,宋家体'>x</p>", ["the style of a p"]),
        ("<html lang=zh><meta charset=utf-8><p>x</p>", []),
    ],
)
def test_what_is_left_outside_the_text_is_found(page: str, left: list[str]) -> None:
    removed = [*REMOVED, Removal("宋", "person"), Removal("utf-8", "code")]
    assert leaving.survivors(tree(page, "page"), leaving.Search(removed)) == left


def test_a_value_that_is_left_is_an_error_that_does_not_tell_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaving.Search, "is_safe", lambda *_: True)
    monkeypatch.setattr(
        leaving, "survivors", lambda page, search: ["a comment"] if search.finds("钟有成") else []
    )
    with pytest.raises(WriteError, match=r"^page\.html: .* left in a comment") as error:
        redacted()
    assert "钟有成" not in str(error.value)

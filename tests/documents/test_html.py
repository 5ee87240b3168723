"""What is read out of a page: its bytes, its markup, its white space."""

from __future__ import annotations

import base64
import quopri

import pytest

from anonymizer.documents.document import Reading
from anonymizer.documents.files import ReadError
from anonymizer.documents.html import read
from anonymizer.documents.html.page import HtmlDocument

SAID = "今年全县完成固定资产投资23381万元，同比增长8.6%，这个成绩来之不易。"
TRADITIONAL = "今年全縣完成固定資產投資23381萬元，這個成績來之不易，請大家繼續努力。"


def opened(page: str | bytes, encoding: str | None = None) -> HtmlDocument:
    data = page.encode() if isinstance(page, str) else page
    return read(data, "page.html", Reading(encoding=encoding))


def text_of(page: str | bytes) -> str:
    return opened(page).source.text


def page(charset: str, said: str = SAID, before: str = "") -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{before}{meta}</head><body><p>{said}</p></body></html>"


WRONG = "the page declares {}, but its bytes are {}"


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        pytest.param(page("utf-8").encode(), SAID, (), id="as declared"),
        pytest.param(page("").encode("gb18030"), SAID, (), id="undeclared gbk"),
        pytest.param(page("GB2312").encode("gb18030"), SAID, (), id="gbk is gb2312, only more"),
        pytest.param(
            page("gb2312", "朱镕基同志" + SAID).encode("gbk"),
            "朱镕基同志" + SAID,
            (),
            id="a character that gb2312 has not",
        ),
        pytest.param(
            page("gb2312").encode(), SAID, (WRONG.format("gb2312", "utf-8"),), id="utf-8 as gb2312"
        ),
        pytest.param(
            page("utf-8").encode("gbk"), SAID, (WRONG.format("utf-8", "gb18030"),), id="the reverse"
        ),
        pytest.param(
            page("iso-8859-1").encode("gbk"),
            SAID,
            (WRONG.format("iso-8859-1", "gb18030"),),
            id="gbk as latin-1",
        ),
        pytest.param(page("big5", TRADITIONAL).encode("big5"), TRADITIONAL, (), id="big5"),
        pytest.param(
            page("big5", "楊恒碁" + TRADITIONAL).encode("big5hkscs"),
            "楊恒碁" + TRADITIONAL,
            (),
            id="big5 with more than big5",
        ),
        pytest.param(page("utf-16").encode("utf-16"), SAID, (), id="utf-16 with its mark"),
        pytest.param(page("").encode("utf-16-le"), SAID, (), id="utf-16 without"),
        pytest.param(
            b"\xef\xbb\xbf" + page("gbk").encode(),
            SAID,
            (WRONG.format("gbk", "utf-8"),),
            id="a mark that contradicts the page",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + page("gbk").encode("gbk"),
            SAID,
            (),
            id="a mark that contradicts the bytes",
        ),
        pytest.param(
            page(
                "", before='<meta http-equiv=Content-Type content="text/html; charset=gbk">'
            ).encode(),
            SAID,
            (WRONG.format("gbk", "utf-8"),),
            id="http-equiv",
        ),
        pytest.param(
            page("gbk", before="<!--" + "x" * 3900 + "-->").encode(),
            SAID,
            (WRONG.format("gbk", "utf-8"),),
            id="declared within 4 KB",
        ),
        pytest.param(
            page("gbk", before="<!--" + "x" * 4096 + "-->").encode(), SAID, (), id="too far down"
        ),
        pytest.param(
            ('<?xml version="1.0" encoding="gbk"?>' + page("")).encode(),
            SAID,
            (WRONG.format("gbk", "utf-8"),),
            id="xml declaration",
        ),
        pytest.param(
            page("utf-8").encode().replace("这个".encode(), b"\xff\xfe"),
            SAID.replace("这个", "\ufffd\ufffd"),
            ("2 bytes are not utf-8 like the rest; each became U+FFFD",),
            id="bytes that are not utf-8",
        ),
        pytest.param(
            page("gbk").encode("gbk").replace("，".encode("gbk"), b"\xff"),
            SAID.replace("，", "\ufffd"),
            ("2 bytes are not gb18030 like the rest; each became U+FFFD",),
            id="bytes that are not gbk",
        ),
        pytest.param(
            page("utf-8").encode().replace(b"2338", b"23\x0038"),
            SAID,
            ("1 NUL bytes were skipped",),
            id="a NUL",
        ),
        pytest.param(
            page("utf-8", SAID.encode("ascii", "xmlcharrefreplace").decode()).encode(),
            SAID,
            (),
            id="ascii that refers to characters by number",
        ),
    ],
)
def test_bytes_decide_and_a_wrong_declaration_is_said(
    data: bytes, text: str, notes: tuple[str, ...]
) -> None:
    document = opened(data)
    assert (document.source.text, document.notes) == (text, notes)
    assert document.source.raw == data


def test_an_encoding_that_is_given_is_used() -> None:
    assert opened(page("utf-8").encode("gbk"), "gbk").source.text == SAID
    with pytest.raises(ReadError, match=r"^page\.html: byte .* is not utf-8"):
        opened(page("utf-8").encode("gbk"), "utf-8")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("投资&#50;&#x33;&#X33;&#56;1万元", "投资23381万元"),
        ("&#x4E2D;国&amp;&lt;b&gt;", "中国&<b>"),
        ("&#147;五化&#148;&#133;", "“五化”…"),
        ("县长&nbsp;荆向阳", "县长 荆向阳"),
        ("县长&amp;nbsp;荆向阳&amp;ldquo;好&amp;rdquo;", "县长 荆向阳“好”"),
        ("&#xD800;&#99999999999999;", "\ufffd\ufffd"),
        ("23<b>3</b>8<span>1</span>万元", "23381万元"),
        ("大家\n\t  好，\r\n很\n好", "大家好，很好"),
        ("投资\n23\n万元", "投资23万元"),
        ("GDP  of\n2023", "GDP of 2023"),
        ("县长 \n 荆向阳", "县长荆向阳"),
        ("县长 荆向阳", "县长 荆向阳"),
        ("<span>各位</span>\n<span>代表</span> <b>们</b>", "各位代表 们"),
        ("  　　同志们：  ", "同志们："),
        ("&nbsp;&nbsp;&nbsp;&nbsp;同志们：", "同志们："),
        ("同\u200b志\xad们\ufeff", "同志们"),
        ("<ruby>栾<rp>(</rp><rt>luán</rt><rp>)</rp></ruby>县长", "栾县长"),
        ("一<!-- 二 -->三<!--[if gte mso 9]>四<![endif]-->五<![if !x]>六<![endif]>", "一三五六"),
        ("PM2.5<35，A < B", "PM2.5<35，A < B"),
        ('<a title="x>y" name=top>第一条</a>', "第一条"),
        ("一<br>二<br/>三</br>四", "一\n二\n三\n四"),
        ("<div>一</div>二<div>三</div>", "一\n二\n三"),
        ("<p>一<p>二<ul><li>三<li>四</ul>五", "一\n二\n三\n四\n五"),
        ("<table><tr><td>一<td>二<tr><td colspan=2>三</table>", "一\n二\n三"),
        ("<pre>一\n  二\n\n三</pre>", "一\n二\n三"),
        ("<div style='white-space: pre-wrap'>一\n二</div>", "一\n二"),
        ("<b><p>一</b>二</p>", "一二"),
        ("一<o:p></o:p><st1:date year=2021>2021年</st1:date>", "一2021年"),
        ("<script>一</script><style>二</style><noscript>三</noscript>四", "四"),
        ("<textarea>一</textarea><select><option>二</select>三", "三"),
        ("<p hidden>一</p><p style='DISPLAY : none'>二</p><p style='font-size:0px'>三</p>四", "四"),
        (
            "<style>.x{color:red;display:none} @media print{.y{display:none}}</style>"
            "<p class='x'>一</p><p class=y>二</p>",
            "二",
        ),
        ("<svg><text>一</text></svg><span style='mso-hide:all'>二</span>三", "三"),
        ("<span style='visibility:hidden'>一</span>二三四", "二三四"),
    ],
)
def test_text_is_what_a_browser_shows(markup: str, text: str) -> None:
    # The sentences around it make it a page whose text is all of it.
    shown = text_of(f"<html><body><p>{SAID}</p><div>{markup}</div><p>{SAID}</p></body></html>")
    assert shown == f"{SAID}\n{text}\n{SAID}"


def test_a_figure_over_several_elements_is_one_block() -> None:
    document = opened(f"<p>{SAID}</p><p>投资2<b>33</b><i><u>81</u></i>万元。</p>")
    assert document.blocks[-1].parts == (1, 2, 3, 4)
    assert [document.runs[n] for n in (1, 2, 3, 4)] == ["投资2", "33", "81", "万元。"]


def test_text_that_waits_for_a_script_is_seen() -> None:
    cloaked = f"<div style='visibility: hidden; opacity: 0;'><p>{SAID}</p><p>{SAID}</p></div>"
    assert text_of(f"<div><p>阅读原文</p>{cloaked}</div>").endswith(f"{SAID}\n{SAID}")


def test_much_hidden_text_is_said() -> None:
    document = opened(f"<p>{SAID}</p><div style='display:none'><p>{SAID * 10}</p></div>")
    assert document.source.text == SAID
    assert document.notes == ("260 characters that the page does not show were left out",)


def archive(body: bytes, packing: str, kind: str = "text/html", more: str = "") -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_Part"\r\n\r\n'
        f"This is a message.\r\n\r\n------=_Part\r\nContent-Type: {kind}{more}\r\n"
        f"Content-Transfer-Encoding: {packing}\r\nContent-Location: http://a.example/\r\n\r\n"
    )
    tail = "\r\n------=_Part\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n------=_Part--\r\n"
    return head.encode() + body + tail.encode("latin-1")


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (archive(quopri.encodestring(page("utf-8").encode()), "quoted-printable"), ()),
        (archive(base64.encodebytes(page("gb2312").encode("gbk")), "base64"), ()),
        (archive(page("").encode("gbk"), "8bit", more='; charset="gb2312"'), ()),
        (
            archive(page("").encode(), "8bit", more='; charset="gb2312"'),
            (WRONG.format("gb2312", "utf-8"),),
        ),
        (archive(base64.encodebytes(page("").encode("utf-16")), "base64"), ()),
    ],
)
def test_the_page_of_a_web_archive(data: bytes, notes: tuple[str, ...]) -> None:
    document = read(data, "page.mht", Reading())
    assert (document.source.text, document.notes) == (SAID, notes)
    assert document.data == data


def test_a_frame_of_an_archive_is_read_where_the_page_says_nothing() -> None:
    frames = "<frameset><frame src=a></frameset>"
    part = f"------=_Part\r\nContent-Type: text/html\r\n\r\n{page('')}\r\n"
    data = archive(frames.encode() + b"\r\n" + part.encode(), "8bit")
    assert read(data, "page.mht", Reading()).source.text == SAID


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no text that reads as a speech"),
        (b"<html><script>var a='x'</script></html>", "no text that reads as a speech"),
        (f"<ul>{'<li><a href=/>讲话选登、通知公告</a>' * 9}</ul>".encode(), "no text that reads"),
        (b"<html><img src=1.jpg alt=x></html>", "no text that reads as a speech"),
        (archive(b"", "8bit", "text/plain"), "holds no page"),
        (archive(b"", "8bit").replace(b'boundary="----=_Part"', b"x=y"), "without a boundary"),
        (bytes(range(256)) * 20, "is neither|binary"),
    ],
)
def test_what_says_nothing_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=r"^page\.mht: .*" + f"(?:{message})"):
        read(data, "page.mht", Reading())

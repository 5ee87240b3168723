from __future__ import annotations

import codecs
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from anonymizer.documents import ReadError, decode
from anonymizer.documents.document import Document, Reading
from anonymizer.documents.markdown import read
from anonymizer.edits import Edit, Patch
from anonymizer.pipeline import Options, run
from tests.documents.records import replaced, whole
from tests.helpers import ROOT


def opened(text: str) -> Document:
    return read(text.encode(), "a.md", Reading())


def blocks(document: Document, *stories: str) -> list[str]:
    """What each block reads as, a stroke between its runs."""
    return [
        "".join(
            f"|{document.runs[part]}" if isinstance(part, int) else part for part in block.parts
        )[1:]
        for block in document.blocks
        if not stories or block.story in stories
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题\n\n正文\n", ["标题", "正文"]),
        ("## 标题 ##\n正文", ["标题", "正文"]),
        ("#标题\n正文", ["标题", "正文"]),
        ("标题\n===\n小标题\n---\n", ["标题", "小标题"]),
        ("投资**220**万元", ["投资|220|万元"]),
        ("投资*2**20*万元", ["投资|2**20|万元"]),
        ("**甲*乙*丙**丁", ["甲|乙|丙|丁"]),
        ("___甲___", ["甲"]),
        ("**“重点”**工作", ["“重点”|工作"]),
        ("甲_220_乙 2*3*4 * 5", ["甲_220_乙 2|3|4 * 5"]),
        ("~~甲~~乙==丙==，10~20和30~40", ["甲|乙|丙|，10~20和30~40"]),
        ("第一行\n第二行\n220 a\nb 3", ["第一行|第二行|220 a |b 3"]),
        ("第一行  \n第二行\\\n第三行<br/>第四行", ["第一行", "第二行", "第三行", "第四行"]),
        ("　　第一段\n　　第二段", ["　　第一段", "　　第二段"]),
        ("- 甲\n- 乙\n  续\n\n  段\n1. 丙\n2) 丁\n", ["甲", "乙|续", "段", "丙", "丁"]),
        ("共有\n220. 其中\n- 甲", ["共有|220. 其中", "甲"]),
        ("20240501. 会议", ["20240501. 会议"]),
        ("22. 甲\n23. 乙\n\n段\n\n3. 丙", ["22. 甲", "乙", "段", "3. 丙"]),
        ("> 甲\n> 乙\n丙\n\n>> 丁", ["甲|乙|丙", "丁"]),
        ("---\n\n* * *\n\n甲", ["甲"]),
        ("|甲|220|\n|--|:-:|\n|`a`|**3**万\\|4|\n\n乙", ["甲", "220", "a", "3|万|4", "乙"]),
        ("甲|乙\n丙|丁", ["甲|乙|丙|丁"]),
        ("甲`2*2*0`乙 ``a`b``", ["甲|2*2*0|乙 |a`b"]),
        ("甲`2*2*0", ["甲`2|2|0"]),
        (
            "\\*甲\\* &amp; &#24352;&#x4e09; \\丙 &nosuch; &#10;",
            ["*甲* & 张三 \\丙 &nosuch; &#10;"],
        ),
        ('[甲*乙*](u "t")丙 ![丁](v)', ["甲|乙|丙 |丁"]),
        ("[甲][b]、[b]、[b][]、[c]、[甲][c]\n\n[b]: u", ["甲|、|b|、|b|、[c]、[甲][c]"]),
        ("[[甲](u)](v)", ["[|甲|](v)"]),
        ("[甲](u v)", ["[甲](u v)"]),
        ("<https://a.cn>、<a@b.cn>", ["https://a.cn|、|a@b.cn"]),
        ("<b>甲</b><p>乙</p>丙<GDP增长><zhang>", ["甲", "乙", "丙<GDP增长><zhang>"]),
        ("甲<!-- 乙 -->丙<!-- 丁", ["甲|丙<!-- 丁"]),
        ("甲[^1]\n\n[^1]: 注", ["甲", "注"]),
        ("    甲*乙*\n    丙\n", ["甲|乙", "丙"]),
    ],
)
def test_what_a_reader_sees(text: str, expected: list[str]) -> None:
    document = opened(text)
    assert blocks(document, "body") == expected
    assert document.save({}, []) == text.encode()
    crlf = opened(text.replace("\n", "\r\n"))
    assert blocks(crlf, "body") == expected


@pytest.mark.parametrize(
    ("text", "story", "expected"),
    [
        (
            "---\ntitle: 讲话\nphone: \"138\\u4e09\"\nby: '张三'\n- a: 李四\n王五: 局长\n---\n甲",
            "front matter",
            ["讲话", "138三", "张三", "李四", "王五: 局长"],
        ),
        ("+++\ntitle = \"讲话\"\n+++\n甲", "front matter", ["讲话"]),
        ("---\n甲\n---\n乙", "front matter", []),
        ("```py 张三\nx = 220\n\n\t*y*\n```\n甲", "code", ["py 张三", "x = 220", "*y*"]),
        ("> ~~~\n> x\n甲", "code", ["x"]),
        (
            "甲<!-- 乙\n丙 -->\n\n<!--\n丁\n\n戊-->己<!doctype 庚>",
            "comment",
            [" 乙", "丙 ", "丁", "戊", "doctype 庚"],
        ),
        (
            "[甲](mailto:a%40b.cn '张三')![](<李 四.png>)\n\n"
            "[王五]: /%E7%8E%8B \"钱(七)\"\n[赵][王五]",
            "links",
            ["mailto:a@b.cn", "张三", "李 四.png", "王五", "/王", "钱(七)", "王五"],
        ),
        ("[甲](/%D5%C5%C8%FD/%ff)", "links", ["/张三/%ff"]),
        (
            "<img src=\"a.png\" alt='张三' width=220 class=b id=\"13800138000\" data-x=李&#22235;>",
            "attributes",
            ["a.png", "张三", "13800138000", "李四"],
        ),
    ],
)  # fmt: skip
def test_what_a_reader_does_not_see(text: str, story: str, expected: list[str]) -> None:
    assert blocks(opened(text), story) == expected


def test_addresses_name_the_line() -> None:
    document = opened("# 甲\r\n\r\n乙\r\n丙[丁](u)\r\n\r\n戊<br>己")
    assert [(block.address, block.story) for block in document.blocks] == [
        ("line 1", "body"),
        ("line 3", "body"),
        ("line 6", "body"),
        ("line 6, 2", "body"),
        ("line 4", "links"),
    ]
    assert document.source.text == "甲\n乙丙丁\n戊\n己\n\nu"
    assert document.source.format == "markdown"


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("投资**220**万元", "220", "X", "投资**X**万元"),
        ("投资**220**万元", "220", "*_[X]_*", "投资**\\*\\_\\[X\\]\\_\\***万元"),
        ("投资**220**万元", "220", "", "投资万元"),
        ("投资`220`万元", "220", "", "投资万元"),
        ("投资`220`万元", "220", "`*X*", "投资`'*X*`万元"),
        ("**甲*220*乙**", "220", "", "**甲乙**"),
        ("甲\n220\n乙", "220", "", "甲\n乙"),
        ("甲\n> 220- 乙", "220", "", "甲\n> \\- 乙"),
        ("甲\n2201. 乙", "220", "", "甲\n1\\. 乙"),
        ("甲\n220# 乙", "220", "", "甲\n\\# 乙"),
        ("甲&#24352;&#19977;乙\\*", "张三", "X", "甲X乙\\*"),
        ("[甲](/%E5%BC%A0%E4%B8%89/a%20b)", "张三", "X (1)", "[甲](/X%20%281%29/a%20b)"),
        ("[甲](u '张三')", "张三", "'X'", "[甲](u '\\'X\\'')"),
        ("<!-- 张三 -->", "张三", "-->", "<!-- - -> -->"),
        ("<a title='张三'>", "张三", "'X'", "<a title='&#x27;X&#x27;'>"),
        ("---\na: 张三 #\n---\n", "张三", "X", "---\na: X #\n---\n"),
        ("---\na: 张三\n---\n", "张三", "[X]", "---\na: '[X]'\n---\n"),
        ("---\na: \"张三\"\n---\n", "张三", "\"X", "---\na: \"\\\"X\"\n---\n"),
        ("|a|张三|\n|-|-|\n", "张三", "|", "|a|\\||\n|-|-|\n"),
    ],
)  # fmt: skip
def test_what_is_written_back(text: str, old: str, new: str, expected: str) -> None:
    saved = replaced(opened(text), old, new).decode()
    assert saved == expected


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_encoding_and_line_breaks_stay(codec: str, line_break: str) -> None:
    text = "# 在全县大会上的讲话\n\n今年以来，全县完成投资**220**万元，\n各单位要落实。\n"
    data = text.replace("\n", line_break).encode(codec)
    document = read(data, "a.md", Reading())
    assert blocks(document)[1] == "今年以来，全县完成投资|220|万元，|各单位要落实。"
    expected = text.replace("220", "X").replace("\n", line_break).encode(codec)
    assert replaced(document, "220", "X") == expected


def test_what_has_two_codes_keeps_its_own() -> None:
    text = "# 今年以來，全縣完成投資220萬元，各單位要認真落實。\r\n\r\n"
    data = text.encode("big5") + b"\xa2\xcc"
    document = read(data, "a.md", Reading("big5"))
    assert replaced(document, "220", "X") == data.replace(b"220", b"X")


def test_binary_is_refused() -> None:
    with pytest.raises(ReadError, match=r"a\.md: byte 0x00"):
        read(b"# a\0b", "a.md", Reading())


SPEECHES = sorted((ROOT / "corpus").glob("*.txt"))


def _is_heading(line: str) -> bool:
    return bool(re.match(r"[一二三四五六七八九十]+、.{1,30}$", line))


@pytest.mark.parametrize("path", SPEECHES, ids=lambda path: path.stem)
def test_a_speech_has_the_same_slots_as_plain_text(path: Any) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = [f"## {line}" if _is_heading(line) else line for line in lines if line.strip()]
    marked[0] = f"# {marked[0]}"
    document = opened("\n\n".join(marked) + "\n")
    plain = run(decode("\n".join(line for line in lines if line.strip()).encode()), Options())
    slots = [
        [(slot.kind, slot.text, slot.label) for slot in redaction.manifest.slots]
        for redaction in (plain, run(document.source, Options()))
    ]
    assert slots[0]
    assert slots[0] == slots[1]


PIECES = st.lists(
    st.sampled_from(
        str.split(
            "甲 乙3 a 220 。 “ ” ( ) * ** _ __ ~~ == ` `` \\ [ ] ](u) ![ ](<丙>'丁') [r] "
            "[r]:u <b> </b> <p> <br> <!-- --> &amp; &#24352; %E5%BC%A0 > >> - 1. 22. # "
            "## | |-|-| ``` ~~~ --- === <a/title='戊'> a:/己 [^1]: [^1]"
        )
    ).map(lambda piece: piece.replace("/", " ") if piece[:2] in ("<a", "a:") else piece)
    | st.sampled_from([" ", "  ", "    ", "\u3000", "\n", "\n\n", "\r\n", "  \n", "\\\n"]),
    max_size=14,
).map("".join)


@given(PIECES)
def test_all_that_says_anything_is_read(text: str) -> None:
    document = opened(text)
    assert document.save({}, []) == text.encode()
    # Blank out all text: of Chinese, nothing is left, whatever it stands in.
    changes = {number: whole(run, "X") for number, run in enumerate(document.runs)}
    saved = document.save(changes, []).decode()
    assert not set(saved) & set("甲乙丙丁戊己。“”")
    assert "220" not in saved
    assert sorted(part for block in document.blocks for part in block.parts if part != " ") == [
        number
        for number in range(len(document.runs))
        if any(number in block.parts for block in document.blocks)
    ]


@given(PIECES)
def test_what_is_replaced_reads_as_its_replacement(text: str) -> None:
    document = opened(text)
    changes = {
        number: Patch(
            Edit(found.start(), found.end(), "某") for found in re.finditer("[甲乙]", run)
        )
        for number, run in enumerate(document.runs)
    }
    again = read(document.save(changes, []), "a.md", Reading())
    assert blocks(again) == [re.sub("[甲乙]", "某", block) for block in blocks(document)]


def _visible(tokens: Any) -> str:
    return "".join(
        _visible(token.children) if token.children else token.content
        for token in tokens
        if token.children or token.type in ("text", "code_inline")
    )


@given(
    st.lists(
        st.sampled_from(str.split("a b1 。 * ** *** _ __ ` `` [ ] ](u) ![ \\ &amp; <b> ("))
        | st.just(" "),
        max_size=12,
    ).map("".join)
)
def test_markup_in_a_paragraph_is_what_another_parser_takes_for_it(text: str) -> None:
    # With a word at either end, it is a paragraph; beside Chinese, emphasis is read otherwise.
    text = f"x{text.replace('。', ' 。 ')}x"
    parser = MarkdownIt("commonmark")
    expected = _visible(parser.parse(text))
    # It takes away spaces within ticks.
    assert re.sub("[ |]", "", "".join(blocks(opened(text), "body"))) == expected.replace(" ", "")


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "nested links": lambda n: "[" * n + "](u)" * n,
    "targets without end": lambda n: "[a](x" * n,
    "titles without end": lambda n: "[a](x 'y" * n,
    "brackets in targets": lambda n: "[a](" + "(" * n,
    "stars": lambda n: "*" * n,
    "openers": lambda n: "**a " * n,
    "closers": lambda n: "a** " * n,
    "mixed delimiters": lambda n: "*_~~a" * n,
    "ticks": lambda n: "".join("`" * k + "a" for k in range(1, int(n**0.5))),
    "tags": lambda n: "<a b='" * n,
    "attributes": lambda n: "<a" + " b" * n,
    "comments": lambda n: "<!--" * n + "\n\n" + "<!--\n" * n,
    "entities": lambda n: "&a" * n + "&#" * n,
    "quotes": lambda n: ">" * n + "a",
    "items": lambda n: "- " * n + "a",
    "tables": lambda n: "|a" * n + "\n" + "|-" * n + "\n" + "|a" * n,
    "almost tables": lambda n: "a|b\n" * n,
    "fences": lambda n: "```\n" * n,
    "definitions": lambda n: "[a]: b\n" * n + "[a" * n + "]" * n,
    "per cent": lambda n: "[a](" + "%E5%BC%A0" * n + ")",
    "backslashes": lambda n: "\\" * n + "[" + "\\" * n,
    "lines": lambda n: "a\n" * n,
    "front matter": lambda n: "---\n" + "a: b\n" * n,
    "spaces": lambda n: "[a](" + " " * n + "#" + " " * n + "#x",
    "rules": lambda n: "- " * n + "x\n" + "* " * n,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_take_time_in_proportion(make: Callable[[int], str]) -> None:
    opened(make(100))
    text = make(10_000)
    began = time.process_time()
    opened(text)
    assert time.process_time() - began < 8


def test_a_byte_order_mark_is_no_text() -> None:
    data = codecs.BOM_UTF8 + b"---\na: b\n---\n"
    document = read(data, "a.md", Reading())
    assert blocks(document) == ["b"]
    assert replaced(document, "b", "X") == data.replace(b"b", b"X")

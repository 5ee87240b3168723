"""What retyping does to a text: punctuation, line breaks, blanks, noise, a word here and there.

Every change keeps the tags: only characters of no fact are retyped.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from tests.auditing.tagged import LITERAL, NOISE, Tagged

Change = Callable[[Tagged, random.Random], Tagged]

_TABLES: Final = (
    dict(zip("，；：？！（）", ",;:?!()", strict=True)),
    {"；": "，", "！": "。"},
    {"“": '"', "”": '"', "‘": "'", "’": "'"},
    {"“": "「", "”": "」", "‘": "『", "’": "』"},
    {"、": "，"},
    {"—": "-", "－": "-", "～": "~"},
    {"％": "%", "（": "(", "）": ")"},
    {"%": "％", "(": "（", ")": "）", ",": "，", ";": "；", ":": "："},
)


def punctuation(text: Tagged, rng: random.Random) -> Tagged:
    """One to three tables of other writings, throughout or in places."""
    table: dict[str, str] = {}
    for chosen in rng.sample(_TABLES, rng.randint(1, 3)):
        table.update(chosen)
    rate = rng.choice((1.0, 1.0, 0.5))
    out = Tagged()
    for char, tag in zip(text.chars, text.tags, strict=True):
        if tag == LITERAL and char in table and rng.random() < rate:
            char = table[char]
        out.add(char, tag)
    return out


def commas(text: Tagged, rng: random.Random) -> Tagged:
    """A few commas less, none beside a fact."""
    out = Tagged()
    tags, last = text.tags, len(text) - 1
    for index, (char, tag) in enumerate(zip(text.chars, tags, strict=True)):
        inside = 0 < index < last and tags[index - 1] == tag == tags[index + 1]
        if not (char in "，," and tag == LITERAL and inside and rng.random() < 0.2):
            out.add(char, tag)
    return out


def spaces(text: Tagged, rng: random.Random) -> Tagged:
    """Blanks between Chinese characters and digits or letters."""
    out = Tagged()
    before, held = "", LITERAL
    for char, tag in zip(text.chars, text.tags, strict=True):
        apart = (_han(before) and _ascii(char)) or (_ascii(before) and _han(char))
        if apart and (tag == LITERAL or tag != held) and rng.random() < 0.9:
            out.add(" ")
        out.add(char, tag)
        before, held = char, tag
    return out


def _han(char: str) -> bool:
    return "一" <= char <= "鿿"


def _ascii(char: str) -> bool:
    return char.isascii() and char.isalnum()


def wrapped(text: Tagged, rng: random.Random) -> Tagged:
    """Lines of 30 to 40 characters; figures and placeholders stay whole."""
    width = rng.randint(30, 40)
    out, column, before, held = Tagged(), 0, "", LITERAL
    for char, tag in zip(text.chars, text.tags, strict=True):
        whole = (tag >= 0 and tag == held) or (_ascii(before) and (_ascii(char) or char in ".,%"))
        if char == "\n":
            column = 0
        elif column >= width and not whole and char not in "，。、；：！？”）》,.;:!?)%％":
            out.add("\n", tag if tag == held else LITERAL)
            column = 0
        out.add(char, tag)
        column += char != "\n"
        before, held = char, tag
    return out


def one_line(text: Tagged, rng: random.Random) -> Tagged:
    """No line breaks at all, blanks in their places or nothing."""
    blank = rng.choice(("", " ", "　"))
    return _breaks(text, lambda: blank)


def blank_lines(text: Tagged, rng: random.Random) -> Tagged:
    """A blank line between paragraphs."""
    return _breaks(text, lambda: "\n" * rng.choice((2, 2, 3)))


def indented(text: Tagged, rng: random.Random) -> Tagged:
    """Paragraphs that start with blanks."""
    blank = rng.choice(("　　", "    ", "\t", "　"))
    return _breaks(text, lambda: "\n" + blank)


def windows(text: Tagged, rng: random.Random) -> Tagged:
    """Lines that end as on Windows, or as on old Macs."""
    ending = rng.choice(("\r\n", "\r\n", "\r"))
    return _breaks(text, lambda: ending)


def _breaks(text: Tagged, ending: Callable[[], str]) -> Tagged:
    out = Tagged()
    for char, tag in zip(text.chars, text.tags, strict=True):
        out.add(ending() if char == "\n" else char, tag)
    return out


_NOISE: Final = (
    "第 {} 页 共 9 页",
    "－ {} －",
    "本文来源：公文材料网 http://www.example.com/doc/{}.html",
    "更多精彩范文请关注本站微信公众号",
    "上一篇：返回列表 下一篇：没有了",
    "【字体：大 中 小】 打印本页 关闭窗口",
    "https://doc.example.org/view/{}",
    "文档下载 收藏 分享",
)


def noise(text: Tagged, rng: random.Random) -> Tagged:
    """What a site puts at the head, at the foot and between paragraphs."""
    rate = rng.choice((0.0, 0.1, 0.25))
    out = Tagged()
    out.add(_line(rng) + "\n", NOISE)
    for char, tag in zip(text.chars, text.tags, strict=True):
        out.add(char, tag)
        if char == "\n" and tag == LITERAL and rng.random() < rate:
            out.add(_line(rng) + "\n", NOISE)
    out.add("\n" + _line(rng), NOISE)
    return out


def _line(rng: random.Random) -> str:
    return rng.choice(_NOISE).format(rng.randint(2, 8))


def renumbered(text: Tagged, rng: random.Random) -> Tagged:
    """Headings with other numerals: 一、 becomes 1. or 第一、, （一） becomes (1) or 1)."""
    top = rng.choice(("{n}.", "{n}、", "第{c}，", "{c}．", "（{c}）"))
    low = rng.choice(("({n})", "{n}）", "{n}. ", "{c}、"))
    out, start, content = Tagged(), True, text.text
    index = 0
    while index < len(text):
        if start and text.tags[index] == LITERAL:
            for opening, closing, form in (("", "、", top), ("（", "）", low), ("(", ")", low)):
                numeral = content[index + len(opening) : index + len(opening) + 1]
                size = len(opening) + 1 + len(closing)
                head = content[index : index + size]
                literal = all(tag == LITERAL for tag in text.tags[index : index + size])
                if literal and numeral in _NUMERALS and head == opening + numeral + closing:
                    out.add(form.format(n=_NUMERALS.index(numeral) + 1, c=numeral))
                    index += size
                    break
        if index < len(text):
            out.add(content[index], text.tags[index])
            start = content[index] == "\n"
            index += 1
    return out


_NUMERALS: Final = tuple("一二三四五六七八九")

_WORDS: Final = {
    "全面": "全力",
    "切实": "扎实",
    "坚决": "坚定",
    "不断": "持续",
    "认真": "深入",
    "进一步": "更好地",
    "大力": "着力",
    "非常": "十分",
    "必须": "务必",
    "主要": "重点",
    "同时": "另外",
    "因此": "所以",
    "希望": "盼望",
    "我们": "咱们",
    "加快": "加速",
    "各级各部门": "各有关方面",
}


def words(text: Tagged, rng: random.Random) -> Tagged:
    """A few words rephrased."""
    return _words(text, rng, _WORDS, 0.4)


_TRADITIONAL: Final = dict(
    zip(
        "国会议这个们来时为发对关产业经济开长门问题东车马书见记讲说话认让设计议论议员实现场进还过运动务办",
        "國會議這個們來時為發對關產業經濟開長門問題東車馬書見記講說話認讓設計議論議員實現場進還過運動務辦",
        strict=True,
    )
)


def traditional(text: Tagged, rng: random.Random) -> Tagged:
    """Some fifty characters in their traditional form."""
    return _words(text, rng, _TRADITIONAL, 1.0)


def _words(text: Tagged, rng: random.Random, table: dict[str, str], rate: float) -> Tagged:
    content, out, index = text.text, Tagged(), 0
    sizes = sorted({len(word) for word in table}, reverse=True)
    while index < len(content):
        for size in sizes:
            word = content[index : index + size]
            literal = all(tag == LITERAL for tag in text.tags[index : index + size])
            if word in table and literal and rng.random() < rate:
                out.add(table[word])
                index += size
                break
        else:
            out.add(content[index], text.tags[index])
            index += 1
    return out


CHANGES: Final[dict[str, Change]] = {
    "words": words,
    "traditional": traditional,
    "punctuation": punctuation,
    "commas": commas,
    "renumbered": renumbered,
    "noise": noise,
    "spaces": spaces,
    "wrapped": wrapped,
    "one_line": one_line,
    "blank_lines": blank_lines,
    "indented": indented,
    "windows": windows,
}
"""All of them, in the order in which they are made."""

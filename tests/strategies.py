"""Texts for the property tests: anything at all, and what looks like speeches and is not."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from anonymizer.edits import Edit, Patch
from anonymizer.pipeline import Options
from anonymizer.redaction import UNIQUE
from tests.helpers import PROFILES, STYLES

_ALPHABET = (
    "一二三十百千万亿两〇第年月日号时点分元人个次名位米亩户"
    "的在是和要各县长书记同志们李王周少义"
    "0123456789０１２３９"
    "Xx×某＊*〔〕[]“”\"'（）()《》【】…—–-～~/.．,，、。；：;:!！?？%％+＋＠@#"
    "abnNGKkH \t\u3000\xa0\ufeff\r\n\0\x0b\x85\u2028"
    "😀𠮷龥é"
)
# fmt: off
FRAGMENTS = (
    "一、", "二、", "三、", "1、", "2、", "１．", "（一）", "(二)", "第一，", "一是", "一要",
    "同志们：", "同志们:", "各位代表、同志们：", "\r\n", "\n", "\r", "\n\n", "　　",
    "李县长", "少义书记", "副区长周保汉", "王建国同志", "周保汉", "县委书记", "欧阳市长",
    "2021年", "2021年3月15日", "〔2021〕15号", "二〇二一年六月", "1,234.5万元", "12:30", "8：30",
    "23381万元", "1.1%", "3.5个百分点", "3—5人", "第3位", "220余万元", "三千五百余万元",
    "n95", "N95", "5G", "12345热线", "24小时值班", "21世纪", "“12335”工作法", "十四五", "90后",
    "13800138000", "0452-7326119", "a.b@c.cn", "http://a.cn/b?c=1", "11010519491231002X",
    "6222020000000000000", "陕A·7K632", "X", "XX", "X1", "X2", "X10", "×", "某", "某县", "张某",
    "＊＊", "〔金额1〕", "〔人名2〕", "X万元", "X年", "在全县工作会议上的讲话", "2022年",
    "℃", "-6℃",
    "在看到成绩的同时，", "谢谢大家！", "讲话4", "篇十三", "上传", "下载", "来源：网络整理",
    "限制150内", "。", "，", "；", "提高认识", "落实责任", "今年以来，全县经济运行平稳。",
)
# fmt: on

anything = st.text(max_size=60)
awkward = st.text(_ALPHABET, max_size=80)
speechlike = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(_ALPHABET, max_size=4)), max_size=25
).map("".join)
texts = st.one_of(speechlike, awkward, anything)


def options(styles: tuple[str, ...] = STYLES) -> st.SearchStrategy[Options]:
    """Every profile, style, cleaning, title's year, and unique where the style can be it."""
    return st.builds(
        Options,
        profile=st.sampled_from(PROFILES),
        placeholder=st.sampled_from(styles),
        clean=st.booleans(),
        title_year=st.sampled_from((None, None, "2025", "X")),
        unique=st.booleans(),
    ).map(lambda made: made if made.placeholder in UNIQUE else replace(made, unique=False))


@st.composite
def patches(draw: st.DrawFn, length: int) -> Patch:
    """A patch for a text of this length."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    edits: list[Edit] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        replacement = draw(st.text("abXY", max_size=3))
        taken = bool(edits) and (edits[-1].start, edits[-1].end) == (start, end)
        if not taken and (start < end or replacement):
            edits.append(Edit(start, end, replacement, "r"))
    return Patch(edits)


@st.composite
def patched(draw: st.DrawFn) -> tuple[str, Patch, Patch]:
    """A text, a patch for it, and one for what comes of it."""
    text = draw(st.text("0123456789一二😀\r\n", max_size=14))
    first = draw(patches(len(text)))
    return text, first, draw(patches(len(first.apply(text))))

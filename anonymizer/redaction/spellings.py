"""How a placeholder may be spelled once it has been through other hands.

A language model or a colleague gives X3 back as x3, Ｘ３, X 3 or [X3], and 〔金额1〕 as
[金额１], (金額1), 【金额 1】, 〔金额一〕 or 金额1. All of these are one label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import normalize

from anonymizer import compiled
from anonymizer.redaction.chinese import chinese_number
from anonymizer.redaction.placeholders import KIND_NAMES, UNIQUE

OPENERS: Final = "[［【〔{｛<＜〖〘"
CLOSERS: Final = "]］】〕}｝>＞〗〙"
"""Brackets that a placeholder is put into; one may be opened by any and closed by any."""
SOFT: Final = {"(": ")）", "（": ")）", "《": "》〉", "〈": "》〉"}
"""Brackets that are as often those of the text itself; these close as they open."""

_BLANKS: Final = " \t\u3000\xa0\u200b\u2060"
_DOUBLED: Final = "[［{｛"
_SIMPLIFIED: Final = str.maketrans(
    "機構稱時間額數號電話郵網證銀碼車語", "机构称时间额数号电话邮网证银码车语"
)
_BOTH: Final = {chr(new): chr(new) + chr(old) for old, new in _SIMPLIFIED.items()}
_NAMES: Final = {name: name for name in KIND_NAMES.values()} | {"身分证号": "身份证号"}

_DIGIT: Final = "0-9０-９₀-₉"
_CHINESE: Final = "〇零一二三四五六七八九十百千"
_NUMBER: Final = (
    rf"([ \t\u3000\xa0\u200b\u2060]{{0,2}}(?:\\?[_＿]|[-－#＃:：] ?)?)"
    rf"([{_DIGIT}]{{1,7}}(?![{_DIGIT}])|[①-⑳]|[{_CHINESE}]{{1,7}})"
)
_NUMBERED: Final = compiled.lazy(rf"([XxＸｘ]){_NUMBER}")
_WRITTEN: Final = [
    first + "".join(f"[{_BOTH.get(character, character)}]" for character in name[1:])
    for name in _NAMES
    for first in _BOTH.get(name[0], name[0])  # one of its own: so a search skips to it
]
_TYPED: Final = compiled.lazy(f"({'|'.join(_WRITTEN)}){_NUMBER}")
_LOOSE: Final = frozenset(("", "_", "＿", "\\_", "\\＿"))
"""What may stand between the name and the number without brackets around them."""
_CLOSED: Final = compiled.lazy("[^〔〕\n]{1,12}〕")
_OPENED: Final = compiled.lazy("〔[^〔〕\n]{1,12}$")
_FRACTION: Final = compiled.lazy(rf"[.．:：,][{_DIGIT}]")


class Spelling(NamedTuple):
    """One placeholder as it is written: its label, and its place without and with brackets.

    ``bracket`` is the opening one, or ``〔`` where one of a pair is lost; empty without any.
    """

    label: str
    start: int
    end: int
    outer_start: int
    outer_end: int
    bracket: str


def spellings(text: str, style: str) -> Iterator[Spelling]:
    """All that reads as a placeholder of a style, in whatever spelling, in order.

    Nothing for a style whose placeholders are not unique. Chinese numerals count where they
    cannot be a word of the sentence (金额一定): in brackets, or before a stop.
    """
    if style not in UNIQUE:
        return
    typed = style == "typed"
    for found in (_TYPED if typed else _NUMBERED).finditer(text):
        name, gap, digits = found.groups()
        start, end = found.span()
        outer_start, outer_end, bracket = _bracketed(text, start, end, typed)
        held = outer_start < start and end < outer_end and (typed or bracket not in SOFT)
        arabic = digits[0] not in _CHINESE
        if not held and (
            gap.strip(_BLANKS) not in _LOOSE
            or (not arabic and (not typed or text[end : end + 1].isalnum()))
            or (arabic and typed and _FRACTION.match(text, end) is not None)
        ):
            continue
        number = int(normalize("NFKC", digits)) if arabic else chinese_number(digits)
        if number is None:
            continue
        yield Spelling(_label(name, number, typed), start, end, outer_start, outer_end, bracket)


def standing(text: str, style: str) -> set[str]:
    """The labels of all that reads as a placeholder of a style."""
    return {spelling.label for spelling in spellings(text, style)}


def label_of(placeholder: str, style: str) -> str:
    """The label of a placeholder that this tool wrote; empty for what is none of the style."""
    for spelling in spellings(placeholder, style):
        if spelling.label == placeholder.removesuffix(" "):
            return spelling.label
    return ""


def _label(name: str, number: int, typed: bool) -> str:
    if not typed:
        return f"X{number}"
    return f"〔{_NAMES[name.translate(_SIMPLIFIED)]}{number}〕"


def _holds_words(found: re.Match[str] | None) -> bool:
    """Whether brackets hold words beside a placeholder, and not a list of placeholders."""
    return found is not None and _TYPED.search(found[0]) is None


def _bracketed(text: str, start: int, end: int, typed: bool) -> tuple[int, int, str]:
    """The place with the brackets around it, and which they are."""
    left, right = start, end
    while start - left < 2 and text[left - 1 : left] and text[left - 1] in _BLANKS:
        left -= 1
    while right - end < 2 and text[right : right + 1] and text[right] in _BLANKS:
        right += 1
    opener = text[left - 1 : left]
    escaped = left > 1 and text[left - 2] == "\\" == text[right : right + 1]
    if escaped:  # \[X3\], as Markdown wants it
        right += 1
    closer = text[right : right + 1]
    if not opener or not closer:
        pass
    elif opener in OPENERS and closer in CLOSERS:
        left, right = left - 1 - escaped, right + 1
        if (
            opener in _DOUBLED
            and text[left - 1 : left] == opener
            and text[right : right + 1] == closer
        ):
            left, right = left - 1, right + 1
        return left, right, opener
    elif closer in SOFT.get(opener, ""):
        return left - 1 - escaped, right + 1, opener
    # One of a pair is lost, unless it holds more than the placeholder: 〔金额1亿元〕.
    if typed and opener == "〔" and not _holds_words(_CLOSED.match(text, end)):
        return left - 1, end, opener
    before = _OPENED.search(text, max(0, start - 13), start)
    if typed and closer == "〕" and not escaped and not _holds_words(before):
        return start, right + 1, "〔"
    return start, end, ""

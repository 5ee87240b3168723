"""Half-width punctuation between Chinese characters becomes full-width; the rest stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from anonymizer import compiled
from anonymizer.edits import Edit
from anonymizer.lines import Line
from anonymizer.rulebook import Rulebook

_RULE = "width.punctuation"
_WIDE: Final = dict(zip(",:;!?()", "，：；！？（）", strict=True))
_HALF = compiled.lazy(r"[,:;!?()]")
_CHINESE = compiled.lazy(
    r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff，。、：；！？（）《》〈〉“”‘’「」『』【】〔〕…—％℃]"
)
_MARKS: Final = frozenset("，。、：；！？（）《》〈〉“”‘’「」『』【】〔〕…—％℃")
_LONGEST_BRACKET = 60


def widen(text: str, rulebook: Rulebook, lines: list[Line] | None = None) -> Iterator[Edit]:
    """Edits that widen ``,:;!?()`` where a Chinese sentence uses them.

    A mark is widened when a Chinese character or mark stands beside it and neither a figure
    nor a Latin word runs through it: 1,234.5 and 12:30 and (GDP) stay as they are.
    Brackets are widened in pairs.
    """
    brackets: dict[int, bool] = {}
    opened: list[int] = []
    marks = list(_HALF.finditer(text))
    for found in marks:
        place = found.start()
        if found[0] == "(":
            opened.append(place)
        elif found[0] == ")" and opened:
            start = opened.pop()
            brackets[start] = brackets[place] = _brackets_are_chinese(text, start, place)
    widened = -2
    for found in marks:
        place, mark = found.start(), found[0]
        if mark in "()":
            wide = brackets.get(place)
            if wide is None:
                wide = _is_chinese(text, place - 1) or _is_chinese(text, place + 1)
        elif place and "\u4e00" <= text[place - 1] <= "\u9fff" and mark != ":":
            wide = True  # the usual case, without more ado
        else:
            wide = widened == place - 1 or _sentence_mark_is_chinese(text, place)
        if wide:
            widened = place
            yield Edit(place, place + 1, _WIDE[mark], _RULE)


def _is_chinese(text: str, place: int) -> bool:
    if not 0 <= place < len(text):
        return False
    character = text[place]
    if "\u4e00" <= character <= "\u9fff" or character in _MARKS:
        return True
    return "\u3400" <= character <= "\u4dbf" or "\U00020000" <= character <= "\U0003ffff"


def _sentence_mark_is_chinese(text: str, place: int) -> bool:
    before = text[place - 1] if place else ""
    after = text[place + 1] if place + 1 < len(text) else ""
    behind_quote = 2 if before in ('"', "'") else 1
    chinese_before = _is_chinese(text, place - behind_quote) or (before == "%" and after != " ")
    chinese_after = _is_chinese(text, place + 1)
    if chinese_before:
        # 时间:12:30 is Chinese before the first colon; a path or address is not.
        return not (text[place] == ":" and after in ("/", "\\"))
    return chinese_after and before not in ("", " ", "\n", "\r", "\t")


def _brackets_are_chinese(text: str, start: int, end: int) -> bool:
    if _is_chinese(text, start - 1) or _is_chinese(text, end + 1):
        return True
    inside = text[start + 1 : min(end, start + _LONGEST_BRACKET)]
    return _CHINESE.search(inside) is not None

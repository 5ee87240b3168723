"""Labels of dates, times and codes: what happened then, and which part of the date it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anonymizer import compiled
from anonymizer.redaction.labels.masked import FIGURE, MOMENT, NAME, SLOTS, STOPS, Masked
from anonymizer.redaction.labels.words import Words
from anonymizer.slots import Span

_OF_DAY: Final = "(?:清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里|深夜|凌晨)"
_LINK: Final = compiled.lazy(r"[年月日号时点分秒个]?" + _OF_DAY + "?")
_RANGE: Final = compiled.lazy(
    r"(?:[年月日号时点分]|零时|零点)*(?:上旬|中旬|下旬|底|初|末|起)?(?:至|到|—|-|～|~)"
    r"(?:次年|翌年|明年|次日|第二天|今年|当日)?\ue001"
)
_DEADLINE: Final = compiled.lazy(
    r"(?:上旬|中旬|下旬|底|末|零时|晚)*(?:之内|以内|内|之前|以前|前(?!后)|为止|截止|止)"
)
_TAIL: Final = compiled.lazy(
    r"(?:多(?=[，,])|上旬|中旬|下旬|月底|底|初|末|左右|前后|以后|之后|后|期间|份|[一二三四五六七八九十]{1,3}[时点][半整]?|起|开始|零时|的"
    r"|那天|那场|当天|，|、|：|\s|正式|以来|夜里|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚|凌晨|深夜|至今"
    r"|就|已经|已|又|将|我们|我|我县|我市|把|要|由|全县|全市|全区|全镇|（|\()*"
)
_CALLED: Final = dict(zip("年月日号时点分", "年月日日时时分", strict=True))
_TITLE_END: Final = (
    "讲话",
    "致辞",
    "发言",
    "报告",
    "讲稿",
    "欢迎辞",
    "祝酒辞",
    "动员会",
    "会上",
    "会议上",
)
_PASSED: Final = frozenset("要须应将都就才由请把在从是为向对也还") | {
    *(
        "必须",
        "应当",
        "全部",
        "一律",
        "可以",
        "已经",
        "全县",
        "全市",
        "全区",
        "全镇",
        "各地",
        "全旗",
        "全州",
        "全乡",
        "全村",
    )
}
"""Words between a date and what happens then."""

_NEAR_END: Final = 60


class Moments:
    """Labels the dates, times and codes of one text, in order."""

    def __init__(self, masked: Masked, spans: Sequence[Span], words: Words) -> None:
        self._text = masked.text
        self._masked = masked
        self._spans = spans
        self._words = words
        self._group_end = -1
        self._group = ""
        self._range_base: str | None = None
        self._parts = 1

    def label(self, index: int) -> str:
        """The label of one slot; the numbers of one date share their words."""
        if self._spans[index].kind == "code":
            return self._code(index)
        if index > self._group_end:
            self._begin(index)
        place = self._masked.places[index]
        unit = _CALLED.get(self._text[place + 1 : self._masked.ends[index]], "")
        if self._parts > 1 and unit:
            return f"{self._group[:16]}（{unit}）"
        return self._group

    def _begin(self, index: int) -> None:
        """Find the end of a date and the words for it."""
        text, places = self._text, self._masked.places
        last = index
        while (
            last + 1 < len(places)
            and text[places[last + 1]] == MOMENT
            and self._spans[last + 1].kind != "code"
            and (link := _LINK.match(text, places[last] + 1))
            and link.end() == places[last + 1]
        ):
            last += 1
        self._group_end, self._parts = last, last - index + 1
        start = places[index]
        end = max(self._masked.ends[last], places[last] + 1)
        if self._range_base is not None:
            base, self._range_base = self._range_base, None
            self._group = base + ("截止" if base else "截止时间")
            return
        if text[start - 1 : start] in ("比", "较"):
            self._group = "对比年份"
            return
        if whole := self._line(start, end):
            self._group = whole
            return
        if ranged := _RANGE.match(text, places[last] + 1):
            following = ranged.end()
            if found := _LINK.match(text, following):
                following = found.end()
            while text[following : following + 1] == MOMENT:
                following += 2
            self._range_base = self._event(start, following)
            self._group = self._range_base + ("起始" if self._range_base else "起始时间")
            return
        deadline = _DEADLINE.match(text, end)
        event = self._event(start, deadline.end() if deadline else end)
        if event.endswith(("时间", "日期", "时限")):
            self._group = event
        else:
            year = self._parts == 1 and text[end - 1] == "年"
            self._group = event + ("时限" if deadline else "年份" if year else "时间")

    def _line(self, start: int, end: int) -> str:
        """What a date means that makes a line of its own, or stands in the title."""
        text = self._text
        left = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        right = text.find("\n", end)
        right = len(text) if right < 0 else right
        before = text[left:start].strip(" \u3000（(")
        behind = text[end:right].strip(" \u3000）)")
        whole = text[left:right].strip()
        bracketed = whole[:1] in ("（", "(") and whole[-1:] in ("）", ")") and right - end < 30
        headed = len(whole) < 30 and not any(mark in behind for mark in "，,。；：")
        if not before and (not behind or bracketed or headed):
            return "落款日期" if len(text) - right < _NEAR_END and left > _NEAR_END else "会议日期"
        line = text[left:right].strip()
        if len(line) < 60 and line.endswith(_TITLE_END) and "。" not in line:
            return "会议日期"
        return ""

    def _event(self, start: int, end: int) -> str:
        """What happened then: the noun before the date, the verb behind it."""
        text, words = self._text, self._words
        at = start
        while at and start - at < 16 and text[at - 1] not in STOPS and text[at - 1] not in SLOTS:
            at -= 1
        before = words.trim(text[at:start].rpartition("、")[2].rpartition("”")[2])
        before = words.trim(words.shorten(before)) if before else ""
        if len(before) > 8:
            pieces = words.split(before)
            while len("".join(pieces)) > 8 and len(pieces) > 1:
                pieces.pop(0)
            before = "".join(pieces)
        begin = end
        if tail := _TAIL.match(text, end):
            begin = tail.end()
        if len(before) < 2:
            before = ""
        if before and any(mark in text[end:begin] for mark in "，,：、"):
            return before
        behind = self._behind(begin)
        if behind == "生":
            behind = "出生"
        if len(before) + len(behind) > 12:
            return (behind if len(behind) > 3 else before + behind)[:12]
        return before + behind

    def _behind(self, begin: int) -> str:
        text, words = self._text, self._words
        at = begin
        while at < len(text) and at - begin < 14 and text[at] not in STOPS and text[at] not in "、":
            at += 1
        taken = ""
        skipped = ""
        for word in words.split(text[begin:at]):
            if word in SLOTS:
                if taken or word == MOMENT:
                    break
            elif taken and ((len(taken) > 1 and word in words.stop) or len(taken) + len(word) > 8):
                break
            elif taken or not (
                word in _PASSED
                or word in words.lead
                or (word in words.generic and skipped == NAME)
                or (len(word) == 1 and skipped == FIGURE)
            ):
                taken += word
            skipped = word
        if len(taken) > 2:
            return words.trim_right(taken)
        return taken if len(taken) > 1 or taken == "生" else ""

    def _code(self, index: int) -> str:
        """文号 for 〔⟦…⟧〕⟦…⟧号; the road, the pile, the number before it otherwise."""
        text, place = self._text, self._masked.places[index]
        before, behind = text[max(0, place - 14) : place], text[place + 1 : place + 3]
        if before.endswith(("〔", "[", "【", "﹝", "（", "(")) and behind[:1] in "〕]】﹞）)":
            return "文号（年份）"
        if before.endswith(("〕", "]", "】", "﹞")) or behind[:1] == "号":
            return "文号"
        if behind[:1] in ("线", "国", "省", "高"):
            return "线路编号"
        if text[place + 1 : place + 4] in ("工作法", "”工作"):
            return "工作法名称"
        at = place
        while at and place - at < 12 and text[at - 1] not in STOPS and text[at - 1] not in SLOTS:
            at -= 1
        phrase = self._words.trim(text[at:place])
        if len(phrase) > 8:
            phrase = self._words.shorten(phrase)[-8:] if len(phrase) > 12 else phrase
        if phrase.endswith(("编号", "号", "号码", "编码", "代码")):
            return phrase
        return phrase + "编号" if len(phrase) > 1 else "编号"

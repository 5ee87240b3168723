"""The front of a flattened speech: title, subtitle, speaker, date and salutation.

All of it stands before the first sentence. The salutation is the anchor: it ends the front,
and what stands before it is cut at the end of the title and around the date.
"""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.rulebook import Rulebook

_FRONT: Final = 240
"""Within this many characters the salutation begins."""
_TITLE_END: Final = compiled.lazy(
    r"(?:上的|会的|中的|时的|式的)(?:讲话|致辞|致词|发言|报告|述职报告|欢迎[辞词]|悼词|主持词|演讲)"
    r"(?:提纲|摘要|要点|实录|稿|材料)?(?:[（(][^（）()0-9]{1,8}[）)])?"
)
_TITLED: Final = compiled.lazy(r"关于[^，。；：]{4,40}的(?:讲话|发言|报告)")
_BRACKET: Final = compiled.lazy(r"[（(](?=[^（）()]{0,40}[月日时录])[^（）()]{3,60}[）)]")
_DATE: Final = compiled.lazy(
    r"(?:[0-9]{4}|[二一][〇○零一二三四五六七八九]{3})年[^，。年月（(]{1,4}月(?:[^，。月日]{1,3}日)?"
    r"(?:上午|下午|晚上|晚)?"
)
_SUBTITLE: Final = compiled.lazy(r"——(?=[^，。；]{0,60}(?:讲话|致辞|致词|发言|报告|[辞词]))")
_PAUSE: Final = "，、：；,;“‘《〈"
_LINKS: Final = ("对", "向", "给", "和", "与", "请", "是", "让", "为", "在座")


_LINE_END: Final = compiled.lazy(r"[\r\n]")


class FrontSplitter:
    """Finds the front of a line, and the breaks in it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._salutation = compiled.pattern(rulebook.rule("break.salutation").regex)

    def goes_on(self, text: str, place: int) -> bool:
        """Whether a salutation begins at ``place`` and its line goes on behind it."""
        line_end = _LINE_END.search(text, place)
        stop = line_end.start() if line_end else len(text)
        found = self._salutation.match(text, place, stop)
        return found is not None and found.end() < stop

    def split(self, body: str) -> tuple[int, dict[int, str]]:
        """Where the speech proper begins on its line, and the breaks before it with their rules.

        0 and no breaks where no salutation stands in the line with text behind it.
        """
        if not any(mark in body[: _FRONT + 80] for mark in "：:！!"):
            return 0, {}
        for found in self._salutation.finditer(body, 0, _FRONT + 80):
            start, end = found.span("slot")
            if start > _FRONT:
                break
            if end < len(body) and _can_precede(body, start):
                return self._places(body, start, end)
        return 0, {}

    def _places(self, body: str, start: int, end: int) -> tuple[int, dict[int, str]]:
        places = dict.fromkeys(_title_breaks(body[:start]), "break.title")
        places[start] = places[end] = "break.salutation"
        return end, {place: rule for place, rule in places.items() if 0 < place < len(body)}


def _title_breaks(head: str) -> list[int]:
    """Breaks inside what stands before the salutation."""
    places = []
    if subtitle := _SUBTITLE.search(head):
        places.append(subtitle.start())
    titles = list(_TITLE_END.finditer(head))
    title = titles[-1] if titles else _TITLED.search(head)
    behind = title.end() if title else 0
    if title:
        places.append(behind)
    dated = _BRACKET.search(head, behind) or _DATE.search(head, behind)
    if dated and (title or dated.end() == len(head)):
        places += [dated.start()]
        # A note behind a bare date (时间、地点) goes with it.
        places += [dated.end()] if head[dated.end() - 1 : dated.end()] in "）)" else []
    return places


def _can_precede(body: str, place: int) -> bool:
    """Whether a salutation may begin here: behind a title, a date, a speaker."""
    before = body[:place].rstrip()
    if not before:
        return True
    if len(before) > 160 or before[-1] in _PAUSE or before.endswith(_LINKS):
        return False
    return not any(mark in before for mark in "。！？；")

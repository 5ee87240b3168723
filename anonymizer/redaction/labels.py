"""What a figure measures, from its own clause: 地区生产总值实现⟦23381⟧万元 → 地区生产总值."""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.slots import FIGURE_KINDS, Span

_CLAUSE: Final = compiled.lazy(r"[^，。；：！？、,;:!?\n\r（）()“”\"]{1,24}$")
_TRAILING: Final = compiled.lazy(
    r"(?:分别|已经|已|约|近|将近|超过|突破|不足|不少于|不低于|仅|只有|只|共|共计|总计|合计|累计|达到|高达|多达|达|"
    r"实现|完成|为|是|有|到|了|在|至|由|从|于|的|再|又|每年|等|计|个|第|这|那|要|均|各|其中|全部|就|得|出|起)+$"
)
_LEADING: Final = compiled.lazy(
    r"^(?:截至目前|截至|目前|今年|去年|全年|上半年|下半年|其中|同时|此外|已经|先后|累计|我们|共|并|还|又|再|也|将|把|为|对|从|到|在|以)+"
)
_BEHIND: Final = compiled.lazy(r"[\u4e00-\u9fff]{1,8}")
_DIGITS: Final = compiled.lazy(r"[0-9０-９.．,%％\-—]+")
_LONGEST: Final = 16


def label(text: str, span: Span) -> str | None:
    """A short name of what the figure counts, or ``None`` when its clause does not say.

    Money, shares and rates are named by what stands before them, counts also by the noun
    behind their unit.
    """
    if span.kind not in FIGURE_KINDS or span.kind in ("date", "time", "code"):
        return None
    before = _clause_before(text, span.start)
    unit = span.attributes.get("unit", "")
    if span.kind == "quantity":
        noun = _noun_behind(text, span.end, unit)
        if len(before) < 2:
            return noun or None
    return before[-_LONGEST:] or None


def _clause_before(text: str, start: int) -> str:
    found = _CLAUSE.search(text, max(0, start - 24), start)
    clause = found[0] if found else ""
    if digits := list(_DIGITS.finditer(clause)):
        clause = clause[digits[-1].end() :]
    previous = None
    while previous != clause:
        previous = clause
        clause = _LEADING.sub("", _TRAILING.sub("", clause))
    return clause


def _noun_behind(text: str, end: int, unit: str) -> str:
    place = text.find(unit, end, end + 8) + len(unit) if unit else end
    found = _BEHIND.match(text, place)
    return found[0] if found else ""

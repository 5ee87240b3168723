"""What a workbook keeps of its cells elsewhere: caches of charts and pivot tables, names, notes.

Nothing of it is read; what says a removed value gives way to a placeholder, and what is worked
out from the cells is left to be worked out anew.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from typing import Final

from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.spots import local, located
from anonymizer.documents.ooxml.traces import PLACEHOLDER
from anonymizer.documents.ooxml.values import Values
from anonymizer.edits import Edit, Patch

_TEXT: Final = re.compile(r">([^<]+)(?=<)")
_IN_SHEET: Final = re.compile(
    r"<(?:[\w.-]+:)?(?:f|formula|formula[12]|sqref|(?:odd|even|first)(?:Header|Footer))"
    r"(?:\s[^<>]*)?(?<!/)>([^<]+)"
)
_POINT: Final = re.compile(
    r"<((?:[\w.-]+:)?)pt\s[^<>]*>\s*<(?:[\w.-]+:)?v>([^<]*)</(?:[\w.-]+:)?v>\s*</\1pt>"
)
_ITEM: Final = re.compile(r"<(?:[\w.-]+:)?([snd])\s[^<>]*?\bv=\"([^\"]*)\"")
_EXTREMES: Final = re.compile(r"\s(?:minValue|maxValue|minDate|maxDate)=\"[^\"]*\"")


class Leftovers:
    """What must not be left: removed values, and the whole texts of changed cells."""

    def __init__(self, values: Values, whole: Collection[str], sheets: Sequence[str]) -> None:
        self._values = values
        self._whole = frozenset(whole)
        self._titles: dict[str, str] = {}
        taken = set(sheets)
        for title in sheets:
            clean = values.without(title, written=False)
            if clean != title:
                self._titles[title] = _other(clean, taken)
                taken.add(self._titles[title])
        self._names: dict[str, str] = {}

    def sheet(self, xml: str) -> str:
        """A sheet: its formulas, lists to choose from, headers and footers."""
        for old, new in self._titles.items():
            old, new = markup.escaped(old), markup.escaped(new)
            for end in ("!", "'!", "&#x27;!", "&apos;!"):
                xml = xml.replace(old + end, new + end)
        return self._texts(xml, _IN_SHEET)

    def part(self, xml: str) -> str:
        """Any other part, all its texts; points that a chart keeps of changed cells go."""
        xml = self._titled(xml)
        xml = _POINT.sub(self._point, xml)
        return self._texts(xml, _TEXT)

    def pivot_cache(self, xml: str) -> str:
        """What a pivot table has gathered: to be gathered anew, without its extremes."""
        xml = self._titled(xml)
        edits = [Edit(*found.span(), "") for found in _EXTREMES.finditer(xml)]
        number = 0
        for found in _ITEM.finditer(xml):
            text = html.unescape(found[2])
            if not self.told(text):
                continue
            number += 1
            made = {
                "s": self._name(text),
                "n": str(number),
                "d": f"{1900 + number // 12 % 8000:04d}-{number % 12 + 1:02d}-01T00:00:00",
            }[found[1]]
            edits.append(Edit(*found.span(2), markup.escaped(made)))
        return self._texts(Patch(edits).apply(xml) if edits else xml, _TEXT)

    def told(self, text: str) -> bool:
        """Whether a text is that of a changed cell, or says a removed value."""
        return text.strip() in self._whole or self.clean(text) != text

    def clean(self, text: str) -> str:
        """A text without what must not be left."""
        if text.strip() in self._whole:
            return PLACEHOLDER
        for old, new in self._titles.items():
            text = text.replace(old, new)
        return self._values.without(text, written=True)

    def _name(self, text: str) -> str:
        """An item by another name; different ones stay different."""
        if text not in self._names:
            self._names[text] = _other(self.clean(text), self._names.values())
        return self._names[text]

    def _titled(self, xml: str) -> str:
        """A part in which attributes name the sheets by the names that they have now."""
        for old, new in self._titles.items():
            xml = xml.replace(f'"{markup.escaped(old)}"', f'"{markup.escaped(new)}"')
        return xml

    def _point(self, found: re.Match[str]) -> str:
        text = html.unescape(found[2])
        numeric = not any(map(str.isalpha, text))
        return "" if numeric and text.strip() in self._whole else found[0]

    def _texts(self, xml: str, pattern: re.Pattern[str]) -> str:
        edits: list[Edit] = []
        found = [f.span(1) for f in pattern.finditer(xml) if not f[1].isspace()]
        spots = located(xml, (start for start, _ in found))
        for (start, end), spot in zip(found, spots, strict=True):
            if spot.start >= 0:
                continue  # a sign that looks like the end of a tag, inside of one
            text = html.unescape(xml[start:end])
            clean = self.clean(text)
            if clean != text:
                edits.append(Edit(start, end, markup.escaped(clean)))
        return Patch(edits).apply(xml) if edits else xml


def _other(name: str, taken: Collection[str]) -> str:
    """A name like another one that is not taken."""
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}{number}"
    return made


def recalculated(xml: str) -> str:
    """The main part of a workbook that is worked out anew when it is opened."""
    for tag in markup.tags(xml, {"x:calcPr"}):
        if tag.opens:
            at = tag.end - (2 if tag.closes else 1)
            inner = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", xml[tag.start : at])
            return f'{xml[: tag.start]}{inner} fullCalcOnLoad="1"{xml[at:]}'
    at, prefix = 0, ""
    for tag in markup.tags(xml, {"x:sheets", "x:externalReferences", "x:definedNames"}):
        if tag.closes:
            at = tag.end
            raw = xml[tag.start : tag.end].strip("</> ").split()[0].rstrip("/")
            prefix = raw[: len(raw) - len(local(raw))]
    return f'{xml[:at]}<{prefix}calcPr fullCalcOnLoad="1"/>{xml[at:]}' if at else xml


def refreshed(xml: str) -> str:
    """A pivot table's cache that keeps no records and is filled when the file is opened."""
    for tag in markup.tags(xml, {"x:pivotCacheDefinition"}):
        edits = []
        for attribute in markup.attributes(xml, tag):
            name = local(attribute.name)
            if name in ("refreshOnLoad", "saveData", "recordCount", "id"):
                begin = xml.rindex(attribute.name, tag.start, attribute.start)
                edits.append(Edit(begin, attribute.end + 1, ""))
        at = tag.end - (2 if tag.closes else 1)
        edits.append(Edit(at, at, ' saveData="0" refreshOnLoad="1"'))
        return Patch(edits).apply(xml)
    return xml

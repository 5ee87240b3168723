"""One XML part without what tells: elements and attributes go, values in attributes give way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from anonymizer import compiled
from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.relations import LOCAL, PERSONAL
from anonymizer.documents.ooxml.spots import Marks, local, located, within
from anonymizer.documents.ooxml.traces import (
    AUTHOR,
    DROPPED,
    ELEMENTS,
    FONTS,
    KEPT,
    NOWHERE,
    PLACEHOLDER,
    SET,
    WRITTEN,
    WRITTEN_VALUES,
)
from anonymizer.documents.ooxml.values import Values
from anonymizer.edits import Edit, Patch

_SHAPES: Final = frozenset({"docPr", "cNvPr", "bookmarkStart"})
"""Elements with a name that a program or a person gave."""
_TARGETS: Final = frozenset({"href", "src"})
_RSIDS: Final = compiled.lazy(
    r" w:rsid(?<=\S w:rsid)\w*=\"[^\"<>]*\"(?: w:rsid\w*=\"[^\"<>]*\")*(?=[^<>]{0,2000}>)"
)
_UNSEEN: Final = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?(?!xml[\s?]).*?\?>", re.DOTALL)
"""Comments and instructions to programs, which nobody sees who reads the document."""
_MARKS: Final = Marks(
    attributes=DROPPED | SET.keys() | WRITTEN,
    elements=ELEMENTS,
    tags=WRITTEN_VALUES | _SHAPES,
    signs=(
        *(":rsid", "&#", "\\\\", ":\\", ":/"),
        *(f"%{digit}" for digit in "0123456789ABCDEFabcdef"),
        *("mailto:", "tel:", "sms:", "callto:", "Mailto:", "MAILTO:", "Tel:", "TEL:"),
    ),
)
"""What may tell, and how a path, an address or an encoded value shows."""

_FIELD: Final = compiled.lazy(
    r"<(?:[\w.-]+:)?(?:fldChar[\s/>]|(?:instrText|delInstrText)(?:\s[^<>]*)?>([^<]*))"
)
AUTHORS: Final = compiled.lazy(r"<(?:[\w.-]+:)?author>([^<]+)</")
"""The names of those who wrote the comments of a sheet."""
_INSTRUCTIONS: Final = frozenset({"w:instrText", "w:delInstrText"})


class Wording:
    """What takes the place of values in the attributes of a whole package.

    Names that lead from one place to another stay different names, and the same everywhere.
    """

    def __init__(self, values: Values) -> None:
        self.values = values
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, element: str, name: str, value: str) -> str:
        """What an attribute says from now on; ``element`` and ``name`` are local names."""
        written = is_written(element, name)
        said = unquote(value) if "%" in value else value
        if LOCAL.search(said) or PERSONAL.match(said):
            if name in _TARGETS:
                return NOWHERE
            bare = PERSONAL.sub(NOWHERE, LOCAL.sub("", said))
            return self.values.without(bare, written=written)
        clean = self.values.without(value, written=written)
        if clean == value and self.values.told(said):
            clean = self.values.without(said, written=written)
        if clean == value and len(value) >= 8 and self.values.told_in_markup(value):
            clean = PLACEHOLDER
        if clean == value and element in _SHAPES and name == "name":
            clean = self._shape(value)
        if clean == value:
            return value
        if name in _TARGETS and "://" in value:
            return NOWHERE
        return clean if written else self._unique(value, clean)

    def _shape(self, value: str) -> str:
        """A shape's name without figures but the counter at its end: 图片 21, but not 220万元."""
        counter = re.search(r"[\s_-]*\d*$", value)
        end = counter.start() if counter else len(value)
        return self.values.without(value[:end], written=True) + value[end:]

    def _unique(self, value: str, clean: str) -> str:
        if value not in self._names:
            made, number = clean, 1
            while made in self._taken:
                number += 1
                made = f"{clean}{number}"
            self._taken.add(made)
            self._names[value] = made
        return self._names[value]


def is_written(element: str, name: str) -> bool:
    """Whether people wrote what an attribute holds; local names."""
    return name in WRITTEN or (name == "val" and element in WRITTEN_VALUES)


def scrubbed_xml(
    xml: str, gone: Collection[str], decided: Collection[str], wording: Wording
) -> str:
    """The text of a part without traces; ``gone`` are ids of relationships that are no more.

    The very same object if there is nothing to take out.
    """
    if "<!--" in xml or "<?" in xml[1:]:
        xml = _UNSEEN.sub(lambda found: found[0] if found[0].startswith("<![") else "", xml)
    if " w:rsid" in xml and "<!" not in xml and xml.count("<") == xml.count(">"):
        # The one trace that stands on every paragraph; and no text of this part looks like a tag.
        xml = _RSIDS.sub("", xml)
    inside, tags = _MARKS.places(xml)
    stretches = _MARKS.stretches(xml, tags)
    told = wording.values.told_in_markup(xml)
    inside += (start for start, _ in told)
    if gone:
        ids = "|".join(map(re.escape, sorted(gone)))
        inside += (found.end() for found in re.finditer(rf"[\"'](?:{ids})(?=[\"'])", xml))
    edits = _attributes(xml, sorted(inside), gone, decided, wording)
    if not decided:  # a drawing, or another program's: nobody reads its text as a document's
        edits += _texts(xml, told)
    if "authors>" in xml:
        edits += [Edit(*found.span(1), AUTHOR) for found in AUTHORS.finditer(xml)]
    if not _INSTRUCTIONS.intersection(decided):
        edits += _instructions(xml, wording.values)
    if stretches:
        edits = [edit for edit in edits if not within(stretches, edit.start)]
        edits += (Edit(start, end, "") for start, end in stretches)
    return Patch(edits).apply(xml) if edits else xml


def _texts(xml: str, told: Iterable[tuple[int, int]]) -> Iterator[Edit]:
    """A placeholder for each telling value that stands between tags, in ascending order."""
    done = 0
    for start, end in sorted(told):
        if start >= done and xml.rfind("<", 0, start) <= xml.rfind(">", 0, start):
            yield Edit(start, end, PLACEHOLDER)
            done = end


def _attributes(
    xml: str,
    offsets: Iterable[int],
    gone: Collection[str],
    decided: Collection[str],
    wording: Wording,
) -> list[Edit]:
    """What changes in the tags that have some ascending offsets."""
    edits: list[Edit] = []
    done = -1
    for spot in located(xml, offsets):
        if spot.start <= done or xml.startswith("</", spot.start):
            continue
        done = spot.start
        element = local(spot.name)
        if element in FONTS:
            continue
        tag = markup.Tag(spot.start, spot.end, spot.name, True, False)
        for attribute in markup.attributes(xml, tag):
            edits += _edited(xml, attribute, element, gone, decided, wording)
    return edits


def _edited(
    xml: str,
    attribute: markup.Attribute,
    element: str,
    gone: Collection[str],
    decided: Collection[str],
    wording: Wording,
) -> Iterator[Edit]:
    name = local(attribute.name)
    value = attribute.value
    stays = element in KEPT.get(name, ())
    if not stays and (
        name in DROPPED
        or (name.startswith("rsid") and ":" in attribute.name)
        or (value in gone and ":" in attribute.name)
    ):
        start = xml.rindex(attribute.name, 0, attribute.start)
        while xml[start - 1].isspace():
            start -= 1
        yield Edit(start, attribute.end + 1, "")
        return
    if f"@{name}" in decided:
        return
    new = SET[name] if name in SET and not stays else wording.of(element, name, value)
    if new != value:
        yield Edit(attribute.start, attribute.end, markup.escaped(new))


def _instructions(xml: str, values: Values) -> list[Edit]:
    """What changes in the codes of fields: a link's target, a picture's path, a bookmark's name.

    A code is read whole, over however many runs it is split.
    """
    if "nstrText" not in xml:
        return []
    edits: list[Edit] = []
    pieces: list[tuple[int, int]] = []
    for found in _FIELD.finditer(xml):
        if found[1] is None:
            edits += _instruction(xml, pieces, values)
            pieces = []
        elif found[1]:
            pieces.append(found.span(1))
    return edits + _instruction(xml, pieces, values)


def _instruction(xml: str, pieces: list[tuple[int, int]], values: Values) -> list[Edit]:
    if not pieces:
        return []
    texts = [markup.text_of(xml[start:end]) for start, end in pieces]
    whole = "".join(texts)
    stretches = [
        (*found.span(), NOWHERE)
        for pattern in (LOCAL, PERSONAL)
        for found in pattern.finditer(whole)
    ]
    stretches += [(start, end, PLACEHOLDER) for start, end in values.told(whole)]
    if not stretches and "%" in whole:
        stretches = [
            (*found.span(), NOWHERE)
            for found in re.finditer(r"[^\s\"]+", whole)
            if values.told_in_markup(found[0]) or values.told(unquote(found[0]))
        ]
    stretches.sort()
    patches: list[list[Edit]] = [[] for _ in pieces]
    done = 0
    for start, end, replacement in stretches:
        if start < done:
            continue
        done = end
        offset = 0
        for number, text in enumerate(texts):
            low, high = max(start - offset, 0), min(end - offset, len(text))
            if low < high:
                patches[number].append(Edit(low, high, replacement))
                replacement = ""
            offset += len(text)
    return [
        Edit(start, end, markup.rewritten(xml[start:end], Patch(patch)))
        for (start, end), patch in zip(pieces, patches, strict=True)
        if patch
    ]

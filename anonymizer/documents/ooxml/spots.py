"""Places in the XML of a part: which tag an offset lies in, without walking all tags.

Most parts hold thousands of tags and few that matter here; a pattern finds where those are,
and this module says what each such place is. All of it is linear in the length of the part,
sound XML or not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml.markup import Part, Tag, open_part
from anonymizer.documents.ooxml.terms import Terms

_TAG: Final = compiled.lazy(
    r"<(/?)([^\s/>!?<]+)(?:[^>\"'<]*(?:\"[^\"<]*\"|'[^'<]*'))*[^>\"'<]*>",
)
_UNPARSED: Final = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
_UNPARSED_BEGIN: Final = re.compile(r"<!--|<!\[CDATA\[|<\?")
_ENCODINGS: Final = frozenset(
    {"utf-8", "utf8", "utf-16-le", "utf-16-be", "us-ascii", "ascii", "iso-8859-1"}
)
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class Spot(NamedTuple):
    """An offset, and the tag ``xml[start:end]`` that it lies in; ``start`` -1 for none.

    ``name`` is the element's name as it is written, prefix and all.
    """

    offset: int
    start: int
    end: int
    name: str


def decoded(data: bytes) -> Part | None:
    """The text of an XML part that no parser has seen; ``None`` if it is none of an office file."""
    if data.startswith((b"\xff\xfe", b"<\0")):
        encoding = "utf-16-le"
    elif data.startswith((b"\xfe\xff", b"\0<")):
        encoding = "utf-16-be"
    else:
        found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
        encoding = found[1].decode("ascii").lower() if found else "utf-8"
    if encoding not in _ENCODINGS:
        return None
    try:
        part = Part(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None
    return None if "<!DOCTYPE" in part.xml else part


def parsed(data: bytes) -> Part | None:
    """The same of a part that a parser finds sound, so that its tags can be walked."""
    try:
        return open_part(data, "", "")
    except ReadError:
        return None


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def located(xml: str, offsets: Iterable[int]) -> Iterator[Spot]:
    """For each of some ascending offsets the tag that it lies in.

    Comments, CDATA and instructions are no tags, whatever stands in them.
    """
    unparsed: list[tuple[int, int]] = []
    if "!" in xml or xml.count("?") > 2:  # the declaration has two
        unparsed = _unparsed(xml)
    begins = [start for start, _ in unparsed]
    done = 0  # where the last tag or text that was looked at ends
    start, end, name = -1, -1, ""
    for offset in offsets:
        if unparsed:
            last = bisect_right(begins, offset) - 1
            if last >= 0 and offset < unparsed[last][1]:
                yield Spot(offset, -1, -1, "")
                done = max(done, unparsed[last][1])
                start = -1
                continue
        if offset >= done:
            start, end, name = _around(xml, offset, done)
            done = end
        yield Spot(offset, start, end, name)


def _unparsed(xml: str) -> list[tuple[int, int]]:
    """Comments, CDATA and instructions; one without an end goes on to the end of the text."""
    ends = dict(_UNPARSED)
    stretches: list[tuple[int, int]] = []
    done = 0
    while found := _UNPARSED_BEGIN.search(xml, done):
        mark = ends[found[0]]
        end = xml.find(mark, found.end())
        done = end + len(mark) if end >= 0 else len(xml)
        stretches.append((found.start(), done))
    return stretches


def _around(xml: str, offset: int, done: int) -> tuple[int, int, str]:
    """The tag around an offset, or no tag and where the next one begins."""
    begin = xml.rfind("<", done, offset + 1)
    if begin >= 0:
        found = _TAG.match(xml, begin)
        if found and found.end() > offset:
            return begin, found.end(), found[2]
    following = xml.find("<", offset + 1)
    return -1, following if following >= 0 else len(xml), ""


class Marks:
    """Where attributes and elements of some local names, and some signs, stand in raw XML."""

    def __init__(
        self,
        attributes: Collection[str],
        elements: Collection[str] = (),
        tags: Collection[str] = (),
        signs: Collection[str] = (),
    ) -> None:
        self._elements = frozenset(elements)
        self._tags = frozenset(tags)
        self._signs = frozenset(signs)
        names = self._elements | self._tags
        self._terms = Terms(
            [
                *(f"{lead}{name}" for name in attributes for lead in _LEADS),
                *(f"{lead}{name}" for name in names for lead in "<:"),
                *signs,
            ]
        )

    def places(self, xml: str) -> tuple[list[int], list[int]]:
        """Offsets in tags with such attributes, signs or names, and those of elements."""
        inside: list[int] = []
        elements: list[int] = []
        for at, term in self._terms.places(xml):
            if term in self._signs:
                inside.append(at)
                if term[1:] not in self._elements:
                    continue
            beyond = xml[at + len(term) : at + len(term) + 1]
            if beyond == "=":
                inside.append(at + 1)
            elif beyond and beyond in "/> \t\r\n":
                if term[1:] in self._elements:
                    elements.append(at)
                elif beyond not in "/>":
                    inside.append(at + 1)
        return inside, elements

    def stretches(self, xml: str, offsets: Iterable[int]) -> list[tuple[int, int]]:
        """Where the outermost elements begin and end whose tags have some ascending offsets."""
        stretches: list[tuple[int, int]] = []
        unclosed: set[str] = set()
        done = 0
        for spot in located(xml, offsets):
            if spot.start < done or spot.name in unclosed or xml[spot.start + 1] == "/":
                continue
            if local(spot.name) not in self._elements:
                continue
            end = spot.end
            if xml[end - 2] != "/":
                closing = re.compile(rf"</{re.escape(spot.name)}\s*>").search(xml, end)
                if closing is None:
                    unclosed.add(spot.name)
                    continue
                end = closing.end()
            stretches.append((spot.start, end))
            done = end
        return stretches


def tags_at(xml: str, offsets: Iterable[int]) -> Iterator[Tag]:
    """The tags that have some ascending offsets, each once."""
    done = -1
    for spot in located(xml, offsets):
        if spot.start > done:
            done = spot.start
            yield Tag(spot.start, spot.end, spot.name, True, False)


_LEADS: Final = (" ", ":", "\t", "\n", "\r")
"""What stands before the local name of an attribute."""


def within(stretches: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether an offset lies in one of some ascending stretches."""
    last = bisect_right(stretches, (offset, 1 << 62)) - 1
    return last >= 0 and offset < stretches[last][1]

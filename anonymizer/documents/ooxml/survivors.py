"""The last look: whether a package that is about to be written still holds a removed value.

Every part is searched, attributes and names of parts included, in whatever encoding a value may
hide, and with the tags between letters left out. What recognition has decided on is left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from anonymizer import compiled
from anonymizer.documents.document import Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.package import Package, is_xml
from anonymizer.documents.ooxml.scrubbing import Decided
from anonymizer.documents.ooxml.spots import Marks, decoded, local, located, tags_at
from anonymizer.documents.ooxml.traces import FONTS, WRITTEN, WRITTEN_VALUES
from anonymizer.documents.ooxml.values import Values, has_han, values_of
from anonymizer.documents.ooxml.wording import is_written

_GAP: Final = "\ufffc"
"""Stands where text was that recognition has decided on; nothing reads on across it."""

_OPAQUE: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"OTTO",
    b"\0\1\0\0",
)
"""How pictures and fonts begin: what looks like a word in them is chance."""

_OPAQUE_NAMES: Final = (".odttf", ".fntdata", ".ttf", ".otf")
_PERCENT: Final = re.compile("%[0-9A-Fa-f]{2}")
_TEXT: Final = re.compile(r">([^<]+)")
_MARKS: Final = Marks(attributes=WRITTEN, tags=WRITTEN_VALUES)


def check(
    package: Package, name: str, removed: Sequence[Removal], decided: Decided | None = None
) -> None:
    """Raise :class:`WriteError` if a removed value stands anywhere but in decided text.

    ``decided`` says by part which elements hold text that recognition has decided on (``w:t``),
    and which attributes (``@descr``). Telling values, names and numbers of people, count
    everywhere; figures and short Latin words where people write, as words of their own.
    """
    values = values_of(tuple(removed))
    if not values:
        return
    decided = decided or {}
    for part, data in package.parts.items():
        if values.told(part) or ("%" in part and values.told(unquote(part))):
            raise _survives(name, "the package", "the name of a part")
        if is_xml(part) or part.lower().endswith(".svg"):
            read = decoded(data)
            where = "its bytes" if read is None else _in_xml(read.xml, values, decided.get(part))
        else:
            where = "" if _is_opaque(part, data) else "its bytes"
        if where == "its bytes" and not values.told_in_bytes(data):
            where = ""
        if where:
            raise _survives(name, part, where)


def _survives(name: str, part: str, where: str) -> WriteError:
    return WriteError(
        f"{name}: a removed value would be left in {part}, in {where}; nothing was written"
    )


def _is_opaque(part: str, data: bytes) -> bool:
    return data.startswith(_OPAQUE) or part.lower().endswith(_OPAQUE_NAMES)


def _in_xml(xml: str, values: Values, decided: Collection[str] | None) -> str:
    """What kind of place holds a value, or nothing."""
    if decided:
        xml = _without_decided(xml, decided)
    for spot in located(xml, [start for start, _ in values.told_in_markup(xml)]):
        if spot.start < 0:
            return "text"
        if where := _telling_attribute(xml, spot.start, spot.end, spot.name, spot.offset):
            return where
    if "&" in xml and values.told(html.unescape(_without_fonts(xml))):
        return "text with character references"
    if _PERCENT.search(xml) and values.told(unquote(_without_fonts(xml))):
        return "an encoded address"
    if _says_something(xml):
        texts = [html.unescape(text) for text in _TEXT.findall(xml) if not text.isspace()]
        if values.told("".join(texts)):
            return "text with tags in between"
        if values.plain and any(has_han(text) and values.figures(text) for text in texts):
            return "text"
    return _figures(xml, values) if values.plain else ""


def _says_something(xml: str) -> bool:
    """Whether there is any text between the tags."""
    body = xml[xml.find("?>") + 2 if xml.startswith("<?xml") else 0 :].strip()
    return body.count(">") - body.count("><") != 1


def _telling_attribute(xml: str, start: int, end: int, name: str, offset: int) -> str:
    if local(name) in FONTS or xml.startswith("</", start):
        return ""
    tag = markup.Tag(start, end, name, True, False)
    for attribute in markup.attributes(xml, tag):
        if attribute.start <= offset < attribute.end:
            return f"the attribute {attribute.name} of {name}"
    return ""


def _figures(xml: str, values: Values) -> str:
    """The same for figures in attributes, which only count where people write."""
    inside, _ = _MARKS.places(xml)
    for tag in tags_at(xml, inside):
        for attribute in markup.attributes(xml, tag):
            if is_written(local(tag.name), local(attribute.name)) and values.figures(
                attribute.value
            ):
                return f"the attribute {attribute.name} of {tag.name}"
    return ""


def _without_decided(xml: str, decided: Collection[str]) -> str:
    texts, held = _patterns(
        frozenset(
            # Files with other prefixes than the usual ones are read by the local names alone.
            name if name.startswith("@") or f"<{name.partition(':')[0]}:" in xml else local(name)
            for name in decided
        )
    )
    if texts:
        xml = texts.sub(rf"\1{_GAP}", xml)
    return held.sub(rf'\1"{_GAP}"', xml) if held else xml


@lru_cache(maxsize=64)
def _patterns(decided: frozenset[str]) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What finds the decided elements and attributes."""
    any_prefix = r"(?:[\w.-]+:)?"
    names = sorted(name for name in decided if not name.startswith("@"))
    texts = "|".join(f"{'' if ':' in name else any_prefix}{re.escape(name)}" for name in names)
    held = "|".join(sorted({re.escape(local(n[1:])) for n in decided if n.startswith("@")}))
    return (
        re.compile(rf"(<(?:{texts})(?:\s[^<>]*)?(?<!/)>)[^<]*") if texts else None,
        re.compile(rf"(\s{any_prefix}(?:{held})\s*=\s*)(?:\"[^\"<]*\"|'[^'<]*')") if held else None,
    )


_FONT: Final = compiled.lazy(rf"<(?:[\w.-]+:)?(?:{'|'.join(sorted(FONTS))})\s[^<>]*>")


def _without_fonts(xml: str) -> str:
    return _FONT.sub("", xml)

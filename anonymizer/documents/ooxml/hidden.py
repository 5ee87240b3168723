"""What a package says of people, machines and paths outside its text."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from anonymizer.documents.document import Hidden
from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.package import Package, is_xml
from anonymizer.documents.ooxml.relations import LOCAL, is_relations, relations_of
from anonymizer.documents.ooxml.spots import Marks, decoded, local, parsed, tags_at
from anonymizer.documents.ooxml.traces import NOWHERE, SET
from anonymizer.documents.ooxml.values import has_han
from anonymizer.documents.ooxml.wording import AUTHORS

MOST: Final = 1_000
"""Things that are told of one file."""

LONGEST: Final = 500
"""Characters that are told of one thing."""

_OF_THE_WEB: Final = ("http://", "https://")
"""Links that scrubbing leaves, unless they hold a removed value."""
_PEOPLE: Final = (SET.keys() | {"date", "dT", "dateUtc", "ed"}) - {"macro"}
_NO_WORDS: Final = re.compile(r"[\s{}0-9A-Fa-f.,:;TZ+-]*")
_SETTINGS: Final = frozenset({"attachedTemplate", "docVar", "query", "connectString", "absPath"})
_MARKS: Final = Marks(attributes=_PEOPLE, elements=_SETTINGS, signs=("\\\\", ":\\", ":/"))


def hidden(package: Package) -> list[Hidden]:
    """Properties, authors, dates, links' targets, paths, custom XML and telling names of parts.

    Each with an address like ``docProps/core.xml: creator``; no more than :data:`MOST`.
    """
    found: Iterator[Hidden] = (
        Hidden(address, text[:LONGEST], text.lower().startswith(_OF_THE_WEB))
        for address, text in _all(package)
        if text.strip()
    )
    return list(islice(dict.fromkeys(islice(found, 20 * MOST)), MOST))


def _all(package: Package) -> Iterator[tuple[str, str]]:
    for part, data in package.parts.items():
        if part.lower().startswith(("docprops/", "customxml/")) and is_xml(part):
            yield from _texts(part, data)
    for relation in relations_of(package):
        if relation.external and relation.target and relation.target.value != NOWHERE:
            yield f"{relation.home}: {relation.id}", relation.target.value
    for part, data in package.parts.items():
        if (
            is_xml(part)
            and not part.lower().startswith(("docprops/", "customxml/"))
            and not is_relations(part)
        ):
            yield from _in_markup(part, data)
        if not part.isascii():
            yield "package: name of a part", posixpath.basename(part)


def _texts(part: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a part with properties, by the names of their elements."""
    read = parsed(data)
    if read is None:
        return
    xml = read.xml
    held: tuple[str, int] | None = None
    named = ""
    for tag in markup.tags(xml):
        name = re.split("[}:]", tag.name)[-1]
        if tag.opens:
            if name == "property":
                named = next((a.value for a in markup.attributes(xml, tag) if a.name == "name"), "")
            held = (named or name, tag.end)
        if tag.closes:
            if held and xml[held[1] : tag.start].strip():
                yield f"{part}: {held[0]}", markup.text_of(xml[held[1] : tag.start])
            held = None
            if name == "property":
                named = ""


def _in_markup(part: str, data: bytes) -> Iterator[tuple[str, str]]:
    read = decoded(data)
    if read is None:
        return
    xml = read.xml
    inside, tags = _MARKS.places(xml)
    for tag in tags_at(xml, inside):
        for attribute in markup.attributes(xml, tag):
            name = local(attribute.name)
            if attribute.value == SET.get(name):
                continue  # so it is written by scrubbing, of whomever it told
            if name in _PEOPLE or LOCAL.search(attribute.value):
                yield f"{part}: {local(tag.name)} {name}", attribute.value
    if "authors>" in xml:
        for found in AUTHORS.finditer(xml):
            yield f"{part}: author", html.unescape(found[1])
    for start, end in _MARKS.stretches(xml, tags):
        for tag in islice(markup.tags(xml[start:end]), 1):
            for attribute in markup.attributes(xml[start:end], tag):
                value = attribute.value
                if has_han(value) or not _NO_WORDS.fullmatch(value):
                    yield f"{part}: {local(tag.name)} {local(attribute.name)}", value

"""Taking out of a package what tells of people, machines and removed values outside its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from anonymizer.documents.document import Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.ooxml import markup, pictures
from anonymizer.documents.ooxml.hidden import hidden
from anonymizer.documents.ooxml.package import Package, is_xml
from anonymizer.documents.ooxml.relations import (
    CONTENT_TYPES,
    LOCAL,
    PERSONAL,
    Relation,
    home_of,
    is_relations,
    reachable,
    relations_of,
    renamed,
)
from anonymizer.documents.ooxml.spots import decoded, parsed
from anonymizer.documents.ooxml.traces import NOWHERE, PLAIN_TYPES
from anonymizer.documents.ooxml.values import Values, values_of
from anonymizer.documents.ooxml.wording import Wording, scrubbed_xml
from anonymizer.edits import Edit, Patch

__all__ = ["Decided", "hidden", "scrubbed"]

Decided = Mapping[str, Collection[str]]
"""By part, the elements whose text recognition has decided on, as ``w:t``, and the attributes,
as ``@descr``: what stands there is right, whatever else was removed."""


def scrubbed(
    package: Package, name: str, removed: Sequence[Removal] = (), decided: Decided | None = None
) -> Package:
    """A package without properties, people, machines' paths, embedded files and macros.

    Text is never touched, but for the codes of fields; what is not taken out stays to the byte,
    and a part with nothing to take out is the same object. Removed values that stand in
    attributes give way to a placeholder. Raises :class:`WriteError` for XML that cannot be read.
    """
    decided = decided or {}
    values = values_of(tuple(removed))
    relations = relations_of(package)
    kept = reachable(package, relations)
    unfit = [part for part in kept if not part.isascii() or "%" in part or values.told(part)]
    names = renamed([part for part in package.parts if part in kept], unfit)
    gone: dict[str, set[str]] = {}
    by_home: dict[str, list[Relation]] = {}
    for relation in relations:
        by_home.setdefault(relation.home, []).append(relation)
        if relation.goes:
            gone.setdefault(relation.home.lower(), set()).add(relation.id)
    wording = Wording(values)
    parts: dict[str, bytes] = {}
    for part, data in package.parts.items():
        if part not in kept:
            continue
        if (part == CONTENT_TYPES or is_relations(part)) and parsed(data) is None:
            raise _unreadable(name, part)
        if part == CONTENT_TYPES:
            made = _content_types(data, kept, names)
        elif is_relations(part):
            made = _relations(data, by_home.get(part, ()), names, values)
        elif is_xml(part) or part.lower().endswith(".svg"):
            made = _part(data, name, part, gone, decided, wording)
        else:
            made = pictures.scrubbed(part, data, values)
        parts[names.get(part, part)] = made
    return Package(parts)


def _part(
    data: bytes,
    name: str,
    part: str,
    gone: Mapping[str, Collection[str]],
    decided: Decided,
    wording: Wording,
) -> bytes:
    read = decoded(data)
    if read is None or ("nstrText" in read.xml and parsed(data) is None):
        raise _unreadable(name, part)
    xml = scrubbed_xml(
        read.xml, gone.get(home_of(part).lower(), ()), decided.get(part, ()), wording
    )
    return data if xml is read.xml else read.to_bytes(xml)


def _unreadable(name: str, part: str) -> WriteError:
    return WriteError(
        f"{name}: {part} is no XML that can be read; open it in Word or WPS and save it again"
    )


def _relations(
    data: bytes, relations: Sequence[Relation], names: Mapping[str, str], values: Values
) -> bytes:
    edits: list[Edit] = []
    for relation in relations:
        target = relation.target
        if relation.goes:
            edits.append(Edit(relation.start, relation.end, ""))
        elif target is None:
            continue
        elif not relation.leads:
            new = without_target(target.value, values)
            if new != target.value:
                edits.append(Edit(target.start, target.end, new))
        elif relation.leads in names or not target.value.isascii():
            made = "/" + names.get(relation.leads, relation.leads)
            edits.append(Edit(target.start, target.end, markup.escaped(made)))
    return _changed(data, edits)


def without_target(target: str, values: Values) -> str:
    """Where a link may still lead: not to a person, a machine or a removed value."""
    said = unquote(target)
    tells = LOCAL.match(target) or LOCAL.match(said) or PERSONAL.match(target)
    if tells or values.told(target) or values.told(said) or values.told_in_markup(target):
        return NOWHERE
    return target


_TYPED: Final = frozenset({"Override", "Default"})


def _content_types(data: bytes, kept: Collection[str], names: Mapping[str, str]) -> bytes:
    read = decoded(data)
    if read is None:
        return data
    known = {part.lower() for part in kept}
    by_lower = {part.lower(): new for part, new in names.items()}
    edits: list[Edit] = []
    for tag, held in _types(read.xml):
        part = held.get("PartName")
        path = unquote(part.value).lstrip("/").lower() if part else ""
        type_ = held.get("ContentType")
        if part and path not in known:
            edits.append(Edit(tag.start, tag.end, ""))
            continue
        if part and path in by_lower:
            edits.append(Edit(part.start, part.end, "/" + by_lower[path]))
        if type_ and (plain := PLAIN_TYPES.get(type_.value)):
            edits.append(Edit(type_.start, type_.end, plain))
    return _changed(data, edits)


def _types(xml: str) -> Iterator[tuple[markup.Tag, dict[str, markup.Attribute]]]:
    """The entries of the content types, each with its closing tag if it has one."""
    opened: markup.Tag | None = None
    for tag in markup.tags(xml):
        if tag.name.rpartition(":")[2] not in _TYPED:
            continue
        if tag.opens:
            opened = tag
        if tag.closes and opened:
            held = {attribute.name: attribute for attribute in markup.attributes(xml, opened)}
            yield opened._replace(end=tag.end), held
            opened = None


def _changed(data: bytes, edits: Sequence[Edit]) -> bytes:
    if not edits:
        return data
    read = decoded(data)
    assert read is not None  # its places are known
    return read.to_bytes(Patch(edits).apply(read.xml))

"""Relationships: what leads from a part to another one, or out of the file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from anonymizer.documents.ooxml import markup
from anonymizer.documents.ooxml.package import Package
from anonymizer.documents.ooxml.spots import parsed
from anonymizer.documents.ooxml.traces import RELATIONS

CONTENT_TYPES: Final = "[Content_Types].xml"
_ROOT: Final = "_rels/.rels"

LOCAL: Final = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/](?!/)[^\"]*|file:[\\/][^\"]*|(?<!\\)\\\\+[\w.][^\"]*",
    re.IGNORECASE,
)
"""A path on somebody's machine or in his network."""

PERSONAL: Final = re.compile(r"(?:mailto|tel|sms|callto):[^\"\s]*", re.IGNORECASE)
"""An address that is a person's."""


class Relation(NamedTuple):
    """A relationship: its tag is ``xml[start:end]`` of the part ``home``.

    ``leads`` is the part that it leads to, empty if it leads out of the file or nowhere;
    ``goes`` whether it is of a kind that is taken out.
    """

    home: str
    id: str
    type: str
    target: markup.Attribute | None
    external: bool
    leads: str
    goes: bool
    start: int
    end: int


def is_relations(name: str) -> bool:
    """Whether a part holds relationships."""
    return name.lower().endswith(".rels")


def source_of(name: str) -> str:
    """The part whose relationships a part holds; empty for those of the package."""
    folder, _, file = name.rpartition("/")
    return posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])


def home_of(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def relations_of(package: Package) -> list[Relation]:
    """All relationships of a package, in the order of its parts."""
    names = {name.lower(): name for name in package.parts}
    found: list[Relation] = []
    for home, data in package.parts.items():
        if is_relations(home) and (part := parsed(data)):
            found += _read(home, part.xml, names)
    return found


def _read(home: str, xml: str, names: Mapping[str, str]) -> Iterator[Relation]:
    base = posixpath.dirname(source_of(home))
    opened: Relation | None = None
    for tag in markup.tags(xml):
        if tag.name.rpartition(":")[2] != "Relationship":
            continue
        if tag.opens:
            held = {attribute.name: attribute for attribute in markup.attributes(xml, tag)}
            target = held.get("Target")
            external = "TargetMode" in held and held["TargetMode"].value.lower() == "external"
            type_ = held["Type"].value if "Type" in held else ""
            opened = Relation(
                home,
                held["Id"].value if "Id" in held else "",
                type_,
                target,
                external,
                "" if external or target is None else _resolved(base, target.value, names),
                re.split("[/#]", type_)[-1].lower() in RELATIONS,
                tag.start,
                tag.end,
            )
        if tag.closes and opened:
            yield opened._replace(end=tag.end)
            opened = None


def _resolved(base: str, target: str, names: Mapping[str, str]) -> str:
    for written in (target, unquote(target)):
        path = written.partition("#")[0]
        whole = path if path.startswith("/") else posixpath.join("/", base, path)
        name = posixpath.normpath(whole).lstrip("/")
        if found := names.get(name.lower()):
            return found
    return ""


def reachable(package: Package, relations: Sequence[Relation]) -> set[str]:
    """The parts that relationships lead to from the package's own, those that go left out.

    What nothing leads to is never shown: it goes with what led to it.
    """
    leads: dict[str, list[str]] = {}
    for relation in relations:
        if not relation.goes and relation.leads:
            leads.setdefault(relation.home.lower(), []).append(relation.leads)
    names = {name.lower(): name for name in package.parts}
    kept: set[str] = {name for name in (CONTENT_TYPES, _ROOT) if name in package.parts}
    left = list(leads.get(_ROOT, ()))
    while left:
        part = left.pop()
        if part in kept:
            continue
        kept.add(part)
        home = home_of(part).lower()
        if home in names:
            kept.add(names[home])
            left += leads.get(home, ())
    return kept


def renamed(names: Collection[str], unfit: Collection[str]) -> dict[str, str]:
    """Neutral names for the unfit ones of a package's parts, those of relationships included."""
    taken = {name.lower() for name in names}
    result: dict[str, str] = {}
    number = 0
    for name in names:
        if name not in unfit or is_relations(name):
            continue
        folder, file = posixpath.split(name)
        folder = "/".join(p if p.isascii() else "parts" for p in folder.split("/"))
        suffix = posixpath.splitext(file)[1]
        while True:
            number += 1
            made = posixpath.join(folder, f"part{number}{suffix if suffix.isascii() else ''}")
            if made.lower() not in taken:
                break
        taken.add(made.lower())
        result[name] = made
        if (home := home_of(name)) in names:
            result[home] = home_of(made)
    return result

"""The parts of a Word document: which is the main one, which hold text, what is not looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath
from typing import Final, NamedTuple

from anonymizer.documents.docx import vocabulary
from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml.markup import Part, attributes, open_part, root_name, tags
from anonymizer.documents.ooxml.package import Package, is_xml

_MAIN: Final = "/officeDocument"
_OTHER_FORMATS: Final = {
    "spreadsheet": "an Excel workbook; give it the suffix .xlsx",
    "ms-excel": "an Excel workbook; give it the suffix .xlsx",
    "presentation": "a presentation; save its text as a Word document",
    "ms-powerpoint": "a presentation; save its text as a Word document",
    "visio": "a drawing; save its text as a Word document",
}
_NOT_TEXT: Final = re.compile(r"(?:^|/)(?:docProps|customXml)/", re.IGNORECASE)
_PICTURE: Final = re.compile(
    r"\.(?:bmp|emf|emz|gif|ico|jpe?g|jfif|png|svg|tiff?|webp|wmf|wmz|wdp)$", re.IGNORECASE
)
_EMBEDDED: Final = re.compile(r"(?:^|/)(?:embeddings|activeX)/[^/]+$", re.IGNORECASE)
_MACROS: Final = re.compile(r"(?:^|/)vbaProject\.bin$", re.IGNORECASE)


class TextPart(NamedTuple):
    """A part that may hold text, and the name of its root element."""

    name: str
    part: Part
    root: str


def text_parts(package: Package, name: str) -> list[TextPart]:
    """The parts that may hold text, the main one first.

    Raises :class:`ReadError` if there is no Word document in the package, or not a whole one.
    """
    main = _main_part(package, name)
    names = [main, *(part for part in package.xml_parts() if part != main)]
    made: list[TextPart] = []
    for part_name in names:
        if part_name.lower().endswith(".rels") or _NOT_TEXT.search(part_name):
            continue
        data = package.parts[part_name]
        root = root_name(data)
        if root not in vocabulary.TEXTLESS_ROOTS:
            made.append(TextPart(part_name, open_part(data, name, part_name), root))
    if not made or made[0].name != main or made[0].root != "w:document":
        raise ReadError(f"{name}: its main part is no Word document; open it in Word and save it")
    return made


def _main_part(package: Package, name: str) -> str:
    by_lower = {part.lower(): part for part in package.parts}
    types = _types(package, by_lower, name)
    for target in _targets(package, by_lower.get("_rels/.rels"), name):
        part = by_lower.get(target.lower())
        if part is None or not is_xml(part):
            continue
        kind = types.get(part.lower(), "")
        for sign, cure in _OTHER_FORMATS.items():
            if sign in kind:
                raise ReadError(f"{name}: is not a Word document but {cure}")
        return part
    if "mimetype" in package.parts:
        raise ReadError(
            f"{name}: is not a Word document but an OpenDocument file; give it the suffix .odt"
        )
    raise ReadError(f"{name}: is not a Word document: its package names no main part")


def _targets(package: Package, rels: str | None, name: str) -> Iterator[str]:
    """What the package's relationships call its main part."""
    if rels is None:
        return
    xml = open_part(package.parts[rels], name, rels).xml
    for tag in tags(xml):
        if tag.name == "rel:Relationship" and tag.opens:
            values = {each.name: each.value for each in attributes(xml, tag)}
            if values.get("Type", "").endswith(_MAIN):
                yield normpath("/" + values.get("Target", "")).lstrip("/")


def _types(package: Package, by_lower: dict[str, str], name: str) -> dict[str, str]:
    """Content types of the parts that are named one by one, by their names in lower case."""
    part = by_lower.get("[content_types].xml")
    if part is None:
        return {}
    xml = open_part(package.parts[part], name, part).xml
    made: dict[str, str] = {}
    for tag in tags(xml):
        if tag.name == "ct:Override" and tag.opens:
            values = {each.name: each.value for each in attributes(xml, tag)}
            made[values.get("PartName", "").lstrip("/").lower()] = values.get("ContentType", "")
    return made


def notes(package: Package) -> tuple[str, ...]:
    """What a person should know of a document: what in it nobody looks into."""
    names = list(package.parts)
    made = []
    for sign, one, many in (
        (_PICTURE, "1 picture is not looked into", "{} pictures are not looked into"),
        (_EMBEDDED, "1 embedded file is left out", "{} embedded files are left out"),
        (_MACROS, "its macros are left out", "its macros are left out"),
    ):
        count = sum(1 for part in names if sign.search(part) and not _NOT_TEXT.search(part))
        if count:
            made.append(one if count == 1 else many.format(count))
    return tuple(made)

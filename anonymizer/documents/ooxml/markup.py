"""XML as it is written: its tags with their places, so that the rest stays to the byte.

No tree is built: a part is checked by a parser once, then walked tag by tag. Names come with
the prefixes that people know (``w:t``), whatever prefixes the file declares.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from xml.parsers import expat

from anonymizer import compiled
from anonymizer.documents.files import ReadError
from anonymizer.edits import Edit, Patch

_OFFICE: Final = "http://schemas.openxmlformats.org"
_STRICT: Final = "http://purl.oclc.org/ooxml"
_MICROSOFT: Final = "http://schemas.microsoft.com"

PREFIXES: Final[Mapping[str, str]] = {
    f"{_OFFICE}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OFFICE}/spreadsheetml/2006/main": "x",
    f"{_STRICT}/spreadsheetml/main": "x",
    f"{_OFFICE}/drawingml/2006/main": "a",
    f"{_STRICT}/drawingml/main": "a",
    f"{_OFFICE}/drawingml/2006/chart": "c",
    f"{_STRICT}/drawingml/chart": "c",
    f"{_MICROSOFT}/office/drawing/2014/chartex": "cx",
    f"{_OFFICE}/drawingml/2006/diagram": "dgm",
    f"{_STRICT}/drawingml/diagram": "dgm",
    f"{_MICROSOFT}/office/drawing/2008/diagram": "dsp",
    f"{_OFFICE}/drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"{_OFFICE}/drawingml/2006/picture": "pic",
    f"{_MICROSOFT}/office/word/2010/wordprocessingShape": "wps",
    f"{_MICROSOFT}/office/word/2010/wordprocessingGroup": "wpg",
    f"{_MICROSOFT}/office/word/2010/wordprocessingCanvas": "wpc",
    f"{_OFFICE}/markup-compatibility/2006": "mc",
    f"{_OFFICE}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_OFFICE}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OFFICE}/package/2006/relationships": "rel",
    f"{_OFFICE}/package/2006/content-types": "ct",
    f"{_MICROSOFT}/office/word/2010/wordml": "w14",
    f"{_MICROSOFT}/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""Namespaces by the prefixes that the standard's own text uses for them."""

_TAG: Final = compiled.lazy(
    r"<(?:"
    r"!--(?:.|\n)*?-->|!\[CDATA\[(?:.|\n)*?\]\]>|\?(?:.|\n)*?\?>|"
    r"(?P<end>/)?(?P<name>[^\s/>!?]+)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/)?"
    r")>"
)
_ATTRIBUTE: Final = compiled.lazy(r"([^\s=/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PIECE: Final = compiled.lazy(
    r"<!\[CDATA\[((?:.|\n)*?)\]\]>|<!--(?:.|\n)*?-->|<[^>]*>|&[^;]+;|.|\n"
)
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class Tag(NamedTuple):
    """A tag ``xml[start:end]``; an empty element is one tag that opens and closes.

    ``name`` has the usual prefix (``w:t``), or the namespace in braces where none is usual.
    """

    start: int
    end: int
    name: str
    opens: bool
    closes: bool


class Attribute(NamedTuple):
    """An attribute; its value is ``xml[start:end]`` as it is written, ``value`` as it is meant."""

    name: str
    value: str
    start: int
    end: int


class Part(NamedTuple):
    """An XML part as text, and how to get its bytes again."""

    xml: str
    encoding: str

    def to_bytes(self, xml: str) -> bytes:
        """The bytes of the part with other text."""
        return xml.encode(self.encoding)


def open_part(data: bytes, name: str, part: str) -> Part:
    """The text of an XML part. Raises :class:`ReadError` if it is not sound XML.

    A document type is refused: office files have none, and it is where entities are declared.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ReadError(f"{name}: {part} declares a document type, as no office file does")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ReadError(
            f"{name}: is damaged: {part}, line {error.lineno}, is not well-formed XML"
        ) from None
    encoding = _encoding(data)
    try:
        return Part(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        raise ReadError(f"{name}: {part} is not {encoding}, as it says") from None


def _encoding(data: bytes) -> str:
    """A codec that gives the same bytes again, mark and all."""
    if data.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    if data.startswith((b"\xfe\xff", b"\0<")):
        return "utf-16-be"
    found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("ascii").lower() if found else "utf-8"


def tags(xml: str) -> Iterator[Tag]:
    """The tags of a sound XML text in order, comments and instructions left out."""
    scopes: list[dict[str, str]] = [{}]
    names: dict[str, str] = {}
    opened: list[bool] = []  # whether each open element declared a prefix
    for found in _TAG.finditer(xml):
        raw = found["name"]
        if raw is None:
            continue
        closing, empty = found["end"] is not None, found["empty"] is not None
        if not closing:
            declares = "xmlns" in found["attributes"]
            if declares:
                scopes.append({**scopes[-1], **_declared(found["attributes"])})
                names = {}
            if not empty:
                opened.append(declares)
        name = names.get(raw)
        if name is None:
            name = names[raw] = _usual(raw, scopes[-1])
        yield Tag(found.start(), found.end(), name, not closing, closing or empty)
        if (closing and opened and opened.pop()) or (empty and not closing and declares):
            scopes.pop()
            names = {}


def _declared(attributes: str) -> dict[str, str]:
    return {
        name.partition(":")[2]: html.unescape(double or single)
        for name, double, single in _ATTRIBUTE.findall(attributes)
        if name == "xmlns" or name.startswith("xmlns:")
    }


def _usual(raw: str, scope: Mapping[str, str]) -> str:
    prefix, _, local = raw.rpartition(":")
    space = scope.get(prefix, "")
    if not space:
        return raw
    usual = PREFIXES.get(space)
    return f"{usual}:{local}" if usual else f"{{{space}}}{local}"


def attributes(xml: str, tag: Tag) -> Iterator[Attribute]:
    """The attributes of a tag, named as they are written, namespace declarations left out."""
    for found in _ATTRIBUTE.finditer(xml, tag.start, tag.end):
        if found[1] != "xmlns" and not found[1].startswith("xmlns:"):
            group = 2 if found[2] is not None else 3
            yield Attribute(found[1], html.unescape(found[group]), *found.span(group))


def text_of(inner: str) -> str:
    """What the content of an element says: character references and CDATA read, tags left out."""
    if "&" not in inner and "<" not in inner:
        return inner
    return "".join(text for text, _, _ in _pieces(inner))


def rewritten(inner: str, patch: Patch) -> str:
    """The content of an element with its text changed; the patch counts in that text.

    What the patch leaves alone stays as it is written.
    """
    edits = [Edit(e.start, e.end, escaped(e.replacement), e.rule) for e in patch]
    if "&" not in inner and "<" not in inner:
        return Patch(edits).apply(inner)
    if "<![CDATA[" in inner:
        return escaped(patch.apply(text_of(inner)))
    starts: list[int] = []
    ends: list[int] = []
    for text, start, end in _pieces(inner):
        starts += [start] * len(text)
        ends += [end] * len(text)
    starts.append(len(inner))
    return Patch(
        Edit(
            starts[e.start], ends[e.end - 1] if e.end > e.start else starts[e.start], e.replacement
        )
        for e in edits
    ).apply(inner)


def escaped(text: str) -> str:
    """Text as the content of an element or of an attribute."""
    return html.escape(text, quote=True)


def _pieces(inner: str) -> Iterator[tuple[str, int, int]]:
    for found in _PIECE.finditer(inner):
        piece = found[0]
        if piece.startswith("<"):
            if found[1]:
                yield found[1], *found.span()
        else:
            yield html.unescape(piece) if piece.startswith("&") else piece, *found.span()

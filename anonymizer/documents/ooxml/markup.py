"""XML as it is written: its tags with their places, so that the rest stays to the byte.

No tree is built: a part is checked by a parser once, then walked tag by tag. Names come with
the prefixes that people know (``w:t``), whatever prefixes the file declares.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
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
    f"{_STRICT}/drawingml/picture": "pic",
    f"{_OFFICE}/drawingml/2006/chartDrawing": "cdr",
    f"{_STRICT}/drawingml/chartDrawing": "cdr",
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
    f"{_MICROSOFT}/office/word/2012/wordprocessingDrawing": "wp15",
    f"{_MICROSOFT}/office/drawing/2012/chart": "c15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""Namespaces by the prefixes that the standard's own text uses for them."""

_TAG: Final = compiled.lazy(
    r"<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|"
    r"(?P<end>/)?(?P<name>[^\s/>!?]+)(?P<attributes>(?:[^>\"']+|\"[^\"]*\"|'[^']*')*)>)"
)
_NAMESPACE: Final = compiled.lazy(r"xmlns(?::([^\s=]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE: Final = compiled.lazy(r"&(?:#(?:x([0-9A-Fa-f]+)|([0-9]+))|(\w+));")
_ENTITIES: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_MOST_PREFIXES: Final = 256
"""Declarations of prefixes that may hold at one place; Word makes some forty."""

_ATTRIBUTE: Final = compiled.lazy(r"([^\s=/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PIECE: Final = compiled.lazy(
    r"<!\[CDATA\[((?:.|\n)*?)\]\]>|<!--(?:.|\n)*?-->|<\?(?:.|\n)*?\?>|<[^>]*>|&[^;]+;|.|\n"
)
_ENCODINGS: Final = frozenset(
    {"utf-8", "utf8", "utf-16", "utf-16-le", "utf-16-be", "us-ascii", "ascii", "iso-8859-1"}
)
"""The encodings of office files, and two that are like the first of them."""
_HEAD: Final = 1 << 14
"""Bytes within which the tag of a part's root element ends; Word's takes four thousand."""
_NO_TAGS: Final = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"))
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
        return xml.encode(self.encoding, "xmlcharrefreplace")


def open_part(data: bytes, name: str, part: str) -> Part:
    """The text of an XML part. Raises :class:`ReadError` if it is not sound XML.

    A document type is refused: office files have none, and it is where entities are declared.
    """
    encoding = _encoding(data)
    if encoding not in _ENCODINGS:
        raise ReadError(f"{name}: {part} is in an encoding that no office file has")
    try:
        made = Part(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        raise ReadError(f"{name}: {part} is not {encoding}, as it says") from None
    parser = expat.ParserCreate()
    if made.xml.count("xmlns") > _MOST_PREFIXES:  # else it costs twice the time for nothing
        parser = _prefix_counter(f"{name}: {part}")

    def refuse(*_: object) -> None:
        raise ReadError(f"{name}: {part} declares a document type, as no office file does")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ReadError(
            f"{name}: is damaged: {part}, line {error.lineno}, is not well-formed XML"
        ) from None
    return made


def root_name(data: bytes) -> str:
    """The name of a part's root element, with the usual prefix; empty if there is none.

    Only the beginning of the part is looked at; whether it is sound is not.
    """
    encoding = _encoding(data)
    head = data[:_HEAD].decode(encoding if encoding in _ENCODINGS else "latin-1", "ignore")
    return next((tag.name for tag in _all_tags(head)), "")


def _prefix_counter(where: str) -> expat.XMLParserType:
    """A parser that refuses a part in which too many prefixes hold at one place."""
    parser = expat.ParserCreate(namespace_separator=" ")
    held = 0

    def declare(*_: object) -> None:
        nonlocal held
        held += 1
        if held > _MOST_PREFIXES:
            raise ReadError(f"{where} declares more than {_MOST_PREFIXES} prefixes")

    def leave(*_: object) -> None:
        nonlocal held
        held -= 1

    parser.StartNamespaceDeclHandler = declare
    parser.EndNamespaceDeclHandler = leave
    return parser


def _encoding(data: bytes) -> str:
    """A codec that gives the same bytes again, mark and all."""
    if data.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    if data.startswith((b"\xfe\xff", b"\0<")):
        return "utf-16-be"
    found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("ascii").lower() if found else "utf-8"


def tags(
    xml: str, wanted: Collection[str] | None = None, leaves: Collection[str] = ()
) -> Iterator[Tag]:
    """The tags of a sound XML text in order, comments and instructions left out.

    With ``wanted``, only those of these names are given, and of ``leaves`` among them only the
    tags that open: most of a Word document are tags that bear no text.
    """
    if wanted is None:
        return _all_tags(xml)
    prefixes = _prefixes(xml)
    if prefixes is None:
        return (
            tag
            for tag in _all_tags(xml)
            if tag.name in wanted and (tag.opens or tag.name not in leaves)
        )
    written = {
        (f"{prefix}:{local}" if prefix else local): name
        for name in wanted
        for usual, _, local in [name.rpartition(":")]
        for prefix in prefixes.get(usual, [usual])
    }
    return _wanted_tags(xml, written, leaves)


def _prefixes(xml: str) -> dict[str, list[str]] | None:
    """The prefixes that stand for each usual one; ``None`` where it takes a closer look.

    A closer look it takes where one prefix stands for different things at different places, and
    where what looks like a tag may be a comment's.
    """
    if "<!" in xml or xml.find("<?", 1) > 0:
        return None
    spaces: dict[str, str] = {}
    root = xml.find(">", xml.find("?>") + 2)
    for found in _NAMESPACE.finditer(xml):
        prefix = found[1] or ""
        space = _unescaped(found[2] if found[2] is not None else found[3])
        if not prefix and prefix not in spaces and found.start() > root:
            return None  # names without a prefix mean one thing inside, another outside
        if spaces.setdefault(prefix, space) != space or len(spaces) > _MOST_PREFIXES:
            return None
    made: dict[str, list[str]] = {}
    for prefix, space in spaces.items():
        usual = PREFIXES.get(space, "" if not space else f"{{{space}}}")
        made.setdefault(usual, []).append(prefix)
        if prefix != usual:
            made.setdefault(prefix, [])  # it does not stand for what it usually does
    return made


def _wanted_tags(xml: str, written: Mapping[str, str], leaves: Collection[str]) -> Iterator[Tag]:
    pattern = _tags_of(
        tuple(written), tuple(raw for raw, name in written.items() if name not in leaves)
    )
    for found in pattern.finditer(xml):
        start, end = found.span()
        if found[1]:
            yield Tag(start, end, written[found[2]], False, True)
        else:
            yield Tag(start, end, written[found[3]], True, xml[end - 2] == "/")


@lru_cache(maxsize=64)
def _tags_of(opening: tuple[str, ...], closing: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the tags that open and that close elements of these names."""
    return compiled.pattern(
        rf"<(?:(/)({_one_of(closing)})|({_one_of(opening)}))(?=[\s/>])"
        r"(?:[^>\"']+|\"[^\"]*\"|'[^']*')*>"
    )


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words that looks at no character twice."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words):
        tails.setdefault(word[:1], []).append(word[1:])
    if list(tails) == [""]:
        return ""
    return (
        "(?:"
        + "|".join(
            re.escape(first) + (re.escape(rest[0]) if len(rest) == 1 else _one_of(rest))
            for first, rest in sorted(tails.items(), reverse=True)  # the empty word last
        )
        + ")"
    )


def _all_tags(xml: str) -> Iterator[Tag]:
    scopes: list[dict[str, str]] = [{}]
    names: dict[str, str] = {}
    opened: list[bool] = []  # whether each open element declared a prefix
    for found in _TAG.finditer(xml):
        raw = found["name"]
        if raw is None:
            continue
        closing, empty = found["end"] is not None, found["attributes"].endswith("/")
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
        name.partition(":")[2]: _unescaped(double or single)
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
            yield Attribute(found[1], _unescaped(found[group]), *found.span(group))


def content_end(xml: str, tag: Tag) -> int:
    """Where the content of an element that holds text alone ends; ``tag`` opens it."""
    end = xml.find("<", tag.end)
    while not xml.startswith("/", end + 1):
        for mark, close in _NO_TAGS:
            if xml.startswith(mark, end):
                end = xml.find("<", xml.find(close, end) + len(close))
                break
        else:
            return end
    return end


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


def _unescaped(text: str) -> str:
    """Character references read as XML has them, which knows five names."""
    return _REFERENCE.sub(_meant, text) if "&" in text else text


def _meant(found: re.Match[str]) -> str:
    if found[3]:
        return _ENTITIES.get(found[3], found[0])
    return chr(int(found[1], 16) if found[1] else int(found[2]))


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
            yield _unescaped(piece) if piece.startswith("&") else piece, *found.span()

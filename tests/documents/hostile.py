"""Files that mean harm, or came to harm, as bytes: each of a size that the one who asks names."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document xmlns:w="{_WORD}"><w:body>'
_CLOSE: Final = "</w:body></w:document>"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def _package_parts(main: str, kind: str) -> dict[str, bytes]:
    """The parts that say of a package which of its parts is the document."""
    types = (
        f'<?xml version="1.0"?><Types xmlns="{_TYPES}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{_MAIN.format(kind)}"/></Types>'
    )
    relations = (
        f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>'
    )
    return {"[Content_Types].xml": types.encode(), "_rels/.rels": relations.encode()}


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_parts(body: str = paragraph("全年投资220万元。")) -> dict[str, bytes]:
    """The parts of a sound docx with such a body."""
    parts = _package_parts("word/document.xml", "wordprocessingml.document")
    return {**parts, "word/document.xml": (_OPEN + body + _CLOSE).encode()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


class Entry(NamedTuple):
    """An entry of a zip file, with whatever its headers are to say."""

    name: str
    packed: bytes
    size: int
    crc: int
    flags: int = 0


def entry(name: str, data: bytes, flags: int = 0) -> Entry:
    """An entry whose headers tell the truth."""
    press = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Entry(name, press.compress(data) + press.flush(), len(data), zlib.crc32(data), flags)


def zipped(entries: Sequence[Entry]) -> bytes:
    """A zip file of entries as they are, lies and all."""
    body, listed = bytearray(), bytearray()
    for each in entries:
        name = each.name.encode()
        told = struct.pack(
            "<HHHHHIII", 20, each.flags | 0x800, 8, 0, 0x21, each.crc, len(each.packed), each.size
        )
        place = len(body)
        body += b"PK\x03\x04" + told + struct.pack("<HH", len(name), 0) + name + each.packed
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + told
        listed += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, place) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listed), len(body), 0)
    return bytes(body + listed + b"PK\x05\x06" + end)


def _zeros(size: int) -> bytes:
    """So many zeros deflated, a million at a time."""
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    million = press.compress(bytes(1_000_000)) + press.flush(zlib.Z_FULL_FLUSH)
    return million * (size // 1_000_000) + press.flush()


def _with_document(document: Entry) -> bytes:
    parts = docx_parts()
    return zipped(
        [entry(name, parts[name]) for name in ("[Content_Types].xml", "_rels/.rels")] + [document]
    )


def zip_bomb(size: int = 2_000_000_000) -> bytes:
    """A docx whose text unpacks to zeros without end, and says so."""
    return _with_document(Entry("word/document.xml", _zeros(size), size, 0))


def lying_bomb(size: int = 2_000_000_000) -> bytes:
    """The same, and its headers say that it is small."""
    return _with_document(Entry("word/document.xml", _zeros(size), 400, 0))


def boasting(size: int = 1_000_000_000) -> bytes:
    """A docx whose headers say of a small text that it is huge."""
    small = entry("word/document.xml", docx_parts()["word/document.xml"])
    return _with_document(small._replace(size=size))


def nested_bomb(size: int = 2_000_000_000) -> bytes:
    """A sound docx in which a bomb is embedded."""
    parts = docx_parts()
    inner = zip_bomb(size)
    return zipped([*(entry(name, data) for name, data in parts.items()),
                   entry("word/embeddings/a.docx", inner)])  # fmt: skip


def many_bombs(parts: int = 400, size: int = 90_000_000) -> bytes:
    """A docx of many parts, each below what one may come to."""
    one = Entry("", _zeros(size), size, zlib.crc32(bytes(size)))
    bombs = [one._replace(name=f"word/media/{number}.bin") for number in range(parts)]
    return zipped([*(entry(name, data) for name, data in docx_parts().items()), *bombs])


def _with_doctype(doctype: str, body: str) -> bytes:
    parts = docx_parts(body)
    text = parts["word/document.xml"].decode().replace("?>\n", f"?>\n{doctype}\n")
    return packed({**parts, "word/document.xml": text.encode()})


def billion_laughs() -> bytes:
    """Entities of entities, a billion in the end."""
    declared = '<!ENTITY a0 "笑">' + "".join(
        f'<!ENTITY a{number + 1} "{f"&a{number};" * 10}">' for number in range(9)
    )
    return _with_doctype(f"<!DOCTYPE w:document [{declared}]>", paragraph("&a9;"))


def quadratic_entity(size: int = 100_000) -> bytes:
    """One long entity, used again and again."""
    declared = f'<!DOCTYPE w:document [<!ENTITY a "{"长" * size}">]>'
    return _with_doctype(declared, paragraph("&a;" * size))


def external_entity(address: str) -> bytes:
    """An entity that is another file."""
    declared = f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "{address}">]>'
    return _with_doctype(declared, paragraph("&a;"))


def path_traversal() -> bytes:
    """A part whose name leads out of the package."""
    return packed({**docx_parts(), "../../outside.xml": b"<a/>"})


def duplicate_parts() -> bytes:
    """Two parts of one name: which of them is read is anyone's guess."""
    parts = docx_parts()
    return zipped(
        [*(entry(name, data) for name, data in parts.items()),
         entry("word/document.xml", docx_parts(paragraph("另一份"))["word/document.xml"])]
    )  # fmt: skip


def many_parts(count: int = 60_000) -> bytes:
    """A package of very many parts."""
    nothing = entry("", b"")
    return zipped(
        [*(entry(name, data) for name, data in docx_parts().items()),
         *(nothing._replace(name=f"word/{number}.xml") for number in range(count))]
    )  # fmt: skip


def many_runs(count: int = 1_000_000) -> bytes:
    """A paragraph of very many runs of one character."""
    return packed(docx_parts("<w:p>" + "<w:r><w:t>万</w:t></w:r>" * count + "</w:p>"))


def nested_tables(depth: int = 10_000) -> bytes:
    """Tables in cells of tables."""
    opened = "<w:tbl><w:tr><w:tc>" * depth
    closed = "</w:tc></w:tr></w:tbl>" * depth
    return packed(docx_parts(opened + paragraph("投资220万元") + closed))


def nested_boxes(depth: int = 3_000) -> bytes:
    """Text boxes in text boxes."""
    opened = "<w:p><w:r><w:t>投资220万元</w:t></w:r><w:r><w:pict><w:txbxContent>" * depth
    closed = "</w:txbxContent></w:pict></w:r></w:p>" * depth
    return packed(docx_parts(opened + paragraph("投资220万元") + closed))


def nested_paragraphs(depth: int = 30_000) -> bytes:
    """Paragraphs in paragraphs, as nobody's program writes them."""
    return packed(docx_parts("<w:p><w:r><w:t>万</w:t></w:r>" * depth + "</w:p>" * depth))


def many_paragraphs(count: int = 50_000) -> bytes:
    """Very many short paragraphs."""
    return packed(docx_parts(paragraph("万") * count))


def many_changes(count: int = 30_000) -> bytes:
    """A paragraph of tracked insertions and deletions in turn."""
    change = (
        '<w:ins w:id="1" w:author="甲"><w:r><w:t>万</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="乙"><w:r><w:delText>亿</w:delText></w:r></w:del>'
    )
    return packed(docx_parts("<w:p>" + change * count + "</w:p>"))


def open_fields(count: int = 30_000) -> bytes:
    """Fields that begin, one in another, and never end."""
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    return packed(docx_parts("<w:p>" + opened * count + "</w:p>"))


def many_attributes(count: int = 200_000) -> bytes:
    """A tag with very many attributes."""
    attributes = "".join(f' a{number}="1"' for number in range(count))
    return packed(docx_parts(f"<w:p{attributes}><w:r><w:t>万</w:t></w:r></w:p>"))


def unclosed_tags(count: int = 500_000) -> bytes:
    """XML that opens and never closes, with quotes that never end."""
    return packed(docx_parts('<w:p w:a="' * count))


def truncated() -> bytes:
    """The first half of a docx."""
    whole = packed(docx_parts(paragraph("投资220万元") * 2000))
    return whole[: len(whole) // 2]


def wrong_checksum() -> bytes:
    """A docx whose text is not what its checksum says."""
    sound = entry("word/document.xml", docx_parts()["word/document.xml"])
    return _with_document(sound._replace(crc=sound.crc ^ 1))


def garbled_deflate() -> bytes:
    """A docx whose text cannot be inflated."""
    sound = entry("word/document.xml", docx_parts()["word/document.xml"])
    return _with_document(sound._replace(packed=b"\xff" * len(sound.packed)))


def zip_encrypted() -> bytes:
    """A docx whose parts are encrypted as a zip file's entries are."""
    return zipped([entry(name, data, flags=1) for name, data in docx_parts().items()])


def without_document() -> bytes:
    """A docx without the part that its text stands in."""
    parts = docx_parts()
    del parts["word/document.xml"]
    return packed(parts)


def not_xml() -> bytes:
    """A docx whose text is no XML."""
    return packed({**docx_parts(), "word/document.xml": b"<w:document><w:body>"})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file of such streams, in sectors of 512 bytes."""
    sector = 512
    free, end, table_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    contents = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    entries = -(-(len(contents) + 1) // 4) * 4
    chains, body, starts = [], bytearray(), {}
    directory = bytearray()
    place = 0

    def chain(count: int) -> None:
        nonlocal place
        chains.extend([*range(place + 1, place + count), end])
        place += count

    for name, data in contents.items():
        starts[name] = place
        held = data.ljust(-(-len(data) // sector) * sector, b"\0")
        body += held
        chain(len(held) // sector)

    def put(name: str, kind: int, right: int, child: int, start: int, size: int) -> None:
        text = name.encode("utf-16-le")
        directory.extend(text.ljust(64, b"\0"))
        directory.extend(struct.pack("<HBBIII", len(text) + 2, kind, 1, free, right, child))
        directory.extend(bytes(36) + struct.pack("<IQ", start, size))

    put("Root Entry", 5, free, 1 if contents else free, end, 0)
    for number, (name, data) in enumerate(contents.items(), start=1):
        then = number + 1 if number < len(contents) else free
        put(name, 2, then, free, starts[name], len(data))
    directory += bytes(128) * (entries - len(contents) - 1)
    first = place
    chain(len(directory) // sector)
    tables = 1
    while tables * 128 < place + tables:
        tables += 1
    numbers = chains + [table_mark] * tables
    numbers += [free] * (tables * 128 - len(numbers))
    listed = [*range(place, place + tables)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, tables, first, 0, 4096)
    header += struct.pack("<IIII", end, 0, end, 0)
    header += struct.pack("<109I", *listed, *[free] * (109 - tables))
    return bytes(header + body + directory + struct.pack(f"<{len(numbers)}I", *numbers))


def encrypted_package() -> bytes:
    """A docx behind a password, as Word writes it: an OLE file with the package in it."""
    return compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": bytes(8192)})


def encrypted_doc() -> bytes:
    """A doc behind a password: the head of its text says so."""
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100)
    return compound({"WordDocument": head + bytes(5000), "1Table": bytes(5000)})


def hollow_doc() -> bytes:
    """A doc whose text begins as it should, and is nothing after that."""
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, 0x0200)
    return compound({"WordDocument": head + b"\xff" * 5000, "1Table": b"\xff" * 5000})


def random_doc(size: int = 20_000) -> bytes:
    """What begins as a doc does, and goes on at random."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(6).randbytes(size)


def circular_doc() -> bytes:
    """A doc whose directory comes after itself, for ever."""
    sound = bytearray(compound({"WordDocument": bytes(5000)}))
    (first,) = struct.unpack_from("<I", sound, 48)
    (table,) = struct.unpack_from("<I", sound, 76)
    struct.pack_into("<I", sound, (table + 1) * 512 + first * 4, first)
    return bytes(sound)


def corrupt_pdf(size: int = 20_000) -> bytes:
    """What begins as a PDF does, and goes on at random."""
    return b"%PDF-1.7\n" + random.Random(7).randbytes(size)


_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx_parts(strings: str, sheet: str) -> dict[str, bytes]:
    """The parts of a workbook of one sheet."""
    types = _package_parts("xl/workbook.xml", "spreadsheetml.sheet")
    more = "".join(
        f'<Override PartName="/xl/{name}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in (("worksheets/sheet1.xml", "worksheet"),
                           ("sharedStrings.xml", "sharedStrings"))
    )  # fmt: skip
    declared = types["[Content_Types].xml"].decode().replace("</Types>", more + "</Types>")
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, kind, target in ((1, "worksheet", "worksheets/sheet1.xml"),
                                     (2, "sharedStrings", "sharedStrings.xml"))
    )  # fmt: skip
    return {
        **types,
        "[Content_Types].xml": declared.encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>'
        ).encode(),
        "xl/sharedStrings.xml": strings.encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }


def boasting_workbook(count: int = 1_000_000_000) -> bytes:
    """A workbook that says it has a billion strings, cells to match, and has one of each."""
    strings = (
        f'<sst xmlns="{_SHEET}" count="{count}" uniqueCount="{count}"><si><t>投资</t></si></sst>'
    )
    sheet = (
        f'<worksheet xmlns="{_SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        f'<row r="1048576"><c r="XFD1048576" t="s"><v>{count - 1}</v></c></row>'
        "</sheetData></worksheet>"
    )
    return packed(xlsx_parts(strings, sheet))


def endless_line(size: int = 300_000_000) -> bytes:
    """A text without a line break."""
    return ("投资" * (size // 6)).encode()


def odt_bomb(size: int = 2_000_000_000) -> bytes:
    """An OpenDocument text that unpacks to zeros without end."""
    return zipped(
        [entry("mimetype", b"application/vnd.oasis.opendocument.text"),
         Entry("content.xml", _zeros(size), size, 0)]
    )  # fmt: skip


def looping_pdf() -> bytes:
    """A PDF whose tree of pages is its own child."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1000000000/Kids[2 0 R 2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def pdf_bomb(size: int = 1_000_000_000) -> bytes:
    """A PDF of a page whose content unpacks to blanks without end."""
    press = zlib.compressobj(9)
    million = press.compress(b" " * 1_000_000) + press.flush(zlib.Z_FULL_FLUSH)
    rest = press.compress(b" " * 1_000_000) + press.flush(zlib.Z_FULL_FLUSH)
    stream = million + rest * (size // 1_000_000)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        + f"4 0 obj<</Filter/FlateDecode/Length {len(stream)}>>stream\n".encode()
        + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def many_cells(count: int = 50_000) -> bytes:
    """A sheet of very many cells with text."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>万</t></is></c></row>'
        for row in range(1, count + 1)
    )
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'
    return packed(xlsx_parts(f'<sst xmlns="{_SHEET}"/>', sheet))


def _page(body: str) -> bytes:
    return f"<html><head><title>讲话</title></head><body>{body}</body></html>".encode()


REFUSED: Final[Mapping[str, tuple[Callable[[], bytes], str]]] = {
    "zip bomb.docx": (zip_bomb, "would unpack to more than"),
    "lying bomb.docx": (lying_bomb, "damaged|would unpack to more than"),
    "many bombs.docx": (many_bombs, "would unpack to more than"),
    "billion laughs.docx": (billion_laughs, "declares a document type"),
    "quadratic entity.docx": (quadratic_entity, "declares a document type"),
    "external entity.docx": (lambda: external_entity("file:///etc/hostname"), "document type"),
    "path traversal.docx": (path_traversal, "leads out of the package"),
    "duplicate parts.docx": (duplicate_parts, "two parts of one name"),
    "many parts.docx": (many_parts, "parts"),
    "unclosed tags.docx": (unclosed_tags, "damaged"),
    "truncated.docx": (truncated, "damaged"),
    "wrong checksum.docx": (wrong_checksum, "damaged"),
    "garbled deflate.docx": (garbled_deflate, "damaged"),
    "zip encrypted.docx": (zip_encrypted, "protected by a password"),
    "without document.docx": (without_document, "damaged|no text|document"),
    "not xml.docx": (not_xml, "damaged"),
    "encrypted.docx": (encrypted_package, "protected by a password"),
    "encrypted.doc": (encrypted_doc, "protected by a password"),
    "random.doc": (random_doc, "damaged"),
    "circular.doc": (circular_doc, "damaged"),
    "odt bomb.odt": (odt_bomb, "would unpack to more than"),
    "corrupt.pdf": (corrupt_pdf, "damaged|cannot be read|corrupt"),
    "endless line.txt": (endless_line, "is a text of 2.. MB"),
}
"""What is refused, by its name, and what is said of it (a pattern)."""

READ: Final[Mapping[str, Callable[[], bytes]]] = {
    "nested bomb.docx": nested_bomb,
    "boasting.docx": boasting,
    "many runs.docx": many_runs,
    "many paragraphs.docx": many_paragraphs,
    "many changes.docx": many_changes,
    "nested boxes.docx": nested_boxes,
    "nested paragraphs.docx": nested_paragraphs,
    "open fields.docx": open_fields,
    "nested tables.docx": nested_tables,
    "many attributes.docx": many_attributes,
    "boasting workbook.xlsx": boasting_workbook,
    "many cells.xlsx": many_cells,
    "looping.pdf": looping_pdf,
    "bomb.pdf": pdf_bomb,
    "nested.html": lambda: _page("<div>" * 30_000 + "投资220万元" + "</div>" * 30_000),
    "inline.html": lambda: _page("<p>投资" + "<b><i>" * 30_000 + "220万元"),
    "open comments.html": lambda: _page("<p>投资220万元</p>" + "<!-- <p" * 300_000),
    "brackets.html": lambda: _page("<p>投资220万元" + "<" * 1_000_000),
    "many paragraphs.html": lambda: _page("<p>投资220万元</p>" * 10_000),
    "open quote.csv": lambda: b'a,b\n1,"' + b"x\n" * 1_000_000,
    "many columns.csv": lambda: b"a," * 5_000 + b"a\n" + b"1," * 5_000 + b"1\n",
    "nested.jsonl": lambda: b'{"text": ' + b"[" * 1_000_000 + b"\n" + b'{"text": "a"}\n',
    "endless line.jsonl": lambda: b'{"text": "' + b"x" * 30_000_000,
    "brackets.md": lambda: b"# a\n\n" + b"[" * 50_000 + b"](" * 50_000,
    "stars.md": lambda: b"*a_ **b__ " * 20_000 + b"`" * 50_000 + b"``a" * 20_000,
    "quotes.md": lambda: b"> " * 100_000 + b"a\n" + b"- " * 100_000 + b"a\n",
    "table.md": lambda: b"|a" * 20_000 + b"|\n" + b"|-" * 20_000 + b"|\n" + b"|b" * 20_000,
}
"""What may be read or refused, in bounds."""

LONG: Final = frozenset(("many runs.docx",))
"""Of these, what takes long for all that is in it."""

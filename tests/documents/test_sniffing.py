from __future__ import annotations

import codecs
import contextlib
import gzip
import struct
import time
from collections.abc import Sequence
from typing import Any

import pytest

from anonymizer.documents import ReadError
from anonymizer.documents.formats import BY_ID
from anonymizer.documents.sniffing import HEAD, Found, sniff
from anonymizer.documents.sniffing.kinds import KINDS
from tests.documents import hostile
from tests.documents.hostile import compound, packed

SPEECH = "全年完成投资220万元。\n各镇要抓好落实。\n"
PAGE = f"<html><head><title>讲话</title></head><body><p>{SPEECH}</p></body></html>"
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
ODF = "application/vnd.oasis.opendocument.{}"
FIB = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, 0x0200)


def types(kind: str) -> bytes:
    """A package of a list of content types and nothing else."""
    override = f'<Types><Override PartName="/main.xml" ContentType="{kind}"/></Types>'
    return packed({"[Content_Types].xml": override.encode(), "main.xml": b"<a/>"})


def word(identity: int = 0xA5EC, version: int = 0xC1, flags: int = 0x0200) -> bytes:
    head = struct.pack("<HHHHHH", identity, version, 0, 0x804, 0, flags)
    return compound({"1Table": bytes(5000), "WordDocument": head + bytes(5000)})


def odf(kind: str) -> bytes:
    return packed({"mimetype": ODF.format(kind).encode(), "content.xml": b"<a/>"})


FLAT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    f'office:1.0" office:mimetype="{ODF.format("text")}"><office:body/></office:document>'
)
WORDML = (
    '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
)
MHT = (
    "From: <Saved by Blink>\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
    '\r\n\ttype="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>a</p>'
)


def named(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    """What the tests of such rows are called: bytes make no names."""
    return [f"{number}-{row[0]}" for number, row in enumerate(rows)]


RIGHT = [
    ("a.docx", packed(hostile.docx_parts()), "docx"),
    ("a.docm", types("application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
    ("a.DOTX", types(MAIN.format("wordprocessingml.template")), "docx"),
    ("a.xlsx", types(MAIN.format("spreadsheetml.sheet")), "xlsx"),
    ("a.xlsm", types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xlsx"),
    ("undeclared.docx", packed({"word/document.xml": b"<a/>"}), "docx"),
    ("a.odt", odf("text"), "odt"),
    ("a.ott", odf("text-template"), "odt"),
    ("a.fodt", FLAT.encode(), "fodt"),
    ("a.doc", word(), "doc"),
    ("a.wps", word(), "doc"),
    ("a.wpt", word(), "doc"),
    ("a.dot", word(version=0xD9), "doc"),
    ("95.doc", word(0xA5DC, 104), "word95"),
    ("6.doc", word(0xA5DC, 101), "word6"),
    ("works.wps", compound({"CONTENTS": b"", "MatOST": b""}), "works"),
    ("a.xml", WORDML.encode(), "wordml"),
    ("a.rtf", b"{\\rtf1\\ansi a}", "rtf"),
    ("a.pdf", b"%PDF-1.4\n1 0 obj", "pdf"),
    ("late.pdf", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj", "pdf"),
    ("a.html", PAGE.encode(), "html"),
    ("a.htm", f"\n<!-- 存 -->\n<!DOCTYPE html>\n{PAGE}".encode(), "html"),
    ("utf-16.html", codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "html"),
    ("gb18030.html", PAGE.encode("gb18030"), "html"),
    ("a.xhtml", f'<?xml version="1.0"?>\n{PAGE}'.encode(), "html"),
    ("piece.html", f"{SPEECH}<br>{SPEECH}".encode(), "html"),
    ("a.mht", MHT.encode(), "mht"),
]

WRONG = [
    ("a.doc", packed(hostile.docx_parts()), "docx"),
    ("a.wps", packed(hostile.docx_parts()), "docx"),
    ("a.txt", packed(hostile.docx_parts()), "docx"),
    ("a.docx", word(), "doc"),
    ("a.pdf", word(), "doc"),
    ("a.doc", b"{\\rtf1\\ansi a}", "rtf"),
    ("a.doc", WORDML.encode(), "wordml"),
    ("a.doc", PAGE.encode(), "html"),
    ("a.doc", f"<div>{SPEECH}</div>".encode(), "html"),
    ("utf-16.doc", codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "html"),
    ("a.doc", MHT.encode(), "mht"),
    ("a.xls", f"<table><tr><td>{SPEECH}</td></tr></table>".encode(), "html"),
    ("a.txt", PAGE.encode(), "html"),
    ("a.md", f"<!DOCTYPE html>\n{PAGE}".encode(), "html"),
    ("a.docx", b"%PDF-1.4\n1 0 obj", "pdf"),
    ("a.csv", types(MAIN.format("spreadsheetml.sheet")), "xlsx"),
    ("a.xls", types(MAIN.format("spreadsheetml.sheet")), "xlsx"),
]

TEXTS = [
    ("a.txt", SPEECH.encode(), "text"),
    ("a.txt", SPEECH.encode("gb18030"), "text"),
    ("a.txt", codecs.BOM_UTF16_LE + SPEECH.encode("utf-16-le"), "text"),
    ("a.txt", b"", "text"),
    ("-", SPEECH.encode(), "text"),
    ("讲话", SPEECH.encode(), "text"),
    ("a.log", SPEECH.encode(), "text"),
    ("a.md", f"# 讲话\n\n{SPEECH}".encode(), "markdown"),
    ("a.csv", f"名称,正文\n甲,{SPEECH}".encode(), "csv"),
    ("a.tsv", f"名称\t正文\n甲\t{SPEECH}".encode(), "csv"),
    ("a.jsonl", b'{"text": "a"}\n', "jsonl"),
    # What only mentions tags, or has some, is no page.
    ("a.md", f'<div align="center">\n\n# 讲话\n\n</div>\n\n{SPEECH}'.encode(), "markdown"),
    ("a.md", f"<!-- 草稿 -->\n\n{SPEECH}<html> 是网页的第一个标签。\n".encode(), "markdown"),
    ("a.txt", f"<html> 是网页的第一个标签。\n{SPEECH}".encode(), "text"),
    ("a.txt", f"{SPEECH}<html><body>\n".encode(), "text"),
    ("a.txt", f"<讲话>\n{SPEECH}".encode(), "text"),
    ("a.txt", f"{SPEECH}以 %PDF-1.4 开头的是 PDF。".encode(), "text"),
    ("a.txt", f"发件：甲\nContent-Type: text/html\n\n{SPEECH}".encode(), "text"),
    ("a.txt", b"BM 2024", "text"),
    ("a.txt", b"MZ 2024", "text"),
]

TEXT_ALL_THE_SAME = [
    ("a.docx", SPEECH.encode()),
    ("a.doc", SPEECH.encode("gb18030")),
    ("a.pdf", SPEECH.encode()),
    ("a.xlsx", codecs.BOM_UTF16_LE + SPEECH.encode("utf-16-le")),
    ("a.html", SPEECH.encode()),
    ("a.xls", b"a\tb\n1\t2\n"),
    ("a.wps", f"文中提到 <html> 标签。\n{SPEECH}".encode()),
]

REFUSED = [
    ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG picture: no text to be read"),
    ("scan.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG picture"),
    ("a.gif", b"GIF89a\1\0\1\0", "is a GIF picture"),
    ("a.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "is a BMP picture"),
    ("a.tif", b"II*\0\x08\0\0\0", "is a TIFF picture"),
    ("a.webp", b"RIFF\1\2\3\4WEBPVP8 ", "is a WebP picture"),
    ("a.gz", gzip.compress(b"a", mtime=0), "is a gzip archive: unpack it"),
    ("a.rar", b"Rar!\x1a\x07\x01\0", "is a RAR archive"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c\0\4", "is a 7z archive"),
    ("a.exe", b"MZ\x90" + bytes(57) + b"\x80\0\0\0" + b"PE", "is a Windows program"),
    ("a.mp4", b"\0\0\0\x20ftypisom", "is a film"),
    ("a.heic", b"\0\0\0\x24ftypheic", "is a HEIF picture"),
    ("a.caj", b"HN\0\0\xc8\0", "is a CAJ document"),
    ("a.zip", packed({"讲话.txt": b"a"}), "is a zip archive: unpack it"),
    ("a.zip", packed({}), "zip archive with nothing in it"),
    ("a.pptx", types(MAIN.format("presentationml.presentation")), "is a presentation"),
    ("a.xlsb", types("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "xlsb"),
    ("a.ods", odf("spreadsheet"), "save it as xlsx"),
    ("a.odp", odf("presentation"), "is a presentation"),
    ("a.epub", packed({"mimetype": b"application/epub+zip"}), "is an e-book"),
    ("a.ofd", packed({"OFD.xml": b"<a/>"}), "is an OFD document"),
    ("a.xls", compound({"Workbook": b""}), "is an old Excel workbook"),
    ("a.doc", compound({"Workbook": b""}), "is an old Excel workbook"),
    ("a.ppt", compound({"PowerPoint Document": b""}), "is a presentation"),
    ("a.msg", compound({"__properties_version1.0": b""}), "is an Outlook message"),
    ("a.wps", compound({"Other": b""}), "early WPS"),
    ("a.doc", compound({}), "without Word text"),
    ("a.docx", hostile.encrypted_package(), "protected by a password"),
    ("a.doc", hostile.encrypted_doc(), "protected by a password"),
    ("a.docx", hostile.zip_encrypted(), "protected by a password"),
    (
        "a.odt",
        packed(
            {
                "mimetype": ODF.format("text").encode(),
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        "protected by a password",
    ),
    ("a.docx", hostile.truncated(), "is damaged"),
    ("a.doc", hostile.random_doc(), "is damaged"),
    ("a.doc", hostile.circular_doc(), "is damaged"),
    ("a.doc", word(identity=0x1234), "is damaged"),
    ("a.doc", word()[:2000], "is damaged"),
    ("a.doc", word()[:600], "is damaged"),
    ("a.doc", word()[:8], "is damaged"),
    ("a.docx", bytes(3000), "neither what its suffix says nor text"),
    ("a.pdf", hostile.random_doc()[8:], "neither what its suffix says nor text"),
    ("a.eml", f"Received: from a\nMessage-ID: <a>\n{MHT}".encode(), "is an e-mail"),
    ("a.xml", b'<?xml version="1.0"?><pkg:package/>', "save it as docx"),
    (
        "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "save it as xlsx",
    ),
]


@pytest.mark.parametrize(("name", "data", "kind"), RIGHT, ids=named(RIGHT))
def test_a_right_suffix_needs_no_note(name: str, data: bytes, kind: str) -> None:
    assert sniff(data, name) == Found(KINDS[kind].format, "", kind)
    assert KINDS[kind].format in BY_ID


@pytest.mark.parametrize(("name", "data", "kind"), WRONG, ids=named(WRONG))
def test_a_wrong_suffix_is_said(name: str, data: bytes, kind: str) -> None:
    said = f"{name}: is {KINDS[kind].called} by its content, not what its suffix says"
    assert sniff(data, name) == Found(KINDS[kind].format, said, kind)


def test_a_suffix_that_says_nothing_is_not_called_wrong() -> None:
    data = packed(hostile.docx_parts())
    assert sniff(data, "a.2024").note == "a.2024: is a Word document (docx) by its content"
    assert sniff(data, "-").note == ""


@pytest.mark.parametrize(("name", "data", "format_"), TEXTS, ids=named(TEXTS))
def test_the_suffix_decides_among_texts(name: str, data: bytes, format_: str) -> None:
    assert sniff(data, name) == Found(format_, "", format_)


@pytest.mark.parametrize(("name", "data"), TEXT_ALL_THE_SAME, ids=named(TEXT_ALL_THE_SAME))
def test_a_text_under_another_suffix_is_a_text(name: str, data: bytes) -> None:
    said = f"{name}: is plain text by its content, not what its suffix says"
    assert sniff(data, name) == Found("text", said, "text")


def test_an_empty_file_is_a_text() -> None:
    assert sniff(b"", "a.docx").note == "a.docx: is empty, not what its suffix says"


@pytest.mark.parametrize(("name", "data", "said"), REFUSED, ids=named(REFUSED))
def test_what_holds_no_text_is_named(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as raised:
        sniff(data, name)
    message = str(raised.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message


def test_small_streams_are_found_within_that_of_the_root() -> None:
    # As some programs write a doc of a few words: its main stream is below the cut-off.
    sound = bytearray(compound({"WordDocument": FIB + bytes(5000)}))
    (directory,) = struct.unpack_from("<I", sound, 48)
    root = (directory + 1) * 512
    struct.pack_into("<II", sound, root + 116, 0, 4096)  # the root's stream is where that was
    struct.pack_into("<II", sound, root + 128 + 116, 0, 1000)
    assert sniff(bytes(sound), "a.doc").kind == "doc"


def test_a_large_compound_file_is_found_by_all_its_tables() -> None:
    # Its directory lies behind what the tables named in the header reach.
    assert sniff(compound({"Data": bytes(6_000_000), "WordDocument": FIB}), "a.doc").kind == "doc"


def test_of_a_head_only_texts_are_judged() -> None:
    data = packed({**hostile.docx_parts(), "word/media/1.bin": hostile.random_doc(200_000)})
    assert sniff(data[:HEAD], "a.csv", whole=False) == Found("")
    assert sniff(SPEECH.encode(), "a.csv", whole=False) == Found("csv", "", "csv")


@pytest.mark.parametrize(
    "data",
    [
        b"<!--" * 3_000_000,
        b"<!-- --> " * 1_000_000,
        b"<?a?>" * 2_000_000,
        b"<a " * 3_000_000,
        b"a: b\n" * 2_000_000,
        b"MIME-Version: 1.0\nContent-Type: a\n " + b"b\n c" * 2_000_000,
        b"\n%PDF-1.4" * 1_000_000,
        b"PK\x03\x04" + b"PK\x05\x06" * 3_000_000,
        hostile.many_parts(65_000),
        hostile.random_doc(10_000_000),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("name", ["a.doc", "a.html", "a.txt"])
def test_a_hostile_head_costs_little(name: str, data: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(ReadError):
        sniff(data, name)
    assert time.process_time() - started < 2

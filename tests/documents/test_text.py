from __future__ import annotations

import codecs

import pytest

from anonymizer.documents import ReadError, Source, decode, encode
from anonymizer.pipeline import Options, run
from anonymizer.restoring import restore_bytes

SIMPLIFIED = (
    "同志们：\n今年以来，全县完成投资23381万元，同比增长12.5%，李县长作了具体安排。\n"
    "各单位要认真落实，把工作做实做细，让人民群众满意。\n"
)
TRADITIONAL = (
    "各位鄉親：\n今年以來，全縣完成投資23381萬元，同比增長12.5%，李縣長作了安排。\n"
    "各單位要認真落實，把工作做實做細，讓人民滿意。\n"
)

ENCODINGS = [
    ("utf-8", b"", SIMPLIFIED, "utf-8"),
    ("utf-8", codecs.BOM_UTF8, SIMPLIFIED, "utf-8"),
    ("gb18030", b"", SIMPLIFIED, "gb18030"),
    ("gbk", b"", SIMPLIFIED, "gb18030"),
    ("big5", b"", TRADITIONAL, "big5"),
    ("utf-16-le", codecs.BOM_UTF16_LE, SIMPLIFIED, "utf-16-le"),
    ("utf-16-be", codecs.BOM_UTF16_BE, SIMPLIFIED, "utf-16-be"),
    ("utf-16-le", b"", SIMPLIFIED, "utf-16-le"),
    ("utf-16-be", b"", SIMPLIFIED, "utf-16-be"),
]
NEWLINES = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


@pytest.mark.parametrize("newline", NEWLINES.values(), ids=NEWLINES)
@pytest.mark.parametrize(("codec", "bom", "text", "found"), ENCODINGS)
def test_encoding_is_found(codec: str, bom: bytes, text: str, found: str, newline: str) -> None:
    text = text.replace("\n", newline)
    source = decode(bom + text.encode(codec), name="a.txt")
    assert (source.text, source.encoding, source.bom) == (text, found, bool(bom))
    assert source.newline == newline
    assert source.raw is None


@pytest.mark.parametrize(("codec", "bom", "text", "_"), ENCODINGS)
def test_mixed_line_breaks_come_back(codec: str, bom: bytes, text: str, _: str) -> None:
    first, second, third, _end = text.split("\n")
    data = bom + f"{first}\r\n{second}\r{third}\n\r\n\n\r".encode(codec)
    redaction = run(decode(data), Options())
    assert "23381" not in redaction.text
    assert restore_bytes(redaction.text, redaction.manifest) == data


def test_the_commonest_line_break_counts() -> None:
    assert Source.from_text("一\r\n二\r\n三\n四\r").newline == "\r\n"
    assert Source.from_text("没有").newline == "\n"


def test_short_gbk_is_not_taken_for_another() -> None:
    source = decode("全县的会议".encode("gbk"))
    assert (source.text, source.encoding) == ("全县的会议", "gb18030")


def test_bytes_that_encode_otherwise_are_kept_in_the_manifest() -> None:
    # Big5 has two codes for 十; decoded and encoded again, the rarer one would be lost.
    data = TRADITIONAL.encode("big5") + b"\xa2\xcc"
    redaction = run(decode(data, encoding="big5"), Options())
    assert redaction.manifest.source.raw is not None
    assert restore_bytes(redaction.text, redaction.manifest) == data


def test_no_byte_order_mark_stands_in_the_text() -> None:
    source = decode(codecs.BOM_UTF8 + "今年".encode())
    assert source.text == "今年"
    assert encode(source.text, source.encoding, bom=source.bom) == codecs.BOM_UTF8 + "今年".encode()


def test_damaged_utf8_names_the_byte() -> None:
    data = SIMPLIFIED.encode()
    place = len("同志们：\n".encode())
    damaged = data[:place] + b"\xff" + data[place:]
    with pytest.raises(ReadError, match=rf"a\.txt: byte 0xff at offset {place} is not UTF-8"):
        decode(damaged, name="a.txt")


def test_a_torn_last_character_is_damage() -> None:
    data = SIMPLIFIED.encode() + "终".encode()[:2]
    with pytest.raises(ReadError, match=rf"byte 0xe7 at offset {len(data) - 2} .*damaged"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0\x01\0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x03\0\x08\x06\0\0\0",
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xdf\xa4\xd2\x6c",
        bytes(range(256)),
        b"text\0more text",
        b"\x01\x02\x03\x04\x05",
    ],
    ids=["elf", "png", "zip", "every byte", "nul", "controls"],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"byte 0x|binary"):
        decode(data, name="a.bin")


@pytest.mark.parametrize(
    ("text", "codec", "named", "offset"),
    [
        ("abc今年", "gb18030", "utf-8", 3),
        ("今年", "utf-8", "ascii", 0),
        ("a" + TRADITIONAL, "big5", "utf-8", 1),
    ],
)
def test_a_wrong_encoding_names_the_byte(text: str, codec: str, named: str, offset: int) -> None:
    data = text.encode(codec)
    with pytest.raises(ReadError, match=rf"byte 0x{data[offset]:02x} at offset {offset} is not"):
        decode(data, encoding=named)


def test_the_offset_of_a_wrong_byte_counts_the_byte_order_mark() -> None:
    with pytest.raises(ReadError, match="byte 0xff at offset 6 is not utf-8"):
        decode(codecs.BOM_UTF8 + "今".encode() + b"\xff")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(ReadError, match="unknown encoding 'utf-9'; try utf-8"):
        decode(b"", encoding="utf-9")


@pytest.mark.parametrize("named", ["utf-8", "UTF8", "utf-8-sig"])
@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8], ids=["bare", "bom"])
def test_a_named_encoding_is_kept_to_with_and_without_mark(named: str, bom: bytes) -> None:
    source = decode(bom + "今年".encode(), encoding=named)
    assert (source.text, source.bom, source.raw) == ("今年", bool(bom), None)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_by_its_common_name(codec: str) -> None:
    bom = codecs.BOM_UTF16_LE if codec.endswith("le") else codecs.BOM_UTF16_BE
    source = decode(bom + "今年".encode(codec), encoding="utf-16")
    assert (source.text, source.encoding, source.bom) == ("今年", codec, True)


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"").text == ""


def test_ascii_is_utf8() -> None:
    assert decode(b"GDP 1,234.5").encoding == "utf-8"

"""Pictures without what cameras and programs wrote beside the pixels.

JPEG and PNG lose the segments and chunks that hold texts, places and times; drawings made of
records (EMF, WMF), which keep their words as text, lose the removed values letter by letter.
"""

from __future__ import annotations

from typing import Final

from anonymizer.documents.ooxml.values import Values

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_DRAWINGS: Final = (".emf", ".wmf")
_SCAN: Final = 0xDA
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_TELLING_SEGMENTS: Final = frozenset({0xE1, 0xED, 0xFE})
"""APP1 (Exif, XMP), APP13 (Photoshop, IPTC) and comments."""
_TELLING_CHUNKS: Final = frozenset({b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"})
_ORIENTATION: Final = 0x0112


def scrubbed(name: str, data: bytes, values: Values) -> bytes:
    """A part that is no XML without what tells; the same object if it has nothing of it."""
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    if name.lower().endswith(_DRAWINGS):
        return _drawing(data, values)
    return data


def _jpeg(data: bytes) -> bytes:
    """The segments up to the picture's own data; of Exif only how the picture is turned stays."""
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            kept.append(data[at : at + 2])
            at += 2
            continue
        if marker == _SCAN:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at:end]
        if marker not in _TELLING_SEGMENTS:
            kept.append(segment)
        elif marker == 0xE1 and (turned := _turned(segment)):
            kept.append(turned)
        at = end
    kept.append(data[at:])
    made = b"".join(kept)
    return made if made != data else data


def _turned(segment: bytes) -> bytes:
    """An Exif segment that says how the picture is turned and nothing else, or no segment."""
    tiff = segment[10:]
    if segment[4:10] != b"Exif\0\0" or tiff[:2] not in (b"II", b"MM"):
        return b""
    order = "little" if tiff[:2] == b"II" else "big"

    def number(start: int, size: int) -> int:
        return int.from_bytes(tiff[start : start + size], order)  # type: ignore[arg-type]

    start = number(4, 4)
    for entry in range(start + 2, start + 2 + 12 * number(start, 2), 12):
        if number(entry, 2) == _ORIENTATION and 1 < number(entry + 8, 2) <= 8:
            mark = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"
            body = b"Exif\0\0" + mark + bytes((0, number(entry + 8, 2), 0, 0)) + b"\0\0\0\0"
            return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    return b""


def _png(data: bytes) -> bytes:
    kept = [data[:8]]
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind not in _TELLING_CHUNKS:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            break  # what stands behind the end is no part of the picture
    made = b"".join(kept)
    return made if made != data else data


def _drawing(data: bytes, values: Values) -> bytes:
    places = values.told_in_bytes(data)
    if not places:
        return data
    made = bytearray(data)
    for start, end, width in places:
        made[start:end] = b"X\0" * ((end - start) // 2) if width == 2 else b"X" * (end - start)
    return bytes(made)

"""The fonts of a drawn PDF: one for the unseen text, two that viewers have."""

from __future__ import annotations

import struct
from typing import Final

from anonymizer.documents.pdf.typeset import WIDE, Letters

_UNITS: Final = 1000
_ASCENT, _DESCENT = 880, -120
_NARROW: Final = 200
"""The width of the box of a character that is not Chinese: within its width in any case."""


def plain() -> bytes:
    """A TrueType font of two glyphs, boxes as wide as a Chinese character and as a thin letter.

    Viewers measure text by the shapes in a font's file; without any, some leave it out.
    """
    glyphs = [b"", _rectangle(_UNITS), _rectangle(_NARROW)]
    offsets = [sum(map(len, glyphs[:count])) // 2 for count in range(len(glyphs) + 1)]
    tables = {
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0,
            0, _DESCENT, _UNITS, _ASCENT, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            0x00010000, _ASCENT, _DESCENT, 0, _UNITS, 0, 0, _UNITS, 1, 0, 0, 0, 0, 0, 0, 0, 3,
        ),
        b"hmtx": struct.pack(">HhHhHh", _UNITS, 0, _UNITS, 0, _NARROW, 0),
        b"loca": struct.pack(f">{len(offsets)}H", *offsets),
        b"maxp": struct.pack(">IH13H", 0x00010000, len(glyphs), 4, 1, 0, 0, 1, *([0] * 8)),
    }  # fmt: skip
    offset = 12 + 16 * len(tables)
    directory = [struct.pack(">IHHHH", 0x00010000, len(tables), 64, 2, 16 * len(tables) - 64)]
    body: list[bytes] = []
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sIII", tag, total, offset, len(table)))
        body.append(padded)
        offset += len(padded)
    return b"".join(directory + body)


def _rectangle(width: int) -> bytes:
    """The shape of a glyph that fills a cell."""
    shape = struct.pack(">hhhhh", 1, 0, _DESCENT, width, _ASCENT)
    shape += struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    shape += struct.pack(">4h", 0, width, 0, -width)
    shape += struct.pack(">4h", _DESCENT, 0, _ASCENT - _DESCENT, 0)
    return shape + bytes(-len(shape) % 4)


def glyph_map(letters: Letters) -> bytes:
    """The glyph of each of the unseen font's codes, two bytes each."""
    return bytes(2) + b"".join(
        b"\0\1" if width == WIDE else b"\0\2" for width in letters.widths.values()
    )


def to_unicode(letters: Letters) -> bytes:
    """The map from the unseen font's codes to characters: those of the text that stays."""
    entries = [
        f"<{number:04x}> <{character.encode('utf-16-be', 'replace').hex()}>"
        for character, number in letters.numbers.items()
    ]
    groups = [entries[at : at + 100] for at in range(0, len(entries), 100)]
    body = "\n".join(
        f"{len(each)} beginbfchar\n" + "\n".join(each) + "\nendbfchar" for each in groups
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()


def widths(letters: Letters) -> str:
    """The widths of the unseen font's characters that are not a full cell."""
    return " ".join(
        f"{letters.numbers[character]} [{width}]"
        for character, width in letters.widths.items()
        if width != WIDE
    )


def box() -> str:
    """The entries of a font's description that say how large its characters are."""
    return (
        f"/FontBBox [0 {_DESCENT} {_UNITS} {_ASCENT}] /ItalicAngle 0 /Ascent {_ASCENT} "
        f"/Descent {_DESCENT} /CapHeight {_ASCENT} /StemV 80"
    )

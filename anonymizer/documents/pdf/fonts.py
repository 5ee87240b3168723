"""The fonts of a drawn PDF: one without shapes for the unseen text, two that viewers have."""

from __future__ import annotations

import struct
from typing import Final

from anonymizer.documents.pdf.typeset import Letters, width_of

_UNITS: Final = 1000
_ASCENT, _DESCENT = 880, -120


def shapeless(glyphs: int) -> bytes:
    """A TrueType font whose ``glyphs`` glyphs all are empty.

    Viewers measure text by a font's file and choose another where there is none, so a file
    there must be.
    """
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0,
        0, _DESCENT, _UNITS, _ASCENT, 0, 8, 2, 0, 0,
    )  # fmt: skip
    hhea = struct.pack(
        ">IhhhHhhhhhhhhhhhH",
        0x00010000, _ASCENT, _DESCENT, 0, _UNITS, 0, 0, _UNITS, 1, 0, 0, 0, 0, 0, 0, 0, 1,
    )  # fmt: skip
    maxp = struct.pack(">IH13H", 0x00010000, glyphs, *([0] * 13))
    tables = {
        b"glyf": bytes(4),
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">Hh", _UNITS, 0) + bytes(2 * (glyphs - 1)),
        b"loca": bytes(2 * (glyphs + 1)),
        b"maxp": maxp,
    }
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


def to_unicode(letters: Letters) -> bytes:
    """The map from the unseen font's codes to characters: those of the text that stays."""
    entries = [
        f"<{number:04x}> <{character.encode('utf-16-be', 'replace').hex()}>"
        for character, number in letters.numbers.items()
    ]
    groups = [entries[at : at + 100] for at in range(0, len(entries), 100)]
    body = "\n".join(f"{len(each)} beginbfchar\n" + "\n".join(each) + "\nendbfchar" for each in groups)
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
        f"{number} [{width_of(character)}]"
        for character, number in letters.numbers.items()
        if width_of(character) != _UNITS
    )


def box() -> str:
    """The entries of a font's description that say how large its characters are."""
    return (
        f"/FontBBox [0 {_DESCENT} {_UNITS} {_ASCENT}] /ItalicAngle 0 /Ascent {_ASCENT} "
        f"/Descent {_DESCENT} /CapHeight {_ASCENT} /StemV 80"
    )

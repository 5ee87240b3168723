"""What the model looks at, as plain data: its features, and the classes of characters.

Shared by the training, the plain way (numpy) and the kernel; so this needs neither.
"""

from __future__ import annotations

from typing import Final, NamedTuple

PARTS: Final = "BIES"
"""A name is one S, or B, any number of I, and E."""
LONGEST: Final = 12
"""No name that the model finds has more characters."""


class Feature(NamedTuple):
    """A column, and how far from the character it is read."""

    column: str
    distance: int


def _features(column: str, *distances: int) -> tuple[Feature, ...]:
    return tuple(Feature(column, distance) for distance in distances)


FEATURES: Final[tuple[Feature, ...]] = (
    *_features("one", -3, -2, -1, 0, 1, 2, 3),
    *_features("two", -3, -2, -1, 0, 1, 2),
    *_features("around", -1),
    *_features("three", -3, -2, -1, 0, 1),
    *_features("four", -4, 1),
    *_features("classes", -2, 0, 2),
    *_features("words", -1, 0, 1, 2),
    *_features("cover", -1, 0),
    *_features("edge", 0, 1),
    *_features("edge_cover", 0),
    *_features("surname_cover", 0, -1, -2),
    *_features("surname_edge", 0),
    *_features("post", 1, 2, 3),
    *_features("post_surname", 1, 2, 3),
    *_features("post_end", -1, -2, -3),
    *_features("division", -1, 0, 1),
    *_features("division_edge", 0),
    *_features("division_third", 0),
    *_features("division_fourth", 0),
    *_features("division_next", 0),
    *_features("division_before", 0),
    *_features("given", 0, -1, -2),
    *_features("syllables", 0, -1, -2, -3),
    *_features("local", 0, -1, -2),
)
"""All features, in the order in which the weights were learned."""


DIGIT: Final = 2
LATIN: Final = 4
"""The classes whose characters all count as one."""
STOPS: Final = (5, 6, 7, 8, 9, 10)
"""The classes that no name holds."""


def _classes() -> bytes:
    table = bytearray(1 << 16)
    table[0x3400:0xA000] = b"\1" * (0xA000 - 0x3400)
    groups = {
        DIGIT: "0123456789０１２３４５６７８９",
        3: "一二三四五六七八九十百千万亿零〇两",
        5: "，,；;：:",
        6: "、",
        7: "。！？!?…",
        8: '“‘《〈（(【[「『〔"',
        9: "”’》〉）)】]」』〕",
        10: "\n\r\0",
        11: " \u3000\t",
        12: "·•",
        13: "—-－–~～",
    }
    for first, last in ("AZ", "az", "ＡＺ", "ａｚ"):
        for code in range(ord(first), ord(last) + 1):
            table[code] = LATIN
    for number, characters in groups.items():
        for character in characters:
            table[ord(character)] = number
    return bytes(table)


CLASSES: Final = _classes()
"""The class of each character; those beyond U+FFFF count as the last one."""

"""What a linear model looks at: hashed features of each character and its neighbours.

Columns are computed once for all characters of a text (its code points, the hashes of two,
three and four of them in a row, the words that begin, end and lie around it); a feature is
a column at some distance. So a feature of a million characters is one addition and one
multiplication of whole arrays, and can be computed for chosen characters alone.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anonymizer.recognition.statistical.lexical import (
    DIVISION,
    LONGEST,
    POST,
    SURNAME,
    WORD,
    Codes,
    LexiconTable,
    character_looks,
    mix,
)
from anonymizer.rulebook import Rulebook

Columns = Codes
"""One row for each column, one place for each character."""
Numbers = NDArray[np.intp]
Offsets = NDArray[np.intp]

_PAD: Final = 8
_M1: Final = np.uint32(0x9E3779B1)
_M2: Final = np.uint32(0x85EBCA6B)
_S15: Final = np.uint32(15)
_NEWLINE: Final = 10
_DIGIT: Final = 1
_LATIN: Final = 2


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


_COLUMNS: Final = {name: row for row, name in enumerate(dict.fromkeys(f.column for f in FEATURES))}
_ROWS: Final = np.array([[_COLUMNS[feature.column]] for feature in FEATURES])
_DISTANCES: Final = np.array([[_PAD + feature.distance] for feature in FEATURES])
_SALTS: Final = np.array(
    [[(number + 1) * 2654435761 & 0xFFFFFFFF] for number in range(len(FEATURES))], np.uint32
)
"""They tell apart the buckets of two features that read the same."""


def buckets(columns: Columns, features: Numbers, places: Offsets, bits: int) -> Codes:
    """For each feature (by its place in :data:`FEATURES`; a row) its bucket, below
    ``2 ** bits``, for the characters at ``places``."""
    found = columns[_ROWS[features], places + _DISTANCES[features]]
    found ^= _SALTS[features]
    found *= _M1
    found ^= found >> _S15
    found *= _M2
    found >>= np.uint32(32 - bits)
    return found


class Features:
    """Callable on a text; yields its columns, from which :func:`buckets` reads."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._table = LexiconTable(rulebook)
        self._looks = character_looks(rulebook)

    def __call__(self, text: str) -> Columns:
        """The columns of ``text``, padded on both sides."""
        codes = np.zeros(len(text) + 2 * _PAD, np.uint32)
        codes[_PAD : _PAD + len(text)] = np.frombuffer(
            text.encode("utf-32-le", "surrogatepass"), "<u4"
        )
        columns = np.zeros((len(_COLUMNS), len(codes)), np.uint32)
        column = {name: columns[row] for name, row in _COLUMNS.items()}
        classes = _CLASSES[np.minimum(codes, 0xFFFF)]
        one = column["one"]
        one[:] = codes
        one[classes == _CLASS_DIGIT] = _DIGIT
        one[classes == _CLASS_LATIN] = _LATIN
        one[:_PAD] = one[-_PAD:] = _NEWLINE
        second, third, fourth = _at(one, 1), _at(one, 2), _at(one, 3)
        spread = one * _M2
        column["two"][:] = two = mix(spread, second)
        column["three"][:] = three = mix(two, third)
        column["four"][:] = mix(three, fourth)
        column["around"][:] = mix(spread, third)
        column["classes"][:] = _packed(classes.astype(np.uint32), 4, 0, 1, 2, -1, -2)
        entries = self._table(codes)
        self._words(column, entries)
        looks = self._looks[np.minimum(codes, 0xFFFF)]
        surname = column["surname_edge"] & np.uint32(63)
        column["given"][:] = surname | _packed(looks & np.uint32(1), 1, 1, 2, 3) << np.uint32(6)
        column["syllables"][:] = _packed(looks >> np.uint32(1) & np.uint32(1), 1, -1, 0, 1, 2, 3)
        first, later = looks >> np.uint32(2) & np.uint32(7), looks >> np.uint32(5) & np.uint32(7)
        column["local"][:] = first | _packed(later, 3, 1, 2) << np.uint32(3)
        self._divisions(column, entries, second, third, fourth)
        return columns

    def _words(self, column: dict[str, Codes], entries: NDArray[np.uint16]) -> None:
        """Columns of ordinary words, of surnames and of posts."""
        known = entries >> np.uint16(WORD) & np.uint16(1)
        starts, ends, inside = _starts(known), _ends(known), _inside(known)
        before = _at(ends, -1)
        edge = before | starts << np.uint32(3)
        cover = _packed(inside, 3, 0, 1, 2, 3)
        column["words"][:] = starts | ends << np.uint32(3) | inside << np.uint32(6)
        column["cover"][:] = cover
        column["edge"][:] = edge
        column["edge_cover"][:] = before | cover << np.uint32(3)
        surnames = (entries[:2] >> np.uint16(SURNAME) & np.uint16(7)).astype(np.uint32)
        surname = surnames[0] | surnames[1] << np.uint32(3)
        column["surname_cover"][:] = surname | cover << np.uint32(6)
        column["surname_edge"][:] = surname | edge << np.uint32(6)
        known = entries >> np.uint16(POST) & np.uint16(3)
        column["post"][:] = starts = _starts(known)
        column["post_surname"][:] = starts | _packed(surname, 6, -1, -2, -3) << np.uint32(3)
        column["post_end"][:] = _ends(known)

    def _divisions(
        self,
        column: dict[str, Codes],
        entries: NDArray[np.uint16],
        second: Codes,
        third: Codes,
        fourth: Codes,
    ) -> None:
        """Columns of the names of administrative divisions."""
        known = entries >> np.uint16(DIVISION) & np.uint16(7)
        known[0] = 0
        level = known.max(0).astype(np.uint32)
        starts, ends, inside = _starts(known), _ends(known), _inside(known)
        column["division"][:] = (
            starts
            | ends << np.uint32(3)
            | inside << np.uint32(6)
            | _at(inside, 1) << np.uint32(9)
        )
        before = column["edge_cover"] & np.uint32(7)
        column["division_edge"][:] = starts | level << np.uint32(3) | before << np.uint32(7)
        column["division_third"][:] = mix(starts | np.uint32(1 << 20), third)
        column["division_fourth"][:] = mix(starts | np.uint32(1 << 21), fourth)
        column["division_next"][:] = mix(ends | np.uint32(1 << 22), second)
        column["division_before"][:] = mix(_at(ends, -1) | np.uint32(1 << 23), column["two"])


def _at(column: Codes, distance: int) -> Codes:
    """A column read at a distance; zero outside."""
    moved = np.zeros_like(column)
    if distance > 0:
        moved[:-distance] = column[distance:]
    else:
        moved[-distance:] = column[:distance]
    return moved


def _packed(column: Codes, width: int, *distances: int) -> Codes:
    """Several small values of a column in one number, ``width`` bits each."""
    packed = np.zeros_like(column)
    for index, distance in enumerate(distances):
        read = _at(column, distance) if distance else column
        packed |= read << np.uint32(index * width)
    return packed


_LENGTHS: Final = np.array([[0], [2], [3], [4], [5], [5]], np.uint8)
"""How long a window counts, by its row; a single character is no word."""


def _starts(known: NDArray[np.uint16]) -> Codes:
    """How long (at most 5) the longest word is that begins at each character; 0 for none."""
    return ((known > 0) * _LENGTHS).max(0).astype(np.uint32)


def _ends(known: NDArray[np.uint16]) -> Codes:
    """How long the longest word is that ends with each character."""
    return _slanted((known > 0) * _LENGTHS).max(0).astype(np.uint32)


def _inside(known: NDArray[np.uint16]) -> Codes:
    """How long the longest word is that spans the border before each character."""
    lengths = (known > 0) * _LENGTHS
    # Row n: the longest word that begins here and has more than n characters.
    longer = np.maximum.accumulate(lengths[::-1])[::-1]
    return _slanted(longer)[1:].max(0).astype(np.uint32)


def _slanted(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Row n moved n characters to the right, zeros coming in."""
    count, size = rows.shape
    wide = np.zeros((count, size + count), np.uint8)
    wide[:, :size] = rows
    # Read as rows that are one shorter, each row begins one character earlier than the last.
    return wide.ravel()[: count * (size + count - 1)].reshape(count, size + count - 1)[:, :size]


_CLASS_DIGIT: Final = 2
_CLASS_LATIN: Final = 4


def _class_table() -> NDArray[np.uint8]:
    table = np.zeros(1 << 16, np.uint8)
    table[0x3400:0xA000] = 1
    groups = {
        _CLASS_DIGIT: "0123456789０１２３４５６７８９",
        3: "一二三四五六七八九十百千万亿零〇两",
        5: "，,；;：:",
        6: "、",
        7: "。！？!?…",
        8: "“‘《〈（(【[「『〔\"",
        9: "”’》〉）)】]」』〕",
        10: "\n\r\0",
        11: " \u3000\t",
        12: "·•",
        13: "—-－–~～",
    }
    for first, last in (("A", "Z"), ("a", "z"), ("Ａ", "Ｚ"), ("ａ", "ｚ")):
        table[ord(first) : ord(last) + 1] = _CLASS_LATIN
    for number, characters in groups.items():
        table[[ord(character) for character in characters]] = number
    return table


_CLASSES: Final = _class_table()

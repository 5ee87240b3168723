"""What a linear model looks at: hashed features of each character and its neighbours.

Columns are computed once for all characters of a text (its code points, the hashes of two,
three and four of them in a row, the words that begin, end and lie around it); a feature is
a column at some distance. So a feature of a million characters is one addition and one
multiplication of whole arrays, and can be computed for chosen characters alone.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from anonymizer.recognition.statistical.form import CLASSES, DIGIT, FEATURES, LATIN, STOPS
from anonymizer.recognition.statistical.lexical import (
    DIVISION,
    POST,
    SURNAME,
    WORD,
    Codes,
    LexiconTable,
    mix,
)

Columns = Codes
"""One row for each column, one place for each character."""
Numbers = NDArray[np.intp]
Offsets = NDArray[np.intp]

_PAD: Final = 8
_M1: Final = np.uint32(0x9E3779B1)
_M2: Final = np.uint32(0x85EBCA6B)
_S15: Final = np.uint32(15)
_CLASSES: Final = np.frombuffer(CLASSES, np.uint8)
_NEWLINE: Final = 10
_ANY_DIGIT: Final = 1
_ANY_LATIN: Final = 2


_COLUMNS: Final = {name: row for row, name in enumerate(dict.fromkeys(f.column for f in FEATURES))}
_ROWS: Final = np.array([[_COLUMNS[feature.column]] for feature in FEATURES])
_DISTANCES: Final = np.array([[_PAD + feature.distance] for feature in FEATURES])
_SALTS: Final = np.array(
    [[(number + 1) * 2654435761 & 0xFFFFFFFF] for number in range(len(FEATURES))], np.uint32
)
"""They tell apart the buckets of two features that read the same."""


def may_be_named(columns: Columns, size: int) -> NDArray[np.bool_]:
    """For each character whether a name may hold it: no name holds a stop or a bracket."""
    classes = columns[_COLUMNS["classes"], _PAD : _PAD + size] & np.uint32(15)
    allowed: NDArray[np.bool_] = ~_STOPS[classes]
    return allowed


_STOPS: Final = np.isin(np.arange(16), STOPS)


def buckets(columns: Columns, features: Numbers, places: Offsets, bits: int) -> Codes:
    """For each feature (by its place in :data:`FEATURES`; a row) its bucket, below
    ``2 ** bits``, for the characters at ``places``."""
    found: Codes = columns[_ROWS[features], places + _DISTANCES[features]]
    found ^= _SALTS[features]
    found *= _M1
    found ^= found >> _S15
    found *= _M2
    found >>= np.uint32(32 - bits)
    return found


class Features:
    """Callable on a text; yields its columns, from which :func:`buckets` reads."""

    def __init__(self, table: LexiconTable) -> None:
        self._table = table

    def __call__(self, text: str) -> Columns:
        """The columns of ``text``, padded on both sides."""
        codes = np.zeros(len(text) + 2 * _PAD, np.uint32)
        codes[_PAD : _PAD + len(text)] = np.frombuffer(
            text.encode("utf-32-le", "surrogatepass"), "<u4"
        )
        columns = np.zeros((len(_COLUMNS), len(codes)), np.uint32)
        column = {name: columns[row] for name, row in _COLUMNS.items()}
        low = np.minimum(codes, 0xFFFF)
        _characters(column, codes, _CLASSES[low])
        entries = self._table(codes)
        _words(column, entries, self._table.looks[low].astype(np.uint32))
        _divisions(column, entries)
        return columns


_READ: Final = 4
"""How far a column reads to either side; so many places at its ends stay empty."""
_IN: Final = slice(_READ, -_READ)


def _at(column: Codes, distance: int) -> Codes:
    """The inner part of a column, read at a distance; a view."""
    return column[_READ + distance : len(column) - _READ + distance]


def _packed(column: Codes, width: int, *distances: int) -> Codes:
    """Several small values of a column in one number, ``width`` bits each."""
    packed = _at(column, distances[0]).copy()
    for index, distance in enumerate(distances[1:], 1):
        packed |= _at(column, distance) << np.uint32(index * width)
    return packed


def _characters(column: dict[str, Codes], codes: Codes, classes: NDArray[np.uint8]) -> None:
    """Columns of the characters themselves, one to four in a row, and of their classes."""
    one = column["one"]
    one[:] = codes
    one[classes == DIGIT] = _ANY_DIGIT
    one[classes == LATIN] = _ANY_LATIN
    one[:_PAD] = one[-_PAD:] = _NEWLINE
    spread = _at(one, 0) * _M2
    two = mix(spread, _at(one, 1))
    three = mix(two, _at(one, 2))
    column["two"][_IN] = two
    column["three"][_IN] = three
    column["four"][_IN] = mix(three, _at(one, 3))
    column["around"][_IN] = mix(spread, _at(one, 2))
    column["classes"][_IN] = _packed(classes.astype(np.uint32), 4, 0, 1, 2, -1, -2)


def _words(column: dict[str, Codes], entries: NDArray[np.uint16], looks: Codes) -> None:
    """Columns of ordinary words, of surnames, of posts, and of the looks of characters."""
    known = _lengths(entries, WORD, 1)
    starts, ends, inside = _starts(known), _ends(known), _inside(known)
    before = _at(ends, -1)
    edge = before | _at(starts, 0) << np.uint32(3)
    cover = _packed(inside, 3, 0, 1, 2, 3)
    column["words"][:] = starts | ends << np.uint32(3) | inside << np.uint32(6)
    column["cover"][_IN] = cover
    column["edge"][_IN] = edge
    column["edge_cover"][_IN] = before | cover << np.uint32(3)
    surnames = entries[:2] >> np.uint16(SURNAME) & np.uint16(7)
    surname = (surnames[0] | surnames[1] << np.uint16(3)).astype(np.uint32)
    here = _at(surname, 0)
    column["surname_cover"][_IN] = here | cover << np.uint32(6)
    column["surname_edge"][_IN] = here | edge << np.uint32(6)
    known = _lengths(entries, POST, 3)
    column["post"][:] = starts = _starts(known)
    column["post_surname"][_IN] = _at(starts, 0) | _packed(surname, 6, -1, -2, -3) << np.uint32(3)
    column["post_end"][:] = _ends(known)
    given, sound = looks & np.uint32(1), looks >> np.uint32(1) & np.uint32(1)
    column["given"][_IN] = here | _packed(given, 1, 1, 2, 3) << np.uint32(6)
    column["syllables"][_IN] = _packed(sound, 1, -1, 0, 1, 2, 3)
    first, later = looks >> np.uint32(2) & np.uint32(7), looks >> np.uint32(5) & np.uint32(7)
    column["local"][_IN] = _at(first, 0) | _packed(later, 3, 1, 2) << np.uint32(3)


def _divisions(column: dict[str, Codes], entries: NDArray[np.uint16]) -> None:
    """Columns of the names of administrative divisions."""
    levels = entries >> np.uint16(DIVISION) & np.uint16(7)
    levels[0] = 0
    level = levels.max(0).astype(np.uint32)
    known = (levels > 0) * _LENGTHS
    starts, ends, inside = _starts(known), _ends(known), _inside(known)
    column["division"][_IN] = (
        _at(starts, 0)
        | _at(ends, 0) << np.uint32(3)
        | _at(inside, 0) << np.uint32(6)
        | _at(inside, 1) << np.uint32(9)
    )
    before = column["edge_cover"] & np.uint32(7)
    column["division_edge"][:] = starts | level << np.uint32(3) | before << np.uint32(7)
    one = column["one"]
    here = _at(starts, 0)
    column["division_third"][_IN] = mix(here | np.uint32(1 << 20), _at(one, 2))
    column["division_fourth"][_IN] = mix(here | np.uint32(1 << 21), _at(one, 3))
    column["division_next"][_IN] = mix(_at(ends, 0) | np.uint32(1 << 22), _at(one, 1))
    column["division_before"][:] = column["two"]
    column["division_before"][_IN] = mix(_at(ends, -1) | np.uint32(1 << 23), _at(column["two"], 0))


_LENGTHS: Final = np.array([[0], [2], [3], [4], [5], [5]], np.uint8)
"""How long a window counts, by its row; a single character is no word."""


def _lengths(entries: NDArray[np.uint16], bit: int, mask: int) -> NDArray[np.uint8]:
    """Row n: n + 1 (at most 5) where a word of n + 1 characters begins; 0 elsewhere."""
    return (entries >> np.uint16(bit) & np.uint16(mask) > 0) * _LENGTHS


def _starts(lengths: NDArray[np.uint8]) -> Codes:
    """How long the longest word is that begins at each character; 0 for none."""
    found: Codes = lengths.max(0).astype(np.uint32)
    return found


def _ends(lengths: NDArray[np.uint8]) -> Codes:
    """How long the longest word is that ends with each character."""
    found: Codes = _slanted(lengths).max(0).astype(np.uint32)
    return found


def _inside(lengths: NDArray[np.uint8]) -> Codes:
    """How long the longest word is that spans the border before each character."""
    # Row n: the longest word that begins here and has more than n characters.
    longer = np.maximum.accumulate(lengths[::-1])[::-1]
    found: Codes = _slanted(longer)[1:].max(0).astype(np.uint32)
    return found


def _slanted(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Row n moved n characters to the right, zeros coming in."""
    count, size = rows.shape
    wide = np.zeros((count, size + count), np.uint8)
    wide[:, :size] = rows
    # Read as rows that are one shorter, each row begins one character earlier than the last.
    return wide.ravel()[: count * (size + count - 1)].reshape(count, size + count - 1)[:, :size]

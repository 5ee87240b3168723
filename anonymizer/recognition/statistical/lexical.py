"""Which lexicons hold the words that begin at each character, for all characters at once.

Every window of one to six characters is looked up by its hash in one table. The table
holds no words, only which lexicons a hash belongs to: a window may be taken for a word
that it is not, about once in fifty times. The weights were learned with the same table,
so that costs little, and a lookup takes a few nanoseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from anonymizer.rulebook import Rulebook

Codes = NDArray[np.uint32]

LONGEST: Final = 6
_TABLE_BITS: Final = 22
_M1: Final = np.uint32(0x9E3779B1)
_S15: Final = np.uint32(15)
_TOP: Final = np.uint32(32 - _TABLE_BITS)

WORD: Final = 0
"""The bit of an ordinary word."""
SURNAME: Final = 1
"""First of three bits: the class of a surname."""
POST: Final = 4
"""First of two bits: a post, a title that only stands behind a name, a role (or several)."""
DIVISION: Final = 6
"""First of three bits: the level of an administrative division."""
_LEVELS: Final = {"county": 2, "prefecture": 3, "province": 4}
_SURNAMES: Final = {"common": 1, "rare": 2, "word": 3, "compound": 4}


def mix(left: Codes, right: Codes | np.uint32) -> Codes:
    """A hash of two hashes, element by element."""
    mixed = (left ^ right) * _M1
    mixed ^= mixed >> _S15
    return mixed


class LexiconTable:
    """Callable on code points; gives the table's entry for the windows of each length.

    ``entries`` has one number for each of ``2 ** 22`` hashes, ``looks`` one for each
    character below U+10000 (see :func:`character_looks`).
    """

    def __init__(self, entries: NDArray[np.uint16], looks: NDArray[np.uint8]) -> None:
        self._entries = entries
        self.looks = looks

    def __call__(self, codes: Codes) -> NDArray[np.uint16]:
        """Row ``n - 1``: the entry of the window of ``n`` characters that begins at each."""
        found = np.zeros((LONGEST, len(codes)), np.uint16)
        hashes = _begin(codes)
        for length in range(1, LONGEST + 1):
            if length > 1:
                hashes = mix(hashes[:-1], codes[length - 1 :])
            found[length - 1, : len(hashes)] = self._entries.take(hashes >> _TOP, mode="clip")
        return found

    def dump(self) -> bytes:
        """The table's bytes: its entries that say something, and the looks."""
        used = np.flatnonzero(self._entries)
        gaps = np.diff(used, prepend=0)
        assert gaps.max() < 1 << 16, "a table with so few entries is not what this is for"
        return b"".join(
            (
                len(used).to_bytes(4, "little"),
                gaps.astype("<u2").tobytes(),
                self._entries[used].astype("<u2").tobytes(),
                self.looks.tobytes(),
            )
        )

    @classmethod
    def load(cls, data: bytes) -> tuple[LexiconTable, int]:
        """A table from bytes that begin with it, and how many bytes it takes.

        Raises ``ValueError`` for too few bytes.
        """
        count = int.from_bytes(data[:4], "little")
        used = np.cumsum(np.frombuffer(data, "<u2", count, 4), dtype=np.int64)
        entries = np.zeros(1 << _TABLE_BITS, np.uint16)
        entries[used] = np.frombuffer(data, "<u2", count, 4 + 2 * count)
        end = 4 + 4 * count
        looks = np.frombuffer(data, np.uint8, 1 << 16, end)
        return cls(entries, looks), end + len(looks)


def table_of(rulebook: Rulebook) -> LexiconTable:
    """The table of the lexicons of a rulebook; made for training, and kept with the weights."""
    entries = np.zeros(1 << _TABLE_BITS, np.uint16)
    posts = rulebook.values("posts")
    divisions = rulebook.values("divisions")
    surnames = rulebook.values("surnames")
    groups: list[Mapping[str, int]] = [
        dict.fromkeys(rulebook.lexicon("common_words").words(), 1 << WORD),
        {name: _SURNAMES.get(kind, 2) << SURNAME for name, kind in surnames.items()},
        dict.fromkeys(rulebook.values("roles"), 3 << POST),
        {post: (2 if kind == "title" else 1) << POST for post, kind in posts.items()},
        {stem: _LEVELS.get(level, 2) << DIVISION for stem, level in divisions.items()},
        dict.fromkeys(rulebook.lexicon("townships").words() - divisions.keys(), 1 << DIVISION),
    ]
    for group in groups:
        by_length: dict[int, list[str]] = {}
        for term in group:
            by_length.setdefault(len(term), []).append(term)
        for length, same in by_length.items():
            # A post of one character is no evidence: it is part of too many words.
            if length > LONGEST or (length == 1 and (group is groups[2] or group is groups[3])):
                continue
            codes = np.frombuffer("".join(same).encode("utf-32-le"), "<u4").astype(np.uint32)
            hashes = _begin(codes[0::length])
            for index in range(1, length):
                hashes = mix(hashes, codes[index::length])
            values = np.array([group[term] for term in same], np.uint16)
            np.bitwise_or.at(entries, hashes >> _TOP, values)
    return LexiconTable(entries, character_looks(rulebook))


def _begin(codes: Codes) -> Codes:
    return mix(codes, np.uint32(7919))


def character_looks(rulebook: Rulebook) -> NDArray[np.uint8]:
    """For each character below U+10000 what kinds of names it is common in.

    Bit 0: given names; bit 1: names written by sound; bits 2 to 4 and 5 to 7: how much more
    often it begins, or goes on, a name of a place than a word, in six steps from 1 to 6; 0
    for what is not known.
    """
    looks = np.zeros(1 << 16, np.uint8)
    for name, bit in (("given_characters", 1), ("minority_characters", 2)):
        terms = rulebook.lexicon(name).words()
        looks[[ord(term) for term in terms if len(term) == 1 and term <= "\uffff"]] |= bit
    for character, value in rulebook.values("place_characters").items():
        if character <= "\uffff":
            first, later = (np.searchsorted(_STEPS, int(part)) + 1 for part in value.split())
            looks[ord(character)] |= np.uint8(int(first) << 2 | int(later) << 5)
    return looks


_STEPS: Final = np.array((-15, -6, 1, 6, 12))

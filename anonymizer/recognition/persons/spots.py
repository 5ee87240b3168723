"""Where in a text names and words beside them may stand: all kinds of places in one scan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from anonymizer import compiled, scan

HAN: Final = frozenset(map(chr, range(0x4E00, 0xA000)))
_START: Final = "\0"
_GROUPS: Final = 8
_TABLE: Final = 1 << 16
_MARGIN: Final = 3
"""Characters behind a chunk that come with it."""


class Look(NamedTuple):
    """The characters at a place, behind it and before it; empty for any.

    ``before`` also fits the start of the text.
    """

    first: Collection[str]
    second: Collection[str] = ()
    third: Collection[str] = ()
    before: Collection[str] = ()


def pairs(terms: Collection[str]) -> tuple[Look, ...]:
    """Looks that fit each of many pairs of characters, and not too many others."""
    groups: dict[int, list[str]] = {}
    for pair in terms:
        groups.setdefault(ord(pair[1]) % _GROUPS, []).append(pair)
    return tuple(Look({p[0] for p in group}, {p[1] for p in group}) for group in groups.values())


class Spots:
    """Callable on a text; for each kind the offsets that have one of its looks, ascending."""

    def __init__(self, looks: Mapping[str, tuple[Look, ...]]) -> None:
        self._kinds = tuple(looks)
        self._looks = [
            (number, look)
            for number, kind in enumerate(self._kinds)
            for look in looks[kind]
            if look.first
        ]
        self._source = looks
        self._tables: list[Any] = []
        self._masks: list[Any] = []

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [
            compiled.pattern(
                "|".join(_regex(look) for look in self._source[kind] if look.first) or "(?!)"
            )
            for kind in self._kinds
        ]

    def __call__(self, text: str) -> dict[str, list[int]]:
        """The places of each kind."""
        if scan.pays(text):
            places: list[list[int]] = [[] for _ in self._kinds]
            for offsets, bits in self._bits(text):
                for own, mask in zip(places, self._masks, strict=True):
                    own += offsets[(bits & mask).nonzero()[0]].tolist()
        else:
            places = [[m.start() for m in pattern.finditer(text)] for pattern in self._patterns]
        return dict(zip(self._kinds, places, strict=True))

    def _bits(self, text: str) -> Iterator[tuple[Any, Any]]:
        """Offsets, and one bit for each look that fits there; as arrays."""
        if not self._tables:
            self._tables = self._build()
        for start, codes in scan.Scan(text).chunks():
            size = len(codes) - 1 - _MARGIN
            # The place itself first; what stands around it by the distance from its start.
            bits = self._tables[1].take(codes[1 : 1 + size], mode="clip")
            for distance in (2, 3, 0):
                near = codes[distance : distance + size]
                bits &= self._tables[distance].take(near, mode="clip")
            found = bits.nonzero()[0]
            yield found + start, bits.take(found)

    def _build(self) -> list[Any]:
        """For the character before, the place and two behind: which looks each fits."""
        import numpy as np

        self._masks = [
            np.uint32(sum(1 << n for n, (number, _) in enumerate(self._looks) if number == kind))
            for kind in range(len(self._kinds))
        ]
        tables = [np.zeros(_TABLE + 1, np.uint32) for _ in range(4)]
        for number, (_, look) in enumerate(self._looks):
            if look.before:
                tables[0][ord(_START)] |= np.uint32(1 << number)
            for table, characters in zip(
                tables, (look.before, look.first, look.second, look.third), strict=True
            ):
                if characters is HAN:
                    table[0x4E00:0xA000] |= np.uint32(1 << number)
                elif characters:
                    table[[min(ord(c), _TABLE) for c in characters]] |= np.uint32(1 << number)
                else:
                    table |= np.uint32(1 << number)
        return tables


def _regex(look: Look) -> str:
    # The place itself first, which is rarer than what stands before it.
    before = f"(?:(?<=^.)|(?<={_class({*look.before, _START})}.))" if look.before else ""
    behind = "".join(_class(characters) for characters in (look.second, look.third) if characters)
    return f"{_class(look.first)}{before}" + (f"(?={behind})" if behind else "")


def _class(characters: Collection[str]) -> str:
    if characters is HAN:
        return "[\u4e00-\u9fff]"
    return f"[{''.join(map(re.escape, sorted(characters)))}]"

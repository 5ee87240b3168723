"""OLE compound files, as Word 97 and its time wrote them: the names and heads of their streams.

Only what tells one kind of file from another is read: the directory's top level, and the first
bytes of a stream. Every chain is followed for as many sectors as the file has, and no further.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

MOST_STREAMS: Final = 10_000
"""Names on the top level; a document has about ten."""

_HEADER: Final = struct.Struct("<24xHHHHH6x5I4I")
_ENTRY: Final = struct.Struct("<64sHBB3I36xII4x")
_FREE: Final = 0xFFFFFFFA
"""Sector and entry numbers from here on are marks: end of chain, free, none."""

_IN_HEADER: Final = 109
_MINI: Final = 64
_ROOT: Final = 5


class DamagedError(Exception):
    """A compound file whose structure contradicts itself."""


class Stream(NamedTuple):
    """A stream: the sector where it starts, and its size in bytes."""

    start: int
    size: int


class Compound:
    """A compound file. Raises :class:`DamagedError` where its directory cannot be read."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise DamagedError
        self._data = data
        fields = _HEADER.unpack_from(data)
        shift = fields[3]
        if shift not in (9, 12):
            raise DamagedError
        self._sector = 1 << shift
        self._most = len(data) // self._sector + 1
        self._directory, self._cutoff = fields[7], fields[9]
        self._tables = self._tables_of(fields[12])
        self.streams = self._top_level()

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a stream, as many as its first sector has, at most ``size``."""
        stream = self.streams.get(name)
        if stream is None or not stream.size:
            return b""
        if stream.size >= self._cutoff:
            return self._at(stream.start)[: min(size, stream.size)]
        # Small streams lie one behind the other within the stream of the root.
        place = stream.start * _MINI
        for number, sector in enumerate(self._chain(self._root.start)):
            if number == place // self._sector:
                piece = self._at(sector)[place % self._sector :]
                return piece[: min(size, stream.size, _MINI)]
        raise DamagedError

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._data):
            raise DamagedError
        return self._data[start : start + self._sector]

    def _tables_of(self, first: int) -> list[int]:
        """The sectors that hold the table of chains, in order."""
        tables = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        numbers = self._sector // 4
        sector = first
        for _ in range(self._most):
            if sector >= _FREE:
                break
            held = self._at(sector)
            if len(held) < self._sector:
                raise DamagedError
            *more, sector = struct.unpack(f"<{numbers}I", held)
            tables += more
        return tables

    def _chain(self, first: int) -> Iterator[int]:
        """The sectors of a chain; a chain that runs in a circle is damage."""
        numbers = self._sector // 4
        sector = first
        for _ in range(self._most):
            if sector >= _FREE:
                return
            yield sector
            table = sector // numbers
            if table >= len(self._tables):
                raise DamagedError
            held = self._at(self._tables[table])
            place = sector % numbers * 4
            if len(held) < place + 4:
                raise DamagedError
            (sector,) = struct.unpack_from("<I", held, place)
        raise DamagedError

    def _top_level(self) -> dict[str, Stream]:
        """Streams and storages directly below the root. Names are in lower case."""
        sectors = list(self._chain(self._directory))
        each = self._sector // _ENTRY.size

        def entry(number: int) -> tuple[bytes, int, int, int, int, int, int, int, int]:
            if number // each >= len(sectors):
                raise DamagedError
            held = self._at(sectors[number // each])
            place = number % each * _ENTRY.size
            if len(held) < place + _ENTRY.size:
                raise DamagedError
            fields: tuple[bytes, int, int, int, int, int, int, int, int]
            fields = _ENTRY.unpack_from(held, place)
            return fields

        root = entry(0)
        if root[2] != _ROOT:
            raise DamagedError
        self._root = Stream(root[7], root[8])
        found: dict[str, Stream] = {}
        waiting, seen = [root[6]], set[int]()
        while waiting:
            number = waiting.pop()
            if number >= _FREE:
                continue
            if number in seen or len(seen) >= MOST_STREAMS:
                raise DamagedError
            seen.add(number)
            name, length, _, _, left, right, _, start, size = entry(number)
            text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            found[text.lower()] = Stream(start, size)
            waiting += (left, right)
        return found

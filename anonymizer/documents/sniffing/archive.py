"""Zip files as far as it takes to tell what they are: the names in them, one small entry's text.

The list at a zip file's end is walked by hand, since it may be anyone's: nothing is unpacked
but what is asked for, and of that no more than is asked for.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

MOST_ENTRIES: Final = 20_000
"""How many names are looked at; what a file is shows in the first."""

_END: Final = struct.Struct("<4s4xHHII2x")
_ENTRY: Final = struct.Struct("<4s4xHH4x4xIIHHH8xI")
_LOCAL: Final = struct.Struct("<4s22xHH")
_TAIL: Final = 1 << 16
_NAME: Final = 512
_STORED, _DEFLATED = 0, 8


class DamagedError(Exception):
    """A zip file without the list at its end, or one that lies about it."""


class Entry(NamedTuple):
    """An entry as the list names it: where it lies, and how."""

    place: int
    size: int
    method: int
    encrypted: bool


def entries(data: bytes) -> dict[str, Entry]:
    """The entries by name, the first of each name. Raises :class:`DamagedError`."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _TAIL - _END.size))
    if end < 0 or end + _END.size > len(data):
        raise DamagedError
    _, _, count, size, place = _END.unpack_from(data, end)
    if place == 0xFFFFFFFF or place + size > end:
        place = end - size  # a zip64 file keeps the true number elsewhere
    found: dict[str, Entry] = {}
    for _ in range(min(count, MOST_ENTRIES)):
        if not 0 <= place <= len(data) - _ENTRY.size:
            raise DamagedError
        mark, flags, method, packed, _, name, extra, comment, local = _ENTRY.unpack_from(
            data, place
        )
        if mark != b"PK\x01\x02":
            raise DamagedError
        place += _ENTRY.size
        text = data[place : place + min(name, _NAME)].decode("utf-8", "replace")
        found.setdefault(text, Entry(local, packed, method, bool(flags & 1)))
        place += name + extra + comment
    return found


def head(data: bytes, entry: Entry, size: int) -> bytes:
    """The first bytes of an entry, at most ``size``. Raises :class:`DamagedError`."""
    if not 0 <= entry.place <= len(data) - _LOCAL.size:
        raise DamagedError
    mark, name, extra = _LOCAL.unpack_from(data, entry.place)
    if mark != b"PK\x03\x04" or entry.method not in (_STORED, _DEFLATED):
        raise DamagedError
    start = entry.place + _LOCAL.size + name + extra
    if entry.method == _STORED:
        return data[start : start + min(entry.size, size)]
    try:
        # What deflates to ``size`` bytes is hardly longer than that.
        packed = data[start : start + min(entry.size, size + 1024)]
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size)
    except zlib.error:
        raise DamagedError from None

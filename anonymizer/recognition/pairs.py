"""Where names may begin: the pairs of characters that begin them, behind certain characters.

Thousands of names begin in thousands of ways; a table of pairs tells in a few steps over the
whole text where to look. It needs numpy (see :mod:`anonymizer.scan`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

_SIZE: Final = 1 << 18
_MIX: Final = 0x9E3B
_CHUNK: Final = 1 << 16


class Pairs:
    """Finds every place where one of many pairs stands behind a character of ``leads``."""

    def __init__(self, pairs: Iterable[str], leads: str) -> None:
        self._pairs = frozenset(pairs)
        self._leads = leads
        self._tables: tuple[Any, Any] | None = None

    def places(self, text: str) -> Iterator[int]:
        """The offsets in order; the first character of a text needs nothing before it."""
        import numpy as np

        if self._tables is None:
            self._tables = self._build()
        pairs, leads = self._tables
        known = self._pairs
        for start in range(0, len(text), _CHUNK):
            piece = ("\n" if start == 0 else text[start - 1]) + text[start : start + _CHUNK + 1]
            data = piece.encode("utf-32-le", "surrogatepass")
            codes = np.frombuffer(data, "<u4").astype(np.intp)
            places = leads.take(codes[:-2], mode="clip").nonzero()[0]
            hashed = codes.take(places + 1) * _MIX + codes.take(places + 2)
            for place in places[pairs.take(hashed & (_SIZE - 1))].tolist():
                if piece[place + 1 : place + 3] in known:
                    yield start + place

    def _build(self) -> tuple[Any, Any]:
        import numpy as np

        pairs = np.zeros(_SIZE, bool)
        codes = np.frombuffer("".join(self._pairs).encode("utf-32-le"), "<u4").astype(np.intp)
        pairs[(codes[::2] * _MIX + codes[1::2]) & (_SIZE - 1)] = True
        leads = np.zeros((1 << 16) + 1, bool)
        for character in (*self._leads, "\n"):
            leads[ord(character)] = True
        return pairs, leads

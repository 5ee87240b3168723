"""Where in a text something may stand: many patterns and terms in one pass over its characters.

``re`` walks a text once for each pattern, and tries the branches of a long list of terms one
by one. Here the characters are looked up in tables instead, all at once, and only the places
that come out are looked at closely. What is told is never too little: a pattern found nowhere
else than at its places is found everywhere.

The tables need numpy, which takes as long to load as a short speech to redact. So a process
begins without, the plain way, and :func:`pays` says when it has read enough to change over.
Both ways find the same.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from anonymizer.ways import DEPTH, ranges

if TYPE_CHECKING:
    import numpy as np

    _Codes = np.ndarray[Any, np.dtype[np.intp]]

_ENOUGH: Final = 100_000
"""Characters for which loading numpy pays."""

_CHUNK: Final = 1 << 16
"""Characters looked up at once; their tables stay in the processor's cache."""

_BITS: Final = 63
_TABLE: Final = 1 << 16
"""Characters beyond the table share its last entry."""

_read = 0


def pays(text: str) -> bool:
    """Whether to scan this text with tables: numpy is there, or has enough to do to be loaded."""
    global _read
    if _read < _ENOUGH and "numpy" not in sys.modules:
        _read += len(text)
    return _read >= _ENOUGH or "numpy" in sys.modules


class Scan:
    """The characters of a text as numbers, in chunks; kept for a text of one chunk."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._only: _Codes | None = None

    def chunks(self) -> Iterator[tuple[int, _Codes]]:
        """Offset and codes of each chunk, with one character before it and three behind."""
        text = self.text
        if len(text) <= _CHUNK:
            if self._only is None:
                self._only = _codes(text, 0, len(text))
            yield 0, self._only
            return
        for start in range(0, len(text), _CHUNK):
            yield start, _codes(text, start, min(len(text), start + _CHUNK))


def _codes(text: str, start: int, stop: int) -> _Codes:
    import numpy as np

    codes = np.zeros(stop - start + 1 + DEPTH, np.intp)
    first = 0 if start else 1
    piece = text[start - 1 + first : stop + DEPTH]
    data = piece.encode("utf-32-le", "surrogatepass")
    codes[first : first + len(piece)] = np.frombuffer(data, "<u4")
    return codes


class Starts:
    """Finds the places where each of many patterns could begin.

    It is made of what :func:`anonymizer.starts.starts` says of each pattern; a pattern that
    can begin anywhere is not asked about.
    """

    def __init__(self, patterns: Sequence[Sequence[str]]) -> None:
        self._patterns = patterns
        self._tables: list[_Table] | None = None

    def places(self, scan: Scan, among: Sequence[int] | None = None) -> list[list[int]]:
        """For each pattern, the offsets where it could begin, ascending.

        With ``among``, ascending offsets, only those of them.
        """
        if self._tables is None:
            self._tables = [
                _Table(self._patterns[low : low + _BITS], low)
                for low in range(0, len(self._patterns), _BITS)
            ]
        result: list[list[int]] = [[] for _ in self._patterns]
        for start, codes in scan.chunks():
            for table in self._tables:
                table.add_places(codes, start, among, result)
        return result


class _Table:
    """One bit for each of up to 63 patterns, for every character at every place.

    Characters that no pattern tells from one another share a class; so the tables are small.
    """

    def __init__(self, patterns: Sequence[Sequence[str]], number: int) -> None:
        import numpy as np

        self._np = np
        self._number = number
        sets = [[ranges(written) for written in pattern] for pattern in patterns]
        borders = {0, _TABLE, _TABLE + 1}
        for low, high in (pair for pattern in sets for own in pattern for pair in own):
            borders.update((min(low, _TABLE), min(high + 1, _TABLE + 1)))
        cuts = sorted(borders)
        at = {border: index for index, border in enumerate(cuts)}
        words = np.zeros((DEPTH + 1, len(cuts) - 1), np.int64)
        for index, pattern in enumerate(sets):
            for row, own in zip(words, pattern, strict=True):
                for low, high in own:
                    row[at[min(low, _TABLE)] : at[min(high + 1, _TABLE + 1)]] |= 1 << index
        columns, classes = np.unique(words, axis=1, return_inverse=True)
        self._words = [np.ascontiguousarray(row) for row in columns]
        self._first = self._words[1] != 0
        sizes = np.diff(np.array(cuts))
        self._classes = np.repeat(classes.reshape(-1).astype(np.uint16), sizes)
        self._members: dict[int, tuple[int, ...]] = {}

    def add_places(
        self, codes: _Codes, start: int, among: Sequence[int] | None, result: list[list[int]]
    ) -> None:
        """Add the places of one chunk to the lists of their patterns."""
        np = self._np
        words = self._words
        if among is None:
            classes = self._classes.take(codes, mode="clip").astype(np.intp)
            places = self._first.take(classes[1:-DEPTH]).nonzero()[0]
            bits = words[1].take(classes.take(places + 1))
            for distance in (0, *range(2, DEPTH + 1)):
                bits &= words[distance].take(classes.take(places + distance))
                kept = bits.nonzero()[0]
                places, bits = places.take(kept), bits.take(kept)
        else:
            low = bisect_left(among, start)
            high = bisect_left(among, start + len(codes) - 1 - DEPTH)
            places = np.array(among[low:high], np.intp) - start
            bits = words[1].take(self._classes.take(codes.take(places + 1), mode="clip"))
            for distance in (0, *range(2, DEPTH + 1)):
                near = codes.take(places + distance)
                bits &= words[distance].take(self._classes.take(near, mode="clip"))
        members = self._members
        for place, word in zip((places + start).tolist(), bits.tolist(), strict=True):
            if word not in members:
                members[word] = tuple(
                    self._number + index for index in range(_BITS) if word >> index & 1
                )
            for index in members[word]:
                result[index].append(place)


class Terms:
    """Finds every place of every one of many terms, whether they overlap or not."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._heads: dict[int, dict[str, list[str]]] = {}
        for term in terms:
            heads = self._heads.setdefault(min(len(term), _HEAD), {})
            heads.setdefault(term[:_HEAD], []).append(term)
        self._tables: dict[int, Any] = {}

    def places(self, scan: Scan) -> Iterator[tuple[int, str]]:
        """Offset and term, in no certain order."""
        text = scan.text
        if not self._tables:
            self._tables = self._build()
        for start, codes in scan.chunks():
            hashed = codes[1:-DEPTH]
            for size in range(1, _HEAD + 1):
                if size > 1:
                    hashed = hashed * _MIX
                    hashed += codes[size : len(codes) - DEPTH + size - 1]
                    hashed &= _TABLE - 1
                if size not in self._tables:
                    continue
                by_head = self._heads[size]
                found = self._tables[size].take(hashed, mode="clip").nonzero()[0]
                for offset in found.tolist():
                    place = offset + start
                    for term in by_head.get(text[place : place + size], ()):
                        if text.startswith(term, place):
                            yield place, term

    def _build(self) -> dict[int, Any]:
        import numpy as np

        tables = {}
        for size, heads in self._heads.items():
            table = tables[size] = np.zeros(_TABLE + 1, bool)
            for head in heads:
                hashed = ord(head[0])
                for character in head[1:]:
                    hashed = (hashed * _MIX + ord(character)) & (_TABLE - 1)
                table[min(hashed, _TABLE)] = True
        return tables


class Longest:
    """The places of terms that do not overlap: the first of all, and the longest there.

    ``pattern`` is a trie of the same terms (:func:`anonymizer.patterns.trie`), for short texts.
    """

    def __init__(self, terms: Iterable[str], pattern: re.Pattern[str]) -> None:
        self._terms = Terms(terms)
        self._pattern = pattern

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each, in order."""
        if not pays(text):
            for match in self._pattern.finditer(text):
                yield match.span()
            return
        lengths: dict[int, int] = {}
        for place, term in self._terms.places(Scan(text)):
            if len(term) > lengths.get(place, 0):
                lengths[place] = len(term)
        end = 0
        for place in sorted(lengths):
            if place >= end:
                end = place + lengths[place]
                yield place, end


_HEAD: Final = 3
"""Characters by which a term is looked up; a shorter one by all it has."""

_MIX: Final = 0x9E3B
"""Spreads runs of characters over the table."""

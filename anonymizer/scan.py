"""Where in a text something may stand: many patterns and terms in one pass over its characters.

``re`` walks a text once for each pattern, and tries the branches of a long list of terms one
by one. :mod:`anonymizer.kernel` looks the characters up in tables instead, all at once, and
only the places that come out are looked at closely. What is told is never too little: a
pattern found nowhere else than at its places is found everywhere.

Where the kernel is not there (``kernel.COMPILED``), callers search pattern by pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from anonymizer import kernel

_LOOKS: Final = 64
"""How many looks one pass tells apart."""


class Starts:
    """Finds the places where each of many patterns could begin. Needs the kernel.

    It is made of what :func:`anonymizer.starts.starts` says of each pattern; a pattern that
    can begin anywhere is not asked about.
    """

    def __init__(self, patterns: Sequence[tuple[str, ...]]) -> None:
        self._patterns = patterns
        self._sieves: list[kernel.Sieve] | None = None

    def places(self, text: str, among: Sequence[int] | None = None) -> list[list[int]]:
        """For each pattern, the offsets where it could begin, ascending.

        With ``among``, ascending offsets, only those of them.
        """
        if self._sieves is None:
            self._sieves = [
                kernel.Sieve(some, bytes(range(len(some))))
                for low in range(0, len(self._patterns), _LOOKS)
                for some in (self._patterns[low : low + _LOOKS],)
            ]
        return [places for sieve in self._sieves for places in sieve.places(text, among)]


class Longest:
    """The places of terms that do not overlap: the first of all, and the longest there.

    ``pattern`` is a trie of the same terms (:func:`anonymizer.patterns.trie`), for where the
    kernel is not there.
    """

    def __init__(self, terms: Iterable[str], pattern: re.Pattern[str]) -> None:
        self._words = tuple(terms)
        self._pattern = pattern
        self._terms: kernel.Terms | None = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each, in order."""
        if not kernel.COMPILED:
            return [match.span() for match in self._pattern.finditer(text)]
        if self._terms is None:
            self._terms = kernel.Terms(self._words)
        return self._terms.longest(text)

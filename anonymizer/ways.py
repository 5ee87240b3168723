"""How compiled rules say where they can match; see :mod:`anonymizer.starts`, which finds it out."""

from __future__ import annotations

import sys
from typing import Final, NamedTuple

DEPTH: Final = 3
"""How many characters of a match's beginning are told."""


class Way(NamedTuple):
    """How the lines are found in which one alternative of a pattern, ``[low:high]`` of it, matches.

    A line holds one of ``literals``; or, where there are none, the ``starts`` fit somewhere in
    it, at its beginning if the alternative is ``bound``. Without either, nothing tells.
    """

    low: int
    high: int
    literals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    bound: bool = False


def ranges(written: str) -> list[tuple[int, int]]:
    """The ranges of one place, ends included; all characters for an empty string."""
    if not written:
        return [(0, sys.maxunicode)]
    ends = list(map(ord, written))
    return list(zip(ends[::2], ends[1::2], strict=True))

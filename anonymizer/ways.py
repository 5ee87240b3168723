"""How compiled rules say where they can match; see :mod:`anonymizer.starts`, which finds it out."""

from __future__ import annotations

import sys
from typing import Final, NamedTuple

DEPTH: Final = 3
"""How many characters of a match's beginning are told."""


class Ways(NamedTuple):
    """How the lines are found in which a pattern can match.

    A line holds one of ``literals``, or one of ``starts`` (as :func:`starts` gives them) fits
    at its beginning, or one of ``inside`` anywhere in it. ``anywhere`` says that nothing tells.
    """

    literals: tuple[str, ...] = ()
    starts: tuple[tuple[str, ...], ...] = ()
    inside: tuple[tuple[str, ...], ...] = ()
    anywhere: bool = False


def ranges(written: str) -> list[tuple[int, int]]:
    """The ranges of one place, ends included; all characters for an empty string."""
    if not written:
        return [(0, sys.maxunicode)]
    ends = list(map(ord, written))
    return list(zip(ends[::2], ends[1::2], strict=True))

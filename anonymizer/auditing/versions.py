"""Whether two texts are versions of one."""

from __future__ import annotations

from typing import Final

from anonymizer.auditing.folding import fold

_RUN: Final = 10
_STEP: Final = 7
_SHARE: Final = 0.4


def are_versions(text: str, other: str) -> bool:
    """Whether a good part of one text's words stands in the other too."""
    first, second = fold(text).symbols, fold(other).symbols
    if len(first) > len(second):
        first, second = second, first
    runs = [first[place : place + _RUN] for place in range(0, len(first) - _RUN + 1, _STEP)]
    standing = {second[place : place + _RUN] for place in range(len(second) - _RUN + 1)}
    return bool(runs) and sum(run in standing for run in runs) >= _SHARE * len(runs)

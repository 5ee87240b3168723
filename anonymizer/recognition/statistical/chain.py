"""The best of the names that a model finds possible."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Name(NamedTuple):
    """``text[start:end]`` is a name of ``kind``, better than none by ``margin`` (in nats)."""

    start: int
    end: int
    kind: str
    margin: float


def best(names: Sequence[Name], least: Mapping[str, float]) -> list[Name]:
    """Of names in the order of their ends those that do not overlap and weigh the most."""
    ends: list[int] = [0]
    sums: list[float] = [0.0]
    chain: list[tuple[Name, int] | None] = [None]
    for name in names:
        before = bisect_right(ends, name.start) - 1
        gain = sums[before] + name.margin - least[name.kind]
        if gain > sums[-1]:
            ends.append(name.end)
            sums.append(gain)
            chain.append((name, before))
    chosen = []
    link = chain[-1]
    while link is not None:
        name, before = link
        chosen.append(name)
        link = chain[before]
    return chosen[::-1]

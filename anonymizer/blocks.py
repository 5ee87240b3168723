"""Blocks: items in runs of a bounded size, for work that goes faster over many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

Item = TypeVar("Item")

SIZE: Final = 200_000
"""Bytes, or as many characters, at which a block is full: more gains next to nothing."""
_MOST: Final = 200
"""Items at which it is full whatever their size."""


def blocks(items: Iterable[Item], size_of: Callable[[Item], int]) -> Iterator[list[Item]]:
    """The items in their order, each block as soon as it is full; none is empty."""
    block: list[Item] = []
    size = 0
    for item in items:
        block.append(item)
        size += size_of(item)
        if size >= SIZE or len(block) == _MOST:
            yield block
            block, size = [], 0
    if block:
        yield block

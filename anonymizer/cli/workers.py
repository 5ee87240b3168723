"""The same work on many items, in one process or in several; results in the items' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Terms = TypeVar("Terms")
Result = TypeVar("Result")

_AHEAD: Final = 2
"""So many items for each process are under way: what is done waits in memory to be taken."""


def in_order(
    work: Callable[[Item, Terms], Result], items: Sequence[Item], terms: Terms, workers: int
) -> Iterator[Result]:
    """The result of ``work`` for each item on the same terms."""
    if workers == 1 or len(items) < 2:
        for item in items:
            yield work(item, terms)
        return
    from concurrent.futures import ProcessPoolExecutor

    workers = min(workers, len(items))
    under_way: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(workers) as pool:
        for item in items:
            under_way.append(pool.submit(work, item, terms))
            if len(under_way) > _AHEAD * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

"""Words, by jieba: the Rust build where it is installed, the Python one otherwise.

Both cut by the same algorithm and dictionary. Loading either takes a noticeable part of a
second, so nothing is loaded before a rule asks for words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=1)
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)  # it announces its dictionary on standard error
        cut: Callable[[str], list[str]] = jieba.lcut
        return cut
    fast: Callable[[str], list[str]] = rjieba.cut
    return fast


def words(text: str) -> list[str]:
    """The words of a text; joined, they give it back."""
    return _cutter()(text)


def boundaries(text: str) -> frozenset[int]:
    """The offsets at which a word begins or ends, 0 and ``len(text)`` included."""
    offsets = {0}
    done = 0
    for word in words(text):
        done += len(word)
        offsets.add(done)
    return frozenset(offsets)

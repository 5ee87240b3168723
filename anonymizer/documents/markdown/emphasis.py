"""Which stars, underscores and the like are marks of emphasis, and which are characters.

The rules are CommonMark's, with its amendment for Chinese: a full-width mark of punctuation
beside a delimiter counts as a letter, so that **“重点”**工作 is what its author meant.
"""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

_FIXED: Final = frozenset("~=")
"""Delimiters that count only as two of them."""


class Delimiter:
    """A run of one character, ``text[start:end]``; what is used up of it grows smaller."""

    __slots__ = ("character", "closes", "end", "length", "opens", "start")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.character = text[start]
        self.start, self.end, self.length = start, end, end - start
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        left = _flanks(before, after)
        right = _flanks(after, before)
        if self.character == "_":
            left, right = (
                left and (not right or _is_punctuation(before)),
                right and (not left or _is_punctuation(after)),
            )
        fits = self.character not in _FIXED or self.length == 2
        self.opens, self.closes = left and fits, right and fits


class Pair(NamedTuple):
    """An opening and a closing mark: ``text[start:inner]`` and ``text[outer:end]``."""

    start: int
    inner: int
    outer: int
    end: int


def is_wide(character: str) -> bool:
    """Whether a character is Chinese, or a mark of punctuation as wide as one."""
    return character >= "\u2e80" or character in "“”‘’…—·"


def _flanks(outside: str, inside: str) -> bool:
    if inside.isspace():
        return False
    if not _is_punctuation(inside) or is_wide(inside):
        return True
    return outside.isspace() or is_wide(outside) or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def pairs(delimiters: list[Delimiter]) -> list[Pair]:
    """The marks of emphasis among delimiters of one stretch of text, in linear time."""
    found: list[Pair] = []
    open_ones: list[Delimiter] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for closer in delimiters:
        key = (closer.character, closer.opens, closer.length % 3)
        while closer.closes and closer.start < closer.end:
            at = len(open_ones) - 1
            bottom = bottoms.get(key, 0)
            while at >= bottom and not _match(open_ones[at], closer):
                at -= 1
            if at < bottom:
                bottoms[key] = len(open_ones)  # nobody need look there again
                break
            del open_ones[at + 1 :]
            bottoms = {those: min(low, at + 1) for those, low in bottoms.items()}
            opener = open_ones[at]
            used = 2 if min(opener.end - opener.start, closer.end - closer.start) > 1 else 1
            pair = Pair(opener.end - used, opener.end, closer.start, closer.start + used)
            found.append(pair)
            opener.end, closer.start = pair.start, pair.end
            if opener.start == opener.end:
                open_ones.pop()
                bottoms = {those: min(low, at) for those, low in bottoms.items()}
        if closer.opens and closer.start < closer.end:
            open_ones.append(closer)
    return found


def _match(opener: Delimiter, closer: Delimiter) -> bool:
    if opener.character != closer.character:
        return False
    # By the rule of three, *a**b* is no emphasis in emphasis.
    both = opener.length + closer.length
    return not ((opener.closes or closer.opens) and both % 3 == 0 and opener.length % 3)

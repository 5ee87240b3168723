"""Sentences of a text, by their final marks; closing quotes and brackets belong to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from anonymizer import compiled

_SENTENCE: Final = compiled.lazy(r"[^。！？!?\r\n]*(?:[。！？!?…]+[”’》）)」』】]*|[\r\n]+|$)")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as offsets, line breaks and margins left out."""
    stop = len(text) if end is None else end
    place = start
    while place < stop:
        found = _SENTENCE.match(text, place, stop)
        if found is None or found.end() == place:
            break
        low, high = place, found.end()
        while low < high and text[low].isspace():
            low += 1
        while high > low and text[high - 1].isspace():
            high -= 1
        if low < high:
            yield low, high
        place = found.end()


def sentence_around(text: str, start: int, end: int, reach: int = 400) -> tuple[int, int]:
    """The sentence in which ``text[start:end]`` stands, looked for at most ``reach`` away."""
    low = start
    floor = max(0, start - reach)
    while low > floor and text[low - 1] not in "。！？!?\r\n":
        low -= 1
    high = end
    ceiling = min(len(text), end + reach)
    while high < ceiling and text[high] not in "。！？!?\r\n":
        high += 1
    if high < len(text) and text[high] in "。！？!?":
        high += 1
    while low < start and text[low] in " \t\u3000”’":
        low += 1
    return low, high

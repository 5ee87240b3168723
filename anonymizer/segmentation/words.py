"""Where words begin and end, by the words of jieba's dictionary.

The lexicon ``common_words`` holds jieba's ordinary words; the fewest of them that cover a
stretch are its words. That is less than jieba knows, and as good for telling whether a cut
would go through a word; and jieba itself takes up to a second to load.
"""

from __future__ import annotations

from collections.abc import Container

from anonymizer.rulebook import Rulebook

_LONGEST = 4
_SINGLE = 1.2
"""What a character that is no part of a word costs, beside 1 for a word."""


def common_words(rulebook: Rulebook) -> Container[str]:
    """The ordinary words of the language and of the trade, two to four characters long."""
    return rulebook.lookup("common_words")


def boundaries(text: str, words: Container[str]) -> frozenset[int]:
    """The offsets at which a word begins or ends, 0 and ``len(text)`` included."""
    cost = [0.0]
    back = [0]
    for end in range(1, len(text) + 1):
        best, start = cost[end - 1] + _SINGLE, end - 1
        for length in range(2, min(_LONGEST, end) + 1):
            if text[end - length : end] in words and cost[end - length] + 1 <= best:
                best, start = cost[end - length] + 1, end - length
        cost.append(best)
        back.append(start)
    offsets = {len(text)}
    place = len(text)
    while place:
        place = back[place]
        offsets.add(place)
    return frozenset(offsets)

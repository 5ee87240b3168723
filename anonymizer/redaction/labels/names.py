"""Labels of what names someone or something: the post, the generic word, the kind of number."""

from __future__ import annotations

from typing import Final

from anonymizer.redaction.labels.masked import SLOTS, STOPS, Masked
from anonymizer.redaction.labels.words import Words

_REACH: Final = 8
_ENDS: Final = STOPS | frozenset(SLOTS + "、 \u3000的和由请")


def name_label(masked: Masked, index: int, kind: str, words: Words) -> str:
    """县长 for ⟦…⟧县长, 镇 for ⟦…⟧镇, 举报电话 for 举报电话⟦…⟧."""
    text, place = masked.text, masked.places[index]
    if kind == "person":
        return _post(text, place, words)
    if kind in ("place", "organization", "name"):
        for length in range(min(_REACH, len(text) - place - 1), 0, -1):
            if text[place + 1 : place + 1 + length] in words.generic:
                return text[place + 1 : place + 1 + length]
        return words.kind[kind]
    before = text[max(0, place - 14) : place].rstrip(" :：为是“（(")
    for length in range(min(6, len(before)), 1, -1):
        if before[-length:] in words.call:
            return words.call[before[-length:]]
    return words.kind.get(kind, "")


def _post(text: str, place: int, words: Words) -> str:
    for length in range(_REACH, 0, -1):
        if text[place + 1 : place + 1 + length] in words.posts:
            return text[place + 1 : place + 1 + length]
    end = place
    while end and text[end - 1] in " \u3000":
        end -= 1
    start = end
    while (
        start and end - start < 12 and text[start - 1] not in STOPS and text[start - 1] not in SLOTS
    ):
        if text[start - 1] in "、 \u3000的和由请":
            break
        start -= 1
    before = text[start:end]
    for length in range(min(_REACH, len(before)), 1, -1):
        if before[-length:] in words.posts:
            return before if length >= len(before) - 4 else before[-length:]
    return words.kind["person"]

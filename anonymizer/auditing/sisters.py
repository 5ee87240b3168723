"""Sister documents: other texts that say in the same words what was stripped in one.

A folder holds the redacted speech of this district and the unredacted one of the next, or
last week's draft. Where a text has the words on both sides of a placeholder and between them
the very value, it fills the slot. All slots are looked for in one pass over each sister.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.redaction.chinese import chinese_decimal

_LEFT, _RIGHT = 8, 4
"""Content characters of the words on either side that must agree."""
_LEAST: Final = 6
"""Fewer characters of context say nothing; what is short on the left is made up on the right."""
_ANCHOR: Final = _LEAST + 1
"""Stretches of this length are looked up first; nothing looked for is shorter."""
_LONGEST: Final = 200
"""A longer value is no value."""
_MOST: Final = 8
"""Sisters that are told for one slot."""

_PIECE: Final = compiled.lazy(
    r"(?P<arabic>[0-9０-９]{1,18}(?:[,，][0-9０-９]{3}(?![0-9０-９])){0,5}(?:[.．][0-9０-９]{1,9})?)"
    r"(?:[ \u3000]?(?P<scale>[百千][万亿]{0,2}|[万亿]{1,2}))?"
    r"|(?P<chinese>[零〇○两一二三四五六七八九十]"
    r"(?:[零〇○两一二三四五六七八九十百千万亿]|点(?=[零〇○一二三四五六七八九])){0,30})"
    r"|(?P<other>\w)"
)
_NARROW: Final = {0xFF01 + at: 0x21 + at for at in range(94)}
_SCALES: Final = {"百": 2, "千": 3, "万": 4, "亿": 8}


class Filled(NamedTuple):
    """A stripped value with the words beside its placeholder, as far as they are literal.

    ``document`` names the text that it is from, which is no sister of its own.
    """

    left: str
    value: str
    right: str
    document: str


class SisterTrace(NamedTuple):
    """Where another text fills a slot: its name, and the place of the value there."""

    document: str
    start: int
    end: int


class _Needle(NamedTuple):
    """What must stand in a sister: folded words and value, and where the value is in it."""

    text: str
    start: int
    end: int


def sister_traces(
    slots: Sequence[Filled], sisters: Mapping[str, str]
) -> dict[int, list[SisterTrace]]:
    """Which texts, by name, fill which slots, by number; the first place in each text.

    Width, punctuation, spaces and the writing of numbers (2.3381亿, 23381万) do not matter.
    The time is in proportion to the slots and the texts: give it the slots of a whole folder.
    """
    wanted: dict[_Needle, list[int]] = defaultdict(list)
    for number, slot in enumerate(slots):
        needle = _needle(slot)
        if needle is not None:
            wanted[needle].append(number)
    by_anchor: dict[str, set[int]] = defaultdict(set)
    by_text: dict[str, list[_Needle]] = defaultdict(list)
    for needle in wanted:
        by_anchor[needle.text[:_ANCHOR]].add(len(needle.text))
        by_text[needle.text].append(needle)
    found: dict[int, list[SisterTrace]] = defaultdict(list)
    for name in sisters if wanted else ():
        for needle, start, end in _places(sisters[name], by_anchor, by_text):
            for number in wanted[needle]:
                if slots[number].document != name and len(found[number]) < _MOST:
                    found[number].append(SisterTrace(name, start, end))
    return {number: found[number] for number in sorted(found) if found[number]}


def _places(
    sister: str, by_anchor: Mapping[str, set[int]], by_text: Mapping[str, list[_Needle]]
) -> list[tuple[_Needle, int, int]]:
    """What of all that is wanted stands in a text, each once."""
    text, origins = _folded(sister)
    seen: set[str] = set()
    places = []
    for at in range(len(text) - _ANCHOR + 1):
        for length in by_anchor.get(text[at : at + _ANCHOR], ()):
            stretch = text[at : at + length]
            if stretch in by_text and stretch not in seen:
                seen.add(stretch)
                for needle in by_text[stretch]:
                    start = origins[at + needle.start][0]
                    end = origins[at + needle.end - 1][1]
                    places.append((needle, start, end))
    return places


def _needle(slot: Filled) -> _Needle | None:
    if not slot.value or len(slot.value) > _LONGEST:
        return None
    left, right = slot.left[-_LONGEST:], slot.right[:_LONGEST]
    text, origins = _folded(left + slot.value + right)
    value_start, value_end = len(left), len(left) + len(slot.value)
    start = next((at for at, (_, end) in enumerate(origins) if end > value_start), len(text))
    end = next((at for at, (begin, _) in enumerate(origins) if begin >= value_end), len(text))
    if start >= end:
        return None
    low = max(0, start - _LEFT)
    missing = max(0, _LEAST - (start - low))
    high = min(len(text), end + max(_RIGHT, missing))
    if (start - low) + (high - end) < _LEAST:
        return None
    return _Needle(text[low:high], start - low, end - low)


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Letters and numbers only, numbers written one way; for each the stretch it is from."""
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text):
        written = _plain(piece["arabic"], piece["scale"] or "", piece["chinese"], piece[0])
        pieces.append(written)
        origins += [piece.span()] * len(written)
    return "".join(pieces), origins


def _plain(arabic: str | None, scale: str, chinese: str | None, written: str) -> str:
    if arabic is not None:
        digits = arabic.translate(_NARROW).replace(",", "").replace("，", "")
        return _shown(Decimal(digits).scaleb(sum(_SCALES[each] for each in scale)))
    if chinese is not None:
        number = chinese_decimal(chinese)
        return written if number is None or number >= 10**18 else _shown(number)
    return written.translate(_NARROW).lower()


def _shown(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"

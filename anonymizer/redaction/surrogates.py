"""Surrogates: values that are consistent, plausible and false.

They are drawn from the text's own hash, so that the same text always gets the same ones,
and no value is ever its own surrogate.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from typing import Final

from anonymizer.documents.source import to_utf8
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

_DIGITS: Final = "0123456789０１２３４５６７８９"
_NUMERALS: Final = "一二三四五六七八九"
_GIVEN: Final = "文明建国志强海涛晓东立军春生学礼玉兰秀英国庆永昌安平长林金生德明"
_PLACE: Final = "云林清河石泉安平新丰和顺永兴长青东阳白水松源青龙双桥福田古城"
_LONGEST: Final = 40


class Surrogates:
    """The surrogates of one text; one entity gets one surrogate."""

    def __init__(self, text: str, rulebook: Rulebook) -> None:
        self._text = text
        self._seed = hashlib.sha256(to_utf8(text)).digest()
        surnames = rulebook.values("surnames")
        self._surnames = [name for name, value in surnames.items() if value == "common"]
        self._drawn: dict[int, str] = {}

    def for_span(self, span: Span, entity: int) -> str:
        """The surrogate for a span that names the entity with this number."""
        if entity not in self._drawn:
            original = self._text[span.start : span.end]
            self._drawn[entity] = self._draw(span.kind, original, entity)
        return self._drawn[entity]

    def _draw(self, kind: str, original: str, entity: int) -> str:
        chance = random.Random(self._seed + entity.to_bytes(4, "big"))
        make = self._maker(kind, original)
        taken = set(self._drawn.values())
        for _ in range(_LONGEST):
            value = make(chance)
            if value != original and value not in taken:
                return value
        return make(chance) if make(chance) != original else original[::-1] + "甲"

    def _maker(self, kind: str, original: str) -> Callable[[random.Random], str]:
        if kind == "person":
            return lambda chance: self._person(original, chance)
        if kind in ("place", "organization", "name") and not re.search(r"[0-9A-Za-z]", original):
            return lambda chance: "".join(chance.sample(_PLACE, max(2, min(len(original), 4))))
        if kind == "date":
            return lambda chance: _date(original, chance)
        return lambda chance: _digits(original, chance)

    def _person(self, original: str, chance: random.Random) -> str:
        if len(original) == 1:
            return chance.choice(self._surnames)
        if len(original) == 2 and original[0] not in self._surnames:
            return "".join(chance.sample(_GIVEN, 2))
        given = "".join(chance.sample(_GIVEN, max(1, min(len(original) - 1, 2))))
        return chance.choice(self._surnames) + given


def _digits(original: str, chance: random.Random) -> str:
    """Other digits in the same shape; a leading digit stays other than zero."""

    def other(match: re.Match[str]) -> str:
        digit = match[0]
        if digit in _NUMERALS:
            return chance.choice(_NUMERALS)
        wide = digit > "9"
        leading = match.start() == 0 or original[match.start() - 1] not in _DIGITS + ".．,，"
        value = chance.choice("123456789" if leading and digit not in "0０" else "0123456789")
        return chr(ord(value) + 0xFEE0) if wide else value

    changed = re.sub(rf"[{_DIGITS}{_NUMERALS}]", other, original)
    return (
        re.sub(r"[A-Za-z]", lambda m: _letter(m[0], chance), changed)
        if "@" in original
        else changed
    )


def _letter(letter: str, chance: random.Random) -> str:
    drawn = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return drawn.upper() if letter.isupper() else drawn


def _date(original: str, chance: random.Random) -> str:
    """Another year nearby, another month, another day; what is no plain number as digits."""
    if not original.isdecimal():
        return _digits(original, chance)
    value = int(original)
    if value > 31:
        drawn = value + chance.choice((-4, -3, -2, 2, 3, 4))
    elif value > 12:
        drawn = chance.randint(13, 28)
    else:
        drawn = chance.randint(1, 12)
    return str(drawn).zfill(len(original)) if original.startswith("0") else str(drawn)


__all__ = ["Surrogates"]


def shortened(surrogate: str, whole: str, form: str) -> str:
    """What a form of a name becomes when the whole name becomes ``surrogate``."""
    if form == whole:
        return surrogate
    if whole.startswith(form):
        return surrogate[: len(form)]
    return surrogate[-len(form) :]

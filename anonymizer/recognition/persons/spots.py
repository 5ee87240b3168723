"""Where in a text names and words beside them may stand: all kinds of places in one scan."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from anonymizer import compiled, kernel

HAN: Final = frozenset(("\u4e00\u9fff",))
"""The common characters; in a look two characters in one are the ends of a range."""
_START: Final = "\0"
_GROUPS: Final = 8


class Look(NamedTuple):
    """The characters at a place, behind it and before it; empty for any.

    ``before`` also fits the start of the text.
    """

    first: Collection[str]
    second: Collection[str] = ()
    third: Collection[str] = ()
    before: Collection[str] = ()


def pairs(terms: Collection[str]) -> tuple[Look, ...]:
    """Looks that fit each of many pairs of characters, and not too many others."""
    groups: dict[int, list[str]] = {}
    for pair in sorted(terms):  # else each process would compile a pattern of its own
        groups.setdefault(ord(pair[1]) % _GROUPS, []).append(pair)
    return tuple(Look({p[0] for p in group}, {p[1] for p in group}) for group in groups.values())


class Spots:
    """Callable on a text; for each kind the offsets that have one of its looks, ascending."""

    def __init__(self, looks: Mapping[str, tuple[Look, ...]]) -> None:
        self._looks = {
            kind: tuple(look for look in own if look.first) for kind, own in looks.items()
        }
        self._sieve: kernel.Sieve | None = None
        self._patterns: list[re.Pattern[str]] = []

    def __call__(self, text: str) -> dict[str, list[int]]:
        """The places of each kind."""
        if kernel.COMPILED:
            if self._sieve is None:
                self._sieve = self._build()
            places = self._sieve.places(text)
        else:
            if not self._patterns:
                self._patterns = [
                    compiled.pattern("|".join(map(_regex, own)) or "(?!)")
                    for own in self._looks.values()
                ]
            places = [[m.start() for m in pattern.finditer(text)] for pattern in self._patterns]
        # The sieve knows nothing of kinds without looks behind the last that has some.
        found = dict.fromkeys(self._looks, _NOWHERE)
        found.update(zip(self._looks, places, strict=False))
        return found

    def _build(self) -> kernel.Sieve:
        """One sieve for the looks of all kinds."""
        looks = [(number, look) for number, own in enumerate(self._looks.values()) for look in own]
        written = [
            (
                _written({*look.before, _START} if look.before else ()),
                _written(look.first),
                _written(look.second),
                _written(look.third),
            )
            for _, look in looks
        ]
        return kernel.Sieve(written, bytes(number for number, _ in looks))


_NOWHERE: Final[list[int]] = []


def _written(characters: Collection[str]) -> str:
    """Characters and ranges as pairs of range ends."""
    return "".join(one if len(one) > 1 else one * 2 for one in sorted(characters))


def _regex(look: Look) -> str:
    # The place itself first, which is rarer than what stands before it.
    before = f"(?:(?<=^.)|(?<={_class({*look.before, _START})}.))" if look.before else ""
    behind = "".join(_class(characters) for characters in (look.second, look.third) if characters)
    return f"{_class(look.first)}{before}" + (f"(?={behind})" if behind else "")


def _class(characters: Collection[str]) -> str:
    return f"[{''.join('-'.join(map(re.escape, one)) for one in sorted(characters))}]"

"""Whether a value of the original can still be read somewhere in the redacted text."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final, Literal

from tests.auditing.moves import FIGURES, NAMES

Stands = Literal["yes", "perhaps", "no"]

_POSTS: Final = (
    "书记|县长|市长|区长|镇长|乡长|局长|主任|院长|校长|所长|站长|队长|部长|科长|副|总|教授|"
    "同志|老师|先生|女士|工|某|支书|董事|经理|法官|医生|师傅|大叔|大姐|家"
)


class Redacted:
    """The redacted text without its placeholders, asked about values.

    ``kept`` are the kinds and texts of facts that stand in it; ``literal`` is the text
    without facts.
    """

    def __init__(self, text: str, kept: set[tuple[str, str]], literal: str) -> None:
        self._kept, self._literal = kept, literal
        self._plain = re.sub(r"\s", "", text)

        self._known: dict[tuple[str, str, str], Stands] = {}

    def stands(self, fact: str, kind: str, after: str) -> Stands:
        """``yes``: an audit must see that; ``perhaps``: one may differ on it; ``no``.

        ``after`` is the character after the fact: what a figure counts.
        """
        key = fact, kind, after
        if key not in self._known:
            self._known[key] = self._stands(fact, kind, after)
        return self._known[key]

    def _stands(self, fact: str, kind: str, after: str) -> Stands:
        if kind in FIGURES:
            if kind == "code" and fact in self._plain:
                return "perhaps"
            long = len(re.sub(r"\D", "", fact)) >= 5
            if long and (kind, fact) in self._kept:
                return "yes"
            return "perhaps" if self._figure_stands(fact, after) else "no"
        if (kind, fact) in self._kept and len(fact) >= 2:
            return "perhaps" if fact in self._literal else "yes"
        if fact in self._plain:
            return "perhaps"
        if kind in NAMES and len(fact) >= 3:
            pieces = (fact[i : i + 2] for i in range(len(fact) - 1))
            if any(piece in self._plain for piece in pieces):
                return "perhaps"
        if kind == "person" and fact[0] in self._before_posts:
            return "perhaps"
        return "no"

    def _figure_stands(self, fact: str, after: str) -> bool:
        """Whether a number with its digits, or with those of a rounding, is in the text.

        One or two digits alone tell nothing: they must count the same.
        """
        for digits in digits_of(fact):
            for value in (digits, *rounded(digits)):
                units = self._numbers.get(value, set())
                if units and (
                    len(value) > 2 or after in units or (units & _LARGE and after in _LARGE)
                ):
                    return True
        return False

    @cached_property
    def _before_posts(self) -> set[str]:
        return set(re.findall(f".(?={_POSTS})", self._plain))

    @cached_property
    def _numbers(self) -> dict[str, set[str]]:
        """The significant digits of every number in the text, and what stands after each."""
        found: dict[str, set[str]] = {}
        for number in _NUMBER.finditer(self._plain):
            units = found.setdefault(_digits(number[0]), set())
            units.add(self._plain[number.end() : number.end() + 1])
            if self._plain.endswith("百分之", 0, number.start()):
                units.update("%％个")
        return found


_LARGE: Final = frozenset("万亿千百余多")


def rounded(digits: str) -> set[str]:
    """Shorter forms of significant digits, down to two."""
    found = set()
    for size in range(2, len(digits)):
        for value in (int(digits[:size]), int(digits[:size]) + 1):
            found.add(str(value).rstrip("0"))
    return found


_NUMBER: Final = re.compile(
    r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?|[〇零一二三四五六七八九十百千两]+"
)
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def digits_of(text: str) -> list[str]:
    """The significant digits of each number in a text, Chinese numerals included."""
    return [_digits(found[0]) for found in _NUMBER.finditer(text)]


def _digits(number: str) -> str:
    if number[0] in "0123456789０１２３４５６７８９":
        plain = "".join(str(int(c)) for c in number if c.isdigit())
        return plain.strip("0")
    if not any(c in _UNITS for c in number):
        return "".join(str(_VALUES[c]) for c in number).strip("0")
    total, digit = 0, 0
    for char in number:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return str(total + digit).strip("0")


_VALUES: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}

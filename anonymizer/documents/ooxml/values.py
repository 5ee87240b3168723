"""Removed values, and where a text says them still.

Two sorts are told apart. *Telling* values say who or what by themselves, wherever they stand: a
name of two Chinese characters, a phone number, an address. *Plain* ones are figures and short
Latin words: ``21`` is half of a markup's attributes. They count as words of their own only, and
only where people wrote.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import quote

from anonymizer.documents.document import Removal
from anonymizer.documents.ooxml.terms import Terms
from anonymizer.documents.ooxml.traces import PLACEHOLDER

_NAMES: Final = frozenset({"person", "place", "organization", "name"})
_CODES: Final = frozenset(
    {"phone", "email", "url", "id_card", "bank_card", "credit_code", "plate", "code"}
)
_DIGITS_THAT_TELL: Final = 9
"""Digits that no size, colour or counter of a markup comes to."""
_LATIN_THAT_TELLS: Final = 6
"""Characters of a Latin name with a capital, which words of a markup do not have."""
_DIGITS_ALONE: Final = 5
"""Digits of a plain figure that need no Chinese text around them, where people wrote."""
_BASE64_LEAST: Final = 8

_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WIDE: Final = {ord("0") + n: ord("０") + n for n in range(10)}
_A_CELL: Final = re.compile(r".*[A-Za-z$](?=\d+\Z)", re.DOTALL)
"""What ends in a letter and a figure: the name of a cell or of a part, ``AB220``."""
_NUMERALS: Final = frozenset("零〇一二三四五六七八九十百千两几")


def has_han(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return _HAN.search(text) is not None


class Values:
    """What was removed from a document, ready to be looked for in many texts."""

    def __init__(self, removed: Iterable[Removal]) -> None:
        telling: set[str] = set()
        plain: set[str] = set()
        for text, kind in removed:
            value = text.strip()
            if len(value) < 2:
                continue  # one digit, one surname: they stand everywhere, and tell nothing
            (telling if _tells(value, kind) else plain).add(value)
        self.telling = sorted(telling)
        self.plain = sorted(plain - telling)

    def __bool__(self) -> bool:
        return bool(self.telling or self.plain)

    def told(self, text: str) -> list[tuple[int, int]]:
        """Where telling values stand in a text as it is meant, in order."""
        return _alone_in(text, self._spelled.places(text))

    def told_in_markup(self, xml: str) -> list[tuple[int, int]]:
        """Where telling values stand in raw XML, however they are encoded there, in order."""
        encoded = self._encodings
        found = []
        for at, term in self._encoded.places(xml):
            end = at + len(term)
            if term in encoded or _alone(xml, at, end):
                found.append((at, end))
        return found

    def figures(self, text: str) -> list[tuple[int, int]]:
        """Where plain values stand in a text that people wrote, as words of their own."""
        places = [
            (start, end)
            for start, end in _alone_in(text, self._figures.places(text))
            if not _A_CELL.match(text[max(0, start - 4) : end])
            and text[max(0, start - 1) : start] != "_"  # the number of a variable
        ]
        if places and not has_han(text):
            return [
                (start, end)
                for start, end in places
                if sum(map(str.isdigit, text[start:end])) >= _DIGITS_ALONE
            ]
        return places

    def without(self, text: str, *, written: bool) -> str:
        """A text with a placeholder for each value; plain ones count if people wrote it."""
        places = self.told(text)
        if written:
            places = sorted([*places, *self.figures(text)])
        pieces: list[str] = []
        done = 0
        for start, end in places:
            if start >= done:
                pieces += text[done:start], PLACEHOLDER
            done = max(done, end)
        pieces.append(text[done:])
        return "".join(pieces)

    def told_in_bytes(self, data: bytes) -> list[tuple[int, int, int]]:
        """Where telling values stand in data that is no text: start, end, bytes a character.

        They are looked for as UTF-16 and UTF-8, Chinese ones as GB18030.
        """
        terms, widths = self._bytes
        text = data.decode("latin-1")
        found = []
        for start, term in terms.places(text):
            width = widths[term]
            if width != 2 or start % 2 == 0 or len(term) > 4:
                found.append((start, start + len(term), width))
        return found

    @cached_property
    def _spelled(self) -> Terms:
        return Terms(_spellings(self.telling))

    @cached_property
    def _encodings(self) -> frozenset[str]:
        terms = {term for value in self.telling for term in _encodings(value)}
        return frozenset(terms.difference(_spellings(self.telling)))

    @cached_property
    def _encoded(self) -> Terms:
        return Terms(self._encodings.union(_spellings(self.telling)))

    @cached_property
    def _figures(self) -> Terms:
        return Terms(_spellings(self.plain))

    @cached_property
    def _bytes(self) -> tuple[Terms, dict[str, int]]:
        widths: dict[str, int] = {}
        for value in self.telling:
            for codec, width, least in (("gb18030", 1, 6), ("utf-8", 1, 6), ("utf-16-le", 2, 4)):
                coded = value.encode(codec, "replace")
                if len(coded) >= least:
                    widths[coded.decode("latin-1")] = width
        return Terms(widths), widths


@lru_cache(maxsize=1)
def values_of(removed: tuple[Removal, ...]) -> Values:
    """The values; a document that is scrubbed and then checked has them made once."""
    return Values(removed)


def _tells(value: str, kind: str) -> bool:
    if kind not in _NAMES and kind not in _CODES:
        return has_han(value) and len(value) >= 4
    if has_han(value) or not value.isascii():
        return True
    digits = sum(map(str.isdigit, value))
    if digits >= _DIGITS_THAT_TELL or "@" in value or kind in ("id_card", "bank_card"):
        return True
    if kind == "url":
        return "." in value
    if kind == "credit_code":
        return True
    return len(value) >= _LATIN_THAT_TELLS and value != value.lower() and digits < len(value)


def _spellings(values: Iterable[str]) -> Iterator[str]:
    """The values, in the other case and in the other width too."""
    for value in values:
        yield value
        yield value.lower()
        yield value.upper()
        yield value.translate(_WIDE)


def _encodings(value: str) -> Iterator[str]:
    """A value as markup, addresses and scripts may write it."""
    yield value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    yield value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    if has_han(value):
        for codec in ("utf-8", "gb18030"):
            quoted = quote(value.encode(codec, "replace"), safe="")
            yield quoted
            yield quoted.lower()
        yield "".join(f"\\u{ord(c):04x}" for c in value)
        yield "".join(f"&#{ord(c)};" for c in value)
        yield "".join(f"&#x{ord(c):x};" for c in value)
        yield "".join(f"&#x{ord(c):X};" for c in value)
    for codec in ("utf-8", "utf-16-le"):
        coded = value.encode(codec, "replace")
        for lead in range(3):
            # What stands before and behind changes the characters at the edges only.
            middle = base64.b64encode(b"\0" * lead + coded).decode("ascii").rstrip("=")
            whole = (lead + len(coded)) // 3 * 4
            stable = middle[(0, 2, 3)[lead] : whole]
            if len(stable) >= _BASE64_LEAST:
                yield stable


def _alone_in(text: str, places: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    return [(at, at + len(term)) for at, term in places if _alone(text, at, at + len(term))]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on beyond the edges of a Latin word or figure."""
    # A comma parts thousands of a figure, but long numbers that stand in a row.
    beyond = 2 if end - start < _DIGITS_THAT_TELL else 1
    return not (
        _goes_on(text[start], text[max(0, start - beyond) : start][::-1])
        or _goes_on(text[end - 1], text[end : end + beyond])
    )


def _goes_on(edge: str, beside: str) -> bool:
    """Whether a word or figure goes on; ``beside`` is read away from its edge."""
    if not beside:
        return False
    if edge.isdigit():
        return beside[0].isdigit() or (beside[0] in ".," and beside[1:].isdigit())
    if edge.isascii() and edge.isalpha():
        return beside[0].isascii() and beside[0].isalpha()
    return edge in _NUMERALS and beside[0] in _NUMERALS

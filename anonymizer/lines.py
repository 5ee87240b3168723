"""Lines of a text with their offsets, and how wide they stand on a page."""

from __future__ import annotations

from typing import Final, NamedTuple

from anonymizer import compiled

_BREAK: Final = compiled.lazy(r"\r\n|\n|\r")
_SPACE: Final = " \t\u3000\xa0\ufeff"

SENTENCE_END: Final = frozenset("。！？；：…!?;:")
CLOSERS: Final = "”’》）)」』】〕\"'"


class Line(NamedTuple):
    """One line: ``text[start:end]`` without white space at its ends, ``stop`` behind its break.

    ``outset`` is where the line really begins, white space included.
    """

    outset: int
    start: int
    end: int
    stop: int
    text: str

    @property
    def indented(self) -> bool:
        """Whether the line begins with the indentation of a paragraph."""
        return self.start > self.outset


def lines_of(text: str) -> list[Line]:
    """All lines, blank ones included; a text that ends in a line break has none behind it."""
    lines: list[Line] = []
    outset = 0
    for found in _BREAK.finditer(text):
        lines.append(_line(text, outset, found.start(), found.end()))
        outset = found.end()
    if outset < len(text):
        lines.append(_line(text, outset, len(text), len(text)))
    return lines


def _line(text: str, outset: int, end: int, stop: int) -> Line:
    raw = text[outset:end]
    stripped = raw.strip(_SPACE)
    start = outset + (len(raw) - len(raw.lstrip(_SPACE)) if stripped else len(raw))
    return Line(outset, start, start + len(stripped), stop, stripped)


def width(text: str) -> int:
    """How wide a text stands, in half-width columns: a Chinese character takes two."""
    return len(text) + sum(map(_is_wide, text)) if not text.isascii() else len(text)


def _is_wide(character: str) -> bool:
    return character > "\u2e7f" or character in "“”‘’—…·"


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quotes and brackets aside."""
    stripped = text.rstrip(CLOSERS)
    if stripped != text and stripped and stripped[-1] in SENTENCE_END:
        return True
    return bool(text) and text[-1] in SENTENCE_END

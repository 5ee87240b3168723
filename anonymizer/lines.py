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
    if "\r" in text:
        return _mixed_lines(text)
    lines: list[Line] = []
    outset = 0
    for raw in text.split("\n"):
        end = outset + len(raw)
        stripped = raw.strip(_SPACE)
        if len(stripped) == len(raw):
            lines.append(Line(outset, outset, end, end + 1, raw))
        else:
            lines.append(_line(text, outset, end, end + 1))
        outset = end + 1
    last = lines.pop()
    if last.outset < len(text):
        lines.append(last._replace(stop=len(text)))
    return lines


def has_several_lines(text: str) -> bool:
    """Whether more lines than one have any text in them."""
    core = text.strip(_SPACE + "\r\n")
    return "\n" in core or "\r" in core


def _mixed_lines(text: str) -> list[Line]:
    """The lines of a text whose line breaks are not all alike."""
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
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


def reaches(text: str, columns: int) -> bool:
    """Whether a text is at least so wide, measured only where its length does not say."""
    return len(text) >= columns or (2 * len(text) >= columns and width(text) >= columns)


_WIDE: Final = compiled.lazy("[\u2e80-\U0010ffff“”‘’—…·]{1,65535}")


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quotes and brackets aside."""
    stripped = text.rstrip(CLOSERS)
    if stripped != text and stripped and stripped[-1] in SENTENCE_END:
        return True
    return bool(text) and text[-1] in SENTENCE_END

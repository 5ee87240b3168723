"""The cells of a sheet, as they are written in its XML, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from anonymizer.documents.ooxml import markup

_WANTED: Final = frozenset({"x:row", "x:c", "x:f", "x:v", "x:is", "x:t", "x:rPh"})
_RADIX: Final = 26
_MOST_COLUMN: Final = 16_384

Stretch = tuple[int, int]


class Cell(NamedTuple):
    """A cell that holds something: its element is ``xml[start:end]``, its tag ends at ``inner``.

    ``row`` and ``column`` count from 1. ``value`` is what ``v`` says as it is stored, at ``held``;
    ``texts`` are the contents of the text elements of a string in place; ``formula`` is the whole
    element of the formula, ``group`` the number of the formula that it shares with others.
    """

    row: int
    column: int
    start: int
    inner: int
    end: int
    type: str
    style: int
    value: str
    held: Stretch | None
    texts: tuple[Stretch, ...]
    formula: Stretch | None
    group: str

    @property
    def address(self) -> str:
        """As people write it: ``B7``."""
        return f"{letters(self.column)}{self.row}"


def letters(column: int) -> str:
    """The letters of a column; the first is ``A``."""
    made = ""
    while column > 0:
        column, rest = divmod(column - 1, _RADIX)
        made = chr(ord("A") + rest) + made
    return made


def column_of(text: str) -> int:
    """The number of a column by its letters, 0 if they are none."""
    if not text or len(text) > 3 or not (text.isascii() and text.isalpha()):
        return 0
    number = 0
    for letter in text.upper():
        number = number * _RADIX + ord(letter) - ord("A") + 1
    return number if number <= _MOST_COLUMN else 0


def place_of(address: str) -> tuple[int, int]:
    """Row and column of an address like ``$B$7``, 0 for what is not said."""
    plain = address.replace("$", "")
    digits = plain.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    head = plain[: len(plain) - len(digits)]
    row = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0
    return row, column_of(head)


def area_of(reference: str) -> tuple[int, int, int, int]:
    """First row and column, last row and column of an area like ``A1:D20``."""
    first, _, last = reference.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    return top, left, bottom, right


def cells(xml: str) -> Iterator[Cell]:
    """The cells of a sheet with a value, a text or a formula, in the order of the file."""
    row = column = 0
    held: dict[str, str] = {}
    opened: markup.Tag | None = None
    inside: markup.Tag | None = None  # the value, text or formula that is open
    value: Stretch | None = None
    texts: list[Stretch] = []
    formula: Stretch | None = None
    group = ""
    phonetic = False
    for tag in markup.tags(xml, _WANTED):
        name = tag.name
        if name == "x:row":
            if tag.opens:
                said = _held(xml, tag).get("r", "")
                row = int(said) if said.isdecimal() else row + 1
                column = 0
        elif name == "x:c":
            if tag.opens:
                held = _held(xml, tag)
                place = place_of(held.get("r", ""))
                row, column = place if all(place) else (row, column + 1)
                opened, value, texts, formula, group = tag, None, [], None, ""
            if tag.closes and opened and (value or texts or formula):
                yield Cell(
                    row,
                    column,
                    opened.start,
                    opened.end,
                    tag.end,
                    held.get("t", "n"),
                    int(held["s"]) if held.get("s", "").isdecimal() else 0,
                    markup.text_of(xml[value[0] : value[1]]) if value else "",
                    value,
                    tuple(texts),
                    formula,
                    group,
                )
            if tag.closes:
                opened = None
        elif opened is None:
            continue
        elif name == "x:rPh":
            phonetic = not tag.closes
        elif name != "x:is":
            if tag.opens:
                inside = tag
                if name == "x:f":
                    said_of = _held(xml, tag)
                    group = said_of.get("si", "") if said_of.get("t") == "shared" else ""
            if tag.closes and inside:
                stretch = (inside.end, tag.start if tag is not inside else tag.end)
                if name == "x:f":
                    formula = (inside.start, tag.end)
                elif name == "x:v":
                    value = stretch if tag is not inside else None
                elif not phonetic and tag is not inside:
                    texts.append(stretch)
                inside = None


def _held(xml: str, tag: markup.Tag) -> dict[str, str]:
    return {attribute.name: attribute.value for attribute in markup.attributes(xml, tag)}

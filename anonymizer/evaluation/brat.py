"""Brat's standoff notation: a ``.ann`` beside its ``.txt``, the marks by offset.

Only text-bound lines count (``T1⇥PER 0 3⇥王建国``); relations, events, attributes and notes
are passed over. Each piece of a discontinuous mark (``0 3;8 10``) is a mention of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from anonymizer.evaluation.gold import Document, GoldError, Mention, misplaced, read_text
from anonymizer.evaluation.labels import LabelError, Labels

_LINE: Final = re.compile(
    r"T[0-9]{1,9}\t([^\s;]+)[ \t]([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)(?:\t(.*))?"
)
_ANY: Final = re.compile(r"(?:[TREAMN#][0-9]+|\*)\t")
_SPACE: Final = re.compile(r"\s+")


class _Note(NamedTuple):
    line: int
    label: str
    pieces: tuple[tuple[int, int], ...]
    surface: str


def is_standoff(text: str) -> bool:
    """Whether a file's text reads as standoff notation."""
    return bool(_ANY.match(text.removeprefix("\ufeff").lstrip()))


def read(path: Path, notes: str, labels: Labels) -> Document:
    """The document of a ``.ann`` file with this content. Raises :class:`GoldError`."""
    beside = path.with_suffix(".txt")
    if not beside.is_file():
        raise GoldError(f"its text {beside.name} is not beside it; put it there", path)
    raw = read_text(beside)
    if not raw.strip("\ufeff \t\r\n"):
        raise GoldError("is empty; there is no text to evaluate", beside)
    parsed = list(_notes(notes, path))
    text, shift = _counted(raw, parsed, path)
    mentions: dict[tuple[int, int], Mention] = {}
    for note in parsed:
        try:
            kind = labels.kind_of(note.label)
        except LabelError as error:
            raise GoldError(str(error), path, note.line) from None
        for start, end in note.pieces:
            place = start + shift, end + shift
            if place in mentions:
                raise GoldError(
                    f"[{start}, {end}] is marked twice; keep one of the two", path, note.line
                )
            mentions[place] = Mention(*place, kind)
    return Document(path.stem, text, tuple(sorted(mentions.values())), (), str(path))


def _notes(notes: str, path: Path) -> Iterator[_Note]:
    for number, line in enumerate(notes.removeprefix("\ufeff").split("\n"), 1):
        line = line.rstrip("\r")
        if not line.startswith("T"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise GoldError(
                "is no line of brat; it should read T1, tab, LABEL START END, tab, the text",
                path,
                number,
            )
        pieces = tuple(
            (int(start), int(end))
            for start, _, end in (piece.partition(" ") for piece in found[2].split(";"))
        )
        yield _Note(number, found[1], pieces, found[3] or "")


def _counted(raw: str, notes: list[_Note], path: Path) -> tuple[str, int]:
    """The text that the offsets count, and what to add to them.

    Tools differ in whether CRLF counts as one character, and whether a byte order mark
    counts at all; the words that each mark repeats tell which it was.
    """
    body = raw.removeprefix("\ufeff")
    shift = len(body) - len(raw)
    unified = body.replace("\r\n", "\n")
    choices = [(body, 0), (unified, 0), (body, shift), (unified, shift)]
    misfits = []
    for text, moved in dict.fromkeys(choices):
        misfit = next((m for note in notes if (m := _misfit(note, text, moved))), None)
        if misfit is None:
            return text, moved
        misfits.append(misfit)
    line, message = misfits[0]
    raise GoldError(message, path, line)


def _misfit(note: _Note, text: str, shift: int) -> tuple[int, str] | None:
    for start, end in note.pieces:
        if message := misplaced(start + shift, end + shift, len(text)):
            return note.line, message
    stands = "".join(text[start + shift : end + shift] for start, end in note.pieces)
    if note.surface and _SPACE.sub("", stands) != _SPACE.sub("", note.surface):
        return note.line, (
            "the text at these offsets is not the one that the line repeats; "
            "the .txt has changed since, or offsets are not in code points"
        )
    return None

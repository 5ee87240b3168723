"""What the tests of both record formats share."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from typing import BinaryIO

from anonymizer.documents.document import Document, Reading
from anonymizer.documents.records import Record
from anonymizer.edits import Edit, Patch

Reader = Callable[[BinaryIO, str, Reading], Iterator[Record]]


class Pipe(io.RawIOBase):
    """Bytes as a pipe gives them: never so many at once as were asked for."""

    def __init__(self, data: bytes, piece: int = 7) -> None:
        self._file = io.BytesIO(data)
        self._piece = piece

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(min(size, self._piece) if size > 0 else self._piece)


class Endless(io.RawIOBase):
    """A file that repeats a line so many times, and is never in memory at once."""

    def __init__(self, line: bytes, times: int) -> None:
        self._block = line * (1 + (1 << 16) // len(line))
        self._left = times * len(line)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._block[: self._left]
        self._left -= len(piece)
        return piece


def whole(text: str, new: str) -> Patch:
    """The patch that makes another text of one."""
    return Patch([Edit(0, len(text), new)])


def replaced(document: Document, old: str, new: str) -> bytes:
    """The document with a piece of text replaced wherever it stands."""
    changes = {
        number: Patch(
            Edit(at, at + len(old), new)
            for at in range(len(run))
            if run.startswith(old, at) and (old * 2 not in run)
        )
        for number, run in enumerate(document.runs)
        if old in run
    }
    return document.save(changes, [])


def most_memory(read: Reader, file: BinaryIO, fields: tuple[str, ...]) -> int:
    """The most bytes that reading a file and saving each record takes at once."""
    tracemalloc.start()
    try:
        for record in read(file, "a", Reading(fields=fields)):
            assert record.save({}, []) is record.data
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

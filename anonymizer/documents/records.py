"""Records: files of which each row or line stands for itself, read one after the other.

What is common to the formats: lines of a file in constant memory, in whatever encoding, and
a record whose values are split into runs, one a line. The bytes of a file's records joined
are the bytes of the file.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import BinaryIO, Final, NamedTuple

from anonymizer.documents.document import Block, Document, Removal
from anonymizer.documents.files import ReadError
from anonymizer.documents.spelling import Rewrite, byte_order_mark, rewrite
from anonymizer.documents.text import decode
from anonymizer.edits import Edit, Patch

LARGEST_RECORD: Final = 16 << 20
"""Bytes that a record may have: what is read at once is never more than some of these."""
HEAD: Final = 1 << 18
"""Bytes at the beginning of a file by which its encoding and its fields are found."""

_LINE: Final = re.compile(r"[^\r\n]+")
_TEXT_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


class Value(NamedTuple):
    """A field of a record: ``text`` is what it says, written in ``start`` to ``end``."""

    field: str
    start: int
    end: int
    text: str


class Record(Document):
    """One record, a document of its own. ``values`` are those that hold text, in order.

    ``line`` is the number of its first line in the file; ``address`` names it.
    """

    def __init__(
        self,
        line: Line,
        name: str,
        encoding: str,
        values: Sequence[Value] = (),
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(line.data, f"{name}: line {line.number}", notes)
        self.line = line.number
        self.values = values
        self._text = line.text
        self._encoding = encoding

    @property
    def address(self) -> str:
        """Where the record stands in its file."""
        return f"line {self.line}"

    @property
    def runs(self) -> Sequence[str]:
        """The lines of its values; blank ones are none."""
        return [text for _, _, text in self._lines]

    @cached_property
    def _lines(self) -> list[tuple[int, int, str]]:
        """Of each run: the number of its value, where it begins there, its text."""
        return [
            (number, found.start(), found.group())
            for number, value in enumerate(self.values)
            for found in _LINE.finditer(value.text)
            if not found.group().isspace()
        ]

    @property
    def blocks(self) -> Sequence[Block]:
        """One for each run; each field is a story of its own."""
        return [
            Block(self._address(self.values[number], at), (run,), self.values[number].field)
            for run, (number, at, _) in enumerate(self._lines)
        ]

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The record with some runs changed; fields that were not named stay as they are."""
        edits: dict[int, list[Edit]] = {}
        for run, patch in changes.items():
            number, at, _ = self._lines[run]
            edits.setdefault(number, []).extend(
                Edit(at + edit.start, at + edit.end, edit.replacement, edit.rule) for edit in patch
            )
        rewrites = [
            new
            for number, those in edits.items()
            if those
            for new in self.rewritten(self.values[number], Patch(those))
        ]
        return rewrite(self.data, self._text, self._encoding, rewrites, self.name)

    @abstractmethod
    def rewritten(self, value: Value, patch: Patch) -> list[Rewrite]:
        """What changes in the record's writing if a value's text changes."""

    @abstractmethod
    def _address(self, value: Value, at: int) -> str:
        """The address of the line that begins at ``at`` in a value."""


class Records(Document):
    """All records of a file as one document."""

    def __init__(self, data: bytes, name: str, records: Iterable[Record]) -> None:
        self._records: list[Record] = []
        self._firsts: list[int] = []
        self._runs: list[str] = []
        self._ends: list[int] = []
        notes: list[str] = []
        end = 0
        for record in records:
            end += len(record.data)
            notes += record.notes
            if runs := record.runs:
                self._records.append(record)
                self._firsts.append(len(self._runs))
                self._ends.append(end)
                self._runs += runs
        super().__init__(data, name, notes)

    @property
    def runs(self) -> Sequence[str]:
        """Those of all records."""
        return self._runs

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """Those of all records; each field of each record is a story of its own."""
        return [
            Block(block.address, (run + first,), f"{record.address}: {block.story}")
            for record, first in zip(self._records, self._firsts, strict=True)
            for run, block in enumerate(record.blocks)
        ]

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The file with some runs changed; fields that were not named stay as they are."""
        by_record: dict[int, dict[int, Patch]] = {}
        for run, patch in changes.items():
            number = bisect_right(self._firsts, run) - 1
            by_record.setdefault(number, {})[run - self._firsts[number]] = patch
        pieces: list[bytes] = []
        done = 0
        for number, those in sorted(by_record.items()):
            record, end = self._records[number], self._ends[number]
            pieces += self.data[done : end - len(record.data)], record.save(those, removed)
            done = end
        pieces.append(self.data[done:])
        return b"".join(pieces)


class Line(NamedTuple):
    """A line with its line break, or several that belong together; ``number`` from 1 on."""

    number: int
    data: bytes
    text: str


class Opened(NamedTuple):
    """A file of lines: ``head`` are the first ones, which ``lines`` has too.

    ``bom`` is the byte order mark, which belongs to no line; ``whole`` says whether ``head``
    is all there is.
    """

    encoding: str
    bom: bytes
    head: Sequence[Line]
    whole: bool
    lines: Iterator[Line]


def open_lines(file: BinaryIO, name: str, encoding: str | None = None) -> Opened:
    """Find a file's encoding by its head, as ``decode`` finds that of a text.

    Raises :class:`ReadError` that names the line, there or while lines are read, if bytes do
    not fit the encoding, a NUL is among them or a line is longer than a record may be.
    """
    head = _read(file, HEAD)
    whole = len(head) < HEAD
    codec, bom = _encoding(head, whole, name, encoding)
    first = head[len(bom) :]
    lines = _decoded(_chunks(first, file), codec, name)
    sample: list[Line] = []
    enough = len(first) if whole else HEAD // 2
    for line in lines:
        sample.append(line)
        enough -= len(line.data)
        if enough <= 0:
            break
    return Opened(codec, bom, sample, whole, _joined(sample, lines))


def unknown_field(
    name: str, field: str, there_are: Sequence[str], noun: str = "field"
) -> ReadError:
    """The error for a field that a file does not have."""
    if not there_are:
        return ReadError(f"{name}: there is no {noun} {field!r}, nor any other that holds text")
    listed = ", ".join(there_are[:40]) + (", …" if len(there_are) > 40 else "")
    return ReadError(f"{name}: there is no {noun} {field!r}; --field takes {listed}")


def too_large(name: str, line: int) -> ReadError:
    """The error for a record that is larger than any text."""
    return ReadError(
        f"{name}: line {line}: a record of more than {LARGEST_RECORD >> 20} MB; "
        "is a quotation mark not closed, or is this another kind of file?"
    )


def _joined(first: Iterable[Line], then: Iterable[Line]) -> Iterator[Line]:
    yield from first
    yield from then


def _read(file: BinaryIO, size: int) -> bytes:
    """So many bytes, or all there are: a pipe gives them in smaller pieces."""
    pieces: list[bytes] = []
    while size > 0 and (piece := file.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _chunks(first: bytes, file: BinaryIO) -> Iterator[bytes]:
    while first:
        yield first
        first = file.read(HEAD)


def _encoding(head: bytes, whole: bool, name: str, encoding: str | None) -> tuple[str, bytes]:
    """The encoding of a file and its byte order mark, by its head."""
    sample = head
    if not whole and b"\0" not in head:
        # Cut between two lines, which is between two characters; UTF-16 is cut below.
        sample = head[: head.rfind(b"\n") + 1] or head[: head.rfind(b"\r") + 1] or head
    for cut in range(1 if whole else 4):
        part = sample[: len(sample) - cut]
        try:
            source = decode(part, name, encoding)
        except ReadError as error:
            if cut < 3 and not whole:
                continue
            raise _with_line(error, head, encoding or "utf-8") from None
        return source.encoding, byte_order_mark(source)
    raise AssertionError  # the last try returns or raises


def _with_line(error: ReadError, data: bytes, encoding: str) -> ReadError:
    """The error of a text that cannot be read, with the line of the byte it names."""
    try:
        data.decode(encoding)
        at = data.find(b"\0")
    except UnicodeDecodeError as wrong:
        at = wrong.start
    except LookupError:
        at = -1
    return ReadError(f"{error} (line {len(data[: at + 1].splitlines())})") if at >= 0 else error


def _decoded(chunks: Iterator[bytes], codec: str, name: str) -> Iterator[Line]:
    number = 0
    lines = _byte_lines if "\r\n".encode(codec) == b"\r\n" else _text_lines
    for number, data in enumerate(lines(chunks, codec, name), 1):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            raise ReadError(
                f"{name}: line {number}: byte 0x{data[error.start]:02x} is not {codec}, which the "
                "lines before are; the file is damaged there, or needs another --encoding"
            ) from None
        if "\0" in text:
            raise ReadError(f"{name}: line {number}: a NUL character: this is no text")
        yield Line(number, data, text)


def _byte_lines(chunks: Iterator[bytes], codec: str, name: str) -> Iterator[bytes]:
    """The lines of a file in which a line break's bytes are never part of another character."""
    rest = b""
    number = 1
    for chunk in chunks:
        lines = (rest + chunk).splitlines(keepends=True)
        # What a chunk ends with may go on in the next, a CR with its LF.
        rest = lines.pop()
        number += len(lines)
        if len(rest) > LARGEST_RECORD:
            raise too_large(name, number)
        yield from lines
    if rest:
        yield rest


def _text_lines(chunks: Iterator[bytes], codec: str, name: str) -> Iterator[bytes]:
    """The lines of a file in UTF-16 and the like."""
    import codecs

    decoder = codecs.getincrementaldecoder(codec)()
    rest = ""
    number = 1

    def decoded(data: bytes, final: bool) -> str:
        try:
            return decoder.decode(data, final)
        except UnicodeDecodeError:
            raise ReadError(
                f"{name}: line {number} or soon after: bytes that are not {codec}; "
                "the file is damaged there, or needs another --encoding"
            ) from None

    for chunk in chunks:
        lines = _TEXT_LINE.findall(rest + decoded(chunk, False))
        rest = lines.pop() if lines else ""
        for line in lines:
            number += 1
            yield line.encode(codec)
        if len(rest) > LARGEST_RECORD:
            raise too_large(name, number)
    for line in _TEXT_LINE.findall(rest + decoded(b"", True)):
        yield line.encode(codec)

"""How a text stands in its file: escapes in it, and its bytes when parts of it are rewritten.

All that is not rewritten stays to the byte, also in encodings that have two codes for one
character. Offsets are Unicode code points, 0-based, half-open.
"""

from __future__ import annotations

import codecs
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from anonymizer.documents.files import WriteError
from anonymizer.documents.source import Source
from anonymizer.documents.text import encode
from anonymizer.edits import Patch


class Spelled(NamedTuple):
    """A stretch of a file as it reads, and where each of its characters is written.

    It is written from ``start`` on, character by character but for those at ``marks``, whose
    writing is longer: by ``extra[i]`` for all up to ``marks[i]`` together.
    """

    text: str
    start: int
    marks: Sequence[int] = ()
    extra: Sequence[int] = ()

    @classmethod
    def of(cls, raw: str, start: int, escapes: Iterable[tuple[int, int, str]]) -> Spelled:
        """What ``raw``, which stands at ``start``, reads as.

        ``escapes`` are (start, end, character) in ``raw``, in order, of one character each.
        """
        pieces: list[str] = []
        marks: list[int] = []
        extra: list[int] = []
        done = longer = 0
        for begin, end, character in escapes:
            pieces += raw[done:begin], character
            marks.append(begin - longer)
            longer += end - begin - 1
            extra.append(longer)
            done = end
        pieces.append(raw[done:])
        return cls("".join(pieces), start, marks, extra)

    def place(self, offset: int) -> int:
        """Where an offset in the text stands in the file."""
        passed = bisect_left(self.marks, offset)
        return self.start + offset + (self.extra[passed - 1] if passed else 0)

    def rewritten(self, patch: Patch, write: Callable[[str], str]) -> list[Rewrite]:
        """What changes in the file; ``write`` gives a replacement as it has to stand there."""
        return [
            Rewrite(self.place(edit.start), self.place(edit.end), write(edit.replacement))
            for edit in patch
        ]


class Rewrite(NamedTuple):
    """``text[start:end]`` of a file becomes ``new``."""

    start: int
    end: int
    new: str


def rewrite(data: bytes, text: str, encoding: str, rewrites: Iterable[Rewrite], name: str) -> bytes:
    """The bytes of a file, which are those of ``text``, with some stretches rewritten.

    Raises :class:`WriteError` if the encoding has no code for a new character.
    """
    ordered = sorted(rewrites)
    if not ordered:
        return data
    if text.encode(encoding) == data:
        return _encode("".join(_pieces(text, ordered)), encoding, name)
    # The encoding has two codes for some character here: what stays is cut from the bytes.
    places = _byte_places(data, encoding)
    pieces: list[bytes] = []
    done = 0
    for start, end, new in ordered:
        pieces += data[places[done] : places[start]], _encode(new, encoding, name)
        done = end
    pieces.append(data[places[done] :])
    return b"".join(pieces)


def _pieces(text: str, ordered: list[Rewrite]) -> Iterable[str]:
    done = 0
    for start, end, new in ordered:
        yield text[done:start]
        yield new
        done = end
    yield text[done:]


def _encode(text: str, encoding: str, name: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise WriteError(
            f"{name}: a placeholder has U+{ord(text[error.start]):04X}, which {encoding} cannot "
            "write; use another style (--placeholder), or make the file UTF-8 first"
        ) from None


def _byte_places(data: bytes, encoding: str) -> list[int]:
    """Where each character begins in the bytes, and where the last one ends."""
    decoder = codecs.getincrementaldecoder(encoding)()
    places = [0]
    for index in range(len(data)):
        # A character is there with its last byte; some codes give two characters at once.
        places += [index + 1] * len(decoder.decode(data[index : index + 1]))
    return places


def byte_order_mark(source: Source) -> bytes:
    """The byte order mark of a file, which its text does not have; empty for none."""
    return encode("", source.encoding, bom=source.bom)

"""Plain text as a document: one block, one run, and the encoding that it came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from anonymizer.documents.document import Block, Document, Reading, Removal
from anonymizer.documents.files import ReadError, WriteError
from anonymizer.documents.source import Source
from anonymizer.documents.text import decode, encode
from anonymizer.edits import Patch

MOST_BYTES: Final = 128 * 1024 * 1024
"""The longest text that is redacted as one; recognition needs some thirty times its size."""


class PlainText(Document):
    """A text as it is; ``source`` says how its bytes were read."""

    format = "text"

    def __init__(self, data: bytes, name: str, encoding: str | None) -> None:
        super().__init__(data, name)
        self._source = decode(data, name, encoding)

    @property
    def runs(self) -> Sequence[str]:
        """The whole text, as one run."""
        return (self._source.text,)

    @property
    def blocks(self) -> Sequence[Block]:
        """One block; paragraphs are found by segmentation."""
        return (Block("text", (0,)),)

    @cached_property
    def source(self) -> Source:
        """The text with its encoding, from which its bytes can be made again."""
        return self._source

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The text with its changes, in its own encoding."""
        source = self._source
        text = changes.get(0, Patch()).apply(source.text)
        try:
            return encode(text, source.encoding, bom=source.bom)
        except UnicodeEncodeError:
            raise WriteError(
                f"{self.name}: its encoding {source.encoding} cannot hold the placeholders; "
                "name another style with --placeholder"
            ) from None


def read(data: bytes, name: str, reading: Reading) -> PlainText:
    """Read a text. Raises :class:`ReadError` for what is none, or is too long."""
    if len(data) > MOST_BYTES:
        raise ReadError(
            f"{name}: is a text of {len(data) // 2**20} MB; at most {MOST_BYTES // 2**20} MB are "
            "read as one: split it, or make it a .jsonl with a speech a line"
        )
    return PlainText(data, name, reading.encoding)

"""A document: its text in blocks, and what must change in it for the text to change.

A format's module reads bytes into *runs*, the stretches of text that can be rewritten by
themselves (a ``w:t`` of a docx, a cell of a table, a line of a PDF), and *blocks*, the
paragraphs that runs make up. The text of a document is its blocks, one a line. A run may
stand in several blocks: a text box that Word keeps in two copies, a paragraph as it reads
with its tracked deletions. What is replaced in one of them is then replaced in all.

All offsets are Unicode code points, 0-based, half-open.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar, NamedTuple

from anonymizer.documents.source import Hidden, Source
from anonymizer.edits import Patch

__all__ = ["Block", "Document", "Hidden", "Place", "Reading", "Removal"]


class Block(NamedTuple):
    """A paragraph, a cell, a record's field: what a sentence never runs beyond.

    ``parts`` are numbers of runs, and between them text that nobody may rewrite (a tab, a
    line break of the layout). ``address`` says where it stands, and is the same on each reading:
    ``word/document.xml#p12``, ``Sheet1!B7``, ``line 3: text``. ``story`` names the stream of
    text that it belongs to (``body``, ``header``, ``comment``); a blank line parts two stories,
    and a block that stands ``apart`` from the one before, as the cells of a table do.
    """

    address: str
    parts: tuple[int | str, ...]
    story: str = "body"
    apart: bool = False


class Place(NamedTuple):
    """Where a stretch of a document's text comes from: ``run[at:]``, or nowhere for ``run`` -1."""

    start: int
    end: int
    run: int
    at: int = 0


class Removal(NamedTuple):
    """A value that was taken out, and its kind: what must not be left anywhere in a file."""

    text: str
    kind: str


class Reading(NamedTuple):
    """How a document is to be read: what the one who reads it has said."""

    encoding: str | None = None
    fields: tuple[str, ...] = ()
    """Names of the columns or fields that hold text; empty for all."""


class Document(ABC):
    """A document as it was read. ``data`` are its bytes, ``notes`` what a person should know.

    Subclasses give ``runs``, ``blocks`` and :meth:`save`, and ``hidden`` where there is such.
    """

    format: ClassVar[str]

    def __init__(self, data: bytes, name: str, notes: Sequence[str] = ()) -> None:
        self.data = data
        self.name = name
        self.notes = tuple(notes)

    @property
    @abstractmethod
    def runs(self) -> Sequence[str]:
        """The text of each run."""

    @property
    @abstractmethod
    def blocks(self) -> Sequence[Block]:
        """The blocks in the order in which a reader would read them, stories one by one."""

    @property
    def hidden(self) -> Sequence[Hidden]:
        """What the file says outside its text, and what saving takes out."""
        return ()

    def field_names(self) -> list[str]:
        """The names of its columns or fields with text, if it is a table."""
        return []

    @abstractmethod
    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The document with some runs changed, and nothing of the removed values in it.

        Each patch is of a run's text. All else stays to the byte, but for what would tell of
        the removed values or of people: properties, authors, revisions. Raises
        :class:`~anonymizer.documents.files.WriteError` if a value would be left.
        """

    @cached_property
    def source(self) -> Source:
        """The document's text as a source; ``raw`` are the document's bytes."""
        return Source(
            self.name, self._joined[0], raw=self.data, format=self.format, notes=self.notes
        )

    @property
    def places(self) -> Sequence[Place]:
        """For each stretch of the text, in order, the run that it comes from."""
        return self._joined[1]

    @cached_property
    def _joined(self) -> tuple[str, list[Place]]:
        pieces: list[str] = []
        places: list[Place] = []
        runs = self.runs
        offset = 0

        def put(text: str, run: int) -> None:
            nonlocal offset
            if text:
                pieces.append(text)
                places.append(Place(offset, offset + len(text), run))
                offset += len(text)

        story = ""
        for number, block in enumerate(self.blocks):
            if number:
                put(_between(block, story), -1)
            story = block.story
            for part in block.parts:
                if isinstance(part, int):
                    put(runs[part], part)
                else:
                    put(part, -1)
        return "".join(pieces), places

    def block_starts(self) -> list[int]:
        """Where each block begins in the text."""
        starts: list[int] = []
        lengths = list(map(len, self.runs))
        offset = 0
        story = ""
        for number, block in enumerate(self.blocks):
            if number:
                offset += len(_between(block, story))
            story = block.story
            starts.append(offset)
            offset += sum(
                lengths[part] if isinstance(part, int) else len(part) for part in block.parts
            )
        return starts


def _between(block: Block, story: str) -> str:
    """What parts a block from the one before, which is of a story."""
    return "\n\n" if block.apart or block.story != story else "\n"

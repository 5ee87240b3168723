"""Outputs: what a redacted document is written as, by the name that is asked for.

The same kind of file with its looks kept, the cleaned text, or the text set as a Word document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import msgspec

from anonymizer.blocks import blocks
from anonymizer.documents.document import Document
from anonymizer.documents.formats import BY_ID, BY_SUFFIX, DOCX, TEXT, TEXTS, Format
from anonymizer.documents.source import Source, to_utf8
from anonymizer.pipeline import Options, Redaction, run_all
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation import outline
from anonymizer.slots import Manifest, Slot

if TYPE_CHECKING:  # the record of a document's slots is loaded where there is one
    from anonymizer.inplace import InPlace


class Output(Protocol):
    """A file that is to be written, and the record of what was removed from it."""

    @property
    def data(self) -> bytes:
        """The file."""

    @property
    def slots(self) -> Sequence[Slot]:
        """One slot for each removal."""

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Placeholders of ours that stand in the text already."""

    def manifest_for(self, output_name: str) -> Manifest:
        """The manifest of a file with this name."""


class Way(Enum):
    """How a document is written."""

    IN_PLACE = "in place"
    TEXT = "text"
    TYPESET = "typeset"


class FormatError(ValueError):
    """A document that cannot be written as what its name asks for."""


def way_to(format_id: str, suffix: str) -> Way:
    """How a document is written to a file with a suffix. Raises :class:`FormatError`."""
    given, suffix = BY_ID[format_id], suffix.lower()
    if suffix in given.saves:
        return Way.IN_PLACE
    if not given.tabular:
        if suffix in TEXTS or (given is TEXT and _is_text(suffix)):
            return Way.TEXT
        if suffix == DOCX:
            return Way.TYPESET
    known = ", ".join(suffixes_for(given))
    article = "an" if given.name[0] in "aeioE" else "a"
    raise FormatError(
        f"{article} {given.name} is written to {known}, not to {suffix or 'no suffix'}"
    )


def is_table(document: Document) -> bool:
    """Whether a document holds records, whose columns are named."""
    return BY_ID[document.format].tabular


def usual_way(document: Document) -> Way:
    """How a document is written if nobody says how: as what it is."""
    return Way.IN_PLACE if BY_ID[document.format].saves else Way.TEXT


def suffixes_for(given: Format) -> tuple[str, ...]:
    """The suffixes of what a document of a format can be written to, the usual one first."""
    if given.tabular:
        return given.saves
    return tuple(dict.fromkeys((*given.saves, *TEXTS[:1], DOCX)))


def _is_text(suffix: str) -> bool:
    return suffix not in BY_SUFFIX or BY_SUFFIX[suffix].id in ("text", "markdown")


class TextOutput:
    """The cleaned text with its placeholders, in UTF-8."""

    def __init__(self, redaction: Redaction) -> None:
        self.redaction = redaction

    @property
    def slots(self) -> Sequence[Slot]:
        """One slot for each removal."""
        return self.redaction.slots

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Placeholders of ours that stand in the text already."""
        return self.redaction.ambiguous

    @cached_property
    def data(self) -> bytes:
        """The text in UTF-8."""
        return to_utf8(self.redaction.text)

    def manifest_for(self, output_name: str) -> Manifest:
        """The manifest of a file with this name."""
        return self.redaction.manifest_for(output_name, self.data)


class TypesetOutput(TextOutput):
    """The cleaned text with its placeholders, set as a Word document."""

    def __init__(self, redaction: Redaction, rulebook: Rulebook) -> None:
        super().__init__(redaction)
        self._rulebook = rulebook

    @cached_property
    def data(self) -> bytes:
        """The docx file. Raises ``ValueError`` for what no docx can hold."""
        from anonymizer.documents.typesetting import typeset

        text = self.redaction.text
        roles = {block.line.outset: block.role for block in outline(text, self._rulebook).blocks}
        return typeset(text, roles)

    def manifest_for(self, output_name: str) -> Manifest:
        """The manifest of a file with this name; it holds the original file as well."""
        manifest = super().manifest_for(output_name)
        source = self.redaction.source.with_raw().info()
        return msgspec.structs.replace(manifest, source=source)


def redact_documents(
    documents: Sequence[tuple[Document, Way]], options: Options, rulebook: Rulebook
) -> list[Redaction]:
    """The redaction of each document, for the way in which it will be written."""
    made: dict[int, Redaction] = {}
    for in_place in (False, True):
        chosen = [i for i, (_, way) in enumerate(documents) if (way is Way.IN_PLACE) == in_place]
        sources: list[Source] = [documents[index][0].source for index in chosen]
        terms = msgspec.structs.replace(options, in_place=in_place)
        made.update(zip(chosen, run_all(sources, terms, rulebook), strict=True))
    return [made[index] for index in range(len(documents))]


def output_of(document: Document, redaction: Redaction, way: Way, rulebook: Rulebook) -> Output:
    """What is written of a redacted document. Raises ``WriteError`` if a value would be left."""
    if way is Way.IN_PLACE:
        from anonymizer.inplace import InPlace

        return InPlace(document, redaction)
    return TypesetOutput(redaction, rulebook) if way is Way.TYPESET else TextOutput(redaction)


def redact_records(
    records: Iterable[Document], options: Options, rulebook: Rulebook
) -> Iterator[InPlace]:
    """Each record of a stream redacted in place and by itself, in order, a block at a time."""
    from anonymizer.inplace import InPlace

    for block in blocks(records, lambda record: len(record.data)):
        pairs = [(record, Way.IN_PLACE) for record in block]
        redactions = redact_documents(pairs, options, rulebook)
        for record, redaction in zip(block, redactions, strict=True):
            yield InPlace(record, redaction)

"""The phrase book of a genre: what many speeches share, and which slots vary in it.

A phrase is a sentence, or a run of clauses of one, as it reads with every slot as X. Its JSON
Schema is made from these types (:func:`phrases_schema`) and shipped as
``schemas/phrases.schema.json``.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from anonymizer.slots import Kind, Sha256, Tool, schema_of

SCHEMA_VERSION: Final = 1

Count = Annotated[int, Meta(ge=0)]


class PhraseSlot(Struct, frozen=True):
    """A slot of a phrase as most speeches fill it, or as the words around it say if none does."""

    kind: Kind | None
    unit: str | None
    label: str | None
    values: Annotated[Count, Meta(description="how many different values it had")]
    originals: Annotated[
        tuple[str, ...] | UnsetType, Meta(description="the values, the commonest first")
    ] = UNSET


class Example(Struct, frozen=True):
    """The shortest sentence in which a phrase stands, its slots as X."""

    sentence: str


class Phrase(Struct, frozen=True):
    """One phrase. A whole sentence ends in its mark, anything less does not."""

    skeleton: str
    speeches: Annotated[Count, Meta(description="how many speeches use it")]
    uses: Annotated[Count, Meta(description="how often they do, all together")]
    slots: tuple[PhraseSlot, ...]
    example: Example


class Duplicate(Struct, frozen=True):
    """A speech that is not counted: without its facts it is another one."""

    speech: str
    of: str


class PhraseBook(Struct, frozen=True):
    """The phrases that speeches share, those that most of them use first."""

    schema_version: Literal[1]
    tool: Tool
    rules_sha256: Sha256
    profile: str
    speeches: Annotated[Count, Meta(description="speeches counted, each duplicate left out")]
    duplicates: tuple[Duplicate, ...]
    minimum: Annotated[Count, Meta(description="how many speeches use a phrase at least")]
    found: Annotated[Count, Meta(description="phrases that so many use, listed or not")]
    phrases: tuple[Phrase, ...]

    def to_json(self) -> bytes:
        """The phrase book as it is printed: UTF-8, indented, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def phrases_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a phrase book."""
    return schema_of(PhraseBook, "anonymizer phrases")

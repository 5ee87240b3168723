"""Spans, decisions, slots, the manifest: what was recognised, what goes, and the record of it.

All offsets are Unicode code points, 0-based, half-open. The manifest's JSON Schema is
made from these types (:func:`manifest_schema`) and shipped as ``schemas/manifest.schema.json``.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

Kind = Literal[
    "person",
    "place",
    "organization",
    "name",
    "date",
    "time",
    "money",
    "percent",
    "quantity",
    "ratio",
    "number",
    "code",
    "phone",
    "email",
    "url",
    "id_card",
    "bank_card",
    "credit_code",
    "plate",
    "term",
]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

FIGURE_KINDS: Final = frozenset(
    ("date", "time", "money", "percent", "quantity", "ratio", "number", "code")
)
"""Kinds whose slots state a fact of their own; the others name an entity."""

SCHEMA_VERSION: Final = 1

Place = Annotated[tuple[int, int], Meta(description="[start, end) in code points")]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Span(Struct, frozen=True, gc=False):
    """A stretch ``text[start:end]`` that a recogniser takes for a fact of one kind.

    ``score`` is the rule's confidence, 0 to 1. ``attributes`` holds what the rule learned
    on the way, such as ``unit``. Raises ``ValueError`` for an empty stretch or an unknown kind.
    """

    start: int
    end: int
    kind: str
    rule: str
    score: float = 1.0
    attributes: dict[str, str] = {}

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")
        if self.kind not in _SPAN_KINDS:
            raise ValueError(f"unknown kind {self.kind!r}; known are {', '.join(KINDS)}")


_SPAN_KINDS: Final = frozenset((*KINDS, "keep"))


class Decision(Struct, frozen=True, gc=False):
    """What becomes of a span: replaced, or kept because of ``reason`` (a rule id)."""

    span: Span
    replaced: bool
    reason: str


class Slot(Struct, frozen=True, gc=False):
    """One removal: what stood there, what stands there now, and how it can be named.

    ``text`` is the source at ``source`` to the character. Where cleaning ran inside it (a
    figure broken over two lines), ``surface`` is the text as it reads when cleaned.
    """

    id: str
    kind: Kind
    text: str
    placeholder: str
    source: Place
    output: Place
    unit: str | None = None
    value: dict[str, Any] | None = None
    label: str | None = None
    entity: str | None = None
    section: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    rule: str = ""
    score: Annotated[float, Meta(ge=0, le=1)] = 1.0
    surface: str | UnsetType = UNSET


class ExtractedSlot(Slot, frozen=True, gc=False):
    """A placeholder that stands in a text, whoever put it there, and what it stands for.

    ``text`` is the placeholder as it stands, ``source`` its place; ``placeholder`` and
    ``output`` say the same. ``fact`` is shared by the parts of one fact: the month and the day
    of a date, both ends of a range. ``score`` says how sure the kind is, ``evidence`` what it
    was told by: the words around the placeholder, which stands as ▢ among them.
    """

    fact: str | None = None
    evidence: str = ""


class EditRecord(Struct, frozen=True, gc=False):
    """One change that is not a slot: cleaning, a line break put back, a letter's case."""

    rule: str
    source: Place
    output: Place
    text: Annotated[str, Meta(description="what stood in the source")]
    replacement: Annotated[str, Meta(description="what stands in the output")]


class Tool(Struct, frozen=True):
    """Which program wrote the manifest."""

    name: str
    version: str


class SourceInfo(Struct, frozen=True, omit_defaults=True):
    """The input: enough to give its bytes back. ``characters`` counts code points.

    ``bom`` says that the bytes began with a byte order mark, which no offset counts.
    ``part`` is set when the output is one speech of a collection: the stretch of the source
    that it covers. ``raw`` holds the original bytes (base64) where encoding the text again
    would not give them: always for a document, whose ``format`` is not ``text``.
    """

    name: str
    sha256: Sha256
    encoding: str
    characters: Annotated[int, Meta(ge=0)]
    bom: bool = False
    part: Place | None = None
    raw: str | None = None
    format: str = "text"


class OutputInfo(Struct, frozen=True):
    """The output: ``sha256`` is that of its bytes, ``characters`` the length of its text.

    ``bytes`` is set where the output is one record of a file: the stretch that it covers there.
    """

    name: str
    sha256: Sha256
    characters: Annotated[int, Meta(ge=0)]
    bytes: Annotated[tuple[int, int], Meta(description="[start, end)")] | UnsetType = UNSET


class Manifest(Struct, frozen=True):
    """The record of one redaction, from which the original can be restored to the byte.

    It holds the originals: whoever has it has them, so it is written for its owner only.
    ``taken`` are labels of a unique style that stand in the output and are no slot's: those
    of a source that held placeholders already.
    """

    schema_version: Literal[1]
    tool: Tool
    rules_sha256: Sha256
    profile: str
    placeholder: str
    source: SourceInfo
    output: OutputInfo
    edits: tuple[EditRecord, ...]
    slots: tuple[Slot, ...]
    taken: tuple[str, ...] | UnsetType = UNSET

    def to_json(self) -> bytes:
        """The manifest as it is written to a file: UTF-8, indented, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"

    def to_line(self) -> bytes:
        """The manifest as a line of a file of many."""
        return msgspec.json.encode(self) + b"\n"

    @classmethod
    def from_json(cls, data: bytes | str) -> Manifest:
        """Read a manifest. Raises ``ValueError`` that names the field which does not fit."""
        try:
            return msgspec.json.decode(data, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"not a manifest of this tool: {error}") from None


class ExtractionRecord(Struct, frozen=True):
    """What ``extract`` prints of one text: the placeholders that stand in it."""

    schema_version: Literal[1]
    source: SourceInfo
    slots: tuple[ExtractedSlot, ...]

    def to_json(self) -> bytes:
        """UTF-8, indented, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def schema_of(record: type[Struct], title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what is written from a record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **msgspec.json.schema(record),
    }


def extraction_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``extract`` prints."""
    return schema_of(ExtractionRecord, "placeholders of a redacted text")


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a manifest."""
    return schema_of(Manifest, "anonymizer manifest")

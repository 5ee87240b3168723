"""What an audit finds: each fact of the original with its verdict, and the JSON of it.

All offsets are Unicode code points, 0-based, half-open. The JSON Schema is made from these
types (:func:`audit_schema`) and shipped as ``schemas/audit.schema.json``.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from anonymizer.slots import Kind, Place, Sha256, Tool, schema_of

Verdict = Literal[
    "stripped",
    "partly",
    "kept",
    "kept_elsewhere",
    "altered",
    "over_stripped",
    "gone",
    "derivable",
]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
LEAKS: Final[tuple[Verdict, ...]] = ("kept", "partly", "kept_elsewhere", "derivable")
"""Verdicts after which the redacted text still tells the fact, or a part of it."""

Reason = Literal[
    "placeholder",  # stripped: a placeholder stands for it
    "deleted",  # stripped: nothing stands for it, the words around it do
    "vague",  # stripped: a word that tells nothing stands for it (若干, 有关)
    "part_left",  # partly: some of its characters still stand there
    "stands",  # kept: it stands as it was
    "rewritten",  # kept: its value stands there in another writing or unit
    "mention",  # kept_elsewhere: another mention of it stands
    "short_form",  # kept_elsewhere: a short form of it stands
    "other_writing",  # kept_elsewhere: its value stands in other words or another unit
    "rounded",  # kept_elsewhere: its value stands rounded
    "file_name",  # kept_elsewhere: it is in the redacted file's name
    "hidden",  # kept_elsewhere: the redacted file says it outside its text, in ``where``
    "sister",  # kept_elsewhere: another text of the folder fills its slot
    "other_value",  # altered: another value of its kind stands there
    "ordinary_words",  # over_stripped: it is no fact
    "passage_missing",  # gone: its passage is not in the redacted text
    "sum",  # derivable: a total and its other parts stand
    "growth",  # derivable: two of before, now and the change stand
    "share",  # derivable: two of part, whole and share stand
    "product",  # derivable: count, each and total
]
REASONS: Final[tuple[str, ...]] = get_args(Reason)

Note = Literal[
    "identical",  # the two texts are the same
    "unrelated",  # hardly a sentence of one is in the other
    "empty_original",
    "empty_redacted",
    "no_placeholder",  # the redacted text holds none
    "swapped",  # placeholders of the original are filled in the redacted text
]


class TextInfo(Struct, frozen=True):
    """One of the two texts. ``sha256`` is that of the file's bytes.

    A report without values has none: who knows the rest of a text could try values by it.
    """

    name: str
    sha256: Sha256 | None
    encoding: str
    characters: Annotated[int, Meta(ge=0)]


class Trace(Struct, frozen=True):
    """Where a stripped fact can still be read, or read from.

    ``place`` is in the redacted text, or in the file ``where`` if that names one (a sister
    document); it is ``None`` for a place in a file's name, and outside its text. ``text`` is
    what stands there.
    """

    how: Reason
    text: str
    place: Place | None = None
    where: str | None = None

    def without_value(self) -> Trace:
        """The same without what stands there."""
        where = self.where if self.how == "sister" else None
        return Trace(self.how, "▇" * len(self.text), self.place, where)


class AuditedFact(Struct, frozen=True):
    """One fact of the original and what became of it.

    ``original`` is the distinguishing part (220 of 220万元, 呼中 of 呼中镇); ``redacted`` what
    stands in its place, ``replacement`` the text there, both ``None`` where nothing does.
    ``reason`` says in a word why the verdict is what it is; ``evidence`` shows it: both texts
    around the fact, or the sum that gives it away. ``traces`` are the places that do. A report
    without values has ▇ for each character that it must not show.
    """

    id: str
    kind: Kind
    text: str
    verdict: Verdict
    reason: Reason
    original: Place
    redacted: Place | None = None
    replacement: str | None = None
    evidence: str = ""
    unit: str | None = None
    label: str | None = None
    value: dict[str, Any] | None = None
    entity: str | None = None
    section: tuple[str, ...] = ()
    sentence: str = ""
    line: Annotated[int, Meta(ge=1, description="of the original")] = 1
    redacted_line: int | None = None
    rule: Annotated[str, Meta(description="what recognised it; empty: only its removal did")] = ""
    traces: tuple[Trace, ...] = ()


class AuditRecord(Struct, frozen=True):
    """What ``audit`` prints of one pair of texts.

    ``summary`` counts the facts of each verdict. ``beyond`` are stretches of the redacted text
    that the original lacks, ``missing`` stretches of the original that the redacted text lacks.
    ``passages`` are stretches that correspond, original and redacted, in the original's order:
    inside one the texts differ by facts and small changes only. ``values`` is false for a
    report without values.
    """

    schema_version: Literal[1]
    tool: Tool
    rules_sha256: Sha256
    profile: str
    values: bool
    original: TextInfo
    redacted: TextInfo
    notes: tuple[Note, ...]
    summary: dict[Verdict, int]
    facts: tuple[AuditedFact, ...]
    beyond: tuple[Place, ...]
    missing: tuple[Place, ...]
    passages: tuple[tuple[Place, Place], ...]

    def to_json(self) -> bytes:
        """UTF-8, indented, ending in a newline."""
        return _json(self)


class Unpaired(Struct, frozen=True):
    """Files of two folders that have no counterpart."""

    original: tuple[str, ...]
    redacted: tuple[str, ...]


class AuditsRecord(Struct, frozen=True):
    """What ``audit`` prints of two folders: their pairs, and what has no counterpart.

    ``summary`` counts the facts of all pairs. ``failed`` are messages on pairs that could not
    be read.
    """

    schema_version: Literal[1]
    tool: Tool
    profile: str
    values: bool
    summary: dict[Verdict, int]
    pairs: tuple[AuditRecord, ...]
    unpaired: Unpaired
    failed: tuple[str, ...]

    def to_json(self) -> bytes:
        """UTF-8, indented, ending in a newline."""
        return _json(self)


def _json(record: Struct) -> bytes:
    try:
        data = msgspec.json.encode(record)
    except UnicodeEncodeError:
        # Half of a surrogate pair, of a file's name or a text made by a program; JSON has none.
        written = json.dumps(msgspec.to_builtins(record), ensure_ascii=False)
        data = written.encode("utf-8", "replace")
    return msgspec.json.format(data, indent=1) + b"\n"


def audits_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``audit`` prints of two folders."""
    return schema_of(AuditsRecord, "audit of redacted texts against their originals")


def audit_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``audit`` prints of one pair."""
    return schema_of(AuditRecord, "audit of a redacted text against its original")

"""What a scan finds, and the JSON of it.

All offsets are Unicode code points, 0-based, half-open; lines and columns count from 1. The
JSON Schema is made from these types (:func:`scan_schema`) and shipped as
``schemas/scan.schema.json``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from anonymizer.linestarts import LineStarts
from anonymizer.slots import KINDS, Kind, Place, Sha256, Slot, Tool, schema_of

MASK: Final = "▇"
"""Stands for each character that a report without values must not show."""

_Count = Annotated[int, Meta(ge=0)]
_FromOne = Annotated[int, Meta(ge=1)]


class Finding(Struct, frozen=True, gc=False):
    """A fact that would be removed.

    ``text`` is the file's text at ``source``; where cleaning ran inside it (a figure broken
    over two lines), ``surface`` is how it reads when cleaned. ``file`` is its name in the scan.
    """

    file: str
    kind: Kind
    text: str
    source: Place
    line: _FromOne
    column: _FromOne
    unit: str | None
    label: str | None
    rule: str
    score: Annotated[float, Meta(ge=0, le=1)]
    section: tuple[str, ...]
    before: str
    after: str
    surface: str | UnsetType = UNSET

    @property
    def reading(self) -> str:
        """The fact as it reads when cleaned."""
        return self.text if self.surface is UNSET else self.surface


class ScannedFile(Struct, frozen=True):
    """One file that was looked at.

    ``hidden`` are the places outside its text that say something of people or of the file's
    history, by their addresses: what redacting would take out of it.
    ``sha256`` is that of its bytes; a report without values has none, for by it whoever knows
    the rest of a text could try values out.
    """

    name: str
    sha256: Sha256 | None
    encoding: str
    characters: _Count
    findings: _Count
    hidden: tuple[str, ...] | UnsetType = UNSET


class UnreadFile(Struct, frozen=True):
    """One file that could not be looked at, and why."""

    name: str
    reason: str


class ScanRecord(Struct, frozen=True):
    """What ``scan`` prints.

    ``summary`` counts the findings of each kind. ``accepted`` is how many more a baseline
    accepts, ``allowed`` how many an allow-list does, ``stale`` how many a baseline accepts
    that are not there any more. ``values`` is false for a report without values.
    """

    schema_version: Literal[1]
    tool: Tool
    rules_sha256: Sha256
    profile: str
    values: bool
    summary: dict[Kind, int]
    accepted: _Count
    allowed: _Count
    stale: _Count
    files: tuple[ScannedFile, ...]
    unread: tuple[UnreadFile, ...]
    findings: tuple[Finding, ...]

    def to_json(self) -> bytes:
        """UTF-8, indented, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def findings_of(name: str, slots: Iterable[Slot], lines: LineStarts) -> list[Finding]:
    """The findings that the slots of a redaction are, in the order of the text."""
    found: list[Finding] = []
    for slot in slots:
        line, column = lines.at(slot.source[0])
        found.append(
            Finding(
                file=name,
                kind=slot.kind,
                text=_sound(slot.text),
                source=slot.source,
                line=line,
                column=column,
                unit=slot.unit,
                label=slot.label and _sound(slot.label),
                rule=slot.rule,
                score=slot.score,
                section=tuple(map(_sound, slot.section)),
                before=_sound(slot.before),
                after=_sound(slot.after),
                surface=UNSET if slot.surface is UNSET else _sound(slot.surface),
            )
        )
    return found


def _sound(text: str) -> str:
    """A text that can be written as UTF-8: half of a surrogate pair comes in by some codecs."""
    return text.encode("utf-8", "replace").decode("utf-8")


def without_values(record: ScanRecord) -> ScanRecord:
    """The record without values and what stands around them.

    Labels stay: the facts are taken out of them.
    """
    return msgspec.structs.replace(
        record,
        values=False,
        files=tuple(map(_nameless, record.files)),
        findings=tuple(map(_masked, record.findings)),
    )


def _nameless(file: ScannedFile) -> ScannedFile:
    """A file without its hash; the names of a package's parts may tell something too."""
    hidden = file.hidden
    if hidden is not UNSET:
        hidden = tuple(each if each.isascii() else MASK * len(each) for each in hidden)
    return msgspec.structs.replace(file, sha256=None, hidden=hidden)


def _masked(finding: Finding) -> Finding:
    surface = finding.surface
    return msgspec.structs.replace(
        finding,
        text=MASK * len(finding.text),
        before=MASK * len(finding.before),
        after=MASK * len(finding.after),
        surface=UNSET if surface is UNSET else MASK * len(surface),
    )


def summary_of(findings: Iterable[Finding]) -> dict[Kind, int]:
    """How many findings there are of each kind that has any."""
    counts = Counter[Kind](finding.kind for finding in findings)
    return {kind: counts[kind] for kind in sorted(counts, key=KINDS.index)}


def scan_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``scan`` prints."""
    return schema_of(ScanRecord, "what would still be removed from texts")

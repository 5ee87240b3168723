"""Audits as a table for spreadsheets and as SARIF; as HTML see the package ``html``."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from anonymizer import sarif
from anonymizer.auditing.record import AuditedFact, AuditRecord, Verdict
from anonymizer.auditing.words import words
from anonymizer.linestarts import LineStarts
from anonymizer.templates.guard import guarded
from anonymizer.version import __version__

_DESCRIPTIONS: Final[Mapping[Verdict, str]] = {
    "partly": "A part of a fact still stands in the redacted text",
    "kept": "A fact of the original still stands in the redacted text",
    "kept_elsewhere": "A fact was stripped, but can be read at another place",
    "altered": "Another value stands where a fact of the original stood",
    "over_stripped": "Ordinary words were replaced by a placeholder",
    "derivable": "A figure was stripped, but others give it away by arithmetic",
}
_LEVELS: Final[Mapping[Verdict, sarif.Level]] = {
    "partly": "error",
    "kept": "error",
    "kept_elsewhere": "error",
    "derivable": "error",
    "altered": "warning",
    "over_stripped": "note",
}
_COLUMNS: Final = (
    "original", "redacted", "id", "verdict", "reason", "kind", "text", "unit", "label",
    "replacement", "original_line", "original_start", "original_end", "redacted_line",
    "redacted_start", "redacted_end", "section", "evidence", "sentence", "rule",
)  # fmt: skip


def to_csv(records: Sequence[AuditRecord]) -> bytes:
    """One row for each fact, in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for record in records:
        for fact in record.facts:
            writer.writerow([guarded(cell) for cell in _row(record, fact)])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _row(record: AuditRecord, fact: AuditedFact) -> list[str]:
    there = fact.redacted or ("", "")
    return [
        record.original.name,
        record.redacted.name,
        fact.id,
        fact.verdict,
        fact.reason,
        fact.kind,
        fact.text,
        fact.unit or "",
        fact.label or "",
        fact.replacement or "",
        str(fact.line),
        *map(str, fact.original),
        str(fact.redacted_line or ""),
        *map(str, there),
        "".join(fact.section),
        fact.evidence,
        fact.sentence,
        fact.rule,
    ]


def to_sarif(
    records: Sequence[tuple[AuditRecord, str]],
    lines: Mapping[str, LineStarts],
    errors: Sequence[str] = (),
) -> bytes:
    """What leaks, was altered or stripped too much, at its place in the redacted files.

    Each record comes with its redacted file's URI, for which ``lines`` tells where lines begin.
    """
    said = words()["zh"]
    results: list[sarif.Result] = []
    for record, uri in records:
        seen: Counter[tuple[str, str]] = Counter()
        for fact in record.facts:
            if fact.verdict in _LEVELS:
                seen[fact.verdict, fact.kind] += 1
                start, end = _place(fact)
                ordinal = seen[fact.verdict, fact.kind]
                results.append(
                    sarif.Result(
                        rule=fact.verdict,
                        level=_LEVELS[fact.verdict],
                        message=_sound(f"{said['verdict.' + fact.verdict]}：{fact.evidence}"),
                        uri=uri,
                        start=start,
                        end=end,
                        fingerprint=_fingerprint(uri, fact, ordinal),
                    )
                )
    return sarif.document(
        ("anonymizer", __version__),
        [sarif.Rule(verdict, text) for verdict, text in _DESCRIPTIONS.items()],
        results,
        lines,
        list(map(_sound, errors)),
    )


def _sound(text: str) -> str:
    """A text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _place(fact: AuditedFact) -> tuple[int, int]:
    """Where in the redacted text a fact leaks, else where it was stripped."""
    for trace in fact.traces:
        if trace.place and trace.where is None:
            return trace.place
    return fact.redacted or (0, 0)


def _fingerprint(uri: str, fact: AuditedFact, ordinal: int) -> str:
    """Tells a result from others without its value: values of figures could be tried out."""
    known = f"{uri}\0{fact.verdict}\0{fact.kind}\0{ordinal}"
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32]

"""A scan as a SARIF document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from anonymizer import sarif
from anonymizer.gate.findings import Finding, ScanRecord
from anonymizer.linestarts import LineStarts
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.rulebook import Rulebook

_LONGEST: Final = 80
"""Characters of a value in a message: its place tells the rest."""


def to_sarif(
    record: ScanRecord,
    fingerprints: Sequence[str],
    lines: Mapping[str, LineStarts],
    rulebook: Rulebook,
) -> bytes:
    """The document of a scan. ``lines`` tells for each file where its lines begin."""
    uris = {file.name: sarif.uri_of(file.name) for file in record.files}
    rules = sorted({finding.rule for finding in record.findings})
    return sarif.document(
        (record.tool.name, record.tool.version),
        [sarif.Rule(rule, _description(rule, rulebook)) for rule in rules],
        [
            sarif.Result(
                rule=finding.rule,
                level="error",
                message=_message(finding),
                uri=uris[finding.file],
                start=finding.source[0],
                end=finding.source[1],
                fingerprint=fingerprint,
            )
            for finding, fingerprint in zip(record.findings, fingerprints, strict=True)
        ],
        {uris[name]: lines[name] for name in uris},
        [f"{file.name}: {file.reason}" for file in record.unread],
    )


def _message(finding: Finding) -> str:
    label = f"（{finding.label}）" if finding.label else ""
    text = finding.text
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return f"{KIND_NAMES[finding.kind]}{label}：{finding.before}【{text}】{finding.after}"


def _description(rule_id: str, rulebook: Rulebook) -> str:
    rule = rulebook.by_id.get(rule_id)
    return rule.description if rule else ""

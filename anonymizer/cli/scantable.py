"""How a scan is shown to a person: the findings of each file in their context, and counts."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from anonymizer.cli.output import columns, readable, visible
from anonymizer.gate.findings import Finding, ScanRecord
from anonymizer.redaction.placeholders import KIND_NAMES

_FEW: Final = 5
"""Places outside a file's text that are named; the JSON has them all."""

_COLUMNS: Final = ("行:列", "会去掉的", "类别", "含义", "规则")


def table(record: ScanRecord) -> str:
    """A table for each file that has findings, and a last line with counts."""
    lines: list[str] = []
    for name, group in groupby(record.findings, key=lambda finding: finding.file):
        rows = [_row(finding) for finding in group]
        lines += [f"{readable(name)}：{len(rows)} 处", *columns(_COLUMNS, rows, right=(0,)), ""]
    for file in record.files:
        if file.hidden:
            shown = "、".join(map(readable, file.hidden[:_FEW]))
            more = "" if len(file.hidden) <= _FEW else "等"
            lines.append(
                f"{readable(file.name)}：正文以外 {len(file.hidden)} 处会去掉（{shown}{more}）"
            )
    return "\n".join([*lines, _counts(record), ""])


def _row(finding: Finding) -> tuple[str, ...]:
    value = visible(readable(finding.text))
    return (
        f"{finding.line}:{finding.column}",
        f"{readable(finding.before)}【{value}】{readable(finding.after)}",
        KIND_NAMES[finding.kind],
        readable(finding.label or ""),
        finding.rule,
    )


def _counts(record: ScanRecord) -> str:
    with_findings = sum(file.findings > 0 for file in record.files)
    where = f"{record.profile}，{len(record.files)} 个文件"
    if record.findings:
        kinds = "、".join(f"{KIND_NAMES[kind]} {n}" for kind, n in record.summary.items())
        said = f"共 {len(record.findings)} 处（{where}，{with_findings} 个有发现）：{kinds}"
    else:
        said = f"没有发现（{where}）"
    if accepted := record.accepted + record.allowed:
        said += f"；另有 {accepted} 处已认可"
    if record.unread:
        said += f"；{len(record.unread)} 个文件没能读"
    return said

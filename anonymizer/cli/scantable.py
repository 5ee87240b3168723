"""How a scan is shown to a person: the findings of each file in their context, and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from anonymizer.cli.output import readable, visible
from anonymizer.gate.findings import Finding, ScanRecord
from anonymizer.lines import width
from anonymizer.redaction.placeholders import KIND_NAMES

_COLUMNS: Final = ("行:列", "会去掉的", "类别", "含义", "规则")
_GAP: Final = "   "


def table(record: ScanRecord) -> str:
    """A table for each file that has findings, and a last line with counts."""
    lines: list[str] = []
    for name, group in groupby(record.findings, key=lambda finding: finding.file):
        rows = [_row(finding) for finding in group]
        lines += [f"{readable(name)}：{len(rows)} 处", *_table(rows), ""]
    return "\n".join([*lines, _counts(record), ""])


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines in columns, the first of them set right.

    A gate may find a hundred thousand things, for which the tables of other commands, which
    fit a terminal's width, would take minutes.
    """
    widths = [max(map(width, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    for number, row in enumerate((_COLUMNS, *rows)):
        first, *others = (
            " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
        )
        cells = (cell + space for cell, space in zip(row[1:], others, strict=True))
        yield f"  {first}{row[0]}{_GAP}{_GAP.join(cells)}".rstrip()
        if number == 0:
            yield "  " + "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))


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

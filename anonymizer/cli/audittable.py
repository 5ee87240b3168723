"""How an audit is shown to a person at a terminal: counts, then what leaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from anonymizer.auditing.record import VERDICTS, AuditedFact, AuditRecord, AuditsRecord, Verdict
from anonymizer.auditing.words import words
from anonymizer.cli.output import columns, readable, visible
from anonymizer.redaction.placeholders import KIND_NAMES

_SHOWN: Final[tuple[Verdict, ...]] = (
    "kept",
    "partly",
    "kept_elsewhere",
    "derivable",
    "altered",
    "over_stripped",
)
"""Verdicts that are listed one by one, the worst first."""
_COLUMNS: Final = ("原文行", "脱敏稿行", "类别", "事实", "现在", "含义", "判断", "依据")
_MOST: Final = 200


def one(record: AuditRecord) -> str:
    """The counts of a pair, and a table of what is to be looked at."""
    lines = [f"{readable(record.original.name)} → {readable(record.redacted.name)}"]
    lines += [f"  {_said('note', note)}" for note in record.notes]
    lines += ["", _counts(record.summary), ""]
    facts = [fact for verdict in _SHOWN for fact in record.facts if fact.verdict == verdict]
    if facts:
        lines += columns(_COLUMNS, [_row(fact) for fact in facts[:_MOST]], right=(0, 1))
        if len(facts) > _MOST:
            lines.append(f"  …… 还有 {len(facts) - _MOST} 处，见 --format html 或 csv")
        lines.append("")
    lines.append(_lengths(record))
    return "\n".join(lines) + "\n"


def many(audits: AuditsRecord) -> str:
    """A line for each pair, and the sums."""
    heads = ("脱敏稿", *(_said("verdict", verdict) for verdict in VERDICTS), "说明")
    rows = [
        (
            readable(record.redacted.name),
            *(str(record.summary[verdict]) for verdict in VERDICTS),
            "；".join(_said("note", note) for note in record.notes),
        )
        for record in audits.pairs
    ]
    rows.append(("合计", *(str(audits.summary[verdict]) for verdict in VERDICTS), ""))
    lines = list(columns(heads, rows, right=range(1, len(VERDICTS) + 1)))
    for name, files in (
        ("没有脱敏稿", audits.unpaired.original),
        ("没有原文", audits.unpaired.redacted),
    ):
        if files:
            lines += ["", f"{name}：{'、'.join(map(readable, files))}"]
    if audits.failed:
        lines += ["", f"没能读：{'；'.join(map(readable, audits.failed))}"]
    return "\n".join(lines) + "\n"


def _counts(summary: dict[Verdict, int]) -> str:
    total = sum(summary.values())
    parts = [f"{_said('verdict', verdict)} {n}" for verdict, n in summary.items() if n]
    return f"共 {total} 处事实：{'、'.join(parts) if parts else '没有'}"


def _row(fact: AuditedFact) -> Sequence[str]:
    return (
        str(fact.line),
        str(fact.redacted_line or ""),
        KIND_NAMES[fact.kind],
        visible(readable(fact.text), 24) + readable(fact.unit or ""),
        visible(readable(fact.replacement or ""), 16),
        visible(readable(fact.label or ""), 16),
        _said("verdict", fact.verdict),
        f"{_said('reason', fact.reason)}：{visible(readable(fact.evidence), 60)}",
    )


def _lengths(record: AuditRecord) -> str:
    beyond = sum(end - start for start, end in record.beyond)
    missing = sum(end - start for start, end in record.missing)
    more = f"脱敏稿多出 {beyond} 字（{len(record.beyond)} 段）"
    return f"{more}，缺少原文 {missing} 字（{len(record.missing)} 段）"


def messages(record: AuditRecord) -> Iterator[str]:
    """What is to be said of a pair beside its report."""
    for note in record.notes:
        yield f"{record.redacted.name}：{_said('note', note)}"


def _said(sort: str, key: str) -> str:
    """The word of the reports for a verdict, a reason or a note."""
    return words()["zh"][f"{sort}.{key}"].rstrip("。")

"""How an evaluation is shown to a person: tables, then every place to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from anonymizer.cli.output import draw, readable
from anonymizer.evaluation.scores import Ablation, Evaluation, Finding, RuleScore, Score
from anonymizer.redaction.placeholders import KIND_NAMES

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST: Final = 60
_WORST: Final = 15


def show(evaluation: Evaluation, console: Console, limit: int) -> None:
    """Print an evaluation; of each list at most ``limit`` places, all of them for 0."""
    draw(console, _title(evaluation), _COLUMNS, _kind_rows(evaluation))
    worst = [rule for rule in evaluation.rules if rule.false or rule.boundary]
    if worst:
        draw(console, "最差的规则", _RULE_COLUMNS, map(_rule_row, worst[: limit or None][:_WORST]))
    for title, findings in (
        ("漏去", evaluation.misses),
        ("误去", evaluation.false_removals),
        ("边界不合", evaluation.boundaries),
    ):
        shown = findings[: limit or None]
        if shown:
            _print(console, f"{title}（{len(findings)} 处）")
            for finding in shown:
                _print(console, f"  {_line(finding)}")
            if len(shown) < len(findings):
                _print(console, f"  另有 {len(findings) - len(shown)} 处；--limit 0 全部列出")
            _print(console, "")
    if evaluation.ablation:
        _show_ablation(console, evaluation.ablation)


def _print(console: Console, line: str) -> None:
    console.print(line, soft_wrap=True)


def _title(evaluation: Evaluation) -> str:
    return f"评测（{evaluation.profile}）：{evaluation.documents} 篇，{evaluation.characters} 字"


_COLUMNS: Final = (
    "类别", "标注", "召回", "同类召回", "边界", "实体召回", "字召回",
    "去掉", "准确", "字准确", "误去", "误去/万字",
)  # fmt: skip


def _kind_rows(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    for kind, score in evaluation.kinds.items():
        yield f"{kind} {KIND_NAMES.get(kind, '')}", *_score_cells(score)
    yield "合计", *_score_cells(evaluation.total)


def _score_cells(score: Score) -> tuple[str, ...]:
    return (
        str(score.mentions),
        _percent(score.recall),
        _percent(score.recall_as_kind),
        _percent(score.exact_rate),
        _percent(score.entity_recall),
        _percent(score.character_recall),
        str(score.removals),
        _percent(score.precision),
        _percent(score.character_precision),
        str(score.false),
        "" if score.false_per_10k is None else f"{score.false_per_10k:.2f}",
    )


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{100 * rate:.1f}%"


_RULE_COLUMNS: Final = ("规则", "去掉", "对", "边界不合", "误去")


def _rule_row(rule: RuleScore) -> tuple[str, ...]:
    counts = (rule.removals, rule.right, rule.boundary, rule.false)
    return rule.rule, *map(str, counts)


def _line(finding: Finding) -> str:
    """One place: …建设了[呼中]镇…, and the rules that had to do with it."""
    marked = readable(finding.text)
    if len(marked) > _LONGEST:
        marked = f"{marked[: _LONGEST // 2]}…{marked[-_LONGEST // 2 :]}"
    parts = [
        f"{readable(finding.document)[:_LONGEST]}:{finding.line}",
        finding.kind,
        f"…{readable(finding.before)}[{marked}]{readable(finding.after)}…",
    ]
    if finding.removed_by:
        parts.append(" ".join(finding.removed_by))
    if finding.kept_by:
        parts.append(f"留于 {' '.join(finding.kept_by)}")
    return "  ".join(parts)


def _show_ablation(console: Console, ablation: Ablation) -> None:
    rows = [
        (
            row.rule,
            str(row.spans),
            str(row.removals),
            f"{row.found:+d}",
            "–" if row.recall is None else f"{100 * row.recall:+.2f}%",
            f"{row.exact:+d}",
            f"{row.false:+d}",
        )
        for row in ablation.rules
    ]
    columns = ("规则", "识别", "去掉", "召回处", "召回", "边界", "误去")
    draw(console, "每条规则添了什么（没有它就没有的）", columns, rows)
    if ablation.unused:
        _print(
            console, f"没有用到的规则（{len(ablation.unused)} 条）：{'、'.join(ablation.unused)}"
        )

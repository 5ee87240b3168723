"""``anonymizer explain``: why each span was replaced or kept, and what cleaning did."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from anonymizer.cli.options import EncodingOption, ProfileOption, RulesOption
from anonymizer.cli.output import put, put_line, table, visible
from anonymizer.documents import Reading, Source, open_document
from anonymizer.pipeline import Options, Redaction, run
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.rulebook import Rulebook, load

EXAMPLE = "Example: anonymizer explain 投资220万元，少义书记到会 -p standard"


class Format(str, Enum):
    """How to print."""

    text = "text"
    json = "json"


def explain(
    text: Annotated[
        str, typer.Argument(help="A text, a file, or - for standard input.", allow_dash=True)
    ] = "-",
    profile: ProfileOption = "standard",
    rules: RulesOption = None,
    clean: Annotated[bool, typer.Option(help="Clean the text first.")] = True,
    encoding: EncodingOption = None,
    format: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.text,
) -> None:
    """Say for each span why it was replaced or kept, and for each cleaning which rule did it.

    This prints the values that redact takes out.
    """
    rulebook = load(rules)
    result = run(_source(text, encoding), Options(profile=profile, clean=clean), rulebook)
    if format is Format.json:
        put(_json(result))
        return
    cleaning = _cleaning_rows(result, rulebook)
    if cleaning:
        table("清洗", ("位置", "原文", "改为", "规则", "说明"), cleaning)
    spans = _span_rows(result, rulebook)
    if spans:
        table(
            f"识别（{result.profile.id}）",
            ("位置", "文字", "类别", "结果", "规则", "分数", "说明"),
            spans,
        )
    if not cleaning and not spans:
        put_line("没有可去掉的内容。")


def _source(text: str, encoding: str | None) -> Source:
    if text == "-":
        return open_document(None, Reading(encoding))
    try:
        if len(text) < 1024 and Path(text).is_file():
            return open_document(Path(text), Reading(encoding))
    except (OSError, ValueError):
        pass  # no path at all: a text
    return Source.from_text(text)


_FEW = 12
"""A rule that changed the text in more places than this is shown with its first ones only."""


def _cleaning_rows(result: Redaction, rulebook: Rulebook) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    counts: dict[str, int] = {}
    for record in result.cleaning:
        counts[record.rule] = counts.get(record.rule, 0) + 1
        if counts[record.rule] <= _FEW:
            rows.append(
                (
                    f"{record.source[0]}–{record.source[1]}",
                    visible(record.text),
                    visible(record.replacement),
                    record.rule,
                    _description(record.rule, rulebook),
                )
            )
    for rule, count in counts.items():
        if count > _FEW:
            rows.append(("…", f"另有 {count - _FEW} 处", "", rule, _description(rule, rulebook)))
    return rows


def _span_rows(result: Redaction, rulebook: Rulebook) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for decision in result.decisions:
        span = decision.span
        if span.kind == "keep":
            outcome = "保留"
        elif decision.replaced:
            outcome = "去掉"
        else:
            outcome = f"归 {decision.reason}"
        rows.append(
            (
                f"{span.start}–{span.end}",
                visible(result.cleaned[span.start : span.end]),
                KIND_NAMES.get(span.kind, ""),
                outcome,
                span.rule,
                f"{span.score:.2f}",
                _description(span.rule, rulebook),
            )
        )
    return rows


def _description(rule_id: str, rulebook: Rulebook) -> str:
    rule = rulebook.by_id.get(rule_id)
    return rule.description if rule else ""


def _json(result: Redaction) -> bytes:
    import msgspec

    document = {
        "schema_version": 1,
        "profile": result.profile.id,
        "cleaning": result.cleaning,
        "spans": [
            {
                "start": decision.span.start,
                "end": decision.span.end,
                "text": result.cleaned[decision.span.start : decision.span.end],
                "kind": decision.span.kind,
                "rule": decision.span.rule,
                "score": decision.span.score,
                "replaced": decision.replaced,
                "reason": decision.reason,
            }
            for decision in result.decisions
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"

"""``anonymizer rules``: list, show, test, check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from anonymizer.cli.options import RulesOption
from anonymizer.cli.output import Failed, fail, put, put_line, say, table
from anonymizer.rulebook import Rule, Rulebook, load, source_folder
from anonymizer.slots import KINDS

app = typer.Typer(
    help="The rules: list them, show one, run their examples, check a folder of your own.",
    no_args_is_help=True,
)


@app.command("list", epilog="Example: anonymizer rules list --kind money")
def list_rules(
    kind: Annotated[
        str | None, typer.Option("--kind", "-k", help="Only rules of this kind.")
    ] = None,
    rules: RulesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the rules."""
    rulebook = load(rules)
    kinds = list(dict.fromkeys(rule.kind for rule in rulebook.rules))
    if kind is not None and kind not in kinds:
        known = kind in KINDS
        fail(f"{'no rules of' if known else 'unknown'} kind {kind!r}; there are {', '.join(kinds)}")
        raise Failed(2)
    chosen = [rule for rule in rulebook.rules if kind in (None, rule.kind)]
    if as_json:
        import msgspec

        put(msgspec.json.format(msgspec.json.encode(chosen), indent=1) + b"\n")
        return
    rows = [(rule.id, rule.kind, f"{rule.score:.2f}", rule.description) for rule in chosen]
    table(f"{len(rows)} 条规则", ("规则", "类别", "分数", "说明"), rows)


@app.command("show", epilog="Example: anonymizer rules show money.amount")
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The rule's id.")],
    rules: RulesOption = None,
) -> None:
    """Show one rule: what it does, its pattern, its examples, where it stands."""
    rulebook = load(rules)
    rule = rulebook.rule(rule_id)
    for name, value in _facts(rule):
        if value:
            put_line(f"{name}\t{value}")
    for name, examples in (("例", rule.examples), ("反例", rule.no_examples)):
        for example in examples:
            put_line(f"{name}\t{example}")


def _facts(rule: Rule) -> list[tuple[str, str]]:
    return [
        ("规则", rule.id),
        ("类别", rule.kind),
        ("读作", rule.means),
        ("说明", rule.description),
        ("匹配", rule.match),
        ("保留", rule.keeps),
        ("分数", f"{rule.score:.2f}"),
        ("位置", f"{rule.file}:{rule.line}"),
    ]


@app.command("test", epilog="Example: anonymizer rules test --rules my-rules")
def test(rules: RulesOption = None) -> None:
    """Run every example of every rule; exit 1 if one does not hold."""
    rulebook = load(rules)
    failures = _failures(rulebook, None, rules)
    for line in failures:
        put_line(line)
    _count(rulebook.rules, len(failures))
    if failures:
        raise Failed(1)


@app.command("check", epilog="Example: anonymizer rules check my-rules")
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of rules.")],
) -> None:
    """Check a folder of rules: that it loads, and that its examples hold over the built-in ones.

    Exit 2 if the folder should not be used as it is; each line says what to mend where.
    """
    rulebook = load(folder)
    builtin = load().by_id
    own = frozenset(rule.id for rule in rulebook.rules if builtin.get(rule.id) != rule)
    failures = _failures(rulebook, own, folder)
    for line in failures:
        fail(line)
    if failures:
        raise Failed(2)
    _count([rule for rule in rulebook.rules if rule.id in own], 0)


def _failures(
    rulebook: Rulebook, rule_ids: frozenset[str] | None, folder: Path | None
) -> list[str]:
    """One line for each example that does not hold: where it stands, and how it came out."""
    from anonymizer.ruletest import check_examples

    lines = []
    for failure in check_examples(rulebook, rule_ids):
        from anonymizer.rulefiles import example_place

        folders = [source_folder(), *([folder] if folder else [])]
        path, line = example_place(folders, failure.rule, failure.example)
        said, came = (_quoted(text) for text in (failure.example, failure.outcome))
        lines.append(
            f"{path}:{line}: {failure.rule.id}: the example {said} comes out as {came}; "
            "correct the example or the rule"
        )
    return lines


def _quoted(text: str) -> str:
    return "‘" + text.replace("\r", "").replace("\n", "⏎") + "’"


def _count(rules: Sequence[Rule], failures: int) -> None:
    examples = sum(len(rule.examples) + len(rule.no_examples) for rule in rules)
    say(f"{len(rules)} rules, {examples} examples, {failures} of them do not hold")

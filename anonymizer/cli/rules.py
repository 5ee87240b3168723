"""``anonymizer rules``: list, show, test, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from anonymizer.cli.output import Failed, fail, put, put_line, say, table
from anonymizer.rulebook import Rule, Rulebook, load
from anonymizer.slots import KINDS

app = typer.Typer(
    help="The rules: list them, show one, run their examples, check a folder of your own.",
    no_args_is_help=True,
)

_Rules = Annotated[
    Path | None, typer.Option("--rules", help="A folder of rules laid over the built-in ones.")
]


@app.command("list", epilog="Example: anonymizer rules list --kind money")
def list_rules(
    kind: Annotated[
        str | None, typer.Option("--kind", "-k", help="Only rules of this kind.")
    ] = None,
    rules: _Rules = None,
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
    rules: _Rules = None,
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
        ("说明", rule.description),
        ("匹配", rule.match),
        ("保留", rule.keeps),
        ("分数", f"{rule.score:.2f}"),
        ("位置", f"{rule.file}:{rule.line}"),
    ]


@app.command("test", epilog="Example: anonymizer rules test --rules my-rules")
def test(rules: _Rules = None) -> None:
    """Run every example of every rule; exit 1 if one does not hold."""
    _run_examples(load(rules), None)


@app.command("check", epilog="Example: anonymizer rules check my-rules")
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of rules.")],
) -> None:
    """Check a folder of rules: that it loads, and that its examples hold over the built-in ones."""
    rulebook = load(folder)
    builtin = load().by_id
    own = (rule.id for rule in rulebook.rules if builtin.get(rule.id) != rule)
    _run_examples(rulebook, frozenset(own))


def _run_examples(rulebook: Rulebook, rule_ids: frozenset[str] | None) -> None:
    from anonymizer.ruletest import check_examples

    failures = list(check_examples(rulebook, rule_ids))
    for failure in failures:
        rule = failure.rule
        put_line(f"{rule.file}:{rule.line}: {rule.id}")
        put_line(f"  应为 {failure.example!r}".replace("\\n", "⏎"))
        put_line(f"  实为 {failure.outcome!r}".replace("\\n", "⏎"))
    chosen = [r for r in rulebook.rules if rule_ids is None or r.id in rule_ids]
    examples = sum(len(rule.examples) + len(rule.no_examples) for rule in chosen)
    say(f"{len(chosen)} rules, {examples} examples, {len(failures)} of them do not hold")
    if failures:
        raise Failed(1)

"""What the numbers mean, on a text small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from anonymizer import Span, load_rules
from anonymizer.evaluation import Document, Evaluation, Mention, evaluate, evaluation_schema
from tests.helpers import ROOT
from tests.test_slots import _assert_fits

#       0123456789012345678901234567890
TEXT = "请王建国到呼中镇，王建国说：投资220万元，三个镇，共40户。"
GOLD = (
    Mention(1, 4, "person"),
    Mention(5, 7, "place"),
    Mention(9, 12, "person"),
    Mention(16, 19, "money"),
)
STRICT = (Mention(22, 23, "quantity"),)
DOCUMENT = Document("a", TEXT, GOLD, STRICT)

SPANS = [
    Span(1, 4, "person", "person.full", 0.9),
    Span(5, 8, "organization", "body.wide", 0.9),  # one character too many, and another kind
    Span(9, 11, "person", "person.short", 0.9),  # one too few: a miss
    Span(16, 19, "money", "money.amount", 0.9),
    Span(16, 19, "number", "number.plain", 0.5),  # what would step in for money.amount
    Span(22, 23, "quantity", "count.chinese", 0.9),  # only strict: neither right nor wrong
    Span(14, 16, "name", "name.wild", 0.9),  # 投资 is nothing: false
    Span(27, 29, "quantity", "count.arabic", 0.4),
    Span(27, 29, "keep", "keep.forty", 0.8),  # keeps a false removal away
]


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Evaluation:
    return _score(monkeypatch)


def _score(
    monkeypatch: pytest.MonkeyPatch, profile: str = "standard", kinds: tuple[str, ...] = ()
) -> Evaluation:
    monkeypatch.setattr("anonymizer.evaluation.run.recognised", lambda *_: SPANS)
    book = load_rules()
    return evaluate([DOCUMENT], book, book.profile(profile), kinds=kinds, ablate=True)


def test_the_text_is_as_counted() -> None:
    assert [TEXT[m.start : m.end] for m in (*GOLD, *STRICT)] == [
        "王建国", "呼中", "王建国", "220", "三",
    ]  # fmt: skip


def test_all_together(scored: Evaluation) -> None:
    total = scored.total
    assert (scored.documents, scored.characters) == (1, len(TEXT))
    assert (total.mentions, total.found, total.recall) == (4, 3, 0.75)
    assert (total.found_as_kind, total.recall_as_kind) == (2, 0.5)  # 呼中 went as another kind
    assert (total.exact, total.exact_rate) == (2, 0.5)
    assert (total.removals, total.right, total.precision) == (5, 4, 0.8)
    assert (total.false, total.false_per_10k) == (1, round(10_000 / len(TEXT), 6))
    assert (total.entities, total.entities_gone) == (3, 2)  # 王建国 is left once
    assert (total.characters, total.characters_gone) == (11, 10)
    assert (total.characters_removed, total.characters_right) == (13, 10)


def test_kind_by_kind(scored: Evaluation) -> None:
    person, place = scored.kinds["person"], scored.kinds["place"]
    assert (person.mentions, person.found, person.exact, person.removals) == (2, 1, 1, 2)
    assert (person.entities, person.entities_gone, person.entity_recall) == (1, 0, 0.0)
    assert (place.recall, place.recall_as_kind, place.exact_rate) == (1.0, 0.0, 0.0)
    assert (place.removals, place.precision) == (0, None)
    assert scored.kinds["organization"].right == 1
    assert scored.kinds["name"].false == 1
    assert "quantity" not in scored.kinds
    assert list(scored.kinds) == ["person", "place", "organization", "name", "money"]


def test_rule_by_rule(scored: Evaluation) -> None:
    rows = [(r.rule, r.exact, r.boundary, r.false) for r in scored.rules]
    assert rows == [
        ("name.wild", 0, 0, 1),
        ("body.wide", 0, 1, 0),
        ("person.short", 0, 1, 0),
        ("money.amount", 1, 0, 0),
        ("person.full", 1, 0, 0),
    ]


def test_every_place_to_look_at(scored: Evaluation) -> None:
    (miss,) = scored.misses
    assert (miss.text, miss.place, miss.line, miss.removed_by) == (
        "王建国", (9, 12), 1, ("person.short",),
    )  # fmt: skip
    assert miss.before.endswith("呼中镇，")
    assert miss.after.startswith("说：")
    assert [(f.text, f.removed_by) for f in scored.false_removals] == [("投资", ("name.wild",))]
    assert [(f.place, f.wanted) for f in scored.boundaries] == [
        ((5, 8), ((5, 7),)),
        ((9, 11), ((9, 12),)),
    ]


def test_what_each_rule_adds(scored: Evaluation) -> None:
    assert scored.ablation is not None
    added = {r.rule: (r.found, r.exact, r.false) for r in scored.ablation.rules}
    assert added == {
        "person.full": (1, 1, 0),
        "body.wide": (1, 0, 0),
        "person.short": (-1, -1, 0),  # without it the whole name would be found
        "money.amount": (0, 0, 0),  # number.plain finds the same
        "number.plain": (0, 0, 0),
        "count.chinese": (0, 0, 0),
        "count.arabic": (0, 0, 0),
        "name.wild": (0, 0, 1),
        "keep.forty": (0, 0, -1),
    }
    assert scored.ablation.rules[0].rule == "person.full"
    assert "percent.share" in scored.ablation.unused
    assert not any(rule.startswith("strict.") for rule in scored.ablation.unused)


def test_under_strict_what_is_strict_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = _score(monkeypatch, "strict")
    assert (scored.total.mentions, scored.kinds["quantity"].found) == (5, 1)


def test_only_some_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = _score(monkeypatch, kinds=("place",))
    assert list(scored.kinds) == ["place"]
    assert (scored.total.mentions, scored.total.found, scored.total.false) == (1, 1, 0)


def test_a_profile_is_not_judged_on_kinds_that_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = _score(monkeypatch, "light")
    assert "place" not in scored.kinds
    assert scored.total.mentions == 3


def test_nothing_to_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anonymizer.evaluation.run.recognised", lambda *_: [])
    book = load_rules()
    scored = evaluate([Document("a", "好", ())], book, book.profile("standard"))
    assert (scored.total.recall, scored.total.precision, scored.kinds) == (None, None, {})
    assert scored.total.false_per_10k == 0.0
    assert scored.ablation is None


def test_the_text_is_taken_as_it_stands() -> None:
    """Offsets hold across what cleaning would change: half-width commas, CRLF, wrapped lines."""
    text = "同志们:\r\n投资220万元,很好\r\n"
    start = text.index("220")
    book = load_rules()
    gold = Document("a", text, (Mention(start, start + 3, "money"),))
    scored = evaluate([gold], book, book.profile("standard"))
    assert (scored.total.found, scored.total.exact, scored.total.false) == (1, 1, 0)


def test_the_schema_is_that_of_the_types_and_fits(scored: Evaluation) -> None:
    shipped = ROOT / "anonymizer" / "schemas" / "evaluation.schema.json"
    schema = evaluation_schema()
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(schema))
    printed = json.loads(scored.to_json())
    _assert_fits(printed, schema, schema["$defs"])
    assert msgspec.json.decode(scored.to_json(), type=Evaluation) == scored


def test_the_same_gold_gives_the_same_bytes() -> None:
    from anonymizer.evaluation import Labels, read_gold

    path = ROOT.parent / "shared" / "eval" / "speeches.dev.jsonl"
    if not path.is_file():
        pytest.skip("no ../shared/eval beside the project")
    book = load_rules()
    documents = read_gold([Path(path)], Labels(book))[:6]
    runs = {
        evaluate(documents, book, book.profile("standard"), ablate=True).to_json() for _ in "12"
    }
    assert len(runs) == 1

"""The audit on pairs whose verdicts are known because they were made so."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from anonymizer import audit
from scripts.audit_score import Score, judge, pairs
from tests.auditing import extremes
from tests.auditing.pairs import HANDS, Options, Pair
from tests.auditing.texts import Speech, corpus, known, shared

RIGHT = 0.98


def scored(speeches: Sequence[Speech], count: int, seed: int) -> list[Score]:
    made = pairs(speeches, [*HANDS, "any"], count, seed)
    return [judge(name, pair, audit(pair.original, pair.redacted)) for name, pair in made]


def assert_right(scores: Sequence[Score]) -> None:
    judged = [j for score in scores for j in score.judged if j.expected.known]
    assert len(judged) > 500
    assert sum(j.right for j in judged) >= RIGHT * len(judged)
    assert sum(j.placed for j in judged) >= RIGHT * sum(j.right for j in judged)


def test_speeches_of_the_project() -> None:
    assert_right(scored(corpus(), 2 * (len(HANDS) + 1), 1000))


@pytest.mark.parametrize("name", ["dev", "train"])
def test_speeches_beside_the_project(name: str) -> None:
    speeches = shared(name)
    if not speeches:
        pytest.skip("the annotated speeches beside the project are absent")
    assert_right(scored(speeches, 2 * (len(HANDS) + 1), 2000))


def test_added_passages_are_beyond_and_hold_no_fact() -> None:
    hand = Options(add=1.0)
    made = [extremes.large(corpus()[i : i + 1], 1, random.Random(i), hand) for i in range(6)]
    scores = [judge("add", pair, audit(pair.original, pair.redacted)) for pair in made]
    added = sum(score.added for score in scores)
    assert added > 1000
    assert sum(score.covered for score in scores) >= 0.9 * added
    assert sum(score.inside for score in scores) == 0


@pytest.mark.parametrize(
    ("name", "pair"),
    [pytest.param(name, pair, id=name) for name, pair in extremes.small(corpus()[0])],
)
def test_edges(name: str, pair: Pair) -> None:
    record = audit(pair.original, pair.redacted)
    assert pair.notes <= set(record.notes)
    found = known(pair.original)
    judged = [j for j in judge(name, pair, record).judged if j.expected[:2] in found]
    assert judged or not pair.expected
    assert sum(j.right for j in judged) >= RIGHT * len(judged)

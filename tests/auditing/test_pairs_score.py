"""The score of an audit: a perfect one gets all, a silent one nothing."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

from scripts.audit_score import judge
from tests.auditing.pairs import HANDS, Expected, Pair, make_pair
from tests.auditing.texts import corpus

SPEECH = corpus()[3]


def _pair(hand: str) -> Pair:
    return make_pair(SPEECH.text, SPEECH.facts, random.Random(11), HANDS[hand])


def _said(fact: Expected, verdict: str) -> Any:
    return SimpleNamespace(
        original=(fact.start, fact.end), redacted=fact.place, verdict=verdict, reason=""
    )


def test_a_perfect_audit() -> None:
    for hand in HANDS:
        pair = _pair(hand)
        facts = [_said(fact, sorted(fact.verdicts)[0]) for fact in pair.expected]
        score = judge(hand, pair, SimpleNamespace(facts=facts, beyond=pair.added))
        assert all(j.right and j.placed for j in score.judged)
        assert not score.invented
        assert score.covered == score.added
        assert score.inside == 0


def test_a_silent_audit() -> None:
    pair = _pair("editor")
    score = judge("editor", pair, SimpleNamespace(facts=[], beyond=[]))
    assert {j.said for j in score.judged} == {"missed"}
    assert not any(j.right for j in score.judged)
    assert score.added > score.covered == 0


def test_wrong_verdicts_and_inventions_are_seen() -> None:
    pair = _pair("forgetful")
    last = pair.expected[-1]
    wrong = [_said(fact, "altered") for fact in pair.expected]
    ordinary = Expected(0, 1, "term", frozenset(), ((0, 1),), False, "")
    assert pair.expected[0].start > 1
    facts = [*wrong, _said(ordinary, "over_stripped")]
    score = judge("forgetful", pair, SimpleNamespace(facts=facts, beyond=[]))
    assert not any(j.right for j in score.judged)
    assert [f.verdict for f in score.invented] == ["over_stripped"]
    assert score.judged[-1].expected == last

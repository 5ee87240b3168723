"""The pairs at the edges say of themselves what is true."""

from __future__ import annotations

import random

import pytest

from tests.auditing import extremes
from tests.auditing.pairs import HANDS, Options, Pair
from tests.auditing.texts import corpus

MOVED = Options({"strip": 0.7, "keep": 0.3}, reorder=True, drop=0.3)


@pytest.mark.parametrize(("name", "pair"), extremes.small(corpus()[0]))
def test_places_are_in_the_text(name: str, pair: Pair) -> None:
    for fact in pair.expected:
        assert 0 <= fact.start < fact.end <= len(pair.original)
        assert all(0 <= a < b <= len(pair.redacted) for a, b in fact.places)
    assert all(0 <= a < b <= len(pair.redacted) for a, b in pair.added)
    assert pair.expected or name.startswith("nothing")


def test_repeated_sentences_are_never_dropped() -> None:
    # Nobody could tell which of them is missing.
    pair = extremes.repetitive(50, random.Random(1), MOVED)
    assert all(fact.move != "gone" for fact in pair.expected)


def test_many_speeches_as_one() -> None:
    pair = extremes.large(corpus(), 60_000, random.Random(2), HANDS["forgetful"])
    assert len(pair.original) > 60_000
    assert len(pair.expected) > 2_000
    for fact in pair.expected:
        if fact.move == "keep":
            assert {pair.redacted[a:b] for a, b in fact.places} == {
                pair.original[fact.start : fact.end]
            }

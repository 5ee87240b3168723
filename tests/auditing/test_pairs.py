"""The pairs say of themselves what is true: checked without any audit."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.auditing.moves import FIGURES
from tests.auditing.pairs import HANDS, Pair, any_hand, make_pair
from tests.auditing.surface import CHANGES
from tests.auditing.texts import Speech, corpus

SPEECHES = corpus()


def _pair(speech: Speech, hand: str, seed: int) -> Pair:
    rng = random.Random(seed)
    options = HANDS.get(hand) or any_hand(rng)
    return make_pair(speech.text, speech.facts, rng, options)


@pytest.mark.parametrize("hand", [*HANDS, "any"])
def test_places_hold_what_was_done(hand: str) -> None:
    for seed, speech in enumerate(SPEECHES):
        pair = _pair(speech, hand, seed)
        assert pair.original == speech.text
        for fact in pair.expected:
            was = pair.original[fact.start : fact.end]
            now = [pair.redacted[a:b] for a, b in fact.places]
            assert fact.verdicts, was
            if fact.move == "keep":
                assert now, was
                assert all("".join(text.split()) == "".join(was.split()) for text in now)
            elif fact.move in ("part", "alter", "rewrite", "over"):
                assert all(text != was for text in now)
            elif fact.move == "gone":
                assert not now
            else:
                assert fact.move == "strip"
                assert all(was != text and (len(was) < 3 or was not in text) for text in now)


@pytest.mark.parametrize("hand", [*HANDS, "any"])
def test_same_seed_same_pair(hand: str) -> None:
    assert _pair(SPEECHES[0], hand, 7) == _pair(SPEECHES[0], hand, 7)


def test_every_verdict_and_move_occurs() -> None:
    pairs = [_pair(s, "any", seed) for s in SPEECHES for seed in range(4)]
    facts = [fact for pair in pairs for fact in pair.expected]
    sure = {next(iter(f.verdicts)) for f in facts if len(f.verdicts) == 1}
    assert sure == {
        "kept",
        "partly",
        "kept_elsewhere",
        "altered",
        "over_stripped",
        "gone",
        "stripped",
    }
    assert {f.move for f in facts} == {"strip", "keep", "part", "alter", "rewrite", "gone", "over"}
    figures = [f for f in facts if f.move == "strip" and f.kind in FIGURES]
    assert all("derivable" in f.verdicts or f.verdicts == {"kept_elsewhere"} for f in figures)
    assert any(pair.added for pair in pairs)


def test_added_text_is_not_of_the_original() -> None:
    pair = _pair(SPEECHES[1], "editor", 3)
    assert pair.added
    for start, end in pair.added:
        assert pair.redacted[start:end] not in pair.original
        assert not any(a < end and start < b for f in pair.expected for a, b in f.places)


@pytest.mark.parametrize("change", CHANGES)
def test_changes_leave_facts_alone(change: str) -> None:
    speech = SPEECHES[2]
    options = HANDS["forgetful"]
    plain = make_pair(speech.text, speech.facts, random.Random(5), options)
    retyped = replace(options, surface=(change,))
    other = make_pair(speech.text, speech.facts, random.Random(5), retyped)
    assert other.redacted != plain.redacted
    assert [f.move for f in other.expected] == [f.move for f in plain.expected]
    for one, two in zip(plain.expected, other.expected, strict=True):
        stood = [plain.redacted[a:b] for a, b in one.places]
        stands = [other.redacted[a:b] for a, b in two.places]
        assert ["".join(t.split()) for t in stands] == ["".join(t.split()) for t in stood]

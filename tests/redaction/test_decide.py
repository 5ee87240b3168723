from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from anonymizer import Decision, Span
from anonymizer.redaction import decide

TEXT = "全年完成投资220万元，第3名"


def span(start: int, end: int, score: float = 0.9, kind: str = "money", rule: str = "a.a") -> Span:
    return Span(start, end, kind, rule, score)


def test_the_surer_span_wins_and_the_loser_says_why() -> None:
    sure, unsure = span(6, 9, 0.95, rule="a.sure"), span(6, 8, 0.6, rule="a.unsure")
    assert decide(TEXT, [unsure, sure]) == [
        Decision(sure, True, "a.sure"), Decision(unsure, False, "a.sure"),
    ]  # fmt: skip


def test_the_longer_wins_among_equals() -> None:
    long, short = span(6, 9), span(6, 7, rule="a.b")
    assert [d.span for d in decide(TEXT, [short, long]) if d.replaced] == [long]


def test_a_keep_span_keeps_what_it_covers() -> None:
    keep, figure = span(6, 9, 0.98, "keep", "keep.k"), span(6, 9, 0.6)
    assert decide(TEXT, [figure, keep]) == [
        Decision(keep, False, "keep.k"), Decision(figure, False, "keep.k"),
    ]  # fmt: skip


def test_a_figure_that_loses_in_part_leaves_no_digit() -> None:
    winner, loser = span(6, 8, 0.95, rule="a.w"), span(7, 11, 0.6, rule="a.l")
    gone = [d.span for d in decide("全年完成投资22-10", [winner, loser]) if d.replaced]
    assert [(s.start, s.end, s.rule) for s in gone] == [(6, 8, "a.w"), (9, 11, "a.l")]


spans = st.builds(
    lambda start, length, score, kind: Span(start, start + length, kind, "a.a", score),
    st.integers(0, 12), st.integers(1, 5), st.sampled_from((0.5, 0.9, 0.99)),
    st.sampled_from(("money", "number", "keep", "person")),
)  # fmt: skip


@given(st.lists(spans, max_size=12))
def test_what_goes_never_overlaps_and_order_does_not_matter(found: list[Span]) -> None:
    text = "0123456789０１２３４５６７８９"
    decisions = decide(text, found)
    gone = [d.span for d in decisions if d.replaced]
    assert all(a.end <= b.start for a, b in pairwise(gone))
    kept = [d.span for d in decisions if d.span.kind == "keep" and d.reason == d.span.rule]
    assert {(s.start, s.end) for s in gone} == {
        (d.span.start, d.span.end) for d in decide(text, reversed(found)) if d.replaced
    }
    assert all(span in found for span in kept)

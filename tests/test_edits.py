from __future__ import annotations

import pytest
from hypothesis import given, settings

from anonymizer import Edit, Patch
from tests.strategies import patched

Case = tuple[str, Patch, Patch]


@settings(max_examples=500)
@given(patched())
def test_inverse_leads_back(case: Case) -> None:
    text, patch, _ = case
    assert patch.invert(text).apply(patch.apply(text)) == text


@settings(max_examples=500)
@given(patched())
def test_composition_is_one_after_the_other(case: Case) -> None:
    text, first, then = case
    assert first.compose(then).apply(text) == then.apply(first.apply(text))


@settings(max_examples=300)
@given(patched())
def test_composition_with_the_inverse_changes_nothing(case: Case) -> None:
    text, patch, _ = case
    assert patch.compose(patch.invert(text)).apply(text) == text


@settings(max_examples=300)
@given(patched())
def test_offsets_stay_inside_and_in_order(case: Case) -> None:
    text, patch, _ = case
    output = patch.apply(text)
    for after in (False, True):
        there = [patch.to_output(k, after=after) for k in range(len(text) + 1)]
        back = [patch.to_source(k, after=after) for k in range(len(output) + 1)]
        assert there == sorted(there)
        assert back == sorted(back)
        assert all(0 <= k <= len(output) for k in there)
        assert all(0 <= k <= len(text) for k in back)
    for k in range(len(text) + 1):
        assert patch.to_output(k) <= patch.to_output(k, after=True)


@settings(max_examples=300)
@given(patched())
def test_to_source_is_the_inverse_patch_to_output(case: Case) -> None:
    text, patch, _ = case
    inverse = patch.invert(text)
    for k in range(len(patch.apply(text)) + 1):
        assert inverse.to_output(k) == patch.to_source(k)
        assert inverse.to_output(k, after=True) == patch.to_source(k, after=True)


@settings(max_examples=200)
@given(patched())
def test_untouched_characters_keep_their_place(case: Case) -> None:
    text, patch, _ = case
    output = patch.apply(text)
    touched = {k for edit in patch for k in range(edit.start, edit.end)}
    for k in set(range(len(text))) - touched:
        place = patch.to_output(k, after=True)
        assert output[place] == text[k]
        assert patch.to_source(place, after=True) == k


def test_offsets_around_a_replacement() -> None:
    patch = Patch([Edit(2, 5, "X", "money")])  # 投资⟦220⟧万元
    assert patch.apply("投资220万元") == "投资X万元"
    assert [patch.to_output(k) for k in (0, 2, 3, 5, 7)] == [0, 2, 2, 3, 5]
    assert [patch.to_output(k, after=True) for k in (0, 2, 3, 5, 7)] == [0, 2, 3, 3, 5]
    assert [patch.to_source(k) for k in (0, 2, 3, 5)] == [0, 2, 5, 7]


def test_offsets_around_an_insertion() -> None:
    patch = Patch([Edit(2, 2, "\n", "break")])
    assert (patch.to_output(2), patch.to_output(2, after=True)) == (2, 3)
    assert (patch.to_source(2), patch.to_source(3)) == (2, 2)


def test_edits_are_sorted() -> None:
    late, early = Edit(4, 5, "b"), Edit(0, 1, "a")
    assert list(Patch([late, early])) == [early, late]
    assert Patch([late, early]) == Patch([early, late])
    assert hash(Patch([late, early])) == hash(Patch([early, late]))


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 3, "a", "one"), Edit(2, 4, "b", "two")],
        [Edit(1, 1, "a", "one"), Edit(1, 1, "b", "two")],
        [Edit(0, 4, "a", "one"), Edit(2, 2, "b", "two")],
        [Edit(0, 2, "", "one"), Edit(0, 2, "b", "two")],
    ],
)
def test_overlapping_edits_are_refused_by_name(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"overlap: one .* two"):
        Patch(edits)


def test_an_insertion_may_stand_at_the_edge_of_a_replacement() -> None:
    patch = Patch([Edit(2, 2, "b"), Edit(2, 4, "c"), Edit(4, 4, "d")])
    assert patch.apply("01234") == "01bcd4"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_an_edit_needs_a_place(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="start"):
        Edit(start, end, "x")


def test_an_edit_that_does_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="neither"):
        Edit(3, 3, "")


def test_an_edit_beyond_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="3 characters"):
        Patch([Edit(2, 5, "x")]).apply("abc")


def test_replacements_in_order_are_the_patch_of_their_edits() -> None:
    patch = Patch.of_replacements([0, 2], [1, 5], ["a", ""], ["one", "two"])
    same = Patch([Edit(0, 1, "a", "one"), Edit(2, 5, "", "two")])
    assert patch.apply("012345") == same.apply("012345") == "a15"
    assert [patch.to_output(k) for k in range(7)] == [same.to_output(k) for k in range(7)]
    assert patch == same
    assert hash(patch) == hash(same)


@pytest.mark.parametrize(
    ("starts", "ends", "message"),
    [
        ([0, 1], [2, 3], r"overlap: one .* two"),
        ([-1, 1], [1, 3], "0 <= start"),
        ([3, 0], [4, 1], "in order"),
        ([0, 1], [1, 1], "start < end"),
    ],
)
def test_replacements_check_their_law(starts: list[int], ends: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Patch.of_replacements(starts, ends, ["a", "b"], ["one", "two"])


def test_a_patch_never_shows_texts() -> None:
    assert "保密" not in repr(Patch([Edit(0, 1, "保密")]))
    assert len(Patch([Edit(0, 1, "保密")])) == 1


def test_composition_names_the_later_rule() -> None:
    first, then = Patch([Edit(2, 3, "", "wrap.line")]), Patch([Edit(1, 4, "X", "money.amount")])
    whole = first.compose(then)
    assert [(e.start, e.end, e.replacement, e.rule) for e in whole] == [(1, 5, "X", "money.amount")]


def test_an_empty_patch_changes_nothing() -> None:
    patch = Patch([Edit(0, 1, "b")])
    assert Patch().apply("abc") == "abc"
    assert Patch().compose(patch) == patch.compose(Patch()) == patch
    assert Patch().to_output(2) == Patch().to_source(2) == 2

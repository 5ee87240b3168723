from __future__ import annotations

from collections.abc import Iterable

import pytest

from anonymizer import redact
from anonymizer.recognition.terms import PHRASE, TERM, WORD, veto
from anonymizer.rulebook import load
from anonymizer.ruletest import mark, unmark
from anonymizer.slots import Span
from tests.helpers import cases

NAMES = ("person", "place", "organization", "name")


def marked_names(text: str) -> str:
    """The text with ⟦⟧ around the names that ``standard`` takes out of it."""
    decisions = redact(text, "standard", clean=False).decisions
    return mark(
        text,
        [(d.span.start, d.span.end) for d in decisions if d.replaced and d.span.kind in NAMES],
    )


@pytest.mark.parametrize("sentence", cases("terms.yaml", section="kept"))
def test_terms_that_look_like_names_are_kept(sentence: str) -> None:
    assert marked_names(sentence) == sentence


@pytest.mark.parametrize("sentence", cases("terms.yaml", section="named"))
def test_names_that_look_like_terms_go(sentence: str) -> None:
    assert marked_names(unmark(sentence)[0]) == sentence


def vetoed(marked: str, *spans: tuple[str, str, float]) -> list[tuple[str, str]]:
    """Text and reason of the keep spans for names given as (text, rule, score)."""
    found: list[Span] = []
    for name, rule, score in spans:
        start = marked.index(name)
        kind = rule.partition(".")[2] if rule.startswith("statistical.") else rule.split(".")[0]
        found.append(Span(start, start + len(name), kind, rule, score))
    rulebook = load()
    kept: Iterable[Span] = veto(marked, found, rulebook, rulebook.profile("standard"))
    return [(marked[span.start : span.end], span.rule) for span in kept]


def guess(name: str, kind: str = "person") -> tuple[str, str, float]:
    return name, f"statistical.{kind}", 0.84


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("一时洛阳纸贵", guess("洛阳", "place"), PHRASE),
        ("确保全年满堂红", guess("满堂"), TERM),
        ("海铁联运班列", guess("海铁联"), TERM),
        ("海铁联运班列", guess("铁联运班"), TERM),
        ("西门塔尔基础母牛", ("西门塔", "place.generic", 0.86), TERM),
        ("共青团要带头", guess("共青团", "organization"), WORD),
        ("高峰一过就好了", guess("高峰"), WORD),
    ],
)
def test_reasons(text: str, name: tuple[str, str, float], reason: str) -> None:
    assert vetoed(text, name) == [(name[0], reason)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Longer than the term on both sides, or with the term as its own piece.
        ("到大太平鼓岭去", guess("大太平鼓岭", "place")),
        ("太平镇的集市", ("太平", "place.generic", 0.86)),
        # The whole name is a term, and a rule says why it is a name.
        ("格桑花合作社", ("格桑花", "organization.generic", 0.87)),
        # A post, a generic word beside a plain word.
        ("高峰书记说得对", guess("高峰")),
        ("胡杨大道东侧", guess("胡杨", "place")),
        ("校长马上说", guess("马上")),
        # What the term leaves over is a name.
        ("中国共产党安康市委员会", guess("产党安康")),
        ("工商联党副主席", guess("商联党")),
    ],
)
def test_what_stands(text: str, name: tuple[str, str, float]) -> None:
    assert vetoed(text, name) == []


def test_a_word_that_is_a_name_elsewhere_stands() -> None:
    name = ("马上", "person.full_post", 0.93)
    text = "请马上局长发言。大家都说，成功不易。"
    assert vetoed(text, name, guess("成功")) == [("成功", WORD)]
    text = "请成功局长发言。大家都说，马上就来。成功在望。"
    assert vetoed(text, ("成功", "person.full_post", 0.93), guess("马上")) == [("马上", WORD)]


def test_a_word_in_a_list_of_names_stands() -> None:
    text = "到会的有苏日娜、高峰，还有几位家长"
    assert vetoed(text, ("苏日娜", "person.list", 0.87), guess("高峰")) == []
    assert vetoed(text, guess("高峰")) == [("高峰", WORD)]


def test_no_veto_where_another_name_stands() -> None:
    text = "去太平鼓楼街看一看"
    street = ("平鼓楼", "place.generic", 0.95)
    assert vetoed(text, guess("太平", "place"), street) == []


def test_profiles_without_the_rules() -> None:
    rulebook = load()
    text = "一时洛阳纸贵"
    span = Span(2, 4, "place", "place.division", 0.8)
    assert veto(text, [span], rulebook, rulebook.profile("light")) == []
    assert veto(text, [span], rulebook, rulebook.profile("strict")) != []
    assert veto("", [], rulebook, rulebook.profile("standard")) == []

from __future__ import annotations

import pytest

from anonymizer import Redaction, redact
from anonymizer.ruletest import mark, unmark
from tests.helpers import PROFILES, cases, marked

pytestmark = pytest.mark.usefixtures("rules_only")


def marked_persons(redaction: Redaction) -> str:
    """The text with ⟦⟧ around its persons; figures beside them are another matter."""
    places = [
        (decision.span.start, decision.span.end)
        for decision in redaction.decisions
        if decision.replaced and decision.span.kind == "person"
    ]
    return mark(redaction.cleaned, places)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("sentence", cases("persons.yaml"))
def test_persons_by_their_posts(sentence: str, profile: str) -> None:
    redaction = redact(unmark(sentence)[0], profile, clean=False)
    assert marked(redaction) == sentence
    assert {slot.kind for slot in redaction.slots} <= {"person"}


@pytest.mark.parametrize("sentence", cases("persons_in_context.yaml", section="named"))
def test_persons_in_context(sentence: str) -> None:
    redaction = redact(unmark(sentence)[0], "standard", clean=False)
    assert marked_persons(redaction) == sentence


@pytest.mark.parametrize("profile", PROFILES[:2])
@pytest.mark.parametrize("sentence", cases("persons_in_context.yaml", section="nobody"))
def test_words_that_look_like_names(sentence: str, profile: str) -> None:
    assert marked_persons(redact(sentence, profile, clean=False)) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "⟦习近平⟧总书记指出，江山就是人民。",
        "学习⟦雷锋⟧精神，弘扬⟦焦裕禄⟧作风。",
        "⟦孔子⟧说，三人行必有我师。",
        "⟦亚当·斯密⟧谈过分工。",
    ],
)
def test_public_figures_go_under_strict_only(sentence: str) -> None:
    text = unmark(sentence)[0]
    assert marked_persons(redact(text, "standard", clean=False)) == text
    assert marked_persons(redact(text, "strict", clean=False)) == sentence


def test_a_local_person_may_bear_a_public_name() -> None:
    text = "财政局局长李强作了汇报，李强总理的报告也学了。"
    assert marked_persons(redact(text)).startswith("财政局局长⟦李强⟧作了")


def test_light_names_by_post_only() -> None:
    text = "村民罗大勇家盖了牛棚，老曹说好，王县长也说好。"
    assert redact(text, "light").text == "村民罗大勇家盖了牛棚，老曹说好，X县长也说好。"


def test_many_names_are_linked_as_few_are() -> None:
    names = [f"{s}{g}{h}" for s in "赵钱孙李周吴郑王" for g in "国建" for h in "华军伟平英"]
    text = "、".join(names) + "等同志。" + "。".join(f"后来{name}走了" for name in names)
    assert not any(name in redact(text).text for name in names)


def test_a_speaker_below_the_title() -> None:
    text = "在全县会议上的讲话\n临河县人民政府县长　贺建明\n同志们：\n好。"
    assert "县人民政府县长　⟦贺建明⟧\n" in marked(redact(text))


def test_a_name_is_replaced_before_its_post_was_met() -> None:
    text = "栾树田来得早。会上，局长栾树田作了通报。"
    assert redact(text).text == "X来得早。会上，局长X作了通报。"


def test_the_placeholder_takes_the_name_and_leaves_the_post() -> None:
    assert redact("散会前，少义书记再提几点要求").text == "散会前，X书记再提几点要求"

from __future__ import annotations

import pytest

from anonymizer import redact
from anonymizer.ruletest import unmark
from tests.helpers import PROFILES, cases, marked


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("sentence", cases("persons.yaml"))
def test_persons_by_their_posts(sentence: str, profile: str) -> None:
    redaction = redact(unmark(sentence)[0], profile, clean=False)
    assert marked(redaction) == sentence
    assert {slot.kind for slot in redaction.slots} <= {"person"}


def test_a_speaker_below_the_title() -> None:
    text = "在全县会议上的讲话\n临河县人民政府县长　贺建明\n同志们：\n好。"
    assert "县人民政府县长　⟦贺建明⟧\n" in marked(redact(text))


def test_a_name_is_replaced_before_its_post_was_met() -> None:
    text = "栾树田来得早。会上，局长栾树田作了通报。"
    assert redact(text).text == "X来得早。会上，局长X作了通报。"


def test_the_placeholder_takes_the_name_and_leaves_the_post() -> None:
    assert redact("散会前，少义书记再提几点要求").text == "散会前，X书记再提几点要求"

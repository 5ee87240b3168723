from __future__ import annotations

import pytest

from anonymizer import redact
from anonymizer.ruletest import unmark
from tests.helpers import cases, marked

pytestmark = pytest.mark.usefixtures("rules_only")

FILES = ("places.yaml", "organizations.yaml", "names.yaml")


@pytest.mark.parametrize("sentence", [case for file in FILES for case in cases(file)])
def test_the_distinguishing_part_goes_and_the_generic_stays(sentence: str) -> None:
    redaction = redact(unmark(sentence)[0], clean=False)
    assert marked(redaction) == sentence
    assert {slot.kind for slot in redaction.slots} <= {"place", "organization", "name"}


@pytest.mark.parametrize("sentence", cases("places.yaml"))
def test_light_leaves_places(sentence: str) -> None:
    text, _ = unmark(sentence)
    assert redact(text, "light", clean=False).text == text


@pytest.mark.parametrize(
    "text", ["对接⟦京津冀⟧协同发展。", "守护⟦长江⟧一江清水。", "⟦黄河⟧滩区的地。"]
)
def test_national_places_go_only_under_strict(text: str) -> None:
    plain, _ = unmark(text)
    assert redact(plain, clean=False).text == plain
    assert marked(redact(plain, "strict", clean=False)) == text

from __future__ import annotations

import pytest

from anonymizer import redact, restore

SPEECH = "县长在2021年全县春耕会议上的讲话\n同志们：\n2021年很重要。\n"


def test_light_takes_the_speakers_post_out_of_the_title() -> None:
    redaction = redact(SPEECH, "light")
    assert redaction.text == "在X年全县春耕会议上的讲话\n同志们：\nX年很重要。\n"
    assert [edit.rule for edit in redaction.edits] == ["title.speaker_post"]


@pytest.mark.parametrize("year", ["2025", 2025])
def test_the_titles_year_is_the_given_one(year: str | int) -> None:
    redaction = redact(SPEECH, "light", title_year=year)
    assert redaction.text == "在2025年全县春耕会议上的讲话\n同志们：\nX年很重要。\n"
    assert redaction.slots[0].placeholder == "2025"
    assert restore(redaction.text, redaction.manifest) == SPEECH


def test_standard_leaves_the_post_in_the_title() -> None:
    text = redact(SPEECH, title_year=2025).text
    assert text.startswith("县长在2025年全县春耕会议上的讲话\n")


def test_a_title_without_a_year_stays() -> None:
    text = "在全县春耕会议上的讲话\n同志们：\n2021年很重要。\n"
    assert redact(text, title_year=2025).text == text.replace("2021", "X")

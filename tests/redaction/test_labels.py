"""Labels: what an office clerk would write beside the empty field of a form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anonymizer import redact

# Every ⟦…⟧ is a figure; behind → the label of each, in order.
CASES = Path(__file__).with_name("labels.txt").read_text("utf-8")


def _cases() -> list[tuple[str, list[str]]]:
    cases = []
    for line in CASES.strip().splitlines():
        if not line.startswith("#"):
            sentence, expected = line.split("→ ")
            cases.append((sentence, expected.split("|")))
    return cases


def _places(marked: str) -> tuple[str, list[int]]:
    places = []
    plain = ""
    for part in re.split("([⟦⟧])", marked):
        if part == "⟦":
            places.append(len(plain))
        elif part != "⟧":
            plain += part
    return plain, places


@pytest.mark.parametrize(("marked", "expected"), _cases())
def test_label(marked: str, expected: list[str]) -> None:
    text, places = _places(marked)
    found = {slot.source[0]: slot.label for slot in redact(text).slots}
    assert [found.get(place) for place in places] == expected

from __future__ import annotations

import re

import pytest
from hypothesis import given

from anonymizer.linestarts import LineStarts
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("好", 1, (1, 2)),
        ("一\n二", 1, (1, 2)),
        ("一\n二", 2, (2, 1)),
        ("一\r\n二", 2, (1, 3)),
        ("一\r\n二", 3, (2, 1)),
        ("一\r二", 2, (2, 1)),
        ("一\r\r\n\n二", 5, (4, 1)),
        ("😀好", 1, (1, 2)),
        ("一\u2028二", 2, (1, 3)),
        ("一\n", 2, (2, 1)),
    ],
)
def test_line_and_column(text: str, offset: int, place: tuple[int, int]) -> None:
    assert LineStarts.of(text).at(offset) == place


@given(texts)
def test_lines_are_those_of_a_plain_split(text: str) -> None:
    starts = LineStarts.of(text)
    lines = re.split(r"\r\n|\n|\r", text)
    assert len(starts.offsets) == len(lines)
    for number, (offset, line) in enumerate(zip(starts.offsets, lines, strict=True), 1):
        assert text.startswith(line, offset)
        assert starts.at(offset + len(line)) == (number, len(line) + 1)

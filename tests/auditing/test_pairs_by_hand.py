"""Small pairs written by hand, each with the verdicts that a careful reader would give.

A line of ``cases/audit_pairs.jsonl`` has ``original`` with ⟦⟧ around its facts, ``redacted``,
and ``expected``: for each fact its verdict, or a list of those that will do. ``over`` are
ordinary words that were stripped, ``beyond`` stretches that only the redacted text has.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from anonymizer import audit
from tests.helpers import CASES

ROWS = [
    json.loads(line)
    for line in (CASES / "audit_pairs.jsonl").read_text(encoding="utf-8").splitlines()
]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the places they enclosed."""
    plain, places = "", []
    for index, piece in enumerate(re.split("[⟦⟧]", text)):
        if index % 2:
            places.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return plain, places


def said(record: Any, start: int, end: int) -> str:
    """The verdict of the fact that covers most of the place."""
    over = {
        min(end, fact.original[1]) - max(start, fact.original[0]): fact.verdict
        for fact in record.facts
    }
    return str(over[max(over)]) if over and max(over) > 0 else "missed"


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_verdicts(row: dict[str, Any]) -> None:
    original, places = unmarked(row["original"])
    record = audit(original, row["redacted"])
    assert len(places) == len(row["expected"])
    wrong = []
    for (start, end), expected in zip(places, row["expected"], strict=True):
        verdict = said(record, start, end)
        if verdict not in ([expected] if isinstance(expected, str) else expected):
            wrong.append(f"{original[start:end]}: {expected}, not {verdict}")
    for words in row.get("over", ()):
        start = original.index(words)
        verdict = said(record, start, start + len(words))
        if verdict != "over_stripped":
            wrong.append(f"{words}: over_stripped, not {verdict}")
    assert not wrong, row["redacted"]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["id"]) for row in ROWS if row.get("beyond")]
)
def test_beyond(row: dict[str, Any]) -> None:
    original, _ = unmarked(row["original"])
    record = audit(original, row["redacted"])
    for words in row["beyond"]:
        start = row["redacted"].index(words)
        end = start + len(words)
        assert any(a <= start and end <= b for a, b in record.beyond), words
        for fact in record.facts:
            if fact.redacted is not None and fact.verdict != "kept_elsewhere":
                assert fact.redacted[1] <= start or end <= fact.redacted[0], fact.text


def test_there_are_many() -> None:
    assert len(ROWS) >= 60
    assert len({row["id"] for row in ROWS}) == len(ROWS)

"""A stand-in for the module that finds placeholders: X and its like before a unit or a post."""

from __future__ import annotations

import re

import pytest

from anonymizer import Slot, extraction
from anonymizer.rulebook import Rulebook

_FOUND = re.compile(r"(?P<x>[Xx×]{1,3})(?=(?P<after>万元|%|书记|县))")
_KINDS = {"万元": "money", "%": "percent", "书记": "person", "县": "place"}


def extract(text: str, rulebook: Rulebook) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            id=f"s{number}",
            kind=_KINDS[found["after"]],  # type: ignore[arg-type]
            text=found["x"],
            placeholder=found["x"],
            source=found.span("x"),
            output=found.span("x"),
            unit=found["after"] if found["after"] in ("万元", "%") else None,
            label=None if found["after"] in ("万元", "%") else found["after"],
            entity="e1" if found["after"] == "县" else None,
        )
        for number, found in enumerate(_FOUND.finditer(text), 1)
    )


@pytest.fixture
def placeholders_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "extract", extract)

"""Figures of a text for the tests of this folder, found as an audit finds them."""

from __future__ import annotations

from anonymizer import redact
from anonymizer.auditing.figures import Figure
from anonymizer.slots import FIGURE_KINDS


def figures_of(text: str, profile: str = "standard") -> list[Figure]:
    """The figures that recognition finds in a text."""
    return [
        Figure(*slot.source, slot.text, slot.kind, slot.unit, slot.value, slot.label)
        for slot in redact(text, profile=profile).slots
        if slot.kind in FIGURE_KINDS
    ]


def unmarked(text: str) -> tuple[str, list[int]]:
    """A text without its ⟦⟧, and the places where they open."""
    places = []
    plain = ""
    for character in text:
        if character == "⟦":
            places.append(len(plain))
        elif character != "⟧":
            plain += character
    return plain, places

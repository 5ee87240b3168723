"""Which slots name the same thing: the same name is one entity, a figure is its own."""

from __future__ import annotations

from collections.abc import Sequence

from anonymizer.slots import FIGURE_KINDS, Span


def entities(text: str, spans: Sequence[Span]) -> list[int]:
    """The entity's number for each span, counted from 1 in the order of first mention."""
    numbers: dict[tuple[str, str], int] = {}
    result = []
    latest = 0
    for span in spans:
        if span.kind in FIGURE_KINDS:
            latest += 1
            result.append(latest)
            continue
        key = (span.kind, text[span.start : span.end])
        if key not in numbers:
            latest += 1
            numbers[key] = latest
        result.append(numbers[key])
    return result

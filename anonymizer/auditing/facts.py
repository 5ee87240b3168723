"""The facts of the original: what recognition finds, and what only the redaction took for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from anonymizer.slots import Slot


class Fact(NamedTuple):
    """A fact at ``text[start:end]`` of the original; ``rule`` is empty if recognition has none."""

    start: int
    end: int
    kind: str
    text: str
    unit: str | None = None
    label: str | None = None
    value: dict[str, Any] | None = None
    entity: str | None = None
    section: tuple[str, ...] = ()
    rule: str = ""


def facts_of(slots: Iterable[Slot]) -> list[Fact]:
    """The facts that a redaction would remove, in the order of the text."""
    return [
        Fact(
            *slot.source,
            slot.kind,
            slot.text,
            slot.unit,
            slot.label,
            slot.value,
            slot.entity,
            slot.section,
            slot.rule,
        )
        for slot in slots
    ]

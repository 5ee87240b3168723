"""Settle a document: what is decided in one place holds wherever the name stands."""

from __future__ import annotations

from collections.abc import Sequence

from anonymizer.recognition.mentions import LINKED, Linker
from anonymizer.recognition.terms import in_phrase
from anonymizer.redaction.decide import Decision, decide
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span


def settle(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[Decision]:
    """One decision for each span, and one for each further mention of a name that goes.

    A mention goes even where a kept span stands around it: a name that one rule removes
    does not survive in what another rule keeps. A piece of a set phrase is no mention: 万紫
    the person does not stand in 万紫千红.
    """
    decisions = decide(text, spans)
    gone = [decision.span for decision in decisions if decision.replaced]
    if not any(span.kind in LINKED for span in gone):
        return decisions
    linker = rulebook.once("linker", lambda: Linker(rulebook))
    assert isinstance(linker, Linker)
    mentions = [
        Decision(span, True, span.rule)
        for span in linker(text, gone)
        if not in_phrase(text, span, rulebook)
    ]
    if not mentions:
        return decisions
    return sorted((*decisions, *mentions), key=lambda d: (d.span.start, -d.span.end))

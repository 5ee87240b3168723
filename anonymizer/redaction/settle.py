"""Settle a document: what is decided in one place holds wherever the name stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from anonymizer.recognition.mentions import LINKED, Linker
from anonymizer.recognition.terms import outside_phrases
from anonymizer.redaction.decide import decide, in_order
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Decision, Span


def settle(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[Decision]:
    """One decision for each span, and one for each further mention of a name that goes.

    A mention goes even where a kept span stands around it: a name that one rule removes
    does not survive in what another rule keeps. A piece of a set phrase is no mention: 万紫
    the person does not stand in 万紫千红.
    """
    decisions = decide(text, spans)
    gone = [decision.span for decision in decisions if decision.replaced]
    for span in gone:
        if span.kind in LINKED:
            break
    else:
        return decisions
    linker = rulebook.once("linker", lambda: Linker(rulebook))
    assert isinstance(linker, Linker)
    mentions = linker(text, gone)
    if mentions:
        mentions = outside_phrases(text, mentions, rulebook)
    return _merged(decisions, in_order(mentions)) if mentions else decisions


def _merged(decisions: list[Decision], mentions: Sequence[Span]) -> list[Decision]:
    """Decisions and mentions in the order of their places; the mentions are few."""
    merged: list[Decision] = []
    done = 0
    for span in mentions:
        place = bisect_right(decisions, (span.start, -span.end), done, key=_place)
        merged.extend(decisions[done:place])
        merged.append(Decision(span, True, span.rule))
        done = place
    merged.extend(decisions[done:])
    return merged


def _place(decision: Decision) -> tuple[int, int]:
    return decision.span.start, -decision.span.end

"""Decide: among overlapping spans one is chosen, and the reason is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.slots import Span

_FIGURE: Final = compiled.lazy(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_FIRST_OWN_NUMBER: Final = compiled.lazy(r"X1(?![0-9])")
_OWN: Final = "placeholder.own"


class Decision(NamedTuple):
    """What becomes of a span: replaced, or kept because of ``reason`` (a rule id)."""

    span: Span
    replaced: bool
    reason: str


def decide(text: str, spans: Iterable[Span]) -> list[Decision]:
    """One decision for each span, in the order of their places.

    The span with the higher score wins, then the longer, then the earlier. A figure that
    loses only in part keeps no digit: what is left of it becomes a span of its own.
    """
    ordered = sorted(spans, key=_place)
    decisions: list[Decision] = []
    group: list[Span] = []
    reach = -1
    for span in ordered:
        if span.start >= reach and group:
            _settle(text, group, decisions)
            group = [span]
            reach = span.end
            continue
        group.append(span)
        if span.end > reach:
            reach = span.end
    if group:
        _settle(text, group, decisions)
    return decisions


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _settle(text: str, group: list[Span], decisions: list[Decision]) -> None:
    """Decide among spans that overlap one another."""
    if len(group) == 1:
        span = group[0]
        if _counts(text, span):
            decisions.append(Decision(span, span.kind != "keep", span.rule))
        return
    group = [span for span in group if _counts(text, span)]
    settled: list[Decision] = []
    chosen: list[Span] = []
    for span in sorted(group, key=_rank):
        winner = next((c for c in chosen if c.start < span.end and span.start < c.end), None)
        if winner is None:
            chosen.append(span)
            settled.append(Decision(span, span.kind != "keep", span.rule))
            continue
        if winner.start <= span.start and span.end <= winner.end:
            if (span.start, span.end) != (winner.start, winner.end) or winner.kind == "keep":
                settled.append(Decision(span, False, winner.rule))
            continue
        for rest in _remains(text, span, chosen):
            chosen.append(rest)
            settled.append(Decision(rest, True, rest.rule))
    settled.sort(key=lambda decision: _place(decision.span))
    decisions.extend(settled)


def _rank(span: Span) -> tuple[float, int, int, str]:
    return -span.score, span.start - span.end, span.start, span.rule


def _remains(text: str, span: Span, chosen: list[Span]) -> list[Span]:
    """The digits of a losing span that no chosen span covers."""
    if span.kind == "keep":
        return []
    return [
        Span(found.start(), found.end(), span.kind, span.rule, span.score, span.attributes)
        for found in _FIGURE.finditer(text, span.start, span.end)
        if not any(c.start < found.end() and found.start() < c.end for c in chosen)
    ]


def _counts(text: str, span: Span) -> bool:
    """X30 is a placeholder only in a text that numbers its placeholders from X1."""
    if span.rule != _OWN or text[span.start - 1] != "X":
        return True
    return _FIRST_OWN_NUMBER.search(text) is not None

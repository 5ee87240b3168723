"""Decide: among overlapping spans one is chosen, and the reason is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import msgspec

from anonymizer import compiled
from anonymizer.slots import Span

_FIGURE: Final = compiled.lazy(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_FIRST_OWN_NUMBER: Final = compiled.lazy(r"X1(?![0-9])")
_OWN: Final = "placeholder.own"
_NAMES: Final = frozenset(("person", "place", "organization", "name"))
_SURE: Final = 0.6
_SLIGHT: Final = frozenset("和与及同跟或在到从由把被对向为的了来去派镇村乡县")
"""What a guess takes in too much: words that join, and generic words."""


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
    for span in sorted(group, key=_ranked(text, group)):
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


def _ranked(text: str, group: list[Span]) -> Callable[[Span], tuple[float, int, int, str]]:
    """Ranks, with a name counted no better than a sure and longer one that it is a part of.

    湖南 in 湖南城市学院 is part of another name, however well it is known by itself.
    """
    wholes = [span for span in group if span.kind in _NAMES and span.score >= _SURE]
    if not wholes:
        return _rank

    def rank(span: Span) -> tuple[float, int, int, str]:
        score = span.score
        if span.kind in _NAMES:
            for whole in wholes:
                if (
                    whole.start <= span.start
                    and span.end <= whole.end
                    and whole.end - whole.start > span.end - span.start
                    and text[whole.start : span.start] not in _SLIGHT
                    and text[span.end : whole.end] not in _SLIGHT
                ):
                    score = min(score, whole.score - 0.001)
        return -score, span.start - span.end, span.start, span.rule

    return rank


def _remains(text: str, span: Span, chosen: list[Span]) -> list[Span]:
    """What no chosen span covers of a losing one: its digits, or the rest of a name."""
    if span.kind == "keep":
        return []
    if span.kind in _NAMES and span.score >= _SURE:
        return [r for r in _rest_of_name(span, chosen) if text[r.start : r.end] not in _SLIGHT]
    return [
        Span(found.start(), found.end(), span.kind, span.rule, span.score, span.attributes)
        for found in _FIGURE.finditer(text, span.start, span.end)
        if not any(c.start < found.end() and found.start() < c.end for c in chosen)
    ]


def _rest_of_name(span: Span, chosen: list[Span]) -> list[Span]:
    """Parts of a name beside other names that it crosses; none beside what is kept."""
    rest: list[Span] = []
    start = span.start
    for other in sorted(
        (c for c in chosen if c.start < span.end and span.start < c.end), key=_place
    ):
        if other.kind not in _NAMES:
            return []
        if start < other.start:
            rest.append(msgspec.structs.replace(span, start=start, end=other.start))
        start = max(start, other.end)
    if start < span.end:
        rest.append(msgspec.structs.replace(span, start=start))
    return rest


def _counts(text: str, span: Span) -> bool:
    """X30 is a placeholder only in a text that numbers its placeholders from X1."""
    if span.rule != _OWN or text[span.start - 1] != "X":
        return True
    return _FIRST_OWN_NUMBER.search(text) is not None

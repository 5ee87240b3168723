"""Decide: among overlapping spans one is chosen, and the reason is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

import msgspec

from anonymizer import compiled
from anonymizer.redaction.spellings import standing
from anonymizer.slots import Decision, Span

_FIGURE: Final = compiled.lazy(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_FIRST_OWN_NUMBER: Final = compiled.lazy(r"X1(?![0-9])")
_OWN: Final = "placeholder.own"
_NAMES: Final = frozenset(("person", "place", "organization", "name"))
_SURE: Final = 0.6
_SLIGHT: Final = frozenset("和与及同跟或在到从由把被对向为的了来去派镇村乡县")
"""What a guess takes in too much: words that join, and generic words."""
_START: Final = attrgetter("start")
_END: Final = attrgetter("end")
_DECIDED_START: Final = attrgetter("span.start")
_DECIDED_END: Final = attrgetter("span.end")

_Rank = tuple[float, int, int, str]


def decide(text: str, spans: Iterable[Span]) -> list[Decision]:
    """One decision for each span, in the order of their places.

    The span with the higher score wins, then the longer, then the earlier. A figure that
    loses only in part keeps no digit: what is left of it becomes a span of its own.
    """
    ordered = in_order(_without_false_placeholders(text, list(spans)))
    decisions: list[Decision] = []
    first = 0
    reach = -1
    for index, span in enumerate(ordered):
        end = span.end
        if span.start >= reach:
            if index:
                _settle(text, ordered, first, index, decisions)
            first = index
            reach = end
        elif end > reach:
            reach = end
    if ordered:
        _settle(text, ordered, first, len(ordered), decisions)
    return decisions


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Spans by their starts, and of those that start together the longest first.

    Sorting twice by a number is faster than sorting once by a pair that each span must make.
    """
    ordered = sorted(spans, key=_END, reverse=True)
    ordered.sort(key=_START)
    return ordered


def _settle(
    text: str, ordered: list[Span], first: int, stop: int, decisions: list[Decision]
) -> None:
    """Decide among the spans of ``ordered[first:stop]``, which overlap one another."""
    if stop - first == 1:
        # Most spans stand alone.
        span = ordered[first]
        decisions.append(Decision(span, span.kind != "keep", span.rule))
        return
    group = ordered[first:stop]
    settled: list[Decision] = []
    if len(group) == 2 and group[1].start < group[0].end:
        _settle_two(text, group[0], group[1], settled)
    else:
        _settle_many(text, group, settled)
    if len(settled) > 1:
        settled.sort(key=_DECIDED_END, reverse=True)
        settled.sort(key=_DECIDED_START)
    decisions.extend(settled)


def _settle_two(text: str, first: Span, second: Span, settled: list[Decision]) -> None:
    """Decide between two spans; no more overlap in nearly every group."""
    score = _as_part(first, second, text)
    other_score = _as_part(second, first, text)
    if other_score == score:
        length = first.end - first.start
        other_length = second.end - second.start
        second_wins = other_length > length or (
            other_length == length and second.start == first.start and second.rule < first.rule
        )
    else:
        second_wins = other_score > score
    winner, loser = (second, first) if second_wins else (first, second)
    settled.append(Decision(winner, winner.kind != "keep", winner.rule))
    _lose(text, loser, winner, [winner], settled)


def _settle_many(text: str, group: Sequence[Span], settled: list[Decision]) -> None:
    """Decide among spans, the best first."""
    ranks = _ranks(text, group)
    chosen: list[Span] = []
    for index in sorted(range(len(group)), key=ranks.__getitem__):
        span = group[index]
        start, end = span.start, span.end
        for winner in chosen:
            if winner.start < end and start < winner.end:
                _lose(text, span, winner, chosen, settled)
                break
        else:
            chosen.append(span)
            settled.append(Decision(span, span.kind != "keep", span.rule))


def _lose(text: str, span: Span, winner: Span, chosen: list[Span], settled: list[Decision]) -> None:
    """Say what becomes of a span that another one has won against."""
    start, end = span.start, span.end
    low, high = winner.start, winner.end
    if low <= start and end <= high:
        if start != low or end != high or winner.kind == "keep":
            settled.append(Decision(span, False, winner.rule))
        return
    for rest in _remains(text, span, chosen):
        chosen.append(rest)
        settled.append(Decision(rest, True, rest.rule))


def _ranks(text: str, group: Sequence[Span]) -> list[_Rank]:
    """What the spans are ordered by, the best having the least."""
    wholes = [span for span in group if span.score >= _SURE and span.kind in _NAMES]
    ranks: list[_Rank] = []
    for span in group:
        score = span.score
        for whole in wholes:
            score = min(score, _as_part(span, whole, text))
        ranks.append((-score, span.start - span.end, span.start, span.rule))
    return ranks


def _as_part(span: Span, whole: Span, text: str) -> float:
    """The score of a name, less than that of a sure and longer one if it is a part of it.

    湖南 in 湖南城市学院 is part of another name, however well it is known by itself.
    """
    score = span.score
    less = whole.score - 0.001
    if (
        less < score
        and whole.score >= _SURE
        and span.kind in _NAMES
        and whole.kind in _NAMES
        and whole.start <= span.start
        and span.end <= whole.end
        and whole.end - whole.start > span.end - span.start
        and text[whole.start : span.start] not in _SLIGHT
        and text[span.end : whole.end] not in _SLIGHT
    ):
        return less
    return score


def _remains(text: str, span: Span, chosen: Sequence[Span]) -> list[Span]:
    """What no chosen span covers of a losing one: its digits, or the rest of a name."""
    if span.kind == "keep":
        return []
    if span.kind in _NAMES and span.score >= _SURE:
        return [r for r in _rest_of_name(span, chosen) if text[r.start : r.end] not in _SLIGHT]
    return [
        Span(found.start(), found.end(), span.kind, span.rule, span.score, span.attributes)
        for found in _FIGURE.finditer(text, span.start, span.end)
        if not _across(found.start(), found.end(), chosen)
    ]


def _rest_of_name(span: Span, chosen: Sequence[Span]) -> list[Span]:
    """Parts of a name beside other names that it crosses; none beside what is kept."""
    rest: list[Span] = []
    start = span.start
    for other in in_order(_across(start, span.end, chosen)):
        if other.kind not in _NAMES:
            return []
        if start < other.start:
            rest.append(msgspec.structs.replace(span, start=start, end=other.start))
        start = max(start, other.end)
    if start < span.end:
        rest.append(msgspec.structs.replace(span, start=start))
    return rest


def _across(start: int, end: int, chosen: Sequence[Span]) -> list[Span]:
    """The chosen spans that overlap a stretch."""
    return [span for span in chosen if span.start < end and start < span.end]


def _without_false_placeholders(text: str, spans: list[Span]) -> list[Span]:
    """The spans, X30 among them as a placeholder only in a text that numbers them from X1.

    X1 may be spelled otherwise, as redacting keeps clear of it in any spelling.
    """
    if all(span.rule != _OWN or text[span.start - 1] != "X" for span in spans):
        return spans
    if _FIRST_OWN_NUMBER.search(text) is not None or "X1" in standing(text, "numbered"):
        return spans
    return [span for span in spans if span.rule != _OWN or text[span.start - 1] != "X"]

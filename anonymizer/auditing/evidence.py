"""What a report shows of the texts: quotes around a fact, and masks over what it must not show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from anonymizer.auditing.comparison import Comparison, Stretch
from anonymizer.auditing.elsewhere import Judged, Traces

MASK: Final = "▇"
_AROUND: Final = 12


def quote(text: str, place: Stretch) -> str:
    """A stretch with what stands beside it, on one line: 实现【23381】万元."""
    start, end = place
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    return "".join(f"{before}【{text[start:end]}】{after}".split("\n")).replace("\r", "")


def masked(text: str, places: Iterable[Stretch]) -> str:
    """The text with ▇ for each character in some stretches but line breaks."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(places):
        if end <= done:
            continue
        start = max(start, done)
        pieces.append(text[done:start])
        pieces.append("".join(c if c in "\r\n" else MASK for c in text[start:end]))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def secrets(
    pair: Comparison, judged: Judged, traces: Traces
) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches of both texts that a report without values must not show.

    Of the original that is all that the redacted text has not: what recognition does not know
    may be a fact as well. Of both it is the facts, wherever they stand.
    """
    hidden = _unshared(pair), list[Stretch]()
    for fact, judgement in judged:
        hidden[0].append((fact.start, fact.end))
        if judgement.verdict in ("kept", "partly") and judgement.place:
            hidden[1].append(judgement.place)
    for found in traces.values():
        hidden[1].extend(trace.place for trace in found if trace.place and not trace.where)
    values = {fact.text for fact, judgement in judged if judgement.verdict != "over_stripped"}
    for side, text in enumerate((pair.original.text, pair.redacted.text)):
        hidden[side].extend(occurrences(text, values))
    return hidden


def occurrences(text: str, values: Iterable[str]) -> Iterator[Stretch]:
    """Where values stand that are long enough to be no chance, whole numbers only."""
    by_start: dict[str, list[str]] = defaultdict(list)
    for value in values:
        if len(value) >= (3 if value[0].isdecimal() else 2):
            by_start[value[:2]].append(value)
    for place in range(len(text) - 1):
        for value in by_start.get(text[place : place + 2], ()):
            end = place + len(value)
            if not text.startswith(value, place):
                continue
            if value[-1].isdecimal() and text[end : end + 1].isdecimal():
                continue
            if not (value[0].isdecimal() and place and text[place - 1].isdecimal()):
                yield place, end


def _unshared(pair: Comparison) -> list[Stretch]:
    """Stretches of the original that do not stand in the redacted text as they are."""
    found: list[Stretch] = []
    folded = pair.original.folded
    for index, place in enumerate(pair.same):
        if place < 0:
            start, end = folded.starts[index], folded.ends[index]
            if found and found[-1][1] >= start:
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((start, end))
    return found

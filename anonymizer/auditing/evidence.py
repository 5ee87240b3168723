"""What a report shows of the texts: quotes around a fact, and masks over what it must not show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from anonymizer.auditing.comparison import Comparison, Stretch
from anonymizer.auditing.elsewhere import Judged, Traces
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.rulebook import Rulebook

MASK: Final = "▇"
_AROUND: Final = 12
_NO_CHANCE: Final = 6
"""So many characters stand by no chance within a longer number."""


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


class Values:
    """Values that a report must not show, looked for in any text in one pass.

    Only those that are long enough to be no chance are looked for, and figures as whole
    numbers (220 is not in 12208) unless they are long.
    """

    def __init__(self, values: Iterable[str]) -> None:
        self.values = frozenset(
            value for value in values if len(value) >= (3 if value[:1].isdecimal() else 2)
        )
        lengths: dict[str, set[int]] = defaultdict(set)
        for value in self.values:
            lengths[value[:2]].add(len(value))
        self._lengths = {start: sorted(found) for start, found in lengths.items()}

    def places(self, text: str) -> Iterator[Stretch]:
        """Where they stand."""
        for place in range(len(text) - 1):
            for length in self._lengths.get(text[place : place + 2], ()):
                end = place + length
                if end > len(text):
                    break
                if text[place:end] in self.values and _is_whole(text, place, end):
                    yield place, end

    def masked(self, text: str) -> str:
        """The text with ▇ over them."""
        return masked(text, self.places(text))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch does not begin or end within a number, unless it is long itself."""
    if end - start >= _NO_CHANCE:
        return True
    if start and text[start].isdecimal() and text[start - 1].isdecimal():
        return False
    return not (text[end - 1].isdecimal() and text[end : end + 1].isdecimal())


class Shown:
    """Which words a masked text shows: those of a label that it does not are masked there too.

    A label is put together from words that may stand in a passage which is masked, and from
    words of the rules' own and ``units``, which are never masked.
    """

    def __init__(self, text: str, units: Iterable[str], rulebook: Rulebook) -> None:
        uses = " ".join(rulebook.values("label_words").values()).split()
        own = [*KIND_NAMES.values(), *(use.partition("=")[2] for use in uses)]
        own += [f"（{unit}）" for unit in set(units)]
        self._letters = set(text).union(*own)
        self._pairs = {first + second for part in (text, *own) for first, second in pairwise(part)}

    def masked(self, text: str) -> str:
        """A text with ▇ over each character that no character beside it goes with there."""
        if len(text) == 1:
            return text if text in self._letters else MASK
        shown = [pair in self._pairs for pair in map("".join, pairwise(text))]
        kept = (any(shown[max(0, at - 1) : at + 1]) for at in range(len(text)))
        return "".join(c if keep else MASK for c, keep in zip(text, kept, strict=True))


def values_of(judged: Judged, traces: Traces) -> Values:
    """The facts, and what tells them in other words."""
    found = {fact.text for fact, judgement in judged if judgement.verdict != "over_stripped"}
    return Values(found.union(trace.text for each in traces.values() for trace in each))


def secrets(
    pair: Comparison, judged: Judged, traces: Traces, values: Values
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
    for side, text in enumerate((pair.original.text, pair.redacted.text)):
        hidden[side].extend(values.places(text))
    return hidden


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

"""Stripped at its own place, and still to be read at another of the redacted text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from anonymizer.auditing.arithmetic import Derivation, derivations, placed
from anonymizer.auditing.comparison import Comparison, overlapping
from anonymizer.auditing.disguise import disguises, same_value
from anonymizer.auditing.facts import Fact
from anonymizer.auditing.figures import Figure
from anonymizer.auditing.names import NamePart, figure_traces, name_traces
from anonymizer.auditing.record import Reason, Trace
from anonymizer.auditing.tables import table_figures
from anonymizer.auditing.verdicts import Judgement
from anonymizer.documents.source import Hidden
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.words import common_words
from anonymizer.slots import FIGURE_KINDS, Slot

_TELLING: Final = 2
"""Characters of a name that tell whose it is; one is a surname or an abbreviation."""
_GENERIC: Final = 1
"""Characters behind a name that may be the generic part of it."""
_MOST: Final = 5
"""Traces that are shown of one fact."""

Judged = Sequence[tuple[Fact, Judgement]]
Traces = dict[int, list[Trace]]


def traces(
    pair: Comparison,
    judged: Judged,
    beyond: Sequence[Slot],
    name: str,
    hidden: Sequence[Hidden],
    rulebook: Rulebook,
) -> Traces:
    """For each stripped fact, by its number, where the redacted text tells it all the same.

    ``beyond`` is what recognition finds in passages that only the redacted text has, ``name``
    that of the redacted file, ``hidden`` what that says outside its text.
    """
    found: Traces = defaultdict(list)
    for number, trace in (
        *_names(pair, judged, beyond, rulebook),
        *_figures(pair, judged, beyond, rulebook),
        *_beside(pair, judged, name, hidden, rulebook),
    ):
        if len(found[number]) < _MOST:
            found[number].append(trace)
    return found


def reworded(judged: Judged, standing: Sequence[Slot], rulebook: Rulebook) -> Judged:
    """The verdicts, with those figures as kept that were only written in another way."""
    slots = {slot.source: slot for slot in standing}
    places = sorted(slots)
    result = []
    for fact, judgement in judged:
        if judgement.verdict == "altered" and judgement.place and fact.kind in FIGURE_KINDS:
            there = [slots[place] for place in overlapping(places, *judgement.place)]
            if len(there) == 1 and _says_the_same(fact, there[0], rulebook):
                judgement = Judgement("kept", "rewritten", there[0].source)
        result.append((fact, judgement))
    return result


def _says_the_same(fact: Fact, slot: Slot, rulebook: Rulebook) -> bool:
    """Whether a figure that stands where the fact stood has its value."""
    if slot.value is None or fact.value is None:
        return False
    parts = fact.value.keys() & slot.value.keys()
    if fact.kind in ("date", "time"):
        return bool(parts) and all(fact.value[part] == slot.value[part] for part in parts)
    return slot.value == fact.value or bool(same_value(figure_of(fact), _figure(slot), rulebook))


def _figure(slot: Slot) -> Figure:
    return Figure(*slot.source, slot.text, slot.kind, slot.unit, slot.value, slot.label)


def _stripped(judged: Judged) -> Iterable[tuple[int, Fact]]:
    return (
        (number, fact)
        for number, (fact, verdict) in enumerate(judged)
        if verdict.verdict == "stripped"
    )


def _names(
    pair: Comparison, judged: Judged, beyond: Sequence[Slot], rulebook: Rulebook
) -> Iterable[tuple[int, Trace]]:
    """Mentions that were kept, and mentions in passages that were added."""
    text = pair.redacted.text
    by_entity: dict[str, list[Trace]] = defaultdict(list)
    by_text: dict[str, list[Trace]] = defaultdict(list)
    for fact, verdict in judged:
        if verdict.verdict == "kept" and fact.kind not in FIGURE_KINDS and verdict.place:
            place = verdict.place
            if len(fact.text) < _TELLING:
                continue
            trace = Trace("mention", text[slice(*place)], place)
            by_text[fact.text].append(trace)
            if fact.entity:
                by_entity[fact.entity].append(trace)
    for slot in beyond:
        if slot.kind not in FIGURE_KINDS and len(slot.text) >= _TELLING:
            by_text[slot.text].append(Trace("mention", slot.text, slot.source))
    hidden = [(n, fact) for n, fact in _stripped(judged) if fact.kind not in FIGURE_KINDS]
    unseen = {fact.text for _, fact in hidden} - set(by_text)
    for name, trace in _note_strays(pair, judged, unseen, rulebook):
        by_text[name].append(trace)
    for number, fact in hidden:
        seen = set()
        for trace in (*by_text[fact.text], *by_entity[fact.entity or ""]):
            if trace.place not in seen:
                seen.add(trace.place)
                short = len(trace.text) < len(fact.text)
                yield number, Trace("short_form", trace.text, trace.place) if short else trace
        if not seen and fact.kind == "person" and len(fact.text) in (3, 4):
            for trace in by_text.get(fact.text[-2:], ()):
                yield number, Trace("short_form", trace.text, trace.place)


def _note_strays(
    pair: Comparison, judged: Judged, names: Iterable[str], rulebook: Rulebook
) -> Iterator[tuple[str, Trace]]:
    """Names that stand where recognition has not seen them, and are no ordinary word."""
    text = pair.redacted.text
    words = common_words(rulebook)
    kept = sorted(
        verdict.place for _, verdict in judged if verdict.verdict == "kept" and verdict.place
    )
    for name in names:
        place = text.find(name) if len(name) >= _TELLING and name not in words else -1
        while place >= 0:
            stretch = place, place + len(name)
            if len(name) > _TELLING or not overlapping(kept, *stretch):
                yield name, Trace("mention", name, stretch)
                break
            place = text.find(name, stretch[1])


def _figures(
    pair: Comparison, judged: Judged, beyond: Sequence[Slot], rulebook: Rulebook
) -> Iterable[tuple[int, Trace]]:
    """Figures that say the same, less exactly or in other words."""
    hidden = [(n, figure_of(fact)) for n, fact in _stripped(judged) if fact.kind in FIGURE_KINDS]
    standing = [
        figure_of(fact)._replace(start=verdict.place[0], end=verdict.place[1])
        for fact, verdict in judged
        if verdict.verdict == "kept" and verdict.place and fact.kind in FIGURE_KINDS
    ]
    standing += [_figure(slot) for slot in beyond if slot.kind in FIGURE_KINDS]
    standing += _in_tables(pair, standing, rulebook)
    found = disguises([figure for _, figure in hidden], standing, rulebook)
    for index, ways in found.items():
        for other, reason in ways:
            place = standing[other].start, standing[other].end
            yield hidden[index][0], Trace(reason, pair.redacted.text[slice(*place)], place)


def _in_tables(
    pair: Comparison, standing: Sequence[Figure], rulebook: Rulebook
) -> Iterable[Figure]:
    """Numbers in the cells of tables that recognition has not seen, or not with their unit."""
    taken = sorted((figure.start, figure.end) for figure in standing if figure.unit)
    return [
        figure
        for figure in table_figures(pair.redacted.text, rulebook)
        if not overlapping(taken, figure.start, figure.end)
    ]


def _beside(
    pair: Comparison, judged: Judged, name: str, hidden: Sequence[Hidden], rulebook: Rulebook
) -> Iterator[tuple[int, Trace]]:
    """What the redacted file's name tells, and what the file says outside its text."""
    stripped = list(_stripped(judged))
    names = [each for each in stripped if each[1].kind not in FIGURE_KINDS]
    figures = [each for each in stripped if each[1].kind in FIGURE_KINDS]
    text = pair.original.text
    parts = [
        NamePart(fact.text, fact.kind, text[fact.start : fact.end + _GENERIC], fact.entity)
        for _, fact in names
    ]
    values = [figure_of(fact) for _, fact in figures]
    told: list[tuple[Reason, str, str]] = [("file_name", name, name.rpartition(".")[0] or name)]
    told += [("hidden", each.address, each.text) for each in hidden]
    for how, where, says in told:
        for index, trace in name_traces(parts, says, rulebook).items():
            yield names[index][0], Trace(how, trace.text, None, where)
        for index, trace in figure_traces(values, says).items():
            yield figures[index][0], Trace(how, trace.text, None, where)


def derived(
    pair: Comparison, judged: Judged, elsewhere: Traces, rulebook: Rulebook
) -> dict[int, Derivation]:
    """For each stripped figure, by its number, how others that stand give it away."""
    numbers = [n for n, (fact, _) in enumerate(judged) if fact.kind in FIGURE_KINDS]
    shown = [judged[n][1].verdict == "kept" or bool(elsewhere.get(n)) for n in numbers]
    figures = [figure_of(judged[n][0]) for n in numbers]
    placed_ones = placed(figures, shown, pair.original.text)
    found = derivations(placed_ones, pair.original.text, rulebook)
    return {
        numbers[index]: derivation
        for index, derivation in found.items()
        if judged[numbers[index]][1].verdict == "stripped"
    }


def figure_of(fact: Fact) -> Figure:
    """A fact as a figure of the original."""
    return Figure(fact.start, fact.end, fact.text, fact.kind, fact.unit, fact.value, fact.label)

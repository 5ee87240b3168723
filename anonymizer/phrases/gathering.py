"""What stands behind the hash of a phrase: its text, an example, the facts of its slots."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import UNSET, Raw

from anonymizer.extraction import extract
from anonymizer.phrases.book import Example, Phrase, PhraseSlot
from anonymizer.phrases.clauses import MARK, SHOWN, Fact, Sentence, final_mark, runs
from anonymizer.phrases.counts import Shared
from anonymizer.redaction.labels import labels
from anonymizer.rulebook import Rulebook
from anonymizer.slots import ExtractedSlot, Span

_PAIRS = msgspec.msgpack.Decoder(list[tuple[bytes, Raw]])
_SENTENCE = msgspec.msgpack.Decoder(Sentence)


class _Slot:
    """What one slot of a phrase held."""

    def __init__(self) -> None:
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.values: Counter[str] = Counter()

    def add(self, fact: Fact) -> None:
        if fact.kind:
            self.kinds[fact.kind, fact.unit] += 1
            self.values[fact.value] += 1

    def most(self) -> tuple[str, str]:
        """The kind that it mostly was, and the unit that went with it mostly."""
        if not self.kinds:
            return "", ""
        by_kind: Counter[str] = Counter()
        for (kind, _), count in self.kinds.items():
            by_kind[kind] += count
        kind = _commonest(by_kind)[0]
        units = Counter({unit: n for (its, unit), n in self.kinds.items() if its == kind})
        return kind, _commonest(units)[0]


class _Found:
    """What has been seen of one phrase."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: set[str] = set()
        self.example = ""
        self.slots: list[_Slot] = []

    def add(self, sentence: Sentence, low: int, high: int) -> None:
        text, facts, clauses = sentence
        start, end = clauses[low][0], clauses[high - 1][1]
        if not self.slots:
            self.text = text[start:end]
            self.slots = [_Slot() for _ in range(self.text.count(MARK))]
        # What stands behind a whole sentence is its final mark.
        self.marks.add(final_mark(text, end) if high - low == len(clauses) else "")
        if not self.example or (len(text), text) < (len(self.example), self.example):
            self.example = text
        first = text.count(MARK, 0, start)
        for slot, fact in zip(self.slots, facts[first:], strict=False):
            slot.add(fact)


class Gathering:
    """Collects what stands behind the phrases that are shared by most speeches."""

    def __init__(self, shared: Sequence[Shared]) -> None:
        self._shared = shared
        self._found = {one.run: _Found() for one in shared}

    def add(self, sentences: bytes) -> None:
        """Look through the sentences of a block of speeches."""
        wanted = self._found.keys()
        for packed, raw in _PAIRS.decode(sentences):
            hashes = array("Q", packed)
            if wanted.isdisjoint(hashes):
                continue
            sentence = _SENTENCE.decode(raw)
            for (low, high), run in zip(runs(len(sentence.clauses)), hashes, strict=True):
                if found := self._found.get(run):
                    found.add(sentence, low, high)

    def phrases(self, rulebook: Rulebook, *, with_values: bool) -> tuple[Phrase, ...]:
        """The phrases, in their order."""
        made = [
            (one, _phrase(one, self._found[one.run], rulebook, with_values)) for one in self._shared
        ]
        made.sort(key=lambda each: (*(-count for count in each[0][:3]), each[1].skeleton))
        return tuple(phrase for _, phrase in made)


def _phrase(one: Shared, found: _Found, rulebook: Rulebook, with_values: bool) -> Phrase:
    mark = found.marks.pop() if len(found.marks) == 1 else ""
    shown = found.text.replace(MARK, SHOWN)
    read = _read(found.text, rulebook) if not all(slot.kinds for slot in found.slots) else {}
    slots = []
    for number, (slot, label) in enumerate(zip(found.slots, _labels(found, rulebook), strict=True)):
        kind, unit = slot.most()
        if not kind and number in read:
            kind, unit, label = read[number].kind, read[number].unit or "", read[number].label
        originals = tuple(value for value, _ in _by_use(slot.values))
        slots.append(
            PhraseSlot(
                kind=kind or None,  # type: ignore[arg-type]
                unit=unit or None,
                label=label,
                values=len(slot.values),
                originals=originals if with_values else UNSET,
            )
        )
    return Phrase(
        skeleton=shown + mark,
        speeches=one.speeches,
        uses=one.uses,
        slots=tuple(slots),
        example=Example(found.example.replace(MARK, SHOWN)),
    )


def _read(text: str, rulebook: Rulebook) -> dict[int, ExtractedSlot]:
    """What the words around slots say of them, for those that no speech fills."""
    places = [place for place, character in enumerate(text) if character == MARK]
    slots = {slot.source[0]: slot for slot in extract(text.replace(MARK, SHOWN), rulebook)}
    return {number: slots[place] for number, place in enumerate(places) if place in slots}


def _labels(found: _Found, rulebook: Rulebook) -> list[str | None]:
    """What the slots can be called, from the phrase alone: that much is true of all its uses."""
    text = found.text.replace(MARK, SHOWN)
    places = [place for place, character in enumerate(found.text) if character == MARK]
    spans: list[Span] = []
    for slot, place in zip(found.slots, places, strict=True):
        kind, unit = slot.most()
        if kind:
            attributes = {"unit": unit} if unit else {}
            spans.append(Span(place, place + 1, kind, "", attributes=attributes))
    made = iter(labels(text, spans, rulebook))
    return [next(made) if slot.kinds else None for slot in found.slots]


def _commonest(counts: Counter[str]) -> tuple[str, int]:
    return _by_use(counts)[0]


def _by_use(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first; the same counts give the same order."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def gathered(
    shared: Sequence[Shared], blocks: Iterable[bytes], rulebook: Rulebook, *, with_values: bool
) -> tuple[Phrase, ...]:
    """The phrases behind what is shared, from the sentences of all blocks of speeches."""
    gathering = Gathering(shared)
    for sentences in blocks:
        gathering.add(sentences)
    return gathering.phrases(rulebook, with_values=with_values)

"""Skeleton: a speech with gaps where its facts were, and where placeholders already stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from anonymizer import extraction
from anonymizer.pipeline import Redaction
from anonymizer.redaction.entities import entities
from anonymizer.redaction.labels import labels
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation import Outline
from anonymizer.slots import FIGURE_KINDS, ExtractedSlot, Kind, Span
from anonymizer.templates import markup
from anonymizer.templates.fields import Field, field_of
from anonymizer.templates.gaps import Gap
from anonymizer.templates.sentences import SHOWN, masked_sentences
from anonymizer.templates.variables import Names, base_name


class Skeleton:
    """Literal pieces and gaps; joined, with the originals in the gaps, they are the speech."""

    def __init__(
        self, pieces: tuple[str | Gap, ...], outline: Callable[[], Outline] | None = None
    ) -> None:
        self.pieces = pieces
        self._outline = outline

    def __repr__(self) -> str:
        # No texts: they hold the originals, and reprs end up in logs.
        return f"<Skeleton with {len(self.gaps)} gaps>"

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, in the order of the text; several may have one variable."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Gap))

    @cached_property
    def variables(self) -> dict[str, Gap]:
        """The first gap of each variable, in the order of the text."""
        found: dict[str, Gap] = {}
        for gap in self.gaps:
            found.setdefault(gap.variable, gap)
        return found

    @cached_property
    def fields(self) -> dict[str, Field]:
        """What the value of each variable must look like."""
        return {name: field_of(gap) for name, gap in self.variables.items()}

    @cached_property
    def text(self) -> str:
        """The text form, as it is written to a .txt or .md file."""
        return markup.write(self.pieces)

    @property
    def values(self) -> dict[str, str]:
        """The speech's own values; where somebody has left a placeholder, that is the value."""
        return {name: gap.text for name, gap in self.variables.items()}

    @property
    def speech(self) -> str:
        """The cleaned speech that the skeleton was made of."""
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    @property
    def characters(self) -> int:
        """The length of the speech, in code points."""
        return len(self.speech)

    def schema(self, title: str = "skeleton") -> dict[str, object]:
        """The JSON Schema of its values; it holds no original."""
        from anonymizer.templates.schema import write

        return write(self, title)

    def docx(self) -> bytes:
        """The skeleton as a docx file in docxtpl's syntax. Raises ``ValueError``."""
        from anonymizer.templates.docx import write

        blocks = self._outline().blocks if self._outline else ()
        return write(self.pieces, {block.line.outset: block.role for block in blocks})


class _Place(NamedTuple):
    """One gap before it has its name. ``entity`` is equal for places that name the same."""

    start: int
    end: int
    kind: Kind
    label: str | None
    unit: str | None
    entity: tuple[str, str] | None
    original: str | None
    placeholder: str


def skeleton_of(redaction: Redaction, rulebook: Rulebook) -> Skeleton:
    """The skeleton of a text: its facts by a redaction, and the placeholders that it came with."""
    text = redaction.cleaned
    places = _places(redaction, rulebook)
    forms = _full_forms(places)
    names = Names()
    sentences = masked_sentences(text, [(place.start, place.end) for place in places])
    pieces: list[str | Gap] = []
    done = 0
    for place, (sentence, mark) in zip(places, sentences, strict=True):
        if done < place.start:
            pieces.append(text[done : place.start])
        done = place.end
        surface = text[place.start : place.end]
        base = base_name(place.kind, place.label, place.unit)
        same = None
        if place.entity is not None and place.kind not in FIGURE_KINDS:
            same = (place.entity, surface)
            full, called = forms.get(place.entity, (surface, base))
            if full != surface:
                base = f"{called}_简称"
        pieces.append(
            Gap(
                variable=names.name(base, same),
                kind=place.kind,
                label=place.label or KIND_NAMES[place.kind],
                unit=place.unit,
                sentence=sentence,
                mark=mark,
                original=place.original,
                placeholder=place.placeholder,
            )
        )
    if done < len(text):
        pieces.append(text[done:])
    return Skeleton(tuple(pieces), lambda: redaction.outline)


def _places(redaction: Redaction, rulebook: Rulebook) -> list[_Place]:
    """What we take out, and the placeholders that stand in the text already, in order.

    A title that a profile rewrites is not taken out: a skeleton keeps its words.
    """
    text = redaction.cleaned
    taken = [decision.span for decision in redaction.decisions if decision.replaced]
    slots = extraction.extract(text, rulebook)
    inside = _inside(taken, [slot.source for slot in slots])
    own = [span for span, within in zip(taken, inside, strict=True) if not within]
    found = list(_apart(slots, own))
    told: list[tuple[Span, tuple[str, str] | None, str | None]] = [
        (span, ("own", str(entity)), text[span.start : span.end])
        for span, entity in zip(own, entities(text, own), strict=True)
    ]
    for slot in found:
        unit = {"unit": slot.unit} if slot.unit else {}
        span = Span(*slot.source, slot.kind, slot.rule, slot.score, unit)
        told.append((span, ("found", slot.entity) if slot.entity else None, None))
    told.sort(key=lambda one: one[0].start)
    # All at once, so that no label holds a placeholder of the others.
    made = labels(text, [span for span, _, _ in told], rulebook)
    return [
        _Place(
            span.start,
            span.end,
            span.kind,  # type: ignore[arg-type]
            label,
            span.attributes.get("unit"),
            entity,
            original,
            SHOWN if original is not None else text[span.start : span.end],
        )
        for (span, entity, original), label in zip(told, made, strict=True)
    ]


def _inside(spans: Sequence[Span], places: Sequence[tuple[int, int]]) -> Iterator[bool]:
    """Whether each span is a piece of one of the places; both are in order. 20xx年 has no fact."""
    index = 0
    for span in spans:
        while index < len(places) and places[index][1] <= span.start:
            index += 1
        yield (
            index < len(places) and places[index][0] <= span.start and span.end <= places[index][1]
        )


def _apart(slots: Iterable[ExtractedSlot], own: Sequence[Span]) -> Iterator[ExtractedSlot]:
    """The placeholders where we take nothing out."""
    index = 0
    for slot in slots:
        start, end = slot.source
        while index < len(own) and own[index].end <= start:
            index += 1
        if index == len(own) or end <= own[index].start:
            yield slot


def _full_forms(places: list[_Place]) -> dict[tuple[str, str], tuple[str, str]]:
    """The longest form in which each entity of ours stands, and what its variable is called.

    A short form (王 for 王建国) has a variable of its own, called after the other: the speech
    filled with its own values must read as before.
    """
    longest: dict[tuple[str, str], tuple[str, str]] = {}
    for place in places:
        if place.entity is not None and place.original is not None:
            known, _ = longest.get(place.entity, ("", ""))
            if len(place.original) > len(known):
                called = base_name(place.kind, place.label, place.unit)
                longest[place.entity] = place.original, called
    return longest

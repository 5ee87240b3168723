"""The record of a redaction: slots and edits with their places in source and output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from anonymizer.edits import Patch
from anonymizer.redaction.entities import entities
from anonymizer.redaction.labels import labels
from anonymizer.redaction.placeholders import UNIQUE
from anonymizer.redaction.spellings import label_of, spellings
from anonymizer.redaction.values import value_of
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation import Outline
from anonymizer.slots import Decision, EditRecord, Slot

_CONTEXT = 12
"""Characters of context on either side of a slot."""


def make_slots(
    source: str,
    cleaned: str,
    taken: Sequence[tuple[Decision, str]],
    cleaning: Patch,
    redaction: Patch,
    outline: Outline,
    rulebook: Rulebook,
    base: int,
) -> tuple[Slot, ...]:
    """One slot for each removal. ``base`` is where ``source`` begins in its file."""
    spans = [decision.span for decision, _ in taken]
    sections = outline.sections([span.start for span in spans])
    made = labels(cleaned, spans, rulebook)
    slots = []
    for index, ((decision, placeholder), entity, section, label) in enumerate(
        zip(taken, entities(cleaned, spans), sections, made, strict=True), 1
    ):
        span = decision.span
        start = cleaning.to_source(span.start, after=True)
        end = cleaning.to_source(span.end)
        surface = cleaned[span.start : span.end]
        output = redaction.to_output(span.start, after=True)
        slots.append(
            Slot(
                id=f"s{index}",
                kind=span.kind,  # type: ignore[arg-type]
                text=source[start:end],
                placeholder=placeholder,
                source=(base + start, base + end),
                output=(output, output + len(placeholder)),
                unit=span.attributes.get("unit"),
                value=value_of(cleaned, span, rulebook),
                label=label,
                entity=f"e{entity}",
                section=section,
                before=_before(cleaned, span.start),
                after=_after(cleaned, span.end),
                rule=span.rule,
                score=span.score,
                surface=surface if surface != source[start:end] else UNSET,
            )
        )
    return tuple(slots)


def taken(output: str, slots: Sequence[Slot], style: str) -> tuple[str, ...]:
    """The labels of what reads as a placeholder of the style and is no slot, in order."""
    if style not in UNIQUE:
        return ()
    own = [slot.output for slot in slots if label_of(slot.placeholder, style)]
    gaps = Patch.of_replacements(
        [start for start, _ in own], [end for _, end in own], ["\0"] * len(own), [""] * len(own)
    )
    found = spellings(gaps.apply(output), style)
    return tuple(dict.fromkeys(spelling.label for spelling in found))


def edit_records(source: str, patch: Patch, base: int) -> tuple[EditRecord, ...]:
    """The edits of a patch with their places on both sides."""
    return tuple(_records(source, patch, base))


def _records(source: str, patch: Patch, base: int) -> Iterator[EditRecord]:
    for edit, start, end in zip(patch.edits, patch.output_starts, patch.output_ends, strict=True):
        yield EditRecord(
            rule=edit.rule,
            source=(base + edit.start, base + edit.end),
            output=(start, end),
            text=source[edit.start : edit.end],
            replacement=edit.replacement,
        )


def _before(text: str, start: int) -> str:
    context = text[max(0, start - _CONTEXT) : start]
    if "\n" in context or "\r" in context:
        context = context[max(context.rfind("\n"), context.rfind("\r")) + 1 :]
    return context


def _after(text: str, end: int) -> str:
    context = text[end : end + _CONTEXT]
    if "\n" in context or "\r" in context:
        context = context.replace("\r", "\n").partition("\n")[0]
    return context

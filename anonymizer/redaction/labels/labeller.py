"""One label for each slot of a text, the slots of a sentence seen together."""

from __future__ import annotations

from collections.abc import Sequence

from anonymizer.redaction.labels.figures import Figures
from anonymizer.redaction.labels.masked import FIGURE, MOMENT, NAME, Masked, mask
from anonymizer.redaction.labels.moments import Moments
from anonymizer.redaction.labels.names import name_label
from anonymizer.redaction.labels.words import LONGEST, Words
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span


def labels(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[str | None]:
    """A label for each of ``spans``, which are sorted and do not overlap.

    A label is at most 20 characters, none of them from a slot. ``None`` stands where the
    text does not say what a slot holds.
    """
    words = rulebook.once("label words", lambda: Words(rulebook))
    assert isinstance(words, Words)
    masked = mask(text, spans)
    figures = Figures(masked, spans, words)
    moments = Moments(masked, spans, words)
    made: list[str] = []
    for index, place in enumerate(masked.places):
        mark = masked.text[place]
        if mark == FIGURE:
            made.append(figures.label(index))
        elif mark == MOMENT:
            made.append(moments.label(index))
        else:
            made.append(name_label(masked, index, spans[index].kind, words))
    _tell_apart(made, masked, spans, figures.sentences)
    return _without_originals([words.clean(label) or None for label in made], text, masked, spans)


def _without_originals(
    made: list[str | None], text: str, masked: Masked, spans: Sequence[Span]
) -> list[str | None]:
    """The labels with an X for a name that stands, kept, inside one of them (金刚 in 金刚石)."""
    joined = "\n".join(label or "" for label in made)
    for name in {
        text[span.start : span.end]
        for span, place in zip(spans, masked.places, strict=True)
        if masked.text[place] == NAME and span.end - span.start > 1
    }:
        if name in joined:
            made = [label.replace(name, "X") if label else label for label in made]
    return made


def _tell_apart(
    made: list[str], masked: Masked, spans: Sequence[Span], sentences: Sequence[int]
) -> None:
    """Two figures of a sentence with one label get their units: 培训（期）, 培训（人次）."""
    seen: dict[tuple[int, str], int] = {}
    for index, (sentence, label) in enumerate(zip(sentences, made, strict=True)):
        if masked.text[masked.places[index]] != FIGURE or not label:
            continue
        first = seen.setdefault((sentence, label), index)
        if first == index:
            continue
        unit, other = (spans[i].attributes.get("unit", "") for i in (index, first))
        if unit == other:
            continue
        for i, its in ((first, other), (index, unit)):
            if its and made[i] == label:
                made[i] = f"{label[: LONGEST - 2 - len(its)]}（{its}）"

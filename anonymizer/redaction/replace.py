"""Replace: decisions become the patch that puts placeholders in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from anonymizer.edits import Edit, Patch
from anonymizer.redaction.placeholders import UNIQUE, numbered_anew, placeholders
from anonymizer.redaction.spellings import standing
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Decision, Span

_UPPER: Final = "upper"


class Replacement(NamedTuple):
    """The patch from a cleaned to a redacted text, and each removal with its placeholder."""

    patch: Patch
    removals: list[tuple[Decision, str]]


def replace(
    text: str,
    decisions: Sequence[Decision],
    style: str,
    rulebook: Rulebook,
    titles: Sequence[Edit] = (),
    fixed: Mapping[int, str] | None = None,
    unique: bool = False,
) -> Replacement:
    """Put a placeholder of a style where a decision removes a span.

    ``titles`` are further edits, before which spans give way that they overlap; ``fixed`` says
    by its offset what else stands for a span; ``unique`` keeps clear of what reads as a
    placeholder in the text that stays. Raises ``ValueError`` for an unknown style.
    """
    taken = [decision for decision in decisions if decision.replaced]
    if titles:
        taken = [decision for decision in taken if not _overlaps(decision.span, titles)]
    spans = [decision.span for decision in taken]
    made = placeholders(style, text, spans, rulebook)
    if unique or (fixed and style in UNIQUE):
        taken_already = _standing(text, spans, style, titles, fixed or {}) if unique else set()
        made = _numbered_anew(spans, made, fixed or {}, taken_already)
    elif fixed:
        made = [fixed.get(span.start, own) for span, own in zip(spans, made, strict=True)]
    patch = Patch.of_replacements(
        [span.start for span in spans],
        [span.end for span in spans],
        made,
        [span.rule for span in spans],
    )
    extra = [*titles, *_capitals(text, spans)]
    if extra:
        patch = Patch([*patch, *extra])
    return Replacement(patch, list(zip(taken, made, strict=True)))


_GAP: Final = "\0"
"""Stands for a span where only the text around is looked at: no placeholder holds it."""


def _standing(
    text: str, spans: Sequence[Span], style: str, titles: Sequence[Edit], fixed: Mapping[int, str]
) -> set[str]:
    """The labels of what reads as a placeholder once the spans are gone."""
    gaps = [Edit(span.start, span.end, fixed.get(span.start, _GAP)) for span in spans]
    return standing(Patch([*gaps, *titles]).apply(text), style)


def _numbered_anew(
    spans: Sequence[Span], made: Sequence[str], fixed: Mapping[int, str], taken: set[str]
) -> list[str]:
    """The placeholders without numbers for spans that something else stands for.

    A text that numbers its placeholders begins with X1; by that they are known again.
    """
    own = [one for span, one in zip(spans, made, strict=True) if span.start not in fixed]
    numbered = iter(numbered_anew(own, taken))
    return [fixed[span.start] if span.start in fixed else next(numbered) for span in spans]


def _overlaps(span: Span, edits: Sequence[Edit]) -> bool:
    return any(edit.start < span.end and span.start < edit.end for edit in edits)


def _capitals(text: str, spans: Sequence[Span]) -> list[Edit]:
    """n95 becomes NX: the letter that a placeholder now follows is written as one."""
    edits: list[Edit] = []
    for span in spans:
        attributes = span.attributes
        if _UPPER in attributes:
            at = int(attributes[_UPPER])
            edits.append(Edit(at, at + 1, text[at].upper(), span.rule))
    return edits

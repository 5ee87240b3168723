"""Replace: decisions become the patch that puts placeholders in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from anonymizer.edits import Edit, Patch
from anonymizer.redaction.placeholders import placeholders
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
) -> Replacement:
    """Put a placeholder of a style where a decision removes a span.

    ``titles`` are further edits, before which spans give way that they overlap; ``fixed`` says
    by its offset what else stands for a span. Raises ``ValueError`` for an unknown style.
    """
    taken = [decision for decision in decisions if decision.replaced]
    if titles:
        taken = [decision for decision in taken if not _overlaps(decision.span, titles)]
    spans = [decision.span for decision in taken]
    made = placeholders(style, text, spans, rulebook)
    if fixed:
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

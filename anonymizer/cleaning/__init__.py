"""Cleaning: what a site or a page did to a text is undone, every step of it an edit.

Lines of the site go, page marks go, wrapped lines are joined, punctuation between Chinese
characters becomes full-width. Each stage is a function from a text to edits of it.
"""

from __future__ import annotations

from typing import NamedTuple

from anonymizer.cleaning.noise import noise
from anonymizer.cleaning.width import widen
from anonymizer.cleaning.wrap import rejoin
from anonymizer.edits import Patch
from anonymizer.lines import Line, lines_of
from anonymizer.rulebook import Rulebook

__all__ = ["Cleaned", "clean", "cleaned"]


def clean(text: str, rulebook: Rulebook) -> Patch:
    """The patch from a text as it came in to the text as it was written."""
    return cleaned(text, rulebook).patch


class Cleaned(NamedTuple):
    """A text as it was written, how it came to be, and its lines where they are known."""

    text: str
    patch: Patch
    lines: list[Line] | None


def cleaned(text: str, rulebook: Rulebook, *, noisy: bool = True) -> Cleaned:
    """The text as it was written, with the patch that leads to it.

    In a text that is not ``noisy`` no site has left words of its own: none are looked for.
    """
    result = Cleaned(text, Patch(), lines_of(text))
    for stage in (noise, rejoin, widen) if noisy else (rejoin, widen):
        edits = Patch(stage(result.text, rulebook, result.lines))
        if edits:
            changed = edits.apply(result.text)
            # Only widening leaves the lines where they are, and it alters their text.
            lines = lines_of(changed) if stage is noise else None
            result = Cleaned(changed, result.patch.compose(edits), lines)
    return result

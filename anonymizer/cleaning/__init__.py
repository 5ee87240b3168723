"""Cleaning: what a site or a page did to a text is undone, every step of it an edit.

Lines of the site go, page marks go, wrapped lines are joined, punctuation between Chinese
characters becomes full-width. Each stage is a function from a text to edits of it.
"""

from __future__ import annotations

from anonymizer.cleaning.noise import noise
from anonymizer.cleaning.width import widen
from anonymizer.cleaning.wrap import rejoin
from anonymizer.edits import Patch
from anonymizer.rulebook import Rulebook

__all__ = ["clean"]


def clean(text: str, rulebook: Rulebook) -> Patch:
    """The patch from a text as it came in to the text as it was written."""
    patch = Patch(noise(text, rulebook))
    patch = patch.compose(Patch(rejoin(patch.apply(text), rulebook)))
    return patch.compose(Patch(widen(patch.apply(text), rulebook)))

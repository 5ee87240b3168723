"""Templates: a speech becomes a skeleton, its values a sheet; filled, it is a speech again.

    text ──redact, extract──▸ Skeleton ──▸ text or docx, schema, sheet
                                  text or docx + values ──check, fill──▸ text

A skeleton filled with the speech's own values is the cleaned speech to the character.
"""

from __future__ import annotations

from anonymizer.templates.fill import FillError, Filling, check, fitting
from anonymizer.templates.gaps import Gap, Reference
from anonymizer.templates.problems import Problem
from anonymizer.templates.skeleton import Skeleton, skeleton_of

__all__ = [
    "FillError",
    "Filling",
    "Gap",
    "Problem",
    "Reference",
    "Skeleton",
    "check",
    "fitting",
    "skeleton_of",
]

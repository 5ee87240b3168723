"""Audit: which facts of an original were stripped in a redacted version, and which were missed.

The two texts are folded and aligned (folding, blocks, gaps, hops, alignment); each fact of the
original gets a verdict at its own place (verdicts, removed), then what was stripped is looked
for elsewhere in the redacted text (elsewhere, disguise, arithmetic).
"""

from __future__ import annotations

from anonymizer.audit.audit import Audit, audit_sources
from anonymizer.documents.source import Source
from anonymizer.rulebook import load

__all__ = ["Audit", "audit", "audit_sources"]


def audit(original: str, redacted: str, profile: str = "standard") -> Audit:
    """Say of each fact of a text what became of it in a redacted version of it."""
    return audit_sources(Source.from_text(original), Source.from_text(redacted), profile, load())

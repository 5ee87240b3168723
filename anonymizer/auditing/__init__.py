"""Audit: which facts of an original were stripped in a redacted version, and which were missed.

The two texts are folded and aligned (folding, blocks, gaps, hops, alignment); each fact of the
original gets a verdict at its own place (verdicts, removed), then what was stripped is looked
for elsewhere in the redacted text (elsewhere, disguise, arithmetic).
"""

from __future__ import annotations

from anonymizer.auditing.audit import Audit, audit_sources

__all__ = ["Audit", "audit_sources"]

"""Audit: which facts of an original were stripped in a redacted version, and which were missed.

The two texts are folded and aligned (folding, passages, edges, filling, sentences), and each fact
of the original gets a verdict at its own place (verdicts, removed). What was stripped is then
looked for elsewhere in the redacted text (elsewhere, disguise, arithmetic, names) and in other
texts of its folder (sisters).
"""

from __future__ import annotations

from anonymizer.auditing.audit import Audit, audit_sources

__all__ = ["Audit", "audit_sources"]

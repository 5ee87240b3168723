"""Redaction: spans become decisions, decisions become placeholders and slots."""

from __future__ import annotations

from anonymizer.redaction.decide import decide
from anonymizer.redaction.placeholders import STYLES, UNIQUE, demand_unique, placeholders
from anonymizer.redaction.replace import Replacement, replace
from anonymizer.redaction.settle import settle
from anonymizer.slots import Decision

__all__ = [
    "STYLES",
    "UNIQUE",
    "Decision",
    "Replacement",
    "decide",
    "demand_unique",
    "placeholders",
    "replace",
    "settle",
]

"""Extraction: the placeholders of a text that has been redacted, whoever did it.

First every placeholder is found by how it looks, whatever its style (``blank`` rules); then the
words around it tell what stood there (``reading`` rules). Both are in ``rules/placeholders.yaml``.
"""

from __future__ import annotations

from anonymizer.extraction.blanks import Blank, find
from anonymizer.extraction.extract import Extraction, extract, extraction, placeholders
from anonymizer.extraction.readings import Reading, read

__all__ = [
    "Blank",
    "Extraction",
    "Reading",
    "extract",
    "extraction",
    "find",
    "placeholders",
    "read",
]

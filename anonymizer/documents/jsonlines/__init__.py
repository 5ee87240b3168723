"""JSON lines: a record a line, the strings of its fields rewritten where they stand."""

from __future__ import annotations

from anonymizer.documents.jsonlines.lines import field_names, read, records

__all__ = ["field_names", "read", "records"]

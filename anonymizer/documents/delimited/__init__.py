"""Tables of values with something between them: csv, tsv and their like."""

from __future__ import annotations

from anonymizer.documents.delimited.table import field_names, read, records

__all__ = ["field_names", "read", "records"]

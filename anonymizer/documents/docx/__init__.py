"""Word documents, changed in place: text in runs, all else in them as it was written."""

from __future__ import annotations

from anonymizer.documents.docx.word import Docx, read

__all__ = ["Docx", "read"]

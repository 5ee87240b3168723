"""Files of older Word, WPS, rich text and OpenDocument: LibreOffice makes a docx of each."""

from __future__ import annotations

from anonymizer.documents.office.document import OfficeDocument, convert_all, read, read_all

__all__ = ["OfficeDocument", "convert_all", "read", "read_all"]

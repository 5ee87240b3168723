"""PDF documents: their text as it reads, and pages that are drawn anew without what was removed."""

from anonymizer.documents.pdf.document import Pdf, read

__all__ = ["Pdf", "read"]

"""How much of a PDF is read and written: what lies beyond is refused, with the reason."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 256 * 1024 * 1024
MOST_PAGES: Final = 2000
MOST_CHARACTERS: Final = 2_000_000
MOST_BOXES: Final = 200_000
"""Boxes to paint in one document."""

DOTS_PER_INCH: Final = 200
MOST_PIXELS: Final = 9_000_000
"""Of one page; a larger page is drawn with fewer dots. A3 at 200 dots an inch has 7.7 million."""

READING_SECONDS: Final = 60.0
DRAWING_SECONDS: Final = 60.0
"""To draw a document, and for each page :data:`SECONDS_PER_PAGE` more."""
SECONDS_PER_PAGE: Final = 2.0

MOST_MEMORY: Final = 3 * 1024**3
"""Bytes of address space for the process that reads or draws a PDF."""
MOST_HIDDEN: Final = 2000
"""Titles, notes and links that are listed as what a PDF says outside its text."""

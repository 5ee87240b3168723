"""Rich text made safe for LibreOffice: of its fields, those that fetch something are put out."""

from __future__ import annotations

import re
from typing import Final

_INSTRUCTION: Final = re.compile(rb"\\fldinst(?![a-z])")
_LONGEST: Final = 2048
_CONTROL: Final = re.compile(rb"\\([a-z]+)-?\d* ?|[{\r\n]")
_PAGES: Final = re.compile(
    rb"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)(?:\s+\\\\\*\s*\w+)*\s*", re.IGNORECASE
)
_RAW: Final = frozenset((b"bin", b"u", b"uc", b"upr", b"ud"))
"""Control words that make other text of what follows them."""

_UNREAD: Final = rb"\*\unread"
"""A destination that no program knows: what stands in it is passed over."""


def without_fetching(data: bytes) -> bytes:
    """The document with the instructions of its fields gone, but for those of page numbers.

    Each field then stands with the result that it was saved with. A field can name any file
    or address, and can be written in many ways; so what is let through is only what, all in
    all, says nothing but the number of a page.
    """
    pieces: list[bytes] = []
    done = 0
    # What a field's instruction holds is looked for no further than where the next begins.
    found = list(_INSTRUCTION.finditer(data))
    limits = [*(each.start() for each in found[1:]), len(data)]
    for each, limit in zip(found, limits, strict=False):
        if not _is_page_number(data[each.end() : min(each.end() + _LONGEST, limit)]):
            pieces += (data[done : each.start()], _UNREAD)
            done = each.end()
    pieces.append(data[done:])
    return b"".join(pieces)


def _is_page_number(after: bytes) -> bool:
    """Whether a group that goes on so says PAGE or the like, and no more."""
    depth = 1
    for found in re.finditer(rb"\\[^a-z]|[{}]", after):
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if not depth:
            words = {word[1] for word in _CONTROL.finditer(after, 0, found.start())}
            text = _CONTROL.sub(b"", after[: found.start()]).replace(b"}", b"")
            return not words & _RAW and bool(_PAGES.fullmatch(text))
    return False

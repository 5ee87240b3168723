"""Changed runs written into the XML of their part; all else stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import attrgetter
from typing import Final, NamedTuple

from anonymizer.documents.docx.places import CODE, ELEMENT, NUMBER, SPACED, Spot
from anonymizer.documents.ooxml.markup import escaped, rewritten
from anonymizer.edits import Patch

_PREFIX: Final = re.compile(r"<((?:[^\s/>:]+:)?)")
_SPACE: Final = re.compile(r"""(?<=\s)xml:space\s*=\s*(?:"[^"]*"|'[^']*')""")
_KEEP: Final = 'xml:space="preserve"'
_NUMERIC: Final = re.compile(r"[+-]?[0-9.]+(?:[Ee][+-]?[0-9]+)?")
_NO_NUMBER: Final = "#N/A"
"""What stands among the numbers of a chart for one that is not known."""
_IN_PART: Final = attrgetter("spot.start")


class Change(NamedTuple):
    """A run that changes: where it is written, its text, the patch of that."""

    spot: Spot
    text: str
    patch: Patch


def written(xml: str, changes: Iterable[Change]) -> str:
    """A part's XML with some of its runs changed."""
    pieces: list[str] = []
    done = 0
    for (_, start, end, kind), text, patch in sorted(changes, key=_IN_PART):
        new = said(kind, patch.apply(text))
        if kind == NUMBER:
            pieces += xml[done:start], new
        elif kind == ELEMENT:
            pieces += xml[done:start], _as_text(xml[start:end], new)
        elif kind in (SPACED, CODE) and _needs_space(new) and not _needs_space(text):
            begin = xml.rfind("<", done, start)
            pieces += xml[done:begin], _keeping(xml[begin:start]), rewritten(xml[start:end], patch)
        else:
            pieces += xml[done:start], rewritten(xml[start:end], patch)
        done = end
    pieces.append(xml[done:])
    return "".join(pieces)


def said(kind: int, text: str) -> str:
    """What a changed spot says: where there must be a number, no word is written."""
    return text if kind != NUMBER or _NUMERIC.fullmatch(text) else _NO_NUMBER


def _needs_space(text: str) -> bool:
    """Whether space at an edge is lost unless the element says that it is text."""
    return text != text.strip()


def _keeping(tag: str) -> str:
    """A tag that opens an element, with the word that space in it is text."""
    if _SPACE.search(tag):
        return _SPACE.sub(_KEEP, tag)
    return f"{tag[:-1].rstrip()} {_KEEP}>"


def _as_text(element: str, text: str) -> str:
    """Text in place of an element that stood for a character."""
    if not text:
        return ""
    found = _PREFIX.match(element)
    prefix = found[1] if found else ""
    space = f" {_KEEP}" if _needs_space(text) else ""
    return f"<{prefix}t{space}>{escaped(text)}</{prefix}t>"

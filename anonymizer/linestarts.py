"""Where the lines of a text begin: line and column of any offset, without the text itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer import compiled

_BREAK: Final = compiled.lazy(r"\r\n|\n|\r")


class LineStarts(NamedTuple):
    """The offset at which each line begins, the first of them 0."""

    offsets: Sequence[int]

    @classmethod
    def of(cls, text: str) -> LineStarts:
        """Those of a text; ``\\r\\n``, ``\\n`` and a lone ``\\r`` end a line."""
        return cls((0, *(found.end() for found in _BREAK.finditer(text))))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; columns count code points."""
        line = bisect_right(self.offsets, offset)
        return line, offset - self.offsets[line - 1] + 1

"""Paragraphs that begin alike: ——要做…  ——要做…, 有一种情义…  有一种情义….

Three or more stretches in a row whose first sentences open with the same words were
paragraphs; two may be chance, and short ones are a figure of speech inside a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from anonymizer import compiled

_START: Final = compiled.lazy(r"[。！？!?：:][”’》）\"]?(?=(——|[㐀-鿿“]{4}))")
_SHORTEST, _LONGEST = 60, 400
_PLAIN: Final = compiled.lazy(
    r"我|你|同志|各|这|那|第|但|大家|今年|去年|[一二三四五六七八九十][、是要个条]"
)


def parallel_breaks(body: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """Breaks before stretches of ``body[start:stop]`` that begin alike."""
    rows: dict[str, list[int]] = {}
    for found in _START.finditer(body, start, stop):
        if _PLAIN.match(found[1]):
            continue
        row = rows.setdefault(found[1][:3], [])
        if row and not _SHORTEST <= found.end() - row[-1] <= _LONGEST:
            yield from _whole(row)
            row.clear()
        row.append(found.end())
    for row in rows.values():
        yield from _whole(row)


def _whole(row: list[int]) -> Iterator[tuple[int, str]]:
    if len(row) >= 3:
        for place in row:
            yield place, "break.series"

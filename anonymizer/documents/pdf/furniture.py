"""Lines that belong to the page and not to the text: page numbers, running heads, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from anonymizer.documents.pdf.lines import Line, Row
from anonymizer.documents.pdf.pages import PageText

HEADER: Final = "header"
FOOTER: Final = "footer"
FOOTNOTE: Final = "footnote"
NUMBER: Final = "page number"
PRINTED: Final = "printed"
"""What a browser prints at the edges of a page: when, and from where. Nobody wrote it."""

_OUTER: Final = 3
"""Rows at a page's top and at its bottom that may be running heads."""
_ZONE: Final = 0.15
"""The share of a page's height in which they stand."""
_SAME_HEIGHT: Final = 4.0
"""Points by which the same line may be off on another page."""
_SMALL: Final = 0.9
"""The size of a footnote's letters, beside those of the text."""

_NUMBER: Final = r"(?:[0-9０-９]{1,4}|[ivxlcdm]{1,8}|[一二三四五六七八九十百〇]{1,6})"
_PAGE_NUMBER: Final = re.compile(
    rf"[\s\-–—－·.~～]*(?:第\s*)?(?P<page>{_NUMBER})(?:\s*页)?"
    rf"(?:\s*[/／|,，、]?\s*(?:共\s*)?{_NUMBER}\s*页?)?[\s\-–—－·.~～]*",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"[\-–—－页/／·~～]")
_DIGITS: Final = re.compile(r"[0-9０-９]+")
_NOTE_MARK: Final = re.compile(
    r"\s*(?:[①-⑳*＊†]|[\[［〔(（]?[0-9]{1,3}[\]］〕)）]?(?![0-9.．、%％]))"
)


class Sorted(NamedTuple):
    """A page's rows: those of the text, and those of the page with the story they belong to.

    The cells of a running head stand by themselves. What is surely a page's number is kept
    apart from all that can be read: it is nobody's secret.
    """

    body: list[Row]
    aside: list[tuple[str, Row]]


_PRINTED: Final = re.compile(
    r"(?:^|\s)(?:https?://|file:/|about:blank|chrome|data:)\S*"
    r"|^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s|$)"
)


def sort_out(pages: Sequence[PageText], rows: Sequence[Sequence[Row]]) -> list[Sorted]:
    """Part the rows of each page from its running heads, page numbers and footnotes."""
    usual = _usual_size(rows)
    heads = [_outer(page, of_page, top=True) for page, of_page in zip(pages, rows, strict=True)]
    feet = [_outer(page, of_page, top=False) for page, of_page in zip(pages, rows, strict=True)]
    often = Counter(
        key
        for outer in (heads, feet)
        for page, of_page in zip(pages, outer, strict=True)
        for key in {_key(page, row, shift) for row in of_page for shift in (0, 1)}
    )
    numbered = _counting([*heads, *feet])
    result: list[Sorted] = []
    for page, of_page, head, foot in zip(pages, rows, heads, feet, strict=True):

        def is_aside(row: Row, page: PageText = page, of_page: Sequence[Row] = of_page) -> bool:
            if any(often[_key(page, row, shift)] >= 2 for shift in (0, 1)):
                return True
            if _PRINTED.search(_text(row)):
                return True
            found = _PAGE_NUMBER.fullmatch(_text(row))
            if not found:
                return False
            return (
                id(row) in numbered
                or bool(_MARKED.search(_text(row)))
                or (_stands_apart(row, of_page))
            )

        upper = _while(head, is_aside)
        lower = _while(foot, is_aside)
        upper = min(upper, len(of_page))
        lower = min(lower, len(of_page) - upper)
        body = list(of_page[upper : len(of_page) - lower])
        notes = _footnotes(body, usual)
        aside = [(FOOTNOTE, row) for row in body[len(body) - notes :]]
        for story, edge in (
            (HEADER, of_page[:upper]),
            (FOOTER, of_page[len(of_page) - lower :]),
        ):
            for row in edge:
                printed = _PRINTED.search(_text(row)) is not None
                for cell in row:
                    number = NUMBER if _is_number(cell, row, numbered) else story
                    aside.append((PRINTED if printed else number, (cell,)))
        result.append(Sorted(body[: len(body) - notes], aside))
    return result


def _is_number(cell: Line, row: Row, numbered: set[int]) -> bool:
    """Whether a cell of a running head is surely the number of its page."""
    text = cell.text.strip()
    return bool(_PAGE_NUMBER.fullmatch(text)) and (
        bool(_MARKED.search(text)) or (len(row) == 1 and id(row) in numbered)
    )


def _outer(page: PageText, rows: Sequence[Row], *, top: bool) -> list[Row]:
    """The outermost rows of a page, from its edge inwards."""
    if top:
        return [row for row in rows[:_OUTER] if row[0].base > page.height * (1 - _ZONE)]
    return [row for row in rows[: -_OUTER - 1 : -1] if row[0].base < page.height * _ZONE]


def _while(rows: Sequence[Row], holds: Callable[[Row], bool]) -> int:
    """How many rows from the first on it holds for."""
    count = 0
    for row in rows:
        if not holds(row):
            break
        count += 1
    return count


def _text(row: Row) -> str:
    return " ".join(cell.text for cell in row).strip()


def _key(page: PageText, row: Row, shift: int) -> tuple[str, int, int, int]:
    """What is the same of a running head on all its pages; ``shift`` is for rounding."""
    height = int(row[0].base / _SAME_HEIGHT + shift / 2)
    return _DIGITS.sub("#", _text(row)), height, shift, int(page.height)


def _counting(outer: Sequence[Sequence[Row]]) -> set[int]:
    """Rows that are a number alone and count up with the pages; their ids."""
    found: dict[int, list[tuple[int, int]]] = {}
    for rows in outer:
        for row in rows:
            match = _PAGE_NUMBER.fullmatch(_text(row))
            if match and match["page"].isdecimal():
                shift = int(match["page"]) - row[0].page
                found.setdefault(shift, []).append((row[0].page, id(row)))
    return {
        row for each in found.values() if len({page for page, _ in each}) > 1 for _, row in each
    }


def _stands_apart(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a row at the edge has more air around it than the lines of the text."""
    bases = [each[0].base for each in rows]
    steps = sorted(a - b for a, b in pairwise(bases) if a > b)
    index = next(i for i, each in enumerate(rows) if each is row)
    beside = bases[index - 1] - bases[index] if index else bases[0] - bases[min(1, len(bases) - 1)]
    return len(rows) == 1 or beside > 1.4 * steps[len(steps) // 2]


def _usual_size(rows: Sequence[Sequence[Row]]) -> float:
    """The size of the letters of the text."""
    counts: Counter[float] = Counter()
    for of_page in rows:
        for row in of_page:
            for cell in row:
                counts[round(cell.size * 2) / 2] += len(cell.text)
    return max(counts, key=lambda size: (counts[size], size), default=0.0)


def _footnotes(rows: Sequence[Row], usual: float) -> int:
    """How many rows at the foot of a page are footnotes: small, and the first has a mark."""
    marked = 0
    for count, row in enumerate(reversed(rows), 1):
        if max(cell.size for cell in row) > usual * _SMALL:
            break
        if _NOTE_MARK.match(row[0].text):
            marked = count
    return marked if marked < len(rows) else 0

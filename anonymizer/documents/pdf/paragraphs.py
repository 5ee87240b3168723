"""Lines to paragraphs: which line goes on in the next one, also over the end of a page.

A line goes on when it is full, that is when what begins the next line would not have fitted
on it, and the next line shows no beginning: no indent, no wider gap above, no other size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from anonymizer.documents.pdf.lines import Line, Row
from anonymizer.documents.pdf.regions import Region, margins

_SLACK: Final = 0.35
"""Widths of a character by which a full line may fall short of the margin."""
_INDENT: Final = 0.9
"""Widths of a character by which a paragraph's first line is set in at least."""
_NEARLY: Final = 4
"""Widths of a character by which a line may fall short that breaks off in a sentence."""
_EXACTLY: Final = 1.05
_SAME_SIZE: Final = 0.12
_WIDER: Final = 1.25
"""How much wider than usual a gap between lines is that parts two paragraphs."""
_UNIT: Final = re.compile(
    r"[“‘《〈（(\[［〔【]*(?:[0-9A-Za-z][!-~∶～·–]*|.)"
    r"(?:[，。、；：！？”’》〉）)\]］〕】%％‰℃°…—·∶!?]|[,.;:/](?:[0-9A-Za-z][!-~]*)?)*",
    re.DOTALL,
)
"""What cannot be parted at the beginning of a line."""
_ENDS: Final = re.compile(r"[。！？!?…][”’》）)]*$")
_BEGINS: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[、．]"
    r"|第[一二三四五六七八九十]{1,3}[，、]|[①-⑳]"
)
"""How a paragraph begins that is one of a list; a line that goes on seldom looks so."""


class _Placed(NamedTuple):
    """A row, and the margins of the column that it stands in; ``flow`` numbers the columns."""

    row: Row
    left: float
    right: float
    flow: int


def paragraphs_of(
    pages: Sequence[Sequence[Region]], widths: Sequence[float]
) -> Iterator[list[Row]]:
    """The rows of each paragraph; a row of several cells is one by itself.

    ``widths`` are those of the pages in the direction of reading.
    """
    placed = list(_placed(pages, widths))
    pitch = _pitch(placed)
    indents = _uses_indents(placed)
    paragraph: list[Row] = []
    for index, each in enumerate(placed):
        if paragraph and not _goes_on(placed[index - len(paragraph) : index + 1], pitch, indents):
            yield paragraph
            paragraph = []
        paragraph.append(each.row)
    if paragraph:
        yield paragraph


def glue(above: Line, line: Line) -> str:
    """What stands between two lines of a paragraph: a space between words of Latin letters."""
    a, b = above.text[-1], line.text[0]
    if not (a.isascii() and b.isascii()):
        return ""
    if above.spaced and not above.text.endswith("-"):
        return " "
    return " " if (a + b).isalnum() and not (a + b).isdigit() else ""


def _placed(pages: Sequence[Sequence[Region]], widths: Sequence[float]) -> Iterator[_Placed]:
    """All rows in order. A page with few lines takes its margins from the others like it."""
    single = [regions[0] for regions in pages if len(regions) == 1]
    rows = [row for region in single for row in region.rows if len(row) == 1]
    usual = _margins(rows, max(widths, default=0.0)) if rows else (0.0, 0.0)
    flow = 0
    for regions, width in zip(pages, widths, strict=True):
        for region in regions:
            flow += 1
            own = region.left, region.right
            if len(regions) == 1:
                within = usual[0] - 1 <= own[0] and own[1] <= usual[1] + 1
                own = usual if within else _margins(region.rows, width)
            for row in region.rows:
                yield _Placed(row, *own, flow)


def _margins(rows: Sequence[Row], width: float) -> tuple[float, float]:
    """The margins of a page of one column, ``width`` wide.

    One line or two do not show where lines end; then both margins are taken to be as wide.
    """
    left, right = margins(rows)
    reaching = sum(1 for row in rows if right - row[-1].right < row[-1].size / 2)
    return left, right if reaching > 2 else max(right, width - left)


def _size(row: Row) -> float:
    return row[0].size


def _alike(a: Row, b: Row) -> bool:
    return abs(_size(a) - _size(b)) <= _SAME_SIZE * max(_size(a), _size(b))


def _pitch(placed: Sequence[_Placed]) -> dict[int, float]:
    """The usual distance of lines of a paragraph, by the size of their letters."""
    steps: dict[int, Counter[float]] = {}
    for above, line in pairwise(placed):
        if above.flow == line.flow and _alike(above.row, line.row):
            step = above.row[0].base - line.row[0].base
            if step > 0 and _is_full(above, line) and not _is_indented(line):
                steps.setdefault(round(_size(line.row)), Counter())[round(step * 2) / 2] += 1
    # The smallest distance that is seen more than once in a while, not the most frequent one:
    # speeches have paragraphs of one line too.
    return {
        size: min(step for step, count in counts.items() if count * 5 >= max(counts.values()))
        for size, counts in steps.items()
    }


def _uses_indents(placed: Sequence[_Placed]) -> bool:
    """Whether paragraphs begin with an indent: several of the lines behind a short one do."""
    after_short = [
        line
        for above, line in pairwise(placed)
        if len(line.row) == 1 and not _is_full(above, line) and not _is_centred(line)
    ]
    indented = sum(map(_is_indented, after_short))
    return indented >= 2 and indented * 2 >= len(after_short)


def _is_indented(line: _Placed) -> bool:
    return line.row[0].left - line.left >= _INDENT * _size(line.row)


def _is_centred(line: _Placed) -> bool:
    return line.row[0].left - line.left > 1.5 * _size(line.row) and _is_even(line)


def _is_title(before: Sequence[_Placed], above: _Placed, line: _Placed) -> bool:
    """Whether a line ends a title that was too long for one: centred, like what is above it."""
    return (
        len(before) < 2
        and _is_centred(line)
        and all(map(_is_even, (*before, above)))
        and not _ENDS.search(above.row[0].text)
    )


def _is_even(line: _Placed) -> bool:
    before, behind = line.row[0].left - line.left, line.right - line.row[-1].right
    return abs(before - behind) < 1.1 * _size(line.row)


def _unit_width(line: Line) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    found = _UNIT.match(line.text)
    end = found.end() if found else 1
    return line.rights[min(end, len(line.text)) - 1] - line.left


def _is_full(above: _Placed, line: _Placed) -> bool:
    """Whether what begins ``line`` would not have fitted on the line above."""
    room = above.right - above.row[-1].right
    if _is_centred(above) and _is_centred(line):
        room += above.row[0].left - above.left
    return room < _unit_width(line.row[0]) + _SLACK * _size(above.row)


def _breaks_off(above: _Placed, line: _Placed, *, inside: bool) -> bool:
    """Whether a line that is nearly full stops in the middle of a sentence.

    Programs do not agree on what may be parted, so that a line may end earlier than it must.
    """
    text = above.row[0].text
    return (
        above.flow == line.flow
        and above.right - above.row[-1].right < _NEARLY * _size(above.row)
        and not _ENDS.search(text)
        and not _BEGINS.match(line.row[0].text)
        and (inside or any(mark in text for mark in "，；。"))
    )


def _goes_on(lines: Sequence[_Placed], pitch: dict[int, float], indents: bool) -> bool:
    """Whether a paragraph goes on from all lines but the last to the last."""
    *before, above, line = lines
    if len(above.row) > 1 or len(line.row) > 1 or not _alike(above.row, line.row):
        return False
    centred = _is_title(before, above, line)
    full = _is_full(above, line)
    if not (full or _breaks_off(above, line, inside=bool(before))):
        return False
    if _is_indented(line) and not centred:
        return False
    if above.flow == line.flow:
        step = above.row[0].base - line.row[0].base
        usual = pitch.get(round(_size(line.row)))
        if usual and step > usual * (_WIDER if full else _EXACTLY):
            return False
        if step > 4 * _size(line.row):
            return False
    if indents or not _ENDS.search(above.row[0].text):
        return True
    return not _BEGINS.match(line.row[0].text)

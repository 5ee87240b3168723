"""A PDF without what was removed: boxes to paint, text that stays, and the check of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from anonymizer.documents.document import Removal
from anonymizer.documents.files import ReadError, WriteError
from anonymizer.documents.pdf import apart
from anonymizer.documents.pdf.limits import MOST_BOXES
from anonymizer.documents.pdf.lines import Line
from anonymizer.documents.pdf.pages import SPACE, UNREAD, Glyph, PageBoxes, PageText
from anonymizer.documents.pdf.typeset import Piece
from anonymizer.documents.pdf.writing import placeholders, written
from anonymizer.edits import Edit, Patch

if TYPE_CHECKING:
    from anonymizer.documents.pdf.document import Layout

_Box = tuple[float, float, float, float]

_ABOVE: Final = 0.85
_BELOW: Final = 0.2
"""How far a box reaches from the base line at least, in sizes."""


def saved(
    data: bytes,
    name: str,
    pages: Sequence[PageText],
    layout: Layout,
    changes: Mapping[int, Patch],
    removed: Sequence[Removal],
) -> bytes:
    """The bytes of a PDF in which the runs are changed. Raises :class:`WriteError`."""
    drafts = [_Draft(page) for page in pages]
    for number, lines in enumerate(layout.lines):
        for line in lines:
            drafts[line.page].put(line, changes.get(number, Patch()))
    for line in layout.numbers:
        drafts[line.page].put(line, Patch())
    boxes = [draft.page_boxes() for draft in drafts]
    if sum(len(each.boxes) for each in boxes) > MOST_BOXES:
        raise WriteError(f"{name}: more than {MOST_BOXES:,} places to paint over; split it")
    try:
        pieces = [draft.pieces for draft in drafts]
        pictures = apart.draw(data, name, boxes, placeholders(pages, pieces))
        result = written(pictures, pieces)
        found = apart.texts(result, name)
    except ReadError as error:
        raise WriteError(str(error)) from None
    _demand(name, found, drafts, removed)
    return result


class _Draft:
    """A page of the new file: the text that is to stand on it, and the boxes to paint."""

    def __init__(self, page: PageText) -> None:
        self.pieces: list[Piece] = []
        self._glyphs = page.glyphs()
        self._boxes: list[_Box] = []
        self._gone = {n for n, glyph in enumerate(self._glyphs) if glyph.flags & UNREAD}
        for number in sorted(self._gone):
            self._boxes.append(_ink(self._glyphs[number]))
        self._whole = not page.texts or all(
            text.isspace() or text == "\ufffd" for text in page.texts
        )

    def put(self, line: Line, patch: Patch) -> None:
        """Put a line on the page as the patch leaves it."""
        done = 0
        gap: float | None = None  # where a stretch began of which nothing is left
        for edit in patch.edits:
            if done < edit.start:
                self._stay(line, done, edit.start, gap)
                gap = None
            if not edit.replacement and gap is None:
                gap = line.lefts[edit.start]
            elif edit.replacement:
                gap = None
            self._go(line, edit)
            done = edit.end
        self._stay(line, done, len(line.text), gap)

    @property
    def text(self) -> str:
        """What the page is to say."""
        return "".join(piece.text for piece in self.pieces)

    def page_boxes(self) -> PageBoxes:
        """What is to be painted over."""
        if self._whole or not self._boxes:
            return PageBoxes([], [], [], self._whole)
        kept = [
            _ink(glyph)
            for n, glyph in enumerate(self._glyphs)
            if n not in self._gone and not glyph.flags & SPACE
        ]
        gone = [int(self._glyphs[n].number) for n in sorted(self._gone)]
        return PageBoxes(self._boxes, kept, gone)

    def _stay(self, line: Line, start: int, end: int, gap: float | None) -> None:
        if gap is not None and start < end and line.text[start] != "\ufffd":
            self.pieces.append(
                Piece(
                    line.turn,
                    line.text[start],
                    (gap,),
                    line.rights[start],
                    line.base,
                    line.size,
                    fills=True,
                )
            )
            start += 1
        # What the font does not say is painted over, so it is not text either.
        for low, high in _stretches(line.text, start, end):
            self.pieces.append(
                Piece(
                    line.turn,
                    line.text[low:high],
                    tuple(line.lefts[low:high]),
                    line.rights[high - 1],
                    line.base,
                    line.size,
                )
            )

    def _go(self, line: Line, edit: Edit) -> None:
        inside = edit.start < edit.end
        at = min(edit.start, len(line.text) - 1)
        left = line.lefts[at] if edit.start < len(line.text) else line.right
        right = max(line.rights[edit.start : edit.end]) if inside else left
        if inside:
            numbers = [number for number in line.glyphs[edit.start : edit.end] if number >= 0]
            self._gone.update(numbers)
            # One box from the first to the last, so that gaps do not tell how many there were.
            inks = [_ink(self._glyphs[number]) for number in numbers]
            span = _on_page(line.turn, left, right, line.base, line.size)
            if line.turn > 3:
                self._boxes += inks  # a slanted line: no one box would fit
            else:
                self._boxes.append(
                    (
                        min([span[0], *(ink[0] for ink in inks)]),
                        min([span[1], *(ink[1] for ink in inks)]),
                        max([span[2], *(ink[2] for ink in inks)]),
                        max([span[3], *(ink[3] for ink in inks)]),
                    )
                )
        if edit.replacement:
            # Beside figures there often is a little air, which would read as a space.
            if inside and edit.start and not line.text[edit.start - 1].isspace():
                left = line.rights[edit.start - 1]
            if inside and edit.end < len(line.text) and not line.text[edit.end].isspace():
                right = max(left, line.lefts[edit.end])
            self.pieces.append(
                Piece(
                    line.turn,
                    edit.replacement,
                    (left,) * len(edit.replacement),
                    right,
                    line.base,
                    line.size,
                    fills=inside,
                    shown=inside,
                )
            )


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of ``text[start:end]`` between characters that could not be read."""
    found: list[tuple[int, int]] = []
    low = start
    for at in range(start, end + 1):
        if at == end or text[at] == "\ufffd":
            if low < at:
                found.append((low, at))
            low = at + 1
    return found


def _ink(glyph: Glyph) -> _Box:
    return glyph.ink_left, glyph.ink_bottom, glyph.ink_right, glyph.ink_top


def _on_page(turn: int, left: float, right: float, base: float, size: float) -> _Box:
    """A stretch of a line as a box on the page."""
    low, high = base - _BELOW * size, base + _ABOVE * size
    if turn == 1:
        return -high, left, -low, right
    if turn == 2:
        return -right, -high, -left, -low
    if turn == 3:
        return low, -right, high, -left
    return left, low, right, high


def _demand(
    name: str, found: Sequence[str], drafts: Sequence[_Draft], removed: Sequence[Removal]
) -> None:
    """Demand that the new file says nothing but what it is to say."""
    if len(found) != len(drafts):
        raise WriteError(f"{name}: the drawn file does not have its pages; nothing is written")
    for number, (text, draft) in enumerate(zip(found, drafts, strict=True), 1):
        meant, said = _bare(draft.text), _bare(text)
        more = Counter(said) - Counter(meant)
        left = [
            each
            for each in removed
            if (value := _bare(each.text)) and (said.count(value) > meant.count(value))
        ]
        if more or left:
            raise WriteError(
                f"{name}: page {number} of the drawn file says more than it should; "
                "nothing is written"
            )


def _bare(text: str) -> str:
    return "".join(each for each in text if not each.isspace() and each not in "\ufffe\ufeff\0")

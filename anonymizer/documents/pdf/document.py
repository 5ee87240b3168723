"""A PDF as it was read, and how it is saved without what was removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final, NamedTuple

from anonymizer.documents.document import Block, Document, Hidden, Reading, Removal
from anonymizer.documents.files import ReadError
from anonymizer.documents.pdf import apart
from anonymizer.documents.pdf.furniture import FOOTER, FOOTNOTE, HEADER, NUMBER, PRINTED, sort_out
from anonymizer.documents.pdf.lines import Line, Row, rows_of
from anonymizer.documents.pdf.pages import UNREAD, PageText
from anonymizer.documents.pdf.paragraphs import glue, paragraphs_of
from anonymizer.documents.pdf.regions import regions_of
from anonymizer.edits import Edit, Patch

BODY: Final = "body"
MARGIN: Final = "margin"
"""The story of text that runs another way than the page's: a stamp, a watermark."""


class Layout(NamedTuple):
    """Runs with the lines that each of them stands on, and the blocks that they make.

    A running head that is the same on many pages is one run of many lines. ``numbers`` are
    lines of no run: page numbers. ``printed`` are runs of no block: what a browser has printed
    at the edges, which is never to stay.
    """

    lines: list[list[Line]]
    blocks: list[Block]
    numbers: list[Line]
    printed: list[int]


def layout(pages: Sequence[PageText]) -> Layout:
    """Make runs and blocks of what stands on pages."""
    turned = [rows_of(page, number) for number, page in enumerate(pages)]
    main = [max(rows, key=lambda turn: _characters(rows[turn]), default=0) for rows in turned]
    parted = sort_out(pages, [rows.get(turn, []) for rows, turn in zip(turned, main, strict=True)])
    made = _Made()
    widths = [
        page.height if turn in (1, 3) else page.width
        for page, turn in zip(pages, main, strict=True)
    ]
    for paragraph in paragraphs_of([list(regions_of(page.body)) for page in parted], widths):
        made.add(paragraph, BODY)
    for story in (HEADER, FOOTNOTE, FOOTER):
        for page in parted:
            for other, row in page.aside:
                if other == story:
                    made.add([row], story)
    for rows, turn in zip(turned, main, strict=True):
        for another, of_turn in rows.items():
            if another != turn:
                for row in of_turn:
                    made.add([row], MARGIN)
    numbers = [row[0] for page in parted for story, row in page.aside if story == NUMBER]
    printed = made.beside(row for page in parted for story, row in page.aside if story == PRINTED)
    return Layout(made.lines, made.blocks, numbers, printed)


class _Made:
    """Runs and blocks as they are made."""

    def __init__(self) -> None:
        self.lines: list[list[Line]] = []
        self.blocks: list[Block] = []
        self._seen: dict[tuple[str, str], int] = {}
        self._counts: Counter[int] = Counter()

    def add(self, rows: Sequence[Row], story: str) -> None:
        """Add a block. Beside the body, a line that was there before is the same run again."""
        first = rows[0][0]
        parts: list[int | str] = []
        above: Line | None = None
        for row in rows:
            if story != BODY:
                key = story, "\t".join(cell.text for cell in row)
                if (seen := self._seen.get(key)) is not None:
                    for offset, cell in enumerate(row):
                        self.lines[seen + offset].append(cell)
                    return
                self._seen[key] = len(self.lines)
            if above is not None and (between := glue(above, row[0])):
                parts.append(between)
            for number, cell in enumerate(row):
                if number:
                    parts.append("\t")
                parts.append(len(self.lines))
                self.lines.append([cell])
            above = row[-1]
        self._counts[first.page] += 1
        address = f"page {first.page + 1} block {self._counts[first.page]}"
        self.blocks.append(Block(address, tuple(parts), story))

    def beside(self, rows: Iterable[Row]) -> list[int]:
        """Add the cells of rows as runs that no block has."""
        first = len(self.lines)
        self.lines += [[cell] for row in rows for cell in row]
        return list(range(first, len(self.lines)))


def _characters(rows: Sequence[Row]) -> int:
    return sum(len(cell.text) for row in rows for cell in row)


class Pdf(Document):
    """A PDF; its runs are lines, and cells of tables.

    Saved, it is a new file of pictures of the pages, with boxes where text was removed and an
    unseen text of what stays. Nothing of the old file is in it.
    """

    format: ClassVar[str] = "pdf"

    def __init__(
        self,
        data: bytes,
        name: str,
        pages: list[PageText],
        hidden: Sequence[tuple[str, str]],
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(data, name, notes)
        self._pages = pages
        self._hidden = [Hidden(address, text) for address, text in hidden if text]
        self._layout = layout(pages)
        self._runs = [lines[0].text for lines in self._layout.lines]

    def __repr__(self) -> str:
        return f"<Pdf of {len(self._pages)} pages>"

    @property
    def runs(self) -> Sequence[str]:
        """The text of each line."""
        return self._runs

    @property
    def blocks(self) -> Sequence[Block]:
        """Paragraphs of the body, then what stands on the pages beside it."""
        return self._layout.blocks

    @property
    def hidden(self) -> Sequence[Hidden]:
        """Properties, outline, comments, values of forms, links; saving keeps none of them."""
        return self._hidden

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The pages drawn anew, with boxes over what was removed. The same input, the same bytes.

        Raises :class:`~anonymizer.documents.files.WriteError` if the new file said anything
        that was not to stay.
        """
        from anonymizer.documents.pdf.saving import saved

        all_changes = dict(changes)
        for run in self._layout.printed:
            all_changes[run] = Patch([Edit(0, len(self._runs[run]), "")])
        return saved(self.data, self.name, self._pages, self._layout, all_changes, removed)


def read(data: bytes, name: str, reading: Reading) -> Pdf:
    """Read a PDF. Raises :class:`ReadError` that says what is wrong with it."""
    found = apart.extract(data, name)
    pages = found.pages
    bare = [number for number, page in enumerate(pages, 1) if not _says(page)]
    if len(bare) == len(pages):
        what = (
            "its page is a picture" if len(pages) == 1 else f"its {len(pages)} pages are pictures"
        )
        raise ReadError(f"{name}: no text: {what} (scans); run OCR on it first")
    return Pdf(data, name, pages, found.hidden, list(_notes(pages, bare)))


def _says(page: PageText) -> bool:
    return any(not text.isspace() and text != "\ufffd" for text in page.texts)


def _notes(pages: Sequence[PageText], bare: Sequence[int]) -> list[str]:
    notes: list[str] = []
    empty = set(bare)
    if bare:
        notes.append(
            f"{_numbers(bare)}: no text, only pictures or nothing at all; saving paints "
            "all of it over (run OCR on it first)"
        )
    if pictured := [n for n, page in enumerate(pages, 1) if page.pictures and n not in empty]:
        notes.append(f"{_numbers(pictured)}: pictures stay as they are; look at what they show")
    unread = [
        n
        for n, page in enumerate(pages, 1)
        if n not in empty and any(glyph.flags & UNREAD for glyph in page.glyphs())
    ]
    if unread:
        notes.append(
            f"{_numbers(unread)}: some characters cannot be read, since their font does not "
            "say what they are; saving paints them over"
        )
    if annotated := [n for n, page in enumerate(pages, 1) if page.annotations]:
        notes.append(
            f"{_numbers(annotated)}: comments, form fields and links are no part of the text; "
            "saving leaves them out"
        )
    return notes


def _numbers(pages: Sequence[int]) -> str:
    """``page 3``, or ``pages 1, 4-7``."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and spans[-1][1] == page - 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    shown = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans[:20])
    return ("page " if len(pages) == 1 else "pages ") + shown + (" …" if len(spans) > 20 else "")

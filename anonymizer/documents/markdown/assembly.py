"""Runs and blocks of a Markdown file, of its parts and the markup in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer.documents.document import Block
from anonymizer.documents.markdown.emphasis import is_wide
from anonymizer.documents.markdown.inline import Aside, Inline, Span, scan
from anonymizer.documents.markdown.spellings import Kind, spelled
from anonymizer.documents.markdown.structure import Part, parts_of
from anonymizer.documents.spelling import Spelled

_LINE: Final = re.compile(r"[^\r\n]+")
_BREAK: Final = re.compile(r"\r\n?|\n")
_LATER: Final = ("comment", "links", "attributes")
"""Stories that a reader does not see, in the order in which they follow the others."""


class Run(NamedTuple):
    """A stretch of text: how it is written, and whether a line of a paragraph begins with it."""

    spelled: Spelled
    kind: Kind
    begins_line: bool = False


class Shell(NamedTuple):
    """Markup that makes no sense around nothing: gone where ``runs[first:last]`` all are empty."""

    marks: tuple[tuple[int, int], ...]
    first: int
    last: int


class Assembly(NamedTuple):
    """All that is known of a file's text."""

    runs: list[Run]
    blocks: list[Block]
    shells: list[Shell]


def assemble(text: str) -> Assembly:
    """The runs and blocks of a file."""
    return _Assembler(text).assemble()


class _Content:
    """The lines of a part as one text, and where they stand in the file."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.text = "\n".join(text[start:end] for start, end in lines)
        self.places = [start for start, _ in lines]
        self.starts = [0]
        for start, end in lines[:-1]:
            self.starts.append(self.starts[-1] + end - start + 1)

    def place(self, offset: int) -> int:
        line = bisect_right(self.starts, offset) - 1
        return self.places[line] + offset - self.starts[line]


class _Assembler:
    def __init__(self, text: str) -> None:
        self.text = text
        self.breaks = [found.start() for found in _BREAK.finditer(text)]
        self.runs: list[Run] = []
        self.blocks: list[Block] = []
        self.shells: list[Shell] = []
        self.addresses: Counter[int] = Counter()

    def assemble(self) -> Assembly:
        parts, asides, labels = parts_of(self.text)
        later: list[Aside] = []
        for part in parts:
            if part.story in _LATER:
                later += (Aside(*line, part.story, part.kind) for line in part.lines)
            elif part.kind == "text":
                later += self._paragraph(part, labels)
            else:
                for line in part.lines:
                    self._lines(Aside(*line, part.story, part.kind))
        later += asides
        for story in _LATER:
            for aside in sorted(later):
                if aside.story == story:
                    self._lines(aside)
        return Assembly(self.runs, self.blocks, self.shells)

    def _address(self, place: int) -> str:
        line = bisect_left(self.breaks, place) + 1
        self.addresses[line] += 1
        times = self.addresses[line]
        return f"line {line}" if times == 1 else f"line {line}, {times}"

    def _lines(self, aside: Aside) -> None:
        """What has no markup in it: each line a block of one run."""
        for found in _LINE.finditer(self.text, aside.start, aside.end):
            if not found.group().isspace():
                run = Run(spelled(found.group(), found.start(), aside.kind), aside.kind)
                self.blocks.append(
                    Block(self._address(found.start()), (len(self.runs),), aside.story)
                )
                self.runs.append(run)

    def _paragraph(self, part: Part, labels: frozenset[str]) -> Iterator[Aside]:
        """What has markup in it; what that says besides the text is given back."""
        content = _Content(self.text, part.lines)
        found = scan(content.text, labels)
        starts: list[int] = []  # of the runs, in the content
        first = len(self.runs)
        parts: list[int | str] = []
        opened = -1  # the first run of a line that follows a soft line break
        broken: tuple[int, int] | None = None
        done = 0
        for span in (*sorted(found.spans), Span(len(content.text), len(content.text), "hard")):
            if span.start < done:
                continue
            piece = content.text[done : span.start]
            if span.what != "mark":
                piece = piece.rstrip(" \t")
            if piece:
                if broken and parts and opened == len(self.runs):
                    parts += self._joint(parts, piece)
                parts.append(len(self.runs))
                self._run(content, found, done, piece, not starts or opened == len(self.runs))
                starts.append(done)
            done = span.end
            if span.what == "mark":
                continue
            if broken and opened < len(self.runs):
                self.shells.append(Shell((broken,), opened, len(self.runs)))
            broken, opened = None, len(self.runs)
            if span.what == "soft":
                broken = (
                    content.place(span.start - self._trailing(content, span.start)),
                    (content.place(span.end)),
                )
            else:
                self._block(parts, part.story)
                parts = []
        self._pairs(content, found, starts, first)
        for aside in found.asides:
            yield from self._in_file(content, aside)

    def _trailing(self, content: _Content, at: int) -> int:
        """How many spaces stand before a line break."""
        line = content.text[content.starts[bisect_right(content.starts, at) - 1] : at]
        return len(line) - len(line.rstrip(" \t"))

    def _joint(self, parts: Sequence[int | str], piece: str) -> list[str]:
        """What a line break in a paragraph reads as: nothing beside Chinese, else a space."""
        last = parts[-1]
        before = self.runs[last].spelled.text[-1:] if isinstance(last, int) else ""
        return [] if not before or is_wide(before) or is_wide(piece[0]) else [" "]

    def _run(
        self, content: _Content, found: Inline, start: int, piece: str, begins_line: bool
    ) -> None:
        number = bisect_right(found.code, (start, len(content.text))) - 1
        is_code = number >= 0 and start < found.code[number][1]
        kind: Kind = "code" if is_code else "text"
        self.runs.append(Run(spelled(piece, content.place(start), kind), kind, begins_line))

    def _block(self, parts: list[int | str], story: str) -> None:
        numbers = [part for part in parts if isinstance(part, int)]
        if any(not self.runs[number].spelled.text.isspace() for number in numbers):
            place = self.runs[numbers[0]].spelled.start
            self.blocks.append(Block(self._address(place), tuple(parts), story))

    def _pairs(self, content: _Content, found: Inline, starts: list[int], first: int) -> None:
        for pair in found.pairs:
            low = first + bisect_left(starts, pair.inner)
            high = first + bisect_left(starts, pair.outer)
            if low < high:
                marks = (pair.start, pair.inner), (pair.outer, pair.end)
                places = tuple((content.place(a), content.place(b)) for a, b in marks)
                self.shells.append(Shell(places, low, high))

    def _in_file(self, content: _Content, aside: Aside) -> Iterator[Aside]:
        """An aside of a part, line by line, where it stands in the file."""
        for line in _LINE.finditer(content.text, aside.start, aside.end):
            start = content.place(line.start())
            yield aside._replace(start=start, end=start + line.end() - line.start())

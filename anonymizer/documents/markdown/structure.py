"""The parts of a Markdown file: paragraphs, headings, items, cells, code, front matter.

Line by line, in time that is linear in the file. What is wanted is where text stands, not how
quotes and lists stand in each other; so marks of quotes and items are taken off each line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.documents.markdown.inline import Aside, label_of, parse_target
from anonymizer.documents.markdown.spellings import Kind

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_BLANK: Final = re.compile(r"[ \t]*")
_QUOTE: Final = re.compile(r"[ \t]*>[ \t]?")
_BULLET: Final = re.compile(r"[ \t]*[-+*](?=[ \t]|$)")
_NUMBER: Final = re.compile(r"[ \t]*(\d{1,2})[.)](?=[ \t]|$)")
"""Longer numbers than these count something; they are text."""
_FOOTNOTE: Final = re.compile(r"[ \t]*\[\^[A-Za-z0-9_-]{1,30}\]:")
_HEADING: Final = re.compile(r"#{1,6}(?=[ \t]|$|[^\x00-\x7f])[ \t]*")
"""A space is due behind the marks; before Chinese many leave it out."""
_HEADING_END: Final = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_RULE: Final = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_UNDERLINE: Final = re.compile(r"(?:=+|-+)[ \t]*$")
_FENCE: Final = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_TABLE_RULE: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL: Final = re.compile(r"(?:[^|\\]|\\.|\\$)+")
_DEFINITION: Final = re.compile(r"\[(?!\^)((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*(?=\S)")
_DEEPEST: Final = 20
"""How many marks of items one line may begin with; what follows is text."""
_MATTER_LINE: Final = re.compile(
    r"[ \t]*(?:-[ \t]+)*(?:[A-Za-z_][A-Za-z0-9_.-]{0,60}[ \t]*[:=](?=[ \t]|$))?[ \t]*"
)
_MATTER_MARKS: Final = {"---": ("---", "..."), "+++": ("+++",)}


class Part(NamedTuple):
    """A paragraph, or whatever else one reads as a whole; ``lines`` are where its lines stand.

    It is read as ``kind``: ``text`` has inline markup in it, the others have none.
    """

    lines: Sequence[tuple[int, int]]
    story: str = "body"
    kind: Kind = "text"


class Structure(NamedTuple):
    """The parts in order; ``asides`` are of reference definitions, and ``labels`` their labels."""

    parts: list[Part]
    asides: list[Aside]
    labels: frozenset[str]


def parts_of(text: str) -> Structure:
    """The parts of a file."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [
            (found.start(), found.start() + len(found.group().rstrip("\r\n")))
            for found in _LINES.finditer(text)
        ]
        self.parts: list[Part] = []
        self.asides: list[Aside] = []
        self.labels: set[str] = set()
        self.paragraph: list[tuple[int, int]] = []
        self.depth = 0  # of the quotes that the paragraph stands in
        self.in_list = False
        self.fence = ""
        self.fence_depth = 0
        self.line_depth = 0
        self.in_table = False
        self.last_comment = text.rfind("-->")

    def read(self) -> Structure:
        number = self._front_matter()
        while number < len(self.lines):
            number = self._line(number)
        self._flush()
        return Structure(self.parts, self.asides, frozenset(self.labels))

    def _front_matter(self) -> int:
        """The lines between two rules at the beginning; the number of the next line."""
        first = self._of(0).rstrip() if self.lines else ""
        ends = _MATTER_MARKS.get(first, ())
        end = next((n for n in range(1, len(self.lines)) if self._of(n).rstrip() in ends), 0)
        # A rule before a paragraph looks alike, but for the names of its values.
        if not end or not re.match(r"[ \t]*(?:#|[^\s:=#]+[ \t]*[:=])", self._of(1)):
            return 0
        for number in range(1, end):
            start, stop = self.lines[number]
            found = _MATTER_LINE.match(self.text, start, stop)
            start = found.end() if found else start
            start, stop = self._trimmed(start, stop)
            kind: Kind = "scalar"
            if stop - start > 1 and self.text[start] == self.text[stop - 1] in ('"', "'"):
                kind = "quoted" if self.text[start] == '"' else "comment"
                start, stop = start + 1, stop - 1
            self._put([(start, stop)], "front matter", kind)
        return end + 1

    def _of(self, number: int) -> str:
        start, end = self.lines[number]
        return self.text[start:end]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start] in " \t":
            start += 1
        while end > start and self.text[end - 1] in " \t":
            end -= 1
        return start, end

    def _put(self, lines: list[tuple[int, int]], story: str = "body", kind: Kind = "text") -> None:
        if any(start < end for start, end in lines):
            self.parts.append(Part(lines, story, kind))

    def _flush(self) -> None:
        self._put(self.paragraph)
        self.paragraph = []

    def _line(self, number: int) -> int:
        """Read a line; the number of the next."""
        start, end = self.lines[number]
        if self.fence:
            return self._code(number)
        at, self.line_depth = self._quotes(start, end)
        depth = self.line_depth
        if self._is_blank(at, end):
            self._flush()
            self.in_table = False
            return number + 1
        if depth > self.depth or (depth < self.depth and not self.paragraph):
            self._flush()
            self.depth = depth
            self.in_table = False
        self.in_table = self.in_table and not self._begins_block(at, end)
        if self.in_table:
            self._cells(at, end)
            return number + 1
        at = self._marks(at, end)
        indent = self._indent(at, end)
        begin = at + indent
        if indent > 3 and not self.paragraph and not self.in_list:
            self._put([self._trimmed(begin, end)])  # code, as far as its looks go
            return number + 1
        return self._content(number, begin, end)

    def _quotes(self, at: int, end: int) -> tuple[int, int]:
        depth = 0
        while found := _QUOTE.match(self.text, at, end):
            at = found.end()
            depth += 1
        return at, depth

    def _is_blank(self, at: int, end: int) -> bool:
        return self._indent(at, end) == end - at

    def _indent(self, at: int, end: int) -> int:
        found = _BLANK.match(self.text, at, end)
        return found.end() - at if found else 0

    def _marks(self, at: int, end: int) -> int:
        """Take the marks of list items and footnotes off a line; where it goes on."""
        if not self.paragraph and at < end and self.text[at] not in " \t":
            self.in_list = False
        for _ in range(_DEEPEST):
            indent = self._indent(at, end)
            if (indent > 3 and not self.in_list) or _RULE.match(self.text, at + indent, end):
                return at
            found = _FOOTNOTE.match(self.text, at, end) or _BULLET.match(self.text, at, end)
            number = 1
            if not found and (found := _NUMBER.match(self.text, at, end)):
                number = int(found.group(1))
            if not found:
                return at
            # In a paragraph, only a first item that has text in it begins a list.
            is_first = number == 1 and not self._is_blank(found.end(), end)
            if self.paragraph and not self.in_list and not is_first:
                return at
            if number != 1 and not self.in_list:
                self.in_list = True
                return at  # a number that follows no other may be a figure: it stays in the text
            self._flush()
            self.in_list = True
            at = found.end()
            if found := _QUOTE.match(self.text, at, end):
                at = found.end()
        return at

    def _content(self, number: int, at: int, end: int) -> int:
        text = self.text
        if _RULE.match(text, at, end) or (self.paragraph and _UNDERLINE.match(text, at, end)):
            self._flush()
        elif found := _HEADING.match(text, at, end):
            self._flush()
            start, stop = self._trimmed(found.end(), end)
            closing = _HEADING_END.search(text[start:stop])
            stop = start + closing.start() if closing else stop
            self._put([self._trimmed(start, stop)])
        elif found := _FENCE.match(text, at, end):
            self._flush()
            group = 1 if found.group(1) else 3
            self.fence = found.group(group)
            self.fence_depth = self.line_depth
            info = self._trimmed(found.start(group + 1), found.end(group + 1))
            self._put([info], "code", "code")
        elif self._begins_table(number, at, end):
            self._flush()
            self.in_table = True
            self._cells(at, end)
            return number + 2
        elif not self.paragraph and self._definition(at, end):
            pass
        elif text.startswith("<!--", at) and at + 4 <= self.last_comment:
            return self._comment(number, at)
        else:
            if text.startswith("\u3000", at):
                self._flush()  # an indented line is a paragraph to who wrote it
            self.paragraph.append((at, end))
        return number + 1

    def _code(self, number: int) -> int:
        start, end = self.lines[number]
        at, depth = start, 0
        while depth < self.fence_depth and (found := _QUOTE.match(self.text, at, end)):
            at, depth = found.end(), depth + 1
        if depth < self.fence_depth:
            self.fence = ""
            return number
        at, stop = self._trimmed(at, end)
        line = self.text[at:stop]
        if len(line) >= len(self.fence) and not line.strip(self.fence[0]):
            self.fence = ""
        else:
            self._put([(at, stop)], "code", "code")
        return number + 1

    def _begins_block(self, at: int, end: int) -> bool:
        """Whether a line that could be the row of a table is something else."""
        signs = _BULLET, _NUMBER, _HEADING, _FENCE, _RULE
        return any(sign.match(self.text, at, end) for sign in signs)

    def _begins_table(self, number: int, at: int, end: int) -> bool:
        if number + 1 == len(self.lines) or "|" not in self.text[at:end]:
            return False
        start, stop = self.lines[number + 1]
        start, _ = self._quotes(start, stop)
        start += self._indent(start, stop)
        if not _TABLE_RULE.match(self.text, start, stop):
            return False
        return _columns(self.text[at:end]) == _columns(self.text[start:stop])

    def _cells(self, at: int, end: int) -> None:
        for found in _CELL.finditer(self.text, at, end):
            self._put([self._trimmed(*found.span())])

    def _definition(self, at: int, end: int) -> bool:
        """Whether a line defines a reference; what it says is put aside."""
        found = _DEFINITION.match(self.text, at, end)
        if not found:
            return False
        line = self.text[at:end]
        target = parse_target(line, found.end() - at)
        if not target.fits or line[target.end :].strip():
            return False
        self.labels.add(label_of(found.group(1)))
        self.asides.append(Aside(found.start(1), found.end(1), "links", "text"))
        self.asides += (
            aside._replace(start=aside.start + at, end=aside.end + at) for aside in target.asides
        )
        return True

    def _comment(self, number: int, at: int) -> int:
        """A comment at the beginning of a line, to wherever it ends."""
        self._flush()
        close = self.text.index("-->", at + 4)
        begin = at + 4
        while True:
            _, end = self.lines[number]
            self._put([self._trimmed(begin, min(end, close))], "comment", "comment")
            if close <= end:
                break
            number += 1
            begin = self.lines[number][0]
        rest = self._trimmed(close + 3, end)
        if rest[0] < rest[1]:
            self.paragraph.append(rest)
        return number + 1


def _columns(row: str) -> int:
    """How many cells a row of a table has."""
    row = re.sub(r"\\.", "", row.strip())
    return row.removeprefix("|").removesuffix("|").count("|") + 1

"""What is markup within a paragraph: emphasis, links, code, tags; and what they hold.

One pass over the text, in time that is linear in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import Final, Literal, NamedTuple

from anonymizer.documents.markdown.emphasis import Delimiter, Pair, pairs
from anonymizer.documents.markdown.spellings import Kind

_SPECIAL: Final = re.compile(r"[\\`*_~=<!\[\]\n]")
_RUN: Final = re.compile(r"\*+|_+|~+|=+|`+")
_AUTOLINK: Final = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,256}@[^\s<>@]+)>"
)
_ATTRIBUTE: Final = r"""[^\s"'<>/=]+(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_TAG: Final = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]{{0,20}})((?:\s+{_ATTRIBUTE})*)\s*/?>")
_VALUE: Final = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s"'=<>`]+))""")
_DECLARATION: Final = re.compile(r"<[!?]([^>]*)>")
_FOOTNOTE: Final = re.compile(r"\[\^[A-Za-z0-9_-]{1,30}\]")
_LABEL: Final = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
_TITLE: Final = {'"': '"', "'": "'", "(": ")"}
_INLINE_TAGS: Final = frozenset(
    str.split(
        "a abbr b bdi bdo big cite code del dfn em font i img input ins kbd label mark q rp rt "
        "ruby s samp small span strike strong sub sup time tt u var wbr"
    )
)
_OTHER_TAGS: Final = frozenset(
    str.split(
        "address article aside audio base blockquote body br button canvas caption center col "
        "colgroup dd details dialog dir div dl dt embed fieldset figcaption figure footer form "
        "frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main map "
        "menu meta nav noscript object ol optgroup option p param picture pre script section "
        "select source strike style summary svg table tbody td template textarea tfoot th thead "
        "title tr track ul video"
    )
)
_LAYOUT: Final = frozenset(
    str.split(
        "align bgcolor border cellpadding cellspacing class color colspan face height id lang "
        "rel rowspan size start style target type valign width"
    )
)
_TELLING: Final = re.compile(r"[^\x00-\x7f]|\d{7}|@")
_LONGEST_LABEL: Final = 999


class Span(NamedTuple):
    """``text[start:end]`` that is markup, or a break of the line."""

    start: int
    end: int
    what: Literal["mark", "soft", "hard"]


class Aside(NamedTuple):
    """``text[start:end]`` that a reader does not see, though it says something."""

    start: int
    end: int
    story: str
    kind: Kind


class Inline(NamedTuple):
    """What was found: ``pairs`` are marks around a text, ``code`` where nothing is escaped."""

    spans: list[Span]
    asides: list[Aside]
    pairs: list[Pair]
    code: list[tuple[int, int]]


class _Bracket(NamedTuple):
    start: int
    end: int
    is_image: bool
    delimiters: int


def label_of(text: str) -> str:
    """A reference's label as it is compared."""
    return " ".join(text.split()).casefold()


def scan(text: str, labels: frozenset[str]) -> Inline:
    """The markup of a paragraph; ``labels`` are those that the document defines."""
    return _Scanner(text, labels).scan()


class _Scanner:
    def __init__(self, text: str, labels: frozenset[str]) -> None:
        self.text = text
        self.labels = labels
        self.spans: list[Span] = []
        self.asides: list[Aside] = []
        self.pairs: list[Pair] = []
        self.code: list[tuple[int, int]] = []
        self.delimiters: list[Delimiter] = []
        self.brackets: list[_Bracket] = []
        self.inactive = 0  # brackets below this may open no link: there is one in them
        self.effort = 4 * len(text) + 10_000  # characters of targets to look at, in all
        self.ticks: dict[int, list[int]] = defaultdict(list)
        for found in re.finditer("`+", text):
            self.ticks[len(found.group())].append(found.start())
        self.last_comment = text.rfind("-->")
        self.last_close = text.rfind(">")

    def scan(self) -> Inline:
        at = 0
        while found := _SPECIAL.search(self.text, at):
            at = self._at(found.start(), found.group())
        self._emphasize(0)
        return Inline(self.spans, self.asides, self.pairs, self.code)

    def _at(self, at: int, character: str) -> int:
        """Look at a character that may be markup; where to go on."""
        if character == "\\":
            if self.text.startswith("\n", at + 1):
                self.spans.append(Span(at, at + 2, "hard"))
            return at + 2
        if character == "`":
            return self._ticks(at)
        if character == "<":
            return self._angle(at)
        if character == "[":
            return self._open(at, at + 1, False)
        if character == "!":
            return self._open(at, at + 2, True) if self.text.startswith("[", at + 1) else at + 1
        if character == "]":
            return self._close(at)
        if character == "\n":
            is_hard = self.text.endswith("  ", 0, at)
            self.spans.append(Span(at, at + 1, "hard" if is_hard else "soft"))
            return at + 1
        end = self._run_end(at)
        self.delimiters.append(Delimiter(self.text, at, end))
        return end

    def _run_end(self, at: int) -> int:
        found = _RUN.match(self.text, at)
        return found.end() if found else at + 1

    def _mark(self, start: int, end: int) -> None:
        self.spans.append(Span(start, end, "mark"))

    def _ticks(self, at: int) -> int:
        end = self._run_end(at)
        closers = self.ticks[end - at]
        number = bisect_left(closers, end)
        if number == len(closers):
            return end
        close = closers[number]
        behind = close + end - at
        self._pair(Pair(at, end, close, behind))
        self.code.append((end, close))
        for found in re.finditer("\n", self.text[end:close]):
            self.spans.append(Span(end + found.start(), end + found.end(), "soft"))
        return behind

    def _pair(self, pair: Pair) -> None:
        self.pairs.append(pair)
        self._mark(pair.start, pair.inner)
        self._mark(pair.outer, pair.end)

    def _angle(self, at: int) -> int:
        if self.text.startswith("<!--", at) and at + 4 <= self.last_comment:
            end = self.text.index("-->", at + 4)
            self.asides.append(Aside(at + 4, end, "comment", "comment"))
            self._mark(at, end + 3)
            return end + 3
        if found := _AUTOLINK.match(self.text, at):
            self._mark(at, at + 1)
            self._mark(found.end() - 1, found.end())
            return found.end()
        found = _TAG.match(self.text, at)
        name = found.group(2).lower() if found else ""
        if found and (name in _INLINE_TAGS or name in _OTHER_TAGS):
            what: Literal["mark", "hard"] = "mark" if name in _INLINE_TAGS else "hard"
            self.spans.append(Span(at, found.end(), what))
            self._attributes(found.start(3), found.end(3))
            return found.end()
        if at < self.last_close and (found := _DECLARATION.match(self.text, at)):
            self.asides.append(Aside(found.start(1), found.end(1), "comment", "comment"))
            self._mark(at, found.end())
            return found.end()
        return at + 1

    def _attributes(self, start: int, end: int) -> None:
        """What a tag's attributes say, but for those that only say how it looks."""
        for found in _VALUE.finditer(self.text, start, end):
            group = found.lastindex or 0
            value = found.group(group)
            if found.group(1).lower() not in _LAYOUT or _TELLING.search(value):
                self.asides.append(
                    Aside(found.start(group), found.end(group), "attributes", "attribute")
                )

    def _open(self, start: int, end: int, is_image: bool) -> int:
        if not is_image and (found := _FOOTNOTE.match(self.text, start)):
            self._mark(start, found.end())
            return found.end()
        self.brackets.append(_Bracket(start, end, is_image, len(self.delimiters)))
        return end

    def _close(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        bracket = self.brackets.pop()
        is_active = bracket.is_image or len(self.brackets) >= self.inactive
        self.inactive = min(self.inactive, len(self.brackets))
        end = self._target(at + 1) or self._reference(bracket.end, at) if is_active else 0
        if not end:
            return at + 1
        self._mark(bracket.start, bracket.end)
        self._mark(at, end)
        self._emphasize(bracket.delimiters)
        if not bracket.is_image:
            self.inactive = len(self.brackets)
        return end

    def _reference(self, start: int, at: int) -> int:
        """Where a reference to a label ends that is defined; 0 for none."""
        found = _LABEL.match(self.text, at + 1)
        if found and found.group(1).strip():
            if label_of(found.group(1)) not in self.labels:
                return 0
            self.asides.append(Aside(found.start(1), found.end(1), "links", "text"))
            return found.end()
        if (
            self.labels
            and at - start <= _LONGEST_LABEL
            and label_of(self.text[start:at]) in self.labels
        ):
            return found.end() if found else at + 1
        return 0

    def _target(self, at: int) -> int:
        """Where a target in round brackets ends, which begins at ``at``; 0 if none does."""
        if not self.text.startswith("(", at) or self.effort <= 0:
            return 0
        parsed = parse_target(self.text, self._skip(at + 1))
        self.effort -= parsed.end - at
        end = self._skip(parsed.end)
        if not parsed.fits or not self.text.startswith(")", end):
            return 0
        self.asides += parsed.asides
        return end + 1

    def _skip(self, at: int) -> int:
        while self.text[at : at + 1].isspace():
            at += 1
        return at

    def _emphasize(self, bottom: int) -> None:
        for pair in pairs(self.delimiters[bottom:]):
            self._pair(pair)
        del self.delimiters[bottom:]


class Target(NamedTuple):
    """A link's target and title: where they end, if they are any."""

    fits: bool
    end: int
    asides: list[Aside]


_ANGLED: Final = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_PLAIN: Final = re.compile(r"[^\s()\\]+|\\[^\s]?|[()]")


def parse_target(text: str, at: int) -> Target:
    """A target and its title, if there is one, from ``at`` on."""
    start = at
    if found := _ANGLED.match(text, at):
        at = found.end()
        asides = [Aside(found.start(1), found.end(1), "links", "target")]
    else:
        depth = 0
        while found := _PLAIN.match(text, at):
            if found.group() == ")":
                if not depth:
                    break
                depth -= 1
            depth += found.group() == "("
            at = found.end()
        if depth:
            return Target(False, at, [])
        asides = [Aside(start, at, "links", "target")]
    behind = at
    while text[behind : behind + 1].isspace():
        behind += 1
    quote = text[behind : behind + 1]
    if behind > at and quote in _TITLE:
        end = behind + 1
        while (end := text.find(_TITLE[quote], end)) > 0 and text[end - 1] == "\\":
            end += 1
        if end < 0:
            return Target(False, len(text), [])
        asides.append(Aside(behind + 1, end, "links", "title"))
        at = end + 1
    return Target(True, at, [aside for aside in asides if aside.start < aside.end])

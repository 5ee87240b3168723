"""Page marks out, and lines that a page's width or a page's end has cut joined again.

A site cuts a speech in pages and numbers them: ``2、`` at a line's start in the middle of a
sentence. A scan or a converted document cuts it in lines: all of one width, or anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.edits import Edit
from anonymizer.lines import CLOSERS, SENTENCE_END, Line, ends_sentence, lines_of, reaches, width
from anonymizer.rulebook import Rulebook

_PAGE_RULE, _LINE_RULE = "wrap.page_mark", "wrap.line"

_TOLERANCE: Final = 2
"""Characters by which a full line may fall short: a mark that may not begin a line."""

_LONG: Final = 72
_HEADING: Final = 48
"""Columns from which a line without any mark is no heading, in a text that was cut up."""
_SEVERAL: Final = 3
_ALONE: Final = ("collection_mark", "title", "date", "speaker", "salutation", "chapter")
"""Kinds of lines that never go on in the next one."""
"""Columns from which an unfinished line cannot be a heading or a name on a line of its own."""

_TURNS: Final = ("break.address", "break.turn", "break.stage", "break.closing")
"""Rules that know how a new paragraph begins behind the end of a sentence."""

_TITLES: Final = ("line.collection_mark", "line.title")
_NOTE: Final = compiled.lazy(r"[。！？!?”][（(][^（）()]{1,12}[）)]$")
"""A stage direction behind the end of a sentence: （鼓掌）"""

_DATED: Final = compiled.lazy(r"[（(][^（）()]{0,30}[年月日录][^（）()]{0,30}[）)]$")
_OPEN_TITLE: Final = compiled.lazy(
    r"(?:在|关于)(?![^\n]{0,80}(?:上的|讲话|致辞|发言))[^，。；\n]{12,80}$"
)
"""A title that has only begun: 在……工"""
_OPENS_TITLE: Final = frozenset("在关")
_GUESTS: Final = compiled.lazy(r"尊敬的|亲爱的|敬爱的|各位")
_TOKEN: Final = compiled.lazy(r"[!-~]{1,20}|.")


_VERSE: Final = 12
"""The longest line of a poem, its mark included."""


class _Layout(NamedTuple):
    """How the lines of a text were broken. ``page`` is 0 where no page's width shows.

    ``page`` counts characters when ``by_character`` is set, else half-width columns. ``cut``
    says that paragraphs were cut in mid sentence, by columns or pages.
    """

    page: int
    by_character: bool
    indents: bool
    double_spaced: bool
    only_pages: bool
    cut: bool = False

    def measure(self, text: str) -> int:
        """How much of the page's width a text takes."""
        return _measure(text, self.by_character)

    def is_full(self, line: str, following: str, *, exactly: bool) -> bool:
        """Whether the page ended behind ``line``; ``exactly``: nothing more would have fitted."""
        if not self.page:
            return False
        filled = self.measure(line)
        token = _TOKEN.match(following)
        if filled + self.measure(token[0] if token else "") > self.page:
            return True
        slack = _TOLERANCE if self.by_character else 2 * _TOLERANCE
        return not exactly and filled >= self.page - slack


def _measure(text: str, by_character: bool) -> int:
    return len(text) if by_character else width(text)


class _Tools(NamedTuple):
    page_mark: re.Pattern[str]
    structure: re.Pattern[str]
    salutation: re.Pattern[str]
    title: re.Pattern[str]
    turn: re.Pattern[str]
    alone: re.Pattern[str]


def _build(rulebook: Rulebook) -> _Tools:
    lines = "|".join(f"(?:{rule.regex})" for rule in rulebook.of_kind("line"))
    return _Tools(
        compiled.pattern(rulebook.rule(_PAGE_RULE).regex),
        compiled.pattern(lines),
        compiled.pattern(rulebook.rule("line.salutation").regex),
        compiled.pattern("|".join(rulebook.rule(name).regex for name in _TITLES)),
        compiled.pattern(
            "|".join(re.sub(r"\?P<\w+>", "?:", rulebook.rule(r).regex) for r in _TURNS)
        ),
        compiled.pattern("|".join(f"(?:{rulebook.rule(f'line.{role}').regex})" for role in _ALONE)),
    )


def rejoin(text: str, rulebook: Rulebook, all_lines: list[Line] | None = None) -> Iterator[Edit]:
    """Edits that take page marks out and join lines that belong together.

    ``all_lines`` are the text's lines where they are known already.
    """
    lines = [line for line in all_lines or lines_of(text) if line.text]
    if len(lines) < 2 and not _looks_paged(lines):
        return
    tools = rulebook.once("wrap", lambda: _build(rulebook))
    assert isinstance(tools, _Tools)
    marks = _page_marks(lines, tools.page_mark)
    bare = lines
    if marks:
        bare = [
            line._replace(start=line.start + marks.get(i, 0), text=line.text[marks.get(i, 0) :])
            for i, line in enumerate(lines)
        ]
    layout = _layout(text, bare, len(marks))
    finished = [ends_sentence(line.text) for line in bare]
    layout = layout._replace(cut=_is_cut_up(bare, finished, tools))
    if 0 in marks:
        yield Edit(lines[0].start, bare[0].start, "", _PAGE_RULE)
    for i in range(1, len(lines)):
        above, line = bare[i - 1], bare[i]
        if (
            finished[i - 1]
            and not layout.page
            and i not in marks
            and line.text[0] not in CLOSERS
            and above.text[0] not in _OPENS_TITLE
        ):
            continue  # the usual case: a new paragraph behind the end of another
        rule = _PAGE_RULE if i in marks else _LINE_RULE
        if _belongs_together(text, above, line, layout, tools, i in marks):
            glue = " " if _lost_space(text, above, line) else ""
            yield Edit(above.end, line.start, glue, rule)
        elif i in marks:
            yield Edit(lines[i].start, line.start, "", rule)


def _is_cut_up(lines: list[Line], finished: list[bool], tools: _Tools) -> bool:
    """Whether paragraphs of this text were cut: several long lines end in mid sentence."""
    certain = sum(
        1
        for (above, line), ended in zip(pairwise(lines), finished, strict=False)
        if not ended
        and reaches(above.text, _LONG)
        and not tools.structure.match(above.text)
        and not tools.structure.match(line.text)
    )
    return certain >= _SEVERAL


def _looks_paged(lines: list[Line]) -> bool:
    return bool(lines) and lines[0].text.startswith(("1、", "１、"))


def _page_marks(lines: list[Line], pattern: re.Pattern[str]) -> dict[int, int]:
    """Lines that begin with a page's number, and how long the mark is.

    They count up by one from the first to the last, and at least one of them stands in the
    middle of a sentence; a list of the speech's own does neither at once.
    """
    numbered = [
        (i, int(found[0][:-1]), found.end())
        for i, line in enumerate(lines)
        if line.text[0].isdigit()
        and (found := pattern.match(line.text))
        and found.end() < len(line.text)
    ]
    best = _longest_count(numbered)
    cut = sum(1 for i, _, _ in best if i and not ends_sentence(lines[i - 1].text))
    opens = bool(best) and best[0][1] == 1 and len(lines[best[0][0]].text) > 200
    if cut and len(best) == len(lines) and best[0][1] == 1:
        return {i: length for i, _, length in best}
    if len(best) == 1 and best[0][0] and lines[best[0][0] - 1].text[-1].isascii():
        return {}  # a figure cut in two looks like a page's number
    if cut * 2 >= len(best) > 0 and (cut > 1 or len(best) > 1 or best[0][1] > 1):
        return {i: length for i, _, length in best}
    if opens and len(best) == 1:
        return {best[0][0]: best[0][2]}
    return {}


def _longest_count(numbered: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest run of entries whose numbers count up by one, others in between or not."""
    before: list[int] = []
    length: list[int] = []
    latest: dict[int, int] = {}  # the last entry so far with each number
    for index, (_, number, _) in enumerate(numbered):
        before.append(latest.get(number - 1, -1))
        length.append(length[before[-1]] + 1 if before[-1] >= 0 else 1)
        if number not in latest or length[index] >= length[latest[number]]:
            latest[number] = index
    if not numbered:
        return []
    place = max(range(len(numbered)), key=lambda index: (length[index], -index))
    run = []
    while place >= 0:
        run.append(numbered[place])
        place = before[place]
    return run[::-1]


def _layout(text: str, lines: list[Line], pages: int) -> _Layout:
    raw = [text[line.outset : line.end] for line in lines]
    unfinished = [line.text[-1:] not in SENTENCE_END for line in lines]
    page, by_character, best = 0, False, 0
    if len(lines) >= 4 and sum(unfinished) >= 2 and max(map(len, raw)) <= _WIDEST:
        for counts in (False, True):
            widths = list(map(len, raw)) if counts else list(map(width, raw))
            mark = 1 if counts else 2
            cores = [
                wide - mark if line[-1:] in _HANGING else wide
                for wide, line in zip(widths, raw, strict=True)
            ]
            found, exact = _page_width(widths, cores, unfinished, counts)
            if found and exact > best:
                page, by_character, best = found, counts, exact
    indented = sum(1 for line in lines if line.indented)
    indents = indented >= 2 and indented * 4 <= len(lines) * 3
    spaced = sum(1 for above, line in pairwise(lines) if above.stop < line.outset)
    double = spaced * 10 >= (len(lines) - 1) * 7
    return _Layout(page, by_character, indents, double, len(lines) > 1 and pages == len(lines))


_WIDEST: Final = 168
"""A longer line was not broken by a page's width."""


_HANGING: Final = frozenset("，。、；：！？”’》）")
"""Marks that some programs let stand in the margin rather than begin a line with them."""


def _page_width(
    widths: list[int], cores: list[int], unfinished: list[bool], by_character: bool
) -> tuple[int, int]:
    """The width at which lines were broken, and how many lines end just there; 0 for none.

    ``cores`` are the widths without a mark that may stand in the margin.
    """
    unit = 1 if by_character else 2
    ordered = sorted(cores)
    # One or two lines may stand out: a long figure at a line's end, a ragged margin.
    top = ordered[-1 - len(ordered) // 20]
    full = [w >= top - _TOLERANCE * unit for w in widths]
    cut = sum(1 for is_full, is_cut in zip(full, unfinished, strict=True) if is_full and is_cut)
    fits = 10 * unit <= top <= 80 * unit and ordered[-1] <= top + 4 * unit
    if fits and cut >= 2 and sum(full) * 3 >= len(widths):
        return top, sum(1 for w in widths if top - unit < w <= top + unit)
    return 0, 0


def _belongs_together(
    text: str, above: Line, line: Line, layout: _Layout, tools: _Tools, paged: bool
) -> bool:
    """Whether ``line`` goes on where ``above`` was cut."""
    if paged and layout.only_pages:
        return True
    finished = ends_sentence(above.text) or bool(_NOTE.search(above.text[-16:]))
    blank_between = above.stop < line.outset and not layout.double_spaced
    if not finished and above.text[-1] in "，、,（(《“〈":
        if _GUESTS.match(above.text) and tools.salutation.match(line.text):
            return False
        return not _is_verse(above.text, line.text)
    if _OPEN_TITLE.match(above.text) and tools.title.match(line.text):
        return True
    here = text[above.outset : above.end]
    begins = layout.indents and line.indented
    if finished:
        if line.text[0] in CLOSERS:
            joins = line.text[0] in "”’》）" and not blank_between
            return joins and not tools.structure.match(line.text)
        if blank_between or begins or not layout.is_full(here, line.text, exactly=True):
            return False
        turns = tools.turn.match("。" + line.text[:60])
        return not turns and not tools.structure.match(line.text)
    if tools.structure.match(line.text):
        return False
    if paged:
        return True
    if line.text[0] in "，。、；：！？”’》）%％,;!?)":
        return True
    if layout.page:
        # A heading or a title stands alone, unless it was itself too long for the line.
        return layout.is_full(here, line.text, exactly=False) and not begins
    if (
        _is_cut_figure(above.text, line.text)
        and not blank_between
        and not tools.title.match(above.text)
    ):
        return True
    if layout.cut and _is_prose(above.text, tools):
        return True
    if tools.structure.match(above.text) and not reaches(above.text, 2 * _LONG):
        return paged
    if _DATED.match(line.text):
        return False
    return paged or reaches(above.text, _LONG)


def _is_prose(text: str, tools: _Tools) -> bool:
    """Whether an unfinished line is the beginning of a paragraph rather than a heading."""
    if tools.alone.match(text):
        return False
    # Behind a number, a first sentence must have ended; else it may be the heading alone.
    if tools.structure.match(text):
        return "。" in text or "；" in text
    return reaches(text, _HEADING) or any(mark in text for mark in "，。；：,;:")


def _is_verse(above: str, line: str) -> bool:
    """Two lines of a poem: short, and of one length."""
    return above[-1] in "，、" and len(above) == len(line) <= _VERSE


def _is_cut_figure(above: str, line: str) -> bool:
    """A figure cut in two, not two lines of figures."""
    return above[-1].isdigit() and line[0].isdigit() and len(above.rstrip("0123456789.,")) > 4


def _lost_space(text: str, above: Line, line: Line) -> bool:
    """Whether the cut went through a space between Latin words, and not through a word."""
    if not (above.text[-1].isascii() and line.text[0].isascii()):
        return False
    return text[above.end : above.end + 1] == " " or text[line.start - 1 : line.start] == " "

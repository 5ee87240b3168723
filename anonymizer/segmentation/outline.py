"""What the lines of a text are: titles, salutations, headings of each level, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.lines import Line, lines_of
from anonymizer.rulebook import Rulebook

LEVELS: Final = {"chapter": 1, "section": 2, "first": 3, "item": 3, "shi": 4, "yao": 4}
"""Kinds of numbered lines and how deep they usually stand; 0 is the speech's own text."""

_LABEL: Final = compiled.lazy(
    r"[一二三四五六七八九十]{1,3}(?=[、是要])|第[一二三四五六七八九十]{1,3}"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9０-９]{1,2}(?=[.．、])"
)


class Block(NamedTuple):
    """One line with its role; ``label`` is the number of a numbered line (一, （二）, 3)."""

    line: Line
    role: str
    label: str = ""

    @property
    def level(self) -> int:
        """How deep the block stands; 0 for anything without a number."""
        return LEVELS.get(self.role, 0)


class Speech(NamedTuple):
    """One speech of a text: ``text[start:end]``, with its title's line if it has one."""

    start: int
    end: int
    title: Line | None
    blocks: tuple[Block, ...]


class Outline(NamedTuple):
    """The speeches of a text, in order; together they cover all of it."""

    speeches: tuple[Speech, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in order."""
        return tuple(block for speech in self.speeches for block in speech.blocks)

    def sections(self, offsets: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """For ascending offsets, the numbers of the headings over each: ("一", "（二）")."""
        blocks = self.blocks
        path: list[Block] = []
        passed = 0
        for offset in offsets:
            while passed < len(blocks) and blocks[passed].line.outset <= offset:
                block = blocks[passed]
                passed += 1
                if block.role in ("title", "collection_mark"):
                    path.clear()
                elif block.level:
                    while path and path[-1].level >= block.level:
                        path.pop()
                    path.append(block)
            yield tuple(block.label for block in path)


def line_rules(rulebook: Rulebook) -> list[tuple[str, re.Pattern[str]]]:
    """The rules that tell a line's role, in their order."""

    def build() -> list[tuple[str, re.Pattern[str]]]:
        return [
            (rule.id.removeprefix("line."), compiled.pattern(rule.regex))
            for rule in rulebook.of_kind("line")
        ]

    rules = rulebook.once("line rules", build)
    assert isinstance(rules, list)
    return rules


def role_of(text: str, rules: list[tuple[str, re.Pattern[str]]]) -> str:
    """The role of one line's text; ``paragraph`` when no rule says otherwise."""
    for role, pattern in rules:
        if pattern.match(text):
            return role
    return "paragraph"


def outline(text: str, rulebook: Rulebook) -> Outline:
    """The outline of a text whose line breaks are in place."""
    rules = line_rules(rulebook)
    blocks = []
    for line in lines_of(text):
        if line.text:
            role = role_of(line.text, rules)
            label = ""
            if role in LEVELS and (found := _LABEL.match(line.text)):
                label = found[0]
            blocks.append(Block(line, role, label))
    return Outline(tuple(_speeches(text, blocks)))


def _speeches(text: str, blocks: list[Block]) -> list[Speech]:
    """Cut at the marks of a collection; a text without them is one speech."""
    cuts = [i for i, block in enumerate(blocks) if block.role == "collection_mark"]
    if cuts and cuts[0] > 0 and not _is_speech(blocks[: cuts[0]]):
        cuts[0] = 0  # a collection's own title goes with its first speech
    if not cuts or cuts[0] > 0:
        cuts.insert(0, 0)
    speeches = []
    for place, first in enumerate(cuts):
        last = cuts[place + 1] if place + 1 < len(cuts) else len(blocks)
        own = tuple(blocks[first:last])
        start = own[0].line.outset if place and own else 0
        end = blocks[last].line.outset if last < len(blocks) else len(text)
        title = next((b.line for b in own[:4] if b.role in ("title", "collection_mark")), None)
        speeches.append(Speech(start, end, title, own))
    return speeches


def _is_speech(blocks: list[Block]) -> bool:
    """Whether these blocks hold speech text of some length rather than a title and a word."""
    return sum(len(block.line.text) for block in blocks if block.role == "paragraph") > 120

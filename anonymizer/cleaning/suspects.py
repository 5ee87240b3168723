"""Which lines of a text could be the site's, and by which rules, from one scan of the text.

A speech without the site's words hardly has such lines, and so costs hardly anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

from anonymizer import compiled, kernel, scan
from anonymizer.lines import Line
from anonymizer.rulebook import Rule, mark_groups

SHORT_LINE: Final = 120
"""Rules without telling literals are only tried on lines as short as this."""

Turn = tuple[int, int, Rule]
"""A turn of phrase inside a line, ``text[start:end]``."""


class _Entry(NamedTuple):
    """One alternative of a rule, and whether it is for short lines only."""

    rule: Rule
    pattern: re.Pattern[str]
    short: bool


class Finder:
    """Finds the lines for the rules of lines, and all that the rules inside lines match.

    Each alternative of a rule is looked for by itself, so that only those are tried that
    have something to show for it.
    """

    def __init__(self, rules: Iterable[Rule], inline: list[tuple[Rule, re.Pattern[str]]]) -> None:
        self._turn_rules = inline
        self._entries: list[_Entry] = []
        self._by_term: dict[str, list[int]] = {}
        self._at_start: list[int] = []
        self._inside: list[int] = []
        self._always: list[int] = []
        at_start: list[tuple[str, ...]] = []
        inside: list[tuple[str, ...]] = []
        for rule in rules:
            for way in rule.ways:
                number = len(self._entries)
                pattern = compiled.lazy(rule.regex[way.low : way.high])
                self._entries.append(_Entry(rule, pattern, not rule.found_by_literals))
                for term in way.literals:
                    self._by_term.setdefault(term, []).append(number)
                if way.starts:
                    (at_start if way.bound else inside).append(way.starts)
                    (self._at_start if way.bound else self._inside).append(number)
                elif not way.literals:
                    self._always.append(number)
        self._terms = kernel.Terms(self._by_term)
        self._begins = scan.Starts(at_start)
        self._starts = scan.Starts([*inside, *(rule.starts for rule, _ in inline)])

    def find(self, text: str, lines: list[Line]) -> tuple[dict[int, list[int]], list[Turn]]:
        """For each suspect line, by its index, the numbers of the alternatives; and the turns."""
        outsets = [line.outset for line in lines]
        suspects: dict[int, set[int]] = {}

        def suspect(place: int, numbers: list[int]) -> int:
            """Note the line of a place, and say where it ends."""
            index = bisect_right(outsets, place) - 1
            suspects.setdefault(index, set()).update(numbers)
            return lines[index].stop

        # A line that is nothing but one term over and over is noted once.
        known: dict[str, int] = {}
        for place, term in self._terms.places(text):
            if place >= known.get(term, 0):
                known[term] = suspect(place, self._by_term[term])
        begin = {line.start: index for index, line in enumerate(lines) if line.text}
        begins = self._begins.places(text, list(begin))
        for number, own in zip(self._at_start, begins, strict=True):
            for place in own:
                suspects.setdefault(begin[place], set()).add(number)
        places = self._starts.places(text)
        for number, own in zip(self._inside, places, strict=False):
            stop = 0
            for place in own:
                if place >= stop:
                    stop = suspect(place, [number])
        if self._always:
            for index, line in enumerate(lines):
                if line.text:
                    suspects.setdefault(index, set()).update(self._always)
        turns = self._turns(text, places[len(self._inside) :])
        return {index: sorted(numbers) for index, numbers in suspects.items()}, turns

    def rule_of(self, line: str, at_edge: bool, numbers: list[int]) -> Rule | None:
        """The first of the rules with these alternatives that takes a line for the site's."""
        for number in numbers:
            rule, pattern, short = self._entries[number]
            if (
                (at_edge or rule.zone == "any")
                and (not short or len(line) <= SHORT_LINE)
                and pattern.search(line)
            ):
                return rule
        return None

    def _turns(self, text: str, places: list[list[int]]) -> list[Turn]:
        turns: list[Turn] = []
        for (rule, pattern), own in zip(self._turn_rules, places, strict=True):
            if rule.starts and not own:
                continue
            end, groups = 0, mark_groups(pattern)
            for place in own if rule.starts else range(len(text)):
                if place < end or not (match := pattern.match(text, place)):
                    continue
                if rule.gate and not compiled.pattern(rule.gate).search(text):
                    break
                end = match.end()
                add_turns(match, groups, rule, turns)
        return turns


def add_turns(match: re.Match[str], groups: list[int], rule: Rule, turns: list[Turn]) -> None:
    """Add what a match of a rule marks by these groups; the whole match is group 0."""
    for number in groups:
        start, end = match.span(number)
        if start < end or not number:
            turns.append((start, end, rule))

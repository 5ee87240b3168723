"""The words of the site: lines at head and foot, and turns of phrase inside, by rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from anonymizer import compiled, kernel
from anonymizer.cleaning.suspects import SHORT_LINE, Finder, Turn, add_turns
from anonymizer.edits import Edit
from anonymizer.lines import Line, ends_sentence, lines_of
from anonymizer.patterns import trie
from anonymizer.rulebook import Rule, Rulebook, mark_groups

_HEAD, _FOOT = 12, 16
"""How many lines with text in them count as the head and the foot of a document."""

_LONGEST_LINE = 400
"""A longer line is a paragraph of the speech, not a word of the site's."""

_TITLES = ("line.title", "line.collection_mark")

_SPEECH = compiled.lazy(
    r"[，,。；;].{8,}[。！？]$|^同志们|^[一二三四五六七八九十]{1,3}、|^（[一二三四五六七八九十]{1,3}）"
)


class _Noise(NamedTuple):
    """The rules, compiled: those whose literals find their lines, and those tried line by line."""

    found: list[tuple[Rule, re.Pattern[str]]]
    literal: re.Pattern[str] | None
    tried: list[tuple[Rule, re.Pattern[str]]]
    any_tried: tuple[re.Pattern[str], ...]
    inline: list[tuple[Rule, re.Pattern[str]]]
    title: re.Pattern[str]


def noise(
    text: str, rulebook: Rulebook, lines: list[Line] | None = None, only: str = ""
) -> list[Edit]:
    """Edits that take the site's words out of a text; with ``only``, those of one rule.

    ``lines`` are the text's lines where they are known already.
    """
    rules = rulebook.once(("noise", only), lambda: _build(rulebook, only))
    assert isinstance(rules, _Noise)
    lines = lines_of(text) if lines is None else lines
    filled = [i for i, line in enumerate(lines) if line.text]
    if kernel.COMPILED:
        finder = rulebook.once(("noise finder", only), lambda: _finder(rules))
        assert isinstance(finder, Finder)
        suspects, turns = finder.find(text, lines)
        edits = list(_first(turns))

        def rule_of(i: int, at_edge: bool) -> Rule | None:
            return finder.rule_of(lines[i].text, at_edge, suspects[i]) if i in suspects else None
    else:
        edits = list(_inline(text, rules))

        def rule_of(i: int, at_edge: bool) -> Rule | None:
            return _rule_of(lines[i].text, at_edge, rules)

    gone = _noise_lines(lines, filled, rules.title, rule_of)
    if not gone:
        return edits
    edits = [e for e in edits if not any(lines[i].outset <= e.start < lines[i].stop for i in gone)]
    _add_blank_edges(lines, filled, gone)
    edits.extend(
        Edit(lines[i].outset, lines[i].stop, "", rule_id)
        for i, rule_id in gone.items()
        if lines[i].outset < lines[i].stop
    )
    return edits


def _build(rulebook: Rulebook, only: str) -> _Noise:
    found, tried, inline = [], [], []
    literals: set[str] = set()
    for rule in rulebook.of_kind("noise"):
        if only not in ("", rule.id):
            continue
        entry = (rule, compiled.lazy(rule.regex))
        if rule.where == "inline":
            inline.append(entry)
        elif rule.found_by_literals:
            found.append(entry)
            literals.update(rule.literals)
        else:
            tried.append(entry)
    return _Noise(
        found,
        compiled.pattern(_trie(literals, rulebook)) if literals else None,
        tried,
        _unions([rule for rule, _ in tried]),
        inline,
        compiled.pattern("|".join(rulebook.rule(name).regex for name in _TITLES)),
    )


def _finder(rules: _Noise) -> Finder:
    return Finder((rule for rule, _ in (*rules.found, *rules.tried)), rules.inline)


def _trie(literals: set[str], rulebook: Rulebook) -> str:
    """One pattern for all literals, made when the rules were compiled if they are all of them."""
    known = rulebook.noise_literals
    return known.regex if known and literals == set(known.terms) else trie(sorted(literals))


def _unions(rules: list[Rule]) -> tuple[re.Pattern[str], ...]:
    """Two patterns for many rules: those that begin at the line's start, and the others.

    The former must not be tried at every character, which a union with the latter would do.
    """
    bound = [rule for rule in rules if rule.line_start]
    free = [rule for rule in rules if not rule.line_start]
    return tuple(
        compiled.pattern(start + "(?:" + "|".join(f"(?:{rule.regex})" for rule in part) + ")")
        for start, part in (("^", bound), ("", free))
        if part
    )


def _inline(text: str, rules: _Noise) -> Iterator[Edit]:
    """The turns of phrase, each rule by a search of its own."""
    found: list[Turn] = []
    for rule, pattern in rules.inline:
        if rule.gate and not compiled.pattern(rule.gate).search(text):
            continue
        if rule.literals and not any(map(text.__contains__, rule.literals)):
            continue
        groups = mark_groups(pattern)
        for match in pattern.finditer(text):
            add_turns(match, groups, rule, found)
    return _first(found)


def _first(found: list[Turn]) -> Iterator[Edit]:
    """Of turns of phrase that overlap, the first; of those, the longest."""
    taken = 0
    for start, end, rule in sorted(found, key=lambda item: (item[0], -item[1])):
        if start >= taken:
            yield Edit(start, end, rule.replace, rule.id)
            taken = end


def _noise_lines(
    lines: list[Line],
    filled: list[int],
    title: re.Pattern[str],
    rule_of: Callable[[int, bool], Rule | None],
) -> dict[int, str]:
    """Index of each line of the site's, with the rule that says so.

    ``rule_of`` tells the rule of a line, by its index and whether it stands at an edge.
    """
    gone: dict[int, str] = {}
    edge = {*filled[:_HEAD], *filled[-_FOOT:]}
    for place, i in enumerate(filled):
        line = lines[i].text
        if place and filled[place - 1] in edge and filled[place - 1] in gone:
            edge.add(i)  # the site's head is as long as its words run on
        if len(line) > _LONGEST_LINE or i in gone:
            continue
        rule = rule_of(i, i in edge)
        if rule is None:
            continue
        gone[i] = rule.id
        at_head = place * 2 < len(filled)
        for follower in filled[place + 1 : place + 1 + rule.follows]:
            text = lines[follower].text
            # Above a speech, the first title is the speech's own.
            if _SPEECH.search(text) or (at_head and title.match(text)):
                break
            gone.setdefault(follower, rule.id)
    _fill_gaps(lines, filled, gone, title)
    return gone


def _rule_of(line: str, at_edge: bool, rules: _Noise) -> Rule | None:
    """The rule that takes a line for the site's."""
    rule = None
    if rules.literal and rules.literal.search(line):
        rule = _matching(rules.found, line, at_edge)
    if (
        rule is None
        and len(line) <= SHORT_LINE
        and any(union.search(line) for union in rules.any_tried)
    ):
        rule = _matching(rules.tried, line, at_edge)
    return rule


def _matching(rules: list[tuple[Rule, re.Pattern[str]]], line: str, at_edge: bool) -> Rule | None:
    holds = line.__contains__
    for rule, pattern in rules:
        if (
            (at_edge or rule.zone == "any")
            and (any(map(holds, rule.literals)) or not rule.literals)
            and pattern.search(line)
        ):
            return rule
    return None


def _fill_gaps(
    lines: list[Line], filled: list[int], gone: dict[int, str], title: re.Pattern[str]
) -> None:
    """A short line with the site's words on both sides is one of them too, but for a title."""
    for place in range(1, len(filled) - 1):
        before, i, after = filled[place - 1 : place + 2]
        if i in gone or before not in gone or after not in gone:
            continue
        line = lines[i].text
        if len(line) <= 40 and not ends_sentence(line) and not title.match(line):
            gone[i] = gone[before]


def _add_blank_edges(lines: list[Line], filled: list[int], gone: dict[int, str]) -> None:
    """Blank lines that the site's words leave behind at the very head and foot go with them."""
    kept = [i for i in filled if i not in gone]
    if not kept:
        return
    if filled[0] in gone:
        for i in range(kept[0]):
            gone.setdefault(i, gone[filled[0]])
    if filled[-1] in gone:
        for i in range(kept[-1] + 1, len(lines)):
            gone.setdefault(i, gone[filled[-1]])

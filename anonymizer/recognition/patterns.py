"""Spans by the patterns of the rules.

Rules that begin with the same marked part (``⟦{figure}⟧…``) are fused: that part is matched
once, and what follows it picks the rule. Where it pays, one scan over the text's characters
says where each rule could begin, and it is tried there alone; a short text is searched rule
by rule instead, and by those only of which it holds a literal. Both find the same.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from anonymizer import compiled, kernel, patterns, scan
from anonymizer.rulebook import Profile, Rule, Rulebook, mark_groups
from anonymizer.slots import KINDS, Span

_NO_ATTRIBUTES: Final[dict[str, str]] = {}
_UNITS: Final[dict[str, dict[str, str]]] = {}
"""The attributes of spans with each unit: one of them for all its spans saves much memory."""

_MOST_UNITS: Final = 2_000


def _unit(unit: str) -> dict[str, str]:
    if unit not in _UNITS:
        if len(_UNITS) >= _MOST_UNITS:
            return {"unit": unit}
        _UNITS[unit] = {"unit": unit}
    return _UNITS[unit]


def build(rulebook: Rulebook, profile: Profile) -> PatternRecogniser:
    """The pattern rules of a rulebook that take part under a profile."""
    kinds = {*profile.kinds, "keep"} & {*KINDS, "keep"}
    rules = [
        rule
        for rule in rulebook.of_kind(*kinds)
        if profile.uses(rule.id) and not rule.match.startswith(BY_NAME) and rule.kind != "person"
    ]
    return PatternRecogniser(rules, rulebook)


BY_NAME: Final = (
    "{post}",
    "⟦{surname}⟧",
    "⟦{place_stem}⟧",
    "⟦{org_stem}⟧",
    "⟦{statistical}⟧",
    "⟦{mention}⟧",
    "⟦{set_phrase}⟧",
    "⟦{trade_term}⟧",
    "⟦{plain_word}⟧",
)
"""Beginnings of rules whose names have recognisers of their own."""


class PatternRecogniser:
    """Callable on a text; yields the spans of all its rules."""

    def __init__(self, rules: Iterable[Rule], rulebook: Rulebook) -> None:
        by_head: dict[str, list[Rule]] = {}
        for rule in rules:
            by_head.setdefault(patterns.head_of(rule.match), []).append(rule)
        lone = by_head.pop("", [])
        self._fused: list[_Fused] = []
        for head, members in by_head.items():
            if len(members) > 1:
                fused = _ByNext if any(not patterns.tail_of(m.regex) for m in members) else _Fused
                self._fused.append(fused(rulebook.heads.get(head, ()), members))
            else:
                lone += members
        self._lone = [_Lone(rule) for rule in lone if not rule.anchor]
        self._anchored = _Anchored([rule for rule in lone if rule.anchor])
        self._tried: list[_Tried] = []
        self._searched: list[_Fused | _Lone] = []
        self._tried += [fused for fused in self._fused if fused.starts]
        self._searched += [fused for fused in self._fused if not fused.starts]
        for one in self._lone:
            if one.starts:
                self._tried.append(one)
            elif one.rule.near:
                self._tried.append(_Near(one))
            else:
                self._searched.append(one)
        self._tried += [_OneAnchored(one) for one in self._anchored.rules if one.starts]
        self._starts = scan.Starts([one.starts for one in self._tried])
        self._telling = _Telling([one.literals for one in self._tried])

    def __call__(self, text: str) -> list[Span]:
        """The spans of all rules in ``text``."""
        if not kernel.COMPILED:
            return self._search(text)
        gates = _Gates(text)
        found: list[Span] = []
        silent = self._telling.silent(text)
        for one, places, none in zip(self._tried, self._starts.places(text), silent, strict=True):
            if places and not none:
                one.add_from(text, places, gates, found)
        for one in self._searched:
            found.extend(one.spans(text, gates))
        return found

    def _search(self, text: str) -> list[Span]:
        """The same, rule by rule."""
        gates = _Gates(text)
        found: list[Span] = []
        for fused in self._fused:
            found.extend(fused.spans(text, gates))
        found.extend(self._anchored.spans(text))
        for lone in self._lone:
            found.extend(lone.spans(text, gates))
        return found


class _Tried(Protocol):
    """What is tried where it could begin; ``starts`` says where (:mod:`anonymizer.starts`).

    If there are ``literals``, one of them stands in any text in which it matches.
    """

    starts: tuple[str, ...]
    literals: tuple[str, ...]

    def add_from(self, text: str, places: list[int], gates: _Gates, found: list[Span]) -> None:
        """Add the spans that begin at one of ``places``, which are all that come into question."""


class _Telling:
    """Says of which rules none of the literals stands in a text, by one pass for all of them."""

    def __init__(self, literals: Sequence[tuple[str, ...]]) -> None:
        # What stands in nearly every text tells nothing, and has many places.
        self._literals = [
            some if all(len(one) > 1 and not one.isdigit() for one in some) else ()
            for some in literals
        ]
        self._terms: kernel.Terms | None = None
        self._rules: dict[str, list[int]] = {}

    def silent(self, text: str) -> bytearray:
        """For each rule 1 if it cannot match, 0 if it is to be tried."""
        terms = self._terms
        if terms is None:
            for index, literals in enumerate(self._literals):
                for literal in literals:
                    self._rules.setdefault(literal, []).append(index)
            self._terms = terms = kernel.Terms(self._rules)
        silent = bytearray([1 if literals else 0 for literals in self._literals])
        for literal in {term for _, term in terms.places(text)}:
            for index in self._rules[literal]:
                silent[index] = 0
        return silent


class _Gates:
    """Whether the gates of rules, which many share, stand in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {"": True}

    def let(self, gate: str) -> bool:
        """Whether the gate is found; always for a rule without one."""
        if gate not in self._known:
            self._known[gate] = compiled.pattern(gate).search(self._text) is not None
        return self._known[gate]


_Units = dict[str, tuple[Rule, str, str]]
"""For the group of each rule: the rule, the group, and that of its unit or nothing."""

_DIGITS: Final = compiled.lazy("[0-9０-９]{1,64}")


_WORTH: Final = 4
"""To try a rule at so many places takes longer than to look for one of its literals."""


def _holds_any(text: str, literals: tuple[str, ...]) -> bool:
    for literal in literals:  # noqa: SIM110 - a generator takes longer than the search
        if literal in text:
            return True
    return False


class _Lone:
    """One rule with a pattern of its own, compiled when it is first tried."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.starts = rule.starts
        self.literals = rule.literals
        self._pattern: re.Pattern[str] | None = None
        self._marks: list[int] = []
        self._has_unit = False
        self._has_upper = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The rule's pattern."""
        made = self._pattern
        if made is None:
            self._pattern = made = compiled.pattern(self.rule.regex, re.MULTILINE)
            self._marks = mark_groups(made)
            self._has_unit = "unit" in made.groupindex
            self._has_upper = "upper" in made.groupindex
        return made

    def spans(self, text: str, gates: _Gates) -> list[Span]:
        """The spans of this rule, by a search of its own."""
        rule = self.rule
        found: list[Span] = []
        if not gates.let(rule.gate):
            return found
        if 0 < len(rule.literals) <= patterns.FEW and not _holds_any(text, rule.literals):
            return found
        for match in self.pattern.finditer(text):
            self.add(match, found)
        return found

    def add_from(self, text: str, places: list[int], gates: _Gates, found: list[Span]) -> None:
        """Add the same, where the rule could begin at ``places`` only."""
        literals = self.literals
        if 0 < len(literals) * _WORTH < len(places) and not _holds_any(text, literals):
            return
        matches = self.pattern.match
        end = 0
        for place in places:
            if place >= end and (match := matches(text, place)):
                if not gates.let(self.rule.gate):
                    return
                end = match.end()
                self.add(match, found)

    def add(self, match: re.Match[str], found: list[Span]) -> None:
        """Add the spans that a match of this rule marks."""
        rule = self.rule
        attributes = _NO_ATTRIBUTES
        unit: str | None = match["unit"] if self._has_unit else None
        if unit:
            attributes = _unit(unit)
        elif self._has_upper:
            attributes = {"upper": str(match.start("upper"))}
        for mark in self._marks:
            start, end = match.span(mark)
            if start < end or not mark:
                found.append(Span(start, end, rule.kind, rule.id, rule.score, attributes))


class _Near:
    """A rule that could begin with anything, but near to one of its literals only."""

    def __init__(self, lone: _Lone) -> None:
        self.starts = lone.rule.near
        self.literals = lone.literals
        self._lone = lone
        self._reach = lone.rule.reach

    def add_from(self, text: str, places: list[int], gates: _Gates, found: list[Span]) -> None:
        """Add the spans of the rule, whose literals could stand at ``places`` only."""
        matches = self._lone.pattern.match
        done = 0
        for place in places:
            start = max(done, place - self._reach)
            while start <= place:
                match = matches(text, start)
                start += 1
                if match:
                    if not gates.let(self._lone.rule.gate):
                        return
                    start = match.end()
                    self._lone.add(match, found)
            done = start


class _Anchored:
    """Rules that only match where a run of digits begins; most runs match none of them."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = [_Lone(rule) for rule in rules]

    def _any(self) -> re.Pattern[str]:
        unnamed = [re.sub(r"\?P<\w+>", "?:", lone.rule.regex) for lone in self.rules]
        return compiled.pattern(
            "|".join([f"(?P<r{index}>{regex})" for index, regex in enumerate(unnamed)])
        )

    def spans(self, text: str) -> list[Span]:
        """The spans of these rules."""
        spans: list[Span] = []
        if not self.rules:
            return spans
        matches = self._any().match
        # Of the rules before the first that matches none does; they need not be tried again.
        left = {f"r{index}": self.rules[index:] for index in range(len(self.rules))}
        for found in _DIGITS.finditer(text):
            if first := matches(text, found.start()):
                for lone in left[first.lastgroup or "r0"]:
                    if match := lone.pattern.match(text, found.start()):
                        lone.add(match, spans)
        return spans


class _OneAnchored:
    """One of these rules, tried wherever it could begin, even inside an earlier match."""

    def __init__(self, lone: _Lone) -> None:
        self.starts = lone.starts
        self.literals = lone.literals
        self._lone = lone

    def add_from(self, text: str, places: list[int], gates: _Gates, found: list[Span]) -> None:
        """Add the spans of this rule."""
        literals = self.literals
        if 0 < len(literals) * _WORTH < len(places) and not _holds_any(text, literals):
            return
        matches = self._lone.pattern.match
        for place in places:
            if match := matches(text, place):
                self._lone.add(match, found)


class _Fused:
    """Rules with a common head: one scan, the tail tells which rule it is."""

    def __init__(self, starts: tuple[str, ...], rules: list[Rule]) -> None:
        # Where the head can begin: it is matched, and its end not left to others, even where
        # no rule wants it.
        self.starts = starts
        self.literals: tuple[str, ...] = ()
        # The surer rule first; among equals the one that stands first in its file.
        self._rules = sorted(rules, key=lambda rule: -rule.score)
        self._made: tuple[re.Pattern[str], _Units] | None = None

    def _compiled(self) -> tuple[re.Pattern[str], _Units]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def _make(self) -> tuple[re.Pattern[str], _Units]:
        head, tails = self._parts()
        # What follows most figures begins no rule's tail, and none of them need be tried then.
        told = list(itertools.takewhile(bool, (rule.behind for rule in self._rules)))
        # The last branch keeps a head that no rule wants from being scanned in pieces.
        pattern = compiled.pattern(patterns.fuse(head, tails, told) + "|" + head)
        return pattern, self._units(pattern)

    def _parts(self) -> tuple[str, list[tuple[str, str]]]:
        """The head's pattern, and the name of each rule's group with the pattern of its tail."""
        head = self._rules[0].regex
        head = head[: len(head) - len(patterns.tail_of(head))]
        tails = [
            (f"r{index}", rule.regex.removeprefix(head)) for index, rule in enumerate(self._rules)
        ]
        return head.removeprefix(f"(?P<{patterns.MARK}>").removesuffix(")"), tails

    def _units(self, pattern: re.Pattern[str]) -> _Units:
        names = [f"r{index}" for index in range(len(self._rules))]
        return {
            name: (rule, name, f"unit_{name}" if f"unit_{name}" in pattern.groupindex else "")
            for name, rule in zip(names, self._rules, strict=True)
        }

    def spans(self, text: str, gates: _Gates) -> list[Span]:
        """The spans of these rules, by one search for all of them."""
        pattern, units = self._compiled()
        return [
            _span(match, *units[match.lastgroup])
            for match in pattern.finditer(text)
            if match.lastgroup is not None
        ]

    def add_from(self, text: str, places: list[int], gates: _Gates, found: list[Span]) -> None:
        """Add the same, where the head could begin at ``places`` only."""
        pattern, units = self._compiled()
        matches = pattern.match
        end = 0
        for place in places:
            if place >= end and (match := matches(text, place)):
                end = match.end()
                if group := match.lastgroup:
                    found.append(_span(match, *units[group]))


class _ByNext(_Fused):
    """The same where one of the rules wants any head, so that the longest head is the one.

    The head is matched by itself, and the character behind it says whose tails to try.
    """

    def __init__(self, starts: tuple[str, ...], rules: list[Rule]) -> None:
        super().__init__(starts, rules)
        self._head: re.Pattern[str] | None = None
        self._tails: dict[str, _Tails] = {}

    def add_from(self, text: str, places: list[int], gates: _Gates, found: list[Span]) -> None:
        """Add the same spans, where the head could begin at ``places`` only."""
        head = self._head
        if head is None:
            self._head = head = compiled.pattern(self._parts()[0])
        matches = head.match
        known = self._tails
        end = 0
        for place in places:
            if place < end:
                continue
            begun = matches(text, place)
            if begun is None:
                continue
            end = begun.end()
            behind = text[end : end + 1]
            tails = known.get(behind)
            if tails is None:
                tails = self._tails_at(behind)
            match = tails.match(text, end)
            if match is None:
                continue
            end = match.end()
            rule, _, unit = tails.units[str(match.lastgroup)]
            own: str | None = match[unit] if unit else None
            attributes = _unit(own) if own else _NO_ATTRIBUTES
            found.append(Span(place, begun.end(), rule.kind, rule.id, rule.score, attributes))

    def _tails_at(self, behind: str) -> _Tails:
        """The tails that could match where this character stands."""
        if len(self._tails) >= _MOST_TAILS:
            self._tails.clear()
        pattern = compiled.pattern(
            patterns.either(
                tail
                for tail, rule in zip(self._parts()[1], self._rules, strict=True)
                if not rule.behind or patterns.among(behind, rule.behind)
            )
        )
        made = self._tails[behind] = _Tails(pattern, self._units(pattern))
        return made


_MOST_TAILS: Final = 1_000


class _Tails:
    """The pattern of some rules' tails, and what each of its groups means."""

    def __init__(self, pattern: re.Pattern[str], units: _Units) -> None:
        self.match = pattern.match
        self.units = units


def _span(match: re.Match[str], rule: Rule, name: str, unit: str) -> Span:
    own: str | None = match[unit] if unit else None
    attributes = _unit(own) if own else _NO_ATTRIBUTES
    return Span(match.start(), match.start(name), rule.kind, rule.id, rule.score, attributes)

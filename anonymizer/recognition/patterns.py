"""Spans by the patterns of the rules.

Rules that begin with the same marked part (``⟦{figure}⟧…``) are fused: the text is scanned
once for that part, and what follows it picks the rule. The others are only tried on a text
that holds one of their literals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from anonymizer import compiled, patterns
from anonymizer.rulebook import Profile, Rule, Rulebook, marks_of
from anonymizer.slots import KINDS, Span

_NO_ATTRIBUTES: Final[dict[str, str]] = {}


def build(rulebook: Rulebook, profile: Profile) -> PatternRecogniser:
    """The pattern rules of a rulebook that take part under a profile."""
    kinds = {*profile.kinds, "keep"} & {*KINDS, "keep"}
    rules = [
        rule
        for rule in rulebook.of_kind(*kinds)
        if profile.uses(rule.id) and not rule.match.startswith(_BY_NAME) and rule.kind != "person"
    ]
    return PatternRecogniser(rules)


_BY_NAME: Final = ("{post}", "⟦{surname}⟧", "⟦{place_stem}⟧", "⟦{org_stem}⟧")
"""Beginnings of rules whose names have recognisers of their own."""


class PatternRecogniser:
    """Callable on a text; yields the spans of all its rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_head: dict[str, list[Rule]] = {}
        for rule in rules:
            by_head.setdefault(_head_of(rule), []).append(rule)
        lone = by_head.pop("", [])
        self._fused = []
        for head, members in by_head.items():
            if len(members) > 1:
                self._fused.append(_Fused(head, members))
            else:
                lone += members
        self._lone = [_Lone(rule) for rule in lone if not rule.anchor]
        self._anchored = _Anchored([rule for rule in lone if rule.anchor])

    def __call__(self, text: str) -> Iterator[Span]:
        """The spans of all rules in ``text``."""
        for fused in self._fused:
            yield from fused.spans(text)
        gates: dict[str, bool] = {}
        holds = text.__contains__
        yield from self._anchored.spans(text)
        for lone in self._lone:
            rule = lone.rule
            if gate := rule.gate:
                if gate not in gates:
                    gates[gate] = compiled.pattern(gate).search(text) is not None
                if not gates[gate]:
                    continue
            if rule.literals and not any(map(holds, rule.literals)):
                continue
            yield from lone.spans(text)


_DIGITS: Final = compiled.lazy("[0-9０-９]{1,64}")
_HEAD: Final = compiled.lazy(r"⟦(\{[a-z_]+\})⟧")


def _head_of(rule: Rule) -> str:
    """The marked part with which a rule begins, if it marks just that one."""
    found = _HEAD.match(rule.match)
    return found[1] if found and rule.match.count(patterns.OPEN) == 1 else ""


class _Lone:
    """One rule with a pattern of its own."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return compiled.pattern(self.rule.regex, re.MULTILINE)

    def spans(self, text: str) -> Iterator[Span]:
        for match in self._pattern.finditer(text):
            yield from self._spans_of(match)

    def spans_at(self, text: str, place: int) -> Iterator[Span]:
        if match := self._pattern.match(text, place):
            yield from self._spans_of(match)

    def _spans_of(self, match: re.Match[str]) -> Iterator[Span]:
        rule = self.rule
        groups = match.re.groupindex
        attributes = _NO_ATTRIBUTES
        if "unit" in groups and match["unit"]:
            attributes = {"unit": match["unit"]}
        elif "upper" in groups:
            attributes = {"upper": str(match.start("upper"))}
        for start, end in marks_of(rule, match):
            yield Span(start, end, rule.kind, rule.id, rule.score, attributes)


class _Anchored:
    """Rules that only match where a run of digits begins; most runs match none of them."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = [_Lone(rule) for rule in rules]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        unnamed = (re.sub(r"\?P<\w+>", "?:", lone.rule.regex) for lone in self._rules)
        return compiled.pattern("|".join(f"(?:{regex})" for regex in unnamed))

    def spans(self, text: str) -> Iterator[Span]:
        if not self._rules:
            return
        matches = self._any.match
        for found in _DIGITS.finditer(text):
            place = found.start()
            if matches(text, place):
                for lone in self._rules:
                    yield from lone.spans_at(text, place)


class _Fused:
    """Rules with a common head: one scan, the tail tells which rule it is."""

    def __init__(self, head: str, rules: list[Rule]) -> None:
        self._head = head
        # The surer rule first; among equals the one that stands first in its file.
        self._rules = sorted(rules, key=lambda rule: -rule.score)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], dict[str, tuple[Rule, str]]]:
        names = {f"r{index}": rule for index, rule in enumerate(self._rules)}
        tails = [(name, _tail(rule)) for name, rule in names.items()]
        head = self._rules[0].regex
        head = head[: len(head) - len(_tail(self._rules[0]))]
        head = head.removeprefix(f"(?P<{patterns.MARK}>").removesuffix(")")
        # The last branch keeps a head that no rule wants from being scanned in pieces.
        pattern = compiled.pattern(patterns.fuse(head, tails) + "|" + head)
        units = {
            name: (rule, f"unit_{name}" if f"unit_{name}" in pattern.groupindex else "")
            for name, rule in names.items()
        }
        return pattern, units

    def spans(self, text: str) -> Iterator[Span]:
        pattern, units = self._compiled
        for match in pattern.finditer(text):
            name = match.lastgroup
            if name is None:
                continue
            rule, unit = units[name]
            end = match.start(name)
            attributes = {"unit": match[unit]} if unit else _NO_ATTRIBUTES
            yield Span(match.start(), end, rule.kind, rule.id, rule.score, attributes)


def _tail(rule: Rule) -> str:
    """The rest of a rule's expanded pattern behind its head."""
    depth = 0
    escaped = in_class = False
    for place, character in enumerate(rule.regex):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return rule.regex[place + 1 :]
    return ""

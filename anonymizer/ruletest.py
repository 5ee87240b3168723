"""A rule proves itself: its examples must come out as marked, its counter-examples stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from anonymizer.cleaning import clean
from anonymizer.cleaning.noise import noise
from anonymizer.patterns import CLOSE, OPEN
from anonymizer.pipeline import cleaning_patch
from anonymizer.recognition import recognise
from anonymizer.redaction import settle
from anonymizer.rulebook import Rule, Rulebook
from anonymizer.segmentation.outline import line_rules, role_of

_Places = list[tuple[int, int]]
_PROFILES = ("standard", "strict", "light")


class Failure(NamedTuple):
    """An example that does not hold: as it is written, and as it came out."""

    rule: Rule
    example: str
    outcome: str


def check_examples(rulebook: Rulebook, rule_ids: frozenset[str] | None = None) -> Iterator[Failure]:
    """Every example of every rule (or of the named ones) that does not hold."""
    for rule in rulebook.rules:
        if rule_ids is None or rule.id in rule_ids:
            yield from check_rule(rule, rulebook)


def check_rule(rule: Rule, rulebook: Rulebook) -> Iterator[Failure]:
    """The examples of one rule that do not hold."""
    for example in (*rule.examples, *rule.no_examples):
        text, wanted = unmark(example)
        if example in rule.no_examples:
            wanted = []
        found = _outcome(rule, text, rulebook)
        if found != wanted:
            yield Failure(rule, example, mark(text, found))


def unmark(example: str) -> tuple[str, _Places]:
    """An example without its marks, and where they were."""
    places: _Places = []
    pieces: list[str] = []
    length = 0
    start = 0
    for piece in re.split(f"([{OPEN}{CLOSE}])", example):
        if piece == OPEN:
            start = length
        elif piece == CLOSE:
            places.append((start, length))
        else:
            pieces.append(piece)
            length += len(piece)
    return "".join(pieces), places


def mark(text: str, places: _Places) -> str:
    """A text with marks around places, the inverse of :func:`unmark`."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:]}"
    return text


def _outcome(rule: Rule, text: str, rulebook: Rulebook) -> _Places:
    match rule.kind:
        case "noise":
            # By itself: on one line, several rules for the words of sites may well agree.
            edits = noise(text, rulebook, only=rule.id)
            return _merged(text, [_trim(text, edit.start, edit.end) for edit in edits])
        case "wrap" | "width":
            return [(e.start, e.end) for e in clean(text, rulebook) if e.rule == rule.id]
        case "line":
            for role, pattern in line_rules(rulebook):
                if f"line.{role}" == rule.id and role_of(text, line_rules(rulebook)) == role:
                    found = pattern.match(text)
                    return [found.span()] if found else []
            return []
        case "blank" | "no_blank" | "reading":
            return _extracted(rule, text, rulebook)
        case "break":
            return [
                (e.start, e.end)
                for e in cleaning_patch(text, rulebook, "\n")
                if e.rule.startswith("break.")
            ]
        case _:
            return _decided(rule, text, rulebook)


def _extracted(rule: Rule, text: str, rulebook: Rulebook) -> _Places:
    """The placeholders that a rule finds or reads, or those that it takes for none."""
    from anonymizer.extraction import extraction

    found = extraction(text, rulebook)
    if rule.kind == "no_blank":
        return [(b.start, b.end) for b in found.rejected if b.doubted_by == rule.id]
    if rule.kind == "reading":
        return [slot.source for slot in found.slots if slot.rule == rule.id]
    return [(blank.start, blank.end) for blank in found.blanks if blank.rule == rule.id]


_LEARNED: Final = "statistical."


def _decided(rule: Rule, text: str, rulebook: Rulebook) -> _Places:
    for name in (*_PROFILES, *rulebook.profile_names):
        profile = rulebook.profile(name)
        if profile.uses(rule.id) and rule.kind in (*profile.kinds, "keep"):
            break
    else:
        return []
    spans = [
        span
        for span in recognise([text], rulebook, profile)[0]
        # What the statistical recogniser finds changes with its training; rules stand alone.
        if span.kind == "keep" or span.rule.startswith(_LEARNED) == rule.id.startswith(_LEARNED)
    ]
    decisions = settle(text, spans, rulebook)
    return [
        (decision.span.start, decision.span.end)
        for decision in decisions
        if decision.reason == rule.id
        and decision.span.rule == rule.id
        and (decision.replaced or rule.kind == "keep")
    ]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A removed stretch without the line breaks at its ends, unless it is nothing else."""
    stretch = text[start:end]
    if not stretch.strip():
        return start, end
    return start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())


def _merged(text: str, places: _Places) -> _Places:
    """Stretches with only white space between them count as one."""
    merged: _Places = []
    for start, end in sorted(places):
        if merged and not text[merged[-1][1] : start].strip() and merged[-1][1] != start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged

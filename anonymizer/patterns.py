"""The pattern language of the rules: Python's ``re``, named parts, and marks.

``{name}`` stands for a lexicon (any of its terms, longest first) or a fragment of
``rules/fragments.yaml``; ``⟦…⟧`` marks what is replaced. A pattern without marks is
replaced whole. Patterns are bounded: what could backtrack without end is refused here,
when rules are compiled, and never meets a text.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

# The parser of ``re`` itself: what it makes of a pattern is what will run.
_BEFORE_3_11 = sys.version_info < (3, 11)
sre: Any = import_module("sre_constants" if _BEFORE_3_11 else "re._constants")
sre_parse: Any = import_module("sre_parse" if _BEFORE_3_11 else "re._parser")

OPEN: Final = "⟦"
CLOSE: Final = "⟧"
MARK: Final = "slot"

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
FEW: Final = 64
_MANY: Final = 1_000
REPEATS: Final = frozenset(
    code
    for name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
    if (code := getattr(sre, name, None)) is not None
)


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why and what would help."""


def trie(terms: Iterable[str]) -> str:
    """A pattern for any of the terms, the longest first, that shares their beginnings."""
    root: dict[str, Any] = {}
    for term in terms:
        node = root
        for character in term:
            node = node.setdefault(character, {})
        node[""] = {}
    return _trie_pattern(root)


def _trie_pattern(node: dict[str, Any]) -> str:
    ends = "" in node
    leaves = [c for c, below in node.items() if c and set(below) == {""}]
    branches = [
        re.escape(c) + _trie_pattern(below) for c, below in node.items() if c and set(below) != {""}
    ]
    if len(leaves) == 1:
        branches.append(re.escape(leaves[0]))
    elif leaves:
        branches.append("[" + "".join(re.escape(c) for c in leaves) + "]")
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return "(?:" + "|".join(branches) + ")" + ("?" if ends else "")


def expand(match: str, parts: Mapping[str, str]) -> str:
    """``match`` with every ``{name}`` replaced by its part and marks turned into groups.

    The marks become groups named ``slot``, ``slot1``, ``slot2`` … in their order. Raises
    :class:`PatternError` for an unknown name or marks that do not pair.
    """

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name not in parts:
            raise PatternError(
                f"unknown lexicon or fragment {{{name}}}; known are {', '.join(sorted(parts))}"
            )
        return f"(?:{parts[name]})"

    text = _NAME.sub(part, match)
    if text.count(OPEN) != text.count(CLOSE):
        raise PatternError(f"the marks {OPEN} and {CLOSE} do not pair")
    for index in range(text.count(OPEN)):
        text = text.replace(OPEN, f"(?P<{mark_name(index)}>", 1).replace(CLOSE, ")", 1)
    return text


def head_of(match: str) -> str:
    """The part ``{name}`` with which a pattern as written begins, if it marks just that one."""
    found = _HEAD.match(match)
    return found[1] if found and match.count(OPEN) == 1 else ""


_HEAD: Final = re.compile(rf"{OPEN}(\{{[a-z_]+\}}){CLOSE}")


def tail_of(regex: str) -> str:
    """What is left of an expanded pattern behind its first group, which is its head."""
    depth = 0
    escaped = in_class = False
    for place, character in enumerate(regex):
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
                return regex[place + 1 :]
    return ""


def mark_name(index: int) -> str:
    """The group name of the mark with this number, counted from 0."""
    return MARK if index == 0 else f"{MARK}{index}"


def check(pattern: str, *, lines: bool = False) -> None:
    """Raise :class:`PatternError` unless the pattern compiles, consumes text and is bounded.

    ``lines`` says that it only ever meets single short lines.
    """
    try:
        tree = sre_parse.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"does not compile: {error}") from None
    if tree.getwidth()[0] == 0:
        raise PatternError("can match nothing at all; make at least one part of it required")
    if _Bounds(tree).ways(list(tree)) > (_WAYS_LIMIT * 40 if lines else _WAYS_LIMIT):
        raise PatternError("could backtrack too long; narrow its repeats or their characters")


_WAYS_LIMIT: Final = 5_000
"""In how many ways a pattern may try to match from one place; generous for honest rules."""

_Characters = frozenset[int]


class _Bounds:
    """Counts the ways in which a pattern can match from one place, as an upper bound.

    A repeat that must stop where the next part begins has one way, one that could stop
    anywhere has as many as it may repeat. Characters are judged by a sample: those that the
    pattern names, the ends of its ranges, and one of each common sort.
    """

    def __init__(self, tree: Any) -> None:
        self._sample = frozenset(map(ord, "0５aZ_一龥，、。：“” \n-.")) | frozenset(_named(tree))

    def ways(self, items: Sequence[Any], follow: _Characters = frozenset()) -> int:
        """The ways of a sequence of items with these characters possible behind it."""
        ways = 1
        for index, (code, argument) in enumerate(items):
            behind, empty = self._first(items[index + 1 :])
            behind = behind | follow if empty else behind
            if code in REPEATS:
                low, high, body = argument
                ways *= self._repeat(low, high, body, behind)
            elif code is sre.BRANCH:
                counts = [self.ways(list(branch), behind) for branch in argument[1]]
                ways *= max(counts) if self._apart(argument[1], behind) else sum(counts)
            elif code is sre.SUBPATTERN:
                ways *= self.ways(list(argument[-1]), behind)
            elif code in (sre.ASSERT, sre.ASSERT_NOT):
                if argument[0] < 0 and len(set(argument[1].getwidth())) > 1:
                    raise PatternError("a look-behind needs one width; write one for each width")
                ways *= self.ways(list(argument[1]))
        return ways

    def _apart(self, branches: Any, behind: _Characters) -> bool:
        """Whether the next character tells which of the branches can match."""
        seen: _Characters = frozenset()
        for branch in branches:
            first, empty = self._first(list(branch))
            # A branch that can be empty goes on with what stands behind all of them; at the
            # pattern's end that is anything.
            taken = first | (behind or self._sample) if empty else first
            if taken & seen:
                return False
            seen |= taken
        return True

    def _repeat(self, low: int, high: int, body: Any, behind: _Characters) -> int:
        if high is sre.MAXREPEAT:
            raise PatternError("repeats without bound; write {0,40} or the like for * or +")
        first, empty = self._first(list(body))
        open_ended = empty or bool(first & behind)
        stops = high - low + 1 if open_ended else 1
        if len(body) == 1 and body[0][0] not in (sre.BRANCH, sre.SUBPATTERN, *REPEATS):
            return int(stops)
        inner = self.ways(list(body), behind | first if high > 1 else behind)
        return int(stops * inner ** min(high, 16)) if inner > 1 else int(stops)

    def _first(self, items: Sequence[Any]) -> tuple[_Characters, bool]:
        """The characters with which a sequence can begin, and whether it can be empty."""
        first: _Characters = frozenset()
        for code, argument in items:
            characters, empty = self._first_of(code, argument)
            first |= characters
            if not empty:
                return first, False
        return first, True

    def _first_of(self, code: Any, argument: Any) -> tuple[_Characters, bool]:
        if code in REPEATS:
            characters, empty = self._first(list(argument[2]))
            return characters, empty or argument[0] == 0
        if code is sre.SUBPATTERN:
            return self._first(list(argument[-1]))
        if code is sre.BRANCH:
            parts = [self._first(list(branch)) for branch in argument[1]]
            return frozenset().union(*(part for part, _ in parts)), any(e for _, e in parts)
        if code in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            return frozenset(), True
        if code is sre.LITERAL:
            return frozenset((argument,)), False  # in the sample, as the pattern names it
        return frozenset(c for c in self._sample if _takes(code, argument, c)), False


def _named(items: Any) -> Iterator[int]:
    """The characters that a pattern names: literals and the ends of ranges."""
    for code, argument in items:
        if code in (sre.LITERAL, sre.NOT_LITERAL):
            yield argument
        elif code is sre.RANGE:
            yield from (argument[0], sum(argument) // 2, argument[1])
        elif code is sre.IN:
            yield from _named(argument)
        elif code in REPEATS:
            yield from _named(argument[2])
        elif code is sre.SUBPATTERN:
            yield from _named(argument[-1])
        elif code in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _named(argument[1])
        elif code is sre.BRANCH:
            for branch in argument[1]:
                yield from _named(branch)


def _takes(code: Any, argument: Any, character: int) -> bool:
    """Whether a single-character item can match a character; in doubt it can."""
    if code is sre.LITERAL:
        return bool(argument == character)
    if code is sre.NOT_LITERAL:
        return bool(argument != character)
    if code is not sre.IN:
        return True
    negated = bool(argument) and argument[0][0] is sre.NEGATE
    for kind, value in argument:
        if (
            (kind is sre.LITERAL and value == character)
            or (kind is sre.RANGE and value[0] <= character <= value[1])
            or kind is sre.CATEGORY
        ):
            return not negated or kind is sre.CATEGORY
    return bool(negated)


def begins_at_start(pattern: str) -> bool:
    """Whether a pattern can only match at the start of a text."""
    return bool(sre_parse.parse(pattern)[0] == (sre.AT, sre.AT_BEGINNING))


def literals(pattern: str) -> tuple[str, ...]:
    """Strings of which one must stand in any text that the pattern matches.

    They are looked for before the pattern is tried at all: ``FEW`` of them one by one, more
    only together with those of other patterns. Empty when nothing is required, or when the
    choice is too wide to be worth looking for.
    """
    tree = sre_parse.parse(pattern)
    found = required(tree, FEW) or required(tree, _MANY)
    return tuple(sorted(one for one in found if not _holds_another(one, found)))


def _holds_another(literal: str, others: frozenset[str]) -> bool:
    """Whether a literal need not be looked for, as a shorter one stands in it."""
    size = len(literal)
    return any(
        literal[start : start + length] in others
        for length in range(1, size)
        for start in range(size - length + 1)
    )


def required(tree: Any, most: int) -> frozenset[str]:
    """The most telling choice, of ``most`` strings or fewer, that items cannot match without."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset(("",))
    for code, argument in tree:
        if code in (sre.AT, sre.ASSERT_NOT):
            continue
        # What may be missing lengthens no literal, it only makes more of them.
        choice = frozenset() if code in REPEATS else _spelled(code, argument, most)
        if choice and len(run) * len(choice) <= most:
            run = frozenset(before + after for before in run for after in choice)
            continue
        found.append(run)
        run = choice if choice else frozenset(("",))
        if code is sre.SUBPATTERN:
            found.append(required(argument[-1], most))
        elif code is sre.BRANCH:
            parts = [required(branch, most) for branch in argument[1]]
            if all(parts):
                found.append(frozenset().union(*parts))
        elif code in REPEATS and int(argument[0]) > 0:
            found.append(required(argument[2], most))
        elif code is sre.ASSERT:
            found.append(required(argument[1], most))
    found.append(run)
    usable = [choice for choice in found if choice and "" not in choice]
    usable = [choice for choice in usable if len(choice) <= most]
    return max(usable, key=_selectivity, default=frozenset())


def _spelled(code: Any, argument: Any, most: int) -> frozenset[str]:
    """All strings that an item can match, if they are few; else nothing."""
    if code is sre.LITERAL:
        return frozenset((chr(argument),))
    if code is sre.IN:
        spelled: set[str] = set()
        for kind, value in argument:
            if kind is sre.LITERAL:
                spelled.add(chr(value))
            elif kind is sre.RANGE and value[1] - value[0] < 10:
                spelled.update(map(chr, range(value[0], value[1] + 1)))
            else:
                return frozenset()
        return frozenset(spelled)
    if code is sre.SUBPATTERN:
        return _spelled_sequence(argument[-1], most)
    if code is sre.BRANCH:
        parts = [_spelled_sequence(branch, most) for branch in argument[1]]
        if all(parts):
            return frozenset().union(*parts)
    if code in REPEATS and argument[:2] == (0, 1):
        once = _spelled_sequence(argument[2], most)
        return once | {""} if once else once
    return frozenset()


def _spelled_sequence(items: Any, most: int) -> frozenset[str]:
    result: frozenset[str] = frozenset(("",))
    for code, argument in items:
        choice = _spelled(code, argument, most)
        if not choice or len(result) * len(choice) > most:
            return frozenset()
        result = frozenset(before + after for before in result for after in choice)
    return result


def _selectivity(choice: frozenset[str]) -> tuple[int, int]:
    return min(map(len, choice)), -len(choice)


def fuse(head: str, tails: Sequence[tuple[str, str]], told: Sequence[str] = ()) -> str:
    """One pattern for many rules that begin with the same head, tried in their order.

    ``tails`` are pairs of a group name and the rest of a rule's pattern; groups inside the
    rest are renamed after their rule. The head is scanned once. ``told`` are the characters
    that can come next in each of the first tails, as pairs of range ends.
    """
    branches = list(itertools.starmap(_branch, tails))
    if told:
        first = "".join(
            f"{re.escape(low)}-{re.escape(high)}"
            for low, high in sorted({pair for own in told for pair in _pairs(own)})
        )
        branches[: len(told)] = [f"(?=[{first}])(?:{'|'.join(branches[: len(told)])})"]
    return f"(?:{head})(?:{'|'.join(branches)})"


def either(tails: Iterable[tuple[str, str]]) -> str:
    """One pattern for some of the tails of :func:`fuse`, with the same groups."""
    return "|".join(itertools.starmap(_branch, tails))


def _branch(name: str, tail: str) -> str:
    renamed = re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>_{name}>", tail)
    return f"(?P<{name}>{renamed})"


def among(character: str, written: str) -> bool:
    """Whether a character, or nothing at a text's end, is in what pairs of range ends say."""
    return any(low <= character <= high for low, high in _pairs(written))


def _pairs(written: str) -> Iterator[tuple[str, str]]:
    return zip(written[::2], written[1::2], strict=True)

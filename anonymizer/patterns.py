"""The pattern language of the rules: Python's ``re``, named parts, and marks.

``{name}`` stands for a lexicon (any of its terms, longest first) or a fragment of
``rules/fragments.yaml``; ``⟦…⟧`` marks what is replaced. A pattern without marks is
replaced whole. Patterns are bounded: what could backtrack without end is refused here,
when rules are compiled, and never meets a text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as sre_parse
else:  # the same modules under their older names
    import sre_constants as sre
    import sre_parse

OPEN: Final = "⟦"
CLOSE: Final = "⟧"
MARK: Final = "slot"

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_MAX_LITERALS: Final = 48
_REPEATS: Final = frozenset(
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
        re.escape(c) + _trie_pattern(below)
        for c, below in node.items()
        if c and set(below) != {""}
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


def mark_name(index: int) -> str:
    """The group name of the mark with this number, counted from 0."""
    return MARK if index == 0 else f"{MARK}{index}"


def check(pattern: str) -> None:
    """Raise :class:`PatternError` unless the pattern compiles, consumes text and is bounded."""
    try:
        tree = sre_parse.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"does not compile: {error}") from None
    if tree.getwidth()[0] == 0:
        raise PatternError("can match nothing at all; make at least one part of it required")
    # A pattern that begins at the start of its text is tried once, not once a character.
    anchored = bool(tree) and tree[0] == (sre.AT, sre.AT_BEGINNING)
    if _ways(tree) > (_WAYS_LIMIT * 40 if anchored else _WAYS_LIMIT):
        raise PatternError("could backtrack too long; narrow its repeats or their characters")


_WAYS_LIMIT: Final = 5_000
"""In how many ways a pattern may try to match from one place; generous for honest rules."""


def _ways(tree: Any) -> int:
    """An upper bound of the ways in which a (sub)pattern can match from one place.

    Alternatives count as the widest of them: they mostly differ in their first character.
    """
    ways = 1
    for code, argument in tree:
        if code in _REPEATS:
            low, high, body = argument
            if high is sre.MAXREPEAT:
                raise PatternError("repeats without bound; write {0,40} or the like for * or +")
            inner = _ways(body)
            ways *= (high - low + 1) * (inner ** min(high, 64) if inner > 1 else 1)
        elif code is sre.BRANCH:
            ways *= max(_ways(branch) for branch in argument[1])
        elif code is sre.SUBPATTERN:
            ways *= _ways(argument[-1])
        elif code in (sre.ASSERT, sre.ASSERT_NOT):
            ways *= _ways(argument[1])
    return ways


def literals(pattern: str) -> tuple[str, ...]:
    """Strings of which one must stand in any text that the pattern matches.

    They are looked for before the pattern is tried at all. Empty when nothing is required,
    or when the choice is too wide to be worth looking for.
    """
    best = _required(sre_parse.parse(pattern))
    return tuple(sorted(best)) if best else ()


def _required(tree: Any) -> frozenset[str]:
    candidates: list[frozenset[str]] = []
    run = ""
    for code, argument in tree:
        if code is sre.LITERAL:
            run += chr(argument)
            continue
        if run:
            candidates.append(frozenset((run,)))
            run = ""
        if code is sre.SUBPATTERN:
            candidates.append(_required(argument[-1]))
        elif code is sre.BRANCH:
            parts = [_required(branch) for branch in argument[1]]
            if all(parts):
                candidates.append(frozenset().union(*parts))
        elif code is sre.IN and all(item is sre.LITERAL for item, _ in argument):
            candidates.append(frozenset(chr(value) for _, value in argument))
        elif code in _REPEATS and int(argument[0]) > 0:
            candidates.append(_required(argument[2]))
        elif code is sre.ASSERT:
            candidates.append(_required(argument[1]))
    if run:
        candidates.append(frozenset((run,)))
    usable = [c for c in candidates if c and len(c) <= _MAX_LITERALS]
    return max(usable, key=_selectivity, default=frozenset())


def _selectivity(choice: frozenset[str]) -> tuple[int, int]:
    return min(map(len, choice)), -len(choice)


def fuse(head: str, tails: Sequence[tuple[str, str]]) -> str:
    """One pattern for many rules that begin with the same head, tried in their order.

    ``tails`` are pairs of a group name and the rest of a rule's pattern; groups inside the
    rest are renamed after their rule. The head is scanned once.
    """
    branches = []
    for name, tail in tails:
        renamed = re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>_{name}>", tail)
        branches.append(f"(?P<{name}>{renamed})")
    return f"(?:{head})(?:{'|'.join(branches)})"

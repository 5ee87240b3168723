"""With which characters a pattern's matches can begin: the first three, and the one before.

Found out when rules are compiled, from what ``re`` itself makes of the pattern. It lets a
scan over the characters of a text (:mod:`anonymizer.scan`) tell the few places where a
pattern is worth trying. The answer is never too narrow; in doubt it is any character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from anonymizer.patterns import REPEATS, required, sre, sre_parse
from anonymizer.ways import DEPTH, Way, ranges

_TOP: Final = 0x10FFFF

_Set = tuple[tuple[int, int], ...]
"""Characters as sorted, separate ranges, both ends included."""

_ANY: Final[_Set] = tuple(ranges(""))
_NONE: Final[_Set] = ()
_LINE_START: Final[_Set] = ((0, 0), (10, 10))
"""What stands before the start of a text, and of a line."""


class _Walk(NamedTuple):
    """What a part of a pattern can read: the character before, the first ones, and how far."""

    before: _Set
    sets: tuple[_Set, ...]
    reached: frozenset[int]


def starts(pattern: str) -> tuple[str, ...]:
    """The characters before a match and at its first three places, as pairs of range ends.

    An empty string is any character; an empty tuple means that the pattern can begin with
    anything, so that looking for its start would be of no use.
    """
    return _starts(sre_parse.parse(pattern))


def _starts(tree: Any) -> tuple[str, ...]:
    if tree.state.flags & (re.IGNORECASE | re.DOTALL | re.VERBOSE):
        return ()
    walk = _sequence(list(tree), frozenset((0,)))
    sets = [
        _ANY if any(end <= place for end in walk.reached) else found
        for place, found in enumerate(walk.sets)
    ]
    if _size(sets[0]) > _MOST:
        return ()
    return tuple(map(_written, (walk.before, *sets)))


def first(pattern: str) -> str:
    """The characters of which one must come next where a pattern matches, read or looked ahead at.

    As pairs of range ends; empty when it can be any character, or none at all.
    """
    items = list(sre_parse.parse(pattern))
    ahead: list[_Set] = []
    while items and items[0][0] in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        code, argument = items.pop(0)
        if code is sre.ASSERT and argument[0] > 0:
            ahead.append(_next(list(argument[1])))
    found = _next(items)
    for other in ahead:
        found = _both(found, other)
    return _written(found)


def _next(items: list[Any]) -> _Set:
    walk = _sequence(items, frozenset((0,)))
    return _ANY if 0 in walk.reached else walk.sets[0]


def near(pattern: str, literals: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """How the literals of a pattern look, and how far before one of them a match begins at most.

    ``literals`` are strings one of which every match holds. Nothing and 0 if the pattern looks
    for something outside of its match, where they may stand, or if its matches can be long.
    """
    tree = sre_parse.parse(pattern)
    widest = int(tree.getwidth()[1])
    if not literals or widest > _NEAR or _holds(tree, _looks_around):
        return (), 0
    sets: list[_Set] = []
    for place in range(DEPTH):
        characters = [(ord(c), ord(c)) for word in literals for c in word[place : place + 1]]
        whole = len(characters) == len(literals)
        sets.append(_joined(characters) if whole else _ANY)
    return ("", *map(_written, sets)), widest - min(map(len, literals))


_NEAR: Final = 40
"""Wider patterns would be tried at too many places."""


def _holds(items: Any, wanted: Callable[[Any], bool]) -> bool:
    """Whether an item is among some, or inside of them."""
    for item in items:
        if wanted(item):
            return True
        code, argument = item
        inner: Any = ()
        if code in (sre.SUBPATTERN, sre.ASSERT, sre.ASSERT_NOT):
            inner = [argument[-1]]
        elif code is sre.BRANCH:
            inner = argument[1]
        elif code in REPEATS:
            inner = [argument[2]]
        if any(_holds(part, wanted) for part in inner):
            return True
    return False


def _looks_around(item: Any) -> bool:
    """Whether an item requires something that it does not read."""
    return bool(item[0] is sre.ASSERT)


def _is_beginning(item: Any) -> bool:
    return bool(item == (sre.AT, sre.AT_BEGINNING))


def ways(pattern: str) -> tuple[Way, ...]:
    """The ways into a pattern for lines, one for each of its alternatives."""
    return tuple(_way(pattern, low, high) for low, high in _alternatives(pattern))


def _way(pattern: str, low: int, high: int) -> Way:
    tree = sre_parse.parse(pattern[low:high])
    bound = False
    place = 0
    while place < len(tree) and tree[place][0] in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        bound = bound or _is_beginning(tree[place])
        place += 1
    literals = required(tree, _MANY)
    telling = Way(low, high, tuple(sorted(literals)), (), bound)
    if not literals or not all(map(_is_telling, literals)):
        telling = Way(low, high)
    # One character may fill a whole text; where it could begin something is quicker to tell.
    if literals and min(map(len, literals)) > 1 and telling.literals:
        return telling
    if begins := _starts(tree):
        if _holds(tree, _is_beginning):
            # The line's, that is: before it the text may have white space.
            begins = ("", *begins[1:])
        return Way(low, high, (), begins, bound)
    if later := _later_starts(tree):
        return Way(low, high, (), later)
    return telling


def _alternatives(pattern: str) -> Iterator[tuple[int, int]]:
    """Where the alternatives of a pattern stand in it."""
    depth = low = 0
    escaped = in_class = False
    for place, character in enumerate(pattern):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and not depth:
            yield low, place
            low = place + 1
    yield low, len(pattern)


def _later_starts(branch: Any) -> tuple[str, ...]:
    """The starts of what a match must hold behind a beginning that can be anything."""
    for place in range(1, len(branch)):
        if (later := _starts(branch[place:])) and later[1]:
            return later
    return ()


_MANY: Final = 3_000


def _is_telling(literal: str) -> bool:
    """Whether a literal is rare enough to be looked for: two characters, or an odd one."""
    return len(literal) > 1 or not (
        literal.isalnum() or literal in "，。、：；（）“”《》—,.:;()-/ "
    )


_MOST: Final = 15_000
"""A pattern that can begin with more characters than this begins with any Chinese one."""


def anchored_to(found: Sequence[str], characters: str) -> tuple[str, ...]:
    """Starts narrowed to those that begin a run of ``characters`` (pairs of range ends)."""
    run = _read(characters)
    own = [_read(part) for part in found] or [_ANY] * (DEPTH + 1)
    before, first, *rest = own
    narrowed = (_both(before, _others(run)), _both(first, run), *rest)
    return tuple(map(_written, narrowed))


def _read(written: str) -> _Set:
    return tuple(ranges(written))


def _written(found: _Set) -> str:
    return "" if found == _ANY else "".join(chr(low) + chr(high) for low, high in found)


def _sequence(items: Sequence[Any], reached: frozenset[int]) -> _Walk:
    before: _Set = _ANY
    sets: list[_Set] = [_NONE] * DEPTH
    for code, argument in items:
        if not any(place < DEPTH for place in reached):
            break
        step = _item(code, argument, reached)
        if reached == {0}:
            before = _both(before, step.before)
        sets = [_either(a, b) for a, b in zip(sets, step.sets, strict=True)]
        reached = step.reached
    return _Walk(before, tuple(sets), reached)


def _item(code: Any, argument: Any, reached: frozenset[int]) -> _Walk:
    nothing = (_NONE,) * DEPTH
    if code is sre.AT or code in (sre.ASSERT, sre.ASSERT_NOT):
        return _Walk(_behind(code, argument), nothing, reached)
    if code is sre.SUBPATTERN:
        return _sequence(list(argument[-1]), reached)
    if code is sre.BRANCH:
        return _union(_sequence(list(branch), reached) for branch in argument[1])
    if code in REPEATS:
        return _repeat(argument, reached)
    found = _characters(code, argument)
    if found is None:  # anything else may read anything, of any length
        return _Walk(_ANY, (_ANY,) * DEPTH, frozenset(range(DEPTH + 1)))
    sets = tuple(found if place in reached else _NONE for place in range(DEPTH))
    return _Walk(_ANY, sets, frozenset(min(place + 1, DEPTH) for place in reached))


def _repeat(argument: Any, reached: frozenset[int]) -> _Walk:
    low, high, body = argument
    walks = [_Walk(_ANY, (_NONE,) * DEPTH, reached)] if low == 0 else []
    sets: tuple[_Set, ...] = (_NONE,) * DEPTH
    for count in range(1, min(int(high), DEPTH) + 1):
        step = _sequence(list(body), reached)
        sets = tuple(_either(a, b) for a, b in zip(sets, step.sets, strict=True))
        reached = step.reached
        if count >= min(int(low), DEPTH):
            walks.append(_Walk(_ANY, sets, reached))
    if not walks:
        walks.append(_Walk(_ANY, sets, reached))
    return _union(walks)


def _union(walks: Iterable[_Walk]) -> _Walk:
    before: _Set = _NONE
    sets: tuple[_Set, ...] = (_NONE,) * DEPTH
    reached: frozenset[int] = frozenset()
    for walk in walks:
        before = _either(before, walk.before)
        sets = tuple(_either(a, b) for a, b in zip(sets, walk.sets, strict=True))
        reached |= walk.reached
    return _Walk(before, sets, reached)


def _behind(code: Any, argument: Any) -> _Set:
    """What a look behind of one character, or the start of a line, says of the character before."""
    if code is sre.AT:
        return _LINE_START if argument is sre.AT_BEGINNING else _ANY
    direction, body = argument
    if direction >= 0 or len(body) != 1:
        return _ANY
    found = _characters(*body[0])
    if found is None:
        return _ANY
    return _others(found) if code is sre.ASSERT_NOT else found


def _characters(code: Any, argument: Any) -> _Set | None:
    """The characters that a single-character item takes; ``None`` for any other item."""
    if code is sre.LITERAL:
        return ((argument, argument),)
    if code is sre.NOT_LITERAL:
        return _others(((argument, argument),))
    if code is sre.ANY:
        return _ANY
    if code is not sre.IN:
        return None
    found: list[tuple[int, int]] = []
    negated = False
    for kind, value in argument:
        if kind is sre.NEGATE:
            negated = True
        elif kind is sre.LITERAL:
            found.append((value, value))
        elif kind is sre.RANGE:
            found.append(tuple(value))
        else:
            return _ANY
    joined = _joined(found)
    return _others(joined) if negated else joined


def _joined(found: Iterable[tuple[int, int]]) -> _Set:
    result: list[tuple[int, int]] = []
    for low, high in sorted(found):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return tuple(result)


def _either(one: _Set, other: _Set) -> _Set:
    return _joined((*one, *other)) if one and other else one or other


def _others(found: _Set) -> _Set:
    result, place = [], 0
    for low, high in found:
        if place < low:
            result.append((place, low - 1))
        place = high + 1
    if place <= _TOP:
        result.append((place, _TOP))
    return tuple(result)


def _both(one: _Set, other: _Set) -> _Set:
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) <= min(b, d))


def _size(found: _Set) -> int:
    return sum(high - low + 1 for low, high in found)

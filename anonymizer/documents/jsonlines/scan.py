"""Where the strings and numbers of a JSON text stand, and the path that leads to each.

A parser says what a text holds; this one says where. It takes what the ``json`` module of the
standard library takes, and needs time that is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from importlib import import_module
from json import JSONDecodeError
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST: Final = 100
"""How deep lists and objects may stand in each other."""

_LONGEST_PATH: Final = 256
"""Characters of a path; what is longer is cut, so that paths never add up to much."""

# It is in the standard library, though not in what type checkers know of it.
_scanstring = cast(
    "Callable[[str, int, bool], tuple[str, int]]", import_module("json.decoder").scanstring
)

_SPACE: Final = r"[ \t\r\n]*"
_SKIP: Final = re.compile(_SPACE)
_NAMED: Final = re.compile(rf"{_SPACE}:{_SPACE}")
_WORD: Final = re.compile(
    r"(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)"
    r"|true|false|null|NaN|-?Infinity"
)


class JSONError(ValueError):
    """No JSON; ``column`` counts from 1. The message holds nothing of the text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.column = at + 1


class Scalar(NamedTuple):
    """A string or a number: ``text`` is the string, or the number as it is written.

    It is written in ``start`` to ``end``, quotes included. ``path`` are the names that lead to
    it, joined by full stops, with ``*`` for the items of a list.
    """

    path: str
    start: int
    end: int
    text: str
    is_text: bool


def scan(text: str) -> list[Scalar]:
    """All strings and numbers of a JSON text that are values, in order.

    Raises :class:`JSONError`, also where lists stand deeper in each other than
    :data:`DEEPEST`.
    """
    scalars: list[Scalar] = []
    prefixes: list[str] = []  # of the names in open objects; the paths of open lists' items
    closers: list[str] = []
    path = ""
    at = _skip(text, 0)
    while True:
        # A value begins at ``at``.
        start = at
        character = text[at : at + 1]
        if character == '"':
            value, at = _string(text, at)
            scalars.append(Scalar(path, start, at, value, True))
        elif character in ("{", "["):
            if len(closers) == DEEPEST:
                raise JSONError(f"more than {DEEPEST} lists and objects in each other", at)
            prefix = f"{path}." if path else ""
            prefixes.append(prefix if character == "{" else _cut(prefix + "*"))
            closers.append("}" if character == "{" else "]")
            at = _skip(text, at + 1)
            if text[at : at + 1] != closers[-1]:
                path, at = _next(text, at, closers[-1], prefixes[-1])
                continue
            at += 1
            closers.pop()
            prefixes.pop()
        elif found := _WORD.match(text, at):
            at = found.end()
            if found.lastgroup:
                scalars.append(Scalar(path, start, at, found.group(), False))
        else:
            raise JSONError("a value is missing or is no JSON", at)
        # It is followed by the next one, or by the ends of what it stands in.
        while True:
            at = _skip(text, at)
            if not closers:
                if at < len(text):
                    raise JSONError("more than one value", at)
                return scalars
            character = text[at : at + 1]
            if character == ",":
                path, at = _next(text, _skip(text, at + 1), closers[-1], prefixes[-1])
                break
            if character != closers[-1]:
                raise JSONError(f"neither a comma nor {closers[-1]!r}", at)
            at += 1
            closers.pop()
            prefixes.pop()


def _next(text: str, at: int, closer: str, prefix: str) -> tuple[str, int]:
    """The path of the next item of an object or a list, and where its value begins."""
    if closer == "]":
        return prefix, at
    if text[at : at + 1] != '"':
        raise JSONError("a name in quotes is missing", at)
    name, at = _string(text, at)
    found = _NAMED.match(text, at)
    if not found:
        raise JSONError("a name without ':'", at)
    return _cut(prefix + name), found.end()


def _cut(path: str) -> str:
    return path if len(path) <= _LONGEST_PATH else path[: _LONGEST_PATH - 1] + "…"


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        return _scanstring(text, at + 1, True)
    except JSONDecodeError as error:
        raise JSONError("a string that is not closed or not valid", error.pos) from None


def _skip(text: str, at: int) -> int:
    found = _SKIP.match(text, at)
    return found.end() if found else at

"""A text whose characters know which fact they came from, so that no change loses a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

LITERAL: Final = -1
ADDED: Final = -2
NOISE: Final = -3


class Edit(NamedTuple):
    """``original[start:end]`` becomes ``text``; its characters carry ``tag``."""

    start: int
    end: int
    text: str
    tag: int


class Tagged:
    """Characters and, for each, the number of its fact (or LITERAL, ADDED, NOISE)."""

    def __init__(self, text: str = "", tag: int = LITERAL) -> None:
        self.chars: list[str] = list(text)
        self.tags: list[int] = [tag] * len(self.chars)

    def add(self, text: str, tag: int = LITERAL) -> None:
        self.chars.extend(text)
        self.tags.extend([tag] * len(text))

    def extend(self, other: Tagged) -> None:
        self.chars.extend(other.chars)
        self.tags.extend(other.tags)

    def __len__(self) -> int:
        return len(self.chars)

    @property
    def text(self) -> str:
        return "".join(self.chars)

    def places(self) -> dict[int, list[tuple[int, int]]]:
        """The stretches of each tag, in order; a line break inside one does not divide it."""
        found: dict[int, list[tuple[int, int]]] = {}
        start = 0
        for index in range(1, len(self.tags) + 1):
            if index == len(self.tags) or self.tags[index] != self.tags[start]:
                if self.tags[start] != LITERAL:
                    found.setdefault(self.tags[start], []).append((start, index))
                start = index
        return found


def render(text: str, start: int, end: int, edits: Sequence[Edit]) -> Tagged:
    """``text[start:end]`` with those of the sorted edits made that lie in it."""
    out = Tagged()
    at = start
    for edit in edits:
        out.add(text[at : edit.start])
        out.add(edit.text, edit.tag)
        at = edit.end
    out.add(text[at:end])
    return out


def joined(parts: Iterable[Tagged], between: str = "\n") -> Tagged:
    """The parts one after the other."""
    out = Tagged()
    for index, part in enumerate(parts):
        if index:
            out.add(between)
        out.extend(part)
    return out

"""Every place of many terms in a text, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from anonymizer import kernel


class Terms:
    """Terms of two characters or more, ready to be looked for in many texts."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = frozenset(terms)

    def places(self, text: str) -> list[tuple[int, str]]:
        """Offset and term of each place, in order; at one place the shorter term first."""
        if not self._terms:
            return []
        if kernel.COMPILED:
            return self._compiled.places(text)
        heads, lengths = self._by_head
        return [
            (at, text[at : at + length])
            for at in (found.start() for found in heads.finditer(text))
            for length in lengths.get(text[at : at + 2], ())
            if text[at : at + length] in self._terms
        ]

    @cached_property
    def _compiled(self) -> kernel.Terms:
        return kernel.Terms(sorted(self._terms))

    @cached_property
    def _by_head(self) -> tuple[re.Pattern[str], dict[str, list[int]]]:
        """Where a term may begin, and how long the terms are that begin so."""
        lengths: dict[str, set[int]] = {}
        for term in self._terms:
            lengths.setdefault(term[:2], set()).add(len(term))
        first = "".join(re.escape(c) for c in sorted({term[0] for term in self._terms}))
        return re.compile(f"[{first}]"), {head: sorted(of) for head, of in lengths.items()}

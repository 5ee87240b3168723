"""Other mentions of what was found: once replaced, replaced everywhere in a document.

Independent of who found a name: a linker takes a text and the spans that all recognisers
agree on, and gives further spans where the same names, or their short forms, stand without
context: 恒丰锰业有限公司, later 恒丰. A name that is an ordinary word is left alone, and so is
one that only arises where two words meet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from anonymizer import kernel
from anonymizer.recognition.stems import stem_finder
from anonymizer.rulebook import Rulebook
from anonymizer.slots import Span

LINKED: Final = frozenset(("person", "place", "organization", "name"))
"""The kinds whose names are looked for."""
_LEAST: Final = 0.6
_HIDDEN: Final = "某"
"""Stands for what is hidden already: 张某 is no name to look for."""
_STRONG: Final = 0.8
"""A score that a rule gives; what scores less is looked for if it was found twice."""
_DOUBTED: Final = frozenset(("organization", "name"))
_SCORE: Final = 0.72
_DEAREST: Final = 2.2
"""What a short form may cost as a name: 丝网 of 丝网公司 tells nobody from another."""
_MANY: Final = 100_000
"""Names times characters from which one pass is faster than a search for each name."""
_MANY_MORE: Final = 20_000_000
"""The same without the kernel."""
_DIVIDED: Final = "省市县区州旗"


class Linker:
    """Callable on a text and spans in it; yields further mentions of their names."""

    def __init__(self, rulebook: Rulebook) -> None:
        stems = stem_finder(rulebook)
        self._stems = stems
        self._words = stems.words
        self._upper = stems.upper
        self._places = stems.known
        endings = ("org_business", "org_modifiers", "org_trades", "org_generics")
        often = ("place_words", "name_words", "verbs", "trade_terms", "place_blockers")
        self._often = rulebook.lookup(*often)
        places = rulebook.words("place_generics")
        self._generics = frozenset(word for word in places if len(word) == 1)
        self._endings: frozenset[str] = frozenset().union(*map(rulebook.words, endings))

    def __call__(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Spans of the rules ``<kind>.mention`` where no given span stands yet.

        ``spans`` are in order and do not overlap. Names of two characters and more count that
        were found with a score of 0.6 and more; of two names that overlap the longer wins. A place
        that is a word as well is looked for with its generic word.
        """
        names: dict[str, str] = {}
        generic: dict[str, int] = {}
        weak: set[str] = set()
        words = self._words
        for span in spans:
            kind = span.kind
            if kind not in LINKED or span.score < _LEAST:
                continue
            name = text[span.start : span.end]
            if name in names or _HIDDEN in name:
                continue
            if span.score < _STRONG and kind in _DOUBTED and name not in weak:
                # 百香果: one find without a rule is no reason to look everywhere.
                weak.add(name)
                continue
            if len(name) > 1 and (name not in words or self._rare(name, span)):
                names[name] = kind
            elif len(name) > 1 and kind == "place":
                # 泥水 is a word, 泥水河 is the river again.
                whole = text[span.start : span.end + 1]
                if whole[-1] in self._generics and whole not in words:
                    names[whole] = kind
                    generic[whole] = 1
            if kind == "organization":
                for short in self._short_forms(name):
                    names.setdefault(short, kind)
        return self._found(text, names, generic, spans) if names else []

    def _rare(self, name: str, span: Span) -> bool:
        """Whether a word is a division first of all: 新会, 金台, and not 平安 or 和平."""
        return (
            span.kind == "place"
            and span.score >= _STRONG
            and name in self._upper
            and name not in self._often
        )

    def _found(
        self, text: str, names: dict[str, str], generic: dict[str, int], spans: Sequence[Span]
    ) -> list[Span]:
        """The names where they stand; ``generic`` is how many of their characters stay."""
        found: list[Span] = []
        starts = [span.start for span in spans]
        ends = [span.end for span in spans]
        mentioned = bytearray(len(text))
        ordered = sorted(names, key=len, reverse=True)
        many = _MANY if kernel.COMPILED else _MANY_MORE
        together = _places_of_all(text, ordered) if len(names) * len(text) >= many else None
        for name in ordered:
            size = len(name) - generic.get(name, 0)
            for place in _places(text, name) if together is None else together[name]:
                end = place + size
                # Most places are those where the name was found in the first place.
                before = bisect_left(starts, end) - 1
                if (
                    (before >= 0 and ends[before] > place)
                    or mentioned.find(1, place, end) >= 0
                    or self._splits_word(text, place, place + len(name))
                ):
                    continue
                mentioned[place:end] = b"\1" * size
                kind = names[name]
                found.append(Span(place, end, kind, f"{kind}.mention", _SCORE))
        return found

    def _short_forms(self, name: str) -> list[str]:
        """What an organisation is called for short: without its division and its trade."""
        forms: list[str] = []
        core = name
        for length in (4, 3, 2):
            if name[:length] in self._upper and len(name) > length + 1:
                core = name[length:]
                if core[0] in _DIVIDED and len(core) > 2:
                    core = core[1:]
                break
        if core != name and len(core) > 2 and core not in self._endings:
            forms.append(core)
        while True:
            for length in (6, 5, 4, 3, 2):
                if len(core) > length + 1 and core[-length:] in self._endings:
                    core = core[:-length]
                    break
            else:
                break
        if (
            2 <= len(core) < len(name)
            and core not in self._words
            and core not in self._places
            and core not in self._endings
            and self._stems.cost(core)[0] < _DEAREST
        ):
            forms.append(core)
        return forms

    def _splits_word(self, text: str, start: int, end: int) -> bool:
        """Whether a word reaches over an edge: 十九台 holds no 九台."""
        words = self._words
        if text[start : end + 1] in words or text[start - 1 : end] in words:
            return True
        before = text[start - 1 : start + 1] in words
        behind = text[end - 1 : end + 1] in words
        return (before and behind) or (end - start == 2 and (before or behind))


def _places(text: str, name: str) -> list[int]:
    """Every place of one name, those left out that overlap the one before.

    A name that stands in the text once stands where it was found: that place is left out.
    """
    places: list[int] = []
    if text.count(name) == 1:
        return places
    place = text.find(name)
    while place >= 0:
        places.append(place)
        place = text.find(name, place + len(name))
    return places


def _places_of_all(text: str, names: Sequence[str]) -> dict[str, list[int]]:
    """The same for many names, in one pass over the text."""
    found = kernel.Terms(names).places(text) if kernel.COMPILED else _walk(text, names)
    places: dict[str, list[int]] = {name: [] for name in names}
    for place, name in found:
        own = places[name]
        if not own or place >= own[-1] + len(name):
            own.append(place)
    return places


def _walk(text: str, names: Sequence[str]) -> list[tuple[int, str]]:
    """What the kernel would find, the plain way."""
    by_head: dict[str, list[str]] = {}
    for name in names:
        by_head.setdefault(name[:2], []).append(name)
    found: list[tuple[int, str]] = []
    for place, pair in enumerate(map(str.__add__, text, text[1:])):
        if pair in by_head:
            found += [(place, name) for name in by_head[pair] if text.startswith(name, place)]
    return found

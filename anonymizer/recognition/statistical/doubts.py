"""What speaks against a find of the model: the rules' own knowledge of words and names.

The model looks at characters and what stands around them. It does not ask whether a string
can be a name at all, nor whether it is a word of the language; this does. What is hardly a
name must be found with more certainty than others, and some strings are never one.
"""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.shape import IMPOSSIBLE, shapes_of
from anonymizer.recognition.stems import stem_finder
from anonymizer.rulebook import Rulebook

_NEVER: Final = 1.0
"""More than any score."""
_SCARCE: Final = 0.6
"""What a find must score that looks little like a name of its kind."""
_HARDLY: Final = 0.75
"""The same where only the surroundings can make it one."""
_LIKELY: Final = 0.4
"""What two characters must weigh as a name of a person."""
_BARE: Final = 0.68
"""What a body must score that no generic word behind it makes one."""
_TOLD: Final = frozenset("的了着吗呢吧啊它她他我你们")
"""Characters of no name but few: 戴它, 有着."""
_AGAIN: Final = compiled.lazy("(.)[一了没](?:\\1)")
"""What is done a little or asked about: 冲一冲, 看了看."""
_MOVES: Final = frozenset("上下进出过入沿靠临顺绕近离")
"""What one does with a place; 上桥 is also a place, yet hardly where no 村 stands behind."""
_SETTLED: Final = ("县", "旗", "自治县", "村", "社区", "屯", "寨")
"""Generic words, beside those of towns, before which any word may be a name: 幸福村."""
_TITLES: Final = frozenset("工总老嫂哥姐叔伯婶姨爷")
_CALLED: Final = frozenset(("同志", "先生", "女士"))
"""Titles that stand behind names only."""
_PEOPLE: Final = "族"
_COUNTERS: Final = frozenset("眼口座条个项块片处株棵头只道段间栋幢台辆")
_NUMERALS: Final = frozenset("一二三四五六七八九十百千两几数半0123456789")
_MORE: Final = "越"
"""路越走越宽广: the second of a pair is no name's beginning."""


class Doubts:
    """Callable on a find; tells what it must score at least."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._shapes = shapes_of(rulebook)
        self._stems = stem_finder(rulebook)
        self._verbs = rulebook.lookup("verbs")
        self._cues = rulebook.words("posts") | rulebook.words("roles")
        self._upper = rulebook.lookup("divisions")
        generics = rulebook.values("place_generics")
        self._generics = frozenset(word for word in generics if len(word) == 1)
        towns = [word for word, sort in generics.items() if sort == "town"]
        self._settled = (*_SETTLED, *towns)
        self._blockers = rulebook.words("place_blockers")
        self._bodies = rulebook.words("org_blockers") | rulebook.words("org_business")
        kinds = rulebook.words("org_generics") | rulebook.words("org_trades") | self._bodies
        self._behind_names = frozenset(word[:2] for word in kinds)
        self._peoples = rulebook.lookup("trade_terms")

    def __call__(self, text: str, start: int, end: int, kind: str) -> float:
        """The least score for ``text[start:end]``, beside what the rule of its kind asks for."""
        name = text[start:end]
        if name[0] == _MORE and _MORE in text[max(0, start - 3) : start]:
            return _NEVER
        if kind == "person":
            return self._person(text, start, end)
        if kind == "name":
            return 0.0
        if not _TOLD.isdisjoint(name) or _AGAIN.fullmatch(name):
            return _NEVER
        if name + _PEOPLE in self._peoples and name not in self._upper:
            return _NEVER
        if kind == "place":
            return self._place(text, start, end)
        return self._organization(text, start, end)

    def _person(self, text: str, start: int, end: int) -> float:
        """A person whose name has neither a surname nor the sound of another people's."""
        name = text[start:end]
        if name in self._verbs and name not in self._shapes.name_words:
            return _NEVER
        weight = self._shapes.best(name)
        if (
            weight >= (_LIKELY if len(name) == 2 else 0.0)
            or len(name) == 1
            or "·" in name
            or name[-1] in _TITLES
            or text[end : end + 2] in _CALLED
            or (weight > IMPOSSIBLE and self._called(text, start))
        ):
            return 0.0
        return _SCARCE

    def _called(self, text: str, start: int) -> bool:
        """Whether a post or a role ends at ``start``."""
        return any(text[max(0, start - size) : start] in self._cues for size in (2, 3, 4))

    def _place(self, text: str, start: int, end: int) -> float:
        """A place that is a word, or a piece of one."""
        name = text[start:end]
        stems = self._stems
        if end - start == 1:
            if name in self._generics or name == "子":
                return _NEVER
            return 0.0 if text[end : end + 1] in self._generics else _HARDLY
        if text.startswith(self._settled, end):
            return 0.0
        if name in self._blockers:
            return _NEVER
        if text[start - 1 : start] in _COUNTERS and text[start - 2 : start - 1] in _NUMERALS:
            return _NEVER  # 三眼|深井: what is counted is no name
        if stems.splits_word(text, start, end, True):
            return _HARDLY
        if name in stems.words:
            return _SCARCE
        if end - start == 2 and name[0] in _MOVES:
            return _HARDLY
        return 0.0

    def _organization(self, text: str, start: int, end: int) -> float:
        """A body that is a word of the trade, or that nothing beside it makes one."""
        name = text[start:end]
        if name in self._bodies:
            return _NEVER
        return 0.0 if text[end : end + 2] in self._behind_names else _BARE


def doubts_of(rulebook: Rulebook) -> Doubts:
    """The doubts of a rulebook, shared by its profiles."""
    doubts = rulebook.once("doubts", lambda: Doubts(rulebook))
    assert isinstance(doubts, Doubts)
    return doubts

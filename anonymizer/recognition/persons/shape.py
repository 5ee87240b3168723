"""What a name looks like: 王建国, 欧阳志远, 乌兰图雅, 买买提·吐尔逊.

A string is weighed by its surname, by the characters of its given name and by the words it
is or holds. The weight says nothing of where it stands; that is judged in ``edges``.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from anonymizer import compiled, patterns
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.words import common_words

STANDS_FOR: Final = frozenset("XＸ×＊〕")
"""Last characters of what stands for a fact that was taken out already: behind it there is a unit
or a post, and no name; and a post behind it is that of a person who was named before it.
"""
IMPOSSIBLE: Final = -9.0
NEVER: Final = frozenset(
    "某×X＊各全每该此哪谁你我他她它们的了着过吗呢吧啊呀么很不没也都就又再还且并或所被把位是要问说"
)
"""Characters that no name in these speeches contains, except behind a surname that they are."""
_NEVER_GIVEN: Final = NEVER - frozenset("过全再")
_NEVER_ALONE: Final = frozenset(
    "区县市省乡镇村州旗盟局院校党团位名后前本原总分支组班队厂矿场站所祝敬要常任过暨兼把当"
)
"""Surnames that beside a post are far more often what the post belongs to."""
_LEADING: Final = frozenset("由请对向给让被把将是和与及跟同为在据经找听派叫陪有以的")
BODY: Final = frozenset("局委办厅部处科院校县市区镇乡村州")
"""Characters that end a body, before its post, and no name."""

_WEIGHTS: Final = {"common": 0.55, "rare": 0.45, "word": 0.15, "compound": 0.85}
_WORD: Final = 0.2
_GIVEN: Final = 0.2
_WORD_AND_NAME: Final = 0.3
_NO_GIVEN: Final = frozenset("工姨嫂总氏某局处科董叔伯婶爷哥姐老")
"""Characters that call a person by a surname, and are no given name: 刘工, 陶姨."""
_NO_LAST: Final = _NO_GIVEN - {"老"}

FIRST: Final = 1
"""The trait of a character that a name of the Chinese form can begin with."""
SURE: Final = 2
"""The trait of one that begins a surname which needs little beside it."""
SOUND: Final = 4
"""The trait of one that names in transliteration are made of."""
ELEMENT: Final = 8
"""The trait of one that begins a known part of such names."""
COMPOUND: Final = 16
"""The trait of one that begins a surname of two characters."""
_OFTEN: Final = 32
"""The trait of one that given names are often made of."""
_NOT: Final = 64
"""The trait of one that no given name holds."""
_ANY_FIRST: Final = FIRST | SOUND | ELEMENT


class Shapes:
    """Weighs strings as names; built once for a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._full: dict[str, float] = {}
        self._best: dict[str, float] = {}
        self._two_elements: re.Pattern[str] | None = None
        surnames = rulebook.values("surnames")
        self.compound = frozenset(name for name in surnames if len(name) > 1)
        self.surnames = {name: _WEIGHTS.get(value, 0.3) for name, value in surnames.items()}
        self.words = common_words(rulebook)
        name_words = rulebook.values("name_words")
        self.name_words = frozenset(name_words)
        self.adverbs = frozenset(word for word, sort in name_words.items() if sort == "adverb")
        callings = rulebook.words("posts") | rulebook.words("roles")
        self._posts = frozenset(calling for calling in callings if len(calling) == 2)
        self._elements = rulebook.words("minority_names")
        self.any_given = rulebook.words("given_characters")
        """The characters that given names are often made of."""
        self.sounds = rulebook.words("minority_characters")
        self.first = frozenset(name[0] for name in surnames)
        """What a name of the Chinese form can begin with."""
        self._alone = {
            name: max(weight, 0.3)
            for name, weight in self.surnames.items()
            if name not in _NEVER_ALONE and name not in _LEADING
        }
        self.sure_first = frozenset(
            name[0] for name, weight in self.surnames.items() if weight > _WORD
        )
        """What a name begins with that needs little beside it."""
        self.foreign_first = frozenset(element[:2] for element in self._elements)
        """What a name made of known parts begins with."""
        self.foreign_last = frozenset(element[-2:] for element in self._elements)
        """What such a name ends with."""
        self._foreign_ends = self.sounds | frozenset(e[-1] for e in self._elements)
        self.any_first = self.first | self.sounds | frozenset(e[0] for e in self._elements)
        """What a name of any form can begin with."""
        self.traits = _traits(
            (
                (FIRST, self.first),
                (SURE, self.sure_first),
                (SOUND, self.sounds),
                (ELEMENT, frozenset(pair[0] for pair in self.foreign_first)),
                (COMPOUND, frozenset(name[0] for name in self.compound)),
                (_OFTEN, self.any_given - _NEVER_GIVEN),
                (_NOT, _NEVER_GIVEN),
            )
        )
        """What each character may be in a name, by its code: one look instead of many."""

    def elements_pattern(self) -> re.Pattern[str]:
        """Two or three known parts of names in a row; made when a text first asks for it."""
        pattern = self._two_elements
        if pattern is None:
            parts = patterns.trie(sorted(self._elements))
            pattern = compiled.pattern(f"(?:{parts})(?:{parts}){{1,2}}")
            self._two_elements = pattern
        return pattern

    def forget(self) -> None:
        """Forget the judgments of the last text; within one, the same strings come again."""
        self._full.clear()
        self._best.clear()

    def full(self, name: str) -> float:
        """The weight of a surname with a given name; ``IMPOSSIBLE`` if it cannot be one."""
        if name == "" or not self.traits[ord(name[0])] & FIRST:
            return IMPOSSIBLE
        weight = self._full.get(name)
        if weight is None:
            weight = self._full[name] = self._weigh(name)
        return weight

    def _weigh(self, name: str) -> float:
        size = len(name)
        first = name[0]
        traits = self.traits[ord(name[0])]
        if size > 2 and traits & COMPOUND and name[:2] in self.compound:
            return self._given(self.surnames[name[:2]], name, 2)
        if size > 3 or size < 2:
            return self._double(name) if size == 4 else IMPOSSIBLE
        weight = self.surnames.get(first)
        if weight is None or traits & _NOT:
            return IMPOSSIBLE
        name_words = self.name_words
        if name in name_words:
            return _WORD_AND_NAME
        # Most strings fail by their characters; the words are looked up for the few others.
        score = self._given(weight, name, 1)
        words = self.words
        if score == IMPOSSIBLE or name in words:
            return IMPOSSIBLE
        if size == 3 and score > 0:
            beginning = name[:2]
            given = name[1:]
            if beginning in words:
                surely = beginning in name_words and self._known(given) == 2
                score -= 0.2 if surely else 0.35
            if given in name_words:
                score -= 0.1
            elif given in words:
                score -= self._word_as_given(weight, self._known(given))
        return score

    def _double(self, name: str) -> float:
        """俞吴浩然: the surnames of both parents."""
        weight, second = self.surnames.get(name[0]), self.surnames.get(name[1])
        if (
            weight is None
            or second is None
            or name[0] == name[1]
            or self.traits[ord(name[0])] & _NOT
        ):
            return IMPOSSIBLE
        weight = min(weight, second) - 0.2
        if weight < _WORD or name[:2] in self.words or name[2:] in self.words:
            return IMPOSSIBLE
        return self._given(weight, name, 2)

    def _given(self, weight: float, name: str, surname: int) -> float:
        """A surname's weight, and what the characters behind it add, the given name."""
        size = len(name) - surname
        if size == 1:
            last = name[surname]
            traits = self.traits[ord(name[surname])]
            if traits & _NOT or last in _NO_GIVEN or name[surname - 1 :] in self._posts:
                return IMPOSSIBLE
            known = 1 if traits & _OFTEN else 0
        elif size == 2:
            last = name[surname + 1]
            traits = self.traits[ord(name[surname])]
            further = self.traits[ord(name[surname + 1])]
            if (
                (traits | further) & _NOT
                or last in _NO_LAST
                or last == name[0]  # 闻一闻, 支来支
                or name[surname] in "工总氏"
                or name[surname:] in self._posts
            ):
                return IMPOSSIBLE
            known = (1 if traits & _OFTEN else 0) + (1 if further & _OFTEN else 0)
        else:
            return IMPOSSIBLE
        score = weight + _GIVEN * known
        if known == 0:
            return score - 0.1 * size
        return score - 0.15 if known < size and weight <= _WORD else score

    def _known(self, given: str) -> int:
        """How many of the two characters of a given name such names are often made of."""
        return (given[0] in self.any_given) + (given[1] in self.any_given)

    def _word_as_given(self, weight: float, known: int) -> float:
        """What a given name that is a word takes off: 王建设 is a name, 高水平 is not."""
        if weight > _WORD:
            return (0.6, 0.3, 0.1)[known]
        return 0.3 if known == 2 else 0.7

    def alone(self, name: str) -> tuple[float, str]:
        """The weight of a surname or a given name by itself, and its form ("" if neither)."""
        if name in self._alone:
            return self._alone[name], "surname"
        if len(name) != 2 or name[0] in NEVER or name[1] in NEVER or name[1] in BODY:
            return IMPOSSIBLE, ""
        known = self._known(name)
        if name in self.name_words:
            return _WORD_AND_NAME, "given_name"
        if name in self.words:
            return IMPOSSIBLE, "given_name"
        return 0.05 + 0.2 * (known - 1), "given_name"

    def foreign(self, name: str) -> float:
        """The weight of a name in transliteration; ``IMPOSSIBLE`` if it cannot be one."""
        if not 2 <= len(name) <= 6:
            return IMPOSSIBLE
        if name in self.name_words and name in self.words:
            return _WORD_AND_NAME
        if name[-1] not in self._foreign_ends:
            return IMPOSSIBLE
        if name in self._elements:
            # 乌兰 and 金花 are places and words too.
            return 0.35 if name in self.words or len(name) == 2 else 1.0
        parts = 0
        if name[:2] in self.foreign_first:
            parts = self.parts(name)
            if parts == len(name):
                return 1.5
        if (
            name[-1] not in self.sounds
            or name in self.words
            or not self.sounds.issuperset(name[1:-1])
        ):
            return IMPOSSIBLE
        if name[0] not in self.sounds:
            # 韩乙布拉: a surname before a name in transliteration, as among the Salar.
            return 0.35 if len(name) == 4 and name[0] in self.sure_first else IMPOSSIBLE
        return {2: -0.2, 3: 0.15, 4: 0.35, 5: 0.4, 6: 0.3}[len(name)] + 0.2 * parts

    def parts(self, name: str) -> int:
        """How many characters of a string the known parts of such names cover, from its start."""
        reach = {0}
        covered = 0
        for start in range(len(name)):
            if start in reach:
                for size in (2, 3, 4):
                    if start + size <= len(name) and name[start : start + size] in self._elements:
                        reach.add(start + size)
                        covered = max(covered, start + size)
        return covered

    def is_word(self, text: str) -> bool:
        """Whether a string is an ordinary word, even one that is a name now and then."""
        return text in self.words

    def sure(self, name: str) -> bool:
        """Whether a string is a name by its look alone: a frequent surname, two such characters."""
        return len(name) == 3 and (
            self.traits[ord(name[1])] & self.traits[ord(name[2])] & _OFTEN != 0
            and self.full(name) >= 0.84
        )

    def beginning(self, text: str, place: int) -> bool:
        """Whether a name of any form can begin at ``place``, by its first two characters."""
        if place + 1 >= len(text):
            return False
        second = ord(text[place + 1])
        if second < 0x3400:
            return second == 0xB7  # ·
        traits = self.traits[second]
        if traits & SOUND or not traits & _NOT:
            return True
        pair = text[place : place + 2]
        return pair in self.compound or pair in self.foreign_first

    def promising(self, text: str) -> bool:
        """Whether three characters begin with what may be a name with nothing beside it."""
        size = len(text)
        if size < 2:
            return False
        traits = self.traits[ord(text[1])]
        if size > 2:
            traits |= self.traits[ord(text[2])]
        if not traits & _OFTEN:
            return False
        return self.full(text) > 0.6 or self.full(text[:2]) > 0.6

    def best(self, name: str) -> float:
        """The weight of a string as a whole name of either form."""
        traits = self.traits[ord(name[0])]
        if not traits & _ANY_FIRST:
            return IMPOSSIBLE
        weight = self._best.get(name)
        if weight is None:
            weight = self.full(name) if traits & FIRST else IMPOSSIBLE
            if (
                traits & SOUND
                or len(name) == 4
                or (traits & ELEMENT and name[:2] in self.foreign_first)
            ):
                weight = max(weight, self.foreign(name))
            self._best[name] = weight
        return weight


def shapes_of(rulebook: Rulebook) -> Shapes:
    """The shapes of a rulebook, shared by its recognisers."""
    shapes = rulebook.once("shapes", lambda: Shapes(rulebook))
    assert isinstance(shapes, Shapes)
    return shapes


def _traits(sets: tuple[tuple[int, frozenset[str]], ...]) -> bytes:
    """A table with an entry for each character that Unicode has room for."""
    table = bytearray(sys.maxunicode + 1)
    for trait, characters in sets:
        for character in characters:
            table[ord(character)] |= trait
    return bytes(table)

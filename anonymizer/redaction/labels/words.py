"""The words that labels are cut by (rules/lexicons/label_words.txt), and the cutting."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from anonymizer import compiled
from anonymizer.redaction.labels.masked import NAME, SLOTS
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.words import boundaries

LONGEST: Final = 20
"""Characters of the longest label."""

_COMFORTABLE: Final = 12
"""A phrase longer than this is cut down to its last verb and what that takes."""

_BLANKS: Final = " \u3000、·”’》"

_MOST: Final = 20_000
"""So many phrases are kept with their words; a speech has the same ones again and again."""

_QUOTES: Final = str.maketrans("", "", "“”\"'‘’《》〈〉「」『』【】〔〕[]〖〗 \u3000·-—~、")


class Words:
    """Sets of words by what they are for, and the cuts that need them."""

    def __init__(self, rulebook: Rulebook) -> None:
        roles: dict[str, set[str]] = {}
        values: dict[str, dict[str, str]] = {}
        for term, uses in rulebook.values("label_words").items():
            for use in uses.split():
                role, is_value, value = use.partition("=")
                if is_value:
                    values.setdefault(role, {})[term] = value
                else:
                    roles.setdefault(role, set()).add(term)
        self.edge = frozenset(roles["edge"])
        self.lead = frozenset(roles["lead"])
        self.cut = frozenset(roles["cut"])
        self.stop = frozenset(roles["stop"])
        self.change = frozenset(roles["change"])
        self.compare = frozenset(roles["compare"])
        self.rank = frozenset(roles["rank"])
        self.generic = frozenset(roles["generic"])
        self.people = frozenset(roles["people"])
        self.turn = values["turn"]
        self.measure = values["measure"]
        self.span = values["span"]
        self.age = values["age"]
        self.order = values["order"]
        self.call = values["call"]
        self.kind = values["kind"]
        self._edge_ends = frozenset(term[-1] for term in self.edge) | frozenset(_BLANKS)
        self._lead_starts = frozenset(term[0] for term in self.lead) | frozenset(_BLANKS)
        self.turning = frozenset(term[-1] for term in self.change)
        self.leaning = frozenset(term[0] for term in self.compare)
        self.posts = frozenset(rulebook.values("posts"))
        self.verbs = rulebook.lookup("verbs")
        """Words of two characters and more that are mostly verbs."""
        self.common = rulebook.lookup("common_words", "verbs")
        """All words known, verbs included."""
        self._splits: dict[str, list[str]] = {}

    def split(self, phrase: str) -> list[str]:
        """The words of a phrase, a slot being a word of its own."""
        found = self._splits.get(phrase)
        if found is None:
            cuts = sorted(boundaries(phrase, self.common))
            found = [phrase[start:end] for start, end in pairwise(cuts)]
            if len(self._splits) < _MOST:
                self._splits[phrase] = found
        return found

    def trim(self, phrase: str) -> str:
        """A phrase without the particles, adverbs and plain verbs at its two ends."""
        return self.trim_left(self.trim_right(phrase))

    def trim_right(self, phrase: str) -> str:
        """A phrase without the particles and plain verbs at its end (共计, 达到, 约)."""
        end = len(phrase)
        while end and phrase[end - 1] in self._edge_ends:
            if phrase[end - 1] in _BLANKS:
                end -= 1
                continue
            for length in (5, 4, 3, 2, 1):
                if length <= end and phrase[end - length : end] in self.edge:
                    if length == 1 and self._word_ends(phrase, end):
                        continue
                    end -= length
                    break
            else:
                break
        return phrase[:end]

    def trim_left(self, phrase: str) -> str:
        """A phrase without times and adverbs at its beginning (今年, 截至目前, 累计)."""
        start, end = 0, len(phrase)
        while start < end and phrase[start] in self._lead_starts:
            if phrase[start] in _BLANKS:
                start += 1
                continue
            for length in (6, 5, 4, 3, 2, 1):
                if phrase[start : start + length] in self.lead and (
                    length > 1 or not self._word_begins(phrase, start)
                ):
                    start += length
                    break
            else:
                break
        return phrase[start:]

    def _word_begins(self, phrase: str, start: int) -> bool:
        """Whether a longer word begins here, so that its first character is no particle."""
        return any(phrase[start : start + length] in self.common for length in (4, 3, 2))

    def _word_ends(self, phrase: str, end: int) -> bool:
        """Whether a longer word ends here, so that its last character is no particle."""
        return phrase[max(0, end - 2) : end] in self.common or (
            end > 2 and phrase[end - 3 : end] in self.common
        )

    def shorten(self, phrase: str) -> str:
        """A long phrase from its last verb on, or its last words; never from inside a word."""
        if len(phrase) <= _COMFORTABLE:
            return phrase
        words = self.split(phrase)
        for index in range(len(words) - 1, 0, -1):
            tail = "".join(words[index:])
            if words[index - 1] in self.cut and 3 <= len(tail) <= _COMFORTABLE:
                return tail
        best = ""
        for index in range(len(words) - 1, -1, -1):
            tail = "".join(words[index:])
            if len(tail) > _COMFORTABLE:
                break
            if words[index] in self.verbs and len(tail) >= 4:
                return tail
            if len(tail) >= 2:
                best = tail
        return self.trim_left(best) or best

    def noun(self, chunk: str) -> str:
        """The noun that a stretch behind a unit begins with: 个⟦招商项目⟧落地 → 招商项目."""
        chunk = chunk.lstrip("的 ")
        if quoted := _QUOTED.match(chunk):
            return quoted[1]
        chunk = chunk.lstrip(_OPENING)
        taken: list[str] = []
        size = 0
        agent = chunk[2:3] in _AGENTS and chunk[:3].isalpha()
        words = [chunk[:3], *self.split(chunk[3:])] if agent else self.split(chunk)
        for index, word in enumerate(words):
            if word in self.verbs and not taken and words[index + 1 : index + 2] == ["的"]:
                continue
            if word == "的" and not taken and index:
                continue
            if word == "以上" and taken and taken[-1] in ("规模", "限额"):
                pass
            elif word in self.stop or (word in self.verbs and not self._modifies(words, index)):
                if len(taken) > 1 and len(taken[-1]) == 1 and taken[-1] not in HEADS:
                    taken.pop()
                break
            if word in SLOTS:
                if index + 1 < len(words) and not taken:
                    continue
                break
            if size + len(word) > 10:
                break
            taken.append(word)
            size += len(word)
        return "".join(taken)

    def _modifies(self, words: list[str], index: int) -> bool:
        """Whether a verb stands before its noun: 搬迁户, 巡河日记."""
        if index or len(words) < 2:
            return False
        following = words[1]
        if following in HEADS:
            return True
        return (
            len(words) == 2
            and len(following) > 1
            and following not in self.verbs
            and following not in self.stop
        )

    def nameless(self, phrase: str) -> str:
        """A phrase from behind the last name in it on, its generic word dropped as well."""
        at = phrase.rfind(NAME)
        if at < 0:
            return phrase
        rest = phrase[at + 1 :]
        for length in range(min(8, len(rest)), 0, -1):
            if rest[:length] in self.generic or rest[:length] in self.posts:
                return self.trim_left(rest[length:])
        return self.trim_left(rest)

    def leans(self, phrase: str) -> bool:
        """Whether a phrase says only how something changed or compares: 同比增长, 占全县."""
        if phrase in self.change:
            return True
        if phrase[0] not in self.leaning:
            return False
        for length in range(min(6, len(phrase)), 0, -1):
            if (start := phrase[:length]) in self.compare:
                if start[-1] in "均每":
                    return len(phrase) < 4
                return length > 1 or len(phrase) < 10
        return False

    def clean(self, label: str) -> str:
        """A label as it is given out: no quotes, an X for each slot, not too long."""
        label = label.translate(_QUOTES)
        for mark in SLOTS:
            if mark in label:
                label = label.replace(mark, "X")
        return label[:LONGEST]


_OPENING: Final = '“”"《‘「『 '
_QUOTED: Final = compiled.lazy('[“"《‘「『]([^“”"《》‘’「」『』]{2,10})[”"》’」』]')
_AGENTS: Final = frozenset("员户者")
HEADS: Final = frozenset(
    "户员者站点区所队村人树车船机房厂园田地林岗率量额值费金款单证书师生班组箱柜桶罐桩牌灯管线网井渠坝塘库棚圈院校店铺街巷家部课报画鱼牛羊猪鸡苗草果菜茶米粮油煤电水肥药桥枣桃梨"
)

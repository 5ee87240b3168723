"""Where a name may begin and end: the characters beside it, weighed.

A name stands between the start of a clause, a leading word (由, 请), a post or the end of a
body on its left, and the end of a clause or a word that follows names on its right. A word
that reaches over its edge takes it away.
"""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.shape import Shapes
from anonymizer.rulebook import Rulebook

HAN: Final = compiled.lazy(r"[\u3400-\u4dbf\u4e00-\u9fff·]{1,12}")
_TO_HAN: Final = compiled.lazy(r"(?s:.*)[^\u3400-\u9fff·]")
REACH: Final = 12
"""How far from an edge is looked."""

LEADING: Final = frozenset("由请对向给让被把将是和与及跟同为在据经找听派叫陪有以的供送等了随说见")
"""Characters that stand between clause and name, and are not part of either."""
_BODY_END: Final = frozenset("局委办厅部处科室院校所站社会队厂矿店行司县市区镇乡村州旗组团")
"""Characters that end what a post belongs to: 住建局|江流同志."""
NOT_LAST: Final = frozenset("由和与及把被对向等的任兼")
"""Characters with which a name before a post does not end."""
_JOINING: Final = frozenset("由和与及把被对向等的任在")
"""Characters with which no name ends."""
_GENERIC: Final = frozenset("县市区镇乡村州旗局院校路街桥站厂库厅组咀湾庄屯")
"""Characters that end a place or a body, and hardly a name."""
_DIRECTIONS: Final = frozenset("来去出上下到")
_STATES: Final = frozenset("自到过了")
_NUMERALS: Final = frozenset("一二两三四五六七八九十几")
_GEOGRAPHIC: Final = frozenset("山河江湖泉岭沟坪坝川口")
"""Characters that end names, and places more often."""


class Edges:
    """Weighs the two sides of a name."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes) -> None:
        self._words = shapes.words
        self._blockers = rulebook.words("name_blockers")
        self._blocker_ends = frozenset(word[-1] for word in self._blockers)
        self.followers = rulebook.words("name_followers")
        self.posts = rulebook.words("posts")
        self._post_heads = frozenset(post[:2] for post in self.posts)
        self._post_ends = frozenset(post[-1] for post in self.posts)

    def left(self, run: str, length: int) -> float:
        """The left side of the last ``length`` characters of ``run``, which ends with a name.

        ``run`` holds the Chinese characters before the name and the name itself.
        """
        cut = len(run) - length
        if not cut:
            return 0.5
        last = run[cut - 1]
        if last in self._post_ends and any(
            run[cut - size : cut] in self.posts for size in (2, 3, 4, 5) if size <= cut
        ):
            return 0.4
        # A word that reaches over the name's first character takes it away from the name.
        words = self._words
        if cut > 1 and (over := run[cut - 2 : cut + 1]) in words and over not in self.followers:
            return -1.0
        if length > 2 and run[cut - 1 : cut + 2] in words:
            return -0.8
        if (over := run[cut - 1 : cut + 1]) in words and (over not in self.followers or length > 1):
            return -1.0 if over not in self.followers else -0.8
        if last in LEADING:
            return 0.4
        if last in _BODY_END:
            return 0.3
        for size in (2, 3, 4):
            tail = run[max(0, cut - size) : cut]
            if tail in words or tail in self._blockers:
                return 0.3
        return -0.1 if length >= 3 else -0.6

    def right(self, run: str, length: int, *, ends: bool) -> float:
        """The right side of the first ``length`` characters of ``run``, which begins with a name.

        ``ends`` says that ``run`` goes to the end of its stretch of Chinese characters.
        """
        rest = run[length:]
        if run[length - 1] in _JOINING:
            return -1.0
        if not rest:
            return 0.45 if ends else 0.2
        if rest[0] in _GENERIC and rest[1:2] != "长" and rest[:2] not in self.followers:
            return -1.0
        last = run[length - 1]
        if (
            last + rest[0] in self.followers
            or last + rest[:2] in self.followers
            or (last in _NUMERALS and rest[0] in "位名家个人户口条道")
        ):
            return -0.6
        if self.follows(rest):
            # 牛拉|出来: a word of two takes less away, for a name may end like it.
            least = 2 if rest[0] in _DIRECTIONS and rest[1:2] not in _STATES else 3
            return 0.4 if not self._crossed(run, length, least) else 0.1
        if self._post_inside(run, length):
            # 主任和副主任: a post that begins inside the name leaves no name.
            return -1.0
        if self._crossed(run, length, 2):
            return -0.5
        if rest[:2] in self._post_heads and not self.posts.isdisjoint(
            (rest[:2], rest[:3], rest[:4], rest[:5])
        ):
            return 0.4
        words = self._words
        if rest[:2] in words or rest[:3] in words or rest[:4] in words:
            return 0.2
        return 0.05 if length == 3 else -0.2

    def follows(self, rest: str) -> bool:
        """Whether a text begins with a word that follows names."""
        followers = self.followers
        return (
            rest[:1] in followers
            or rest[:2] in followers
            or rest[:3] in followers
            or rest[:4] in followers
        )

    def _post_inside(self, run: str, length: int) -> bool:
        """Whether a post begins inside the name and goes on behind it."""
        heads = self._post_heads
        for inside in range(1, length):
            if run[inside : inside + 2] in heads:
                for size in (2, 3, 4):
                    if inside + size > length and run[inside : inside + size] in self.posts:
                        return True
        return False

    def _crossed(self, run: str, length: int, least: int) -> bool:
        """Whether a word of at least so many characters begins in the name and goes on behind."""
        words = self._words
        size = len(run)
        start = length - 1
        if length > 1:
            if start + 4 <= size and run[start : start + 4] in words:
                return True
            if start + 3 <= size and run[start : start + 3] in words:
                return True
            if least < 3 and start + 2 <= size and run[start : start + 2] in words:
                return True
        start = length - 2
        return length > 2 and (
            (start + 4 <= size and run[start : start + 4] in words)
            or (start + 3 <= size and run[start : start + 3] in words)
        )

    def blocked(self, run: str) -> bool:
        """Whether a text ends with a word that stands before posts and is no name: 县委|书记."""
        if run[-1] not in self._blocker_ends:
            return False
        blockers = self._blockers
        return (
            run[-2:] in blockers
            or run[-3:] in blockers
            or run[-4:] in blockers
            or run[-5:] in blockers
            or run[-6:] in blockers
        )


def generic_end(name: str, *, strictly: bool = False) -> bool:
    """Whether a string ends like a place or a body."""
    return name[-1] in _GENERIC or (strictly and name[-1] in _GEOGRAPHIC)


def run_before(text: str, end: int, reach: int = REACH) -> str:
    """The Chinese characters that stand right before an offset, up to ``reach`` of them."""
    start = max(0, end - reach)
    found = _TO_HAN.match(text, start, end)
    return text[found.end() : end] if found else text[start:end]


def run_behind(text: str, start: int) -> tuple[str, bool]:
    """The Chinese characters from an offset on, and whether the stretch ends with them."""
    found = HAN.match(text, start)
    return (found[0], found.end() < start + REACH) if found else ("", True)

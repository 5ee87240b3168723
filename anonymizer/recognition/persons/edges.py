"""Where a name may begin and end: the characters beside it, weighed.

A name stands between the start of a clause, a leading word (由, 请), a post or the end of a
body on its left, and the end of a clause or a word that follows names on its right. A word
that reaches over its edge takes it away.
"""

from __future__ import annotations

from typing import Final

from anonymizer.recognition.persons.shape import Shapes
from anonymizer.rulebook import Rulebook

REACH: Final = 12
"""How long a stretch of Chinese characters is taken for that a name is part of."""
_FAR: Final = 5
"""How far from a name the words beside it are looked for."""
_DOT: Final = 0xB7
"""The dot in names: 买买提·吐尔逊."""

LEADING: Final = frozenset("由请对向给让被把将是和与及跟同为在据经找听派叫陪有以的供送等了随说见")
"""Characters that stand between clause and name, and are not part of either."""
_BODY_END: Final = frozenset("局委办厅部处科室院校所站社会队厂矿店行司县市区镇乡村州旗组团")
"""Characters that end what a post belongs to: 住建局|江流同志."""
NOT_LAST: Final = frozenset("由和与及把被对向等的任兼")
"""Characters with which a name before a post does not end."""
_JOINING: Final = frozenset("由和与及把被对向等的任在比")
"""Characters with which no name ends."""
_GENERIC: Final = frozenset("县市区镇乡村州旗局院校路街桥站厂库厅组咀湾庄屯")
"""Characters that end a place or a body, and hardly a name."""
_DIRECTIONS: Final = frozenset("来去出上下到")
_STATES: Final = frozenset("自到过了")
_NUMERALS: Final = frozenset("一二两三四五六七八九十几")
_COUNTED: Final = frozenset("位名家个人户口条道")
_GEOGRAPHIC: Final = frozenset("山河江湖泉岭沟坪坝川口")
"""Characters that end names, and places more often."""


class Edges:
    """Weighs the two sides of a name."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes) -> None:
        self._words = shapes.words
        self._blockers = rulebook.words("name_blockers")
        self._blocker_ends = frozenset(word[-1] for word in self._blockers)
        self.followers = rulebook.words("name_followers")
        self._follower_heads = frozenset(word[0] for word in self.followers)
        self.posts = rulebook.words("posts")
        self._post_heads = frozenset(post[:2] for post in self.posts)
        self._post_ends = frozenset(post[-1] for post in self.posts)

    def left(self, text: str, start: int, end: int) -> float:
        """The left side of the name ``text[start:end]``."""
        begin = run_start(text, start, _FAR)
        if begin == start:
            return 0.5
        last = text[start - 1]
        if last in self._post_ends and self._post_before(text, begin, start):
            return 0.4
        # A word that reaches over the name's first character takes it away from the name.
        words = self._words
        followers = self.followers
        size = end - start
        if start - begin > 1:
            over = text[start - 2 : start + 1]
            if over in words and over not in followers:
                return -1.0
        if size > 2 and text[start - 1 : start + 2] in words:
            return -0.8
        over = text[start - 1 : start + 1]
        if over in words:
            if over not in followers:
                return -1.0
            if size > 1:
                return -0.8
        if last in LEADING:
            return 0.4
        if last in _BODY_END:
            return 0.3
        for far in (2, 3, 4):
            tail = text[max(begin, start - far) : start]
            if tail in words or tail in self._blockers:
                return 0.3
        return -0.1 if size >= 3 else -0.6

    def _post_before(self, text: str, begin: int, end: int) -> bool:
        """Whether a post ends at ``end``, no part of it before ``begin``."""
        posts = self.posts
        for size in (2, 3, 4, 5):
            if end - size < begin:
                return False
            if text[end - size : end] in posts:
                return True
        return False

    def right(self, text: str, start: int, end: int) -> float:
        """The right side of the name ``text[start:end]``."""
        last = text[end - 1]
        if last in _JOINING:
            return -1.0
        stop = run_end(text, end, min(_FAR, start + REACH - end))
        if stop == end:
            return 0.45
        following = text[end]
        two = text[end : min(stop, end + 2)]
        followers = self.followers
        if following in _GENERIC and two[1:] != "长" and two not in followers:
            return -1.0
        if last in self._follower_heads and (
            text[end - 1 : end + 1] in followers or last + two in followers
        ):
            return -0.6
        if last in _NUMERALS and following in _COUNTED:
            return -0.6
        if self.follows(text, end, stop):
            # 牛拉|出来: a word of two takes less away, for a name may end like it.
            least = 2 if following in _DIRECTIONS and two[1:] not in _STATES else 3
            return 0.4 if not self._crossed(text, start, end, stop, least) else 0.1
        if self._post_inside(text, start, end, stop):
            # 主任和副主任: a post that begins inside the name leaves no name.
            return -1.0
        if self._crossed(text, start, end, stop, 2):
            return -0.5
        three = text[end : min(stop, end + 3)]
        four = text[end : min(stop, end + 4)]
        if two in self._post_heads:
            posts = self.posts
            if two in posts or three in posts or four in posts or text[end:stop] in posts:
                return 0.4
        words = self._words
        if two in words or three in words or four in words:
            return 0.2
        return 0.05 if end - start == 3 else -0.2

    def follows(self, text: str, place: int, stop: int) -> bool:
        """Whether a word that follows names begins at ``place`` and ends by ``stop``."""
        followers = self.followers
        if place >= stop or text[place] not in self._follower_heads:
            return False
        for end in range(place + 1, min(stop, place + 4) + 1):
            if text[place:end] in followers:
                return True
        return False

    def _post_inside(self, text: str, start: int, end: int, stop: int) -> bool:
        """Whether a post begins inside the name and goes on behind it."""
        heads = self._post_heads
        for inside in range(start + 1, end):
            if text[inside : inside + 2] in heads:
                for behind in range(max(end + 1, inside + 2), min(stop, inside + 4) + 1):
                    if text[inside:behind] in self.posts:
                        return True
        return False

    def _crossed(self, text: str, start: int, end: int, stop: int, least: int) -> bool:
        """Whether a word of at least so many characters begins in the name and goes on behind."""
        words = self._words
        length = end - start
        if length > 1:
            if end + 3 <= stop and text[end - 1 : end + 3] in words:
                return True
            if end + 2 <= stop and text[end - 1 : end + 2] in words:
                return True
            if least < 3 and text[end - 1 : end + 1] in words:
                return True
        return length > 2 and (
            (end + 2 <= stop and text[end - 2 : end + 2] in words)
            or text[end - 2 : end + 1] in words
        )

    def blocked(self, text: str, place: int) -> bool:
        """Whether a word ends at ``place`` that stands before posts and is no name: 县委|书记."""
        if text[place - 1] not in self._blocker_ends:
            return False
        blockers = self._blockers
        begin = run_start(text, place, 6)
        # By itself a single character is such a word: ，从|局长.
        start = max(begin, place - 2)
        while start >= begin and text[start:place] not in blockers:
            start -= 1
        return start >= begin


def generic_end(name: str, strictly: bool = False) -> bool:
    """Whether a string ends like a place or a body."""
    return name[-1] in _GENERIC or (strictly and name[-1] in _GEOGRAPHIC)


def run_start(text: str, end: int, reach: int) -> int:
    """Where the Chinese characters right before ``end`` begin, of which ``reach`` count."""
    start = end
    floor = end - reach
    if floor < 0:
        floor = 0
    while start > floor:
        code = ord(text[start - 1])
        if not (0x3400 <= code <= 0x9FFF or code == _DOT):
            break
        start -= 1
    return start


def run_end(text: str, start: int, reach: int) -> int:
    """Where the Chinese characters from ``start`` on end, of which ``reach`` count."""
    end = start
    limit = start + reach
    if limit > len(text):
        limit = len(text)
    while end < limit:
        code = ord(text[end])
        if not (0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or code == _DOT):
            break
        end += 1
    return end

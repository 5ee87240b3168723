"""Persons called by less than a name: 老张, 李工, 冯总, 邱某, 姓邓的, 潘氏, 吴老四."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.edges import Edges
from anonymizer.recognition.persons.shape import Shapes
from anonymizer.recognition.persons.spots import Look
from anonymizer.rulebook import Rulebook

Called = tuple[int, int, str]
"""Start and end of a stretch that names a person, and the rule that says so."""

_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff"
_LEFT: Final = frozenset("由请对向给让被把将是和与及跟同为找听派叫陪有的、劝问见像靠替到随等")
"""Characters that may stand before 老张 and 李工."""
_AFTER: Final = frozenset(
    "正却上早骑摔说讲问来去在是就把给向对带把管任负组牵盯拿今昨又也都还正刚家和与及跟同、的提送等却当直常姓两三两一二三四五六七八九十牵驻长做测找融跑守种养写教走住病没不"
)
"""Characters that may stand behind them."""
_SUFFIXES: Final = "工总老董局处科嫂哥姐妹叔伯婶姨爷妈氏"
_SHORT: Final = frozenset("局处科董")
"""Suffixes that end bodies too; only between marks, in front of a verb."""


class Nicknames:
    """Finds such stretches."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges
        surnames = rulebook.values("surnames")
        self._common = frozenset(n for n, sort in surnames.items() if sort == "common")
        self._single = frozenset(n for n in surnames if len(n) == 1)
        self._verbs = rulebook.lookup("verbs")
        self._trades = rulebook.values("roles")
        names = "".join(sorted(self._single))
        double = "|".join(sorted(n for n in surnames if len(n) == 2))
        last = self._single | {n[-1] for n in surnames}
        self.looks = {
            "old": (Look("老小", self._single),),
            "suffix": (Look(_SUFFIXES, before=last),),
            "some": (Look(self._single, "某"),),
        }
        self._called = compiled.pattern(f"(?<![百同贵异其何指改单尊])姓(?:({double})|([{names}]))")
        self._some = compiled.pattern(f"([{names}])某{{1,2}}([{_HAN}]?)")

    def __call__(
        self,
        text: str,
        spots: dict[str, list[int]],
        names: Collection[str],
        *,
        hidden: bool,
    ) -> list[Called]:
        """All of them in ``text``; 邱某 only if ``hidden``, 老于 sooner if 于秋霖 is known."""
        called: list[Called] = []
        self._old_and_young(called, text, spots["old"], {name[0] for name in names})
        self._by_suffix(called, text, spots["suffix"])
        place = text.find("姓")
        while place >= 0:
            if found := self._called.match(text, place):
                behind = text[found.end() : found.end() + 1]
                if found[2] != "党" and (not _is_han(behind) or behind in "的和"):
                    called.append((place + 1, found.end(), "person.surname_told"))
            place = text.find("姓", place + 1)
        if hidden:
            self._so_and_so(called, text, spots["some"])
        return called

    def _old_and_young(
        self, found: list[Called], text: str, places: list[int], known: Collection[str]
    ) -> None:
        for start in places:
            end = start + 2
            name = text[start:end]
            called = text[start - 3 : start] in _CALLING or text[start - 2 : start] in _CALLING
            if called and name not in self._shapes.words and not self._reaches_far(text, end):
                found.append((end - 1, end, "person.nickname"))
                continue
            if name in self._shapes.words and not (
                name in _NICKNAMES
                or (
                    (name[1] in self._common or name in _PERSONS_TOO)
                    and self._bounded(text, start, end)
                )
            ):
                continue
            rest = text[end : end + 4]
            if name in _NOT_PERSONS:
                continue
            if not self._open(text, start, end) and (
                # 先说老普。普学忠…: a surname of the document closes the clause.
                name[1] not in known
                or _is_han(rest[:1])
                or text[start - 1 : start + 1] in self._shapes.words
            ):
                continue
            alone = not _is_han(text[start - 1 : start]) and name[1] in self._common
            if self._reaches(text, end) and not (
                alone and (rest[:1] in ("来", "说", "去") or rest[:2] in ("带着", "带领"))
            ):
                continue
            if name[1] in _RISKY and not self._verb(rest) and name[1] not in known:
                continue
            if name[1] in known and (alone or not _is_han(rest[:1])):
                found.append((end - 1, end, "person.nickname"))
                continue
            if (
                _is_han(rest[:1])
                and rest[0] not in _AFTER
                and not self._follows(rest)
                and not (name[1] in self._common and self._does(rest))
            ):
                continue
            found.append((end - 1, end, "person.nickname"))

    def _by_suffix(self, found: list[Called], text: str, places: list[int]) -> None:
        for place in places:
            if not place:
                continue
            end = place + 1
            suffix = text[place]
            surname = text[end - 2]
            if suffix == "老" and text[end : end + 1] in _RANKS:
                if self._ranked(text, place - 1, end + 1):
                    found.append((place - 1, end + 1, "person.ranked"))
                continue
            if text[end - 3 : end - 1] in self._shapes.compound and self._open(text, end - 3, end):
                found.append((end - 3, end - 1, "person.short_title"))
                continue
            if surname not in self._single or text[end - 2 : end] in self._shapes.words:
                continue
            if text[end - 2 : end] in self._trades:
                continue  # 数控|车工
            start = end - 2
            common = surname in self._common
            if self._edges_of_suffix(text, start, end, suffix, common):
                found.append((start, start + 1, "person.short_title"))

    def _ranked(self, text: str, start: int, end: int) -> bool:
        """Whether 吴老四 stands at a place: a common surname, 老 and a child's rank."""
        return (
            text[start] in self._common
            and text[start] not in _NOT_SURNAMES
            and text[start - 1 : start + 1] not in self._shapes.words
            and text[end : end + 1] not in _BEHIND_NO_RANK
        )

    def _edges_of_suffix(self, text: str, start: int, end: int, suffix: str, common: bool) -> bool:
        rest = text[end : end + 4]
        if suffix == "氏":
            return common and rest[:2] in ("兄弟", "家族", "父子", "姐妹", "三兄")
        if self._reaches(text, end) or not self._open(text, start, end):
            return False
        before = text[start - 1 : start]
        if suffix == "老":
            if text[start] in _LEFT or text[start] in _RISKY:
                return False
        elif (
            not common
            and not (suffix in "总董" and not _is_han(before) and text[start] not in _LEFT)
            and not self._verb(rest)
            and (
                suffix != "工"
                or not (_is_han(before) or before == "、" or rest[:1] in ("来", "找"))
            )
        ):
            return False
        if suffix in "总董" and not _is_han(before) and text[start] not in _LEFT:
            return not _is_han(rest[:1]) or rest[0] in _AFTER or self._follows(rest)
        if not _is_han(rest[:1]):
            return common or suffix in "工总老嫂"
        if suffix == "老" and rest[0] in "那因提拄听":
            return True
        if suffix in _SHORT:
            return common and self._verb(rest)
        return rest[0] in _AFTER or self._follows(rest) or (suffix in "工总嫂" and self._does(rest))

    def _so_and_so(self, called: list[Called], text: str, places: list[int]) -> None:
        last = 0
        for start in places:
            found = self._some.match(text, start) if start >= last else None
            if found is None:
                continue
            last = found.end()
            end = start + 1
            hidden = found.end() - len(found[2])
            if found[1] in _NOT_SURNAMES:
                continue
            if (
                _is_han(text[start - 1 : start])
                and text[start - 1 : start + 1] in self._shapes.words
            ):
                continue
            given = found[2]
            rest = text[end + 1 : end + 5]
            if (
                given
                and given in self._shapes.any_given
                and text[end + 1] != "某"
                and text[end + 1 : end + 3] not in _OF_AGE
                and rest[1:2] not in ("了", "着", "过")
                and (
                    rest[1:2] in _BEHIND_GIVEN
                    or not _is_han(rest[1:2])
                    or not (self._follows(rest) or rest[:2] in self._shapes.words)
                )
            ):
                called.append((start, last, "person.half_hidden"))
            else:
                called.append((start, hidden, "person.half_hidden"))

    def _open(self, text: str, start: int, end: int) -> bool:
        """Whether the left side is the start of a clause, a leading character or a word's end."""
        before = text[start - 1 : start] if start else ""
        if not _is_han(before):
            return True
        if text[start - 1 : start + 1] in self._shapes.words:
            return False
        if before in _LEFT:
            return True
        words, posts = self._shapes.words, self._edges.posts
        for far in (2, 3, 4):
            tail = text[start - far : start]
            if tail in words or tail in posts:
                return True
        return text[end - 1] in "工总" and before in "站心局司院所科部处办队厂"

    def _bounded(self, text: str, start: int, end: int) -> bool:
        before = text[start - 1 : start]
        if text[end : end + 1] in ("说", "，", "家", "讲", "问"):
            return not _is_han(before) or before == "的"
        return not _is_han(before) and self._verb(text[end : end + 4])

    def _reaches(self, text: str, end: int) -> bool:
        """Whether a word reaches over ``end`` from the left: 老|党员, 小|康村."""
        words = self._shapes.words
        return (
            text[end - 1 : end + 1] in words
            or text[end - 1 : end + 2] in words
            or text[end - 2 : end + 1] in words
            or text[end - 2 : end + 2] in words
        )

    def _reaches_far(self, text: str, end: int) -> bool:
        """Whether a longer word reaches over ``end``."""
        words = self._shapes.words
        return (
            text[end - 1 : end + 1] in words
            or text[end - 1 : end + 2] in words
            or text[end - 2 : end + 1] in words
            or text[end - 2 : end + 2] in words
        )

    def _follows(self, rest: str) -> bool:
        return self._edges.follows(rest, 0, len(rest))

    def _does(self, rest: str) -> bool:
        """Whether any verb of two characters begins what follows: 老范|保住了."""
        return rest[:2] in self._verbs

    def _verb(self, rest: str) -> bool:
        return rest[:2] in self._edges.followers or rest[:1] in "说讲问"


_RANKS: Final = frozenset("大二三四五六七八九幺")
"""Which child of the family: 王老大, 孙老幺."""
_BEHIND_NO_RANK: Final = frozenset(
    "样届篇线类件套代辈位名户个岁年月季成哥爷娘妈姐嫂伯叔夫难队学校厦桥坝零十百千万亿"
)
"""Behind 老三 these make a thing of it, or a number: 老三样, 老九届, 老大难."""
_RISKY: Final = frozenset(
    "区城路年方房楼户村公党车河街站屋厂乡支树井师边国干全华成海山东西南北药茶羊鱼米麦康学时花门"
    "水火木才文明种管项查单双封代古原宗景言权商平能计应都和于从由向来经都任常关安定荣终养敬元金白"
)
"""Surnames that behind 老 and 小, or before 老, are more often words; only before a verb."""
_NOT_SURNAMES: Final = frozenset("原时有在为以任由从来向和")
_OF_AGE: Final = frozenset(("年仅", "年近", "年满", "年约", "年过", "年逾", "时年", "时任"))
"""What is said of somebody, and begins like a given name: 郑某年仅十岁."""
_BEHIND_GIVEN: Final = frozenset("的等在被把将因")
"""What stands behind the last character of 穆某刚 and 仲某贵."""
_CALLING: Final = frozenset(
    ("叫一声", "喊一声", "都叫他", "都喊他", "叫他", "喊他", "叫她", "喊她", "人称")
)
_NICKNAMES: Final = frozenset(("老张", "老周", "老范", "老陆", "老尚", "小张", "小孔"))
"""Persons that the dictionary takes for words."""
_PERSONS_TOO: Final = frozenset(("老高", "老白", "小白", "小高", "老明", "老安"))
_NOT_PERSONS: Final = frozenset(
    (
        "老龙",
        "老石",
        "小包",
        "老乡",
        "老总",
        "老路",
        "小路",
        "小丛",
        "老关",
        "小江",
        "小池",
        "小河",
        "老汤",
    )
)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"

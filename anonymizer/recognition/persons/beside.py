"""The best name that ends, or begins, at a place: beside a post, a role, 由 or 、."""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.recognition.persons.edges import (
    LEADING,
    NOT_LAST,
    REACH,
    Edges,
    generic_end,
    run_end,
    run_start,
)
from anonymizer.recognition.persons.shape import (
    BODY,
    COMPOUND,
    ELEMENT,
    FIRST,
    IMPOSSIBLE,
    NEVER,
    SOUND,
    SURE,
    Shapes,
)
from anonymizer.recognition.persons.spots import HAN, Look, pairs

_MOST_LEFT: Final = 0.5
_MOST_RIGHT: Final = 0.53
"""What the sides of a name add at most; on the right three characters count a little."""
_LIKELY: Final = 0.45
"""What a name must weigh that begins two clauses."""
_LONGEST: Final = 5
"""The most characters of a name without a dot."""
_FIRST_HAN: Final = "\u3400"
BESIDE_POST: Final = 0.59
BEHIND_ROLE: Final = 0.85
IN_CONTEXT: Final = 1.2
"""How much a name must weigh, edges included, by what stands beside it."""


_MARKS: Final = frozenset("，。；：、！？“”（）\n,;:!? \u3000")
"""Characters behind which a clause begins."""

NO_END: Final = BODY | NOT_LAST | (NEVER - frozenset("过全再"))
"""Characters with which neither a name nor a surname before a post ends."""


class Guess:
    """A name somewhere: how sure, from where to where, in which form."""

    def __init__(self, score: float, start: int, end: int, form: str) -> None:
        self.score = score
        self.start = start
        self.end = end
        self.form = form


class Beside:
    """Judges names at a given place."""

    def __init__(self, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges
        self.looks = {
            "clause": (Look(shapes.sure_first, HAN, HAN, before=_MARKS),),
            "element": pairs(shapes.foreign_first),
        }

    def before(self, text: str, place: int) -> Guess | None:
        """The best name that ends at ``place``, where a post begins."""
        last = text[place - 1]
        if last in NO_END or last < _FIRST_HAN or self._edges.blocked(text, place):
            return None
        dot = text.rfind("·", max(0, place - REACH), place)
        if dot >= 0:
            begin = run_start(text, place, REACH)
            if dot >= begin:
                return self._dotted_before(text, begin, dot, place)
        begin = run_start(text, place, _LONGEST + 1)
        any_first = self._shapes.any_first
        best, length, form = BESIDE_POST, 0, ""
        for size in range(self._longest_before(text, begin, place), 0, -1):
            start = place - size
            if size > 2 and text[start] not in any_first:
                continue
            if text[start] in _STARTS and text[start - 2 : start] in _TITLES:
                continue  # 字丽华同志|任双组长
            alone = start == begin
            if alone and start > 0 and text[start - 1].isdigit():
                continue
            if size == 1 and text[place - 1 : place + 1] in self._shapes.words:
                continue  # 江河|长: a word reaches from the last character into the post
            alone = alone or text[start - 1] in LEADING
            score, sort = self._weigh_before(text[start:place], alone)
            if sort == "" or (sort == "given_name" and not alone) or score + _MOST_LEFT < best:
                continue
            if sort == "surname" and score < _LIKELY and text.startswith(_AGES, place):
                continue  # 树老人不老
            score += self._edges.left(text, start, place)
            if (
                size > 1
                and text[start] in LEADING
                and self._weigh_before(text[start + 1 : place], True)[1] != ""
            ):
                score -= 0.5  # 由安定|同志 and 请普|老师, rather than a 由 or a 请 by surname
            if score > best or (length == 0 and score == best):
                best, length, form = score, size, sort
        if length == 0:
            return None
        start = place - length
        if (
            form == "full_name"
            and text[start + 1] == "家"
            and (length == 2 or (length == 3 and text[start + 2] in _NUMERALS))
        ):
            return Guess(best, start, start + 1, "surname")
        return Guess(best, start, place, form)

    def _longest_before(self, text: str, begin: int, place: int) -> int:
        """The most characters that a name at ``place`` can have, behind ``begin``."""
        size = place - begin
        if size < 4:
            return size
        shapes = self._shapes
        traits = shapes.traits
        third = traits[ord(text[place - 3])]
        sounding = third & traits[ord(text[place - 2])] & traits[ord(text[place - 1])] & SOUND
        if sounding or text[place - 2 : place] in shapes.foreign_last:
            return min(size, _LONGEST)
        if traits[ord(text[place - 4])] & FIRST and (
            third & FIRST or text[place - 4 : place - 2] in shapes.compound
        ):
            return 4
        return 3

    def _weigh_before(self, name: str, alone: bool) -> tuple[float, str]:
        """The weight and the form of what stands before a post; no form if it is no name."""
        shapes = self._shapes
        size = len(name)
        score = shapes.best(name) if size > 1 else IMPOSSIBLE
        form = "full_name" if score > IMPOSSIBLE else ""
        if size == 1 or (size == 2 and (alone or name in shapes.compound)):
            other, sort = shapes.alone(name)
            if other > score:
                return other, sort
        return score, form

    def behind(
        self, text: str, place: int, least: float = BESIDE_POST, edge: float = -1.0
    ) -> Guess | None:
        """The best name that begins at ``place``, where a post, a role or 由 ends.

        ``edge`` is what its right side must weigh at least.
        """
        shapes = self._shapes
        if not shapes.beginning(text, place):
            return None
        size = run_end(text, place, _LONGEST + 1) - place
        dot = text.find("·", place + 1, place + size)
        if dot >= 0:
            return self.dotted_behind(text[place : run_end(text, place, REACH)], place)
        careful = least > BESIDE_POST
        strictly = least >= IN_CONTEXT
        best, length = least, 0
        for count in range(self._longest_behind(text, place, size), 1, -1):
            end = place + count
            name = text[place:end]
            weight = shapes.best(name)
            if strictly and weight < 1:
                weight = shapes.full(name)
            if weight <= 0 or weight + _MOST_RIGHT < least:
                continue
            if weight < 1 and (
                (careful and generic_end(name, strictly)) or (count < size and generic_end(name))
            ):
                continue
            if name in shapes.adverbs and self._says(text, end):
                continue  # 书记严肃指出: how, not who
            right = self._edges.right(text, place, end)
            if right < edge:
                continue
            if name[0] in _JOINS and (weight + right < _JOINED or shapes.is_word(name[1:])):
                continue  # 负责人和三大运营商, 妈妈才安心
            score = weight + right + (0.08 if count == 3 else 0.0)
            if score > best or (length == 0 and score == best):
                best, length = score, count
        return Guess(best, place, place + length, "full_name") if length else None

    def _says(self, text: str, place: int) -> bool:
        """Whether what is done begins at ``place``, and not what one does in an office."""
        stop = run_end(text, place, 2)
        return (
            stop > place
            and text[place] not in _STARTS
            and text[place:stop] not in self._edges.posts
        )

    def _longest_behind(self, text: str, place: int, size: int) -> int:
        """The most characters that a name at ``place`` can have, of ``size``; 0 for no name."""
        if size < 2:
            return 0
        shapes = self._shapes
        traits = shapes.traits
        first = traits[ord(text[place])]
        if first & ELEMENT and text[place : place + 2] in shapes.foreign_first:
            return min(size, _LONGEST)
        second = traits[ord(text[place + 1])]
        if (
            size > 3
            and first & second & traits[ord(text[place + 2])] & traits[ord(text[place + 3])] & SOUND
        ):
            return min(size, _LONGEST)
        if not first & FIRST:
            return 3 if first & SOUND and size > 2 else 0
        if size > 3 and (
            second & SURE or (first & COMPOUND and text[place : place + 2] in shapes.compound)
        ):
            return 4
        return min(size, 3)

    def dotted_behind(self, run: str, place: int) -> Guess | None:
        """买买提·吐尔逊, from its beginning: it ends before the first word that follows names."""
        dot = run.rindex("·", 0, 8)
        stop = dot + 1 + max(1, self._shapes.parts(run[dot + 1 : dot + 8]))
        if stop > len(run):
            return None
        while stop < min(len(run), dot + 7) and run[stop] in self._shapes.sounds:
            if self._edges.follows(run, stop, len(run)) and stop >= dot + 2:
                break
            stop += 1
        return Guess(1.2, place, place + stop, "full_name")

    def _dotted_before(self, text: str, begin: int, dot: int, place: int) -> Guess | None:
        """The same name, from its end: it begins behind the last character of another make."""
        start = dot
        while start > begin and dot - start < 6 and text[start - 1] in self._shapes.sounds:
            start -= 1
        return Guess(1.2, start, place, "full_name") if start < dot else None

    def by_look(self, text: str, places: list[int]) -> list[Guess]:
        """Names that need nothing beside them but the start of a clause and a verb, or 家."""
        shapes = self._shapes
        edges = self._edges
        found: list[Guess] = []
        for start in places:
            end = start + 3
            name = text[start:end]
            if not shapes.sure(name) and not (
                shapes.full(name) >= _LIKELY and self._comes_again(text, start, name)
            ):
                continue
            if generic_end(name, True):
                continue
            if run_end(text, end, 1) == end and text[end : end + 1] not in ("，", ",", "。"):
                continue
            if edges.right(text, start, end) >= 0.4:
                found.append(Guess(0.9, start, end, "full_name"))
        home = text.find("家", 3)
        while home >= 0:
            start = home - 3
            if text[start] in shapes.surnames and text[home + 1 : home + 2] not in _NO_HOME:
                name = text[start:home]
                if (
                    shapes.sure(name)
                    and text[home - 1 : home + 1] not in shapes.words
                    and not generic_end(name, True)
                    and edges.left(text, start, home) >= 0.3
                ):
                    found.append(Guess(0.9, start, home, "full_name"))
            home = text.find("家", home + 1)
        return found

    def _comes_again(self, text: str, start: int, name: str) -> bool:
        """Whether the name, or the given name by itself, begins another clause."""
        given = name[1:]
        if given in self._shapes.words or text.count(given) < 2:
            return False
        for part in (given, name):
            place = text.find(part)
            while place >= 0:
                if (
                    not start <= place <= start + 1
                    and text[place - 1 : place] in _MARKS
                    and self._edges.right(text, place, place + len(part)) >= 0.4
                ):
                    return True
                place = text.find(part, place + 1)
        return False

    def by_elements(self, text: str, places: list[int]) -> list[tuple[int, int]]:
        """Names made of known parts of such names and of nothing else: 达瓦卓玛."""
        shapes = self._shapes
        result: list[tuple[int, int]] = []
        end = 0
        foreign_first = shapes.foreign_first
        for place in places:
            if (
                place < end
                or text[place : place + 2] not in foreign_first
                # The next part begins behind the two to five characters of the first.
                or (
                    text[place + 2 : place + 4] not in foreign_first
                    and text[place + 3 : place + 5] not in foreign_first
                    and text[place + 4 : place + 6] not in foreign_first
                    and text[place + 5 : place + 7] not in foreign_first
                )
            ):
                continue
            found = shapes.elements_pattern().match(text, place)
            if found is None:
                continue
            start, end = found.span()
            before = text[start - 1 : start]
            behind = text[end : end + 1]
            if behind in _PLACES or (
                behind in shapes.sounds and behind not in "和来的与及同" and behind
            ):
                continue
            if before in shapes.sounds and before and before not in "的和与及向由":
                continue
            if found[0] not in shapes.words:
                result.append((start, end))
        return result

    def on_line(self, text: str, place: int) -> Guess | None:
        """A name behind a post and spaces, alone to the end of the line or of the brackets."""
        found = _LINE_NAME.match(text, place)
        if not found:
            return self._in_cell(text, place)
        name = found[1].replace(" ", "").replace("\u3000", "")
        if _PLACEHOLDERS.intersection(name):
            return None
        shapes = self._shapes
        weight = max(shapes.best(name), 0.3 if "·" in name else IMPOSSIBLE)
        if len(name) == 4 and name[:2] in shapes.compound:
            weight = max(weight, 0.6)
        elif len(name) == 4 and name[:2] in shapes.words and name[2:] in shapes.words:
            return self._in_cell(text, place)
        closed = text[found.end() : found.end() + 1] in ("", "\r", "\n", "）", ")")
        # Nothing else stands alone behind a post, so a name of an unknown make will do.
        long = len(name) > 3 and "·" not in name and not self._strange(name)
        if weight < 0.4 and (not closed or long or name in shapes.words):
            return self._in_cell(text, place)
        return Guess(1.2, found.start(1), found.end(1), "full_name")

    def _strange(self, name: str) -> bool:
        """Whether a longer string holds no word at all, as names of other peoples do."""
        words = self._shapes.words
        for at in range(len(name)):
            for size in (2, 3, 4):
                if name[at : at + size] in words:
                    return False
        return len(name) < 8

    def _in_cell(self, text: str, place: int) -> Guess | None:
        """A name among others on a line, spaces inside it or around it: 主任　李　刚　　副主任."""
        found = _CELL.match(text, place)
        if not found:
            return None
        name = found[1].replace(" ", "").replace("\u3000", "")
        if self._shapes.best(name) < 0.3:
            return None
        return Guess(1.0, found.start(1), found.end(1), "full_name")


_NO_HOME: Final = frozenset("乡庭属长村庄人具")
_PLACES: Final = frozenset("县市旗镇乡村山河湖路区州盟苏嘎草水牧")

_AGES: Final = ("老人", "老汉", "孩子")
"""What one is called by who is no official; with a surname that is a word, 树老 is none."""
_JOINS: Final = frozenset("和与及同跟由从才都就还也全又再已别应能会")
"""Surnames that behind a post or a role are far more often what goes on from it."""
_JOINED: Final = 0.95
"""What a name with such a surname must weigh there."""
_STARTS: Final = frozenset("任包带兼为负牵分在对同")
"""What a man called 严肃 does, and 严肃 as an adverb hardly stands before."""
_TITLES: Final = frozenset(("同志", "先生", "女士"))
_NUMERALS: Final = frozenset("一二两三四五六七八九")
"""What may stand behind 家 in 张家三口 and the like, where the name is only a surname."""
_CELL: Final = compiled.lazy(
    r"[ \u3000\t]{0,4}([\u4e00-\u9fff](?:[ \u3000]{1,2}[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}))"
    r"(?=[ \u3000\t\r\n]|\Z)"
)
_LINE_NAME: Final = compiled.lazy(
    r"[ \u3000]{0,4}([\u4e00-\u9fff](?:[ \u3000]{0,2}[\u4e00-\u9fff·]){1,9})"
    r"[ \u3000]{0,4}(?=[\r\n）)，,。、；;（(]|\Z)"
)
_PLACEHOLDERS: Final = frozenset("某×X＊")

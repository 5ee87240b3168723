"""The best name that ends, or begins, at a place: beside a post, a role, 由 or 、."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.recognition.persons.edges import (
    LEADING,
    NOT_LAST,
    REACH,
    Edges,
    generic_end,
    run_before,
    run_behind,
)
from anonymizer.recognition.persons.shape import BODY, IMPOSSIBLE, NEVER, Shapes
from anonymizer.recognition.persons.spots import HAN, Look, pairs

_MOST_LEFT: Final = 0.5
_MOST_RIGHT: Final = 0.53
"""What the sides of a name add at most; on the right three characters count a little."""
_LIKELY: Final = 0.45
"""What a name must weigh that begins two clauses."""
_FIRST_HAN: Final = "\u3400"
BESIDE_POST: Final = 0.59
BEHIND_ROLE: Final = 0.85
IN_CONTEXT: Final = 1.2
"""How much a name must weigh, edges included, by what stands beside it."""


_MARKS: Final = frozenset("，。；：、！？“”（）\n,;:!? \u3000")
"""Characters behind which a clause begins."""

NO_END: Final = BODY | NOT_LAST | (NEVER - frozenset("过全再"))
"""Characters with which neither a name nor a surname before a post ends."""


class Guess(NamedTuple):
    """A name somewhere: how sure, from where to where, in which form."""

    score: float
    start: int
    end: int
    form: str

    def moved(self, by: int) -> Guess:
        """The same guess, so much further on."""
        return Guess(self.score, self.start + by, self.end + by, self.form)


class Beside:
    """Judges names at a given place."""

    def __init__(self, shapes: Shapes, edges: Edges) -> None:
        self._shapes = shapes
        self._edges = edges
        self.looks = {
            "clause": (Look(shapes.sure_first, HAN, HAN, before=_MARKS),),
            "element": pairs(shapes.foreign_first),
        }
        self._before: dict[tuple[str, float, bool], Guess | None] = {}
        self._behind: dict[tuple[str, float, float], Guess | None] = {}

    def forget(self) -> None:
        """Forget the judgments of the last text; within one, the same places come again."""
        self._before.clear()
        self._behind.clear()

    def before(self, text: str, place: int, least: float = BESIDE_POST) -> Guess | None:
        """The best name that ends at ``place``, where a post begins."""
        last = text[place - 1]
        if last in NO_END or last < _FIRST_HAN:
            return None
        window = text[max(0, place - REACH - 1) : place + 1]
        key = (window, least, place < len(text))
        if key not in self._before:
            self._before[key] = self._judge_before(window, len(window) - key[2], least)
        guess = self._before[key]
        return guess and guess.moved(place - len(window) + key[2])

    def _judge_before(self, text: str, place: int, least: float) -> Guess | None:
        run = run_before(text, place)
        if not run or self._edges.blocked(run):
            return None
        if "·" in run:
            dot = run.rindex("·")
            return self._dotted_before(run, dot, place) if 0 < dot < len(run) - 1 else None
        counted = place > len(run) and text[place - len(run) - 1].isdigit()
        best: Guess | None = None
        for length in self._lengths_before(run):
            if length > len(run) or (counted and length == len(run)):
                continue
            name = run[len(run) - length :]
            if length == 1 and text[place - 1 : place + 1] in self._shapes.words:
                continue  # 江河|长: a word reaches from the last character into the post
            score, form = self._weigh_before(
                name, alone=length == len(run) or run[-length - 1] in LEADING
            )
            if not form:
                continue
            if form == "given_name" and length < len(run) and run[-length - 1] not in LEADING:
                continue
            if score + _MOST_LEFT < (best.score if best else least):
                continue
            score += self._edges.left(run, length)
            if name[0] in LEADING and length > 1 and self._weigh_before(name[1:], alone=True)[1]:
                score -= 0.5  # 由安定|同志 and 请普|老师, rather than a 由 or a 请 by surname
            if best is None or score > best.score:
                best = Guess(score, place - length, place, form)
        if best and best.form == "full_name" and _FAMILY.match(text[best.start + 1 : best.end]):
            best = Guess(best.score, best.start, best.start + 1, "surname")
        return best if best and best.score >= least else None

    def _lengths_before(self, run: str) -> tuple[int, ...]:
        """The lengths that a name at the end of ``run`` can have."""
        shapes = self._shapes
        if shapes.sounds.issuperset(run[-3:]) or run[-2:] in shapes.foreign_last:
            return (5, 4, 3, 2, 1)
        before = run[-4:-2]
        if before in shapes.compound or (before[:1] in shapes.first and run[-3:-2] in shapes.first):
            return (4, 3, 2, 1)
        return (3, 2, 1)

    def _weigh_before(self, name: str, *, alone: bool) -> tuple[float, str]:
        shapes = self._shapes
        score, form = IMPOSSIBLE, ""
        if len(name) > 1:
            score, form = shapes.best(name), "full_name"
        if len(name) == 1 or (len(name) == 2 and (alone or name in shapes.compound)):
            other = shapes.alone(name)
            if other[0] > score:
                score, form = other
        return (score, form) if score > IMPOSSIBLE else (IMPOSSIBLE, "")

    def behind(
        self, text: str, place: int, least: float = BESIDE_POST, edge: float = -1.0
    ) -> Guess | None:
        """The best name that begins at ``place``, where a post, a role or 由 ends.

        ``edge`` is what its right side must weigh at least.
        """
        key = (text[place : place + REACH], least, edge)
        if not self._shapes.beginning(key[0]):
            return None
        if key not in self._behind:
            self._behind[key] = self._judge_behind(*key)
        guess = self._behind[key]
        return guess and guess.moved(place)

    def _judge_behind(self, text: str, least: float, edge: float) -> Guess | None:
        place = 0
        run, ends = run_behind(text, place)
        if "·" in run[1:6]:
            return self.dotted_behind(run, place)
        best: Guess | None = None
        careful = least > BESIDE_POST
        for length in self._lengths(run):
            name = run[:length]
            weight = self._shapes.best(name)
            if least >= IN_CONTEXT and weight < 1:
                weight = self._shapes.full(name)
            if weight <= 0 or weight + _MOST_RIGHT < least:
                continue
            if weight < 1 and (
                (careful and generic_end(name, strictly=least >= IN_CONTEXT))
                or (generic_end(name) and length < len(run))
            ):
                continue
            if name in self._shapes.adverbs and self._says(run[length:]):
                continue  # 书记严肃指出: how, not who
            right = self._edges.right(run, length, ends=ends)
            score = weight + right + (0.08 if length == 3 else 0.0)
            if right < edge:
                continue
            if best is None or score > best.score:
                best = Guess(score, place, place + length, "full_name")
        return best if best and best.score >= least else None

    def _says(self, rest: str) -> bool:
        return rest != "" and rest[0] not in _STARTS and rest[:2] not in self._edges.posts

    def _lengths(self, run: str) -> tuple[int, ...]:
        """The lengths that a name at the start of ``run`` can have."""
        shapes = self._shapes
        size = min(len(run), 5)
        if size < 2:
            return ()
        if run[:2] in shapes.foreign_first:
            return (5, 4, 3, 2)[5 - size :]
        if len(run) > 3 and (run[0] in shapes.sounds and shapes.sounds.issuperset(run[:4])):
            return (5, 4, 3, 2) if len(run) > 4 else (4, 3, 2)
        if run[0] not in shapes.first:
            return (3, 2) if len(run) > 2 and run[0] in shapes.sounds else ()
        if len(run) > 3 and (run[:2] in shapes.compound or run[1] in shapes.sure_first):
            return (4, 3, 2)
        return (3, 2) if len(run) > 2 else (2,)

    def dotted_behind(self, run: str, place: int) -> Guess | None:
        """买买提·吐尔逊, from its beginning: it ends before the first word that follows names."""
        dot = run.rindex("·", 0, 8)
        stop = dot + 1 + max(1, self._shapes.parts(run[dot + 1 : dot + 8]))
        if stop > len(run):
            return None
        while stop < min(len(run), dot + 7) and run[stop] in self._shapes.sounds:
            if self._edges.follows(run[stop:]) and stop >= dot + 2:
                break
            stop += 1
        return Guess(1.2, place, place + stop, "full_name")

    def _dotted_before(self, run: str, dot: int, place: int) -> Guess | None:
        """The same name, from its end: it begins behind the last character of another make."""
        start = dot
        while start > 0 and dot - start < 6 and run[start - 1] in self._shapes.sounds:
            start -= 1
        if start == dot or self._edges.blocked(run):
            return None
        return Guess(1.2, place - len(run) + start, place, "full_name")

    def by_look(self, text: str, places: Sequence[int]) -> Iterator[Guess]:
        """Names that need nothing beside them but the start of a clause and a verb, or 家."""
        shapes = self._shapes
        for start in places:
            name = text[start : start + 3]
            if not shapes.sure(name) and not (
                shapes.full(name) >= _LIKELY and self._comes_again(text, start, name)
            ):
                continue
            if generic_end(name, strictly=True):
                continue
            run, ends = run_behind(text, start)
            alone = ends and len(run) == 3
            if alone and text[start + 3 : start + 4] not in ("，", ",", "。"):
                continue
            if self._edges.right(run, 3, ends=ends) >= 0.4:
                yield Guess(0.9, start, start + 3, "full_name")
        home = text.find("家", 3)
        while home >= 0:
            start = home - 3
            if text[start] in shapes.surnames and text[home + 1 : home + 2] not in _NO_HOME:
                name = text[start:home]
                if (
                    name[2] + "家" not in shapes.words
                    and shapes.sure(name)
                    and not generic_end(name, strictly=True)
                ):
                    run = run_before(text, home)
                    if self._edges.left(run, 3) >= 0.3:
                        yield Guess(0.9, start, home, "full_name")
            home = text.find("家", home + 1)

    def _comes_again(self, text: str, start: int, name: str) -> bool:
        """Whether the name, or the given name by itself, begins another clause."""
        given = name[1:]
        if given in self._shapes.words or text.count(given) < 2:
            return False
        for part in (given, name):
            place = text.find(part)
            while place >= 0:
                if place not in (start, start + 1) and text[place - 1 : place] in _MARKS:
                    run, ends = run_behind(text, place)
                    if self._edges.right(run, len(part), ends=ends) >= 0.4:
                        return True
                place = text.find(part, place + 1)
        return False

    def by_elements(self, text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Names made of known parts of such names and of nothing else: 达瓦卓玛."""
        shapes = self._shapes
        end = 0
        for place in places:
            if place < end or not (found := shapes.elements_pattern.match(text, place)):
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
                yield start, end

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
        return len(name) < 8 and not any(
            name[at : at + size] in words for at in range(len(name)) for size in (2, 3, 4)
        )

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

_STARTS: Final = frozenset("任包带兼为负牵分在对同")
"""What a man called 严肃 does, and 严肃 as an adverb hardly stands before."""
_FAMILY: Final = compiled.lazy("家[一二两三四五六七八九]?$")
_CELL: Final = compiled.lazy(
    r"[ \u3000\t]{0,4}([\u4e00-\u9fff](?:[ \u3000]{1,2}[\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}))"
    r"(?=[ \u3000\t\r\n]|\Z)"
)
_LINE_NAME: Final = compiled.lazy(
    r"[ \u3000]{0,4}([\u4e00-\u9fff](?:[ \u3000]{0,2}[\u4e00-\u9fff·]){1,9})"
    r"[ \u3000]{0,4}(?=[\r\n）)，,。、；;（(]|\Z)"
)
_PLACEHOLDERS: Final = frozenset("某×X＊")

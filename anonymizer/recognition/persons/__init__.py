"""Persons: by post and title, by role, in lists, as agents, by nickname, and their mentions.

One scan finds the words beside which names stand; then the characters before and behind
each are judged. A name must look like one (``shape``), and must begin or end where the
sentence allows it (``edges``): 县委书记, 高度重视 and 各位局长 name nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from anonymizer import compiled, scan
from anonymizer.recognition.persons.beside import (
    BEHIND_ROLE,
    BESIDE_POST,
    IN_CONTEXT,
    Beside,
    Guess,
)
from anonymizer.recognition.persons.cues import Cue, Cues
from anonymizer.recognition.persons.edges import Edges, run_start
from anonymizer.recognition.persons.frames import Frames
from anonymizer.recognition.persons.links import Links, covered
from anonymizer.recognition.persons.lists import Lists
from anonymizer.recognition.persons.nicknames import Nicknames
from anonymizer.recognition.persons.shape import STANDS_FOR, shapes_of
from anonymizer.recognition.persons.spots import Spots
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.slots import Span

_BEFORE_HAN: Final = "\u33ff"
_NO_NAME_BEHIND: Final = frozenset(
    (
        *("同志", "先生", "女士", "大姐", "大哥", "师傅", "阿姨", "大爷", "大娘"),
        *("夫妇", "夫妻", "伉俪", "兄弟", "姐妹", "姊妹", "父子", "父女", "母子", "母女"),
    )
)
_AND_ROLES: Final = frozenset(("师傅", "大姐", "大哥", "大爷", "大娘", "阿姨"))
"""Of these, what may stand before a name as well: 我的师傅温泽厚."""
_OPEN: Final = frozenset("，。；：、！？“”（）\n,;:!? \u3000的他她我你是和叫有")
_BODIES: Final = frozenset(("公司", "学校", "学院", "中心", "部门", "工厂", "协会", "商会"))
"""What makes a body of a post before it: 电工|公司."""
_OF_POSTS: Final = {
    ("full_name", "post"): "person.full_post",
    ("surname", "post"): "person.surname_post",
    ("given_name", "post"): "person.given_post",
    ("full_name", "title"): "person.title",
    ("surname", "title"): "person.surname_post",
    ("given_name", "title"): "person.given_post",
}
"""The rule for a name before a post or title, by the form of the name."""
_OF_CUES: Final = {
    "person": "person.role",
    "role": "person.role",
    "hint": "person.hint",
    "agent": "person.agent",
    "called": "person.agent",
    "called_maybe": "person.agent",
    "frame": "person.agent",
}
_LEAST: Final = {
    "person": BESIDE_POST,
    "role": BEHIND_ROLE,
    "hint": IN_CONTEXT,
    "agent": 0.7,
    "called": 0.7,
    "called_maybe": 0.95,
    "frame": 0.9,
}
"""The rule for a name behind a cue that is no post, and what such a name must weigh."""
_SURE_AGENT: Final = 0.8
"""What a name must weigh behind 请 and the like; behind 由 a little less will do."""
_OF_A_BODY: Final = frozenset("党团纪支总人政工办居派公中小社街")
"""What posts of a body begin with: before them stands the body's own name."""
_ENDS_PLACES: Final = frozenset("县市区镇乡村州旗省盟街社")
_OF_NO_PLACE: Final = frozenset(("长", "支书", "医", "主任"))
"""What the first of a post's characters makes a post of with no place before it: 村|支书."""
_GAPS: Final = frozenset(" \u3000：:")
"""What may stand between a post and the name on a line of a table."""
_COLONS: Final = frozenset("：:")
_LOCAL: Final = frozenset(("person.full_post", "person.post_full", "person.title_line"))
_FACT: Final = compiled.lazy("[0-9][万亿%元户亩名人]|[0-9]公里")
"""What no text holds whose facts are out already; there 张某 is a placeholder."""
_MASKED: Final = compiled.lazy("某年某|某月某|[年月]某[月日]|某[万亿元%％]")
"""What stands for a figure that has been taken out; 某 does for a name then too."""
_FRAME: Final = compiled.lazy(
    "(?:同志)?的?(?:[带率]领|带动|指导|帮助|帮带|陪同|主持|支持|影响|感召|鼓励|动员|劝说)下"
    "|[这那]样|一样[的，]|为(?:代表|首|榜样|组长|队长|师)|同?志?学习|夫妇|一家|两口子"
)
"""What stands behind the name in 在…带领下, 像…这样, 以…为代表."""
_THINGS: Final = frozenset("病症虫菌草药鱼果酒茶戏舞曲寺庙洞")
"""What ends things that are called something."""
_FRAME_HEADS: Final = frozenset("同志的带率指帮陪主支影感鼓动劝这那一为学夫两")
"""What that begins with."""
_MINORITY: Final = compiled.lazy(
    "藏族|西藏|藏区|蒙古|彝族|维吾尔|哈萨克|苏木|嘎查|自治[州县旗]|新疆|·"
)
"""What a text says that may name people in transliteration."""
_BY_LOOK: Final = frozenset(("person.by_look", "person.frame", "person.hint"))
"""Rules that have little to go by but the look of a name."""
_HALF_HIDDEN: Final = "person.half_hidden"
_RANKED: Final = "person.ranked"
"""The one rule for persons called by less than a name that tells all of it: 吴老四."""
_PUBLIC: Final = "strict.public_figure"


def build(rulebook: Rulebook, profile: Profile) -> Persons | _Nobody:
    """The rules for persons that take part under a profile."""
    rules = {rule.id: rule for rule in rulebook.of_kind("person") if profile.uses(rule.id)}
    if "person" not in profile.kinds or not rules:
        return _Nobody()
    return Persons(rulebook, rules)


class _Nobody:
    """The recogniser of a profile that leaves persons alone."""

    def __call__(self, text: str) -> Iterable[Span]:
        return ()


class Persons:
    """Callable on a text; the persons that its rules find."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._shapes = shapes_of(rulebook)
        self._edges = Edges(rulebook, self._shapes)
        self._words = self._shapes.words
        self._beside = Beside(self._shapes, self._edges)
        self._frames = Frames(rulebook, self._shapes)
        self._lists = Lists(self._shapes, self._edges)
        self._links = Links(self._shapes, self._edges)
        self._cues = Cues(rulebook, self._shapes, posts_only="person.role" not in rules)
        self._nicknames = Nicknames(rulebook, self._shapes, self._edges)
        self._spots = Spots(
            {
                **self._cues.looks,
                **self._beside.looks,
                **self._nicknames.looks,
                **self._frames.looks,
            }
        )
        figures = rulebook.lexicon("public_figures")
        self._public = figures.mapping()
        self._places = rulebook.words("divisions")
        self._figures = scan.Longest(figures.terms, compiled.pattern(figures.regex))

    def __call__(self, text: str) -> list[Span]:
        """The persons of ``text``."""
        found: dict[tuple[int, int], Span] = {}
        names: set[str] = set()
        rules = self._rules
        self._shapes.forget()
        spots = self._spots(text)
        for cue in self._cues(text, spots):
            self._by_cue(found, text, cue, names)
        if "person.by_look" in rules:
            for guess in self._beside.by_look(text, spots["clause"]):
                self._add(found, text, guess, "person.by_look", names)
        if "person.list" in rules:
            self._add_lists(found, text, names)
        if "·" in text:
            self._add_dotted(found, text, names)
        if "person.frame" in rules:
            for start, end, form, rule in self._frames(text, spots):
                self._add(found, text, Guess(0.9, start, end, form), rule, names)
        if "person.nickname" in rules:
            facts = _FACT.search(text) is not None or (bool(names) and _MASKED.search(text) is None)
            for start, end, rule in self._nicknames(text, spots, names, hidden=facts):
                form = "full_name" if rule == _RANKED else ""
                self._add(found, text, Guess(0.9, start, end, form), rule, names)
        if "person.dotted" in rules:
            self._add_elements(found, text, spots["element"], names)
        self._add_mentions(found, text, names)
        spans = list(found.values())
        if figure := rules.get(_PUBLIC):
            for start, end in self._figures.spans(text):
                name = text[start:end]
                if name in self._words and self._public[name] == "shared":
                    continue  # 孙子, 汪洋: words as well
                spans.append(Span(start, end, figure.kind, figure.id, figure.score))
        return spans

    def _add(
        self,
        found: dict[tuple[int, int], Span],
        text: str,
        guess: Guess,
        rule_id: str,
        names: set[str],
    ) -> None:
        rule = self._rules.get(rule_id)
        name = text[guess.start : guess.end]
        if rule is None or ("某" in name and rule_id != _HALF_HIDDEN):
            return
        if rule_id in _BY_LOOK and name in self._places:
            return  # 哈尔滨的师傅
        if name in self._public and not (
            # Many are called 李强: beside a local post it is one of them.
            self._public[name] == "shared" and rule_id in _LOCAL
        ):
            return
        place = (guess.start, guess.end)
        score = min(rule.score, 0.6 + guess.score / 4)
        known = found.get(place)
        if known is None or known.score < score:
            found[place] = Span(guess.start, guess.end, rule.kind, rule.id, score)
        if guess.form == "full_name":
            names.add(name)

    def _by_cue(
        self, found: dict[tuple[int, int], Span], text: str, cue: Cue, names: set[str]
    ) -> None:
        """Add the names beside a cue."""
        _, end, sort = cue
        if sort == "post" or sort == "title":
            if text[end : end + 1] == "们":
                return
            if self._add_before_post(found, text, cue, names):
                return
            self._add_behind_post(found, text, cue, names)
            return
        if end == len(text):
            return
        following = text[end]
        if following in _GAPS:
            if sort != "role" and sort != "person":
                return
            if guess := self._beside.on_line(text, end + (following in _COLONS)):
                self._add(found, text, guess, "person.title_line", names)
            return
        if following not in (self._shapes.sure_first if sort == "hint" else self._shapes.any_first):
            return
        if sort == "hint" and not self._shapes.promising(text[end : end + 3]):
            return
        if sort == "frame" and _FRAME_HEADS.isdisjoint(text[end + 2 : end + 8]):
            return
        edge = 0.4 if sort == "hint" or sort == "agent" else -1.0
        guess = self._beside.behind(text, end, _LEAST[sort], edge)
        if guess and not self._refused(text, cue, guess):
            self._add(found, text, guess, _OF_CUES[sort], names)

    def _add_before_post(
        self, found: dict[tuple[int, int], Span], text: str, cue: Cue, names: set[str]
    ) -> bool:
        """Add the name before a post or title; whether it leaves none to look for behind."""
        start, end, sort = cue
        if start == 0 or text[start - 1] <= _BEFORE_HAN or _of_a_place(text, start, end):
            return False
        guess = self._beside.before(text, start)
        if guess is None or (guess.form == "given_name" and text[start] in _OF_A_BODY):
            return False
        if text[end : end + 2] not in _BODIES:
            self._add(found, text, guess, _OF_POSTS[guess.form, sort], names)
        return sort == "post" or guess.form == "full_name"

    def _add_behind_post(
        self, found: dict[tuple[int, int], Span], text: str, cue: Cue, names: set[str]
    ) -> None:
        """Add the name behind a post or title."""
        start, end, sort = cue
        beside = self._beside
        if sort == "title":
            post = text[start:end]
            if post in _NO_NAME_BEHIND:
                if post not in _AND_ROLES or (start > 0 and text[start - 1] not in _OPEN):
                    return
                if guess := beside.behind(text, end, 1.1, 0.2):
                    self._add(found, text, guess, "person.role", names)
                return
        if end == len(text):
            return
        following = text[end]
        if following in self._shapes.any_first:
            pair = text[end : end + 2]
            if pair in self._edges.followers and pair not in self._shapes.name_words:
                return
            if start and text[start - 1 if text[start - 1] != "副" else start - 2] in STANDS_FOR:
                return  # X副局长管建设
            if guess := beside.behind(text, end):
                self._add(found, text, guess, "person.post_full", names)
        elif following in _GAPS:
            named: Guess | None = None
            if following in _COLONS:
                end += 1
                named = beside.behind(text, end, 1.0)
            if named is None:
                named = beside.on_line(text, end)
            if named:
                self._add(found, text, named, "person.title_line", names)

    def _refused(self, text: str, cue: Cue, guess: Guess) -> bool:
        """Whether what stands around a cue and a name speaks against it."""
        _, end, sort = cue
        if sort == "frame":
            return _FRAME.match(text, guess.end) is None
        if (sort == "hint" or sort == "agent") and text[guess.end : guess.end + 1] == "、":
            # One name of a row may stand here, or the first of some places.
            return self._shapes.full(text[guess.start : guess.end]) < 0.9
        if sort.startswith(("agent", "called")) and text[guess.end - 1] in _THINGS:
            return True  # 一种叫黄龙病的病
        if sort == "agent":
            # 由|舒畅|负责; but 请|严肃|对待 says how.
            return guess.score < _SURE_AGENT and text[end - 1] != "由"
        # A word that reaches from the cue into the name: 队|伍建设, 师|范大学.
        words = self._words
        return (
            text[end - 1 : end + 1] in words
            or text[end - 1 : end + 2] in words
            or text[end - 1 : end + 3] in words
        )

    def _add_lists(self, found: dict[tuple[int, int], Span], text: str, names: set[str]) -> None:
        for start, end in self._lists.rows(text):
            guess = Guess(1.0, start, end, "full_name")
            self._add(found, text, guess, "person.list", names)
        for start, end in self._lists.neighbours(text, found):
            guess = Guess(0.9, start, end, "full_name")
            self._add(found, text, guess, "person.list", names)

    def _add_dotted(self, found: dict[tuple[int, int], Span], text: str, names: set[str]) -> None:
        taken = covered(found)
        dot = text.find("·")
        while dot >= 0:
            if dot not in taken and (guess := self._dotted(text, dot)):
                self._add(found, text, guess, "person.dotted", names)
            dot = text.find("·", dot + 1)

    def _dotted(self, text: str, dot: int) -> Guess | None:
        begin = run_start(text, dot, 6)
        sounds = self._shapes.sounds
        start = dot
        while start > begin and text[start - 1] in sounds:
            start -= 1
        if dot - start < 2:
            return None
        guess = self._beside.dotted_behind(text[start : dot + 9], start)
        return guess if guess and guess.end > dot + 1 else None

    def _add_elements(
        self,
        found: dict[tuple[int, int], Span],
        text: str,
        places: list[int],
        names: set[str],
    ) -> None:
        elements = self._beside.by_elements(text, places)
        if not elements or not _MINORITY.search(text):
            return
        taken = covered(found)
        for start, end in elements:
            if taken.isdisjoint(range(start, end)):
                guess = Guess(0.9, start, end, "full_name")
                self._add(found, text, guess, "person.dotted", names)

    def _add_mentions(self, found: dict[tuple[int, int], Span], text: str, names: set[str]) -> None:
        if "person.mention" in self._rules:
            for start, end in self._links.mentions(text, names, found):
                self._add(found, text, Guess(1.0, start, end, ""), "person.mention", names)
        if "person.short_form" in self._rules:
            for start, end in self._links.short_forms(text, names, found):
                self._add(found, text, Guess(0.9, start, end, ""), "person.short_form", names)


def _of_a_place(text: str, start: int, end: int) -> bool:
    """Whether a post begins with what ends a place: 洪洲|村党支部书记, 麻城|市委书记."""
    return text[start] in _ENDS_PLACES and text[start + 1 : end] not in _OF_NO_PLACE

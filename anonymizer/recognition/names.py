"""Persons named by their post: 少义书记, 李县长, 副区长周保汉, 王建国同志.

The post is found first, by one scan for the lexicon of posts; then the characters before
and behind it are judged. A name must begin or end where the sentence allows it, and must
not be made of words: 县委书记, 高度重视 and 各位局长 name nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.segmentation.words import common_words
from anonymizer.slots import Span

_ENOUGH: Final = 0.6
_HAN: Final = compiled.lazy(r"[\u3400-\u4dbf\u4e00-\u9fff·]+")
_HAN_TAIL: Final = compiled.lazy(r"[\u3400-\u4dbf\u4e00-\u9fff·]{1,12}\Z")
_FORM: Final = compiled.lazy(r"^(\{post\})?(\[ 　\]\{1,4\})?⟦\{(\w+)\}⟧(?:\{(post|title)\})?$")
_LEADING: Final = frozenset("由请对向给让被把将是和与及跟同为在据经找听派叫让陪有以的")
"""Characters that stand between clause and name, and are not part of either."""
_NEVER: Final = frozenset(
    "某×X各全每该此哪谁你我他她它们的了着过吗呢吧啊呀么很不没也都就又再还且并或而因所被把位是要问说"
)
"""Characters that no name in these speeches contains."""
_NEVER_ALONE: Final = frozenset(
    "区县市省乡镇村州旗盟局院校党团位名后前本原总分支组班队厂矿场站所祝敬要常"
)
"""Surnames that beside a post are far more often what the post belongs to."""
_BODY: Final = frozenset("局委办厅部处科院校县市区镇乡村州")
"""Characters that end a body, before its post, and no name."""
_BODY_END: Final = frozenset("局委办厅部处科室院校所站社会队厂矿店行司县市区镇乡村州旗组团")
"""Characters that end what a post belongs to: 住建局|江流同志."""
_JOINING: Final = frozenset("由和与及把被对向")
"""Characters with which no name ends."""


def build(rulebook: Rulebook, profile: Profile) -> NameRecogniser | _Nobody:
    """The name rules that take part under a profile."""
    by_form: dict[tuple[str, str], Rule] = {}
    for rule in rulebook.of_kind("person"):
        if profile.uses(rule.id) and (form := _FORM.match(rule.match)):
            side = "line" if form[2] else "right" if form[1] else form[4] or "mention"
            by_form[form[3], side] = rule
    if "person" not in profile.kinds or not by_form:
        return _Nobody()
    return NameRecogniser(rulebook, by_form)


class _Nobody:
    """The recogniser of a profile that leaves persons alone."""

    def __call__(self, text: str) -> Iterator[Span]:
        return iter(())


class _Guess(NamedTuple):
    score: float
    start: int
    end: int
    form: str


class NameRecogniser:
    """Callable on a text; yields persons beside posts and titles, and their other mentions."""

    def __init__(self, rulebook: Rulebook, rules: dict[tuple[str, str], Rule]) -> None:
        self._rules = rules
        posts = rulebook.lexicon("posts")
        self._posts = posts.mapping()
        self._post = compiled.pattern(posts.regex)
        surnames = rulebook.lexicon("surnames").mapping()
        self._compound = frozenset(name for name in surnames if len(name) > 1)
        self._surnames = {name: _WEIGHTS.get(value, 0.3) for name, value in surnames.items()}
        # What a name can begin with: a surname, or anything before a middle dot.
        self._first = frozenset(name[0] for name in surnames)
        self._words = common_words(rulebook)
        self._blockers = frozenset(rulebook.lexicon("name_blockers").terms)
        self._followers = frozenset(rulebook.lexicon("name_followers").terms)
        self._public = frozenset(rulebook.lexicon("public_figures").terms)

    def __call__(self, text: str) -> Iterator[Span]:
        """The persons of ``text``."""
        found: dict[tuple[int, int], Span] = {}
        for match in self._post.finditer(text):
            start, end = match.span()
            post = match[0]
            title = self._posts[post] == "title"
            guesses: list[tuple[_Guess | None, str]] = []
            if start and text[start - 1] > _BEFORE_HAN:
                guesses.append((self._before(text, start), "title" if title else "post"))
            following = text[end : end + 1]
            if not title or post not in _NO_NAME_BEHIND:
                if following in self._first or "·" in text[end : end + 6]:
                    guesses.append((self._behind(text, end), "right"))
                elif following in (" ", "\u3000"):
                    guesses.append((self._on_line(text, start, end), "line"))
            for guess, side in guesses:
                if guess is None:
                    continue
                rule = self._rules.get((guess.form, side)) or (
                    self._rules.get((guess.form, "post")) if side == "title" else None
                )
                place = (guess.start, guess.end)
                if rule and text[guess.start : guess.end] not in self._public:
                    score = min(rule.score, 0.6 + guess.score / 4)
                    if place not in found or found[place].score < score:
                        found[place] = Span(*place, rule.kind, rule.id, score)
        yield from found.values()
        if mention := self._rules.get(("full_name", "mention")):
            yield from self._mentions(text, found, mention)

    def _mentions(
        self, text: str, found: dict[tuple[int, int], Span], rule: Rule
    ) -> Iterator[Span]:
        """Other places of the names found; a name that is a word only where it was found."""
        names = {text[start:end] for start, end in found}
        for name in sorted(names, key=len, reverse=True):
            if len(name) < 2 or name in self._words:
                continue
            place = text.find(name)
            while place >= 0:
                span = (place, place + len(name))
                if span not in found and not self._splits_word(text, *span):
                    yield Span(*span, rule.kind, rule.id, rule.score)
                place = text.find(name, place + len(name))

    def _splits_word(self, text: str, start: int, end: int) -> bool:
        """Whether a two-character name only arises where two words meet."""
        if end - start > 2:
            return False
        return text[start - 1 : start + 1] in self._words and text[end - 1 : end + 1] in self._words

    def _before(self, text: str, post: int) -> _Guess | None:
        """The best name that ends where the post begins."""
        run = _run_before(text, post)
        if not run or self._blocked(run):
            return None
        best: _Guess | None = None
        if "·" in run:
            start = post - len(run)
            return _Guess(1.2, start, post, "full_name") if len(run) >= 4 else None
        counted = post > len(run) and text[post - len(run) - 1].isdigit()
        for length in (4, 3, 2, 1):
            if length > len(run):
                continue
            name = run[len(run) - length :]
            if _NEVER.intersection(name) or (counted and length == len(run)):
                continue
            if (length > 1 and name[-1] in _BODY) or (length == 1 and self._reaches(text, post)):
                continue
            score, form = self._name_score(name, alone=length == len(run), beside=True)
            if not form:
                continue
            score += self._left_edge(run, length, form)
            if best is None or score > best.score:
                best = _Guess(score, post - length, post, form)
        return best if best and best.score >= _ENOUGH else None

    def _reaches(self, text: str, post: int) -> bool:
        """Whether a word reaches from the last character into the post: 江河|长."""
        return text[post - 1 : post + 1] in self._words

    def _name_score(self, name: str, *, alone: bool, beside: bool = False) -> tuple[float, str]:
        """How much a string looks like a name, and as which form; (0, "") if it cannot be one.

        A word right before a post is a name more often than one behind it, where the
        sentence goes on (严肃局长 is a man, 局长严肃指出 is not).
        """
        surname = name[:2] if name[:2] in self._compound else name[:1]
        weight = self._surnames.get(surname)
        given = len(name) - len(surname)
        if weight is not None and given == 0:
            return (0.0, "") if name in _NEVER_ALONE or name in _LEADING else (weight, "surname")
        if weight is not None and 1 <= given <= 2:
            score = weight + 0.25
            if name in self._words:
                score -= 0.4 if beside else 0.9
            elif given == 2 and name[:2] in self._words:
                score -= 0.35
            elif given == 2 and name[1:] in self._words:
                score -= 0.1 if weight > _WORD else 0.6
            return score, "full_name"
        if len(name) == 2 and alone and name not in self._words:
            return 0.35, "given_name"
        return 0.0, ""

    def _left_edge(self, run: str, length: int, form: str) -> float:
        """What stands before a name: the start of a clause, a leading word, or a word's middle."""
        rest = run[: len(run) - length]
        if not rest:
            return 0.5
        if form == "given_name":
            return -1.0
        name = run[len(run) - length :]
        # A word that reaches over the name's first character takes it away from the name.
        for reach in (3, 2):
            over = run[max(0, len(rest) - reach + 1) : len(rest) + 1]
            if len(over) == reach and over in self._words and over not in self._followers:
                return -1.0
            wider = run[max(0, len(rest) - 1) : len(rest) + reach - 1]
            if len(wider) == reach and wider in self._words and name not in wider:
                return -0.8
        if rest[-1] in _LEADING:
            return 0.4
        if any(rest[-n:] in self._posts for n in (4, 3, 2)):
            return 0.35
        if rest[-1] in _BODY_END:
            return 0.3 if form == "full_name" else 0.15
        if any(rest[-n:] in self._words or rest[-n:] in self._blockers for n in (4, 3, 2)):
            return 0.3
        return -0.1 if form == "full_name" and length == 3 else -0.6

    def _behind(self, text: str, end: int) -> _Guess | None:
        """The best name that begins where the post ends."""
        found = _HAN.match(text, end, end + 12)
        if not found:
            return None
        run = found[0]
        if "·" in run[:6]:
            cut = _foreign_name(run, self._followers)
            return _Guess(1.2, end, end + cut, "full_name") if cut else None
        at_end = found.end() < end + 12
        best: _Guess | None = None
        for length in (4, 3, 2):
            name = run[:length]
            if len(name) < length or _NEVER.intersection(name):
                continue
            score, form = self._name_score(name, alone=False)
            if form != "full_name":
                continue
            score += self._right_edge(run, length, at_end)
            if best is None or score > best.score:
                best = _Guess(score, end, end + length, form)
        return best if best and best.score >= _ENOUGH else None

    def _right_edge(self, run: str, length: int, at_end: bool) -> float:
        """What stands behind a name: the end of a clause, a word that follows names, or more."""
        rest = run[length:]
        if run[length - 1] in _JOINING:
            return -1.0
        if not rest:
            return 0.45 if at_end else 0.2
        for inside in range(1, length):
            # 主任和副主任: a post that begins inside the name leaves no name.
            if (post := self._post.match(run, inside)) and post.end() > length:
                return -1.0
        # A word that begins inside the name and goes on behind it takes it away.
        for inside in (1, 2):
            if inside >= length:
                continue
            for size in (4, 3, 2):
                word = run[length - inside : length - inside + size]
                if len(word) == size > inside and word in self._words:
                    return -0.5
        if any(rest[:n] in self._followers for n in (4, 3, 2, 1)):
            return 0.4
        if self._post.match(rest):
            return 0.4
        if any(rest[:n] in self._words for n in (4, 3, 2)):
            return 0.2
        # Nothing tells where the name ends: a common surname and two characters will do.
        common = self._surnames.get(run[:1], 0.0) > _RARE
        return 0.0 if length == 3 and common else -0.2

    def _on_line(self, text: str, start: int, end: int) -> _Guess | None:
        """A name behind a post and spaces, alone to the end of the line."""
        found = _LINE_NAME.match(text, end)
        if not found:
            return None
        name = found[1].replace(" ", "").replace("\u3000", "")
        if _PLACEHOLDERS.intersection(name):
            return None
        weight = self._surnames.get(name[:2], self._surnames.get(name[:1], 0.0))
        if len(name) == 4 and name[:2] in self._words and name[2:] in self._words:
            return None
        return _Guess(0.9 + weight, found.start(1), found.end(1), "full_name")

    def _blocked(self, run: str) -> bool:
        blockers = self._blockers
        return (
            run[-2:] in blockers
            or run[-3:] in blockers
            or run[-4:] in blockers
            or run[-5:] in blockers
            or run[-6:] in blockers
        )


_LINE_NAME: Final = compiled.lazy(
    r"[ \u3000]{1,4}([\u4e00-\u9fff](?:[ \u3000]{0,2}[\u4e00-\u9fff·]){1,9})"
    r"[ \u3000]{0,4}(?=\r|\n|$)"
)
_BEFORE_HAN: Final = "\u33ff"
_WORD: Final = 0.12
_RARE: Final = 0.4
_WEIGHTS: Final = {"common": 0.55, "rare": _RARE, "word": _WORD, "compound": 0.6}
_PLACEHOLDERS: Final = frozenset("某×X＊")
_NO_NAME_BEHIND: Final = frozenset(
    ("同志", "先生", "女士", "大姐", "大哥", "师傅", "老师", "阿姨", "大爷", "大娘")
)


def _run_before(text: str, end: int, reach: int = 12) -> str:
    """The Chinese characters that stand right before an offset, up to ``reach`` of them."""
    found = _HAN_TAIL.search(text, max(0, end - reach), end)
    return found[0] if found else ""


def _foreign_name(run: str, followers: frozenset[str]) -> int:
    """How long a name with a middle dot is: to the first word that follows names."""
    dot = run.rindex("·")
    for cut in range(dot + 2, min(len(run), dot + 7)):
        if any(run[cut : cut + n] in followers for n in (3, 2, 1)):
            return cut
    return min(len(run), dot + 5)

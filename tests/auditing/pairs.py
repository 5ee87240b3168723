"""Pairs of an original and a redacted text whose verdicts are known because they were made so.

A hand (:class:`Options`) does something to every fact, to sentences and to the surface of a
text, at random. What happened to each fact is known from that; only whether a value stands
elsewhere is looked up in the text that came out. Where two verdicts are honestly right both
are accepted.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from tests.auditing import moves
from tests.auditing.elsewhere import Redacted, Stands
from tests.auditing.hands import HANDS, Options, any_hand
from tests.auditing.structure import Sentence, arrange, paragraphs_of
from tests.auditing.surface import CHANGES
from tests.auditing.tagged import ADDED, LITERAL, Edit, Tagged, render

__all__ = ["HANDS", "Expected", "Gold", "Options", "Pair", "any_hand", "make_pair"]

Gold = tuple[int, int, str]


class Expected(NamedTuple):
    """A fact ``original[start:end]`` and the verdicts that are right for it.

    ``places`` are where it may be found in the redacted text, none where nothing stands for
    it. ``known``: recognition finds just this stretch. ``move`` says what was done to it.
    """

    start: int
    end: int
    kind: str
    verdicts: frozenset[str]
    places: tuple[tuple[int, int], ...]
    known: bool
    move: str

    @property
    def place(self) -> tuple[int, int] | None:
        return self.places[0] if self.places else None


class Pair(NamedTuple):
    """Two texts, the verdicts, and the stretches of the second that are not of the first."""

    original: str
    redacted: str
    expected: tuple[Expected, ...]
    added: tuple[tuple[int, int], ...] = ()
    notes: frozenset[str] = frozenset()
    """Notes that the audit must give."""


def make_pair(
    text: str,
    facts: Sequence[Gold],
    rng: random.Random,
    options: Options | None = None,
    *,
    known: Collection[tuple[int, int]] = (),
    donors: Sequence[str] = (),
) -> Pair:
    """A pair whose original is ``text``; ``facts`` are ``(start, end, kind)``, none overlapping.

    ``known`` are the places that recognition finds; ``donors`` are paragraphs of other texts
    that may be added (some are built in).
    """
    options = options or any_hand(rng)
    facts = sorted(fact for fact in facts if not _HIDDEN.search(text[fact[0] : fact[1]]))
    paragraphs = paragraphs_of(text, facts)
    done = _Hand(text, facts, rng, options).edits()
    pieces = {
        sentence: render(text, sentence.start, sentence.end, edits)
        for sentence, edits in _by_sentence(paragraphs, done.edits)
    }
    redacted, kept = arrange(paragraphs, pieces, rng, options, donors)
    for name, change in CHANGES.items():
        if name in options.surface:
            redacted = change(redacted, rng)
    return _judged(text, facts, done, redacted, kept, set(known))


def _by_sentence(
    paragraphs: Sequence[Sequence[Sentence]], edits: Sequence[Edit]
) -> Iterator[tuple[Sentence, list[Edit]]]:
    starts = [edit.start for edit in edits]
    for paragraph in paragraphs:
        for sentence in paragraph:
            low, high = (bisect_left(starts, place) for place in sentence[:2])
            yield sentence, list(edits[low:high])


_HIDDEN: Final = re.compile("[某XxＸ×*＊_○□]")
"""Such a fact is hidden, or seems to be, in the original already."""

_OVER: Final = re.compile(
    "高质量发展|工作|坚决|全面|落实|群众|责任|认真|重点|问题|安全|推进|服务|加强|干部|项目|建设|"
    "管理|任务|措施|同志们|精神|部署|检查|监督|组织|企业|发展|困难|信心|作风"
)


@dataclass
class _Done:
    """What a hand did: the edits in order, the move and the tag of each fact."""

    edits: list[Edit] = field(default_factory=list)
    moves: dict[int, str] = field(default_factory=dict)
    tags: dict[int, int] = field(default_factory=dict)
    over: list[Gold] = field(default_factory=list)


class _Hand:
    def __init__(
        self, text: str, facts: Sequence[Gold], rng: random.Random, options: Options
    ) -> None:
        self.text, self.facts, self.rng, self.options = text, facts, rng, options
        self.styles = rng.sample(moves.STYLES, options.styles)
        self.habits: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.renamed: dict[str, str | None] = {}

    def edits(self) -> _Done:
        done = _Done()
        index = 0
        while index < len(self.facts):
            index = self._fact(index, done)
        self._over_strip(done)
        done.edits.sort()
        return done

    def _fact(self, index: int, done: _Done) -> int:
        """Deal with the fact, or a run of facts; gives the number of the next."""
        start, end, kind = self.facts[index]
        text = self.text[start:end]
        move = self._move(text, kind)
        done.moves[index], done.tags[index] = move, index
        room = self.facts[index + 1][0] if index + 1 < len(self.facts) else len(self.text)
        if move == "strip" and self.rng.random() < self.options.merge:
            after = self._run(index)
            if after > index + 1:
                for other in range(index, after):
                    done.moves[other], done.tags[other] = "strip", index
                last = self.facts[after - 1][1]
                done.edits.append(Edit(start, last, self._placeholder(text, kind), index))
                return after
        new: str | None = None
        if move == "part":
            new = moves.part_left(text, kind, self.rng)
        elif move == "alter":
            new = self._altered(text, kind)
        elif move == "rewrite":
            unit = self.text[end : min(end + 2, room)]
            if found := moves.rewritten(text, kind, unit, self.rng):
                new, end = found[0], end + found[1]
        elif move == "strip":
            new, end = self._stripped(start, end, kind, room)
        if new is None or new == self.text[start:end]:
            done.moves[index], new = "keep", self.text[start:end]
        done.edits.append(Edit(start, end, new, index))
        return index + 1

    def _move(self, text: str, kind: str) -> str:
        names, weights = zip(*self.options.moves.items(), strict=True)
        move = str(self.rng.choices(names, weights)[0])
        if kind in self.options.stay:
            return "keep"
        if self.options.consistent and kind in moves.NAMES:
            return self.habits.setdefault(text, move)
        return move

    def _altered(self, text: str, kind: str) -> str | None:
        """Another value; a name has the same other name throughout."""
        if kind not in moves.NAMES:
            return moves.altered(text, kind, self.rng)
        if text not in self.renamed:
            self.renamed[text] = moves.altered(text, kind, self.rng)
        return self.renamed[text]

    def _run(self, index: int) -> int:
        """The end of the run of facts that this one starts, with little between them."""
        after = index + 1
        while after < len(self.facts) and after < index + 4:
            between = self.text[self.facts[after - 1][1] : self.facts[after][0]]
            if between not in ("、", "年", "月", "时", "．", "和") or "\n" in between:
                break
            after += 1
        return after

    def _stripped(self, start: int, end: int, kind: str, room: int) -> tuple[str, int]:
        if self.rng.random() < self.options.swallow:
            longer = moves.swallowed(self.text, end, kind)
            end = longer if longer <= room else end
        before = self.text[max(0, start - 8) : start]
        if self.rng.random() < self.options.delete and len(before) == 8 and "\n" not in before:
            return "", end
        if self.rng.random() < self.options.vague and kind in moves.VAGUE:
            return self.rng.choice(moves.VAGUE[kind]), end
        return self._placeholder(self.text[start:end], kind), end

    def _placeholder(self, text: str, kind: str) -> str:
        number = self.numbers.setdefault(text, len(self.numbers) + 1)
        return moves.placeholder(self.rng.choice(self.styles), kind, text, number)

    def _over_strip(self, done: _Done) -> None:
        if not self.options.over:
            return
        taken = [(e.start, e.end) for e in done.edits]
        taken += [(len(self.text) + 9, len(self.text) + 9)]
        gaps = [(0, taken[0][0]), *((a[1], b[0]) for a, b in pairwise(taken))]
        words: dict[str, bool] = {}
        for low, high in gaps:
            reached = low + 4
            for found in _OVER.finditer(self.text, low + 4, max(low + 4, high - 4)):
                word = found[0]
                if word not in words:
                    words[word] = self.rng.random() < self.options.over
                if not words[word] or found.start() < reached or self.rng.random() < 0.3:
                    continue
                reached = found.end() + 8
                tag = len(self.facts) + len(done.over)
                done.over.append((found.start(), found.end(), "term"))
                text = self._placeholder(word, "")
                done.edits.append(Edit(found.start(), found.end(), text, tag))


def _judged(
    text: str,
    facts: Sequence[Gold],
    done: _Done,
    redacted: Tagged,
    kept: Collection[Sentence],
    known: Collection[tuple[int, int]],
) -> Pair:
    places = redacted.places()
    stand = {
        (kind, text[start:end])
        for index, (start, end, kind) in enumerate(facts)
        if done.moves[index] in ("keep", "rewrite") and done.tags[index] in places
    }
    literal = "".join(
        char for char, tag in zip(redacted.chars, redacted.tags, strict=True) if tag == LITERAL
    )
    hidden = {done.tags[i] for i, move in done.moves.items() if move == "strip"}
    told = "".join(
        "▢" if tag in hidden or tag >= len(facts) else char
        for char, tag in zip(redacted.chars, redacted.tags, strict=True)
    )
    found = Redacted(told, stand, literal)
    present = sorted(kept)
    expected = []
    for index, (start, end, kind) in enumerate(facts):
        here = tuple(places.get(done.tags[index], ()))
        sentence = bisect_left(present, (start + 1,)) - 1
        gone = sentence < 0 or present[sentence].end < end
        move = "gone" if gone else done.moves[index]
        verdicts = _verdicts(move, found.stands(text[start:end], kind, text[end : end + 1]), kind)
        expected.append(Expected(start, end, kind, verdicts, here, (start, end) in known, move))
    for index, (start, end, kind) in enumerate(done.over, len(facts)):
        if here := tuple(places.get(index, ())):  # words that went with their passage are no fact
            verdicts = frozenset(("over_stripped",))
            expected.append(Expected(start, end, kind, verdicts, here, False, "over"))
    return Pair(text, redacted.text, tuple(expected), tuple(places.get(ADDED, ())))


def _verdicts(move: str, stands: Stands, kind: str) -> frozenset[str]:
    """What may be said of a fact to which this was done."""
    own = {
        "keep": "kept",
        "rewrite": "kept",
        "part": "partly",
        "alter": "altered",
        "strip": "stripped",
        "gone": "gone",
    }[move]
    if own == "kept":
        return frozenset((own,))
    if own == "stripped" and stands == "yes":
        return frozenset(("kept_elsewhere",))
    right = {own} if stands == "no" else {own, "kept_elsewhere"}
    if own == "stripped" and kind in moves.FIGURES:
        right.add("derivable")
    return frozenset(right)

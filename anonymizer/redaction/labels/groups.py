"""Figures that share their words: 由…提高到…, 分别为…、…和…."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.redaction.labels.clauses import Clauses
from anonymizer.redaction.labels.masked import FIGURE, MOMENT, STOPS
from anonymizer.redaction.labels.words import Words
from anonymizer.slots import Span

_TURN: Final = compiled.lazy(
    r"(?:的|左右|以上|多)*([\u4e00-\u9fff]{0,6}?)(?:到|至|为|成|—|-|～|~)"
    r"(?:了|约|近|目前的|现在的|今年的|去年的|\ue001[年月日底末初]{0,2}的?|[\u4e00-\u9fff]{0,2})\ue000"
)
_FROM: Final = ("由", "从", "自")
_ADVERBS: Final = ("逐步", "进一步", "迅速", "直接", "一下子", "又", "再", "已")
_BETWEEN: Final = "、和，, 与及约近多余"
_BASE: Final = 16
_FARTHEST: Final = 9
"""Characters between the two figures of a turn."""


class Turn(NamedTuple):
    """Two figures, before and after; ``subject`` is what turned."""

    names: dict[int, str]
    subject: str


def turned(
    clauses: Clauses, spans: Sequence[Span], words: Words, index: int, before: str, subject: str
) -> Turn | None:
    """由⟦X⟧提高到⟦X⟧ → 提高前, 提高后; ⟦X⟧至⟦X⟧ → 下限, 上限."""
    text, places = clauses.text, clauses.places
    end = clauses.ends[index]
    following = index + 1
    if following >= len(places) or not 0 < places[following] - end <= _FARTHEST:
        return None
    if text[end] in STOPS or not (found := _TURN.match(text, end)):
        return None
    while places[following] < found.end() - 1:
        following += 1
    base, marked = before, before.endswith((*_FROM, "的"))
    if before.endswith(_FROM):
        base = before[:-1]
    else:
        for word in _FROM[:2]:
            head, got, tail = before.rpartition(word)
            if got and len(tail) < _FARTHEST:
                base, marked = head + tail.rstrip("的"), True
                break
    base = words.shorten(words.nameless(words.trim(base)))
    if not base or words.leans(base):
        base = subject + base
    change = found[1]
    for adverb in _ADVERBS:
        change = change.removeprefix(adverb)
    change = words.turn.get(change, change)
    if not change:
        first, second = ("调整前", "调整后") if marked else ("下限", "上限")
    elif marked and len(change) in (1, 2):
        first, second = change + "前", change + "后"
    else:
        return None
    if not (found[1] or marked or base):
        base = clauses.behind(clauses.ends[following], spans[following].kind)
    base = base[:_BASE]
    return Turn({index: base + first, following: base + second}, base)


def shared(
    clauses: Clauses, words: Words, index: int, recent: Sequence[str]
) -> dict[int, str] | None:
    """粮食、油料、蔬菜面积分别达到⟦X⟧、⟦X⟧、⟦X⟧亩: one item for each figure.

    Without items of its own (分别增长⟦X⟧%和⟦X⟧%) the clause speaks of ``recent`` subjects.
    """
    text, place = clauses.text, clauses.places[index]
    at, start = place, max(0, place - 60)
    while at > start and text[at - 1] not in STOPS and text[at - 1] not in (FIGURE, MOMENT):
        at -= 1
    clause, _, tail = text[at:place].partition("分别")
    change = words.trim_right(tail)
    items = [item for part in clause.split("、") for item in _split_and(part)]
    items = [words.trim_left(item).rstrip("都均") for item in items]
    run = _run(clauses, index)
    if len(items) == 1 and 1 < len(run) <= len(recent) and (not items[0] or words.leans(items[0])):
        names = [name + items[0] + change for name in recent[-len(run) :]]
        return dict(zip(run, names, strict=True))
    if len(items) < 2 or len(run) < len(items):
        return None
    head = ""
    pieces = words.split(items[-1])
    if len(pieces) > 1 and not any(item.endswith(pieces[-1]) for item in items[:-1]):
        head = pieces[-1]
    names = [*(item + head for item in items[:-1]), items[-1]]
    return {
        place: (words.nameless(name) or name) + change
        for place, name in zip(run, names, strict=False)
    }


def _run(clauses: Clauses, index: int) -> list[int]:
    """The figures that follow one another with nothing but 、 and 和 between them."""
    text, places = clauses.text, clauses.places
    run = [index]
    for following in range(index + 1, len(places)):
        between = text[clauses.ends[following - 1] : places[following]]
        if between.strip(_BETWEEN) or text[places[following]] != FIGURE:
            break
        run.append(following)
    return run


def _split_and(part: str) -> list[str]:
    """The items of 甲和乙, 甲及乙."""
    for word in ("以及", "和", "与", "及"):
        head, got, tail = part.rpartition(word)
        if got and len(head) > 1 and len(tail) > 1:
            return [head, tail]
    return [part]

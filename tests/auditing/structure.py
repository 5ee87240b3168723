"""Sentences and paragraphs dropped, added, swapped, repeated, cut off."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from tests.auditing.hands import Options
from tests.auditing.tagged import ADDED, Tagged, joined


class Sentence(NamedTuple):
    """A sentence of the original, or a line that ends without a full stop."""

    start: int
    end: int
    skeleton: str
    """Its Chinese characters outside facts."""


Paragraph = list[Sentence]

_END: Final = re.compile('[。！？!?]+[”’」』"）)]*|\n')


def paragraphs_of(text: str, facts: Sequence[tuple[int, int, str]]) -> list[Paragraph]:
    """The lines of a text, each with its sentences; an empty line has none."""
    starts = [fact[0] for fact in facts]

    def skeleton(start: int, end: int) -> str:
        kept, at = [], start
        for fact in facts[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]:
            kept.append(text[at : fact[0]])
            at = fact[1]
        return "".join(c for c in "".join(kept) + text[at:end] if "一" <= c <= "鿿")

    def in_fact(place: int) -> bool:
        before = bisect_right(starts, place) - 1
        return before >= 0 and starts[before] < place < facts[before][1]

    paragraphs: list[Paragraph] = [[]]
    start = 0
    for found in _END.finditer(text):
        line = found[0] == "\n"
        if in_fact(found.start()) or in_fact(found.end()):
            continue
        end = found.start() if line else found.end()
        if start < end:
            paragraphs[-1].append(Sentence(start, end, skeleton(start, end)))
        start = found.end()
        if line:
            paragraphs.append([])
    if start < len(text):
        paragraphs[-1].append(Sentence(start, len(text), skeleton(start, len(text))))
    return paragraphs


def arrange(
    paragraphs: list[Paragraph],
    pieces: dict[Sentence, Tagged],
    rng: random.Random,
    habits: Options,
    donors: Sequence[str] = (),
) -> tuple[Tagged, set[Sentence]]:
    """The redacted text in its order, and which sentences of the original are in it."""
    added = [*donors, *_DONORS]
    rng.shuffle(added)
    twins = Counter(s.skeleton for p in paragraphs for s in p)

    def telling(sentence: Sentence) -> bool:
        """Whether one can tell it from every other sentence once its facts are gone."""
        return len(sentence.skeleton) >= 8 and twins[sentence.skeleton] == 1

    def prose(line: Sequence[Sentence | Tagged]) -> bool:
        """Whether it is no heading, title or signature, so that a sentence may be added."""
        last = line[-1] if line else None
        return isinstance(last, Sentence) and pieces[last].text.endswith(("。", "！", "？"))

    lines: list[list[Sentence | Tagged]] = []
    for paragraph in _cut(_reordered(paragraphs, rng, habits), habits.cut):
        sound = all(telling(s) for s in paragraph)
        if sound and paragraph and len(paragraphs) > 3 and rng.random() < habits.drop_paragraph:
            continue
        line: list[Sentence | Tagged] = [
            s for s in paragraph if not telling(s) or rng.random() >= habits.drop
        ]
        if rng.random() < habits.swap and len(line) > 2 and sound:
            at = rng.randrange(len(line) - 1)
            line[at], line[at + 1] = line[at + 1], line[at]
        if added and prose(line) and rng.random() < habits.add:
            line.insert(rng.randint(1, len(line)), Tagged(added.pop(), ADDED))
        lines.append(line)
        if added and rng.random() < habits.add * 0.5:
            lines.append([Tagged(added.pop(), ADDED)])
    kept = {piece for line in lines for piece in line if isinstance(piece, Sentence)}
    if habits.duplicate and (long := [li for li in lines if len(li) > 1]):
        lines.insert(rng.randint(0, len(lines)), rng.choice(long))
    if habits.cut == "longer":
        lines += [[Tagged(text, ADDED)] for text in added]
    parts = [
        joined([pieces[p] if isinstance(p, Sentence) else p for p in line], "") for line in lines
    ]
    return joined(parts), kept


def _cut(paragraphs: list[Paragraph], which: str) -> list[Paragraph]:
    """Without the first or the last two fifths of the sentences."""
    total = sum(len(p) for p in paragraphs)
    low = total * 2 // 5 if which == "head" else 0
    high = total * 3 // 5 if which == "tail" else total
    kept, seen = [], 0
    for paragraph in paragraphs:
        part = paragraph[max(0, low - seen) : max(0, high - seen)]
        if part or (not paragraph and low <= seen < high):
            kept.append(part)
        seen += len(paragraph)
    return kept


def _reordered(paragraphs: list[Paragraph], rng: random.Random, habits: Options) -> list[Paragraph]:
    """The text's blocks of paragraphs, shuffled; the first stays the first."""
    if not habits.reorder or len(paragraphs) < 4:
        return paragraphs
    size = max(1, len(paragraphs) // rng.randint(3, 5))
    blocks = [paragraphs[i : i + size] for i in range(0, len(paragraphs), size)]
    rest = blocks[1:]
    rng.shuffle(rest)
    return [p for block in [blocks[0], *rest] for p in block]


_DONORS: Final = (
    "去年冬天，榆垡县组织了47支小分队，走遍186个村民小组，把1,930条意见带了回来。",
    "澧浦镇的老支书邬春晓算过一笔账：一亩藕田多收640元，全镇就是312万元。",
    "今后凡是超过27天没有回音的来信，一律由督查室登门问清楚，问到谁的头上谁作说明。",
    "昨天晚饭后，庞树勋副局长又去了一趟泵站，水位已经回落0.73米，大家悬着的心放下了一半。",
    "图书馆周末延长到21点40分闭馆，读者多了近四成，茶水间也热闹起来了。",
    "请会务组的同志散会后留一下，把桌签、话筒和饮水一并清点归还。",
    "据气象台预报，杉木坳一带明后两天雷雨不断，过路车辆尽量绕行S519线。",
    "宏昇公司新来的工程师带着学徒连拆了19台旧电机，居然拼出了8台能用的。",
    "合唱比赛定在11月29日下午，凤栖街道出两个节目，服装自备，道具从简。",
    "老百姓常说，灶膛不空心要实，做人做事都是这个理，请大家回去慢慢体会。",
)
"""Sentences written for this: nobody's speech has them."""

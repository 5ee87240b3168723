"""One document judged: which mentions are gone, which removals are right.

Places are looked up in byte maps with one byte a character, so that judging costs next to
nothing beside recognition, and can be done once more for every rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from anonymizer.evaluation.gold import Document, Mention
from anonymizer.recognition import recognise
from anonymizer.redaction import Decision, settle
from anonymizer.rulebook import Profile, Rulebook
from anonymizer.slots import Span

_STRICT: Final = "strict.all"


def recognised(text: str, rulebook: Rulebook, profile: Profile) -> list[Span]:
    """What recognition finds in a text as it stands; the costly half."""
    return recognise([text], rulebook, profile)[0]


def decided(text: str, spans: Sequence[Span], rulebook: Rulebook) -> list[Decision]:
    """What becomes of the spans. All that runs between recognition and replacing stands here."""
    return settle(text, spans, rulebook)


class Task(NamedTuple):
    """What is expected of one document under a profile: what must go, and what is not judged."""

    document: Document
    mentions: tuple[Mention, ...]
    gold: bytearray
    neutral: bytearray
    exact: frozenset[tuple[int, int]]


def task(document: Document, profile: Profile, kinds: Collection[str]) -> Task:
    """The task of a document: only ``kinds`` are judged, the rest is neither right nor wrong.

    What is marked ``strict`` must go under a profile that takes part in the ``strict.*``
    rules, and is not judged under any other.
    """
    expected = [*document.mentions]
    unjudged: list[Mention] = []
    (expected if profile.uses(_STRICT) else unjudged).extend(document.strict)
    unjudged += [mention for mention in expected if mention.kind not in kinds]
    mentions = tuple(sorted(mention for mention in expected if mention.kind in kinds))
    size = len(document.text)
    return Task(
        document,
        mentions,
        covered(size, mentions),
        covered(size, unjudged),
        frozenset((mention.start, mention.end) for mention in mentions),
    )


def covered(size: int, stretches: Iterable[Mention | Span]) -> bytearray:
    """One byte for each of ``size`` characters, 1 where a stretch covers it."""
    cover = bytearray(size)
    for stretch in stretches:
        cover[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
    return cover


def gone(cover: bytearray, start: int, end: int) -> bool:
    """Whether every character of a stretch is covered."""
    return cover.find(0, start, end) < 0


def touched(cover: bytearray, start: int, end: int) -> bool:
    """Whether any character of a stretch is covered."""
    return cover.find(1, start, end) >= 0


class Verdicts(NamedTuple):
    """The verdicts on one document; the first four run along ``task.mentions``.

    ``false``, ``boundary`` and ``right`` are removals: touching nothing marked, touching a
    mention but not it exactly, and one mention exactly. Removals of kinds that are not
    judged, or touching nothing but what is not judged, are in none of them.
    """

    found: list[bool]
    as_kind: list[bool]
    exact: list[bool]
    characters: list[int]
    right: list[Span]
    boundary: list[Span]
    false: list[Span]


def judge(task: Task, removed: Sequence[Span], kinds: Collection[str]) -> Verdicts:
    """Judge what was removed from a document."""
    size = len(task.document.text)
    cover = covered(size, removed)
    by_kind: dict[str, bytearray] = {}
    for kind in {span.kind for span in removed}:
        by_kind[kind] = covered(size, (span for span in removed if span.kind == kind))
    nothing = bytearray(size)
    places = {(span.start, span.end) for span in removed}
    right, boundary, false = [], [], []
    for span in removed:
        if span.kind not in kinds:
            continue
        if (span.start, span.end) in task.exact:
            right.append(span)
        elif touched(task.gold, span.start, span.end):
            boundary.append(span)
        elif not touched(task.neutral, span.start, span.end):
            false.append(span)
    return Verdicts(
        [gone(cover, m.start, m.end) for m in task.mentions],
        [gone(by_kind.get(m.kind, nothing), m.start, m.end) for m in task.mentions],
        [(m.start, m.end) in places for m in task.mentions],
        [cover.count(1, m.start, m.end) for m in task.mentions],
        right,
        boundary,
        false,
    )

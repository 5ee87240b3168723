"""How often the audit is right, on pairs whose verdicts are known because they were made so.

    python scripts/audit_score.py                          # the corpus, every hand
    python scripts/audit_score.py --texts corpus GOLD.jsonl --pairs 200 --hands any --misses 20
    python scripts/audit_score.py --edges                  # empty, identical, 1 MB and so on
    python scripts/audit_score.py --replay any:41          # both texts of one pair, and its misses

Prints, for facts that recognition knows and for all marked facts, how many verdicts are right;
which was taken for which; verdicts where nothing was done (``invented``); how much of the added
text is ``beyond``; and the time. A pair is named by its hand and its seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.auditing import extremes  # noqa: E402
from tests.auditing.pairs import HANDS, Expected, Options, Pair, any_hand, make_pair  # noqa: E402
from tests.auditing.texts import Speech, annotated, corpus, known, paragraphs  # noqa: E402

Audit = Callable[[str, str], Any]
Place = tuple[int, int]


class Judged(NamedTuple):
    """A fact, and what the audit said of it (``missed``: nothing)."""

    expected: Expected
    said: str
    found: Any
    right: bool
    placed: bool


class Score(NamedTuple):
    """One pair, judged."""

    name: str
    pair: Pair
    judged: list[Judged]
    invented: list[Any]
    covered: int
    added: int
    inside: int


def judge(name: str, pair: Pair, record: Any) -> Score:
    """Compare what the audit says with what is so."""
    facts = sorted(record.facts, key=lambda f: tuple(f.original))
    taken: set[int] = set()
    starts = [f.original[0] for f in facts]
    longest = max((f.original[1] - f.original[0] for f in facts), default=0)
    judged = []
    for expected in pair.expected:
        low = bisect_left(starts, expected.start - longest)
        high = bisect_left(starts, expected.end)
        hits = [i for i in range(low, high) if facts[i].original[1] > expected.start]
        taken.update(hits)
        exact = [i for i in hits if tuple(facts[i].original) == (expected.start, expected.end)]
        best = max(hits, key=lambda i: _shared(expected, facts[i].original), default=None)
        chosen = facts[exact[0] if exact else best] if best is not None else None
        said = "missed" if chosen is None else str(chosen.verdict)
        right = said in expected.verdicts
        judged.append(Judged(expected, said, chosen, right, right and _placed(expected, chosen)))
    invented = [
        f for i, f in enumerate(facts) if i not in taken and f.verdict not in ("kept", "gone")
    ]
    return Score(name, pair, judged, invented, *_beyond(pair, record))


def _shared(expected: Expected, place: Place) -> int:
    return min(expected.end, place[1]) - max(expected.start, place[0])


def _placed(expected: Expected, found: Any) -> bool:
    """Whether the audit found the place in the redacted text too (beside it will do)."""
    if not expected.places or found.redacted is None:
        return not expected.places or found.redacted is not None
    start, end = found.redacted
    return any(a <= end and start <= b for a, b in expected.places)


def _beyond(pair: Pair, record: Any) -> tuple[int, int, int]:
    """Added characters said to be beyond, all added ones, and facts placed among them."""
    beyond = sorted(tuple(p) for p in record.beyond)
    covered = sum(
        max(0, min(b, end) - max(a, start)) for a, b in beyond for start, end in pair.added
    )
    inside = sum(
        any(a <= f.redacted[0] and f.redacted[1] <= b for a, b in pair.added)
        for f in record.facts
        if f.redacted is not None and f.verdict != "kept_elsewhere"
    )
    return covered, sum(b - a for a, b in pair.added), inside


def pairs(
    speeches: Sequence[Speech], hands: Sequence[str], count: int, seed: int
) -> Iterator[tuple[str, Pair]]:
    """``count`` pairs, hands and speeches in turn; each is made from its own seed."""
    for number in range(count):
        hand = hands[number % len(hands)]
        yield f"{hand}:{seed + number}", pair_of(speeches, hand, seed + number)


def pair_of(speeches: Sequence[Speech], hand: str, seed: int) -> Pair:
    rng = random.Random(seed)
    speech = speeches[rng.randrange(len(speeches))]
    options = HANDS[hand] if hand in HANDS else any_hand(rng)
    donors = paragraphs([speeches[rng.randrange(len(speeches))]])
    donors = [line for line in donors if line not in speech.text][:6] if len(speeches) > 1 else []
    return make_pair(
        speech.text, speech.facts, rng, options, known=known(speech.text), donors=donors
    )


def report(scores: Sequence[Score], misses: int) -> None:
    for title, every in (("facts that recognition knows", False), ("all marked facts", True)):
        judged = [j for s in scores for j in s.judged if every or j.expected.known]
        print(f"\n{title}: {_rate(judged)}, placed {_share([j.placed for j in judged])}")
        for move in sorted({j.expected.move for j in judged}):
            print(f"  {move:8} {_rate([j for j in judged if j.expected.move == move])}")
    over = [j for s in scores for j in s.judged if j.expected.move == "over"]
    print(f"\nover-stripped words: {_rate(over)}")
    table = Counter(
        ("|".join(sorted(j.expected.verdicts)), j.said)
        for s in scores
        for j in s.judged
        if j.expected.known or j.expected.move == "over"
    )
    print("\nexpected → said (known facts and ordinary words)")
    for (expected, said), number in sorted(table.items()):
        wrong = "" if said in expected.split("|") else "   ✗"
        print(f"  {expected:40} {said:15} {number:7}{wrong}")
    invented = Counter(str(f.verdict) for s in scores for f in s.invented)
    print(f"\nverdicts where nothing was done: {dict(invented)}")
    covered, added = sum(s.covered for s in scores), sum(s.added for s in scores)
    inside = sum(s.inside for s in scores)
    print(f"added text said to be beyond: {covered} of {added}; facts placed in it: {inside}")
    print("\nhands")
    for hand in sorted({s.name.split(":")[0] for s in scores}):
        own = [j for s in scores if s.name.startswith(f"{hand}:") for j in s.judged]
        print(f"  {hand:12} {_rate([j for j in own if j.expected.known])}")
    _worst(scores, misses)


def _share(flags: Sequence[bool]) -> str:
    return f"{sum(flags) / len(flags):.2%}" if flags else "-"


def _rate(judged: Sequence[Judged]) -> str:
    right = [j.right for j in judged]
    return f"{_share(right)} ({sum(right)} of {len(right)})"


def _worst(scores: Sequence[Score], misses: int) -> None:
    """The misses of the pairs that have most of them, both texts around each."""
    left = misses
    for score in sorted(scores, key=lambda s: -sum(_counts(j) for j in s.judged)):
        wrong = [j for j in score.judged if _counts(j)]
        for j in wrong[: max(3, misses // 8)]:
            if left <= 0:
                return
            left -= 1
            show(score, j)
        for fact in score.invented[:2]:
            if left > 0:
                left -= 1
                print(f"\n{score.name}: invented {fact.verdict} ({fact.reason})")
                print(f"  - {_around(score.pair.original, fact.original)}")
                print(f"  + {_around(score.pair.redacted, fact.redacted)}")


def _counts(j: Judged) -> bool:
    return not j.right and (j.expected.known or j.expected.move == "over")


def show(score: Score, j: Judged) -> None:
    e = j.expected
    reason = f" ({j.found.reason})" if j.found is not None else ""
    print(
        f"\n{score.name}: {e.move} {e.kind}: {'|'.join(sorted(e.verdicts))}, not {j.said}{reason}"
    )
    print(f"  - {_around(score.pair.original, (e.start, e.end))}")
    print(f"  + {_around(score.pair.redacted, e.place)}")
    if j.found is not None and j.found.redacted not in (None, e.place):
        print(f"  ? {_around(score.pair.redacted, j.found.redacted)}")


def _around(text: str, place: Place | None) -> str:
    if place is None:
        return "nowhere"
    start, end = place
    shown = f"{text[max(0, start - 30) : start]}⟦{text[start:end]}⟧{text[end : end + 30]}"
    return shown.replace("\n", "⏎")


def edges(speeches: Sequence[Speech], audit: Audit, seed: int) -> None:
    """Pairs at the edges: all marked facts, notes, time."""
    rng = random.Random(seed)
    moved = Options({"strip": 0.7, "keep": 0.3}, drop=0.1, add=0.1, reorder=True)
    cases = extremes.small(speeches[0])
    cases += [
        ("1 MB", extremes.large(speeches, 360_000, rng, HANDS["forgetful"])),
        ("1 MB, moved about", extremes.large(speeches, 360_000, rng, moved)),
        ("1 MB, repetitive", extremes.repetitive(8_000, rng, HANDS["forgetful"])),
        ("1 MB against nothing", extremes.nothing_redacted(extremes.joined(speeches, 360_000))),
    ]
    for name, pair in cases:
        started = time.process_time()
        record = audit(pair.original, pair.redacted)
        took = time.process_time() - started
        judged = judge(name, pair, record).judged
        notes = ", ".join(record.notes)
        missing = ", ".join(pair.notes - set(record.notes))
        print(f"{name:22} {_rate(judged):26} {took:6.1f} s  {notes}", end="")
        print(f"  missing: {missing}" if missing else "")
        said = Counter(
            ("|".join(sorted(j.expected.verdicts)), j.said) for j in judged if not j.right
        )
        for (expected, found), number in said.most_common(6):
            print(f"    {expected} → {found} {number}")


def main() -> None:
    """Parse the arguments, make pairs, audit them, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--hands", nargs="*", default=[*HANDS, "any"])
    parser.add_argument("--texts", nargs="*", default=["corpus"], help="corpus, or JSONL files")
    parser.add_argument("--misses", type=int, default=12, help="how many to show")
    parser.add_argument("--edges", action="store_true", help="empty, identical, 1 MB and so on")
    parser.add_argument("--replay", metavar="HAND:SEED", help="print one pair and all its misses")
    arguments = parser.parse_args()
    speeches = [
        s
        for name in arguments.texts
        for s in (corpus() if name == "corpus" else annotated(Path(name)))
    ]

    from anonymizer import audit

    if arguments.edges:
        edges(speeches, audit, arguments.seed)
        return
    if arguments.replay:
        hand, seed = arguments.replay.split(":")
        pair = pair_of(speeches, hand, int(seed))
        print(pair.original, "\n", "=" * 60, "\n", pair.redacted, sep="")
        score = judge(arguments.replay, pair, audit(pair.original, pair.redacted))
        for j in score.judged:
            if not j.right:
                show(score, j)
        return
    scores, spent, size, slowest = [], 0.0, 0, (0.0, "")
    for name, pair in pairs(speeches, arguments.hands, arguments.pairs, arguments.seed):
        started = time.process_time()
        record = audit(pair.original, pair.redacted)
        took = time.process_time() - started
        spent, size = spent + took, size + len(pair.original) + len(pair.redacted)
        slowest = max(slowest, (took, name))
        scores.append(judge(name, pair, record))
    report(scores, arguments.misses)
    print(f"\n{len(scores)} pairs, {size} characters, {spent:.1f} s; slowest {slowest}")


if __name__ == "__main__":
    main()

"""What each rule adds: decided again without its spans, recognition being done once.

What a recogniser concludes from another rule's find (a name's other mentions) was concluded
with that rule in place, and stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from anonymizer.evaluation.judge import Task, Verdicts, decided, judge
from anonymizer.evaluation.scores import Ablation, Addition
from anonymizer.evaluation.tally import rate
from anonymizer.rulebook import Profile, Rulebook
from anonymizer.slots import Span


class Without:
    """Takes documents one by one, and gives what each rule added over all of them."""

    def __init__(self, rulebook: Rulebook, profile: Profile, kinds: Collection[str]) -> None:
        self._rulebook = rulebook
        self._profile = profile
        self._kinds = kinds
        self._mentions = 0
        self._spans: Counter[str] = Counter()
        self._removals: Counter[str] = Counter()
        self._added: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(
        self, job: Task, spans: Sequence[Span], removed: Sequence[Span], verdicts: Verdicts
    ) -> None:
        """Leave each rule out of one document in turn, and note the difference."""
        self._mentions += len(job.mentions)
        fired = Counter(span.rule for span in spans)
        self._spans.update(fired)
        self._removals.update(span.rule for span in removed)
        places = _places(removed)
        for rule in fired:
            text = job.document.text
            others = [span for span in spans if span.rule != rule]
            left = [d.span for d in decided(text, others, self._rulebook) if d.replaced]
            if _places(left) == places:
                continue
            other = judge(job, left, self._kinds)
            added = self._added[rule]
            added[0] += sum(verdicts.found) - sum(other.found)
            added[1] += sum(verdicts.exact) - sum(other.exact)
            added[2] += len(verdicts.false) - len(other.false)

    def result(self) -> Ablation:
        """What the rules added, by mentions found, then by boundaries, then by harm done."""
        rows = [
            Addition(
                rule=rule,
                spans=count,
                removals=self._removals[rule],
                found=self._added[rule][0],
                recall=rate(self._added[rule][0], self._mentions),
                exact=self._added[rule][1],
                false=self._added[rule][2],
            )
            for rule, count in self._spans.items()
        ]
        rows.sort(key=lambda row: (-row.found, -row.exact, row.false, row.rule))
        profile = self._profile
        unused = tuple(
            rule.id
            for rule in self._rulebook.of_kind("keep", *profile.kinds)
            if profile.uses(rule.id) and rule.id not in self._spans
        )
        return Ablation(tuple(rows), unused)


def _places(spans: Sequence[Span]) -> set[tuple[int, int, str]]:
    return {(span.start, span.end, span.kind) for span in spans}

"""Counts over documents, by kind and by rule, and the rates made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from anonymizer.evaluation.judge import Task, Verdicts
from anonymizer.evaluation.scores import RuleScore, Score
from anonymizer.slots import Span


class _Counts:
    """The counts of one kind; :class:`Score` says what each means."""

    def __init__(self) -> None:
        self.mentions = self.found = self.found_as_kind = self.exact = 0
        self.right = self.false = self.entities = self.entities_gone = 0
        self.characters = self.characters_gone = 0
        self.characters_removed = self.characters_right = 0

    def add(self, other: _Counts) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def score(self, text_length: int) -> Score:
        removals = self.right + self.false
        return Score(
            mentions=self.mentions,
            found=self.found,
            recall=rate(self.found, self.mentions),
            found_as_kind=self.found_as_kind,
            recall_as_kind=rate(self.found_as_kind, self.mentions),
            exact=self.exact,
            exact_rate=rate(self.exact, self.mentions),
            removals=removals,
            right=self.right,
            precision=rate(self.right, removals),
            false=self.false,
            false_per_10k=rate(10_000 * self.false, text_length),
            entities=self.entities,
            entities_gone=self.entities_gone,
            entity_recall=rate(self.entities_gone, self.entities),
            characters=self.characters,
            characters_gone=self.characters_gone,
            character_recall=rate(self.characters_gone, self.characters),
            characters_removed=self.characters_removed,
            characters_right=self.characters_right,
            character_precision=rate(self.characters_right, self.characters_removed),
        )


class Tally:
    """Takes documents one by one, gives the scores of all of them."""

    def __init__(self) -> None:
        self.text_length = 0
        self._kinds: dict[str, _Counts] = defaultdict(_Counts)
        self._rules: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, task: Task, verdicts: Verdicts) -> None:
        """Count one document."""
        self.text_length += len(task.document.text)
        self._add_mentions(task, verdicts)
        for index, spans in enumerate((verdicts.right, verdicts.boundary, verdicts.false)):
            for span in spans:
                self._rules[span.rule][index] += 1
                counts = self._kinds[span.kind]
                counts.right += index < 2
                counts.false += index == 2
                self._add_characters(task, span, counts)

    def _add_mentions(self, task: Task, verdicts: Verdicts) -> None:
        entities: dict[tuple[str, str], bool] = {}
        for mention, found, as_kind, exact, characters in zip(
            task.mentions,
            verdicts.found,
            verdicts.as_kind,
            verdicts.exact,
            verdicts.characters,
            strict=True,
        ):
            counts = self._kinds[mention.kind]
            counts.mentions += 1
            counts.found += found
            counts.found_as_kind += as_kind
            counts.exact += exact
            counts.characters += mention.end - mention.start
            counts.characters_gone += characters
            entity = mention.kind, task.document.text[mention.start : mention.end]
            entities[entity] = entities.get(entity, True) and found
        for (kind, _), all_gone in entities.items():
            self._kinds[kind].entities += 1
            self._kinds[kind].entities_gone += all_gone

    @staticmethod
    def _add_characters(task: Task, span: Span, counts: _Counts) -> None:
        right = task.gold.count(1, span.start, span.end)
        unjudged = sum(
            1
            for place in range(span.start, span.end)
            if task.neutral[place] and not task.gold[place]
        )
        counts.characters_right += right
        counts.characters_removed += span.end - span.start - unjudged

    def total(self) -> Score:
        """The score over all kinds."""
        total = _Counts()
        for counts in self._kinds.values():
            total.add(counts)
        return total.score(self.text_length)

    def kinds(self, order: Collection[str]) -> dict[str, Score]:
        """The score of each kind that was marked or removed, in the order given."""
        return {
            kind: self._kinds[kind].score(self.text_length) for kind in order if kind in self._kinds
        }

    def rules(self) -> tuple[RuleScore, ...]:
        """What each rule removed; those with the most false removals and faults first."""
        scores = [
            RuleScore(
                rule=rule,
                removals=exact + boundary + false,
                right=exact + boundary,
                exact=exact,
                boundary=boundary,
                false=false,
            )
            for rule, (exact, boundary, false) in self._rules.items()
        ]
        scores.sort(key=lambda s: (-s.false, -s.boundary, -s.removals, s.rule))
        return tuple(scores)


def rate(part: int, whole: int) -> float | None:
    """``part / whole`` to six places; ``None`` for part of nothing."""
    return round(part / whole, 6) if whole else None

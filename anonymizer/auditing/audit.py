"""The audit of one pair: find the facts, compare, judge, look elsewhere, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Final, cast

from anonymizer.auditing.arithmetic import Derivation
from anonymizer.auditing.comparison import Comparison, Side, Stretch, overlapping
from anonymizer.auditing.elsewhere import Judged, Traces, derived, reworded, traces
from anonymizer.auditing.evidence import Shown, Values, masked, quote, secrets, values_of
from anonymizer.auditing.facts import facts_of
from anonymizer.auditing.record import (
    VERDICTS,
    AuditedFact,
    AuditRecord,
    Note,
    TextInfo,
    Trace,
    Verdict,
)
from anonymizer.auditing.removed import removed
from anonymizer.auditing.sisters import Filled
from anonymizer.auditing.standing import facts_in
from anonymizer.auditing.strays import beyond, missing
from anonymizer.auditing.verdicts import Judge, Judgement
from anonymizer.documents.source import Source
from anonymizer.linestarts import LineStarts
from anonymizer.pipeline import Options, run
from anonymizer.rulebook import Rulebook, load
from anonymizer.segmentation.sentences import sentence_around
from anonymizer.slots import SCHEMA_VERSION, Kind, Tool
from anonymizer.version import __version__

_UNRELATED: Final = 0.15
"""Below this share of the shorter text's characters in the other, the two have no relation."""
_BESIDE: Final = 40
"""Characters beside a placeholder by which its slot is known again."""
_GONE: Final = Judgement("gone", "passage_missing")


def audit_sources(
    original: Source, redacted: Source, profile: str = "standard", rulebook: Rulebook | None = None
) -> Audit:
    """Say of each fact of the original what became of it in the redacted text."""
    rulebook = rulebook or load()
    facts = facts_of(run(original, Options(profile), rulebook).slots)
    sides = Side.pair(original.text, redacted.text, rulebook)
    pair = Comparison(*sides, [(fact.start, fact.end) for fact in facts])
    audit = Audit(original, redacted, pair, profile, rulebook)
    if not audit.is_comparable:
        audit.judged = [(fact, _GONE) for fact in facts]
        return audit

    judge = Judge(pair, facts, rulebook)
    judged = [(fact, judge.judge(fact)) for fact in facts]
    judged += removed(pair, facts, rulebook)
    judged.sort(key=lambda each: each[0].start)
    changed = [place for _, (verdict, _, place) in judged if verdict == "altered" and place]
    standing = facts_in(redacted.text, [*audit.beyond, *changed], rulebook)
    audit.judged = reworded(judged, standing, rulebook)
    audit.traces = traces(pair, audit.judged, standing, redacted.name, redacted.hidden, rulebook)
    audit.derived = derived(pair, audit.judged, audit.traces, rulebook)
    return audit


class Audit:
    """What an audit found. ``judged`` are the facts in the order of the original.

    ``beyond`` are stretches of the redacted text, ``missing`` of the original, that the other
    lacks; ``passages`` those that correspond.
    """

    def __init__(
        self,
        original: Source,
        redacted: Source,
        pair: Comparison,
        profile: str,
        rulebook: Rulebook,
    ) -> None:
        self.original, self.redacted = original, redacted
        self.judged: Judged = []
        self.traces: Traces = {}
        self.derived: dict[int, Derivation] = {}
        self._pair = pair
        self._profile = profile
        self._rulebook = rulebook

    @property
    def is_comparable(self) -> bool:
        """Whether the two texts have to do with one another at all."""
        return not {"unrelated", "empty_original", "empty_redacted"}.intersection(self.notes)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What is to be said of the pair as a whole."""
        original, redacted = self._pair.original, self._pair.redacted
        found: list[Note] = []
        if not original.folded.symbols:
            found.append("empty_original")
        if not redacted.folded.symbols:
            found.append("empty_redacted")
        if found:
            return tuple(found)
        if original.text == redacted.text:
            found.append("identical")
        elif self._pair.similarity() < _UNRELATED and not self._pair.hides_most():
            return ("unrelated",)
        if not redacted.doubtful:
            found.append("no_placeholder")
        if self._is_swapped():
            found.append("swapped")
        return tuple(found)

    def _is_swapped(self) -> bool:
        """Whether the original's placeholders are filled in the redacted text."""
        original, redacted = self._pair.original, self._pair.redacted
        hides = len(self._pair.hidden_by())
        if len(original.blanks) <= hides:
            return False
        return len(Comparison(redacted, original, ()).hidden_by()) > hides

    @cached_property
    def beyond(self) -> tuple[Stretch, ...]:
        """Stretches of the redacted text that the original lacks."""
        if self.is_comparable:
            return tuple(beyond(self._pair))
        return _all(self.redacted.text)

    @cached_property
    def missing(self) -> tuple[Stretch, ...]:
        """Stretches of the original that the redacted text lacks."""
        if self.is_comparable:
            return tuple(missing(self._pair))
        return _all(self.original.text)

    @cached_property
    def passages(self) -> tuple[tuple[Stretch, Stretch], ...]:
        """Stretches that correspond, of the original and of the redacted text."""
        if not self.is_comparable:
            return ()
        original, redacted = self._pair.original, self._pair.redacted
        return tuple(
            (original.raw(*first), redacted.raw(*second))
            for first, second in self._pair.alignment.passages
        )

    @cached_property
    def facts(self) -> tuple[AuditedFact, ...]:
        """Each fact of the original with its verdict."""
        return self.record().facts

    @cached_property
    def summary(self) -> dict[Verdict, int]:
        """How many facts have each verdict."""
        counts = Counter(self._verdict(number) for number in range(len(self.judged)))
        return {verdict: counts[verdict] for verdict in VERDICTS}

    @cached_property
    def hidden(self) -> Values:
        """The values that a report without values must not show."""
        return values_of(self.judged, self.traces)

    def texts(self, *, values: bool = True) -> tuple[str, str]:
        """Both texts; without values with ▇ for each character that tells one."""
        texts = self.original.text, self.redacted.text
        if values:
            return texts
        hidden = secrets(self._pair, self.judged, self.traces, self.hidden)
        # By chance a passage that is gone shares a word with one that is not.
        hidden[0].extend(self.missing)
        first, second = masked(texts[0], hidden[0]), masked(texts[1], hidden[1])
        # Where a number that touched another is masked, the other is a whole one now.
        return self.hidden.masked(first), self.hidden.masked(second)

    def record(self, *, values: bool = True) -> AuditRecord:
        """What ``audit`` prints of this pair; without values it can be shown to anybody."""
        texts = self.texts(values=values)
        lines = LineStarts.of(self.original.text), LineStarts.of(self.redacted.text)
        shown = None if values else self._shown(texts[0])
        return AuditRecord(
            schema_version=SCHEMA_VERSION,
            tool=Tool("anonymizer", __version__),
            rules_sha256=self._rulebook.sha256,
            profile=self._profile,
            values=values,
            original=self._info(self.original, values),
            redacted=self._info(self.redacted, values),
            notes=self.notes,
            summary=self.summary,
            facts=tuple(
                self._audited(number, texts, lines, shown) for number in range(len(self.judged))
            ),
            beyond=self.beyond,
            missing=self.missing,
            passages=self.passages,
        )

    def _shown(self, original: str) -> Shown:
        units = (fact.unit for fact, _ in self.judged if fact.unit)
        return Shown(original, units, self._rulebook)

    def _info(self, source: Source, values: bool) -> TextInfo:
        name = source.name if values else self.hidden.masked(source.name)
        digest = source.sha256 if values else None
        return TextInfo(name, digest, source.encoding, len(source.text))

    def filled(self) -> Iterator[tuple[int, Filled]]:
        """The stripped facts by their numbers, with the words beside what stands for them."""
        blanks = self._pair.redacted.doubtful
        text = self.redacted.text
        for number, (fact, (verdict, _, place)) in enumerate(self.judged):
            if verdict == "stripped" and place and not self.traces.get(number):
                low, high = max(0, place[0] - _BESIDE), min(len(text), place[1] + _BESIDE)
                for start, end in overlapping(blanks, low, high):
                    if end <= place[0]:
                        low = max(low, end)
                    elif start >= place[1]:
                        high = min(high, start)
                # A unit's 万 goes with the figure before it, which is a placeholder here.
                left, right = text[low : place[0]].lstrip("百千万亿"), text[place[1] : high]
                yield number, Filled(left, fact.text, right, self.redacted.name)

    def _verdict(self, number: int) -> Verdict:
        if self.traces.get(number):
            return "kept_elsewhere"
        return "derivable" if number in self.derived else self.judged[number][1].verdict

    def _audited(
        self,
        number: int,
        texts: tuple[str, str],
        lines: tuple[LineStarts, LineStarts],
        shown: Shown | None,
    ) -> AuditedFact:
        original, redacted = texts
        fact, judgement = self.judged[number]
        place, reason = judgement.place, judgement.reason
        found = tuple(self.traces.get(number, ()))
        evidence = quote(original, (fact.start, fact.end))
        if place:
            evidence = f"{evidence} → {quote(redacted, place)}"
        if found:
            reason = found[0].how
            evidence = "；".join((evidence, *(self._traced(trace, redacted) for trace in found)))
        elif number in self.derived:
            reason = self.derived[number].reason
            evidence = f"{self.derived[number].formula(shown is None)}；{evidence}"
        label = fact.label
        if shown:
            found = tuple(trace.without_value() for trace in found)
            evidence = self.hidden.masked(evidence)
            label = label and shown.masked(self.hidden.masked(label))
        sentence = original[slice(*sentence_around(original, fact.start, fact.end))]
        return AuditedFact(
            id=f"f{number + 1}",
            kind=cast("Kind", fact.kind),
            text=original[fact.start : fact.end],
            verdict=self._verdict(number),
            reason=reason,
            original=(fact.start, fact.end),
            redacted=place,
            replacement=redacted[slice(*place)] if place else None,
            evidence=evidence,
            unit=fact.unit,
            label=label,
            value=None if shown else fact.value,
            entity=fact.entity,
            section=fact.section,
            sentence=" ".join(sentence.split()),
            line=lines[0].at(fact.start)[0],
            redacted_line=lines[1].at(place[0])[0] if place else None,
            rule=fact.rule,
            traces=found,
        )

    def _traced(self, trace: Trace, redacted: str) -> str:
        """Where a trace is, in words: a quote, or the file that it is in."""
        if trace.where is not None:
            return trace.where
        return quote(redacted, trace.place) if trace.place else trace.text


def _all(text: str) -> tuple[Stretch, ...]:
    return ((0, len(text)),) if text else ()

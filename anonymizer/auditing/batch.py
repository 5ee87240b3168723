"""Many pairs: each audited by itself, then their redacted texts held against one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from anonymizer.auditing.audit import audit_sources
from anonymizer.auditing.evidence import MASK, Values
from anonymizer.auditing.record import (
    VERDICTS,
    AuditedFact,
    AuditRecord,
    TextInfo,
    Trace,
    Verdict,
)
from anonymizer.auditing.sisters import Filled, SisterTrace, sister_traces
from anonymizer.documents.source import Source
from anonymizer.linestarts import LineStarts
from anonymizer.rulebook import Rulebook


class Audited(NamedTuple):
    """What is left of an audit when its texts are put away.

    ``name`` is that of the redacted text and ``lines`` are where its lines begin; ``texts`` are
    both texts as a report shows them, if they were asked for; ``filled`` are the stripped facts
    by number, as sister documents may fill them. ``hidden`` are the values that a report without
    values must not show, in file names of any pair; empty for others.
    """

    name: str
    record: AuditRecord
    lines: LineStarts
    texts: tuple[str, str] | None
    filled: tuple[tuple[int, Filled], ...]
    hidden: frozenset[str] = frozenset()


def audited(
    original: Source,
    redacted: Source,
    profile: str,
    rulebook: Rulebook,
    *,
    values: bool = True,
    texts: bool = False,
) -> Audited:
    """Audit one pair for a report."""
    audit = audit_sources(original, redacted, profile, rulebook)
    return Audited(
        redacted.name,
        audit.record(values=values),
        LineStarts.of(redacted.text),
        audit.texts(values=values) if texts else None,
        tuple(audit.filled()),
        frozenset() if values else audit.hidden.values,
    )


def with_sisters(audits: Sequence[Audited], sisters: Mapping[str, str]) -> list[Audited]:
    """The audits, with what other texts, by name, tell of the facts that were stripped.

    A stripped fact whose slot a sister fills is ``kept_elsewhere``.
    """
    slots = [
        (index, number, filled)
        for index, each in enumerate(audits)
        for number, filled in each.filled
    ]
    told: list[dict[int, list[SisterTrace]]] = [{} for _ in audits]
    found = sister_traces([filled for _, _, filled in slots], sisters)
    for at, traces in found.items():
        index, number, _ = slots[at]
        told[index][number] = traces
    return [
        each._replace(record=_told(each.record, traces, sisters)) if traces else each
        for each, traces in zip(audits, told, strict=True)
    ]


def names_hidden(audits: Sequence[Audited]) -> Values:
    """The values of all pairs, to be taken out of the names of their files."""
    return Values(value for each in audits for value in each.hidden)


def with_names_masked(audits: Sequence[Audited], hidden: Values) -> list[Audited]:
    """The audits with ▇ for the values of any of them in the names of their files.

    What each tells is masked already: the names come from outside, and go into one report.
    """
    if not hidden.values:
        return list(audits)
    return [each._replace(record=_with_names_masked(each.record, hidden)) for each in audits]


def _with_names_masked(record: AuditRecord, hidden: Values) -> AuditRecord:
    def info(text: TextInfo) -> TextInfo:
        return msgspec.structs.replace(text, name=hidden.masked(text.name))

    return msgspec.structs.replace(
        record,
        original=info(record.original),
        redacted=info(record.redacted),
        facts=tuple(_with_sisters_masked(fact, hidden) for fact in record.facts),
    )


def _with_sisters_masked(fact: AuditedFact, hidden: Values) -> AuditedFact:
    sisters = [trace.where for trace in fact.traces if trace.how == "sister" and trace.where]
    if not sisters:
        return fact
    return msgspec.structs.replace(
        fact,
        evidence=hidden.masked(fact.evidence),
        traces=tuple(
            msgspec.structs.replace(trace, where=trace.where and hidden.masked(trace.where))
            for trace in fact.traces
        ),
    )


def _told(
    record: AuditRecord, found: Mapping[int, Sequence[SisterTrace]], sisters: Mapping[str, str]
) -> AuditRecord:
    facts = list(record.facts)
    for number, traces in found.items():
        facts[number] = _elsewhere(facts[number], traces, sisters, record.values)
    return msgspec.structs.replace(record, facts=tuple(facts), summary=counted(facts))


def _elsewhere(
    fact: AuditedFact, found: Sequence[SisterTrace], sisters: Mapping[str, str], values: bool
) -> AuditedFact:
    traces = []
    for document, start, end in found:
        text = sisters[document][start:end]
        traces.append(Trace("sister", text if values else MASK * len(text), (start, end), document))
    named = "、".join(dict.fromkeys(trace.document for trace in found))
    return msgspec.structs.replace(
        fact,
        verdict="kept_elsewhere",
        reason="sister",
        evidence=f"{fact.evidence}；{named}",
        traces=(*fact.traces, *traces),
    )


def counted(facts: Iterable[AuditedFact]) -> dict[Verdict, int]:
    """How many facts have each verdict."""
    counts = Counter(fact.verdict for fact in facts)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def summed(records: Iterable[AuditRecord]) -> dict[Verdict, int]:
    """How many facts of all records have each verdict."""
    counts: Counter[Verdict] = Counter()
    for record in records:
        counts.update(record.summary)
    return {verdict: counts[verdict] for verdict in VERDICTS}

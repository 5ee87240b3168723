"""Many pairs: each audited by itself, then their redacted texts held against one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from anonymizer.auditing.audit import audit_sources
from anonymizer.auditing.record import VERDICTS, AuditedFact, AuditRecord, Trace, Verdict
from anonymizer.auditing.sisters import Filled, SisterTrace, sister_traces
from anonymizer.documents.source import Source
from anonymizer.linestarts import LineStarts
from anonymizer.rulebook import Rulebook

_MASK: Final = "▇"


class Audited(NamedTuple):
    """What is left of an audit when its texts are put away.

    ``name`` is that of the redacted text and ``lines`` are where its lines begin; ``texts`` are
    both texts as a report shows them, if they were asked for; ``filled`` are the stripped facts
    by number, as sister documents may fill them.
    """

    name: str
    record: AuditRecord
    lines: LineStarts
    texts: tuple[str, str] | None
    filled: tuple[tuple[int, Filled], ...]


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
        traces.append(
            Trace("sister", text if values else _MASK * len(text), (start, end), document)
        )
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

"""The evaluation: each document recognised once, decided, judged, counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from anonymizer.evaluation.ablation import Without
from anonymizer.evaluation.gold import Document
from anonymizer.evaluation.judge import Task, Verdicts, decided, judge, recognised, task
from anonymizer.evaluation.scores import SCHEMA_VERSION, Evaluation, Finding
from anonymizer.evaluation.tally import Tally
from anonymizer.redaction import Decision
from anonymizer.rulebook import Profile, Rulebook
from anonymizer.slots import KINDS, Tool
from anonymizer.version import __version__

_CONTEXT = 12


def evaluate(
    documents: Sequence[Document],
    rulebook: Rulebook,
    profile: Profile,
    *,
    kinds: Collection[str] = (),
    ablate: bool = False,
    advance: Callable[[], object] | None = None,
) -> Evaluation:
    """Score the rules of a profile against annotated documents.

    Judged are ``kinds``, by default those that the profile removes; what is marked with
    another is neither right nor wrong. ``advance`` is called after each document.
    """
    wanted = frozenset(kinds or profile.kinds) & frozenset(profile.kinds)
    tally = Tally()
    without = Without(rulebook, profile, wanted)
    misses: list[Finding] = []
    false: list[Finding] = []
    boundaries: list[Finding] = []
    for document in documents:
        job = task(document, profile, wanted)
        spans = recognised(document.text, rulebook, profile)
        decisions = decided(document.text, spans, rulebook)
        removed = [decision.span for decision in decisions if decision.replaced]
        verdicts = judge(job, removed, wanted)
        tally.add(job, verdicts)
        misses += _misses(job, verdicts, decisions)
        false += [_finding(document, s.start, s.end, s.kind, (s.rule,)) for s in verdicts.false]
        boundaries += _boundaries(job, verdicts)
        if ablate:
            without.add(job, spans, removed, verdicts)
        if advance is not None:
            advance()
    return Evaluation(
        schema_version=SCHEMA_VERSION,
        tool=Tool("anonymizer", __version__),
        rules_sha256=rulebook.sha256,
        profile=profile.id,
        documents=len(documents),
        characters=tally.text_length,
        total=tally.total(),
        kinds=tally.kinds(KINDS),
        rules=tally.rules(),
        misses=tuple(misses),
        false_removals=tuple(false),
        boundaries=tuple(boundaries),
        ablation=without.result() if ablate else None,
    )


def _misses(job: Task, verdicts: Verdicts, decisions: Iterable[Decision]) -> Iterable[Finding]:
    missed = [m for m, found in zip(job.mentions, verdicts.found, strict=True) if not found]
    if not missed:
        return
    ordered = sorted(decisions, key=lambda decision: decision.span.start)
    for mention in missed:
        near = [d for d in ordered if d.span.start < mention.end and mention.start < d.span.end]
        yield _finding(
            job.document,
            *mention,
            removed_by=_unique(d.span.rule for d in near if d.replaced),
            kept_by=_unique(d.span.rule for d in near if d.span.kind == "keep"),
        )


def _boundaries(job: Task, verdicts: Verdicts) -> Iterable[Finding]:
    for span in verdicts.boundary:
        wanted = tuple(
            (m.start, m.end) for m in job.mentions if m.start < span.end and span.start < m.end
        )
        yield _finding(job.document, span.start, span.end, span.kind, (span.rule,), wanted=wanted)


def _unique(rules: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rules))


def _finding(
    document: Document,
    start: int,
    end: int,
    kind: str,
    removed_by: tuple[str, ...] = (),
    kept_by: tuple[str, ...] = (),
    wanted: tuple[tuple[int, int], ...] = (),
) -> Finding:
    text = document.text
    return Finding(
        document=document.id,
        line=text.count("\n", 0, start) + 1,
        place=(start, end),
        kind=kind,
        text=text[start:end],
        before=text[max(0, start - _CONTEXT) : start],
        after=text[end : end + _CONTEXT],
        removed_by=removed_by,
        kept_by=kept_by,
        wanted=wanted,
    )

"""What became of each input: lines on standard error, and a file with a line for each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from anonymizer.cli.batch import Outcome
from anonymizer.cli.output import columns, fail, readable, say, sound
from anonymizer.cli.plan import Plan
from anonymizer.documents import WriteError, write_whole
from anonymizer.documents.source import to_utf8

REPORT: Final = "report.jsonl"

_FEW: Final = 3
"""Files of which one and the same is said one by one."""

_MOST: Final = 200
"""Rows of the table on standard error; the file has them all."""


def report(
    plan: Plan,
    outcomes: Sequence[Outcome],
    output: Path | None,
    listed: Path | None,
    *,
    dry_run: bool,
) -> None:
    """Say what was done, and of what was not done why."""
    failed = [outcome for outcome in outcomes if outcome.error and not outcome.fields]
    skipped = [outcome for outcome in outcomes if outcome.fields]
    _notes([outcome for outcome in outcomes if not outcome.error])
    if listed is None:
        for outcome in (*failed, *skipped):
            fail(outcome.error)
    else:
        rows = [(each.path, "failed", reason(each)) for each in failed]
        rows += [(each.path, "skipped", reason(each)) for each in skipped]
        _table([*rows, *((name, "skipped", why) for name, why in plan.skipped)], listed)
    done = [outcome for outcome in outcomes if not outcome.error]
    slots = sum(outcome.slots for outcome in done)
    written = sum(outcome.written for outcome in done)
    if dry_run:
        for outcome in done:
            kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(outcome.kinds.items()))
            say(f"{outcome.name}: would remove {outcome.slots} slots ({kinds or 'none'})")
        say(f"dry run: {written} outputs with {slots} slots, nothing written")
        return
    count = len(failed) + len(plan.missing)
    left = len(skipped) + len(plan.skipped)
    say(
        f"{written} redacted with {slots} slots → {output}"
        + (f", {count} failed" if count else "")
        + (f", {left} skipped" if left else "")
        + (f"; listed in {listed}" if listed else "")
    )


def _notes(outcomes: Sequence[Outcome]) -> None:
    """What a person should know, said once where it is so of many."""
    told: dict[str, list[str]] = {}
    for outcome in outcomes:
        for note in outcome.notes:
            told.setdefault(note, []).append((outcome.outputs or [outcome.path])[0])
    for note, names in told.items():
        for name in names if len(names) <= _FEW else names[:1]:
            more = f" (and {len(names) - 1} other files)" if len(names) > _FEW else ""
            say(f"{name}{more}: {note}")


def reason(outcome: Outcome) -> str:
    """Why nothing came of an input, without its name."""
    for name in (outcome.path, outcome.name, "standard input"):
        if outcome.error.startswith(f"{name}: "):
            return outcome.error[len(name) + 2 :]
    return outcome.error


def _table(rows: Sequence[tuple[str, str, str]], listed: Path) -> None:
    if not rows:
        return
    shown = [[readable(cell) for cell in row] for row in rows[:_MOST]]
    for line in columns(("file", "", "reason"), shown):
        say(line)
    if len(rows) > _MOST:
        say(f"  … and {len(rows) - _MOST} more; {listed} has them all")


def write_report(path: Path, plan: Plan, outcomes: Sequence[Outcome]) -> Path:
    """Write what became of each input, a line of JSON for each, and none of their values.

    Lines of earlier runs into the same folder stay, but for inputs of this one. They are in the
    order of the inputs' names.
    """
    lines = {record["input"]: record for record in _earlier(path)}
    for record in _records(path.parent, plan, outcomes):
        lines[record["input"]] = record
    data = b"".join(
        to_utf8(json.dumps(lines[name], ensure_ascii=False)) + b"\n" for name in sorted(lines)
    )
    write_whole(path, data, force=True)
    return path


def _earlier(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
        records = [json.loads(line) for line in text.splitlines()]
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        raise WriteError(f"{path}: is there and is no report of this program") from None
    for record in records:
        if not isinstance(record, dict) or "input" not in record or "status" not in record:
            raise WriteError(f"{path}: is there and is no report of this program")
        yield record


def _records(folder: Path, plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    for job, outcome in zip(plan.jobs, outcomes, strict=True):
        record: dict[str, Any] = {
            "input": sound(str(job.path)),
            "status": "skipped" if outcome.fields else "failed" if outcome.error else "done",
            "format": outcome.format or None,
            "outputs": [
                sound(Path(name).relative_to(folder).as_posix()) for name in outcome.outputs
            ],
            "slots": outcome.slots,
            "kinds": dict(sorted(outcome.kinds.items())),
            "notes": outcome.notes,
        }
        if outcome.error:
            record["reason"] = sound(reason(outcome))
        yield record
    for status, entries in (("failed", plan.missing), ("skipped", plan.skipped)):
        for name, why in entries:
            yield {"input": sound(name), "status": status, "reason": why}

"""What the files of accepted findings hold: the baseline, the allow-list, their key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from anonymizer.cli.output import refuse, say
from anonymizer.documents import plain_text, write_whole
from anonymizer.gate.allowed import AllowList
from anonymizer.gate.baseline import Baseline
from anonymizer.gate.findings import Finding
from anonymizer.gate.keys import GateFileError, Key, fresh_key, read_key


class Accepted(NamedTuple):
    """The user's key, if there is one, and what findings are held against."""

    key: Key | None
    baseline: Baseline | None
    allowed: AllowList | None


def read(
    key: Path | None, baseline: Path | None, allow: Path | None, *, anew: bool, adding: bool
) -> Accepted:
    """What is accepted by these files. A file that cannot be used is wrong usage.

    A baseline that is to be written ``anew`` accepts nothing, but has the key that it had: so
    what has not changed stays the same to the letter. With ``adding`` there may be no
    allow-list yet.
    """
    try:
        secret = None if key is None else read_key(key)
        known = listed = None
        if baseline is not None:
            known = Baseline(secret or fresh_key(), {})
            if not anew or baseline.exists():
                known = Baseline.read(baseline, secret)
        if allow is not None:
            listed = AllowList(secret or fresh_key(), {})
            if not adding or allow.exists():
                listed = AllowList.read(allow, secret)
    except GateFileError as error:
        raise refuse(str(error)) from None
    if known is not None and anew:
        known = known._replace(accepted={})
    return Accepted(secret, known, listed)


def allow_more(listed: AllowList, path: Path, values: Sequence[str]) -> AllowList:
    """The allow-list with more values, written to its file; ``-`` are lines of standard input."""
    given = [value for value in values if value != "-"]
    if "-" in values:
        given += [line for line in plain_text(None).splitlines() if line.strip()]
    try:
        more = listed.adding(given)
    except ValueError as error:
        raise refuse(f"--allow-add: {error}") from None
    if more != listed or not path.exists():
        write_whole(path, more.to_json(), force=True)
    say(f"{more.size - listed.size} added to the {listed.size} values allowed in {path}")
    return more


def write_baseline(
    baseline: Baseline, path: Path, found: Sequence[tuple[str, Sequence[Finding]]], *, force: bool
) -> None:
    """Write a baseline that accepts these findings of files, and say how many."""
    data = baseline.accepting(found).to_json()
    write_whole(path, data, force=force)
    count = sum(len(findings) for _, findings in found)
    files = sum(bool(findings) for _, findings in found)
    say(f"{count} findings of {files} files accepted → {path}")


def stale_elsewhere(
    baseline: Baseline, path: Path, scanned: Collection[str], kinds: Collection[str]
) -> int:
    """How many findings are accepted in files that are there no more.

    A file that is there and was not scanned may hold all of its findings still.
    """
    return sum(
        baseline.sift(name, (), kinds)[1]
        for name in baseline.accepted
        if name not in scanned and name != "-" and not (path.parent / name).exists()
    )

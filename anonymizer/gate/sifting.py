"""Findings against what has been accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from anonymizer.gate.allowed import AllowList
from anonymizer.gate.baseline import Baseline
from anonymizer.gate.findings import Finding


class Sifted(NamedTuple):
    """The findings that are not accepted, file by file, and how many are and were.

    ``accepted`` counts those that the baseline accepts, ``allowed`` those of the allow-list;
    ``stale`` what the baseline accepts in these files and is not there.
    """

    new: list[tuple[str, list[Finding]]]
    accepted: int
    allowed: int
    stale: int


def sift(
    files: Iterable[tuple[str, Sequence[Finding]]],
    baseline: Baseline | None,
    allowed: AllowList | None,
    kinds: Collection[str],
) -> Sifted:
    """Sift the findings of files. Each comes with its name in the baseline.

    ``kinds`` are those that were looked for: of others nothing can be stale.
    """
    new: list[tuple[str, list[Finding]]] = []
    by_baseline = by_list = stale = 0
    for name, findings in files:
        left = list(findings)
        if allowed is not None:
            left = [finding for finding in findings if not allowed.allows(finding)]
            by_list += len(findings) - len(left)
        if baseline is not None:
            remaining, gone = baseline.sift(name, left, kinds)
            by_baseline += len(left) - len(remaining)
            stale += gone
            left = remaining
        new.append((name, left))
    return Sifted(new, by_baseline, by_list, stale)

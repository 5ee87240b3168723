"""Places of two texts that belong side by side, for panes that scroll together."""

from __future__ import annotations

from anonymizer.audit.record import AuditRecord


def anchors(record: AuditRecord, ends: tuple[int, int]) -> list[tuple[int, int]]:
    """Pairs of offsets, original and redacted, in the original's order.

    The bounds of the passages, and within each the facts whose two places lie in it in the same
    order; first both beginnings, last both ``ends``. From one pair to the next the redacted
    offset grows, except where a passage was moved.
    """
    facts = sorted(
        (fact.original[0], fact.redacted[0]) for fact in record.facts if fact.redacted is not None
    )
    found = [(0, 0)]
    index = 0
    for (start, end), (redacted_start, redacted_end) in sorted(record.passages):
        found.append((start, redacted_start))
        while index < len(facts) and facts[index][0] < start:
            index += 1
        while index < len(facts) and facts[index][0] < end:
            if found[-1][1] <= facts[index][1] <= redacted_end:
                found.append(facts[index])
            index += 1
        found.append((end, redacted_end))
    found.append(ends)
    return list(dict.fromkeys(found))

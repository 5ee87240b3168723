"""Places of two texts that belong side by side, for panes that scroll together."""

from __future__ import annotations

from typing import NamedTuple

from anonymizer.auditing.record import AuditRecord


class Anchor(NamedTuple):
    """One place in both texts. ``closes`` says that a passage ends there."""

    original: int
    redacted: int
    closes: bool = False


def anchors(record: AuditRecord, ends: tuple[int, int]) -> list[Anchor]:
    """Anchors in the original's order.

    They are the bounds of the passages, and within each the facts whose two places lie in it in
    the same order; first both beginnings, last both ``ends``. From one to the next the redacted
    offset grows, except where a passage was moved.
    """
    facts = sorted(
        (fact.original[0], fact.redacted[0]) for fact in record.facts if fact.redacted is not None
    )
    found = [Anchor(0, 0, closes=True)]
    index = 0
    for (start, end), (redacted_start, redacted_end) in sorted(record.passages):
        found.append(Anchor(start, redacted_start))
        while index < len(facts) and facts[index][0] < start:
            index += 1
        while index < len(facts) and facts[index][0] < end:
            if found[-1].redacted <= facts[index][1] <= redacted_end:
                found.append(Anchor(*facts[index]))
            index += 1
        found.append(Anchor(end, redacted_end, closes=True))
    found.append(Anchor(*ends))
    return list({(anchor.original, anchor.redacted): anchor for anchor in found}.values())


def in_redacted_order(found: list[Anchor]) -> list[tuple[int, int]]:
    """The redacted offset and the number of each anchor, in the redacted text's order.

    Where a passage ends and another begins, the end comes first.
    """
    return sorted(
        ((anchor.redacted, number) for number, anchor in enumerate(found)),
        key=lambda pair: (pair[0], not found[pair[1]].closes, pair[1]),
    )

"""What stands in the redacted text beside the original's own facts: in passages of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from anonymizer.auditing.comparison import Stretch
from anonymizer.documents.source import Source
from anonymizer.pipeline import Options, run
from anonymizer.rulebook import Rulebook
from anonymizer.segmentation.sentences import sentence_around
from anonymizer.slots import Slot


class Window(NamedTuple):
    """A stretch of a text, and where it begins in the text made of such stretches."""

    start: int
    end: int
    place: int


def facts_in(text: str, stretches: Sequence[Stretch], rulebook: Rulebook) -> list[Slot]:
    """What ``strict`` finds in some stretches of a text, whole sentences; offsets into the text."""
    windows: list[Window] = []
    place = 0
    for start, end in sorted(stretches):
        low = sentence_around(text, start, start)[0]
        high = sentence_around(text, end, end)[1]
        if windows and low < windows[-1].end:
            low = windows[-1].end
        if low < high:
            windows.append(Window(low, high, place))
            place += high - low + 1
    if not windows:
        return []
    joined = "\n".join(text[window.start : window.end] for window in windows)
    found: list[Slot] = []
    slots = iter(run(Source.from_text(joined), Options("strict"), rulebook).slots)
    slot = next(slots, None)
    for window in windows:
        while slot is not None and slot.source[0] < window.place + window.end - window.start:
            shift = window.start - window.place
            moved = (slot.source[0] + shift, slot.source[1] + shift)
            found.append(msgspec.structs.replace(slot, source=moved))
            slot = next(slots, None)
    return found

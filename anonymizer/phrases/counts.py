"""How many speeches use each run of clauses: counted part by part, so that memory is bounded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from heapq import nlargest
from typing import NamedTuple

from anonymizer.phrases.digests import PARTS, RECORD
from anonymizer.phrases.spill import Spill, Stretch


class Shared(NamedTuple):
    """A run that several speeches use, how often all of them do, and how long it is."""

    speeches: int
    uses: int
    length: int
    run: int


class Counts:
    """The records of all blocks of speeches, in a file until they are added up."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._stretches: dict[int, list[tuple[int, Stretch]]] = {}

    def add(self, block: int, records: Mapping[int, bytes]) -> None:
        """Keep the records of a block of speeches."""
        for part, packed in records.items():
            self._stretches.setdefault(part, []).append((block, self._spill.put(packed)))

    def shared(
        self, minimum: int, most: int, left_out: Collection[tuple[int, int]]
    ) -> tuple[list[Shared], int]:
        """What at least ``minimum`` speeches use, and how much of it there is.

        Of it the first ``most`` come, all for 0: by speeches, by uses, by length. A run that
        only stands within one longer run is none of them. ``left_out`` are speeches not to
        count, by their block and number.
        """
        found = 0
        best: list[Shared] = []
        for part in range(PARTS):
            own = list(self._of_part(part, minimum, left_out))
            found += len(own)
            best += own
            if most and len(best) > most:
                best = nlargest(most, best)
        return sorted(best, reverse=True), found

    def close(self) -> None:
        """Drop the records."""
        self._spill.close()

    def _of_part(
        self, part: int, minimum: int, left_out: Collection[tuple[int, int]]
    ) -> Iterator[Shared]:
        counted: dict[int, list[int]] = {}
        for block, stretch in self._stretches.get(part, ()):
            for run, left, right, speech, uses, length in RECORD.iter_unpack(
                self._spill.get(stretch)
            ):
                if left_out and (block, speech) in left_out:
                    continue
                entry = counted.get(run)
                if entry is None:
                    counted[run] = [1, uses, length, left, right]
                    continue
                entry[0] += 1
                entry[1] += uses
                if entry[3] != left:
                    entry[3] = 0
                if entry[4] != right:
                    entry[4] = 0
        for run, (speeches, uses, length, left, right) in counted.items():
            if speeches >= minimum and not left and not right:
                yield Shared(speeches, uses, length, run)

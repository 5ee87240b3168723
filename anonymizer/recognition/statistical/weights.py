"""The weights of the model, and the best labels under them.

A linear chain: each character has a score for each label (the sum of its features'
weights), each pair of neighbours one for the change of label. Label 0 says "no name" and
scores 0 everywhere; the weights of the others are relative to it. Most characters are
nowhere near a name: a short first sum over a few features (the *screen*) finds the rest,
and only there the whole is computed. A name is short, so that every stretch of up to
twelve characters is weighed as a name of each kind, all at once; the best of them that do
not overlap are the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anonymizer.recognition.statistical.chain import Name, best
from anonymizer.recognition.statistical.features import (
    Columns,
    Numbers,
    Offsets,
    buckets,
    may_be_named,
)
from anonymizer.recognition.statistical.files import Head, damaged, pack, unpack
from anonymizer.recognition.statistical.form import FEATURES, LONGEST, PARTS
from anonymizer.recognition.statistical.lexical import LexiconTable

Scores = NDArray[np.int32]

_STEP: Final = 2048
"""How many characters are weighed at once: the numbers stay in the processor's cache."""
_EVERY: Final = np.arange(len(FEATURES))


class Model(NamedTuple):
    """Weights in units of ``1 / scale``.

    ``emissions`` has a row of 16 for each of ``2 ** bits`` buckets (four parts for each of
    four kinds), ``transitions`` a row and a column for each of the 17 labels, ``screen`` one
    weight for each bucket of the features ``screened``; a character whose sum is below
    ``threshold`` is no part of a name. ``table`` is what the lexicons said at the training.
    """

    kinds: tuple[str, ...]
    bits: int
    scale: float
    emissions: NDArray[np.int16]
    transitions: Scores
    screened: Numbers
    screen: NDArray[np.int16]
    threshold: int
    table: LexiconTable

    def candidates(self, columns: Columns, size: int) -> Offsets:
        """The characters that may belong to a name, in ascending order."""
        found = []
        for first in range(0, size, _STEP):
            places = np.arange(first, min(size, first + _STEP))
            read = buckets(columns, self.screened, places, self.bits)
            total = np.add.reduce(self.screen.take(read, mode="clip"), 0, np.int16)
            found.append(np.flatnonzero(total >= self.threshold) + first)
        places = np.concatenate(found) if found else np.zeros(0, np.intp)
        return places[may_be_named(columns, size)[places]]

    def scores(self, columns: Columns, places: Offsets) -> Scores:
        """The score of each label but 0 for the characters at ``places``: a row of 16 each."""
        total = np.zeros((len(places), 16), np.int32)
        for first in range(0, len(places), _STEP):
            some = places[first : first + _STEP]
            rows = buckets(columns, _EVERY, some, self.bits)
            weights = self.emissions.take(rows.ravel(), 0, mode="clip")
            weights = weights.reshape(len(FEATURES), len(some), 16)
            total[first : first + _STEP] = np.add.reduce(weights, 0, np.int16)
        return total

    def names(self, columns: Columns, size: int, least: Mapping[str, float]) -> list[Name]:
        """The names in a text of ``size`` characters with these columns, in their order.

        Only the kinds in ``least`` are looked for, and only names with a margin above what
        stands there. Of names that overlap those are chosen whose margins sum up highest.
        """
        places = self.candidates(columns, size)
        if not len(places):
            return []
        wanted = np.array([least.get(kind, np.inf) for kind in self.kinds]) * self.scale
        return best(self._stretches(places, self.scores(columns, places), wanted), least)

    def _stretches(self, places: Offsets, scores: Scores, least: NDArray[np.float64]) -> list[Name]:
        """Every stretch that is good enough as a name, by its end."""
        parts = scores.reshape(len(places), len(self.kinds), len(PARTS))
        begin, middle, end, single = (parts[:, :, index] for index in range(len(PARTS)))
        into, out, steps = self._changes()
        single = single + into[:, 1] + out[:, 1]
        begin = begin + into[:, 0]
        opening = (begin > _OPENING * self.scale) | (single > least)
        first, kind = np.nonzero(opening)
        reach = first[:, None] + _AHEAD
        inside = reach < len(places)
        reach = np.minimum(reach, len(places) - 1)
        sums = np.concatenate((np.zeros((1, len(self.kinds)), np.int32), middle.cumsum(0)))
        column = kind[:, None]
        total = sums[reach, column] - sums[first + 1, kind][:, None]
        total += begin[first, kind][:, None] + end[reach, column]
        total += out[kind, 0][:, None] + steps[kind]
        total[:, 0] = single[first, kind]
        good = total > least[kind][:, None]
        good &= inside & (places[reach] - places[first][:, None] == _AHEAD)
        if np.count_nonzero(good) > _PLENTY * len(first):
            # No speech: 王王王王 could be names of every length at every place. The best of each
            # beginning will do, so that such a text takes no longer than others.
            best = np.where(good, total, np.iinfo(np.int32).min).argmax(1)
            good &= best[:, None] == _AHEAD
        row, ahead = np.nonzero(good)
        margins = (total[row, ahead] / self.scale).tolist()
        starts = places[first[row]]
        ends = starts + ahead + 1
        order = np.lexsort((starts, ends)).tolist()
        starts, ends, kinds = starts.tolist(), ends.tolist(), kind[row].tolist()
        return [Name(starts[i], ends[i], self.kinds[kinds[i]], margins[i]) for i in order]

    def _changes(self) -> tuple[Scores, Scores, Scores]:
        """What changes of label weigh, relative to no name at all.

        For each kind: into B and into S; out of E and out of S; and for each number of
        characters from the first to the last what the changes within the name weigh.
        """
        change = self.transitions
        none = int(change[0, 0])
        first = 1 + len(PARTS) * np.arange(len(self.kinds))
        b, i, e, s = first, first + 1, first + 2, first + 3
        into = np.stack((change[0, b], change[0, s]), 1) - none
        out = np.stack((change[e, 0], change[s, 0]), 1) - none
        steps = np.zeros((len(self.kinds), LONGEST), np.int32)
        steps[:, 1] = change[b, e] - none
        through = change[b, i] + change[i, e] - 2 * none
        for ahead in range(2, LONGEST):
            steps[:, ahead] = through + (ahead - 2) * (change[i, i] - none)
        return into, out, steps


_AHEAD: Final = np.arange(LONGEST)
_PLENTY: Final = 3
_OPENING: Final = -4.0
"""No name is looked for where its first character weighs less than this."""


def dump(model: Model) -> bytes:
    """A model's file: only the buckets that weigh something, compressed."""
    used = np.flatnonzero(model.emissions.any(1) | (model.screen != 0))
    head = Head(
        kinds=model.kinds,
        bits=model.bits,
        scale=model.scale,
        screened=tuple(model.screened.tolist()),
        threshold=model.threshold,
        transitions=tuple(map(tuple, model.transitions.tolist())),
        used=len(used),
    )
    body = b"".join(
        (
            np.diff(used, prepend=0).astype("<u2").tobytes(),
            model.emissions[used].T.astype(np.int8).tobytes(),
            model.screen[used].astype(np.int8).tobytes(),
            model.table.dump(),
        )
    )
    return pack(head, body)


def load(data: bytes) -> Model:
    """A model from its file. Raises :class:`ModelError` for anything else."""
    head, body = unpack(data)
    try:
        count, size = head.used, 1 << head.bits
        used = np.cumsum(np.frombuffer(body, "<u2", count), dtype=np.int64)
        rows = np.frombuffer(body, np.int8, count * 16, 2 * count).reshape(16, count)
        emissions = np.zeros((size, 16), np.int16)
        emissions[used] = rows.T
        screen = np.zeros(size, np.int16)
        screen[used] = np.frombuffer(body, np.int8, count, 18 * count)
        table, _ = LexiconTable.load(body[19 * count :])
    except (ValueError, IndexError, TypeError) as error:
        raise damaged(error) from None
    return Model(
        kinds=head.kinds,
        bits=head.bits,
        scale=head.scale,
        emissions=emissions,
        transitions=np.array(head.transitions, np.int32),
        screened=np.array(head.screened, np.intp),
        screen=screen,
        threshold=head.threshold,
        table=table,
    )

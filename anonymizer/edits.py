"""The ground floor: edits, and patches made of them.

Everything the tool does to a text is a patch: cleaning is one, redaction is one, and
their composition leads from the file that came in to the text that goes out. Restoring
is the inverse. Offsets are Unicode code points, 0-based, half-open: ``text[start:end]``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from anonymizer.edit import Edit

__all__ = ["Edit", "Patch"]

_PLACE: Final = attrgetter("start", "end")


_Columns = tuple[Sequence[int], Sequence[int], Sequence[str], Sequence[str]]


class Patch:
    """Edits in order of their place, none overlapping, applied all at once.

    ``Patch(edits)`` sorts what it is given and raises ``ValueError`` if two edits overlap
    or two insertions compete for one place. Two patches are equal when their edits are.
    """

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        ordered = tuple(sorted(edits, key=_PLACE))
        self._edits: tuple[Edit, ...] | None = ordered
        self._columns: _Columns | None = None
        self._outputs: tuple[list[int], list[int]] | None = None
        start = end = -1
        for index, edit in enumerate(ordered):
            if edit.start < end or (edit.start == start and edit.end == end):
                last = ordered[index - 1]
                raise ValueError(
                    f"edits overlap: {last.rule or 'unnamed'} [{last.start}, {last.end}) and "
                    f"{edit.rule or 'unnamed'} [{edit.start}, {edit.end})"
                )
            start, end = edit.start, edit.end

    @classmethod
    def of_replacements(
        cls,
        starts: Sequence[int],
        ends: Sequence[int],
        replacements: Sequence[str],
        rules: Sequence[str],
    ) -> Patch:
        """The patch that replaces many stretches, given in order; none of them is empty.

        It equals the patch of the edits, which are only made when they are asked for: the law
        that they check one by one is checked here in one pass. Raises ``ValueError`` if two
        stretches overlap, or one is empty or lies before the text.
        """
        done = 0
        for start, end in zip(starts, ends, strict=True):
            if not done <= start < end:
                cls(map(Edit, starts, ends, replacements, rules))  # says what is wrong
                raise ValueError(f"replacements in order need start < end, not [{start}, {end})")
            done = end
        patch = cls()
        patch._edits = None
        patch._columns = starts, ends, replacements, rules
        return patch

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Patch) and self.edits == other.edits

    def __hash__(self) -> int:
        return hash(self.edits)

    def __len__(self) -> int:
        return len(self._by_column()[0])

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)

    def __repr__(self) -> str:
        # No texts: they may be what was removed, and reprs end up in logs.
        return f"<Patch of {len(self.edits)} edits>"

    def apply(self, text: str) -> str:
        """The text with every edit done. Raises ``ValueError`` if an edit lies beyond its end."""
        starts, ends, replacements, _ = self._by_column()
        if not starts:
            return text
        if ends[-1] > len(text):
            raise ValueError(f"an edit ends at {ends[-1]}, the text has {len(text)} characters")
        pieces: list[str] = []
        done = 0
        for start, end, replacement in zip(starts, ends, replacements, strict=True):
            pieces.append(text[done:start])
            pieces.append(replacement)
            done = end
        pieces.append(text[done:])
        return "".join(pieces)

    def invert(self, text: str) -> Patch:
        """The patch that leads back: ``p.invert(t).apply(p.apply(t)) == t``."""
        back = [
            Edit(start, end, text[edit.start : edit.end], edit.rule)
            for edit, start, end in zip(
                self.edits, self.output_starts, self.output_ends, strict=True
            )
        ]
        return Patch(_join_insertions(back))

    def compose(self, then: Patch) -> Patch:
        """One patch for two: ``p.compose(q).apply(t) == q.apply(p.apply(t))``.

        An edit of ``then`` that overlaps what this patch put in (or spans what it took
        out) becomes one edit with it, under the rule of ``then``.
        """
        if not len(self):
            return then
        if not len(then):
            return self
        return Patch(_join_insertions(_compose(self, then)))

    def to_output(self, offset: int, *, after: bool = False) -> int:
        """Where a source offset stands in the output.

        Inside a replaced stretch there is no true answer: the start of the replacement is
        given, or with ``after`` its end. At an insertion, ``after`` means behind it.
        """
        starts, ends, _, _ = self._by_column()
        to_starts, to_ends = self._in_output()
        return _carry(offset, starts, ends, to_starts, to_ends, after)

    def to_source(self, offset: int, *, after: bool = False) -> int:
        """Where an output offset stood in the source; the mirror of :meth:`to_output`.

        Where text was removed, one output offset has many sources: the first of them is
        given, or with ``after`` the last.
        """
        to_starts, to_ends, _, _ = self._by_column()
        starts, ends = self._in_output()
        return _carry(offset, starts, ends, to_starts, to_ends, after)

    @property
    def output_starts(self) -> list[int]:
        """Where each edit's replacement starts in the output."""
        return self._in_output()[0]

    @property
    def output_ends(self) -> list[int]:
        """Where each edit's replacement ends in the output."""
        return self._in_output()[1]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits in order of their place."""
        made = self._edits
        if made is None:
            starts, ends, replacements, rules = self._by_column()
            self._edits = made = tuple(map(Edit, starts, ends, replacements, rules))
        return made

    def _by_column(self) -> _Columns:
        """The starts, ends, replacements and rules of the edits."""
        columns = self._columns
        if columns is None:
            edits = self.edits
            self._columns = columns = (
                [edit.start for edit in edits],
                [edit.end for edit in edits],
                [edit.replacement for edit in edits],
                [edit.rule for edit in edits],
            )
        return columns

    def _in_output(self) -> tuple[list[int], list[int]]:
        """Where the replacements start and end in the output."""
        outputs = self._outputs
        if outputs is None:
            shift = 0
            outputs = [], []
            for start, end, replacement, _ in zip(*self._by_column(), strict=True):
                outputs[0].append(start + shift)
                shift += len(replacement) - (end - start)
                outputs[1].append(end + shift)
            self._outputs = outputs
        return outputs


def _carry(
    offset: int,
    starts: Sequence[int],
    ends: Sequence[int],
    to_starts: Sequence[int],
    to_ends: Sequence[int],
    after: bool,
) -> int:
    """Carry an offset over intervals ``[starts, ends)`` that became ``[to_starts, to_ends)``."""
    if after:
        i = bisect_right(starts, offset) - 1
        if i >= 0 and starts[i] == offset < ends[i]:
            i -= 1  # it only begins here
        if i < 0:
            return offset
        return to_ends[i] + max(0, offset - ends[i])
    i = bisect_left(ends, offset)
    while i < len(ends) and starts[i] < ends[i] == offset:
        i += 1  # it ends here, so the offset is behind it
    if i < len(ends) and starts[i] <= offset:
        return to_starts[i]
    return offset + (to_ends[i - 1] - ends[i - 1] if i else 0)


def _join_insertions(edits: list[Edit]) -> list[Edit]:
    """Join insertions that came to compete for one place, in their order."""
    joined: list[Edit] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if last and last.start == last.end == edit.start == edit.end:
            joined[-1] = Edit(
                last.start, last.end, last.replacement + edit.replacement, last.rule or edit.rule
            )
        else:
            joined.append(edit)
    return joined


def _compose(first: Patch, then: Patch) -> list[Edit]:
    """Sweep over the text between both patches, gathering edits that overlap there."""
    inner, starts, ends = first.edits, first.output_starts, first.output_ends
    outer = then.edits
    result: list[Edit] = []
    i = j = 0
    shift = 0  # what the inner edits passed so far added to the length
    while i < len(inner) or j < len(outer):
        i0, j0 = i, j
        high = -1
        while True:
            # At one place: removals of the first patch, insertions of the second, the rest.
            takes_inner = i < len(inner) and (
                j == len(outer) or (starts[i], ends[i]) <= (outer[j].start, outer[j].end)
            )
            if not takes_inner and j == len(outer):
                break
            low, stop = (starts[i], ends[i]) if takes_inner else (outer[j].start, outer[j].end)
            if high >= 0 and low >= high:
                break
            high = max(high, stop)
            if takes_inner:
                i += 1
            else:
                j += 1
        if j == j0:
            result.extend(inner[i0:i])
        else:
            begin = min(starts[i0], outer[j0].start) if i > i0 else outer[j0].start
            replacement = _overlay(first, i0, i, outer[j0:j], begin, high)
            source_start = begin - shift
            later = ends[i - 1] - inner[i - 1].end if i else 0
            if source_start < high - later or replacement:
                result.append(Edit(source_start, high - later, replacement, outer[j0].rule))
        if i:
            shift = ends[i - 1] - inner[i - 1].end
    return result


def _overlay(first: Patch, i0: int, i1: int, outer: Sequence[Edit], begin: int, end: int) -> str:
    """The output of one gathered group; between its outer edits stand only inner replacements."""
    pieces: list[str] = []

    def put_inner(low: int, high: int) -> None:
        for k in range(i0, i1):
            start, text = first.output_starts[k], first.edits[k].replacement
            if start < high and start + len(text) > low:
                pieces.append(text[max(0, low - start) : high - start])

    done = begin
    for edit in outer:
        put_inner(done, edit.start)
        pieces.append(edit.replacement)
        done = edit.end
    put_inner(done, end)
    return "".join(pieces)

"""In place: the slots of a document's text become changes of its runs, and a file like it.

A document keeps its looks, so nothing is cleaned in it: recognition sees the cleaned text, and
only what it removes is changed. Where a slot runs over several runs, its placeholder stands in
the first and the others lose their share.

document ──text──▸ redaction ──changes of the text──▸ changes of runs ──save──▸ bytes
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import msgspec
from msgspec import UNSET

from anonymizer.documents.document import Document, Place, Removal
from anonymizer.documents.source import digest
from anonymizer.edits import Edit, Patch
from anonymizer.pipeline import Redaction
from anonymizer.redaction.record import taken
from anonymizer.redaction.spellings import label_of
from anonymizer.slots import SCHEMA_VERSION, EditRecord, Manifest, OutputInfo, Slot, Tool
from anonymizer.version import __version__

COPY_RULE: Final = "document.copy"
"""The rule of edits in text that a document keeps in a second place: they follow the first."""


class Change(NamedTuple):
    """What became of one edit of a text: where its replacement stands, and what it left.

    ``start`` is the offset in the text from which the replacement stands. ``kept`` is text
    inside the edit that is no run's, such as the break between two paragraphs.
    """

    start: int
    end: int
    kept: str


class Changes(NamedTuple):
    """Edits of a document's text, as changes of its runs.

    ``done`` has an entry for each edit, none where all of it was changed already with another
    stretch of the same runs. ``text`` is the patch of the text that comes of it all.
    """

    runs: dict[int, Patch]
    done: list[Change | None]
    text: Patch


def changes_of(document: Document, edits: Sequence[Edit]) -> Changes:
    """Edits of a document's text, in order and none overlapping, as changes of its runs."""
    places = document.places
    starts = [place.start for place in places]
    text = document.source.text
    made: dict[int, _Run] = {}
    done = [_change(edit, _within(edit, places, starts), text, made) for edit in edits]
    runs = {number: Patch(run.edits) for number, run in made.items() if run.edits}
    return Changes(runs, done, Patch(_text_edits(places, runs)))


class _Run:
    """What has been changed in a run so far: edits in order, none overlapping."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self._starts: list[int] = []

    def add(self, edit: Edit) -> None:
        index = bisect_right(self._starts, edit.start)
        self._starts.insert(index, edit.start)
        self.edits.insert(index, edit)

    def free(self, start: int, end: int) -> list[tuple[int, int]]:
        """What of a stretch has not been changed yet."""
        pieces: list[tuple[int, int]] = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.edits) and self._starts[index] < end:
            edit = self.edits[index]
            if start < edit.start:
                pieces.append((start, edit.start))
            start = max(start, edit.end)
            index += 1
        if start < end:
            pieces.append((start, end))
        return pieces

    def shows(self, offset: int) -> bool:
        """Whether a replacement stands where the character at ``offset`` stood."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and self.edits[index].end > offset and bool(self.edits[index].replacement)


def _within(edit: Edit, places: Sequence[Place], starts: Sequence[int]) -> Iterator[Place]:
    """The stretches of runs that an edit covers; for an insertion the one that it stands in."""
    index = max(bisect_right(starts, edit.start) - 1, 0)
    if edit.start == edit.end:
        before = [place for place in places[max(index - 1, 0) : index + 1] if place.run >= 0]
        if before:
            place = before[-1]
            at = min(max(edit.start, place.start), place.end)
            yield Place(at, at, place.run, place.at + at - place.start)
        return
    while index < len(places) and places[index].start < edit.end:
        place = places[index]
        low, high = max(edit.start, place.start), min(edit.end, place.end)
        if low < high:
            yield Place(low, high, place.run, place.at + low - place.start)
        index += 1


def _change(edit: Edit, within: Iterator[Place], text: str, made: dict[int, _Run]) -> Change | None:
    begin: int | None = None
    kept: list[str] = []
    shown = touched = False
    for number, place in enumerate(within):
        if place.run < 0:
            kept.append(text[place.start : place.end])
            continue
        run = made.setdefault(place.run, _Run())
        end = place.at + place.end - place.start
        if number == 0 and run.shows(place.at):
            shown = True  # a copy: its placeholder stands here already
        if place.start == place.end:
            run.add(Edit(place.at, end, edit.replacement, edit.rule))
            return Change(place.start, place.end, "")
        for low, high in run.free(place.at, end):
            touched = True
            replacement = "" if shown or begin is not None else edit.replacement
            if begin is None and not shown:
                begin = place.start + low - place.at
            run.add(Edit(low, high, replacement, edit.rule))
    if not touched or begin is None:
        return None
    return Change(begin, edit.end, "".join(kept))


def _text_edits(places: Sequence[Place], runs: dict[int, Patch]) -> Iterator[Edit]:
    for place in places:
        for edit in runs.get(place.run, ()):
            low, high = max(edit.start, place.at), min(edit.end, place.at + place.end - place.start)
            if low < high or edit.start == edit.end == low:
                shift = place.start - place.at
                yield Edit(low + shift, high + shift, edit.replacement, edit.rule)


def removable(document: Document, redaction: Redaction) -> tuple[Slot, ...]:
    """The slots that redaction in place would remove: copies of a text count once.

    What stands in no run, such as the number that a list counts by itself, is none.
    """
    edits = list(redaction.changes)
    done = zip(edits, changes_of(document, edits).done, strict=True)
    gone = {_place(each) for each, change in done if change is not None}
    return tuple(slot for slot in redaction.slots if slot.source in gone)


class InPlace:
    """A document redacted in place. ``data`` is the new file, ``text`` what it says now.

    Raises :class:`~anonymizer.documents.files.WriteError` if a removed value would be left
    somewhere in the file.
    """

    def __init__(self, document: Document, redaction: Redaction) -> None:
        self._redaction = redaction
        self.document = document
        edits = list(redaction.changes)
        self._changes = changes_of(document, edits)
        self._done = dict(zip(map(_place, edits), self._changes.done, strict=True))
        self.text: str = self._changes.text.apply(document.source.text)
        removed = {Removal(slot.text, slot.kind) for slot in redaction.slots}
        removed |= {Removal(s.surface, s.kind) for s in redaction.slots if s.surface is not UNSET}
        self.data: bytes = document.save(self._changes.runs, sorted(removed))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """One slot for each removal, in the order of the text; copies of a text count once."""
        slots: list[Slot] = []
        for slot in self._redaction.slots:
            change = self._done.get(slot.source)
            if change is None:
                continue
            start = self._changes.text.to_output(change.start)
            slots.append(
                msgspec.structs.replace(
                    slot, id=f"s{len(slots) + 1}", output=(start, start + len(slot.placeholder))
                )
            )
        return tuple(slots)

    @cached_property
    def edits(self) -> tuple[EditRecord, ...]:
        """Every change that is not a slot: copies of a text, a title's year, a letter's case."""
        text = self.document.source.text
        patch = self._changes.text
        records: list[EditRecord] = []
        covered: list[tuple[int, int]] = []
        for slot in self.slots:
            covered.append(slot.source)
            change = self._done[slot.source]
            if change and change.kept:
                end = slot.output[1]
                records.append(
                    EditRecord(
                        slot.rule,
                        (change.end, change.end),
                        (end, end + len(change.kept)),
                        "",
                        change.kept,
                    )
                )
        own = {place for place, change in self._done.items() if change is not None}
        starts = [start for start, _ in covered]
        for edit, start, end in zip(
            patch.edits, patch.output_starts, patch.output_ends, strict=True
        ):
            index = bisect_right(starts, edit.start) - 1
            if index >= 0 and edit.end <= covered[index][1]:
                continue
            rule = edit.rule if (edit.start, edit.end) in own else COPY_RULE
            records.append(
                EditRecord(
                    rule,
                    (edit.start, edit.end),
                    (start, end),
                    text[edit.start : edit.end],
                    edit.replacement,
                )
            )
        return tuple(sorted(records, key=lambda record: (record.source, record.output)))

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Placeholders of ours that stand in the text already; ``unique`` would have none."""
        own = {label_of(slot.placeholder, self._redaction.placeholder) for slot in self.slots}
        return tuple(label for label in self._taken if label in own)

    @cached_property
    def _taken(self) -> tuple[str, ...]:
        return taken(self.text, self.slots, self._redaction.placeholder)

    def manifest_for(self, output_name: str, stretch: tuple[int, int] | None = None) -> Manifest:
        """The manifest of a file with this name; it holds the original file as well.

        ``stretch`` says which bytes of the file are this document's, if it is one of many.
        """
        return Manifest(
            schema_version=SCHEMA_VERSION,
            tool=Tool("anonymizer", __version__),
            rules_sha256=self._redaction.rules_sha256,
            profile=self._redaction.profile.id,
            placeholder=self._redaction.placeholder,
            source=self.document.source.info(),
            output=OutputInfo(
                output_name,
                digest(self.data),
                len(self.text),
                UNSET if stretch is None else stretch,
            ),
            edits=self.edits,
            slots=self.slots,
            taken=self._taken or UNSET,
        )


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end

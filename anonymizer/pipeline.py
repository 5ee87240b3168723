"""The flow: read → clean → segment → recognise → decide → replace → write.

source ──clean──▸ text ──breaks──▸ text ──spans, decisions──▸ output
       └──────────────── one patch, recorded ───────────────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from msgspec import UNSET, Struct

from anonymizer import compiled
from anonymizer.cleaning import cleaned
from anonymizer.documents.source import Source, digest, to_utf8
from anonymizer.edits import Edit, Patch
from anonymizer.recognition import recognise
from anonymizer.redaction import Decision, demand_unique, replace, settle
from anonymizer.redaction.titles import retitle
from anonymizer.rulebook import Rulebook, load
from anonymizer.segmentation import Outline, breaks, outline
from anonymizer.slots import SCHEMA_VERSION, EditRecord, Manifest, OutputInfo, Slot, Tool
from anonymizer.version import __version__


class Options(Struct, frozen=True):
    """How a text is redacted; the same options and rules give the same output."""

    profile: str = "standard"
    placeholder: str | None = None
    clean: bool = True
    title_year: str | None = None
    unique: bool = False
    in_place: bool = False
    """The text is a document's, which keeps its looks: no line of it may be left out."""


class Cleaned(NamedTuple):
    """A stretch of a source as it is recognised, and the patch that made it."""

    source: Source
    part: tuple[int, int] | None
    patch: Patch
    text: str


class Redaction:
    """What became of one text. ``text`` is the redacted text; the rest is made when asked for."""

    def __init__(
        self,
        cleaned: Cleaned,
        decisions: list[Decision],
        rulebook: Rulebook,
        options: Options,
    ) -> None:
        self.source, self.part, self._cleaning, self.cleaned = cleaned
        self.decisions = decisions
        self._base, end = self.part or (0, len(self.source.text))
        self._original = self.source.text[self._base : end]
        self._rulebook = rulebook
        self.profile = rulebook.profile(options.profile)
        self.placeholder = options.placeholder or self.profile.placeholder
        if options.unique:
            demand_unique(self.placeholder)
        self._outline_of_cleaned: Outline | None = None
        titles: list[Edit] = []
        years: dict[int, str] = {}
        if self.profile.title_post or options.title_year is not None:
            titles, years = retitle(
                self.cleaned, self.outline, decisions, self.profile, options.title_year, rulebook
            )
        self._redaction, self._removals = replace(
            self.cleaned, decisions, self.placeholder, rulebook, titles, years, options.unique
        )
        self.text: str = self._redaction.apply(self.cleaned)

    @property
    def outline(self) -> Outline:
        """The outline of the cleaned text."""
        if self._outline_of_cleaned is None:
            self._outline_of_cleaned = outline(self.cleaned, self._rulebook)
        return self._outline_of_cleaned

    @cached_property
    def cleaning(self) -> tuple[EditRecord, ...]:
        """What cleaning did, as records against the source."""
        from anonymizer.redaction.record import edit_records

        return edit_records(self._original, self._cleaning, self._base)

    @cached_property
    def changes(self) -> Patch:
        """What redaction changes, as a patch of the source: cleaning left out."""
        return Patch(
            Edit(*self.to_source(edit.start, edit.end), edit.replacement, edit.rule)
            for edit in self._redaction
        )

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that a stretch of the cleaned text was."""
        low = self._base + self._cleaning.to_source(start, after=True)
        high = self._base + self._cleaning.to_source(end)
        # Inside of what cleaning put in, it is all that this stands for.
        return (low, high) if low <= high else (high, low)

    @property
    def rules_sha256(self) -> str:
        """The hash of the rules that were used."""
        return self._rulebook.sha256

    @cached_property
    def _whole(self) -> Patch:
        return self._cleaning.compose(self._redaction)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """One slot for each removal, in the order of the text."""
        from anonymizer.redaction.record import make_slots  # for most runs the text is all

        return make_slots(
            self._original,
            self.cleaned,
            self._removals,
            self._cleaning,
            self._redaction,
            self.outline,
            self._rulebook,
            self._base,
        )

    @cached_property
    def taken(self) -> tuple[str, ...]:
        """What reads as a placeholder of the style and is none of ours, in order."""
        from anonymizer.redaction.record import taken

        return taken(self.text, self.slots, self.placeholder)

    @cached_property
    def ambiguous(self) -> tuple[str, ...]:
        """Placeholders of ours that stand in the text already; ``unique`` would have none."""
        from anonymizer.redaction.spellings import label_of

        own = {label_of(slot.placeholder, self.placeholder) for slot in self.slots}
        return tuple(label for label in self.taken if label in own)

    @cached_property
    def edits(self) -> tuple[EditRecord, ...]:
        """Every change that is not a slot."""
        from anonymizer.redaction.record import edit_records

        places = {slot.output for slot in self.slots}
        records = edit_records(self._original, self._whole, self._base)
        return tuple(record for record in records if record.output not in places)

    @cached_property
    def manifest(self) -> Manifest:
        """The record from which :func:`anonymizer.restore` gives the source back."""
        return self.manifest_for("-")

    def manifest_for(self, output_name: str, data: bytes | None = None) -> Manifest:
        """The manifest of an output with this name: of ``data``, if not of the text itself."""
        output = to_utf8(self.text) if data is None else data
        return Manifest(
            schema_version=SCHEMA_VERSION,
            tool=Tool("anonymizer", __version__),
            rules_sha256=self.rules_sha256,
            profile=self.profile.id,
            placeholder=self.placeholder,
            source=self.source.info(self.part),
            output=OutputInfo(output_name, digest(output), len(self.text)),
            edits=self.edits,
            slots=self.slots,
            taken=self.taken or UNSET,
        )


_WORTH_KEEPING: Final = 0.05
"""Seconds from which the time that patterns took to compile is worth a file in the cache."""


def run(source: Source, options: Options, rulebook: Rulebook | None = None) -> Redaction:
    """Redact one source as a whole."""
    return run_all([source], options, rulebook)[0]


def run_all(
    sources: Sequence[Source], options: Options, rulebook: Rulebook | None = None
) -> list[Redaction]:
    """Redact each of several sources as a whole. None of them bears on another."""
    redactions = redact_parts([(source, None) for source in sources], options, rulebook or load())
    compiled.keep(_WORTH_KEEPING)
    return redactions


def split(source: Source, options: Options, rulebook: Rulebook | None = None) -> list[Redaction]:
    """Redact each speech of a collection by itself; the parts together cover the source."""
    rulebook = rulebook or load()
    patch, text = Patch(), source.text
    if options.clean:
        patch, text = _clean(text, rulebook, source.newline, in_place=options.in_place)
    speeches = outline(text, rulebook).speeches
    cuts = [0, *(patch.to_source(speech.start) for speech in speeches[1:]), len(source.text)]
    parts = [(source, (start, end)) for start, end in pairwise(cuts) if start < end]
    redactions = redact_parts(parts, options, rulebook)
    compiled.keep(_WORTH_KEEPING)
    return redactions


def redact_parts(
    parts: Sequence[tuple[Source, tuple[int, int] | None]], options: Options, rulebook: Rulebook
) -> list[Redaction]:
    """Redact each part of a source (``None`` is all of it) by itself.

    They go stage by stage, not one after the other: a processor then has what a stage works
    with at hand, which for short texts saves a third of the time.
    """
    profile = rulebook.profile(options.profile)
    cleaned = [_cleaned(source, part, options, rulebook) for source, part in parts]
    spans = recognise([each.text for each in cleaned], rulebook, profile)
    decisions = [
        settle(each.text, found, rulebook) for each, found in zip(cleaned, spans, strict=True)
    ]
    return [
        Redaction(each, decided, rulebook, options)
        for each, decided in zip(cleaned, decisions, strict=True)
    ]


def _cleaned(
    source: Source, part: tuple[int, int] | None, options: Options, rulebook: Rulebook
) -> Cleaned:
    start, end = part or (0, len(source.text))
    patch, text = Patch(), source.text[start:end]
    if options.clean:
        patch, text = _clean(text, rulebook, source.newline, in_place=options.in_place)
    return Cleaned(source, part, patch, text)


def cleaning_patch(text: str, rulebook: Rulebook, newline: str) -> Patch:
    """The patch from a text as it came in to the text that is recognised."""
    return _clean(text, rulebook, newline)[0]


def _clean(
    text: str, rulebook: Rulebook, newline: str, *, in_place: bool = False
) -> tuple[Patch, str]:
    """Cleaning, and the line breaks that a site took out put back in the text's own style."""
    clean, patch, lines = cleaned(text, rulebook, noisy=not in_place)
    returned = Patch(breaks(clean, rulebook, lines))
    if returned:
        returned = Patch(
            Edit(edit.start, edit.end, edit.replacement.replace("\n", newline), edit.rule)
            for edit in returned
        )
        patch, clean = patch.compose(returned), returned.apply(clean)
    return patch, clean

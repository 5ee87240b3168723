"""A Word document as it was read, and how it is saved with some of its runs changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from anonymizer.documents.document import Block, Document, Hidden, Reading, Removal
from anonymizer.documents.docx import vocabulary
from anonymizer.documents.docx.changes import all_changes
from anonymizer.documents.docx.parts import TextPart, notes, text_parts
from anonymizer.documents.docx.places import CODE, VALUE, Paragraph, Places
from anonymizer.documents.docx.walk import Walk
from anonymizer.documents.docx.writing import Change, said, written
from anonymizer.documents.files import ReadError, WriteError
from anonymizer.documents.ooxml.package import Package, open_package
from anonymizer.edits import Patch

_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How files of older Word begin, and those that a password protects."""


class Docx(Document):
    """A Word document; its runs are elements of text and attributes that hold text."""

    format: ClassVar[str] = "docx"

    def __init__(
        self, data: bytes, name: str, package: Package, parts: list[TextPart], places: Places
    ) -> None:
        super().__init__(data, name, notes(package))
        self._package, self._parts, self._places = package, parts, places

    def __repr__(self) -> str:
        return f"<Docx of {len(self.runs)} runs>"

    @property
    def runs(self) -> Sequence[str]:
        """The text of each run; runs of no block are copies, or text that nobody reads."""
        return self._places.texts

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """The blocks, story by story; a paragraph with deletions has a second one for them."""
        stories: dict[str, list[Block]] = {story: [] for story in vocabulary.STORIES}
        for each in self._places.paragraphs:
            story = each.story
            if each.parts or story == vocabulary.BODY:
                stories[story].append(Block(each.address, tuple(each.parts), story, each.apart))
            if each.former:
                stories[vocabulary.DELETIONS].append(
                    Block(f"{each.address}-before", tuple(each.former), vocabulary.DELETIONS)
                )
        return [block for story in vocabulary.STORIES for block in stories[story]]

    @cached_property
    def hidden(self) -> Sequence[Hidden]:
        """Properties, authors, targets of links and the like."""
        from anonymizer.documents.ooxml.hidden import hidden

        return hidden(self._package)

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The document with runs changed and all traces of people and of removed values out."""
        from anonymizer.documents.ooxml.scrubbing import scrubbed
        from anonymizer.documents.ooxml.survivors import check

        patches = all_changes(self._places, changes, removed)
        decided = {part.name: vocabulary.DECIDED for part in self._parts}
        package = scrubbed(self._changed(patches), self.name, removed, decided)
        check(package, self.name, removed, decided)
        data = package.to_bytes()
        self._demand(data, patches)
        return data

    def _changed(self, patches: Mapping[int, Patch]) -> Package:
        by_part: dict[int, list[Change]] = {}
        for run, patch in patches.items():
            spot = self._places.spots[run]
            by_part.setdefault(spot.part, []).append(Change(spot, self.runs[run], patch))
        changed = dict(self._package.parts)
        for number, changes in by_part.items():
            name, part, _ = self._parts[number]
            changed[name] = part.to_bytes(written(part.xml, changes))
        return Package(changed)

    def _demand(self, data: bytes, patches: Mapping[int, Patch]) -> None:
        """Read what was written, and demand that its text is what the changes make of it."""
        texts = list(self.runs)
        for run, patch in patches.items():
            texts[run] = said(self._places.spots[run].kind, patch.apply(texts[run]))
        try:
            package = open_package(data, self.name)
            parts = text_parts(package, self.name)
            places = _gathered(parts, self.name)
        except ReadError as error:
            raise WriteError(f"{self.name}: what would be written is damaged: {error}") from None
        expected = _said(self._places, texts)
        found = _said(places, places.texts)
        # Parts may have gone, or have other names; the first is the body.
        if found.get(0) != expected.get(0) or Counter(found.values()) - Counter(expected.values()):
            raise WriteError(f"{self.name}: would not say what it should; nothing is written")


def read(data: bytes, name: str, reading: Reading) -> Docx:
    """Read a Word document. Raises :class:`ReadError` that says what is wrong with it."""
    if data.startswith(_COMPOUND):
        raise ReadError(
            f"{name}: is protected by a password, or a .doc of older Word; take the password off, "
            "or give it the suffix .doc"
        )
    package = open_package(data, name)
    parts = text_parts(package, name)
    return Docx(data, name, package, parts, _gathered(parts, name))


def _gathered(parts: Sequence[TextPart], name: str) -> Places:
    """What all parts hold."""
    places = Places()
    drawn: list[Paragraph] = []
    for number, part in enumerate(parts):
        begin = len(places.paragraphs)
        Walk(places, name, number, part).go()
        if part.root == vocabulary.DRAWN:
            drawn += places.paragraphs[begin:]
            del places.paragraphs[begin:]
    if drawn:
        data = [each for each in places.paragraphs if each.story == vocabulary.DIAGRAM]
        places.paragraphs += places.pair(places.waiting(data), drawn)
    return places


def _said(places: Places, texts: Sequence[str]) -> dict[int, str]:
    """What the elements of each part say together, by the part's number."""
    pieces: dict[int, list[str]] = {}
    for spot, text in zip(places.spots, texts, strict=True):
        if text and spot.kind not in (VALUE, CODE):
            pieces.setdefault(spot.part, []).append(text)
    return {number: "".join(texts) for number, texts in pieces.items()}

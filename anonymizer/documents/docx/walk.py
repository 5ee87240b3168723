"""One walk through a part: its text, run by run, with the paragraphs that the runs make up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from anonymizer.documents.docx import vocabulary
from anonymizer.documents.docx.asides import Asides
from anonymizer.documents.docx.parts import TextPart
from anonymizer.documents.docx.places import ELEMENT, Paragraph, Places
from anonymizer.documents.docx.state import Alternatives, Around, Opened, Ruby
from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml.markup import Tag, attributes, content_end, tags

MOST_NESTED: Final = 64
"""How deep one copy of a text may stand in a copy of another; Word nests two or three."""

_SYMBOLS: Final = range(0xF020, 0xF07F)
"""Where the font Symbol has the digits and signs of ASCII; other such fonts have pictures."""


class Walk(Asides):
    """A walk through one part of a document."""

    def __init__(self, places: Places, name: str, number: int, part: TextPart) -> None:
        super().__init__(places, name, number, part)
        self._open: Opened | None = None
        self._around: list[Opened | None] = []
        self._inserted = self._deleted = self._tables = 0
        self._apart = False
        self._boxes: list[Around] = []
        self._alternatives: list[Alternatives] = []
        self._rubies: list[Ruby] = []

    def go(self) -> None:
        """Walk to the end. Raises :class:`ReadError` for text that cannot be read in place."""
        handlers = self._handlers()
        for tag in tags(self._xml, vocabulary.WANTED, vocabulary.TAGS_WITHOUT_END):
            handlers[tag.name](tag)
        while self._fields:
            self._end_field()

    def _handlers(self) -> dict[str, Callable[[Tag], None]]:
        handlers: dict[str, Callable[[Tag], None]] = {
            "w:txbxContent": self._box,
            "w:tbl": self._table,
            "w:tc": self._cell,
            "w:ruby": self._ruby,
            "w:rt": self._guide,
            "w:fldChar": self._field,
            "w:textInput": self._input,
            "c:numCache": self._numbers,
            "c:numLit": self._numbers,
            "mc:AlternateContent": self._alternative,
            "mc:Choice": self._copy,
            "mc:Fallback": self._copy,
            "w:noBreakHyphen": self._hyphen,
            "w:sym": self._symbol,
            "w:altChunk": self._chunk,
        }
        for names, handler in (
            (vocabulary.PARAGRAPHS, self._paragraph),
            (vocabulary.TEXTS, self._text),
            (vocabulary.INSTRUCTIONS, self._instruction),
            (vocabulary.VALUES, self._value),
            (vocabulary.WORKINGS, self._working),
            (vocabulary.FIXED, self._fixed),
            (vocabulary.DELETED, self._delete),
            (vocabulary.INSERTED, self._insert),
            (vocabulary.ATTRIBUTES, self._attributes),
        ):
            handlers.update(dict.fromkeys(names, handler))
        return handlers

    # Paragraphs and their runs

    def _paragraph(self, tag: Tag) -> None:
        if tag.opens:
            paragraph = self._begin("p", self._story)
            paragraph.apart, self._apart = self._apart, False
            if not tag.closes:
                self._around.append(self._open)
                self._open = Opened(paragraph)
            elif not self._keeps_empty():
                self._places.paragraphs.pop()
        else:
            self._close()

    def _close(self) -> None:
        opened = self._open
        self._open = self._around.pop()
        if opened is None:
            return
        paragraph, places = opened.paragraph, self._places
        if opened.deletes:
            paragraph.former = opened.former
        elif not (paragraph.parts or self._keeps_empty()) and places.paragraphs[-1:] == [paragraph]:
            places.paragraphs.pop()
        if opened.guides:
            places.paragraphs.append(
                Paragraph(f"{paragraph.address}-guide", vocabulary.GUIDE, opened.guides)
            )

    def _keeps_empty(self) -> bool:
        """Whether an empty paragraph is a blank line of the text, and no empty cell or header."""
        return self._story == vocabulary.BODY and not self._tables

    def _add(self, part: int | str) -> None:
        opened = self._open
        if opened is None:
            if isinstance(part, int):
                self._begin("v", self._story).parts.append(part)
            return
        if self._rubies:
            ruby = self._rubies[-1]
            if ruby.in_guide:
                ruby.guide.append(part)
                opened.guides += [" ", part] if opened.guides else [part]
                return
            ruby.base.append(part)
        if self._inserted or self._deleted:
            opened.add(part, inserted=self._inserted > 0, deleted=self._deleted > 0)
        else:
            opened.paragraph.parts.append(part)
            if opened.former is not None:
                opened.former.append(part)

    def _text(self, tag: Tag) -> None:
        if self._counting and self._counting[-1] and not tag.closes:
            end = content_end(self._xml, tag)
            if vocabulary.COUNTED.fullmatch(self._xml, tag.end, end):
                self._add(self._xml[tag.end : end])
                return
        run = self._content(tag)
        if run is not None:
            self._add(run)

    def _fixed(self, tag: Tag) -> None:
        # A tab stop has a position; a tab between letters has none.
        if self._open is not None and not (
            tag.name == "w:tab" and "pos=" in self._xml[tag.start : tag.end]
        ):
            self._add(vocabulary.FIXED[tag.name])

    def _hyphen(self, tag: Tag) -> None:
        self._character(tag, "-")

    def _symbol(self, tag: Tag) -> None:
        held = {each.name.rpartition(":")[2]: each.value for each in attributes(self._xml, tag)}
        try:
            code = int(held.get("char", ""), 16)
            letter = chr(code)
        except (ValueError, OverflowError):
            return
        if code in _SYMBOLS and held.get("font") == "Symbol":
            plain = chr(code & 0xFF)
            letter = letter if plain.isalpha() else plain  # its letters are Greek
        self._character(tag, letter)

    def _character(self, tag: Tag, text: str) -> None:
        end = tag.end
        if not tag.closes:
            end = self._xml.find(">", content_end(self._xml, tag)) + 1
        self._add(self._run(text, tag.start, end, ELEMENT))

    # What stands around runs

    def _delete(self, tag: Tag) -> None:
        self._deleted += tag.opens - tag.closes

    def _insert(self, tag: Tag) -> None:
        self._inserted += tag.opens - tag.closes

    def _table(self, tag: Tag) -> None:
        self._tables += tag.opens - tag.closes
        self._apart = True

    def _cell(self, _: Tag) -> None:
        self._apart = True

    def _box(self, tag: Tag) -> None:
        """A text box is a story of its own, not the middle of the paragraph that anchors it."""
        if tag.opens:
            self._boxes.append(
                Around(self._open, self._story, self._inserted, self._deleted, self._tables)
            )
            self._open, self._story = None, vocabulary.TEXT_BOX
            self._inserted = self._deleted = self._tables = 0
        if tag.closes:
            self._open, self._story, self._inserted, self._deleted, self._tables = self._boxes.pop()

    def _ruby(self, tag: Tag) -> None:
        if tag.opens:
            self._rubies.append(Ruby())
        if tag.closes:
            ruby = self._rubies.pop()
            if ruby.base and ruby.guide:
                self._places.guides.append((tuple(ruby.base), tuple(ruby.guide)))

    def _guide(self, tag: Tag) -> None:
        if self._rubies:
            self._rubies[-1].in_guide = tag.opens and not tag.closes

    def _chunk(self, _: Tag) -> None:
        raise ReadError(
            f"{self._name}: takes text in from another file when Word opens it; open it in Word "
            "and save it, so that the text is its own"
        )

    # Text in copies

    def _alternative(self, tag: Tag) -> None:
        if tag.opens:
            if len(self._alternatives) >= MOST_NESTED:
                raise ReadError(
                    f"{self._name}: {self._part} nests text boxes more than {MOST_NESTED} deep"
                )
            at = len(self._open.paragraph.parts) if self._open else 0
            self._alternatives.append(Alternatives(self._open, at, len(self._places.paragraphs)))
        if tag.closes:
            self._alternatives.pop()

    def _copy(self, tag: Tag) -> None:
        if not self._alternatives or (tag.opens and tag.closes):
            return
        which = self._alternatives[-1]
        if tag.opens:
            which.copies += 1
            if which.copies > 1 and which.outer:
                outer = which.outer.paragraph
                self._open = Opened(Paragraph(f"{outer.address}-copy", outer.story, []))
        elif which.copies == 1:
            places = self._places
            which.end = len(places.paragraphs)
            which.waiting = places.waiting(places.paragraphs[which.paragraphs :])
            if which.outer:
                which.inline = which.outer.paragraph.parts[which.at :]
                which.said = places.text(which.inline)
        else:
            self._match(which)

    def _match(self, which: Alternatives) -> None:
        """Find of whose text a further copy is the copy; what it says alone stays."""
        places = self._places
        further = places.paragraphs[which.end :]
        del places.paragraphs[which.end :]
        alone = places.pair(which.waiting, further)
        places.paragraphs += alone
        which.end += len(alone)
        inline, self._open = self._open, which.outer
        if which.outer is None or inline is None or not inline.paragraph.parts:
            return
        if not which.inline:
            for part in inline.paragraph.parts:
                self._add(part)
        elif which.said == places.text(inline.paragraph.parts):
            places.copies.append((tuple(which.inline), tuple(inline.paragraph.parts)))
        else:
            places.paragraphs.append(inline.paragraph)
            which.end += 1

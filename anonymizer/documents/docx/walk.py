"""One walk through a part: its text, run by run, with the paragraphs that the runs make up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from msgspec import Struct

from anonymizer.documents.docx import vocabulary
from anonymizer.documents.docx.parts import TextPart
from anonymizer.documents.docx.places import (
    CONTENT,
    ELEMENT,
    NUMBER,
    VALUE,
    Paragraph,
    Places,
    Spot,
)
from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml.markup import Attribute, Tag, attributes, content_end, tags, text_of

MOST_NESTED: Final = 64
"""How deep one copy of a text may stand in a copy of another; Word nests two or three."""

_SYMBOLS: Final = range(0xF020, 0xF07F)
"""Where fonts of symbols have the characters of ASCII."""


class _Open(Struct):
    """A paragraph that is being read."""

    paragraph: Paragraph
    former: list[int | str] | None = None
    """Its text before the tracked changes, from where the two differ."""
    deletes: bool = False
    guides: list[int | str] = []

    def add(self, part: int | str, *, inserted: bool = False, deleted: bool = False) -> None:
        if (inserted or deleted) and self.former is None:
            self.former = self.paragraph.parts.copy()
        if deleted:
            self.deletes = True
        else:
            self.paragraph.parts.append(part)
        if self.former is not None and (deleted or not inserted):
            self.former.append(part)


class _Alternatives(Struct):
    """Text that is written in several copies, of which a program reads the one it can."""

    outer: _Open | None
    at: int
    """Where the first copy begins in the paragraph around it."""
    paragraphs: int
    """Where it begins among the paragraphs of the document."""
    copies: int = 0
    end: int = 0
    """Where the first copy ends among the paragraphs."""


class _Ruby(Struct):
    """Text and its phonetic guide."""

    base: list[int | str] = []
    guide: list[int | str] = []
    in_guide: bool = False


class _Tracked(NamedTuple):
    """What was going on where a text box begins, and goes on behind it."""

    open: _Open | None
    story: str
    inserted: int
    deleted: int
    tables: int


class Walk:
    """A walk through one part, the document's ``number``-th; ``places`` take what it finds."""

    def __init__(self, places: Places, name: str, number: int, part: TextPart) -> None:
        self._places, self._name, self._number = places, name, number
        self._part, self._xml = part.name, part.part.xml
        self._story = vocabulary.STORY_OF_ROOT.get(part.root, vocabulary.OTHER)
        self._open: _Open | None = None
        self._around: list[_Open | None] = []
        self._inserted = self._deleted = self._tables = 0
        self._boxes: list[_Tracked] = []
        self._alternatives: list[_Alternatives] = []
        self._rubies: list[_Ruby] = []
        self._fields: list[list[int | str]] = []
        self._typed = self._numeric = False
        self._values: dict[str, int] = {}
        self._count = {"p": 0, "v": 0, "f": 0, "a": 0}
        self._handlers = self._all_handlers()

    def go(self) -> None:
        """Walk to the end. Raises :class:`ReadError` for text that cannot be read in place."""
        handlers = self._handlers
        for tag in tags(self._xml, vocabulary.WANTED, vocabulary.TAGS_WITHOUT_END):
            handlers[tag.name](tag)
        while self._fields:
            self._end_field()

    def _all_handlers(self) -> dict[str, Callable[[Tag], None]]:
        handlers: dict[str, Callable[[Tag], None]] = {
            "w:txbxContent": self._box,
            "w:tbl": self._table,
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
            if not tag.closes:
                self._around.append(self._open)
                self._open = _Open(paragraph)
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

    def _begin(self, kind: str, story: str) -> Paragraph:
        self._count[kind] += 1
        paragraph = Paragraph(f"{self._part}#{kind}{self._count[kind]}", story, [])
        self._places.paragraphs.append(paragraph)
        return paragraph

    def _run(self, text: str, start: int, end: int, kind: int) -> int:
        places = self._places
        places.texts.append(text)
        places.spots.append(Spot(self._number, start, end, kind))
        return len(places.texts) - 1

    def _content(self, tag: Tag) -> int | None:
        """The run of an element that holds text alone; ``None`` for an empty one."""
        if tag.closes:
            return None
        end = content_end(self._xml, tag)
        kind = vocabulary.KINDS.get(tag.name, CONTENT)
        if self._numeric and kind == CONTENT:
            kind = NUMBER
        return self._run(text_of(self._xml[tag.end : end]), tag.end, end, kind)

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
        run = self._content(tag)
        if run is not None:
            self._add(run)

    def _value(self, tag: Tag) -> None:
        run = self._content(tag)
        if run is not None:
            self._begin("v", self._story).parts.append(run)

    def _numbers(self, tag: Tag) -> None:
        self._numeric = tag.opens and not tag.closes

    def _working(self, tag: Tag) -> None:
        run = self._content(tag)
        if run is not None:
            self._places.unread.append((run,))

    def _fixed(self, tag: Tag) -> None:
        # A tab stop has a position; a tab between letters has none.
        if self._open is not None and not (
            tag.name == "w:tab" and "pos=" in self._xml[tag.start : tag.end]
        ):
            self._add(vocabulary.FIXED[tag.name])

    def _hyphen(self, tag: Tag) -> None:
        self._character(tag, "-")

    def _symbol(self, tag: Tag) -> None:
        for attribute in attributes(self._xml, tag):
            if attribute.name.rpartition(":")[2] == "char":
                try:
                    code = int(attribute.value, 16)
                    self._character(tag, chr(code & 0xFF if code in _SYMBOLS else code))
                except (ValueError, OverflowError):
                    return

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

    def _box(self, tag: Tag) -> None:
        """A text box is a story of its own, not the middle of the paragraph that anchors it."""
        if tag.opens:
            self._boxes.append(
                _Tracked(self._open, self._story, self._inserted, self._deleted, self._tables)
            )
            self._open, self._story = None, vocabulary.TEXT_BOX
            self._inserted = self._deleted = self._tables = 0
        if tag.closes:
            self._open, self._story, self._inserted, self._deleted, self._tables = self._boxes.pop()

    def _ruby(self, tag: Tag) -> None:
        if tag.opens:
            self._rubies.append(_Ruby())
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
            self._alternatives.append(_Alternatives(self._open, at, len(self._places.paragraphs)))
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
                self._open = _Open(Paragraph(f"{outer.address}-copy", outer.story, []))
        elif which.copies == 1:
            which.end = len(self._places.paragraphs)
        else:
            self._match(which)

    def _match(self, which: _Alternatives) -> None:
        """Find of whose text a further copy is the copy; what it says alone stays."""
        places = self._places
        paragraphs = places.paragraphs
        further = paragraphs[which.end :]
        del paragraphs[which.end :]
        paragraphs += places.pair(paragraphs[which.paragraphs : which.end], further)
        inline, self._open = self._open, which.outer
        if which.outer is None or inline is None or not inline.paragraph.parts:
            return
        first = which.outer.paragraph.parts[which.at :]
        if not first:
            for part in inline.paragraph.parts:
                self._add(part)
        elif places.text(first) == places.text(inline.paragraph.parts):
            places.copies.append((tuple(first), tuple(inline.paragraph.parts)))
        else:
            paragraphs.append(inline.paragraph)

    # Fields and attributes

    def _field(self, tag: Tag) -> None:
        if not tag.opens:
            return
        kind = next(
            (
                each.value
                for each in attributes(self._xml, tag)
                if each.name.rpartition(":")[2] == "fldCharType"
            ),
            "",
        )
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields:
            self._end_field()

    def _end_field(self) -> None:
        self._instruct(self._fields.pop())

    def _instruction(self, tag: Tag) -> None:
        run = self._content(tag)
        if run is None:
            return
        if self._fields:
            self._fields[-1].append(run)
        else:
            self._instruct([run])

    def _instruct(self, parts: list[int | str]) -> None:
        if not parts:
            return
        if vocabulary.instructs(self._places.text(parts)):
            self._begin("f", vocabulary.FIELD).parts += parts
        else:
            self._places.unread.append(tuple(parts))

    def _input(self, tag: Tag) -> None:
        self._typed = tag.opens and not tag.closes

    def _attributes(self, tag: Tag) -> None:
        if not tag.opens or (tag.name == "w:default" and not self._typed):
            return
        stories = vocabulary.ATTRIBUTES[tag.name]
        if not tag.name.endswith("cNvPr"):
            self._values = {}  # what a drawing says of itself it says of its picture once more
        for attribute in attributes(self._xml, tag):
            story = stories.get(attribute.name.rpartition(":")[2])
            if story is None or not attribute.value:
                continue
            story = vocabulary.story_of(tag.name, story, attribute.value)
            if story is None:
                continue
            if tag.name == "w:lvlText":
                self._begin("a", story).parts += self._label(attribute)
                continue
            run = self._run(attribute.value, attribute.start, attribute.end, VALUE)
            first = self._values.setdefault(attribute.value, run)
            if first == run:
                self._begin("a", story).parts.append(run)
            else:
                self._places.copies.append(((first,), (run,)))

    def _label(self, attribute: Attribute) -> list[int | str]:
        """The label of a list, in which a number stands for a level: ``第%1章``."""
        parts: list[int | str] = []
        done = attribute.start
        for found in vocabulary.LEVEL.finditer(self._xml, attribute.start, attribute.end):
            self._label_run(parts, done, found.start())
            parts.append(found[0])
            done = found.end()
        self._label_run(parts, done, attribute.end)
        return parts

    def _label_run(self, parts: list[int | str], start: int, end: int) -> None:
        if start < end:
            parts.append(self._run(text_of(self._xml[start:end]), start, end, VALUE))

"""What stands beside the text of paragraphs: fields' instructions, attributes, charts' values."""

from __future__ import annotations

from collections.abc import Iterator

from anonymizer.documents.docx import vocabulary
from anonymizer.documents.docx.parts import TextPart
from anonymizer.documents.docx.places import CONTENT, NUMBER, VALUE, Paragraph, Places, Spot
from anonymizer.documents.ooxml.markup import Attribute, Tag, attributes, content_end, text_of


class Asides:
    """What a part says beside its paragraphs, taken down tag by tag.

    The part is the document's ``number``-th; ``places`` take what is found.
    """

    def __init__(self, places: Places, name: str, number: int, part: TextPart) -> None:
        self._places, self._name, self._number = places, name, number
        self._part, self._xml = part.name, part.part.xml
        self._story = vocabulary.STORY_OF_ROOT.get(part.root, vocabulary.OTHER)
        self._fields: list[list[int | str]] = []
        self._counting: list[bool] = []
        self._typed = self._numeric = False
        self._values: dict[str, int] = {}
        self._count = {"p": 0, "v": 0, "f": 0, "a": 0}

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
        xml = self._xml
        end = content_end(xml, tag)
        kind = vocabulary.KINDS.get(tag.name, CONTENT)
        if self._numeric and kind == CONTENT:
            kind = NUMBER
        return self._run(text_of(xml[tag.end : end]), tag.end, end, kind)

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
            self._counting.append(False)
        elif kind == "separate" and self._fields:
            self._counting[-1] = vocabulary.counts(self._places.text(self._fields[-1]))
        elif kind == "end" and self._fields:
            self._counting.pop()
            self._end_field()

    def _end_field(self) -> None:
        self._instruct(self._fields.pop())

    def _instruction(self, tag: Tag) -> None:
        if tag.closes:
            return
        end = content_end(self._xml, tag)
        parts = list(self._switched(tag.end, end, vocabulary.KINDS[tag.name]))
        if self._fields:
            self._fields[-1] += parts
        else:
            self._instruct(parts)

    def _switched(self, start: int, end: int, kind: int) -> Iterator[int | str]:
        """The runs of an instruction; a switch and its number are the field's, and stay."""
        for found in vocabulary.SWITCH.finditer(self._xml, start, end):
            if start < found.start():
                yield self._run(
                    text_of(self._xml[start : found.start()]), start, found.start(), kind
                )
            yield found[0]
            start = found.end()
        if start < end:
            yield self._run(text_of(self._xml[start:end]), start, end, kind)

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

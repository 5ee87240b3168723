"""The table of strings that the cells of a workbook share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.documents.ooxml import markup
from anonymizer.edits import Edit, Patch

_WANTED: Final = frozenset({"x:sst", "x:si", "x:t", "x:rPh"})

Stretch = tuple[int, int]


class String(NamedTuple):
    """A shared string: its element, the contents of its text elements, and how it is read aloud."""

    start: int
    end: int
    texts: tuple[Stretch, ...]
    spoken: tuple[Stretch, ...]


class Strings(NamedTuple):
    """All shared strings; ``head`` is the tag of the table, ``tail`` where the last one ends."""

    xml: str
    head: markup.Tag | None
    tail: int
    items: tuple[String, ...]

    def text(self, number: int) -> str:
        """What a string says."""
        return "".join(
            markup.text_of(self.xml[start:end]) for start, end in self.items[number].texts
        )


NO_STRINGS: Final = Strings("", None, 0, ())


def strings_of(xml: str) -> Strings:
    """The strings of a part ``sharedStrings.xml``."""
    items: list[String] = []
    head: markup.Tag | None = None
    opened = inside = spoken = None
    texts: list[Stretch] = []
    aloud: list[Stretch] = []
    tail = 0
    for tag in markup.tags(xml, _WANTED):
        if tag.name == "x:sst":
            if tag.opens:
                head = tag
            if tag.closes:
                tail = tag.start if tag is not head else tag.end
        elif tag.name == "x:si":
            if tag.opens:
                opened, texts, aloud = tag, [], []
            if tag.closes and opened:
                items.append(String(opened.start, tag.end, tuple(texts), tuple(aloud)))
                opened = None
        elif tag.name == "x:rPh":
            if tag.opens:
                spoken = tag
            if tag.closes and spoken:
                aloud.append((spoken.start, tag.end))
                spoken = None
        elif tag.opens and not tag.closes:
            inside = tag
        elif tag.closes and inside:
            if spoken is None:
                texts.append((inside.end, tag.start))
            inside = None
    return Strings(xml, head, tail, tuple(items))


class Rewriting:
    """Which strings change, in place or as new ones beside those that others use still."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._edits: list[Edit] = []
        self._added: list[str] = []
        self._used: set[int] = set()

    def change(self, number: int, patches: Sequence[Patch | None], *, shared: bool) -> int:
        """Change the texts of a string; gives its number, a new one if others share it."""
        xml = self._strings.xml
        item = self._strings.items[number]
        edits = [Edit(start, end, "") for start, end in item.spoken]
        for (start, end), patch in zip(item.texts, patches, strict=True):
            if patch:
                edits.append(Edit(start, end, markup.rewritten(xml[start:end], patch)))
        if not shared:
            self._edits += edits
            return number
        inner = Patch(
            Edit(e.start - item.start, e.end - item.start, e.replacement) for e in edits
        ).apply(xml[item.start : item.end])
        self._added.append(inner)
        return len(self._strings.items) + len(self._added) - 1

    def add(self, text: str) -> int:
        """Add a plain string; gives its number."""
        head = self._strings.head
        raw = self._strings.xml[head.start + 1 : head.end].split(None, 1)[0] if head else ""
        prefix = raw[: raw.rfind(":") + 1]
        said = f'<{prefix}t xml:space="preserve">{markup.escaped(text)}</{prefix}t>'
        self._added.append(f"<{prefix}si>{said}</{prefix}si>")
        return len(self._strings.items) + len(self._added) - 1

    def use(self, number: int) -> None:
        """Note that a cell shows a string."""
        self._used.add(number)

    def empty_unused(self) -> None:
        """Take out what strings say that no cell shows: cells that were deleted, or changed."""
        for number, item in enumerate(self._strings.items):
            if number not in self._used:
                self._edits += [Edit(start, end, "") for start, end in (*item.texts, *item.spoken)]

    def xml(self) -> str:
        """The part as it becomes."""
        strings = self._strings
        edits = [edit for edit in self._edits if edit.start < edit.end]
        if self._added and strings.head:
            edits.append(Edit(strings.tail, strings.tail, "".join(self._added)))
            for attribute in markup.attributes(strings.xml, strings.head):
                if attribute.name == "uniqueCount":
                    count = str(len(strings.items) + len(self._added))
                    edits.append(Edit(attribute.start, attribute.end, count))
        return Patch(edits).apply(strings.xml) if edits else strings.xml

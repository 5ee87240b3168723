"""A saved web page as a document: its speech as blocks and runs, and a clean page of it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from anonymizer.documents.document import Block, Document, Hidden, Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.html import leaving, writing
from anonymizer.documents.html.paragraphs import Paragraph
from anonymizer.documents.html.seen import Sight
from anonymizer.documents.html.speech import Speech
from anonymizer.documents.html.tokens import names
from anonymizer.documents.html.tree import HEADINGS, Element, tree
from anonymizer.edits import Patch

_LONGEST_NAME: Final = 200
_INLINE: Final = names("b strong i em u font span sub sup")


class HtmlDocument(Document):
    """A page that was read. Its runs are the text nodes of its speech, as they are shown."""

    format = "html"

    def __init__(
        self,
        data: bytes,
        name: str,
        notes: Sequence[str],
        page: Element,
        sight: Sight,
        seen: Sequence[Paragraph],
        speech: Speech,
    ) -> None:
        super().__init__(data, name, notes)
        self._page = page
        self._sight = sight
        self._seen = seen
        self._speech = speech
        self._runs: list[str] = []
        self._blocks: list[Block] = []
        if speech.name:
            self._runs.append(speech.name[:_LONGEST_NAME])
            self._blocks.append(Block("title", (0,), "title"))
        for number, paragraph in enumerate(speech.title, 1):
            self._add(paragraph, f"heading {number}", "title")
        for number, paragraph in enumerate(speech.body, 1):
            self._add(paragraph, f"paragraph {number}", "body")

    def _add(self, paragraph: Paragraph, address: str, story: str) -> None:
        parts: list[int] = []
        for node, text in zip(paragraph.nodes, paragraph.texts, strict=True):
            if text:
                node.run = len(self._runs)
                parts.append(node.run)
                self._runs.append(text)
        self._blocks.append(Block(address, tuple(parts), story))

    @property
    def runs(self) -> Sequence[str]:
        """The texts of the speech's text nodes."""
        return self._runs

    @property
    def blocks(self) -> Sequence[Block]:
        """The heading where it stands apart, and the paragraphs."""
        return self._blocks

    @cached_property
    def _hidden(self) -> list[Hidden]:
        kept = {id(paragraph) for paragraph in (*self._speech.title, *self._speech.body)}
        left_out = [each for each in self._seen if id(each) not in kept]
        return leaving.hidden(self._page, left_out, lambda node: node.run >= 0)

    @property
    def hidden(self) -> Sequence[Hidden]:
        """Menus, footers, links' targets, descriptions: what a saved page no longer has."""
        return self._hidden

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """A page of the speech alone, as it looks. Raises :class:`WriteError` for what is left."""
        texts = [*self._runs]
        for run, patch in changes.items():
            texts[run] = patch.apply(texts[run])
        search = leaving.Search(removed)
        title = self._title(texts)
        shown = self._shown(texts)
        speech, sight, safe = self._speech, self._sight, search.is_safe
        heading = ""
        if speech.title:
            inner = "<br>".join(_inline(each, shown, safe) for each in speech.title)
            heading = f"<h1{writing.attributes(speech.title[0].home, safe)}>{inner}</h1>\n"
        lead = "".join(
            f"<p{writing.attributes(each.home, safe)}>{_inline(each, shown, safe)}</p>\n"
            for each in speech.body[: speech.lead]
        )
        body = writing.markup(speech.container, shown, sight, safe)
        main = f"<main{writing.attributes(speech.container, safe)}>\n{lead}{body}</main>"
        data = writing.page("" if search.finds(title) else title, heading, main)
        if found := leaving.survivors(tree(data.decode(), self.name), search):
            raise WriteError(
                f"{self.name}: a removed value would be left in {found[0]}; nothing was written"
            )
        return data

    def _title(self, texts: Sequence[str]) -> str:
        """What the new page is called: its heading as it reads now."""
        first = self._blocks[0]
        if first.story == "title":
            blocks = [block for block in self._blocks if block.story == "title"]
        elif self._speech.body[0].home.name in HEADINGS:
            blocks = [first]
        else:
            return ""
        parts = (part for block in blocks for part in block.parts)
        title = "".join(texts[part] for part in parts if isinstance(part, int))
        return " ".join(title.split())[:_LONGEST_NAME]

    def _shown(self, texts: Sequence[str]) -> list[str]:
        """The runs' texts, paragraph by paragraph, with their spaces made to be seen."""
        shown = [*texts]
        for block in self._blocks:
            runs = [part for part in block.parts if isinstance(part, int)]
            for run, text in zip(
                runs, writing.shown_texts([texts[run] for run in runs]), strict=True
            ):
                shown[run] = text
        return shown


def _inline(paragraph: Paragraph, shown: Sequence[str], safe: writing.Safe) -> str:
    """A paragraph's texts, each with the nearest element that makes it look as it does."""
    pieces: list[str] = []
    for node in paragraph.nodes:
        if node.run < 0:
            continue
        text = writing.indent(node) + writing.escaped(shown[node.run])
        around = node.parent
        if around.name in _INLINE:
            text = f"<{around.name}{writing.attributes(around, safe)}>{text}</{around.name}>"
        pieces.append(text)
    return "".join(pieces)

"""A Markdown file as a document, and how it is written with some of its text changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from anonymizer.documents.document import Block, Document, Removal
from anonymizer.documents.markdown.assembly import Assembly, Run
from anonymizer.documents.markdown.spellings import writer
from anonymizer.documents.spelling import Rewrite, rewrite
from anonymizer.edits import Patch

_LIKE_MARKUP: Final = re.compile(r"[ \t]*(?:\d{1,9}(?=[.)](?:\s|$))|(?=[-+>#=]))")
_YAML_MARKUP: Final = re.compile(r"""[][{}*&!|>%@`#,?:"'-]|.*(?::\s|\s#)""")


class Markdown(Document):
    """A Markdown file."""

    format = "markdown"

    def __init__(
        self,
        data: bytes,
        name: str,
        text: str,
        encoding: str,
        mark: bytes,
        assembly: Assembly,
    ) -> None:
        super().__init__(data, name)
        self._text = text
        self._encoding = encoding
        self._mark = mark
        self._assembly = assembly

    @cached_property
    def runs(self) -> Sequence[str]:
        """Stretches of text without markup, as they read."""
        return [run.spelled.text for run in self._assembly.runs]

    @property
    def blocks(self) -> Sequence[Block]:
        """Paragraphs, headings, items and cells; then what a reader does not see."""
        return self._assembly.blocks

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """The file with some runs changed; marks around what is empty then are gone."""
        rewrites: list[Rewrite] = []
        empty = [not text for text in self.runs]
        for number, patch in changes.items():
            if len(patch):
                rewrites += _rewritten(self._assembly.runs[number], patch)
                empty[number] = not patch.apply(self.runs[number])
        emptied = [0, *accumulate(empty)]
        for shell in self._assembly.shells:
            if emptied[shell.last] - emptied[shell.first] == shell.last - shell.first:
                rewrites += (Rewrite(start, end, "") for start, end in shell.marks)
        body = self.data[len(self._mark) :]
        return self._mark + rewrite(body, self._text, self._encoding, rewrites, self.name)


def _rewritten(run: Run, patch: Patch) -> list[Rewrite]:
    spelled, write = run.spelled, writer(run.kind)
    new = patch.apply(spelled.text)
    start, end = spelled.place(0), spelled.place(len(spelled.text))
    if run.kind == "scalar" and _is_markup_in_yaml(new) and not _is_markup_in_yaml(spelled.text):
        return [Rewrite(start, end, "'" + new.replace("'", "''") + "'")]
    if run.begins_line and patch.edits[0].start == 0 and (found := _LIKE_MARKUP.match(new)):
        # The text behind a removed stretch must not begin a list or a heading now.
        at = found.end()
        return [Rewrite(start, end, new[:at] + "\\" + write(new[at:]).removeprefix("\\"))]
    return spelled.rewritten(patch, write)


def _is_markup_in_yaml(text: str) -> bool:
    return bool(_YAML_MARKUP.match(text))

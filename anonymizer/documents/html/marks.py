"""What tells a page's speech from what a site puts around it: words, from ``marks.json``."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from anonymizer.documents.html.tree import Element

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SPACE: Final = re.compile(r"[\s\u3000]+")
LONGEST_LINE: Final = 300
"""A longer line is none of the site's."""


class Marks(NamedTuple):
    """``strong`` words in an element's class or id say what is never the speech, ``weak`` ones
    what is none unless most of the page is in it; ``unseen`` classes are hidden by styles that
    are not saved with the page. ``lines`` are the site's own lines around a text, ``anywhere``
    those that stand within it too, ``ends`` those behind which only the site speaks;
    ``fonts`` are typefaces of official documents, ``containers`` where well-known sites keep a
    text.
    """

    containers: frozenset[str]
    title_words: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    tags: frozenset[str]
    unseen: frozenset[str]
    lines: re.Pattern[str]
    anywhere: re.Pattern[str]
    ends: re.Pattern[str]
    fonts: frozenset[str]
    title_separators: re.Pattern[str]

    def is_site_line(self, text: str) -> bool:
        """Whether a line is one of those that sites put around a text."""
        line = _SPACE.sub(" ", text).strip()
        return len(line) <= LONGEST_LINE and bool(
            self.lines.fullmatch(line) or self.anywhere.fullmatch(line)
        )

    def is_intruder(self, text: str) -> bool:
        """Whether a line is the site's even if the speech goes on behind it."""
        line = _SPACE.sub(" ", text).strip()
        return len(line) <= LONGEST_LINE and bool(self.anywhere.fullmatch(line))

    def is_end(self, text: str) -> bool:
        """Whether nothing of the speech comes behind a line."""
        line = _SPACE.sub(" ", text).strip()
        return len(line) <= LONGEST_LINE and bool(self.ends.fullmatch(line))

    def is_container(self, element: Element) -> bool:
        """Whether a well-known site keeps its texts in such an element."""
        attributes = element.attributes
        if not attributes:
            return False
        if f"#{attributes.get('id', '').strip()}" in self.containers:
            return True
        if any(f".{one}" in self.containers for one in attributes.get("class", "").split()[:20]):
            return True
        prop = attributes.get("itemprop")
        return prop is not None and f"[itemprop={prop}]" in self.containers


def words_of(element: Element) -> frozenset[str]:
    """The words of an element's class and id, in lower case."""
    attributes = element.attributes
    if not attributes:
        return frozenset()
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:400]
    return _words(names)


@lru_cache(maxsize=4096)
def _words(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(names))


@lru_cache(maxsize=1)
def marks() -> Marks:
    """The marks that the package comes with."""
    data = json.loads(Path(__file__).with_name("marks.json").read_text(encoding="utf-8"))

    def any_of(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)

    return Marks(
        containers=frozenset(data["containers"]),
        title_words=frozenset(data["title_words"]),
        strong=frozenset(data["strong"]),
        weak=frozenset(data["weak"]),
        tags=frozenset(data["tags"]),
        lines=any_of(data["lines"]),
        unseen=frozenset(data["unseen"]),
        anywhere=any_of(data["anywhere"]),
        ends=any_of(data["ends"]),
        fonts=frozenset(data["fonts"]),
        title_separators=re.compile(data["title_separators"]),
    )

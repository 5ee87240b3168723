"""What the paragraphs of a page weigh, and how their weight lies in its elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.documents.html.marks import Marks, words_of
from anonymizer.documents.html.paragraphs import Paragraph
from anonymizer.documents.html.tokens import names
from anonymizer.documents.html.tree import Element

_SENTENCE: Final = re.compile(r"[，。；：！？、,;!?]|\.\s")
_LINKED_SENTENCE: Final = re.compile(r"[，；].{10,}[。！？]|。.{10,}。")
_LEAST_SENTENCE: Final = 10
_NO_SENTENCE: Final = 0.3
"""What a sign of a line without any punctuation weighs: a heading does, and so does a menu."""
_MOST: Final = 0.5
_NEARLY_NOTHING: Final = 15
_NEVER_MARKED: Final = names("#page html body form main article table tbody tr")

Range = tuple[int, int]


class Weighed(NamedTuple):
    """Each paragraph's weight, whether it is one of links, one of the site's own lines.

    A paragraph that a mark takes out (``marked``) weighs nothing.
    """

    weights: list[float]
    linked: list[bool]
    site: list[bool]
    marked: list[bool]


class Layout(NamedTuple):
    """For each element that has paragraphs: which (a half-open range), what they weigh, and
    whether a mark takes them out.
    """

    paragraphs: Sequence[Paragraph]
    weighed: Weighed
    ranges: dict[Element, Range]
    weights: dict[Element, float]
    marked: dict[Element, bool]
    order: Sequence[Element]
    """The elements that have paragraphs, in the order of the page."""


def layout(page: Element, paragraphs: Sequence[Paragraph], marks: Marks) -> Layout:
    """Weigh the paragraphs of a page."""
    linked = [_is_linked(each) for each in paragraphs]
    site = [marks.is_site_line(each.text) for each in paragraphs]
    weights = [
        0.0 if link or own else _weight(each)
        for each, link, own in zip(paragraphs, linked, site, strict=True)
    ]
    ranges = _ranges(page, paragraphs)
    order = [node for node in page.walk() if isinstance(node, Element) and node in ranges]
    sums = _sums(weights, ranges)
    marked = _marked(order, sums, sums.get(page, 0.0), marks, use_strong=True)
    lasting = sum(w for w, each in zip(weights, paragraphs, strict=True) if not marked[each.home])
    if lasting < _NEARLY_NOTHING:
        marked = _marked(order, sums, sums.get(page, 0.0), marks, use_strong=False)
    taken = [marked[each.home] for each in paragraphs]
    weights = [0.0 if off else weight for weight, off in zip(weights, taken, strict=True)]
    weighed = Weighed(weights, linked, site, taken)
    return Layout(paragraphs, weighed, ranges, _sums(weights, ranges), marked, order)


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def holds_links(plan: Layout, element: Element) -> bool:
    """Whether an element has a paragraph of links in it."""
    start, end = plan.ranges[element]
    return any(plan.weighed.linked[start:end])


def _is_linked(paragraph: Paragraph) -> bool:
    """Whether a paragraph is one of links: a menu, a list of news, not a sentence that is one."""
    if not paragraph.linked:
        return False
    size = len(squeezed(paragraph.text))
    return paragraph.linked * 2 > size and not _LINKED_SENTENCE.search(paragraph.text)


def _weight(paragraph: Paragraph) -> float:
    own = len(squeezed(paragraph.text)) - paragraph.linked
    if own >= _LEAST_SENTENCE and _SENTENCE.search(paragraph.text):
        return own
    return own * _NO_SENTENCE


def _ranges(page: Element, paragraphs: Sequence[Paragraph]) -> dict[Element, Range]:
    first: dict[Element, int] = {}
    last: dict[Element, int] = {}
    for number, paragraph in enumerate(paragraphs):
        last[paragraph.home] = number + 1
        first.setdefault(paragraph.home, number)
    elements = [node for node in page.walk() if isinstance(node, Element)]
    for element in reversed(elements):
        parent = element.parent
        if parent is not None and element in last:
            last[parent] = max(last.get(parent, 0), last[element])
            first[parent] = min(first.get(parent, len(paragraphs)), first[element])
    return {element: (first[element], last[element]) for element in last}


def _sums(weights: Sequence[float], ranges: dict[Element, Range]) -> dict[Element, float]:
    running = [0.0]
    for weight in weights:
        running.append(running[-1] + weight)
    return {element: running[end] - running[start] for element, (start, end) in ranges.items()}


def _marked(
    order: Sequence[Element],
    sums: dict[Element, float],
    total: float,
    marks: Marks,
    *,
    use_strong: bool,
) -> dict[Element, bool]:
    """Whether an element, or one around it, says by its name that it is none of the speech."""
    holds: set[Element] = set()  # elements with a well-known container in them, or being one
    for element in reversed(order):
        if element in holds or (sums[element] > 0 and marks.is_container(element)):
            holds.add(element)
            if element.parent is not None:
                holds.add(element.parent)
    marked: dict[Element, bool] = {}
    for element in order:
        parent = element.parent
        if parent is not None and marked[parent]:
            marked[element] = True
            continue
        marked[element] = False
        if element.name in _NEVER_MARKED or element in holds:
            continue
        words = words_of(element)
        if use_strong and (element.name in marks.tags or words & marks.strong):
            marked[element] = True
        elif words & marks.weak:
            marked[element] = sums[element] <= total * _MOST
    return marked

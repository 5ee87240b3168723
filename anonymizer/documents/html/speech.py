"""Which paragraphs of a page are the speech: where it stands, what it is called, what is not it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from anonymizer.documents.html.heading import heading, lead, names_in, under_title, unsaid
from anonymizer.documents.html.layout import Layout, holds_links, layout, squeezed
from anonymizer.documents.html.marks import Marks, marks
from anonymizer.documents.html.paragraphs import Paragraph
from anonymizer.documents.html.tree import BLOCKS, Element

_BULK: Final = 0.75
"""The speech's element holds at least this share of all that weighs anything in the page."""
_ALL: Final = 0.97
_BEFORE_END: Final = 0.25
"""What says that the speech is over is heeded once this share of its weight has passed."""
_PAGE: Final = 0.02
"""An element like the one with most of the text, and with at least this share, is its next page."""
_LEAST: Final = 10
"""Characters outside links that a page must have for it to say anything."""
_TRUSTED: Final = 0.1
_GOOD: Final = 20.0
_RIVAL: Final = 0.15
_LONGEST_LIST_NAME: Final = 12
_IS_SAID: Final = re.compile(r"[：:，。；！？,;!?]")
_IS_TEXT: Final = re.compile(r"[^\W_]")


class Speech(NamedTuple):
    """The speech of a page. ``body`` are its paragraphs: ``lead`` of them before ``container``.

    ``title`` is the heading where it is not among them; ``name`` what the page's ``<title>``
    calls it where it has no heading. ``sure`` is false where all that is seen was taken.
    """

    title: tuple[Paragraph, ...]
    name: str
    body: tuple[Paragraph, ...]
    lead: int
    container: Element
    sure: bool


def find_speech(page: Element, seen: Sequence[Paragraph], page_title: str) -> Speech | None:
    """The speech among the paragraphs that are seen; ``None`` if none of them is more than links.

    Where nothing stands out it is all of them.
    """
    if own := _by_itself(page, seen, page_title):
        return own
    known = marks()
    plan = layout(page, seen, known)
    if not any(
        not link and sum(map(len, _IS_TEXT.findall(each.text))) >= _LEAST
        for each, link in zip(seen, plan.weighed.linked, strict=True)
    ):
        return None
    names = names_in(page_title, known)
    found = _container(page, plan, known, names)
    if found is None:
        return Speech((), "", tuple(seen), 0, page, False)
    body = _own_paragraphs(plan, found, known)
    if not body:
        return Speech((), "", tuple(seen), 0, page, False)
    start = plan.ranges[found][0]
    title = heading(plan, start, body, page_title, known)
    before = lead(plan, title, start) if title else []
    paragraphs = tuple(seen[number] for number in (*before, *body))
    name = ""
    if not title and found.name not in ("body", "html", "#page"):
        name = unsaid(names, paragraphs)
    titles = tuple(seen[number] for number in title)
    return Speech(titles, name, paragraphs, len(before), found, True)


def _by_itself(page: Element, seen: Sequence[Paragraph], page_title: str) -> Speech | None:
    """The speech of a page that has nothing else: one ``<main>``, and headings before it."""
    mains = [n for n in page.walk() if isinstance(n, Element) and n.name == "main"]
    if len(mains) != 1:
        return None
    within = set(mains[0].walk())
    inside = [each.home in within for each in seen]
    before = inside.index(True) if True in inside else 0
    heads, body = seen[:before], seen[before:]
    if not body or not all(inside[before:]) or any(each.home.name != "h1" for each in heads):
        return None
    name = ""
    if not heads and squeezed(page_title) not in map(squeezed, (p.text for p in body[:12])):
        name = page_title
    return Speech(tuple(heads), name, tuple(body), 0, mains[0], True)


def _container(page: Element, plan: Layout, known: Marks, names: Sequence[str]) -> Element | None:
    """The element that the speech stands in, if one stands out."""
    total = plan.weights.get(page, 0.0)
    if total <= 0:
        return None
    if (editor := _editor(plan, total, known)) is not None:
        return editor
    element = page
    while True:
        inner = [c for c in element.children if isinstance(c, Element) and c in plan.ranges]
        best = max(inner, key=lambda child: plan.weights[child], default=None)
        if best is None or plan.weights[best] < total * _BULK:
            break
        start, end = plan.ranges[best]
        several = sum(weight > 0 for weight in plan.weighed.weights[start:end]) > 1
        if best.name not in BLOCKS or not (several or plan.weights[best] >= total * _ALL):
            break
        pages = (c for c in inner if c is not best and _alike(best, c) and not holds_links(plan, c))
        if any(plan.weights[c] >= total * _PAGE for c in pages):
            break  # pages of one text
        element = best
    titled = under_title(plan, names)
    if (
        titled is not None
        and element not in titled.ancestors()
        and titled not in element.ancestors()
    ):
        return titled
    if _has_rivals(element, plan, total):
        return titled
    return _widened(element, plan)


def _editor(plan: Layout, total: float, known: Marks) -> Element | None:
    """Where a well-known site keeps its text: the first such place that is not next to empty."""
    places = [
        element
        for element in plan.order
        if plan.weights[element] >= max(total * _TRUSTED, 1.0) and known.is_container(element)
    ]
    if not places:
        return None
    most = max(plan.weights[element] for element in places)
    first = next(e for e in places if plan.weights[e] >= most / 5)
    parent = first.parent
    siblings = [e for e in places if e.parent is parent and e is not first and _alike(e, first)]
    return parent if siblings and parent is not None else first


def _alike(one: Element, other: Element) -> bool:
    names = one.attributes.get("class"), other.attributes.get("class")
    return one.name == other.name and names[0] == names[1] and one.name != "p"


def _has_rivals(element: Element, plan: Layout, total: float) -> bool:
    """Whether texts of different kinds stand side by side, none of them the main one."""
    sizes: dict[tuple[str, str], float] = {}
    for child in element.children:
        if isinstance(child, Element) and child in plan.ranges and child.name in BLOCKS:
            start, end = plan.ranges[child]
            if max(plan.weighed.weights[start:end]) >= _GOOD and end - start > 2:
                key = child.name, child.attributes.get("class", child.attributes.get("id", ""))
                sizes[key] = sizes.get(key, 0.0) + plan.weights[child]
    named = [size for (_, words), size in sizes.items() if words and size >= total * _RIVAL]
    return len(named) > 1


def _widened(element: Element, plan: Layout) -> Element:
    """The widest element around one that adds nothing but clean text to it."""
    weighed = plan.weighed
    while (parent := element.parent) is not None and parent.name != "#page":
        inner, outer = plan.ranges[element], plan.ranges[parent]
        added = (*range(outer[0], inner[0]), *range(inner[1], outer[1]))
        if any(weighed.linked[n] or weighed.site[n] or weighed.marked[n] for n in added):
            break
        element = parent
    return element


def _own_paragraphs(plan: Layout, container: Element, known: Marks) -> list[int]:
    """The paragraphs of an element that are none of the site's."""
    weighed = plan.weighed
    start, end = plan.ranges[container]
    kept = [n for n in range(start, end) if not weighed.marked[n]]
    enough = plan.weights[container] * _BEFORE_END
    passed = 0.0
    for at, number in enumerate(kept):
        if passed >= enough and known.is_end(plan.paragraphs[number].text):
            del kept[at:]
            break
        passed += weighed.weights[number]
    most = max((weighed.weights[n] for n in kept), default=0.0)
    if most <= 0:
        return []
    good = [n for n in kept if weighed.weights[n] >= min(_GOOD, most)]
    first, last = good[0], good[-1]

    def ends(number: int) -> bool:
        """Whether what comes behind a paragraph is the site's."""
        return (
            weighed.linked[number] or weighed.site[number] or weighed.marked[number]
        ) and not known.is_intruder(plan.paragraphs[number].text)

    def linked_at(number: int) -> bool:
        return start <= number < end and weighed.linked[number]

    beyond = next((n for n in range(last + 1, end) if ends(n)), end)

    def belongs(number: int) -> bool:
        if first <= number <= last:
            if weighed.linked[number]:
                return not (linked_at(number - 1) or linked_at(number + 1))
            return not known.is_intruder(plan.paragraphs[number].text)
        if number > last and (number >= beyond or _heads_links(plan, number, last)):
            return False
        return not weighed.linked[number] and not weighed.site[number]

    return [number for number in kept if belongs(number)]


def _heads_links(plan: Layout, number: int, last: int) -> bool:
    """Whether a line is the heading of a list of links, not the end of what stands above it."""
    line, text = plan.paragraphs[number], plan.paragraphs[last]
    return (
        len(squeezed(line.text)) <= _LONGEST_LIST_NAME
        and (line.home.parent is not text.home.parent or line.home.name in ("td", "th"))
        and not _IS_SAID.search(line.text)
        and plan.weighed.linked[number + 1 : number + 4] == [True] * 3
    )

"""What a page calls its speech: the heading above it, or the page's own title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from anonymizer.documents.html.layout import Layout, holds_links, squeezed
from anonymizer.documents.html.marks import Marks, words_of
from anonymizer.documents.html.paragraphs import Paragraph
from anonymizer.documents.html.tree import HEADINGS, Element

_LONGEST: Final = 120
_SHORTEST: Final = 4
_LEAST_SCORE: Final = 2.5
_LONGEST_LEAD: Final = 60
_NEAR: Final = 300
"""A heading is among so many paragraphs before what it is the heading of."""
_BEGINNING: Final = 6
_MENTIONS: Final = 5
_LEAST: Final = 10
"""What a sentence under a heading weighs at least."""
_IS_SAID: Final = re.compile(r"[：:，。；！？,;!?]")
_LARGE: Final = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*(px|pt)", re.IGNORECASE)
_LARGE_PIXELS: Final = 20
_LARGE_POINTS: Final = 15


def names_in(page_title: str, known: Marks) -> list[str]:
    """What a page's ``<title>`` may call the speech: its parts, the site's name among them."""
    parts = (part.strip() for part in known.title_separators.split(page_title))
    return [part for part in parts if part]


def heading(
    plan: Layout, start: int, body: Sequence[int], page_title: str, known: Marks
) -> list[int]:
    """The paragraphs before number ``start`` that are the heading of ``body``, if it has none."""
    whole = squeezed(page_title)
    names = names_in(page_title, known)
    first = {squeezed(plan.paragraphs[number].text) for number in body[:_BEGINNING]}
    if names and squeezed(names[0]) in first:
        return []
    near = start  # from where on there is nothing but the site's lines
    while near and plan.weighed.site[near - 1]:
        near -= 1
    best: tuple[float, int] = (_LEAST_SCORE, -1)
    done: set[Element] = set()
    for number in range(max(0, start - _NEAR), start):
        home = plan.paragraphs[number].home
        if home in done or plan.weighed.linked[number] or plan.weighed.site[number]:
            continue
        done.add(home)
        if plan.marked[home] and _is_masthead(plan, home):
            continue
        text = squeezed(_joined(plan, home))
        if not _SHORTEST <= len(text) <= _LONGEST:
            continue
        score = 0.0
        if home.name in HEADINGS:
            score += 3.0 if home.name in ("h1", "h2") else 2.0
        score += _stands_out(plan, home)
        around = [home, plan.paragraphs[number].nodes[0].parent]
        if home.parent is not None:
            around.append(home.parent)
        if any(words_of(each) & known.title_words for each in around):
            score += 2.0
        if whole and text in whole:
            score += 6.0 * len(text) / len(whole)
        if plan.ranges[home][1] >= near:
            score += 1.0
        if score >= best[0]:
            best = score, number
    if best[1] < 0:
        return []
    home = plan.paragraphs[best[1]].home
    if squeezed(_joined(plan, home)) in first:
        return []
    lo, hi = plan.ranges[home]
    return [n for n in range(lo, min(hi, start)) if plan.paragraphs[n].home is home]


def _stands_out(plan: Layout, home: Element) -> float:
    """How much a line looks like a heading that no element says it is: large, bold, centred."""
    score = 0.0
    first = plan.paragraphs[plan.ranges[home][0]].nodes
    inmost = next((node.parent for node in first if not node.raw.isspace()), home)
    for element in inmost.ancestors():
        look = element.attributes
        if (size := _LARGE.search(look.get("style", ""))) and float(size[1]) >= (
            _LARGE_POINTS if size[2] == "pt" else _LARGE_PIXELS
        ):
            score += 1.5
        if element.name == "font" and look.get("size", "").strip("+ ") in ("4", "5", "6", "7"):
            score += 1.5
        if element.name in ("b", "strong", "center") or look.get("align") == "center":
            score += 0.5
        if element is home:
            break
    return min(score, 2.0)


def under_title(plan: Layout, names: Sequence[str]) -> Element | None:
    """The narrowest element that holds a line that the page is called by, and sentences."""
    name = squeezed(names[0]) if names else ""
    if len(name) < _SHORTEST:
        return None
    called = (
        number
        for number, paragraph in enumerate(plan.paragraphs)
        if not plan.weighed.linked[number] and squeezed(paragraph.text) == name
    )
    for number in islice(called, _MENTIONS):
        for element in plan.paragraphs[number].home.ancestors():
            end = min(plan.ranges[element][1], number + _NEAR)
            if max(plan.weighed.weights[number + 1 : end], default=0.0) >= _LEAST:
                return element
    return None


def _is_masthead(plan: Layout, home: Element) -> bool:
    """Whether what takes a heading out has links in it as well: the head of the site."""
    whole = home
    for element in home.ancestors():
        if not plan.marked[element]:
            break
        whole = element
    return holds_links(plan, whole)


def _joined(plan: Layout, home: Element) -> str:
    start, end = plan.ranges[home]
    if end - start > 8:
        return ""
    return "".join(p.text for p in plan.paragraphs[start:end] if p.home is home)


def lead(plan: Layout, title: Sequence[int], start: int) -> list[int]:
    """The lines between a heading and the text, if no menu is: who spoke, and when."""
    weighed = plan.weighed
    if any(weighed.linked[title[-1] + 1 : start]):
        return []
    return [
        number
        for number in range(title[-1] + 1, start)
        if not (weighed.site[number] or weighed.marked[number])
        and len(plan.paragraphs[number].text) <= _LONGEST_LEAD
    ]


def unsaid(names: Sequence[str], body: Sequence[Paragraph]) -> str:
    """The name of the speech, if it says nothing that the speech does not begin with."""
    if not names or len(squeezed(names[0])) < _SHORTEST:
        return ""
    if not _IS_SAID.search(body[0].text):
        return ""  # it begins with what reads as its heading
    head = "".join(squeezed(paragraph.text) for paragraph in body[:8])
    return "" if squeezed(names[0]) in head else names[0]

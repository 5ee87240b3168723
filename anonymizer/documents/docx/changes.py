"""What the change of a run does to others: copies of it, its phonetic guide, text nobody reads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final

from anonymizer.documents.document import Removal
from anonymizer.documents.docx.places import Parts, Places
from anonymizer.edits import Edit, Patch

_LEAST: Final = 2
"""Characters that a value must have to be looked for in text that nobody reads."""


def all_changes(
    places: Places, changes: Mapping[int, Patch], removed: Sequence[Removal]
) -> dict[int, Patch]:
    """The patch of every run that changes, those of copies and unread text included."""
    made = {run: patch for run, patch in changes.items() if len(patch)}
    # What is a copy of a copy comes first in the list: what it copies must be known before it.
    for parts, copy in reversed(places.copies):
        if edits := _gathered(places, parts, made):
            made.update(_spread(places, copy, edits))
    for parts, guide in places.guides:
        if any(part in made for part in parts):
            made.update(
                (part, Patch([Edit(0, len(places.texts[part]), "")]))
                for part in guide
                if isinstance(part, int) and places.texts[part]
            )
    made.update(_unread(places, changes, removed))
    return made


def _lengths(places: Places, parts: Parts) -> list[int]:
    return [len(places.texts[part]) if isinstance(part, int) else len(part) for part in parts]


def _gathered(places: Places, parts: Parts, changes: Mapping[int, Patch]) -> list[Edit]:
    """The edits of runs as edits of the text that they make up."""
    if not any(part in changes for part in parts):
        return []
    edits: list[Edit] = []
    starts = accumulate(_lengths(places, parts), initial=0)
    for part, start in zip(parts, starts, strict=False):
        if isinstance(part, int) and part in changes:
            edits += [
                Edit(start + e.start, start + e.end, e.replacement, e.rule) for e in changes[part]
            ]
    return edits


def _spread(places: Places, parts: Parts, edits: Iterable[Edit]) -> dict[int, Patch]:
    """Edits of the text that runs make up as patches of the runs, a replacement in the first."""
    starts = list(accumulate(_lengths(places, parts), initial=0))
    by_run: dict[int, list[Edit]] = {}
    for edit in edits:
        at = max(0, bisect_right(starts, edit.start, 0, len(parts)) - 1)
        replacement = edit.replacement
        while at < len(parts) and (starts[at] < edit.end or replacement):
            part = parts[at]
            if isinstance(part, int):
                start = max(edit.start, starts[at]) - starts[at]
                end = max(start, min(edit.end, starts[at + 1]) - starts[at])
                if start < end or replacement:
                    _append(by_run.setdefault(part, []), Edit(start, end, replacement, edit.rule))
                replacement = ""
            at += 1
    return {run: Patch(each) for run, each in by_run.items()}


def _append(edits: list[Edit], edit: Edit) -> None:
    """Add an edit behind others; two insertions at one place become one."""
    last = edits[-1] if edits else None
    if last and last.start == last.end == edit.start == edit.end:
        edit = Edit(edit.start, edit.end, last.replacement + edit.replacement, edit.rule)
        edits.pop()
    edits.append(edit)


def _unread(
    places: Places, changes: Mapping[int, Patch], removed: Sequence[Removal]
) -> dict[int, Patch]:
    """Patches that take removed values out of text that nobody reads."""
    texts = [places.text(parts) for parts in places.unread]
    together = "\n".join(texts)
    values = {each.text for each in removed if len(each.text) >= _LEAST and each.text in together}
    if not values:
        return {}
    usual = Counter(
        edit.replacement for patch in changes.values() for edit in patch if edit.replacement
    ).most_common(1)
    replacement = usual[0][0] if usual else ""
    longest_first = sorted(values, key=lambda value: (-len(value), value))
    pattern = re.compile(
        "|".join(
            rf"{'(?<![0-9])' if value[0].isdigit() else ''}{re.escape(value)}"
            rf"{'(?![0-9])' if value[-1].isdigit() else ''}"
            for value in longest_first
        )
    )
    made: dict[int, Patch] = {}
    for parts, text in zip(places.unread, texts, strict=True):
        edits = [Edit(*found.span(), replacement, "unread") for found in pattern.finditer(text)]
        if edits:
            made.update(_spread(places, parts, edits))
    return made

"""Which slots name the same thing: a name and its short forms are one entity, a figure its own."""

from __future__ import annotations

from collections.abc import Sequence

from anonymizer.slots import FIGURE_KINDS, Span


def entities(text: str, spans: Sequence[Span]) -> list[int]:
    """The entity's number for each span, counted from 1 in the order of first mention.

    A short form counts as the one longer name of its kind in the text that it can stand for
    (建国 and 王 for 王建国, 恒丰 for 恒丰锰业); where two come into question, as itself.
    """
    names: dict[str, set[str]] = {}
    for span in spans:
        if span.kind in _SHORTENED:
            names.setdefault(span.kind, set()).add(text[span.start : span.end])
    full = {kind: _full_names(kind, found) for kind, found in names.items()}
    numbers: dict[tuple[str, str], int] = {}
    result = []
    latest = 0
    for span in spans:
        if span.kind in FIGURE_KINDS:
            latest += 1
            result.append(latest)
            continue
        name = text[span.start : span.end]
        key = (span.kind, full[span.kind][name] if span.kind in full else name)
        if key not in numbers:
            latest += 1
            numbers[key] = latest
        result.append(numbers[key])
    return result


_SHORTENED = frozenset(("person", "organization"))


def _full_names(kind: str, names: set[str]) -> dict[str, str]:
    """For each name the longer one that it stands for, or itself."""
    owners: dict[str, set[str]] = {}
    for name in names:
        for part in _parts(kind, name):
            if part in names:
                owners.setdefault(part, set()).add(name)
    return {
        name: next(iter(owners[name])) if len(owners.get(name, ())) == 1 else name for name in names
    }


def _parts(kind: str, name: str) -> set[str]:
    """What a name can be called for short."""
    if kind == "person":
        if len(name) not in (2, 3, 4) or "·" in name:
            return set()
        surname = 2 if len(name) == 4 else 1
        return {name[:surname], name[surname:]} - {name, name[-1]}
    return {name[:end] for end in range(2, len(name))} if len(name) > 3 else set()

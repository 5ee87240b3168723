"""Speeches with their facts marked: the project's own, and those beside the project if there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from anonymizer import redact

ROOT: Final = Path(__file__).resolve().parents[2]
EVAL: Final = ROOT.parent / "shared" / "eval"


class Speech(NamedTuple):
    """A text and its facts, ``(start, end, kind)`` in order."""

    id: str
    text: str
    facts: tuple[tuple[int, int, str], ...]


@cache
def corpus() -> tuple[Speech, ...]:
    """The speeches written for the project."""
    found = []
    for gold in sorted((ROOT / "corpus").glob("*.gold.json")):
        record = json.loads(gold.read_text(encoding="utf-8"))
        path = gold.with_name(gold.name.replace(".gold.json", ".txt"))
        facts = tuple((s["start"], s["end"], s["kind"]) for s in record["slots"])
        found.append(Speech(record["id"], path.read_text(encoding="utf-8"), facts))
    return tuple(found)


def shared(name: str) -> tuple[Speech, ...]:
    """The annotated speeches ``dev`` or ``train``; none where the folder is absent."""
    path = EVAL / f"speeches.{name}.jsonl"
    return annotated(path) if path.is_file() else ()


def annotated(path: Path) -> tuple[Speech, ...]:
    """The speeches of a file with an object a line: ``id``, ``text``, ``spans``."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    return tuple(
        Speech(row["id"], row["text"], tuple((s[0], s[1], s[2]) for s in row["spans"]))
        for row in rows
    )


@cache
def known(text: str, profile: str = "standard") -> frozenset[tuple[int, int]]:
    """The places of what recognition finds."""
    return frozenset((slot.source[0], slot.source[1]) for slot in redact(text, profile).slots)


def paragraphs(speeches: Iterable[Speech]) -> list[str]:
    """Paragraphs that may be added to another text."""
    lines = (line for speech in speeches for line in speech.text.split("\n"))
    return [line for line in lines if 30 <= len(line) <= 200]

"""Annotated text: what a file says must go, checked to the character.

The format is told by the content: one JSON object a line (ours, or doccano's), or brat's
standoff notation (:mod:`anonymizer.evaluation.brat`). Whatever is wrong with a file is one
:class:`GoldError` that names file, line and cure, and never a value of the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from anonymizer.evaluation.labels import NEUTRAL, LabelError, Labels

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is read."""

_KEYS: Final = ("spans", "labels", "label", "entities")
_STARTS: Final = ("start", "start_offset", "begin")
_ENDS: Final = ("end", "end_offset")
_LABELS: Final = ("kind", "label", "type")


class GoldError(ValueError):
    """Annotated text that cannot be used: names file, line and cure."""

    def __init__(self, message: str, path: Path | str, line: int = 0) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


class Mention(NamedTuple):
    """``text[start:end]`` states a fact of this kind (``""``: it is not judged)."""

    start: int
    end: int
    kind: str


class Document(Struct, frozen=True):
    """One annotated text. ``strict`` holds what only a strict profile removes.

    Mentions stand in the order of the text. ``place`` says where the document came from,
    as ``file:line``.
    """

    id: str
    text: str
    mentions: tuple[Mention, ...]
    strict: tuple[Mention, ...] = ()
    place: str = ""


def from_json(line: str, labels: Labels, path: Path | str, number: int) -> Document:
    """The document of one line of JSON. Raises :class:`GoldError`."""

    def bad(message: str) -> GoldError:
        return GoldError(message, path, number)

    try:
        record = msgspec.json.decode(line.encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise bad(
            f'is not JSON ({error}); each line is one {{"text": …, "spans": [[start, end, kind]]}}'
        ) from None
    if not isinstance(record, dict):
        raise bad('is no object; each line is one {"text": …, "spans": [[start, end, kind]]}')
    text = record.get("text")
    if not isinstance(text, str) or not text:
        raise bad('has no text; give it as "text": "…"')
    key = next((key for key in _KEYS if record.get(key) is not None), None)
    if key is None:
        raise bad('has no spans; give them as "spans": [[start, end, kind]], [] if there are none')
    mentions = _mentions(record, key, text, labels, bad)
    strict = _mentions(record, "strict", text, labels, bad) if record.get("strict") else []
    every = [(m, key) for m in mentions] + [(m, "strict") for m in strict]
    # Other people's tools nest annotations; in our own format that can only be a slip.
    _refuse_overlaps(every, bad, nested=key != "spans")
    name = record.get("id")
    return Document(
        id=str(name)
        if isinstance(name, (str, int)) and name != ""
        else f"{Path(path).stem}#{number}",
        text=text,
        mentions=tuple(sorted(mentions)),
        strict=tuple(sorted(strict)),
        place=f"{path}:{number}",
    )


def _mentions(
    record: dict[str, Any], key: str, text: str, labels: Labels, bad: Any
) -> list[Mention]:
    entries = record[key]
    if not isinstance(entries, list):
        raise bad(f'"{key}" should be a list of [start, end, kind]')
    found = []
    for index, entry in enumerate(entries):
        where = f"{key}[{index}]"
        start, end, label = _triple(entry, where, bad, bare=key == "strict")
        if message := misplaced(start, end, len(text)):
            raise bad(f"{where}: {message}")
        try:
            found.append(Mention(start, end, labels.kind_of(label) if label else NEUTRAL))
        except LabelError as error:
            raise bad(f"{where}: {error}") from None
    return found


def _triple(entry: Any, where: str, bad: Any, *, bare: bool) -> tuple[int, int, str]:
    """Start, end and label of an entry: a list, or an object as doccano writes it."""
    if isinstance(entry, dict):
        entry = [_first(entry, names) for names in (_STARTS, _ENDS, _LABELS)]
    if bare and isinstance(entry, list) and len(entry) == 2:
        entry = [*entry, ""]
    if not isinstance(entry, list) or len(entry) != 3:
        raise bad(f"{where} should be [start, end, kind]")
    start, end, label = entry
    if type(start) is not int or type(end) is not int:
        raise bad(f"{where}: start and end should be whole numbers, without quotes or fractions")
    if not isinstance(label, str) or (not label and not bare):
        raise bad(f"{where}: the kind should be a text, such as person")
    return start, end, label


def _first(entry: dict[str, Any], names: Sequence[str]) -> Any:
    return next((entry[name] for name in names if name in entry), None)


def misplaced(start: int, end: int, length: int) -> str:
    """What is wrong with a place in a text of ``length`` characters; empty if nothing is."""
    if 0 <= start < end <= length:
        return ""
    if start >= end:
        return f"[{start}, {end}] covers nothing; start comes before end, and end is not included"
    return (
        f"[{start}, {end}] is out of range, the text has {length} characters; "
        "count code points from 0"
    )


def _refuse_overlaps(every: list[tuple[Mention, str]], bad: Any, *, nested: bool) -> None:
    ordered = sorted(every)
    for (one, key), (other, _) in pairwise(ordered):
        if one[:2] == other[:2]:
            raise bad(f"{key}: [{one.start}, {one.end}] is marked twice; keep one of the two")
        if other.start < one.end and not nested:
            raise bad(
                f"{key}: [{one.start}, {one.end}] and [{other.start}, {other.end}] overlap; "
                "a character states one fact, keep one of the two"
            )


def decode(data: bytes, path: Path | str) -> str:
    """UTF-8, with or without a byte order mark (kept). Raises :class:`GoldError`."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GoldError(
            f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8", path, line
        ) from None


def read_text(path: Path | None) -> str:
    """The text of a file, or of standard input for ``None``. Raises :class:`GoldError`."""
    name = path or "standard input"
    try:
        if path is None:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        problem = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise GoldError(
            f"{problem}; give a JSONL file, a .ann file or a folder of them", name
        ) from None
    if len(data) > LARGEST:
        raise GoldError(f"is larger than {LARGEST >> 20} MB; split it into several files", name)
    return decode(data, name)


def from_lines(text: str, labels: Labels, path: Path | str) -> list[Document]:
    """The documents of a JSONL file, in its order. Raises :class:`GoldError`."""
    # Only a line feed ends a line: JSON texts may hold U+2028 and its like as they are.
    found = [
        from_json(line, labels, path, number)
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1)
        if line.strip()
    ]
    if not found:
        raise GoldError(
            'is empty; each line is one {"text": …, "spans": [[start, end, kind]]}', path
        )
    return found


def read_gold(paths: Iterable[Path], labels: Labels) -> list[Document]:
    """The documents of files and folders (``-``: standard input). Raises :class:`GoldError`."""
    from anonymizer.evaluation import brat

    found: list[Document] = []
    for path in paths:
        if str(path) == "-":
            found += from_lines(read_text(None), labels, "standard input")
            continue
        files = _inside(path) if path.is_dir() else [path]
        for file in files:
            found += _file(file, labels, brat)
    return found


def _inside(folder: Path) -> list[Path]:
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jsonl", ".ann"))
    if not files:
        raise GoldError("holds no gold; expected *.jsonl, or *.ann with its *.txt", folder)
    return files


_JSON: Final = re.compile(r"\ufeff?\s*[{\[]")


def _file(path: Path, labels: Labels, brat: Any) -> list[Document]:
    text = read_text(path)
    if _JSON.match(text):
        return from_lines(text, labels, path)
    if brat.is_standoff(text) or (path.suffix == ".ann" and not text.strip()):
        return [brat.read(path, text, labels)]
    notes = path.with_suffix(".ann")
    if notes != path and notes.is_file():
        return [brat.read(notes, read_text(notes), labels)]
    if not text.strip("\ufeff \t\r\n"):
        return from_lines("", labels, path)
    raise GoldError(
        'is neither JSONL nor brat; a line of JSONL is {"text": …, "spans": [[start, end, kind]]}',
        path,
        1,
    )

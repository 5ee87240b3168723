"""Which redacted file belongs to which original: by name, or by a file that says so."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from anonymizer.cli.output import Failed, fail, refuse
from anonymizer.documents import KNOWN_SUFFIXES, documents_in, plain_text

STDIN = "-"


class Pair(NamedTuple):
    """An original and its redacted version, each with its name in reports."""

    original: Path
    redacted: Path
    original_name: str
    redacted_name: str


class Pairing(NamedTuple):
    """The pairs, and the files of either side without a counterpart."""

    pairs: list[Pair]
    lone_originals: list[str]
    lone_redacted: list[str]


def one_pair(original: Path, redacted: Path) -> Pairing:
    """Two files, either of them perhaps standard input."""
    for path in (original, redacted):
        if str(path) != STDIN and not path.exists():
            fail(f"{path}: no such file")
            raise Failed(3)
    if str(original) == str(redacted) == STDIN:
        raise refuse("only one of the two texts can come from standard input")
    return Pairing([Pair(original, redacted, original.name, redacted.name)], [], [])


def by_name(originals: Path, redacted: Path) -> Pairing:
    """Pairs of two folders: the same path below them, else the same path but for the suffix."""
    ours = {path.relative_to(originals): path for path in _texts(originals)}
    theirs = {path.relative_to(redacted): path for path in _texts(redacted)}
    stems: dict[Path, list[Path]] = {}
    for name in theirs.keys() - ours.keys():
        stems.setdefault(name.with_suffix(""), []).append(name)
    pairs: list[Pair] = []
    lone: list[str] = []
    taken: set[Path] = set()
    for name, path in ours.items():
        others = [name] if name in theirs else stems.get(name.with_suffix(""), [])
        if len(others) == 1 and others[0] not in taken:
            taken.add(others[0])
            pairs.append(Pair(path, theirs[others[0]], name.as_posix(), others[0].as_posix()))
        else:
            lone.append(name.as_posix())
    return Pairing(pairs, lone, sorted(n.as_posix() for n in theirs.keys() - taken))


def by_file(mapping: Path, originals: Path | None, redacted: Path | None) -> Pairing:
    """Pairs that a CSV or TSV file names, one a line: original, redacted.

    Names are looked for in the two folders, if they are given, else in the file's own. All that
    is wrong with the file is said at once, and nothing is audited then.
    """
    folder = mapping.parent
    pairs: list[Pair] = []
    wrong: list[str] = []
    for number, row in _rows(mapping):
        if len(row) != 2 or not all(row):
            wrong.append(f"{mapping}:{number}: needs two names: original,redacted")
            continue
        paths = [(originals or folder) / row[0], (redacted or folder) / row[1]]
        missing = [path for path in paths if not path.is_file()]
        wrong += [f"{mapping}:{number}: no such file: {path}" for path in missing]
        pairs.append(Pair(paths[0], paths[1], row[0], row[1]))
    if not wrong:
        seen: set[str] = set()
        for pair in pairs:
            name = os.path.realpath(pair.redacted)
            if name in seen:
                wrong.append(f"{mapping}: {pair.redacted_name} is named twice as a redacted text")
            seen.add(name)
    for message in wrong:
        fail(message)
    if wrong:
        raise Failed(2)
    if not pairs:
        raise refuse(f"{mapping}: names no pairs; a line is original,redacted")
    return Pairing(pairs, [], [])


def _rows(mapping: Path) -> Iterable[tuple[int, list[str]]]:
    """The lines of a mapping file with their numbers; a head line is left out."""
    text = plain_text(mapping)
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    delimiter = "\t" if "\t" in next(lines, "") else ","
    first = True
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not (first and [cell.lower() for cell in cells] in _HEADS):
                yield reader.line_num, cells
            first = False
    except csv.Error as error:
        raise refuse(f"{mapping}:{reader.line_num}: is no CSV: {error}") from None


_HEADS = (["original", "redacted"], ["原文", "脱敏稿"], ["原稿", "脱敏稿"])


def _texts(folder: Path) -> list[Path]:
    found = documents_in(folder)
    if not found:
        fail(f"{folder}: holds no texts ({KNOWN_SUFFIXES})")
        raise Failed(3)
    return found

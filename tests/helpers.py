"""What the tests share: cases as data, marks in texts, and the command line, run both ways."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from ruamel.yaml import YAML

from anonymizer import Redaction
from anonymizer.cli import main
from anonymizer.ruletest import mark

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
SEEDS = ROOT.parent / "shared" / "seeds"

PROFILES = ("light", "standard", "strict")
STYLES = ("x", "numbered", "typed", "mou", "mask", "surrogate")


def cases(file: str, *, section: str | None = None) -> list[Any]:
    """The cases of a file under ``tests/cases``, as parameters named after their first text."""
    loaded = YAML(typ="safe", pure=True).load((CASES / file).read_text(encoding="utf-8"))
    rows = loaded[section] if section else loaded
    assert rows, f"{file} holds no cases"
    return [pytest.param(row, id=_name(row)) for row in rows]


def _name(row: Any) -> str:
    text = row if isinstance(row, str) else str(next(iter(row.values())))
    return text.replace("\n", "⏎")[:28]


def marked(redaction: Redaction) -> str:
    """The cleaned text with ⟦⟧ around everything that was taken out."""
    places = [(d.span.start, d.span.end) for d in redaction.decisions if d.replaced]
    return mark(redaction.cleaned, places)


class Result(NamedTuple):
    """What a command did: exit status, standard output as bytes, standard error as text."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    """Run a command in this process, through the same entry as the installed command."""
    streams = sys.stdin, sys.stdout, sys.stderr, sys.argv
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    sys.stdout, sys.stderr = io.TextIOWrapper(out, "utf-8"), io.TextIOWrapper(err, "utf-8")
    sys.argv = ["anonymizer", *map(str, arguments)]
    status = 0
    try:
        main()
    except SystemExit as stopped:
        status = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    finally:
        with contextlib.suppress(ValueError):
            sys.stdout.flush()
        with contextlib.suppress(ValueError):
            sys.stderr.flush()
        written = out.getvalue(), err.getvalue()
        sys.stdin, sys.stdout, sys.stderr, sys.argv = streams
    return Result(status, written[0], written[1].decode("utf-8"))


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that finds this package from anywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", **more}


def spawn(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Result:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "anonymizer", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(),
        timeout=300,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def shell(script: str, cwd: Path) -> Result:
    """Run a line of shell in which ``anonymizer`` is the command."""
    command = f'anonymizer() {{ "{sys.executable}" -m anonymizer "$@"; }}; {script}'
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        cwd=cwd,
        env=environment(),
        timeout=300,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Result(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def tree(folder: Path) -> set[str]:
    """Every file in a folder, hidden and half-written ones included."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}


def assert_true_offsets(redaction: Redaction) -> None:
    """Every slot and edit stands where it says, in the source and in the output."""
    source, output = redaction.source.text, redaction.text
    for slot in redaction.slots:
        assert source[slice(*slot.source)] == slot.text
        assert output[slice(*slot.output)] == slot.placeholder
        assert slot.source[0] < slot.source[1]
    for edit in redaction.edits:
        assert source[slice(*edit.source)] == edit.text
        assert output[slice(*edit.output)] == edit.replacement


def rebuilt(redaction: Redaction) -> str:
    """The output made anew from the source and the records, and from nothing else."""
    pieces: list[str] = []
    base, stop = redaction.part or (0, len(redaction.source.text))
    done = base
    for start, end, text in sorted(_records(redaction)):
        assert start >= done, "records overlap"
        pieces += [redaction.source.text[done:start], text]
        done = end
    return "".join([*pieces, redaction.source.text[done:stop]])


def _records(redaction: Redaction) -> Iterator[tuple[int, int, str]]:
    for slot in redaction.slots:
        yield *slot.source, slot.placeholder
    for edit in redaction.edits:
        yield *edit.source, edit.replacement


def overlapping(
    places: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Those of ``places`` that share a character with one of ``others``."""
    return [(a, b) for a, b in places if any(a < d and c < b for c, d in others)]


_PACED: Final = "投资220万元，同比增长1.5%；" * 3_000
_FIGURE: Final = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?(?=万元|%)")


def slowness() -> float:
    """How much slower this machine is, now, than the one that the limits were measured on.

    Never less than 1: a quicker machine gives no rule more room.
    """
    started = time.process_time()
    for _ in range(3):
        sum(match.end() for match in _FIGURE.finditer(_PACED))
        sum(ord(character) for character in _PACED)
    return max(1.0, (time.process_time() - started) / 0.016)


def seconds(work: Callable[[], object], bound: float = 0.0, tries: int = 5) -> float:
    """Processor time of some work at the pace of the machine that the limits were measured on.

    What is not within ``bound`` is measured again, up to so many ``tries``, and the best of
    them counts. The pace is taken right before and right behind each, and the quicker of both
    counts, as machines drift to half their speed within seconds: so a slow moment spoils one
    try, and cannot excuse slow work.
    """
    best = float("inf")
    for number in range(tries):
        # The first try goes without: at the slowest pace allowed it would be no longer.
        before = slowness() if number else 1.0
        gc.freeze()  # collecting what the tests hold is none of the work
        started = time.process_time()
        work()
        spent = time.process_time() - started
        gc.unfreeze()
        if number:
            spent /= min(before, slowness())
        best = min(best, spent)
        if best < bound:
            break
    return best

"""Which inputs there are, and where what comes of each is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from anonymizer.cli.batch import Job
from anonymizer.cli.naming import kept_apart, stems_apart
from anonymizer.documents import (
    KNOWN_SUFFIXES,
    documents_in,
    format_of,
    links_out_of,
    odd_in,
    others_in,
    real,
)
from anonymizer.documents.formats import BY_SUFFIX, TEXTS

_NO_DOCUMENT: Final = "is no document that is read here"
_NO_FILE: Final = "is no file: a pipe, a device, or a link that leads nowhere"
_LEADS_OUT: Final = "is a link that leads out of the folder; name what it leads to"


class NoFolderError(ValueError):
    """Outputs that have no place to go to, or that would meet in one."""


class Plan(NamedTuple):
    """The jobs of a run, and the inputs of which none is made: ``missing`` ones are errors.

    ``is_listed`` says that there is a folder among the inputs, of which a report is written.
    """

    jobs: tuple[Job, ...]
    missing: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...]
    is_listed: bool

    def protected(self, split: bool) -> frozenset[str]:
        """Inputs that outputs whose names are not known yet must not hit."""
        return frozenset(real(job.path) for job in self.jobs) if split else frozenset()


class _Input(NamedTuple):
    path: Path
    name: Path
    """Its place in the output folder, before its suffix is settled."""


def plan_jobs(
    inputs: Iterable[Path],
    output: Path,
    slots: Path | None,
    *,
    many: bool,
    to: str | None = None,
    split: bool = False,
) -> Plan:
    """Where each input goes. Raises :class:`NoFolderError`.

    ``to`` is the suffix that all outputs get; else each keeps its own, or gets that of the
    format that it can be written in: ``speech.doc`` becomes ``speech.docx``.
    """
    found: list[_Input] = []
    missing: list[tuple[str, str]] = []
    skipped: list[tuple[str, str]] = []
    is_folder = False
    for path in inputs:
        if str(path) == "-":
            found.append(_Input(path, Path("stdin.txt")))
        elif path.is_dir():
            is_folder = True
            inside = documents_in(path)
            for why, those in (
                (_NO_DOCUMENT, others_in(path)),
                (_LEADS_OUT, links_out_of(path)),
                (_NO_FILE, odd_in(path)),
            ):
                skipped += [(str(each), why) for each in those]
            if not inside:
                missing.append((str(path), f"holds no texts ({KNOWN_SUFFIXES})"))
            found += [_Input(p, p.relative_to(path)) for p in inside]
        else:
            found.append(_Input(path, Path(path.name)))
    if many:
        jobs = tuple(_many(found, output, slots, _suffix(to), split=split))
    else:
        jobs = (_one(found[0], output, slots),)
    return Plan(jobs, tuple(missing), tuple(skipped), is_folder)


def _suffix(to: str | None) -> str | None:
    if to is None:
        return None
    suffix = f".{to.lower().removeprefix('.')}"
    if suffix not in BY_SUFFIX:
        raise NoFolderError(f"--to: unknown suffix {to!r}; known are {KNOWN_SUFFIXES}")
    return suffix


def _one(given: _Input, output: Path, slots: Path | None) -> Job:
    target = output / _with_suffix(given.name, None) if output.is_dir() else output
    own = _manifest_name(target.stem, given.path)
    manifest = slots / own if slots and slots.is_dir() else slots
    manifest = manifest or target.with_name(own)
    return Job(given.path, str(given.name), target, manifest, given=not output.is_dir())


def _many(
    found: list[_Input], output: Path, slots: Path | None, to: str | None, *, split: bool
) -> Iterator[Job]:
    if output.exists() and not output.is_dir():
        raise NoFolderError(f"{output}: is a file; more than one output needs a folder")
    if slots and slots.exists() and not slots.is_dir():
        raise NoFolderError(f"{slots}: is a file; more than one manifest needs a folder")
    if split and to is None:
        to = TEXTS[0] if any(given.name.suffix.lower() not in TEXTS for given in found) else None
    given_names = [given.name for given in found]
    names = kept_apart(given_names, [_with_suffix(name, to) for name in given_names])
    taken: dict[Path, Path] = {}
    for given, name, stem in zip(found, names, stems_apart(names), strict=True):
        if name in taken:
            raise NoFolderError(
                f"{given.path} and {taken[name]} would both be written to {output / name}"
            )
        taken[name] = given.path
        manifest = (slots or output) / name.with_name(_manifest_name(stem, given.path))
        yield Job(given.path, given.name.as_posix(), output / name, manifest)


def _with_suffix(name: Path, to: str | None) -> Path:
    given = format_of(name)
    if given and given.tabular:
        to = None  # a table is no text
    if to is None and given and given.saves and name.suffix.lower() not in given.saves:
        to = given.saves[0]
    return name.with_suffix(to) if to else name


def _manifest_name(stem: str, source: Path) -> str:
    given = format_of(source)
    return f"{stem}.slots.{'jsonl' if given and given.streams else 'json'}"

"""``anonymizer common``: the phrases that many speeches share, and what varies in them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from anonymizer.blocks import blocks
from anonymizer.cli.options import (
    EncodingOption,
    ForceOption,
    ProfileOption,
    RulesOption,
    WorkersOption,
)
from anonymizer.cli.output import Failed, drawn, fail, put, refuse, say
from anonymizer.cli.progress import progress
from anonymizer.cli.workers import in_order
from anonymizer.documents import (
    KNOWN_SUFFIXES,
    ReadError,
    Reading,
    Source,
    documents_in,
    open_document,
    real,
    write_whole,
)
from anonymizer.rulebook import load

if TYPE_CHECKING:  # its modules are loaded when the command runs, and not for the others
    from anonymizer.phrases.book import PhraseBook
    from anonymizer.phrases.digests import Digested
    from anonymizer.phrases.finder import Terms

EXAMPLE = "Example: anonymizer common speeches/ --min 5 --top 100 --format csv -o phrases.csv"

_SAID: Final = 20
"""Duplicates told one by one."""


class Format(str, Enum):
    """How to print."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def common(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="A folder of speeches, or a file that holds several."
        ),
    ],
    format: Annotated[
        Format, typer.Option("--format", help="text, json, jsonl or csv.")
    ] = Format.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file. Else standard output.")
    ] = None,
    minimum: Annotated[
        int, typer.Option("--min", min=1, help="Speeches that use a phrase at least.")
    ] = 2,
    top: Annotated[int, typer.Option("--top", min=0, help="Phrases listed, 0 for all.")] = 50,
    values: Annotated[
        bool,
        typer.Option("--values", help="List the slots' values too; they are originals."),
    ] = False,
    profile: ProfileOption = "standard",
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    force: ForceOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Find the sentences and phrases that many speeches share, and which slots vary in them.

    Speeches are compared without their facts; what was X in a text already counts as a slot
    too. Those that most speeches use come first. A speech that is another one again, but for
    its facts, is told and counts once; a phrase that only stands within a longer one does not
    come again. Values of slots are counted, and not shown without --values.
    """
    rulebook = load(rules)
    rulebook.profile(profile)
    if output is not None and str(output) == "-":
        output = None
    if output is not None and output.exists() and not force:
        raise refuse(f"{output}: exists already; --force overwrites it")
    paths = _speeches(folder)
    if output is not None and real(output) in {real(path) for path in paths}:
        raise refuse(f"{output}: is an input, and inputs are never written to")
    book, errors = _find(folder, paths, profile, values, rules, encoding, workers, minimum, top)
    for error in errors:
        fail(error)
    _say_duplicates(book)
    if book.speeches < minimum:
        say(f"{folder}: no phrase can be shared by {minimum} speeches; it holds {book.speeches}")
    data = _printed(book, format, to_file=output is not None)
    if output is None:
        put(data)
    else:
        write_whole(output, data, force=force, private=values)
        say(f"{len(book.phrases)} phrases of {book.speeches} speeches → {output}")
    if errors:
        raise Failed(3)


def _speeches(folder: Path) -> list[Path]:
    if not folder.exists():
        fail(f"{folder}: no such file or folder")
        raise Failed(3)
    if not folder.is_dir():
        return [folder]
    paths = documents_in(folder, tables=False)
    if not paths:
        fail(f"{folder}: holds no texts ({KNOWN_SUFFIXES})")
        raise Failed(3)
    return paths


class _Work(NamedTuple):
    """What holds for all blocks of files."""

    folder: Path
    terms: Terms
    rules: Path | None
    encoding: str | None


def _find(
    folder: Path,
    paths: list[Path],
    profile: str,
    values: bool,
    rules: Path | None,
    encoding: str | None,
    workers: int,
    minimum: int,
    top: int,
) -> tuple[PhraseBook, list[str]]:
    """The phrase book of some files, and what was wrong with those that cannot be read."""
    from anonymizer.phrases.finder import Finder, Terms

    errors: list[str] = []
    terms = Terms.of(profile, with_values=values)
    work = _Work(folder, terms, rules, encoding)
    together = list(blocks(paths, _size))
    with (
        closing(Finder(terms, load(rules))) as finder,
        progress("reading", len(paths)) as advance,
    ):
        for block, (digested, wrong) in zip(
            together, in_order(_digest_files, together, work, workers), strict=True
        ):
            finder.add(digested)
            errors += wrong
            if advance:
                advance(len(block))
        return finder.book(minimum, top), errors


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say
        return 0


def _digest_files(paths: Sequence[Path], work: _Work) -> tuple[Digested, list[str]]:
    """The digest of a block of files, and what was wrong with some."""
    from anonymizer.phrases.finder import digest_texts

    named: list[tuple[str, Source]] = []
    errors: list[str] = []
    for path in paths:
        inside = path.relative_to(work.folder) if path != work.folder else Path(path.name)
        try:
            named.append((inside.as_posix(), open_document(path, Reading(work.encoding))))
        except ReadError as error:
            errors.append(str(error))
    return digest_texts(named, work.terms, load(work.rules)), errors


def _say_duplicates(book: PhraseBook) -> None:
    for duplicate in book.duplicates[:_SAID]:
        say(f"{duplicate.speech}: is {duplicate.of} again, but for its facts; counted once")
    if len(book.duplicates) > _SAID:
        say(f"and {len(book.duplicates) - _SAID} more; --format json names all")


def _printed(book: PhraseBook, format: Format, *, to_file: bool) -> bytes:
    if format is Format.json:
        return book.to_json()
    if format is Format.jsonl:
        import msgspec

        return b"".join(msgspec.json.encode(phrase) + b"\n" for phrase in book.phrases)
    from anonymizer.cli.phrasetable import sheet, show

    if format is Format.csv:
        # By its mark a spreadsheet knows a file for UTF-8; a pipe has no use for one.
        return (b"\xef\xbb\xbf" if to_file else b"") + sheet(book)
    return drawn(lambda console: show(book, console), to_file=to_file)

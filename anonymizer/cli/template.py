"""``anonymizer template``: a speech in, a skeleton out, with a schema and a sheet to fill."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from anonymizer.blocks import blocks
from anonymizer.cli.naming import kept_apart, stems_apart
from anonymizer.cli.options import EncodingOption, ForceOption, ProfileOption, RulesOption
from anonymizer.cli.output import Failed, fail, put, refuse, say, say_notes
from anonymizer.documents import (
    BY_ID,
    KNOWN_SUFFIXES,
    TEXT_SUFFIXES,
    Document,
    ReadError,
    Reading,
    WriteError,
    documents_in,
    load_document,
    read_bytes,
    real,
    whole_file,
    write_whole,
)
from anonymizer.documents.formats import DOCX
from anonymizer.documents.plain import PlainText
from anonymizer.documents.source import to_utf8
from anonymizer.outputs import Way, redact_documents, way_to
from anonymizer.pipeline import Options, Redaction
from anonymizer.rulebook import Rulebook, load
from anonymizer.templates import Skeleton, schema, sheet, skeleton_of

EXAMPLE = "Example: anonymizer template speech.txt -o skeleton.docx --values values.xlsx"

_SKELETONS: Final = (*TEXT_SUFFIXES, DOCX)
_INDEX: Final = "index.jsonl"


def template(
    input: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT|-",
            help="A document, a folder of them, or - for standard input.",
            allow_dash=True,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="SKELETON",
            help=f"{', '.join(_SKELETONS)}; for a folder a folder. Else standard output.",
        ),
    ] = None,
    values: Annotated[
        Path | None,
        typer.Option(
            "--values",
            metavar="FILE",
            help=f"The sheet of values: {', '.join(sheet.SUFFIXES)}; for a folder a folder.",
        ),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option(
            "--schema",
            metavar="FILE",
            help="The values' JSON Schema; for a folder a folder. Else beside the skeleton.",
        ),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="Leave the values in the sheet empty.")
    ] = False,
    profile: ProfileOption = "standard",
    rules: RulesOption = None,
    clean: Annotated[
        bool, typer.Option(help="Clean first: a site's words, page marks, wrapped lines, width.")
    ] = True,
    encoding: EncodingOption = None,
    force: ForceOption = False,
) -> None:
    """Make a skeleton of a speech: {{ 地区生产总值_万元 }} for each fact, and for each X in it.

    With -o a schema NAME.schema.json is written beside the skeleton; fill checks values by it.
    The sheet that people fill (--values) holds the originals, unless --blank. Of a folder
    every text becomes a skeleton, and index.jsonl lists them with their slots.
    """
    if output is not None and str(output) == "-":
        output = None
    rulebook = load(rules)
    rulebook.profile(profile)
    terms = _Terms(Options(profile=profile, clean=clean), rulebook, encoding, blank, force)
    if input.is_dir():
        _folder(input, output, values, schema, terms)
    else:
        _one(input, output, values, schema, terms)


class _Terms(NamedTuple):
    """What holds for all speeches of a run."""

    options: Options
    rulebook: Rulebook
    encoding: str | None
    blank: bool
    force: bool


class _Targets(NamedTuple):
    """Where what comes of one speech goes."""

    skeleton: Path | None
    values: Path | None
    schema: Path | None

    @property
    def all(self) -> list[Path]:
        return [path for path in self if path is not None]


def _one(
    path: Path, output: Path | None, values: Path | None, schema: Path | None, terms: _Terms
) -> None:
    is_stdin = str(path) == "-"
    if output is not None and output.is_dir():
        output /= "stdin.txt" if is_stdin else _skeleton_name(Path(path.name))
    if output is not None and output.suffix.lower() not in _SKELETONS:
        raise refuse(f"{output}: a skeleton is {', '.join(_SKELETONS)}, by its name")
    if output is not None and schema is None:
        schema = output.with_name(f"{output.stem}.schema.json")
    if values is not None and values.suffix.lower() not in sheet.SUFFIXES:
        raise refuse(f"{values}: a sheet of values is {', '.join(sheet.SUFFIXES)}, by its name")
    targets = _Targets(output, values, schema)
    _refuse_clashes(targets.all, [] if is_stdin else [path])
    document = _speech(None if is_stdin else path, terms)
    say_notes(document.source)
    (made,) = _skeletons([(document, output)], terms)
    _write(made, targets, terms)
    if output is None:
        put(to_utf8(made.skeleton.text))
    _say_what_came(made.skeleton, targets, terms)


def _say_what_came(skeleton: Skeleton, targets: _Targets, terms: _Terms) -> None:
    if not targets.all:
        return
    unknown = sum(gap.original is None for gap in skeleton.variables.values())
    say(
        f"{len(skeleton.variables)} variables in {len(skeleton.gaps)} places"
        + (f" ({unknown} were placeholders already, without a value)" if unknown else "")
        + (f" → {targets.skeleton}" if targets.skeleton else "")
    )
    if targets.values is not None:
        say(f"values to fill → {targets.values}" + ("" if terms.blank else ", with the originals"))
    if targets.schema is not None:
        say(f"schema → {targets.schema}")


def _folder(
    folder: Path, output: Path | None, values: Path | None, schema: Path | None, terms: _Terms
) -> None:
    if output is None:
        raise refuse("a folder needs a folder to write to: -o FOLDER")
    for target in (output, values, schema):
        if target is not None and target.exists() and not target.is_dir():
            raise refuse(f"{target}: is a file; the skeletons of a folder need a folder")
    index = output / _INDEX
    found = documents_in(folder, tables=False)
    if not found:
        fail(f"{folder}: holds no texts ({KNOWN_SUFFIXES})")
        raise Failed(3)
    plan = dict(_plan(folder, found, output, values, schema))
    _refuse_clashes(
        [index, *(target for targets in plan.values() for target in targets.all)], found
    )
    if index.exists() and not terms.force:
        raise WriteError(f"{index}: exists already; --force overwrites it")
    done = slots = 0
    with whole_file(index, force=terms.force) as lines:
        for path, made in _all_skeletons(plan, terms):
            targets = plan[path]
            try:
                _write(made, targets, terms)
            except WriteError as error:
                fail(str(error))
                continue
            done += 1
            slots += len(made.skeleton.gaps)
            target = targets.skeleton.relative_to(output) if targets.skeleton else Path()
            lines.write(_index_line(target, path.relative_to(folder), made.skeleton))
    failed = len(found) - done
    say(
        f"{done} skeletons with {slots} slots → {output}"
        + (f", {failed} failed" if failed else "")
        + f"; listed in {index}"
    )
    if failed:
        raise Failed(3)


def _plan(
    folder: Path, found: list[Path], output: Path, values: Path | None, schema: Path | None
) -> Iterator[tuple[Path, _Targets]]:
    """Where each text of a folder goes. Texts that differ in their suffix only stay apart."""
    given = [path.relative_to(folder) for path in found]
    names = kept_apart(given, [_skeleton_name(name) for name in given])
    for path, name, stem in zip(found, names, stems_apart(names), strict=True):
        yield (
            path,
            _Targets(
                output / name,
                values and values / name.with_name(f"{stem}.values.xlsx"),
                schema and schema / name.with_name(f"{stem}.schema.json"),
            ),
        )


def _skeleton_name(name: Path) -> Path:
    """What the skeleton of a document is called: a text's like it, any other's ``.docx``."""
    return name if name.suffix.lower() in _SKELETONS else name.with_suffix(DOCX)


class _Made(NamedTuple):
    """A skeleton with the document and the redaction that it was made of."""

    document: Document
    redaction: Redaction
    skeleton: Skeleton
    way: Way


def _all_skeletons(plan: Mapping[Path, _Targets], terms: _Terms) -> Iterator[tuple[Path, _Made]]:
    """The skeletons of many documents, in blocks; what cannot be read is said and left out."""
    for block in blocks(_read(plan, terms), lambda item: len(item[1].source.text)):
        documents = [(document, plan[path].skeleton) for path, document in block]
        for (path, _), made in zip(block, _skeletons(documents, terms), strict=True):
            yield path, made


def _read(paths: Iterable[Path], terms: _Terms) -> Iterator[tuple[Path, Document]]:
    for path in paths:
        if document := _document(path, terms):
            yield path, document


def _speech(path: Path | None, terms: _Terms) -> Document:
    if path is not None and path.suffix.lower() in TEXT_SUFFIXES[2:]:
        # A skeleton is a text with marks of its own, so Markdown is taken as it is written.
        return PlainText(read_bytes(path), str(path), terms.encoding)
    document = load_document(path, Reading(terms.encoding))
    if BY_ID[document.format].tabular:
        raise ReadError(f"{path or '-'}: is a {BY_ID[document.format].name} and no speech")
    return document


def _document(path: Path, terms: _Terms) -> Document | None:
    try:
        return _speech(path, terms)
    except ReadError as error:
        fail(str(error))
        return None


def _skeletons(documents: Sequence[tuple[Document, Path | None]], terms: _Terms) -> list[_Made]:
    ways = [(document, _way(document, target)) for document, target in documents]
    redactions = redact_documents(ways, terms.options, terms.rulebook)
    return [
        _Made(document, redaction, skeleton_of(redaction, terms.rulebook), way)
        for (document, way), redaction in zip(ways, redactions, strict=True)
    ]


def _way(document: Document, target: Path | None) -> Way:
    """A Word document keeps its looks, unless its skeleton is to be a text."""
    if target is None or target.suffix.lower() != DOCX:
        return Way.TEXT
    return way_to(document.format, DOCX)


def _write(of: _Made, targets: _Targets, terms: _Terms) -> None:
    """Write all that was asked for, or nothing: what can go wrong is found before the first."""
    skeleton = of.skeleton
    made: list[tuple[Path, bytes, bool]] = []
    if targets.values is not None:
        rows = list(sheet.rows(skeleton, blank=terms.blank))
        try:
            made.append((targets.values, sheet.write(rows, targets.values.suffix), True))
        except ValueError as error:
            raise WriteError(f"{targets.values}: {error}") from None
    if targets.schema is not None:
        title = targets.skeleton.name if targets.skeleton else of.document.name
        made.append((targets.schema, schema.to_json(skeleton.schema(title)), False))
    if targets.skeleton is not None:
        made.append((targets.skeleton, _skeleton_bytes(of, targets.skeleton), False))
    for path, _, _ in made:
        if not terms.force and path.exists():
            raise WriteError(f"{path}: exists already; --force overwrites it")
    fresh: list[Path] = []
    try:
        for path, data, private in made:
            existed = path.exists()
            write_whole(path, data, force=terms.force, private=private)
            if not existed:
                fresh.append(path)
    except WriteError:
        for path in fresh:
            path.unlink(missing_ok=True)
        raise


def _skeleton_bytes(of: _Made, path: Path) -> bytes:
    if of.way is Way.TEXT:
        return to_utf8(of.skeleton.text)
    try:
        if of.way is Way.IN_PLACE:
            from anonymizer.templates.docx import write_in_place

            return write_in_place(of.document, of.skeleton, of.redaction)
        return of.skeleton.docx()
    except ValueError as error:
        raise WriteError(f"{path}: {error}") from None


def _index_line(target: Path, source: Path, skeleton: Skeleton) -> bytes:
    record = {
        "skeleton": target.as_posix(),
        "source": source.as_posix(),
        "characters": skeleton.characters,
        "slots": [
            {
                "variable": gap.variable,
                "kind": gap.kind,
                "label": gap.label,
                "unit": gap.unit,
                "sentence": gap.sentence,
            }
            for gap in skeleton.gaps
        ],
    }
    return to_utf8(json.dumps(record, ensure_ascii=False)) + b"\n"


def _refuse_clashes(targets: list[Path], inputs: list[Path]) -> None:
    """No two outputs in one place, and none in that of an input."""
    read = {real(path) for path in inputs}
    taken: set[str] = set()
    for target in targets:
        place = real(target)
        if place in read or (target.exists() and any(target.samefile(path) for path in inputs[:1])):
            raise refuse(f"{target}: is an input, and inputs are never written to")
        if place in taken:
            raise refuse(f"{target}: would be written twice")
        taken.add(place)

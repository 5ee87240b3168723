"""``anonymizer redact``: texts in, redacted texts and their manifests out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from anonymizer.cli.batch import Job, Outcome, Terms, ambiguity, run_jobs
from anonymizer.cli.options import (
    EncodingOption,
    ForceOption,
    ProfileOption,
    RulesOption,
    WorkersOption,
)
from anonymizer.cli.output import Failed, fail, put, refuse, say
from anonymizer.documents import TEXT_SUFFIXES, open_document, texts_in, write_whole
from anonymizer.pipeline import Options, run
from anonymizer.redaction import STYLES, demand_unique
from anonymizer.rulebook import load

EXAMPLE = "Example: anonymizer redact speech.txt -o template.txt --profile standard"


def redact(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT…|-",
            help="Texts, folders of texts, or - for standard input.",
            allow_dash=True,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A file; for many inputs a folder. Else standard output."
        ),
    ] = None,
    slots: Annotated[
        Path | None,
        typer.Option(
            "--slots", "-s", help="The manifest; for many inputs a folder. Else beside the output."
        ),
    ] = None,
    profile: ProfileOption = "standard",
    placeholder: Annotated[
        str | None,
        typer.Option(
            "--placeholder", metavar="STYLE", help=f"{', '.join(STYLES)}. Else the profile's."
        ),
    ] = None,
    unique: Annotated[
        bool,
        typer.Option("--unique", help="No placeholder that the text holds already; see restore."),
    ] = False,
    rules: RulesOption = None,
    clean: Annotated[
        bool, typer.Option(help="Clean first: a site's words, page marks, wrapped lines, width.")
    ] = True,
    title_year: Annotated[
        str | None, typer.Option("--title-year", metavar="YEAR", help="The year for the title.")
    ] = None,
    split_speeches: Annotated[
        bool, typer.Option("--split", help="One output for each speech of a collection.")
    ] = False,
    encoding: EncodingOption = None,
    force: ForceOption = False,
    workers: WorkersOption = 1,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be written and removed; write nothing."),
    ] = False,
) -> None:
    """Swap the facts of speeches for placeholders, and record every slot.

    One text and no -o: the redacted text on standard output. With -o a manifest NAME.slots.json
    is written beside each output; restore needs it, and it holds the originals.
    """
    if output is not None and str(output) == "-":
        output = None
    if placeholder is not None and placeholder not in STYLES:
        raise refuse(f"unknown placeholder style {placeholder!r}; known are {', '.join(STYLES)}")
    if title_year is not None and not title_year.strip():
        raise refuse("--title-year needs a year, such as 2025")
    own_style = load(rules).profile(profile).placeholder
    if unique:
        try:
            demand_unique(placeholder or own_style)
        except ValueError as error:
            raise refuse(f"--unique: {error}") from None
    options = Options(profile, placeholder, clean, title_year, unique)
    found, missing = _expand(inputs)
    many = len(inputs) > 1 or any(path.is_dir() for path in inputs) or split_speeches
    if many and output is None and not dry_run:
        what = "--split" if split_speeches and len(inputs) == 1 else "more than one input"
        raise refuse(f"{what} needs a folder to write to: -o FOLDER")
    if not many and output is None and not dry_run:
        _one_to_stdout(inputs[0], slots, options, rules, encoding, force)
        return
    plan = list(_plan(found, output or Path(), slots, many=many))
    protected = frozenset(path.resolve() for path, _ in found) if split_speeches else frozenset()
    if not split_speeches:
        _refuse_inputs_as_outputs(plan)
    terms = Terms(options, rules, encoding, force, split_speeches, dry_run, protected)
    outcomes = list(run_jobs([Job(*entry) for entry in plan], terms, workers))
    failed = missing + sum(bool(outcome.error) for outcome in outcomes)
    _report(outcomes, failed, output, dry_run=dry_run)
    if failed:
        raise Failed(3)


def _one_to_stdout(
    path: Path,
    slots: Path | None,
    options: Options,
    rules: Path | None,
    encoding: str | None,
    force: bool,
) -> None:
    source = open_document(None if str(path) == "-" else path, encoding)
    if slots is not None and slots.exists() and path.exists() and slots.samefile(path):
        raise refuse(f"{slots}: is an input, and inputs are never written to")
    if not source.text:
        say(f"{source.name}: is empty; there is nothing to redact")
    result = run(source, options, load(rules))
    if slots is not None:
        write_whole(slots, result.manifest.to_json(), force=force, private=True)
        if note := ambiguity(result):
            say(f"{source.name}: {note}")
    put(result.text.encode("utf-8", "surrogatepass"))


def _expand(inputs: Iterable[Path]) -> tuple[list[tuple[Path, Path]], int]:
    """Each input file with its place in the output folder, and how many could not be found."""
    found: list[tuple[Path, Path]] = []
    missing = 0
    for path in inputs:
        if str(path) == "-":
            found.append((path, Path("stdin.txt")))
        elif path.is_dir():
            inside = texts_in(path)
            if not inside:
                fail(f"{path}: holds no texts ({', '.join(TEXT_SUFFIXES)})")
                missing += 1
            found += [(p, p.relative_to(path)) for p in inside]
        else:
            found.append((path, Path(path.name)))
    return found, missing


def _plan(
    found: list[tuple[Path, Path]], output: Path, slots: Path | None, *, many: bool
) -> Iterator[tuple[Path, Path, Path]]:
    """Input, output and manifest of each job. Two inputs never share an output."""
    if not many:
        ((path, name),) = found
        target = output / name if output.is_dir() else output
        manifest = slots / _manifest_name(target) if slots and slots.is_dir() else slots
        yield path, target, manifest or target.with_name(_manifest_name(target))
        return
    if output.exists() and not output.is_dir():
        raise refuse(f"{output}: is a file; more than one output needs a folder")
    if slots and slots.exists() and not slots.is_dir():
        raise refuse(f"{slots}: is a file; more than one manifest needs a folder")
    stems: dict[Path, int] = {}
    for _, name in found:
        stems[name.with_suffix("")] = stems.get(name.with_suffix(""), 0) + 1
    taken: dict[Path, Path] = {}
    for path, name in found:
        if name in taken:
            raise refuse(f"{path} and {taken[name]} would both be written to {output / name}")
        taken[name] = path
        target = output / name
        alone = stems[name.with_suffix("")] == 1
        manifest = (slots or output) / name.with_name(
            _manifest_name(name) if alone else f"{name.name}.slots.json"
        )
        yield path, target, manifest


def _manifest_name(target: Path) -> str:
    return f"{target.stem}.slots.json"


def _refuse_inputs_as_outputs(plan: list[tuple[Path, Path, Path]]) -> None:
    """An input is never written to, under whatever name it is reached."""
    inputs = {path.resolve() for path, _, _ in plan if str(path) != "-"}
    for _, target, manifest in plan:
        for written in (target, manifest):
            if written.resolve() in inputs:
                raise refuse(f"{written}: is an input, and inputs are never written to")


def _report(outcomes: list[Outcome], failed: int, output: Path | None, *, dry_run: bool) -> None:
    for outcome in outcomes:
        if outcome.error:
            fail(outcome.error)
        elif outcome.note:
            say(outcome.note)
    done = [outcome for outcome in outcomes if not outcome.error]
    slots = sum(outcome.slots for outcome in done)
    written = sum(outcome.written for outcome in done)
    if dry_run:
        for outcome in done:
            kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(outcome.kinds.items()))
            say(f"{outcome.name}: would remove {outcome.slots} slots ({kinds or 'none'})")
        say(f"dry run: {written} outputs with {slots} slots, nothing written")
    else:
        say(
            f"{written} redacted with {slots} slots → {output}"
            + (f", {failed} failed" if failed else "")
        )

"""``anonymizer scan``: the gate for texts without a pair."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from anonymizer.cli.options import (
    EncodingOption,
    FieldOption,
    ForceOption,
    ProfileOption,
    RulesOption,
    WorkersOption,
)
from anonymizer.cli.output import Failed, fail, put, refuse, say
from anonymizer.documents import real, write_whole
from anonymizer.rulebook import load
from anonymizer.slots import KINDS
from anonymizer.version import __version__

if TYPE_CHECKING:  # its modules are loaded when the command runs, and not for its help
    from anonymizer.cli.scanfiles import Entry, Scanned
    from anonymizer.gate.findings import ScanRecord, UnreadFile
    from anonymizer.gate.keys import Key
    from anonymizer.gate.sifting import Sifted
    from anonymizer.rulebook import Rulebook

EXAMPLE = "Example: anonymizer scan speeches/ -p strict --baseline accepted.json"


class Format(str, Enum):
    """How to print."""

    text = "text"
    json = "json"
    sarif = "sarif"


def scan(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="INPUT…|-",
            help="Documents, folders of them, or - for standard input.",
            allow_dash=True,
            show_default=False,
        ),
    ] = None,
    profile: ProfileOption = "standard",
    format: Annotated[
        Format, typer.Option("--format", "-f", help="text, json or sarif.")
    ] = Format.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file. Else standard output.")
    ] = None,
    no_values: Annotated[
        bool,
        typer.Option("--no-values", help="Show ▇ for values and what is around them: for logs."),
    ] = False,
    kinds: Annotated[
        str | None, typer.Option("--kinds", metavar="KIND,…", help="Look for these kinds only.")
    ] = None,
    ignore_kinds: Annotated[
        str | None, typer.Option("--ignore-kinds", metavar="KIND,…", help="Leave these kinds out.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="A file of findings that are accepted.")
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option("--write-baseline", help="Record all findings as accepted, in this file."),
    ] = None,
    allow: Annotated[
        Path | None, typer.Option("--allow", help="A file of values that are accepted anywhere.")
    ] = None,
    allow_add: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-add",
            metavar="[KIND:]VALUE|-",
            help="Add a value to the file of --allow; - takes a value a line from standard input.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help="A file with a secret key for hashes of values.")
    ] = None,
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    field: FieldOption = None,
    force: ForceOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Say what would still be removed from documents; exit status 1 when that is anything.

    Of tables all fields are looked into, or those of --field. What a file says outside its text,
    such as the names of authors, counts too.

    Accepted findings are kept as keyed hashes: a baseline says how often which value is
    accepted in which file, an allow-list which values are accepted anywhere (呼中 as well as
    呼中镇). Without --key a random key stands in the file itself. That keeps values from being
    read and looked up, but whoever has the file can try out names and figures; with --key only
    those who have the key can.
    """
    from anonymizer.cli import accepted
    from anonymizer.cli.scanfiles import Work, entries_of, scan_files
    from anonymizer.gate.sifting import sift

    rulebook = load(rules)
    rulebook.profile(profile)
    wanted = _kinds(kinds, ignore_kinds)
    texts, additions = inputs or [], allow_add or []
    output = None if output is not None and str(output) == "-" else output
    _check(texts, output, baseline, write_baseline, allow, additions, force=force)
    entries, unread = entries_of(texts)
    _refuse_inputs(entries, output, write_baseline)
    beside = baseline or write_baseline
    secret, known, listed = accepted.read(
        key, beside, allow, anew=write_baseline is not None, adding=bool(additions)
    )
    if listed and allow and additions:
        listed = accepted.allow_more(listed, allow, additions)
    if not texts:
        return
    scanned = scan_files(
        entries, Work(profile, rules, encoding, wanted, tuple(field or ())), workers
    )
    unread += [each.unread for each in scanned if each.unread]
    for file in unread:
        fail(f"{file.name}: {file.reason}")
    for each in scanned:
        for note in each.notes:
            say(f"{each.entry.name}: {note}")
    named = [(each.entry.name_beside(beside), each.findings) for each in scanned if each.file]
    sifted = sift(named, known, listed, wanted)
    if known and write_baseline:
        accepted.write_baseline(known, write_baseline, sifted.new, force=force)
        found = False
    else:
        stale = sifted.stale
        if known and baseline:
            stale += accepted.stale_elsewhere(known, baseline, dict(named), wanted)
        if stale:
            say(f"{baseline}: accepted findings that are gone: {stale}; see --write-baseline")
        record = _record(scanned, sifted._replace(stale=stale), unread, rulebook, profile)
        data = _printed(record, scanned, format, rulebook, secret, values=not no_values)
        if output is None:
            put(data)
        else:
            write_whole(output, data, force=force, private=not no_values)
            say(f"{len(record.findings)} findings in {len(record.files)} files → {output}")
        found = bool(record.findings) or any(file.hidden for file in record.files)
    if unread or found:
        raise Failed(3 if unread else 1)


def _kinds(only: str | None, without: str | None) -> frozenset[str]:
    """The kinds to look for."""
    chosen = []
    for option, given in (("--kinds", only), ("--ignore-kinds", without)):
        names = [] if given is None else [name.strip() for name in given.split(",")]
        for name in names:
            if name not in KINDS:
                raise refuse(f"{option}: unknown kind {name!r}; known are {', '.join(KINDS)}")
        chosen.append(frozenset(names))
    return (chosen[0] if only is not None else frozenset(KINDS)) - chosen[1]


def _check(
    inputs: Sequence[Path],
    output: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    allow: Path | None,
    additions: Sequence[str],
    *,
    force: bool,
) -> None:
    """Refuse what does not go together."""
    if additions and allow is None:
        raise refuse("--allow-add needs the file to add to: --allow FILE")
    if "-" in additions and any(str(path) == "-" for path in inputs):
        raise refuse("- is one thing: a text to scan, or values for --allow-add")
    if not inputs and not additions:
        raise refuse("nothing to scan: name texts, folders, or - for standard input")
    if not inputs and (baseline or write_baseline or output):
        raise refuse("no text to scan is named, so there is nothing to report or to record")
    if baseline and write_baseline:
        raise refuse("--write-baseline records all findings; leave out --baseline")
    if output and write_baseline:
        raise refuse("--write-baseline makes no report; leave out --output")
    files = [real(path) for path in (output, baseline, write_baseline, allow) if path]
    if len(set(files)) < len(files):
        raise refuse("the output, the baseline and the allow-list need a file each")
    for path in (output, write_baseline):
        if path and path.exists() and not force:
            raise refuse(f"{path}: exists already; --force overwrites it")


def _refuse_inputs(entries: Sequence[Entry], *written: Path | None) -> None:
    inputs = {real(entry.path) for entry in entries if str(entry.path) != "-"}
    for path in written:
        if path is not None and real(path) in inputs:
            raise refuse(f"{path}: is an input, and inputs are never written to")


def _record(
    scanned: Sequence[Scanned],
    sifted: Sifted,
    unread: Sequence[UnreadFile],
    rulebook: Rulebook,
    profile: str,
) -> ScanRecord:
    """The record of a scan, its values in it."""
    import msgspec

    from anonymizer.gate.findings import ScanRecord, summary_of
    from anonymizer.slots import Tool

    findings = [finding for _, new in sifted.new for finding in new]
    files = [each.file for each in scanned if each.file]
    return ScanRecord(
        schema_version=1,
        tool=Tool("anonymizer", __version__),
        rules_sha256=rulebook.sha256,
        profile=profile,
        values=True,
        summary=summary_of(findings),
        accepted=sifted.accepted,
        allowed=sifted.allowed,
        stale=sifted.stale,
        files=tuple(
            msgspec.structs.replace(file, findings=len(new))
            for file, (_, new) in zip(files, sifted.new, strict=True)
        ),
        unread=tuple(unread),
        findings=tuple(findings),
    )


def _printed(
    record: ScanRecord,
    scanned: Sequence[Scanned],
    format: Format,
    rulebook: Rulebook,
    secret: Key | None,
    *,
    values: bool,
) -> bytes:
    """The report. Without values these only go into fingerprints, and those only with a key."""
    from anonymizer.gate.findings import without_values

    shown = record if values else without_values(record)
    if format is Format.json:
        return shown.to_json()
    if format is Format.sarif:
        from anonymizer.gate.baseline import fingerprints
        from anonymizer.gate.report import to_sarif

        lines = {each.entry.name: each.lines for each in scanned if each.file}
        return to_sarif(shown, fingerprints(record.findings, secret), lines, rulebook)
    from anonymizer.cli.scantable import table

    return table(shown).encode("utf-8")

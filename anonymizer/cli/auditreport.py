"""Where an audit's report goes, and in which form: one document, or a folder of pages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from anonymizer.auditing.batch import Audited, names_hidden, summed, with_names_masked
from anonymizer.auditing.evidence import Values
from anonymizer.auditing.record import AuditsRecord, Unpaired
from anonymizer.cli import audittable
from anonymizer.cli.auditformats import Format
from anonymizer.cli.auditpairs import STDIN, Pairing
from anonymizer.cli.output import put, say
from anonymizer.documents import write_whole
from anonymizer.slots import Tool
from anonymizer.version import __version__

_LONGEST: Final = 240
"""Bytes that the name of a file may have on any system, less what its making adds."""


class Report:
    """What is to be written. ``output`` is a file, a folder, or ``None`` for standard output."""

    def __init__(
        self,
        format: Format,
        output: Path | None,
        pairing: Pairing,
        *,
        many: bool,
        values: bool,
        force: bool,
    ) -> None:
        self.format, self.output, self.pairing = format, output, pairing
        self.many, self.values, self.force = many, values, force
        self.is_folder = many and format is Format.html

    @cached_property
    def page_names(self) -> dict[str, str]:
        """The page of each pair, by its redacted text: named after that, else by its number."""
        taken = {"index.html"}
        names: dict[str, str] = {}
        for number, pair in enumerate(self.pairing.pairs, 1):
            name = f"{number:04}.html"
            if self.values:
                # The name may come from a mapping file, and lead anywhere.
                inside = [part for part in Path(pair.redacted_name).parts if part != ".."]
                inside = inside[1:] if Path(pair.redacted_name).is_absolute() else inside
                if all(len(os.fsencode(part)) <= _LONGEST for part in inside):
                    name = f"{Path(*inside).as_posix()}.html"
            while name.lower() in taken:
                name = f"{number:04}-{name.rpartition('/')[2]}"
            taken.add(name.lower())
            names[pair.redacted_name] = name
        return names

    def targets(self) -> Iterator[Path]:
        """The files that may be written."""
        if self.output is not None and self.is_folder:
            yield self.output / "index.html"
            yield from (self.output / name for name in self.page_names.values())
        elif self.output is not None:
            yield self.output


def write(report: Report, audits: Sequence[Audited], failed: Sequence[str]) -> None:
    """Write the report of some audits; ``failed`` are messages on pairs that are not in it."""
    hidden = names_hidden(audits)
    audits = with_names_masked(audits, hidden)
    failed = [hidden.masked(message) for message in failed]
    whole = _whole(report, audits, failed, hidden) if report.many else None
    if report.format is not Format.text or report.output is not None:
        for each in audits:
            for message in audittable.messages(each.record):
                say(message)
    if whole and report.is_folder and report.output is not None:
        _write_pages(report, report.output, audits, whole)
    else:
        data = _printed(report.format, audits, whole, report.pairing, failed, hidden)
        if report.output is None:
            put(data)
            return
        write_whole(report.output, data, force=report.force, private=report.values)
    facts = sum(len(each.record.facts) for each in audits)
    noun = "1 pair" if len(audits) == 1 else f"{len(audits)} pairs"
    say(f"{facts} facts of {noun} → {report.output}")


def _whole(
    report: Report, audits: Sequence[Audited], failed: Sequence[str], hidden: Values
) -> AuditsRecord:
    records = tuple(each.record for each in audits)
    return AuditsRecord(
        schema_version=1,
        tool=Tool("anonymizer", __version__),
        profile=records[0].profile if records else "",
        values=report.values,
        summary=summed(records),
        pairs=records,
        unpaired=Unpaired(
            tuple(map(hidden.masked, report.pairing.lone_originals)),
            tuple(map(hidden.masked, report.pairing.lone_redacted)),
        ),
        failed=tuple(failed),
    )


def _printed(
    format: Format,
    audits: Sequence[Audited],
    whole: AuditsRecord | None,
    pairing: Pairing,
    failed: Sequence[str],
    hidden: Values,
) -> bytes:
    from anonymizer.auditing.report import to_csv, to_sarif

    records = [each.record for each in audits]
    match format:
        case Format.json:
            return whole.to_json() if whole else records[0].to_json()
        case Format.csv:
            return to_csv(records)
        case Format.sarif:
            uris = _uris(audits, pairing, hidden)
            return to_sarif(
                list(zip(records, uris, strict=True)),
                {uri: each.lines for each, uri in zip(audits, uris, strict=True)},
                failed,
            )
        case Format.html:
            from anonymizer.auditing.html.page import page

            assert audits[0].texts is not None
            return page(records[0], *audits[0].texts)
        case Format.text:
            text = audittable.many(whole) if whole else audittable.one(records[0])
            return text.encode("utf-8", "replace")


def _uris(audits: Sequence[Audited], pairing: Pairing, hidden: Values) -> list[str]:
    """The URI of each redacted text. Masked names may fall together; they are told apart."""
    from anonymizer.sarif import uri_of

    paths = {pair.redacted_name: pair.redacted for pair in pairing.pairs}
    uris: dict[str, None] = {}
    for number, each in enumerate(audits, 1):
        uri = uri_of(hidden.masked(_below(paths[each.name])))
        uris[uri if uri not in uris else f"{uri}~{number}"] = None
    return list(uris)


def _below(path: Path) -> str:
    """A path from the current folder, if it is below that."""
    if str(path) == STDIN:
        return STDIN
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _write_pages(
    report: Report, folder: Path, audits: Sequence[Audited], whole: AuditsRecord
) -> None:
    """A page for each pair, and at last the one with the totals that leads to them."""
    from anonymizer.auditing.html.page import PairTotals, page, totals

    rows = []
    for each in audits:
        record, name = each.record, report.page_names[each.name]
        assert each.texts is not None
        data = page(record, *each.texts)
        write_whole(folder / name, data, force=report.force, private=report.values)
        names = record.original.name, record.redacted.name
        rows.append(PairTotals(*names, record.summary, record.notes, name))
    rows += [PairTotals(name, None, {}) for name in whole.unpaired.original]
    rows += [PairTotals(None, name, {}) for name in whole.unpaired.redacted]
    data = totals(rows, whole.failed)
    write_whole(folder / "index.html", data, force=report.force, private=report.values)

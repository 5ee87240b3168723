"""``anonymizer extract``: the placeholders of texts that somebody has redacted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
import typer

from anonymizer.cli.options import EncodingOption, FieldOption, ForceOption, RulesOption
from anonymizer.cli.output import Failed, fail, put, refuse, say, say_notes, table, visible
from anonymizer.documents import (
    KNOWN_SUFFIXES,
    ReadError,
    Reading,
    Source,
    documents_in,
    open_document,
    write_whole,
)
from anonymizer.extraction import extract as extracted
from anonymizer.rulebook import load

if TYPE_CHECKING:
    from anonymizer.slots import ExtractedSlot, ExtractionRecord

EXAMPLE = "Example: anonymizer extract template.txt --format csv -o slots.csv"

_COLUMNS: Final = (
    "source", "id", "line", "start", "end", "text", "kind", "unit", "label", "entity", "fact",
    "section", "before", "after", "rule", "score", "evidence",
)  # fmt: skip


def extract(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT…|-",
            help="Redacted texts, folders of them, or - for standard input.",
            allow_dash=True,
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="json, jsonl, csv, xlsx, text. Else by -o's suffix; a table on a terminal.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; else standard output.")
    ] = None,
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    field: FieldOption = None,
    force: ForceOption = False,
) -> None:
    """Find the placeholders that stand in texts, in whatever style, and what they stand for.

    For each: where it is, its kind and unit, a label, the words that told, which are one fact
    and which the same entity. The texts stay as they are.
    """
    if output is not None and str(output) == "-":
        output = None
    style = _style(format, output)
    rulebook = load(rules)
    paths, failed = _files(inputs)
    records: list[tuple[ExtractionRecord, str]] = []
    for path in paths:
        try:
            source = open_document(
                None if str(path) == "-" else path, Reading(encoding, tuple(field or ()))
            )
        except ReadError as error:
            fail(str(error))
            failed += 1
            continue
        say_notes(source)
        records.append((_record(source, extracted(source.text, rulebook)), source.text))
    if output is not None:
        for path in paths:
            if output.exists() and path.exists() and output.samefile(path):
                raise refuse(f"{output}: is an input, and inputs are never written to")
        write_whole(output, _FORMATS[style](records), force=force)
        count = sum(len(record.slots) for record, _ in records)
        texts = "1 text" if len(records) == 1 else f"{len(records)} texts"
        say(f"{count} placeholders of {texts} → {output}")
    elif style == "text":
        _print(records)
    else:
        put(_FORMATS[style](records))
    if failed:
        raise Failed(3)


def _style(format: str | None, output: Path | None) -> str:
    """The format that is asked for, or that the output's suffix or a terminal asks for."""
    if format is None:
        if output is not None:
            suffix = output.suffix.lower().removeprefix(".")
            format = suffix if suffix in _FORMATS else "json"
        else:
            format = "text" if sys.stdout is not None and sys.stdout.isatty() else "json"
    if format != "text" and format not in _FORMATS:
        known = ", ".join((*_FORMATS, "text"))
        raise refuse(f"unknown format {format!r}; known are {known}")
    if format == "text" and output is not None:
        raise refuse("a table goes to the terminal; name another --format for a file")
    if format == "xlsx" and output is None:
        raise refuse("xlsx needs a file to write to: -o slots.xlsx")
    return format


def _files(inputs: Iterable[Path]) -> tuple[list[Path], int]:
    """The inputs with folders searched, and how many folders held nothing."""
    found: list[Path] = []
    empty = 0
    for path in inputs:
        if not path.is_dir():
            found.append(path)
            continue
        inside = documents_in(path)
        if not inside:
            fail(f"{path}: holds no texts ({KNOWN_SUFFIXES})")
            empty += 1
        found += inside
    return found, empty


def _record(source: Source, slots: tuple[ExtractedSlot, ...]) -> ExtractionRecord:
    from anonymizer.slots import ExtractionRecord

    return ExtractionRecord(1, source.info(vault=False), slots)


_Records = Sequence[tuple["ExtractionRecord", str]]


def _json(records: _Records) -> bytes:
    if len(records) == 1:
        return records[0][0].to_json()
    return msgspec.json.format(msgspec.json.encode([record for record, _ in records])) + b"\n"


def _jsonl(records: _Records) -> bytes:
    return b"".join(msgspec.json.encode(record) + b"\n" for record, _ in records)


def _rows(records: _Records) -> list[list[str]]:
    rows: list[list[str]] = []
    for record, text in records:
        line = 1
        at = 0
        for slot in record.slots:
            start, end = slot.source
            line += text.count("\n", at, start)
            at = start
            rows.append(
                [
                    record.source.name, slot.id, str(line), str(start), str(end), slot.text,
                    slot.kind, slot.unit or "", slot.label or "", slot.entity or "",
                    slot.fact or "", "".join(slot.section), slot.before, slot.after, slot.rule,
                    f"{slot.score:g}", slot.evidence,
                ]
            )  # fmt: skip
    return rows


def _csv(records: _Records) -> bytes:
    import csv
    import io

    from anonymizer.templates.guard import guarded

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerows([guarded(cell) for cell in row] for row in _rows(records))
    # By its mark Excel knows that it is UTF-8.
    return ("\ufeff" + out.getvalue()).encode("utf-8", "surrogatepass")


def _xlsx(records: _Records) -> bytes:
    from anonymizer.templates.workbook import plain_table

    return plain_table("placeholders", _COLUMNS, _rows(records))


_FORMATS: Final[dict[str, Callable[[_Records], bytes]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "xlsx": _xlsx,
}


def _print(records: _Records) -> None:
    from anonymizer.redaction.placeholders import KIND_NAMES

    for record, text in records:
        rows = [
            [
                row[2],
                visible(f"{row[12]}【{row[5]}】{row[13]}"),
                KIND_NAMES[row[6]],
                row[7],
                row[8],
                row[10],
                row[15],
                visible(row[16], 24),
            ]
            for row in _rows([(record, text)])
        ]
        title = f"{record.source.name}：{len(rows)} 个占位符"
        table(title, ("行", "占位符", "类别", "单位", "含义", "同一事实", "把握", "依据"), rows)

"""JSON lines: one JSON value a line, its named fields read and rewritten in place.

A field is named by its path: ``text``, ``meta.title``, ``paragraphs[]`` or ``paragraphs.*``
for each item of a list. Who names an object or a list names all that is in it. The strings at
these paths are rewritten where they stand, so that all else stays to the byte: order of keys,
spaces, numbers, escapes. A number in a named field is text, too (a telephone number often is
one); where some of it is replaced, a string takes its place. Without names, all strings are
read, and no numbers.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final

from anonymizer.documents.document import Reading
from anonymizer.documents.files import ReadError
from anonymizer.documents.jsonlines.scan import JSONError, Scalar, scan
from anonymizer.documents.records import (
    Line,
    Record,
    Records,
    Value,
    open_lines,
    unknown_field,
)
from anonymizer.documents.spelling import Rewrite, Spelled
from anonymizer.edits import Patch

_SAMPLE: Final = 1_000
"""Records by which it is judged whether a file has any of the named fields."""
_MOST_NAMES: Final = 1_000
_SPACE: Final = " \t\r\n"
_QUOTE: Final = '"'
_PAIR: Final = r"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE: Final = re.compile(rf"\\(?:{_PAIR}|u[0-9a-fA-F]{{4}}|[^u])")
_WIDE_ESCAPE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])")


class JSONLine(Record):
    """A line of a file; a blank one and a byte order mark are lines without runs."""

    format = "jsonl"

    def rewritten(self, value: Value, patch: Patch) -> list[Rewrite]:
        """Only what changes in a string, spelled as the string is; a number as a whole."""
        raw = self._text[value.start : value.end]
        if not raw.startswith(_QUOTE):
            return [Rewrite(value.start, value.end, json.dumps(patch.apply(value.text)))]
        inner = raw[1:-1]
        escapes = (
            (found.start(), found.end(), json.loads(f'"{found.group()}"'))
            for found in _ESCAPE.finditer(inner)
        )
        spelled = Spelled.of(inner, value.start + 1, escapes)
        ascii_only = inner.isascii() and bool(_WIDE_ESCAPE.search(inner))
        return spelled.rewritten(patch, lambda text: self._spell(text, ascii_only))

    def _spell(self, text: str, ascii_only: bool) -> str:
        if not ascii_only:
            try:
                text.encode(self._encoding)
            except UnicodeEncodeError:
                ascii_only = True
        return json.dumps(text, ensure_ascii=ascii_only)[1:-1]

    def _address(self, value: Value, at: int) -> str:
        field = f"{self.address}: {value.field}" if value.field else self.address
        paragraph = value.text.count("\n", 0, at) or value.text.count("\r", 0, at)
        return f"{field}, line {paragraph + 1}" if paragraph else field


class JSONLines(Records):
    """A whole file as one document."""

    format = "jsonl"


def records(file: BinaryIO, name: str, reading: Reading) -> Iterator[JSONLine]:
    """The lines of a file, one by one, in constant memory.

    Raises :class:`ReadError` that names the line that is no JSON; or the fields there are, if
    none that was named is in the first records, or one of them nowhere in the file.
    """
    opened = open_lines(file, name, reading.encoding)
    wanted = {_canonical(field): field for field in reading.fields}
    missing = dict(wanted)
    names: dict[str, None] = {}
    if opened.bom:
        yield JSONLine(Line(1, opened.bom, ""), name, opened.encoding)
    sampled = 0
    for line in opened.lines:
        scalars = _scalars(line, name)
        if wanted:
            if len(names) < _MOST_NAMES:
                names.update((scalar.path, None) for scalar in scalars if scalar.is_text)
            scalars = [scalar for scalar in scalars if _is_named(scalar.path, wanted, missing)]
            sampled += 1
            if sampled == _SAMPLE and len(missing) == len(wanted):
                break
        values = [
            Value(scalar.path, scalar.start, scalar.end, scalar.text)
            for scalar in scalars
            if wanted or scalar.is_text
        ]
        yield JSONLine(line, name, opened.encoding, values)
    if reading.some and len(missing) < len(wanted):
        return
    for field in missing.values():
        if sampled:
            raise unknown_field(name, field, list(names))


def read(data: bytes, name: str, reading: Reading) -> JSONLines:
    """A whole file as one document. Raises :class:`ReadError` as :func:`records` does."""
    return JSONLines(data, name, records(io.BytesIO(data), name, reading))


def field_names(file: BinaryIO, name: str, reading: Reading) -> list[str]:
    """The paths of strings in the first records, as ``--field`` takes them."""
    opened = open_lines(file, name, reading.encoding)
    names: dict[str, None] = {}
    for line in opened.head[:_SAMPLE]:
        names.update((scalar.path, None) for scalar in _scalars(line, name) if scalar.is_text)
        if len(names) >= _MOST_NAMES:
            break
    return [name for name in names if name]


def _scalars(line: Line, name: str) -> Sequence[Scalar]:
    if not line.text.strip(_SPACE):
        return ()
    try:
        return scan(line.text.rstrip(_SPACE))
    except JSONError as error:
        raise ReadError(
            f"{name}: line {line.number}, column {error.column}: {error}; each line has to be "
            "one JSON value"
        ) from None


def _canonical(field: str) -> str:
    """A field's path as :func:`scan` writes it: ``paragraphs[]`` is ``paragraphs.*``."""
    return field.replace("[]", ".*").lstrip(".").replace("[*]", ".*")


def _is_named(path: str, wanted: Iterable[str], missing: dict[str, str]) -> bool:
    """Whether a path is one of those that are wanted, or within one; it is not missing then."""
    is_named = False
    for field in wanted:
        if path == field or path.startswith(field + "."):
            is_named = True
            missing.pop(field, None)
    return is_named

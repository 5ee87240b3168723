"""doc, wps, rtf and odt: LibreOffice makes docx of them, and docx is what is read and saved.

Not text: as text a document loses its footnotes and its text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from anonymizer.documents.document import Block, Document, Hidden, Reading, Removal
from anonymizer.documents.files import ReadError
from anonymizer.documents.office import soffice
from anonymizer.documents.sniffing import sniff
from anonymizer.documents.sniffing.kinds import AGAIN
from anonymizer.edits import Patch

MOST_BYTES: Final = 128 * 1024 * 1024
"""The largest file that is given to LibreOffice."""

MOST_FILES: Final = 25
"""Files that one start of LibreOffice converts: a start takes as long as some twenty files."""

MOST_TOGETHER: Final = 64 * 1024 * 1024
"""Bytes of files that one start of LibreOffice converts, unless one file has more."""


class Filter(NamedTuple):
    """LibreOffice's name for the way in that a kind of file takes, and the suffix it goes by."""

    suffix: str
    name: str


FILTERS: Final = {
    "doc": Filter(".doc", "MS Word 97"),
    "word95": Filter(".doc", "MS Word 95"),
    "word6": Filter(".doc", "MS WinWord 6.0"),
    "works": Filter(".wps", "MS_Works"),
    "wordml": Filter(".xml", "MS Word 2003 XML"),
    "rtf": Filter(".rtf", "Rich Text Format"),
    "odt": Filter(".odt", "writer8"),
    "fodt": Filter(".fodt", "OpenDocument Text Flat XML"),
}


class OfficeDocument(Document):
    """A document that was read as the docx that it was converted to, and is saved as docx.

    ``data`` are the bytes that came in: what restoring gives back.
    """

    format = "office"

    def __init__(self, data: bytes, converted: Document) -> None:
        super().__init__(data, converted.name, converted.notes)
        self._docx = converted

    @property
    def runs(self) -> Sequence[str]:
        """The runs of the docx."""
        return self._docx.runs

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the docx."""
        return self._docx.blocks

    @property
    def hidden(self) -> Sequence[Hidden]:
        """What the docx says outside its text."""
        return self._docx.hidden

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        """A docx with the changes."""
        return self._docx.save(changes, removed)


def read(data: bytes, name: str, reading: Reading) -> OfficeDocument:
    """Read a doc, wps, rtf or odt. Raises :class:`ReadError`, also where LibreOffice is not."""
    return _as_document(data, name, convert_all([(name, data)])[0], reading)


def read_all(
    files: Sequence[tuple[str, bytes]], reading: Reading
) -> list[OfficeDocument | ReadError]:
    """Read many, each a name and bytes: as :func:`read` would, and what it would raise.

    It takes a tenth of the time, since LibreOffice need not start for each.
    """
    return [
        _tried(data, name, docx, reading)
        for (name, data), docx in zip(files, convert_all(files), strict=True)
    ]


def _tried(
    data: bytes, name: str, docx: bytes | ReadError, reading: Reading
) -> OfficeDocument | ReadError:
    try:
        return _as_document(data, name, docx, reading)
    except ReadError as error:
        return error


def _as_document(
    data: bytes, name: str, docx: bytes | ReadError, reading: Reading
) -> OfficeDocument:
    if isinstance(docx, ReadError):
        raise docx
    from anonymizer.documents.docx import read as read_docx

    document = OfficeDocument(data, read_docx(docx, name, reading))
    if not any(run.strip() for run in document.runs):
        said = f"{name}: LibreOffice finds no text in it; if it has some, save it as docx in Word"
        document.notes = (said, *document.notes)
    return document


def convert_all(files: Sequence[tuple[str, bytes]]) -> list[bytes | ReadError]:
    """The docx of each file, given by name and bytes, or the reason why there is none.

    Files of one kind are converted many at a start. Those that a start leaves undone which
    did not come to its end are converted one by one, so that none suffers for another.
    """
    results: dict[int, bytes | ReadError] = {}
    kinds: dict[str, list[int]] = {}
    for number, (name, data) in enumerate(files):
        kind = _kind_or_reason(data, name)
        if isinstance(kind, ReadError):
            results[number] = kind
        else:
            kinds.setdefault(kind, []).append(number)
    for kind, numbers in kinds.items():
        for together in _batches(numbers, [len(files[number][1]) for number in numbers]):
            results.update(_converted(kind, {number: files[number] for number in together}))
    return [results[number] for number in range(len(files))]


def _kind(data: bytes, name: str) -> str:
    """The kind of a file. Raises :class:`ReadError` for what is not for LibreOffice to read."""
    kind = sniff(data, name).kind
    if kind not in FILTERS:
        raise ReadError(f"{name}: is no doc, wps, rtf or odt by its content")
    if len(data) > MOST_BYTES:
        raise ReadError(
            f"{name}: has {len(data) // 2**20} MB; more than {MOST_BYTES // 2**20} MB are not "
            "converted: save it as docx in Word or WPS"
        )
    if kind == "odt":
        from anonymizer.documents.ooxml.package import open_package

        open_package(data, name)  # it is refused if it is too large when unpacked
    if kind in ("wordml", "fodt") and b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise ReadError(f"{name}: declares a document type, as no office file does; not read")
    return kind


def _kind_or_reason(data: bytes, name: str) -> str | ReadError:
    try:
        return _kind(data, name)
    except ReadError as error:
        return error


def _batches(numbers: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    total = 0
    for number, size in zip(numbers, sizes, strict=True):
        if batch and (len(batch) == MOST_FILES or total + size > MOST_TOGETHER):
            yield batch
            batch, total = [], 0
        batch.append(number)
        total += size
    if batch:
        yield batch


def _converted(kind: str, files: Mapping[int, tuple[str, bytes]]) -> dict[int, bytes | ReadError]:
    """What one start makes of files of one kind, or several starts if it breaks off."""
    numbers = list(files)
    try:
        call = _call(kind, [files[number][1] for number in numbers])
    except ReadError as error:
        return {number: ReadError(f"{files[number][0]}: {error}") for number in numbers}
    made: dict[int, bytes | ReadError] = {}
    for place, number in enumerate(numbers):
        name = files[number][0]
        if _is_docx(written := call.written.get(place, b"")):
            made[number] = written
        elif call.ended and len(numbers) > 1:
            made.update(_converted(kind, {number: files[number]}))
        elif call.ended:
            made[number] = ReadError(
                f"{name}: cannot be converted: {call.ended}; save it as docx in Word or WPS"
            )
        else:
            made[number] = ReadError(f"{name}: is damaged: LibreOffice cannot read it; {AGAIN}")
    return made


def _call(kind: str, files: Sequence[bytes]) -> soffice.Call:
    program = soffice.find()
    if program is None:
        raise ReadError(soffice.GET_IT)
    if kind == "rtf":
        from anonymizer.documents.office.rtf import without_fetching

        files = [without_fetching(data) for data in files]
    way = FILTERS[kind]
    return soffice.convert(program, files, way.suffix, way.name, soffice.timeout())


def _is_docx(data: bytes) -> bool:
    """Whether a file that LibreOffice wrote is whole."""
    try:
        return sniff(data, "converted").kind == "docx"
    except ReadError:
        return False

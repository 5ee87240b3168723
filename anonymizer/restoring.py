"""Restoring: the inverse of a redaction, from its output and its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from msgspec import UNSET

from anonymizer.documents.source import digest, to_utf8
from anonymizer.documents.text import encode
from anonymizer.slots import EditRecord, Manifest, Slot

_CHUNK: Final = 1 << 20


class RestoreError(ValueError):
    """An output and a manifest that do not belong together."""


def restore_text(redacted: str, manifest: Manifest) -> str:
    """The source's text. Raises :class:`RestoreError` if the text is not the one recorded."""
    if digest(to_utf8(redacted)) != manifest.output.sha256:
        raise _another(manifest)
    changes: list[Slot | EditRecord] = [*manifest.slots, *manifest.edits]
    records = sorted(changes, key=lambda record: record.source)
    pieces: list[str] = []
    done = 0
    for record in records:
        start, end = record.output
        if start < done or end > len(redacted):
            raise RestoreError("the manifest is damaged: its places overlap or lie outside")
        pieces.append(redacted[done:start])
        pieces.append(record.text)
        done = end
    pieces.append(redacted[done:])
    return "".join(pieces)


def restore_bytes(redacted: bytes | str, manifest: Manifest) -> bytes:
    """The source's bytes, from the redacted file or text. Raises :class:`RestoreError`.

    A document's own bytes stand in its manifest; a text is made from what was redacted, in its
    own encoding, unless that would not give its bytes again.
    """
    import base64

    source = manifest.source
    if isinstance(redacted, str):
        redacted = to_utf8(redacted)
    if source.raw is not None:
        if digest(redacted) != manifest.output.sha256:
            raise _another(manifest)
        data = base64.b64decode(source.raw)
    else:
        text = restore_text(_decoded(redacted), manifest)
        data = encode(text, source.encoding, bom=source.bom)
    if source.part is None and digest(data) != source.sha256:
        raise RestoreError("the manifest is damaged: what it gives back is not the source")
    return data


def _decoded(redacted: bytes) -> str:
    try:
        return redacted.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RestoreError(
            f"byte 0x{redacted[error.start]:02x} at offset {error.start} is not UTF-8; "
            "a redacted text is written as UTF-8 and must stay so to be restored"
        ) from None


def _another(manifest: Manifest) -> RestoreError:
    return RestoreError(
        f"the text is not the one that the manifest records ({manifest.output.name}): "
        "it was changed since, or belongs to another manifest"
    )


def restore_records(redacted: BinaryIO, manifests: Iterable[Manifest]) -> Iterator[bytes]:
    """The bytes of a file of records, piece by piece, from those of the redacted file.

    Each manifest is of one record and says where that stands; what no manifest tells of was not
    changed. Raises :class:`RestoreError`.
    """
    at = 0
    for manifest in manifests:
        if manifest.output.bytes is UNSET:
            raise RestoreError("a manifest of records says of each where it stands; this does not")
        start, end = manifest.output.bytes
        if start < at:
            raise RestoreError("the manifest is damaged: its records overlap")
        yield from _copied(redacted, start - at, manifest)
        yield restore_bytes(redacted.read(end - start), manifest)
        at = end
    while piece := redacted.read(_CHUNK):
        yield piece


def _copied(file: BinaryIO, count: int, manifest: Manifest) -> Iterator[bytes]:
    while count:
        piece = file.read(min(count, _CHUNK))
        if not piece:
            raise _another(manifest)
        count -= len(piece)
        yield piece

"""Restoring: the inverse of a redaction, from its output and its manifest."""

from __future__ import annotations

from anonymizer.documents.source import digest, to_utf8
from anonymizer.documents.text import encode
from anonymizer.slots import EditRecord, Manifest, Slot


class RestoreError(ValueError):
    """An output and a manifest that do not belong together."""


def restore_text(redacted: str, manifest: Manifest) -> str:
    """The source's text. Raises :class:`RestoreError` if the text is not the one recorded."""
    if digest(to_utf8(redacted)) != manifest.output.sha256:
        raise RestoreError(
            f"the text is not the one that the manifest records ({manifest.output.name}): "
            "it was changed since, or belongs to another manifest"
        )
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


def restore_bytes(redacted: str, manifest: Manifest) -> bytes:
    """The source's bytes, in its own encoding. Raises :class:`RestoreError`."""
    text = restore_text(redacted, manifest)
    import base64

    source = manifest.source
    if source.raw is not None:
        data = base64.b64decode(source.raw)
    else:
        data = encode(text, source.encoding, bom=source.bom)
    if source.part is None and digest(data) != source.sha256:
        raise RestoreError("the manifest is damaged: what it gives back is not the source")
    return data

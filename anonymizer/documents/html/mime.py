"""Web archives (.mht, .mhtml): a page and what it loads, as the parts of one MIME message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from anonymizer.documents.files import ReadError

if TYPE_CHECKING:
    from email.message import Message

MAX_PARTS: Final = 10_000
_MAX_HEADER: Final = 16_384
_MAX_NESTING: Final = 3
_FIELD: Final = re.compile(rb"[\w-]+:[^\n]*\n")
_KNOWN: Final = re.compile(rb"^(?:mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADER: Final = re.compile(rb"\r?\n\r?\n")


class Page(NamedTuple):
    """The bytes of a page in an archive, and the encoding that the archive says it has."""

    data: bytes
    declared: str | None


def is_archive(data: bytes) -> bool:
    """Whether bytes begin as a MIME message does, with fields of its header."""
    head = data[:_MAX_HEADER].lstrip()
    return bool(_FIELD.match(head)) and bool(_KNOWN.search(_END_OF_HEADER.split(head, 1)[0]))


def pages(data: bytes, name: str) -> list[Page]:
    """The pages of an archive, the main one first. Raises :class:`ReadError` if it has none."""
    found = list(_pages(data.lstrip(), name, 0))
    if not found:
        raise ReadError(f"{name}: this web archive holds no page; save the page as .html")
    return found


def _pages(data: bytes, name: str, depth: int) -> Iterator[Page]:
    header = _header(data)
    end = _END_OF_HEADER.search(data[:_MAX_HEADER])
    body = data[end.end() :] if end else b""
    kind = header.get_content_type()
    if kind in ("text/html", "application/xhtml+xml"):
        yield Page(_undone(body, header), header.get_content_charset())
    elif kind.startswith("multipart/") and depth < _MAX_NESTING:
        boundary = header.get_boundary()
        if not boundary:
            raise ReadError(f"{name}: a web archive without a boundary; save the page as .html")
        for part in _parts(body, boundary.encode("utf-8", "replace"), name):
            yield from _pages(part, name, depth + 1)


def _parts(body: bytes, boundary: bytes, name: str) -> Iterator[bytes]:
    """What stands between the boundaries, without what is before the first."""
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|$)")
    start = -1
    for count, mark in enumerate(line.finditer(body)):
        if count > MAX_PARTS:
            raise ReadError(f"{name}: more than {MAX_PARTS:,} parts in a web archive")
        if start >= 0:
            yield body[start : mark.start()].lstrip(b"\r\n")
        start = mark.end()
        if mark[1]:
            return
    if start >= 0:  # cut off
        yield body[start:].lstrip(b"\r\n")


def _header(data: bytes) -> Message:
    from email import message_from_bytes

    head = data[:_MAX_HEADER]
    end = _END_OF_HEADER.search(head)
    return message_from_bytes(head[: end.end()] if end else head)


def _undone(body: bytes, header: Message) -> bytes:
    """The bytes of a part as they were before they were packed for transport."""
    import base64
    import binascii

    packing = str(header.get("Content-Transfer-Encoding", "")).strip().lower()
    if packing == "quoted-printable":
        return binascii.a2b_qp(body)
    if packing == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        if len(letters) % 4 == 1:  # cut off within a group
            letters = letters[:-1]
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    return body

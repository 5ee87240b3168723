"""Which encoding a page is in: its bytes decide, and what it declares is only compared."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from anonymizer.documents.files import ReadError
from anonymizer.documents.text import decode

_HEAD: Final = 4096
"""A declaration further down is none, for browsers as well."""

_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|"
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_FAMILIES: Final = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8",
    "gb18030": "gb2312 gbk gb18030 gb_2312-80 gb_2312 x-gbk cp936 ms936 windows-936 chinese euc-cn",
    "big5": "big5 big5-hkscs big5hkscs cn-big5 x-x-big5 cp950",
    "utf-16": "utf-16 utf-16-le utf-16-be utf-16le utf-16be unicode ucs-2 iso-10646-ucs-2",
}
_FAMILY: Final = {name: family for family, names in _FAMILIES.items() for name in names.split()}
_WIDER: Final = {"gb18030": (), "big5": ("cp950", "big5hkscs"), "utf-8": ()}
"""Encodings to try, in order, where bytes are no sound text in a narrower one."""
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SOUND: Final = 10
"""For one byte that does not fit there are to be at least so many characters that do."""


class Decoded(NamedTuple):
    """A page's text without a byte order mark, its encoding, and what a person should know."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(
    data: bytes, name: str, encoding: str | None = None, declared: str | None = None
) -> Decoded:
    """The text of a page. ``declared`` is what was said of it outside its bytes.

    Raises :class:`ReadError` if the bytes are no text, or not in ``encoding`` if it is given.
    """
    if encoding is not None:
        source = decode(data, name, encoding)
        return Decoded(source.text, source.encoding)
    notes: list[str] = []
    wide = data.startswith(_BOMS[1:])
    if b"\0" in data[:_HEAD] and not wide:
        wide = data[:_HEAD].count(b"\0") * 4 > len(data[:_HEAD])  # UTF-16 without a mark
    if not wide and (nuls := data.count(b"\0")):
        data = data.translate(None, b"\0")
        notes.append(f"{nuls} NUL bytes were skipped")
    try:
        source = decode(data, name)
        text, codec = source.text, source.encoding
    except ReadError as error:
        text, codec, bad = _leniently(data, name, error)
        if bad:
            notes.append(f"{bad} bytes are not {codec} like the rest; each became U+FFFD")
    said = _declared(data) or declared or ""
    family = _family(said)
    if said and not data.isascii() and _family(codec) != family:
        notes.insert(0, f"the page declares {_plain(said)}, but its bytes are {codec}")
    return Decoded(text.lstrip("\ufeff"), codec, tuple(notes))


def _declared(data: bytes) -> str | None:
    """What a page says of its encoding in its first bytes."""
    head = data[:_HEAD]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        head = head.replace(b"\0", b"")
    found = _DECLARED.search(head)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _family(name: str) -> str:
    return _FAMILY.get(name.lower(), name.lower())


def _plain(name: str) -> str:
    """A declared name as it may stand in a message."""
    return name if name.isascii() else "an unknown encoding"


def _leniently(data: bytes, name: str, error: ReadError) -> tuple[str, str, int]:
    """The text of bytes that are nearly all sound, its encoding, and how many are not.

    The encodings are judged as :func:`decode` judges them, with what does not fit left out.
    """
    for bom in _BOMS:
        data = data.removeprefix(bom)  # a mark that contradicts the bytes behind it
    for codec in ("utf-8", "gb18030", "big5"):
        text = data.decode(codec, "replace")
        bad = text.count("\ufffd")
        sound = sum(1 for character in text if character > "\x7f") - bad
        if bad * _SOUND > sound:
            continue
        try:
            sample = text.replace("\ufffd", "").encode(codec)
            if decode(sample, name).encoding != codec:
                continue
        except (ReadError, UnicodeEncodeError):
            continue
        wider = (each for each in _WIDER[codec] if "\ufffd" not in data.decode(each, "replace"))
        if (sound_in := next(wider, None)) is not None:
            return data.decode(sound_in), sound_in, 0
        return text, codec, bad
    raise error

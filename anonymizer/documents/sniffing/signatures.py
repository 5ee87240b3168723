"""First bytes of files that hold no text to be read, and what to do with each."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_WITHIN: Final = 64


class Signature(NamedTuple):
    """How such a file begins, what it is called, and what to do with it."""

    pattern: re.Pattern[bytes]
    called: str
    cure: str


_NO_TEXT: Final = "no text to be read"
_RECOGNISE: Final = "no text to be read; have it recognised (OCR) and give the text"
_UNPACK: Final = "unpack it, and give the files in it"
_PRINT: Final = "print it as PDF, or save it as docx, in its reader"

_TABLE: Final = (
    (rb"\x89PNG\r\n\x1a\n", "a PNG picture", _RECOGNISE),
    (rb"\xff\xd8\xff", "a JPEG picture", _RECOGNISE),
    (rb"GIF8[79]a", "a GIF picture", _RECOGNISE),
    # The size of the header of a bitmap stands behind fields that are zero.
    (rb"BM.{4}\0{4}.{2}\0\0[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", "a BMP picture", _RECOGNISE),
    (rb"II\*\0|MM\0[*+]|II\+\0", "a TIFF picture", _RECOGNISE),
    (rb"RIFF.{4}WEBP", "a WebP picture", _RECOGNISE),
    (rb"\0\0[\0-\x02].ftyp(?:hei|hev|mif|avi)", "a HEIF picture", _RECOGNISE),
    (rb"8BPS\0\x01", "a Photoshop picture", _RECOGNISE),
    (rb"AT&TFORM", "a DjVu document", _PRINT),
    (rb"CAJ\0|HN\0|KDH \0|\xc8\0", "a CAJ document", _PRINT),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "a PostScript document", "print it as PDF"),
    (rb"\x1f\x8b\x08", "a gzip archive", _UNPACK),
    (rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", "a bzip2 archive", _UNPACK),
    (rb"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (rb"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (rb"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (rb"MSCF\0{4}", "a cabinet archive", _UNPACK),
    (rb"ITSF\x03\0\0\0", "a compiled help file (chm)", "save its text as html or txt"),
    (rb"MZ.{58}.{2}\0\0", "a Windows program", _NO_TEXT),
    (rb"\x7fELF", "a Linux program", _NO_TEXT),
    (rb"[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]|\xca\xfe\xba\xbe", "a program", _NO_TEXT),
    (rb"SQLite format 3\0", "an SQLite database", "save its table as csv"),
    (rb"\0\x01\0\0Standard (?:Jet|ACE) DB", "an Access database", "save its table as csv"),
    (rb"RIFF.{4}(?:WAVE|AVI )", "a sound or a film", _NO_TEXT),
    (rb"\0\0[\0-\x02].ftyp", "a film or a sound (mp4)", _NO_TEXT),
    (rb"ID3[\x02-\x04]\0|\xff[\xfb\xf3\xf2][^\0]", "a sound (mp3)", _NO_TEXT),
    (rb"OggS\0|fLaC\0", "a sound", _NO_TEXT),
    (rb"\x1a\x45\xdf\xa3", "a film (Matroska)", _NO_TEXT),
    (rb"FLV\x01|\0\0\x01[\xb3\xba]", "a film", _NO_TEXT),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a film or a sound (Windows Media)", _NO_TEXT),
    (rb"wOF[F2]|\0\x01\0\0\0.\0|OTTO\0", "a font", _NO_TEXT),
    (rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF", "a metafile picture", _RECOGNISE),
    (rb"\xdb\xa5[-.]\0", "a document of an early Word", "open it there, and save it as docx"),
    (rb"\xffWPC", "a WordPerfect document", "open it in LibreOffice and save it as docx"),
    (rb"-----BEGIN PGP MESSAGE", "an encrypted message", "decrypt it first"),
    (rb"Salted__", "an encrypted file", "decrypt it first"),
)

SIGNATURES: Final = tuple(
    Signature(re.compile(pattern, re.DOTALL), called, cure) for pattern, called, cure in _TABLE
)


def signature_of(data: bytes) -> Signature | None:
    """The signature that a file begins with, if it is one of these."""
    head = data[:_WITHIN]
    for signature in SIGNATURES:
        if signature.pattern.match(head):
            return signature
    return None

"""What a document becomes: its text, and how to get from the text to its bytes again."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import Struct

from anonymizer.slots import SourceInfo


class Hidden(NamedTuple):
    """What a document says outside its text: a property, an author, a link's target.

    ``stays`` says that saving leaves it where it is, unless it holds a removed value.
    """

    address: str
    text: str
    stays: bool = False


class Source(Struct, frozen=True):
    """A text that came in. ``text`` has no byte order mark and keeps its line breaks.

    ``encoding`` is a Python codec name, ``bom`` whether a byte order mark preceded the
    text, ``raw`` the original bytes where ``text`` encoded again would not give them: always
    so where ``format`` is that of a document (``docx``, ``pdf``), of which this is the text.
    ``notes`` are what a person should know of it, ``hidden`` what it says outside its text.
    """

    name: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False
    raw: bytes | None = None
    format: str = "text"
    notes: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()

    @classmethod
    def from_text(cls, text: str, name: str = "text") -> Source:
        """A source for a text that never was a file; its bytes are those of UTF-8."""
        return cls(name, text)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes that came in."""
        return digest(self.data)

    @property
    def data(self) -> bytes:
        """The bytes that came in."""
        from anonymizer.documents.text import encode

        raw = self.raw
        return encode(self.text, self.encoding, bom=self.bom) if raw is None else raw

    def with_raw(self) -> Source:
        """The same, with its bytes: for an output that they cannot be made from again."""
        return msgspec.structs.replace(self, raw=self.data)

    def info(self, part: tuple[int, int] | None = None, *, vault: bool = True) -> SourceInfo:
        """The manifest's record of this source, or of one part of it.

        Only with the ``vault`` does it hold the original bytes, where they are needed.
        """
        import base64

        raw = self.raw if vault and not part else None

        return SourceInfo(
            name=self.name,
            sha256=self.sha256,
            encoding=self.encoding,
            characters=len(self.text),
            bom=self.bom if part is None or part[0] == 0 else False,
            part=part,
            raw=base64.b64encode(raw).decode() if raw is not None else None,
            format=self.format,
        )

    @property
    def newline(self) -> str:
        """The line break that the text uses most; ``\\n`` when it has none."""
        crlf = self.text.count("\r\n")
        bare = {
            "\n": self.text.count("\n") - crlf,
            "\r\n": crlf,
            "\r": self.text.count("\r") - crlf,
        }
        return max(bare, key=lambda newline: bare[newline])


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    import hashlib  # with it comes OpenSSL; a run that writes no manifest does without

    return hashlib.sha256(data).hexdigest()


def to_utf8(text: str) -> bytes:
    """UTF-8 of any Python string, lone surrogates included."""
    return text.encode("utf-8", "surrogatepass")

"""Markdown: its text rewritten in place, its markup untouched to the byte.

What a reader sees is the text: a figure with emphasis in its midst is one block of several
runs, the lines of a paragraph are one block, escapes and entities are the characters that they
stand for. What a reader does not see may tell as much: front matter, comments, targets and
titles of links, labels and attributes are stories of their own.
"""

from __future__ import annotations

from anonymizer.documents.document import Reading
from anonymizer.documents.markdown.assembly import assemble
from anonymizer.documents.markdown.document import Markdown
from anonymizer.documents.spelling import byte_order_mark
from anonymizer.documents.text import decode

__all__ = ["Markdown", "read"]


def read(data: bytes, name: str, reading: Reading) -> Markdown:
    """A Markdown file as a document. Raises :class:`~anonymizer.documents.files.ReadError`."""
    source = decode(data, name, reading.encoding)
    mark = byte_order_mark(source)
    return Markdown(data, name, source.text, source.encoding, mark, assemble(source.text))

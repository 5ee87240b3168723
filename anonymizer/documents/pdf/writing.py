"""PDFs written from nothing: no dates, no names, no ids."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from anonymizer.documents.pdf import fonts
from anonymizer.documents.pdf.pages import PageText, Picture
from anonymizer.documents.pdf.typeset import Letters, Piece, seen, unseen


class _Objects:
    """The numbered objects of a PDF as they are made."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def add(self, body: str | bytes) -> int:
        """Add an object; its number."""
        self.bodies.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.bodies)

    def stream(self, data: bytes, entries: str = "", *, packed: bool = False) -> int:
        """Add a stream; ``packed`` data are compressed already."""
        data = data if packed else zlib.compress(data, 9)
        head = f"<< {entries} /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
        return self.add(head.encode("latin-1") + data + b"\nendstream")


def written(pictures: Sequence[Picture], pieces: Sequence[Sequence[Piece]]) -> bytes:
    """The bytes of a PDF of pictures with an unseen text over them."""
    objects, letters = _Objects(), Letters()
    pages: list[tuple[str, str, str]] = []
    for picture, each in zip(pictures, pieces, strict=True):
        image = objects.stream(
            picture.data, f"/Type /XObject /Subtype /Image {picture.entries}", packed=True
        )
        box = _box(picture.width, picture.height)
        width, height = box.split()
        shown = f"q {width} 0 0 {height} 0 0 cm /Im Do Q\n{unseen(each, letters)}"
        pages.append((box, shown, f"/XObject << /Im {image} 0 R >>"))
    return _document(objects, pages, f"/F0 {_unseen(objects, letters)} 0 R")


def placeholders(pages: Sequence[PageText], pieces: Sequence[Sequence[Piece]]) -> bytes:
    """The bytes of a PDF of the same pages with nothing but the placeholders on them."""
    objects = _Objects()
    named = f"/F1 {_latin(objects)} 0 R /F2 {_chinese(objects)} 0 R"
    drawn = [
        (_box(page.width, page.height), seen(each), "")
        for page, each in zip(pages, pieces, strict=True)
    ]
    return _document(objects, drawn, named)


def _box(width: float, height: float) -> str:
    return f"{width:.4f} {height:.4f}"


def _document(objects: _Objects, pages: Sequence[tuple[str, str, str]], named: str) -> bytes:
    """A document of pages, each with its size, its content and the resources of its own."""
    tree = len(objects.bodies) + 2 * len(pages) + 2
    shared = objects.add(f"<< {named} >>")
    kids: list[int] = []
    for box, content, own in pages:
        stream = objects.stream(content.encode("latin-1"))
        kids.append(
            objects.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {box}] "
                f"/Resources << /Font {shared} 0 R {own} >> /Contents {stream} 0 R >>"
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects.add(f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>")
    return _file(objects.bodies, objects.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def _unseen(objects: _Objects, letters: Letters) -> int:
    """The font of the text that only searching and copying find."""
    data = fonts.plain()
    file = objects.stream(data, f"/Length1 {len(data)}")
    description = objects.add(
        f"<< /Type /FontDescriptor /FontName /Unseen /Flags 4 {fonts.box()} "
        f"/FontFile2 {file} 0 R >>"
    )
    glyphs = objects.stream(fonts.glyph_map(letters))
    font = objects.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unseen "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {description} 0 R /DW 1000 /W [{fonts.widths(letters)}] "
        f"/CIDToGIDMap {glyphs} 0 R >>"
    )
    unicode = objects.stream(fonts.to_unicode(letters))
    return objects.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Unseen /Encoding /Identity-H "
        f"/DescendantFonts [{font} 0 R] /ToUnicode {unicode} 0 R >>"
    )


def _latin(objects: _Objects) -> int:
    return objects.add(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )


def _chinese(objects: _Objects) -> int:
    """A Chinese font that is not in the file: viewers have one for its collection."""
    description = objects.add(
        f"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 {fonts.box()} >>"
    )
    font = objects.add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
        f"/FontDescriptor {description} 0 R /DW 1000 /W [1 [207] 814 939 500] >>"
    )
    return objects.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H "
        f"/Encoding /UniGB-UCS2-H /DescendantFonts [{font} 0 R] >>"
    )


def _file(bodies: Sequence[bytes], catalog: int) -> bytes:
    pieces = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"]
    offset = len(pieces[0])
    places: list[int] = []
    for number, body in enumerate(bodies, 1):
        piece = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        places.append(offset)
        offset += len(piece)
        pieces.append(piece)
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    pieces += [b"%010d 00000 n \n" % place for place in places]
    pieces.append(
        b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(bodies) + 1, catalog, offset)
    )
    return b"".join(pieces)

"""Everything that is asked of pdfium. It runs in a process of its own (see :mod:`.apart`).

PDFs come from anywhere, and the engine is a big machine: what it is given may take it down,
and must not take us with it.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator
from math import atan2, hypot, pi
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from anonymizer.documents.pdf.letters import is_private, readable
from anonymizer.documents.pdf.limits import MOST_CHARACTERS, MOST_HIDDEN, MOST_PAGES
from anonymizer.documents.pdf.pages import SLANTED, SPACE, SPACED, UNREAD, Extract, PageText

_BLANK: Final = frozenset(" \u00a0\u2002\u2003\u2009\u3000\t")
_BREAKS: Final = frozenset("\r\n")
_HYPHEN: Final = "\x02"
"""How the engine gives a hyphen at the end of a line."""
_SYMBOLS: Final = ("symbol", "wingdings", "webdings", "dingbats")
"""Fonts of bullets and arrows, whose characters have private numbers."""
_NOTABLE_PICTURE: Final = 0.01
"""The share of a page from which a picture may show something to read."""
_MOST_OBJECTS: Final = 20_000
_FONT_NAME: Final = 128


class RefusedError(Exception):
    """A PDF that cannot be read; the message says why."""


def opened(data: bytes) -> pdfium.PdfDocument:
    """The PDF of some bytes. Raises :class:`RefusedError`."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD:
            raise RefusedError("is protected by a password; save a copy without one") from None
        if code == raw.FPDF_ERR_SECURITY:
            raise RefusedError("is encrypted in a way that cannot be read") from None
        raise RefusedError("is damaged, or no PDF; open it elsewhere and save it anew") from None
    count = len(document)
    if not count:
        document.close()
        raise RefusedError("has no pages")
    if count > MOST_PAGES:
        document.close()
        raise RefusedError(f"has {count:,} pages; more than {MOST_PAGES:,} are not read: split it")
    return document


def extract(data: bytes) -> Extract:
    """The text of a PDF, page by page, and what it says besides. Raises :class:`RefusedError`."""
    with opened(data) as document:
        pages: list[PageText] = []
        hidden = list(_properties(document))
        left = MOST_CHARACTERS
        for number in range(len(document)):
            page = _page(document, number)
            textpage = page.get_textpage()
            left -= textpage.count_chars()
            if left < 0:
                raise RefusedError(f"has more than {MOST_CHARACTERS:,} characters; split it")
            annotations = list(_annotations(document, page, number))
            hidden += annotations[: MOST_HIDDEN - len(hidden)]
            pages.append(_page_text(page, textpage, len(annotations)))
            textpage.close()
            page.close()
        return Extract(pages, hidden)


def texts(data: bytes) -> list[str]:
    """The bare text of each page, as any reader of PDFs would take it out."""
    with opened(data) as document:
        found: list[str] = []
        for number in range(len(document)):
            page = _page(document, number)
            textpage = page.get_textpage()
            found.append(textpage.get_text_range() if textpage.count_chars() else "")
            textpage.close()
            page.close()
        return found


def _page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    try:
        return document[number]
    except pdfium.PdfiumError:
        raise RefusedError(
            f"page {number + 1} is damaged; open it elsewhere and save it anew"
        ) from None


def _page_text(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, annotations: int) -> PageText:
    left, bottom, right, top = page_box(page)
    turn = page.get_rotation()
    texts: list[str] = []
    numbers = array("f")
    box = [ctypes.c_double() for _ in range(4)]
    loose, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    handle = textpage.raw
    width, height = (
        (top - bottom, right - left) if turn in (90, 270) else (right - left, top - bottom)
    )

    def shown(px: float, py: float) -> tuple[float, float]:
        if turn == 90:
            return py - bottom, right - px
        if turn == 180:
            return right - px, top - py
        if turn == 270:
            return top - py, px - left
        return px - left, py - bottom

    spaced = 0
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        text = chr(code) if code < 0x110000 else "\ufffd"
        if raw.FPDFText_IsGenerated(handle, index) == 1 and (text in _BLANK or text in _BREAKS):
            spaced = SPACED
            continue
        if text in _BREAKS:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, loose)
        raw.FPDFText_GetCharBox(handle, index, *box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetMatrix(handle, index, matrix)
        x0, y0 = shown(loose.left, loose.bottom)
        x1, y1 = shown(loose.right, loose.top)
        i0, j0 = shown(box[0].value, box[2].value)
        i1, j1 = shown(box[1].value, box[3].value)
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if x1 < 0 or x0 > width or y1 < 0 or y0 > height:
            continue  # beyond the page: nobody sees it, and what is saved does not hold it
        flags = spaced
        spaced = 0
        mapped = raw.FPDFText_HasUnicodeMapError(handle, index) != 1
        if mapped and (text == _HYPHEN or code == 0xFFFE):
            text = "-"
        elif text in _BLANK:
            flags |= SPACE
        elif (
            not mapped
            or text < " "
            or text == "\ufffd"
            or (is_private(text) and not _is_symbol(handle, index))
        ):
            flags |= UNREAD
            text = "\ufffd"
        size = raw.FPDFText_GetFontSize(handle, index) * hypot(matrix.c, matrix.d)
        texts.append(readable(text))
        ox, oy = shown(x.value, y.value)
        numbers.extend(
            (
                x0, y0, x1, y1,
                min(x0, i0, i1), min(y0, j0, j1), max(x1, i0, i1), max(y1, j0, j1),
                ox, oy, size or y1 - y0,
                _turn(matrix, turn) << 4 | flags,
                index,
            )
        )  # fmt: skip
    return PageText(
        width, height, texts, numbers.tobytes(), _pictures(page, width * height), annotations
    )


def page_box(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """The part of a page that is shown, in its own coordinates."""
    rect = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, rect):
        return 0.0, 0.0, page.get_width(), page.get_height()
    return rect.left, rect.bottom, rect.right, rect.top


def _turn(matrix: Any, page_turn: int) -> int:
    """Quarter turns against the clock of a character on the page as it is shown."""
    angle = atan2(matrix.b, matrix.a) / (pi / 2) - page_turn / 90
    quarter = round(angle)
    return quarter % 4 if abs(angle - quarter) < 0.06 else SLANTED


def _is_symbol(handle: Any, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, _FONT_NAME, flags)
    return any(each in name.value.decode("latin-1").lower() for each in _SYMBOLS)


def _pictures(page: pdfium.PdfPage, area: float) -> int:
    """How many pictures of notable size a page has."""
    found = 0
    rect = [ctypes.c_float() for _ in range(4)]
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        each = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(each)
        if kind == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(each, *rect):
            left, bottom, right, top = (value.value for value in rect)
            found += (right - left) * (top - bottom) > _NOTABLE_PICTURE * area
    return found


def _properties(document: pdfium.PdfDocument) -> Iterator[tuple[str, str]]:
    """What a PDF says of itself: properties, outline, attachments."""
    for key, value in sorted(document.get_metadata_dict(skip_empty=True).items()):
        yield f"properties#{key}", value
    for number, bookmark in enumerate(document.get_toc(max_depth=8), 1):
        if number > MOST_HIDDEN // 2:
            break
        yield f"outline#{number}", bookmark.get_title()
    for number in range(min(document.count_attachments(), MOST_HIDDEN // 4)):
        yield f"attachment#{number + 1}", document.get_attachment(number).get_name()


def _annotations(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int
) -> Iterator[tuple[str, str]]:
    """Comments, values of form fields and targets of links, of one page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_HIDDEN)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        said = [_annotation_text(annotation, key) for key in (b"Contents", b"V", b"T")]
        if link := raw.FPDFAnnot_GetLink(annotation):
            said.append(_link_target(document, link))
        raw.FPDFPage_CloseAnnot(annotation)
        yield f"page {number + 1}#annotation{index + 1}", "\n".join(filter(None, said))


def _annotation_text(annotation: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length < 1 << 20:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(
        annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _link_target(document: pdfium.PdfDocument, link: Any) -> str:
    action = raw.FPDFLink_GetAction(link)
    length = raw.FPDFAction_GetURIPath(document.raw, action, None, 0) if action else 0
    if not 1 < length < 1 << 16:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(document.raw, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")

"""Pages to pictures, with what was removed painted over. It runs apart, as :mod:`.engine` does.

A box covers all of a removed character's cell and what its font says it draws. As fonts may
lie, each page is also drawn without the pieces of text that removed characters belong to: what
differs, and is not in the cell of a character that stays, goes as well.
"""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Sequence
from math import ceil, floor, sqrt
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from anonymizer.documents.pdf.engine import opened
from anonymizer.documents.pdf.limits import DOTS_PER_INCH, MOST_PIXELS
from anonymizer.documents.pdf.pages import PageBoxes, Picture

_Dots = NDArray[np.uint8]
_Mask = NDArray[np.bool_]
_Box = tuple[float, float, float, float]

_GREY: Final = 221
"""The colour of boxes: one of the sixteen greys."""
_PADDING: Final = 0.12
"""How far a box reaches beyond the characters, in its heights."""
_COLOURED: Final = 24
"""How far apart a dot's red, green and blue are if it has a colour."""
_COLOURED_SHARE: Final = 1e-5
_DIFFERENT: Final = 3
_LEVEL: Final = 6


def draw(data: bytes, boxes: Sequence[PageBoxes], placeholders: bytes) -> list[Picture]:
    """A picture of each page, painted over as ``boxes`` say, with the placeholders on top."""
    with opened(data) as document, opened(placeholders) as labels:
        return [_drawn(document, labels, number, each) for number, each in enumerate(boxes)]


def _drawn(
    document: pdfium.PdfDocument, labels: pdfium.PdfDocument, number: int, boxes: PageBoxes
) -> Picture:
    page = document[number]
    try:
        size = page.get_width(), page.get_height()
        if boxes.whole:
            return Picture(*size, *_grey(np.full((1, 1), _GREY, np.uint8)))
        scale = min(DOTS_PER_INCH / 72, sqrt(MOST_PIXELS / max(1.0, size[0] * size[1])))
        dots = _render(page, scale)
        if boxes.boxes or boxes.characters:
            dots = _painted(page, dots, scale, boxes)
            label = labels[number]
            on_top = _render(label, scale)
            label.close()
            # The sizes of both were rounded, so one may have a dot more.
            height = min(dots.shape[0], on_top.shape[0])
            width = min(dots.shape[1], on_top.shape[1])
            dots[:height, :width] = np.minimum(dots[:height, :width], on_top[:height, :width])
        return Picture(*size, *_encoded(dots))
    finally:
        page.close()


def _render(page: pdfium.PdfPage, scale: float) -> _Dots:
    """The page's dots as rows of red, green and blue; no comments and no form fields."""
    bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True)
    dots: _Dots = np.array(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return dots


def _painted(page: pdfium.PdfPage, dots: _Dots, scale: float, boxes: PageBoxes) -> _Dots:
    height, width = dots.shape[:2]
    # The picture has a whole number of dots, so a point is not quite ``scale`` of them.
    across, up = width / page.get_width(), height / page.get_height()

    def mask(each: Sequence[_Box], aside: float = 0.0, above: float = 0.0) -> _Mask:
        found = np.zeros((height, width), np.bool_)
        for left, bottom, right, top in each:
            dx, dy = aside * (top - bottom), above * (top - bottom)
            x0, x1 = floor((left - dx) * across) - 1, ceil((right + dx) * across) + 1
            y0, y1 = floor(height - (top + dy) * up) - 1, ceil(height - (bottom - dy) * up) + 1
            found[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = True
        return found

    kept = mask(boxes.kept)
    # A neighbour's cell is spared to its full height, so that a box has a straight edge there.
    spared = mask(boxes.kept, above=4 * _PADDING)
    over = mask(boxes.boxes) | (mask(boxes.boxes, _PADDING, _PADDING) & ~spared)
    bare = _without(page, boxes.characters, scale)
    if bare is not None and bare.shape == dots.shape:
        difference = _most(np.maximum(dots, bare) - np.minimum(dots, bare)) > _DIFFERENT
        beyond = difference & ~kept
        dots[beyond] = bare[beyond]
    dots[over] = _GREY
    return dots


def _without(page: pdfium.PdfPage, characters: Sequence[int], scale: float) -> _Dots | None:
    """The page without the pieces of text that some characters belong to."""
    textpage = page.get_textpage()
    done: set[int] = set()
    for index in characters:
        piece: Any = raw.FPDFText_GetTextObject(textpage.raw, index)
        address = ctypes.cast(piece, ctypes.c_void_p).value if piece else None
        if address and address not in done:
            done.add(address)
            raw.FPDFPageObj_SetIsActive(piece, False)
    textpage.close()
    return _render(page, scale) if done else None


def _encoded(dots: _Dots) -> tuple[str, bytes]:
    """The entries of a picture's dictionary, and its packed dots."""
    spread = _most(dots) - np.minimum(np.minimum(dots[:, :, 0], dots[:, :, 1]), dots[:, :, 2])
    if np.count_nonzero(spread > _COLOURED) <= _COLOURED_SHARE * spread.size:
        # Of the three colours, green is nearest to how light a dot looks.
        return _grey(dots[:, :, 1])
    levels = ((dots.astype(np.uint16) + 8) // 17).astype(np.uint16)
    codes = (levels[:, :, 0] << 8 | levels[:, :, 1] << 4 | levels[:, :, 2]).astype(np.uint16)
    palette = np.unique(codes)
    if len(palette) <= 256:
        return _indexed(codes, palette)
    return _coloured(dots)


def _most(dots: _Dots) -> _Dots:
    """The greatest of each dot's three colours."""
    # Several times as fast as the maximum over an axis of three.
    most: _Dots = np.maximum(np.maximum(dots[:, :, 0], dots[:, :, 1]), dots[:, :, 2])
    return most


def _grey(dots: _Dots) -> tuple[str, bytes]:
    """Sixteen greys, two dots a byte."""
    levels = ((dots.astype(np.uint16) + 8) // 17).astype(np.uint8)
    if levels.shape[1] % 2:
        levels = np.pad(levels, ((0, 0), (0, 1)))
    packed = levels[:, ::2] << 4 | levels[:, 1::2]
    return (
        _size(dots) + "/ColorSpace /DeviceGray /BitsPerComponent 4",
        zlib.compress(packed.tobytes(), _LEVEL),
    )


def _indexed(codes: NDArray[np.uint16], palette: NDArray[np.uint16]) -> tuple[str, bytes]:
    """Few colours: a byte a dot, that says which of them it is."""
    table = "".join(
        f"{(code >> 8) * 17:02x}{(code >> 4 & 15) * 17:02x}{(code & 15) * 17:02x}"
        for code in map(int, palette)
    )
    numbers = np.searchsorted(palette, codes).astype(np.uint8)
    return (
        _size(codes)
        + f"/ColorSpace [/Indexed /DeviceRGB {len(palette) - 1} <{table}>] /BitsPerComponent 8",
        zlib.compress(numbers.tobytes(), _LEVEL),
    )


def _coloured(dots: _Dots) -> tuple[str, bytes]:
    """Many colours, as in a photo: each dot as the difference to the one before it."""
    coarse = dots & 0xF8
    coarse |= coarse >> 5
    height, width = coarse.shape[:2]
    rows = np.empty((height, width * 3 + 1), np.uint8)
    rows[:, 0] = 1  # PNG's filter Sub
    flat = coarse.reshape(height, -1)
    rows[:, 1:4] = flat[:, :3]
    rows[:, 4:] = flat[:, 3:] - flat[:, :-3]
    return (
        _size(dots) + "/ColorSpace /DeviceRGB /BitsPerComponent 8 "
        f"/DecodeParms << /Predictor 15 /Colors 3 /Columns {width} >>",
        zlib.compress(rows.tobytes(), _LEVEL),
    )


def _size(dots: NDArray[Any]) -> str:
    return f"/Width {dots.shape[1]} /Height {dots.shape[0]} "

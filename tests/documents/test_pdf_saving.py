"""A saved PDF has nothing of what was removed: not as text, not as dots, not beside them."""

from __future__ import annotations

import hashlib

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from reportlab.pdfgen.canvas import Canvas

from anonymizer.documents.document import Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.pdf import Pdf, apart
from anonymizer.edits import Edit, Patch
from anonymizer.inplace import InPlace
from anonymizer.pipeline import Options, run
from tests.documents.pdf_files import drawn, extracted, laid_out, lines, one_page, opened

SCALE = 2.0


def dots(data: bytes, page: int = 0) -> NDArray[np.uint8]:
    """A page's dots in grey, two to a point, as a viewer shows them."""
    with pypdfium2.PdfDocument(data) as document:
        return np.array(document[page].render(scale=SCALE, grayscale=True).to_numpy())


def area(of: NDArray[np.uint8], left: float, bottom: float, right: float, top: float) -> set[int]:
    """The greys of a part of a page of A4, in points."""
    rows = slice(int((842 - top) * SCALE), int((842 - bottom) * SCALE))
    return {int(each) for each in np.unique(of[rows, int(left * SCALE) : int(right * SCALE)])}


def replaced(document: Pdf, *changes: tuple[str, str]) -> dict[int, Patch]:
    """Patches that replace all of some texts in the runs."""
    made: dict[int, Patch] = {}
    for number, run_ in enumerate(document.runs):
        edits = [
            Edit(at, at + len(old), new, "test")
            for old, new in changes
            for at in range(len(run_))
            if run_.startswith(old, at)
        ]
        if edits:
            made[number] = Patch(edits)
    return made


def redacted(document: Pdf, style: str | None = None) -> InPlace:
    return InPlace(document, run(document.source, Options(placeholder=style, in_place=True)))


@pytest.mark.parametrize("style", [None, "typed", "mou"])
def test_what_was_removed_is_gone_and_the_rest_reads_the_same(style: str | None) -> None:
    document = opened(laid_out(times=2))
    result = redacted(document, style)
    assert len(result.slots) > 20
    said = extracted(result.data)
    for secret in ("贺广田", "邱慧敏", "临溪", "3260", "0454", "8623117"):
        assert secret in extracted(document.data)
        assert secret not in said
    assert opened(result.data).source.text == result.text


def test_nothing_of_the_old_file_is_in_the_new_one() -> None:
    document = opened(laid_out())
    data = redacted(document).data
    assert not opened(data).hidden
    with pypdfium2.PdfDocument(data) as saved:
        assert not saved.get_metadata_dict(skip_empty=True)
    for trace in (b"/Info", b"/Metadata", b"/ID", b"/Annot", b"ReportLab", b"/Outlines", b"/JS"):
        assert trace not in data


def test_the_same_bytes_each_time() -> None:
    document = opened(laid_out())
    first, second = redacted(document).data, redacted(opened(document.data)).data
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_a_box_covers_all_of_what_was_removed() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 20)
        canvas.drawString(72, 700, "Qy 8823 ok")

    document = opened(drawn(page))
    before = dots(document.data)
    assert min(area(before, 104, 695, 146, 718)) < 60
    after = dots(document.save(replaced(document, ("8823", "")), [Removal("8823", "number")]))
    # Where the figure was there is nothing but the box, and to its left the letters still are.
    assert area(after, 104, 695, 146, 716) == {221}
    assert min(area(after, 72, 695, 95, 716)) < 60
    labelled = dots(document.save(replaced(document, ("8823", "X")), []))
    assert min(area(labelled, 104, 695, 146, 716)) < 60


def test_a_removed_figure_over_two_lines_goes_from_both() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "全县各单位要专款专用，全部金额是12345678")
        canvas.drawString(72, 672, "90元。")

    document = opened(drawn(page))
    changes = replaced(document, ("12345678", "X"), ("90", ""))
    data = document.save(changes, [Removal("1234567890", "money")])
    assert "".join(lines(opened(data))) == "全县各单位要专款专用，全部金额是X元。"


def test_a_running_head_changes_on_every_page() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "王德全讲话稿")
        canvas.drawString(72, 600, "各位代表，现在开会。")

    document = opened(drawn(page, page, page))
    assert lines(document, "header") == ["王德全讲话稿"]
    data = document.save(replaced(document, ("王德全", "X")), [Removal("王德全", "person")])
    assert "王" not in extracted(data)
    assert extracted(data).count("X讲话稿") == 3


LYING = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [0.001 0 0 0.001 0 0] "
    b"/CharProcs << /a 6 0 R /b 7 0 R >> /Encoding << /Type /Encoding /Differences [97 /a /b] >> "
    b"/FirstChar 97 /LastChar 98 /Widths [600 600] /ToUnicode 8 0 R >>"
)
LYING_PARTS = (
    b"<< /Length 45 >>\nstream\n600 0 0 0 10 10 d1 0 2500 600 2000 re f      \nendstream",
    b"<< /Length 45 >>\nstream\n600 0 0 0 600 700 d1 0 0 500 700 re f        \nendstream",
    b"<< /Length 148 >>\nstream\n"
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange "
    b"<00> <ff> endcodespacerange 2 beginbfchar <61> <4E00> <62> <4E8C> endbfchar "
    b"endcmap\nendstream",
)


def test_ink_far_from_where_its_font_says_goes_as_well() -> None:
    text = b"BT /F 20 Tf 72 600 Td (b) Tj ET BT /F 20 Tf 200 600 Td (a) Tj ET"
    document = opened(one_page(text, font=LYING, more=LYING_PARTS))
    assert document.source.text.replace("\t", "").replace("\u3000", "") == "二一"
    assert min(area(dots(document.data), 201, 660, 210, 680)) == 0
    data = document.save(replaced(document, ("一", "")), [])
    assert area(dots(data), 190, 630, 230, 720) == {255}
    assert min(area(dots(data), 73, 601, 80, 612)) < 60


def test_what_a_font_does_not_name_is_painted_over() -> None:
    no_names = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] "
        b"/FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /g1 6 0 R /g2 6 0 R >> "
        b"/Encoding << /Type /Encoding /Differences [1 /g1 /g2] >> "
        b"/FirstChar 1 /LastChar 2 /Widths [600 600] >>"
    )
    text = b"BT /F 20 Tf 72 600 Td (\\001\\002) Tj ET BT /H 20 Tf 72 700 Td (Total 220) Tj ET"
    data = one_page(
        text,
        font=no_names,
        more=[LYING_PARTS[1]],
        page=b"/MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R /H "
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    ).replace(b"/Resources << /Font << /F 4 0 R >> /XObject << /X 6 0 R >> >> ", b" " * 67)
    document = opened(data)
    assert any("cannot be read" in note for note in document.notes)
    assert min(area(dots(data), 73, 601, 80, 612)) < 60
    assert area(dots(document.save({}, [])), 73, 601, 92, 612) == {221}


def test_pages_of_pictures_are_said_and_painted_over() -> None:
    def scan(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "全县共投入资金3260万元。")

    document = opened(drawn(page, scan, page))
    assert [note for note in document.notes if note.startswith("page 2: no text")]
    data = document.save({}, [])
    assert set(np.unique(dots(data, 1))) == {221}
    assert extracted(data).count("3260") == 2


def test_comments_and_form_fields_are_left_out() -> None:
    field = (
        b"<< /Type /Annot /Subtype /FreeText /Rect [72 500 300 560] /Contents (Li Ming) "
        b"/DA (/F 12 Tf 0 g) /AP << /N 7 0 R >> >>"
    )
    shown = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 228 60] /Length 17 >>\n"
        b"stream\n0 0 228 60 re f  \nendstream"
    )
    document = opened(
        one_page(
            b"BT /F 12 Tf 72 700 Td (Total 220 people) Tj ET",
            page=b"/MediaBox [0 0 595 842] /Annots [6 0 R]",
            more=[field, shown],
        )
    )
    assert [each.text for each in document.hidden] == ["Li Ming"]
    assert any("comments" in note for note in document.notes)
    data = document.save({}, [])
    assert b"Li Ming" not in data
    assert area(dots(data), 80, 505, 290, 555) == {255}


def test_colours_stay_and_grey_pages_are_small() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.8, 0, 0)
        canvas.drawString(72, 700, "全县共投入资金3260万元。")

    document = opened(drawn(page))
    data = document.save({}, [])
    with pypdfium2.PdfDocument(data) as saved:
        colours = np.array(saved[0].render(scale=1, rev_byteorder=True).to_numpy()).reshape(-1, 3)
    assert any(red > 180 and green < 40 for red, green, _ in colours)
    assert b"/DeviceGray" in redacted(opened(laid_out())).data
    assert len(data) < 60_000


def test_text_that_should_not_be_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    document = opened(drawn(lambda canvas: canvas.drawString(72, 700, "各位代表，李明到会。")))
    monkeypatch.setattr(apart, "texts", lambda data, name: ["各位代表，李明到会。"])
    with pytest.raises(WriteError, match=r"page 1 .* says more than it should") as error:
        document.save(replaced(document, ("李明", "X")), [Removal("李明", "person")])
    assert "李明" not in str(error.value)

"""PDFs that are damaged, locked or hostile end in one line that says why, in bounded time."""

from __future__ import annotations

import importlib.util
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from anonymizer.documents.files import ReadError
from anonymizer.documents.pdf import apart
from tests.documents.pdf_files import (
    drawn,
    extracted,
    laid_out,
    lines,
    one_page,
    opened,
    stream,
    written,
)

TEXT = b"BT /F 12 Tf 72 700 Td (Total 220 people) Tj ET "
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def locked() -> bytes:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Total")

    return drawn(page, encrypt=StandardEncryption("secret"))


def of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%b] >>" % (count, kids),
            *[PAGE] * count,
        ]
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked(), "is protected by a password"),
        (b"", "is damaged, or no PDF"),
        (b"%PDF-1.7\nnothing", "is damaged, or no PDF"),
        (laid_out()[:600], "is damaged, or no PDF"),
        (of_pages(10_000), "has 10,000 pages"),
        (of_pages(3), "no text: its 3 pages are pictures"),
        (of_pages(1), "no text: its page is a picture"),
        (
            written(
                [
                    b"<< /Type /Catalog /Pages 2 0 R >>",
                    b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>",
                ]
            ),
            "page 1 is damaged",
        ),
    ],
    ids=["password", "empty", "junk", "cut off", "pages", "scans", "a scan", "endless tree"],
)
def test_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        opened(data)
    assert str(error.value).startswith("f.pdf: ")
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "data",
    [
        one_page(
            TEXT + b"/X Do",
            more=[
                stream(
                    b"/X Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
                    b"/Resources << /XObject << /X 6 0 R >> >>",
                )
            ],
        ),
        one_page(TEXT, page=b"/MediaBox [0 0 1000000 1000000]"),
        one_page(TEXT, page=b"/MediaBox [0 0 0 0]"),
        one_page(TEXT, catalog=b"/OpenAction << /S /JavaScript /JS (while\\(1\\){}) >> "),
        one_page(b"q " * 100_000 + TEXT),
    ],
    ids=["recursion", "huge page", "no page", "script", "nesting"],
)
def test_odd_files_are_read_and_saved_within_bounds(data: bytes) -> None:
    document = opened(data)
    assert lines(document) == ["Total 220 people"]
    saved = document.save({}, [])
    assert len(saved) < 200_000
    assert b"JavaScript" not in saved
    assert "Total 220 people" in extracted(saved)


def test_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"BT /F 1 Tf 10 10 Td " + (b"(" + b"a" * 1000 + b") Tj ") * 2001 + b"ET"
    with pytest.raises(ReadError, match="more than 2,000,000 characters"):
        opened(one_page(text))


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "READING_SECONDS", 0.01)
    with pytest.raises(ReadError, match="took more than"):
        opened(laid_out())


def test_a_file_that_fills_the_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(b"0 0 m 9 9 l S " * 15_000_000, 9)
    data = one_page(TEXT).replace(stream(TEXT), stream(bomb, b"/Filter /FlateDecode"))
    monkeypatch.setattr(apart, "READING_SECONDS", 20.0)
    with pytest.raises(ReadError):
        opened(data)


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_BYTES", 1 << 20)
    with pytest.raises(ReadError, match="is larger than 1 MB"):
        opened(laid_out() + bytes(1 << 20))


def test_how_to_get_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r'pip install "anonymizer\[pdf\]"'):
        opened(laid_out())

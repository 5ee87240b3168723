"""PDFs for tests: laid out by reportlab, or written by hand as bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from anonymizer.documents.document import Reading
from anonymizer.documents.pdf import Pdf, read

SONG = "STSong-Light"
A4 = (595, 842)

pdfmetrics.registerFont(UnicodeCIDFont(SONG))

SPEECH = (
    "在全县冬季清洁取暖工作推进会上的讲话",
    "同志们：",
    "今天召开全县清洁取暖工作推进会，主要任务是总结前一段的工作，安排部署下一步的任务。刚才，"
    "临溪镇党委书记贺广田、县住建局局长邱慧敏先后作了发言，讲得都很好，我完全同意。",
    "一、肯定成绩，增强做好工作的信心",
    "今年以来，全县共投入资金3260万元，完成改造1.8万户，同比增长12.5%；建成集中供热站14座，"
    "铺设管网86公里，惠及群众5.4万人。临溪镇在全县率先完成任务，群众满意度达到97.3%。",
    "二、正视问题，把责任压得更实",
    "少数乡镇进度偏慢，截至11月20日，全县仍有2300户没有完工。各乡镇要倒排工期，每周一调度，"
    "遇到困难随时打电话0454-8623117，县里统一协调解决，确保12月10日前全部完成。",
    "三、加强领导，确保群众温暖过冬",
    "贺广田同志负责西片，邱慧敏同志负责东片。要严把质量关、安全关、资金关，对工作不力的单位，"
    "县委将严肃问责。同志们，取暖连着民心，让我们共同努力，把好事办好、实事办实！",
)


def as_text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


def laid_out(lines: Sequence[str] = SPEECH, times: int = 1, *, numbers: bool = True) -> bytes:
    """A speech set in paragraphs with indents, its title in the middle, pages numbered."""
    body = ParagraphStyle(
        "body", fontName=SONG, fontSize=16, leading=28, wordWrap="CJK", firstLineIndent=32
    )
    title = ParagraphStyle(
        "title", parent=body, fontSize=22, leading=34, alignment=1, firstLineIndent=0
    )

    def number(canvas: Canvas, template: SimpleDocTemplate) -> None:
        if numbers:
            canvas.setFont("Helvetica", 10)
            canvas.drawCentredString(297, 40, f"- {template.page} -")
            canvas.setFont(SONG, 9)
            canvas.drawString(72, 800, "内部资料")

    file = io.BytesIO()
    flow = [Paragraph(each, title if n == 0 else body) for n, each in enumerate(lines)]
    flow += [Paragraph(each, body) for _ in range(times - 1) for each in lines[1:]]
    template = SimpleDocTemplate(
        file, pagesize=A4, invariant=1, title="密件", author="钱守义", subject="秘密"
    )
    template.build(flow, onFirstPage=number, onLaterPages=number)
    return file.getvalue()


def drawn(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF of pages that functions draw."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, **options)
    for page in pages:
        canvas.setFont(SONG, 16)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def written(objects: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def one_page(
    content: bytes,
    *,
    font: bytes = HELVETICA,
    catalog: bytes = b"",
    page: bytes = b"/MediaBox [0 0 595 842]",
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF of one page with one font ``/F``; ``more`` are objects from the sixth on."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R " + catalog + b">>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R "
            b"/Resources << /Font << /F 4 0 R >> /XObject << /X 6 0 R >> >> " + page + b" >>",
            font,
            stream(content),
            *more,
        ]
    )


def opened(data: bytes, name: str = "f.pdf") -> Pdf:
    return read(data, name, Reading())


def lines(document: Pdf, story: str = "body") -> list[str]:
    """The text of each block of a story."""
    return [
        "".join(part if isinstance(part, str) else document.runs[part] for part in block.parts)
        for block in document.blocks
        if block.story == story
    ]


def extracted(data: bytes) -> str:
    """What any reader of PDFs takes out of a file."""
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)

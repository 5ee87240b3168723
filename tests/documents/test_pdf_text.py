"""The text of a PDF reads as its author wrote it, and gives the slots of the same plain text."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

import anonymizer
from anonymizer.documents.pdf.letters import readable
from anonymizer.edits import Edit, Patch
from tests.documents.pdf_files import (
    HELVETICA,
    SONG,
    SPEECH,
    as_text,
    drawn,
    extracted,
    laid_out,
    lines,
    one_page,
    opened,
    stream,
)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def slots(text: str) -> list[tuple[str, str, object]]:
    return [(slot.kind, slot.text, slot.label) for slot in anonymizer.redact(text).slots]


@pytest.mark.parametrize(
    ("glyph", "character"),
    [
        ("⼀", "一"),
        ("⾦", "金"),
        ("⻓", "长"),
        ("⻅", "见"),
        ("⺠", "民"),
        ("\uf9d1", "六"),
        ("ﬁ", "fi"),
        ("︵", "("),
        ("Ａ", "Ａ"),
        ("２", "２"),
        ("长", "长"),
    ],
)
def test_glyphs_read_as_letters(glyph: str, character: str) -> None:
    assert readable(glyph) == character


def test_the_same_slots_as_of_the_text() -> None:
    document = opened(laid_out(times=3))
    text = as_text([*SPEECH, *SPEECH[1:], *SPEECH[1:]])
    assert lines(document) == text.splitlines()
    assert len(slots(text)) > 30
    assert slots(document.source.text) == slots(text)


def test_running_heads_stand_behind_the_text_and_once() -> None:
    document = opened(laid_out(times=3))
    assert lines(document, "header") == ["内部资料"]
    assert not lines(document, "footer")  # page numbers are nobody's secret
    assert [block.story for block in document.blocks].index("header") == len(lines(document))


@pytest.mark.parametrize("style", ["margin: 1em 0", "margin: 0; text-indent: 2em"])
@pytest.mark.parametrize("align", ["left", "justify"])
def test_a_browser_prints_the_same_slots(tmp_path: Path, style: str, align: str) -> None:
    if CHROMIUM is None:
        lacking = "no chromium on the path, and CHROMIUM does not name one"
        if os.environ.get("ANONYMIZER_BROWSER") == "required":
            pytest.fail(lacking)
        pytest.skip(lacking)
    body = "".join(
        f"<h2 align=center>{html.escape(each)}</h2>"
        if number == 0
        else f"<p style='{style}; text-align: {align}'>{html.escape(each)}</p>"
        for number, each in enumerate(SPEECH)
    )
    page = tmp_path / "page.html"
    page.write_text(f"<meta charset=utf-8><title>t</title>{body}", "utf-8")
    printed = tmp_path / "page.pdf"
    subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = opened(printed.read_bytes())
    assert lines(document) == list(SPEECH)
    assert slots(document.source.text) == slots(as_text(SPEECH))


def spread(canvas: Canvas, text: str, x: float, y: float, gaps: dict[int, float]) -> None:
    """Draw characters one by one, with extra gaps before some of them, in points."""
    for number, character in enumerate(text):
        x += gaps.get(number, 0)
        canvas.drawString(x, y, character)
        x += canvas.stringWidth(character, SONG, 16)


def test_gaps_of_layout_are_no_spaces() -> None:
    def page(canvas: Canvas) -> None:
        spread(canvas, "全年投资220万元", 72, 700, {4: 5, 7: 5})
        spread(canvas, "全县上下齐心协力", 72, 660, dict.fromkeys(range(1, 8), 7.0))
        canvas.drawString(72, 620, "投资 220 万元 on time and 3 of 5")

    assert lines(opened(drawn(page))) == [
        "全年投资220万元",
        "全县上下齐心协力",
        "投资220万元 on time and 3 of 5",
    ]


def test_latin_words_are_parted_at_a_line_end_and_figures_are_not() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "全县各单位要认真落实上级提出的各项要求，用好用足 World")
        canvas.drawString(72, 672, "Bank 的贷款，专款专用，严格监管，全部金额一共是 1234567890")
        canvas.drawString(72, 644, "12 元。")

    joined = "".join(lines(opened(drawn(page))))
    assert "World Bank" in joined
    assert "123456789012元" in joined


def test_columns_are_read_one_behind_the_other() -> None:
    left = [
        "左栏说的是全县春耕备耕情况",
        "今年农资储备十分充足，化肥",
        "库存已经达到一千五百吨，比",
        "去年同期多出两成。",
    ]
    right = [
        "右栏说的是全县防汛抗旱的事",
        "情，各个水库都已经检修，值",
        "班人员全部到岗到位，物资也",
        "已经清点完毕。",
    ]

    def page(canvas: Canvas) -> None:
        for number, (a, b) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 700 - 28 * number, a)
            canvas.drawString(320, 700 - 28 * number, b)

    assert lines(opened(drawn(page))) == ["".join(left), "".join(right)]


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("项目", "投资（万元）"),
        ("供热站", "320"),
        ("管网", "1150"),
        ("道路", "86"),
        ("合计", "1556"),
    ]

    def page(canvas: Canvas) -> None:
        for number, (name, sum_) in enumerate(rows):
            canvas.drawString(80, 700 - 28 * number, name)
            canvas.drawString(330, 700 - 28 * number, sum_)

    assert lines(opened(drawn(page))) == ["\t".join(row) for row in rows]


@pytest.mark.parametrize("matrix", ["1 0 0 1 {x} {y}", "0 1 -1 0 {x} {y}", "-1 0 0 -1 {x} {y}"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_and_turned_text_read_the_same(turn: int, matrix: str) -> None:
    text = ""
    for number, line in enumerate(("Total 220.", "There were 35 houses in all.")):
        x, y = {"1": (300, 400 - 30 * number), "0": (300 + 30 * number, 400)}.get(
            matrix[0], (300, 400 + 30 * number)
        )
        text += f"BT /F 16 Tf {matrix.format(x=x, y=y)} Tm ({line}) Tj ET "
    page = f"/MediaBox [10 20 605 862] /CropBox [0 20 590 850] /Rotate {turn}"
    document = opened(one_page(text.encode(), page=page.encode()))
    assert lines(document) == ["Total 220.", "There were 35 houses in all."]
    number = document.runs.index("Total 220.")
    saved = document.save({number: Patch([Edit(6, 9, "X", "test")])}, [])
    assert lines(opened(saved)) == ["Total X.", "There were 35 houses in all."]


def test_a_watermark_does_not_cut_the_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "全县共投入资金3260万元。")
        canvas.saveState()
        canvas.translate(150, 500)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料严禁外传")
        canvas.restoreState()
        canvas.drawString(72, 672, "工作进展顺利。")

    document = opened(drawn(page))
    assert lines(document) == ["全县共投入资金3260万元。", "工作进展顺利。"]
    assert lines(document, "margin") == ["内部资料严禁外传"]


def test_a_soft_hyphen_and_text_drawn_twice() -> None:
    names = b"begincmap 1 beginbfchar <7e> <00AD> endbfchar endcmap"
    text = b"BT /F 16 Tf 72 700 Td (co~operate) Tj ET"
    font = HELVETICA.replace(b">>", b"/ToUnicode 6 0 R >>")
    twice = b"BT /F 16 Tf 72 660 Td (Total 220) Tj ET BT /F 16 Tf 72.4 660 Td (Total 220) Tj ET"
    assert lines(opened(one_page(text + b" " + twice, font=font, more=[stream(names)]))) == [
        "cooperate",
        "Total 220",
    ]


def test_a_footnote_does_not_cut_a_paragraph() -> None:
    full = "全县上下要把思想和行动统一到会议的部署上来，抓紧"

    def first(canvas: Canvas) -> None:
        for number in range(20):
            canvas.drawString(72, 760 - 28 * number, full[:25])
        canvas.setFont(SONG, 10)
        canvas.drawString(72, 160, "①数据截至十一月底。")

    def second(canvas: Canvas) -> None:
        canvas.drawString(72, 760, "落实，不得有误。")

    document = opened(drawn(first, second))
    assert lines(document)[-1].endswith("抓紧落实，不得有误。")
    assert lines(document, "footnote") == ["①数据截至十一月底。"]


def test_what_a_pdf_says_besides_is_hidden() -> None:
    said = {each.text for each in opened(laid_out()).hidden}
    assert {"密件", "钱守义", "秘密"} <= said


def test_what_a_browser_prints_at_the_edges_is_nobodys_text() -> None:
    """The time of printing and a path of the one who printed are not of the speech."""

    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.setFont(SONG, 8)
            canvas.drawString(20, 826, "2026/11/28 17:03")
            canvas.drawString(250, 826, "讲话稿")
            canvas.drawString(20, 12, f"file:///C:/Users/zhoumingyuan/{number}.html")
            canvas.drawString(560, 12, f"{number}/2")
            canvas.setFont(SONG, 14)
            canvas.drawString(72, 600, f"今年投资{number}20万元。")

        return draw

    document = opened(drawn(page(1), page(2)))
    assert document.source.text == "今年投资120万元。\n今年投资220万元。"
    saved = extracted(document.save({}, ()))
    assert "zhoumingyuan" not in saved
    assert "17:03" not in saved
    assert "今年投资120万元。" in saved

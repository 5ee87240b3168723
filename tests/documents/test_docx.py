"""Word documents: where their text stands, what changes with it, what stays to the byte."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Mapping

import pytest

from anonymizer.documents.document import Document, Reading
from anonymizer.documents.docx import read
from anonymizer.documents.files import ReadError
from anonymizer.edits import Edit, Patch
from tests.documents.docxmaker import (
    BODY,
    NAMESPACES,
    PLACES,
    W,
    body_docx,
    hyphenated,
    paragraph,
    part_of,
    runs,
    secrets_docx,
    tracked,
)


def opened(data: bytes) -> Document:
    return read(data, "讲话.docx", Reading())


def texts(document: Document, story: str | None = None) -> list[str]:
    """What the blocks say, all or those of one story."""
    return [
        "".join(document.runs[part] if isinstance(part, int) else part for part in block.parts)
        for block in document.blocks
        if story is None or block.story == story
    ]


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def replaced(document: Document, changes: Mapping[str, str]) -> bytes:
    """The document saved with words replaced, each of which stands within one run."""
    patches: dict[int, list[Edit]] = {}
    in_blocks = {part for block in document.blocks for part in block.parts}
    for run, text in enumerate(document.runs):
        for old, new in changes.items():
            if run in in_blocks and old in text:
                at = text.index(old)
                patches.setdefault(run, []).append(Edit(at, at + len(old), new))
    assert patches
    return document.save({run: Patch(edits) for run, edits in patches.items()}, [])


@pytest.mark.parametrize("place", PLACES)
def test_text_is_found_in_every_place(place: str) -> None:
    text = "全镇实有耕地三千亩-4。"
    document = opened(secrets_docx({place: text}))
    assert any(text in found.replace("%1", "") for found in texts(document)), place
    assert len({block.address for block in document.blocks}) == len(document.blocks)


def test_stories_come_one_after_the_other_and_the_body_first() -> None:
    secrets = {place: f"这里是{place}的话。" for place in PLACES}
    stories = [block.story for block in opened(secrets_docx(secrets)).blocks]
    assert stories[0] == "body"
    assert [
        story for story, before in zip(stories, ["", *stories], strict=False) if story != before
    ] == [
        "body",
        "footnote",
        "endnote",
        "comment",
        "header",
        "footer",
        "text box",
        "shape",
        "alt text",
        "chart",
        "diagram",
        "phonetic guide",
        "deletions",
        "field",
        "control",
        "link",
        "list label",
        "name",
        "glossary",
    ]


def test_addresses_say_the_part_and_are_the_same_each_time() -> None:
    data = secrets_docx(dict.fromkeys(PLACES, "说的话。"))
    blocks = opened(data).blocks
    assert blocks == opened(data).blocks
    assert blocks[0].address == "word/document.xml#p1"
    assert any(block.address == "word/header1.xml#p1" for block in blocks)


def test_tabs_and_breaks_are_fixed_and_tab_stops_are_none() -> None:
    document = opened(
        body_docx(
            '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'
            "<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:cr/><w:t>四</w:t></w:r></w:p>"
        )
    )
    assert document.blocks[0].parts == (0, "\t", 1, "\n", 2, "\n", 3)


def test_empty_paragraphs_are_blank_lines_but_not_in_tables() -> None:
    cell = "<w:tc><w:p/><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>"
    document = opened(
        body_docx(f"{paragraph('头')}<w:p/>{paragraph('尾')}<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    )
    assert document.source.text == "头\n\n尾\n格"


def test_a_hyphen_that_does_not_break_and_a_symbol_can_be_replaced() -> None:
    document = opened(body_docx(hyphenated("电话0571-8812。")))
    assert texts(document) == ["电话0571-8812。"]
    first, hyphen = 2, document.runs.index("-")
    saved = document.save(
        {
            **{run: Patch([Edit(0, 1, "")]) for run in range(first + 1, len(document.runs) - 1)},
            first: Patch([Edit(0, 1, "X")]),
            hyphen: Patch([Edit(0, 1, "")]),
        },
        [],
    )
    assert texts(opened(saved)) == ["电话X。"]
    assert "w:sym" not in part(saved) and "noBreakHyphen" not in part(saved)


@pytest.mark.parametrize("place", ["text box", "diagram"])
def test_both_copies_of_a_text_change_alike(place: str) -> None:
    document = opened(secrets_docx({place: "请张三丰讲话。"}))
    assert texts(document).count("请张三丰讲话。") == 1
    run = next(run for run, text in enumerate(document.runs) if text == "请张")
    saved = document.save({run: Patch([Edit(1, 2, "X")]), run + 1: Patch([Edit(0, 2, "")])}, [])
    assert texts(opened(saved)).count("请X讲话。") == 1
    with zipfile.ZipFile(io.BytesIO(saved)) as file:
        for name in file.namelist():
            said = re.sub("<[^>]*>", "", file.read(name).decode("utf-8", "replace"))
            assert "张" not in said and "三丰" not in said, name


def test_copies_that_differ_are_read_both() -> None:
    box = BODY["text box"]("甲说的话。")
    box = box.replace("甲说", "乙说", 1)
    assert texts(opened(body_docx(box)), "text box") == ["乙说的话。", "甲说的话。"]


def test_text_of_a_line_in_two_copies_is_read_once() -> None:
    symbol = (
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='w14'>"
        "<w:t>中</w:t></mc:Choice><mc:Fallback><w:t>中</w:t></mc:Fallback></mc:AlternateContent>"
        "</w:r><w:r><w:t>后</w:t></w:r></w:p>"
    )
    document = opened(body_docx(symbol))
    assert texts(document) == ["前中后"]
    assert part(replaced(document, {"中": "X"})).count("<w:t>X</w:t>") == 2
    only_second = symbol.replace("<w:t>中</w:t>", "<w:drawing/>", 1)
    assert texts(opened(body_docx(only_second))) == ["前中后"]


def test_a_paragraph_reads_as_accepted_and_as_it_was() -> None:
    content = (
        runs("共有")
        + tracked("del", "<w:r><w:delText>五十</w:delText></w:r>", 1)
        + tracked("ins", "<w:r><w:t>六十</w:t></w:r>", 2)
        + runs("户")
    )
    document = opened(body_docx(f"<w:p>{content}</w:p>"))
    assert texts(document, "body") == ["共有六十户"]
    assert texts(document, "deletions") == ["共有五十户"]
    shared = set(document.blocks[0].parts) & set(document.blocks[1].parts)
    assert {document.runs[part] for part in shared if isinstance(part, int)} == {"共有", "户"}


def test_insertions_alone_have_no_second_block() -> None:
    document = opened(body_docx(f"<w:p>{runs('共有')}{tracked('ins', runs('六十'), 2)}</w:p>"))
    assert texts(document) == ["共有六十"]


def test_a_phonetic_guide_goes_with_what_it_says() -> None:
    document = opened(body_docx(BODY["phonetic guide"]("张三")))
    saved = opened(replaced(document, {"张": "X"}))
    assert texts(saved, "body") == ["X三"]
    assert texts(saved, "phonetic guide") == [" yīn1"]


def test_what_is_not_changed_stays_to_the_byte() -> None:
    body = (
        "<w:p><w:r><w:t>甲 &amp; 乙&#20013;</w:t></w:r><w:r><w:t>丙</w:t></w:r></w:p>"
        "<w:p><w:r><w:t\n>丁</w:t ></w:r></w:p>"
    )
    document = opened(body_docx(body))
    saved = part(replaced(document, {"丙": "X", "乙": "Y"}))
    assert saved == part(body_docx(body)).replace("丙", "X").replace("乙", "Y")


def test_space_is_kept_only_where_a_change_needs_it() -> None:
    document = opened(
        body_docx(
            '<w:p><w:r><w:t>甲 乙</w:t></w:r><w:r><w:t xml:space="preserve">丙 丁</w:t></w:r>'
            "<w:r><w:t>戊己</w:t></w:r></w:p>"
        )
    )
    saved = part(replaced(document, {"乙": "", "丁": "", "己": ""}))
    assert (
        '<w:t xml:space="preserve">甲 </w:t></w:r><w:r><w:t xml:space="preserve">丙 </w:t></w:r>'
        "<w:r><w:t>戊</w:t>" in saved
    )


def test_markup_in_a_replacement_is_text() -> None:
    alt = BODY["alt text"]("图中为张三")
    document = opened(body_docx(paragraph("张三") + alt))
    saved = opened(replaced(document, {"张三": "<\"&'>"}))
    assert texts(saved) == ["<\"&'>", "", "图中为<\"&'>"]


def test_cdata_and_references_are_text() -> None:
    document = opened(
        body_docx("<w:p><w:r><w:t>甲<![CDATA[</w:t>乙]]>&#x4E2D;&lt;</w:t></w:r></w:p>")
    )
    assert texts(document) == ["甲</w:t>乙中<"]
    assert texts(opened(replaced(document, {"乙": "X"}))) == ["甲</w:t>X中<"]


@pytest.mark.parametrize(
    ("prefix", "space"),
    [
        ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        ("字", W),
        ("ns0", W),
    ],
)
def test_strict_files_and_other_prefixes_are_read_alike(prefix: str, space: str) -> None:
    body = paragraph("甲乙三家村") + BODY["text box"]("甲") + BODY["deletion"]("乙")
    namespaces = NAMESPACES.replace(f'xmlns:w="{W}"', f'xmlns:{prefix}="{space}"')
    data = body_docx(re.sub(r"\bw:", f"{prefix}:", body), namespaces, prefix)
    document = opened(data)
    assert document.source.text == opened(body_docx(body)).source.text
    assert texts(opened(replaced(document, {"三家": "X"})))[0] == "甲乙X村"


def test_one_prefix_for_two_things_is_told_apart() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<p xmlns="{space}"><r><t>甲</t></r></p><t>外</t>'
        '<w:p><w:r xmlns:w="urn:other"><w:t>不是</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>'
    )
    assert texts(opened(body_docx(body))) == ["甲", "乙"]


def test_numbers_of_a_chart_are_text_and_no_word_takes_their_place() -> None:
    document = opened(secrets_docx({"chart title": "产值", "chart category": "一季度"}))
    assert texts(document, "chart") == ["产值", "一季度", "4.3"]
    saved = replaced(document, {"4.3": "X"})
    assert "<c:v>#N/A</c:v>" in part(saved, "word/charts/chart1.xml")


def test_the_number_in_a_list_label_is_no_text() -> None:
    document = opened(secrets_docx({"list label": "三家村第"}))
    block = next(block for block in document.blocks if block.story == "list label")
    assert "%1" in block.parts
    assert texts(opened(secrets_docx({"list label": "第"})), "list label") == []


def test_instructions_that_only_lay_out_are_not_read() -> None:
    body = "".join(
        f'<w:p><w:fldSimple w:instr=" {code} ">{runs("1")}</w:fldSimple></w:p>'
        for code in (
            "PAGE",
            "DATE \\@ &quot;yyyy年M月&quot;",
            "SEQ 表 \\* ARABIC",
            "HYPERLINK \\l _Toc123456",
        )
    )
    assert texts(opened(body_docx(body)), "field") == []


def test_what_word_counts_is_no_figure() -> None:
    """The pages of a table of contents are not updated when a file is opened."""

    def field(instruction: str, result: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    def parts(xml: str) -> tuple[int | str, ...]:
        (block,) = opened(body_docx(f"<w:p>{xml}</w:p>")).blocks
        return block.parts

    assert parts(field("PAGEREF _Toc1 \\h", "12")) == ("12",)
    assert parts(field("QUOTE 1", "12")) == (1,)
    assert parts(field("SEQ 表", "投资220万元")) == (1,)
    inner = field("PAGEREF a", "12")
    outer = field('TOC \\o "1-3"', f"投资220万元</w:t></w:r>{inner}<w:r><w:t>")
    assert [part for part in parts(outer) if isinstance(part, str)] == ["12"]


def test_what_is_not_looked_into_is_said() -> None:
    document = opened(secrets_docx({"alt text": "图"}))
    assert document.notes == ("1 picture is not looked into",)


def test_the_repr_tells_nothing() -> None:
    assert "秘密" not in repr(opened(body_docx(paragraph("秘密"))))


def changed_package(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


SMALL = body_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>")
BAD = {
    "no zip": (b"not a zip", "cannot be unpacked"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
    "no relationships": (changed_package(SMALL, {"_rels/.rels": None}), "names no main part"),
    "no main part": (changed_package(SMALL, {"word/document.xml": None}), "names no main part"),
    "other root": (
        changed_package(SMALL, {"word/document.xml": part_of("ftr", "").encode()}),
        "no Word document",
    ),
    "workbook": (
        changed_package(
            SMALL,
            {
                "[Content_Types].xml": part(SMALL, "[Content_Types].xml")
                .replace("wordprocessingml.document", "spreadsheetml.sheet")
                .encode()
            },
        ),
        "Excel workbook",
    ),
    "cut off": (
        changed_package(SMALL, {"word/document.xml": part(SMALL).encode()[:-20]}),
        "not well-formed",
    ),
    "document type": (
        changed_package(
            SMALL,
            {
                "word/document.xml": part(SMALL)
                .replace("<w:document", '<!DOCTYPE d [<!ENTITY a "b">]><w:document', 1)
                .encode()
            },
        ),
        "document type",
    ),
    "encoding": (
        changed_package(
            SMALL,
            {"word/document.xml": part(SMALL).replace("UTF-8", "punycode").encode()},
        ),
        "encoding",
    ),
    "chunk of another file": (body_docx('<w:altChunk r:id="rId9"/>'), "another file"),
    "boxes in boxes": (
        body_docx(
            "<mc:AlternateContent><mc:Choice>" * 90
            + paragraph("甲")
            + "</mc:Choice></mc:AlternateContent>" * 90
        ),
        "deep",
    ),
    "prefixes in prefixes": (
        body_docx("".join(f'<w:sdt xmlns:a{n}="urn:{n}">' for n in range(400)) + "</w:sdt>" * 400),
        "prefixes",
    ),
}


@pytest.mark.parametrize("why", BAD)
def test_what_is_no_word_document_is_refused_with_its_reason(why: str) -> None:
    data, reason = BAD[why]
    with pytest.raises(ReadError, match=reason) as refused:
        opened(data)
    assert str(refused.value).startswith("讲话.docx: ")


def test_the_main_part_is_where_the_relationships_say() -> None:
    data = body_docx(paragraph("甲"))
    rels = part(data, "_rels/.rels").replace("word/document.xml", "/anders/Text.XML")
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        new.writestr("_rels/.rels", rels)
        new.writestr("anders/text.xml", old.read("word/document.xml"))
    assert texts(opened(made.getvalue())) == ["甲"]


def test_utf_16_stays_utf_16() -> None:
    xml = part(SMALL).replace("UTF-8", "UTF-16").encode("utf-16")
    document = opened(changed_package(SMALL, {"word/document.xml": xml}))
    saved = replaced(document, {"甲": "X"})
    with zipfile.ZipFile(io.BytesIO(saved)) as file:
        assert file.read("word/document.xml") == xml.replace("甲".encode("utf-16-le"), b"X\0")


def test_what_an_encoding_lacks_is_written_as_a_reference() -> None:
    xml = part(SMALL).replace("UTF-8", "US-ASCII").replace("甲", "&#30002;a").encode("ascii")
    document = opened(changed_package(SMALL, {"word/document.xml": xml}))
    assert texts(document) == ["甲a"]
    assert texts(opened(replaced(document, {"a": "某"}))) == ["甲某"]


@pytest.mark.parametrize(
    ("font", "code", "letter"),
    [
        ("Symbol", "F031", "1"),
        ("Symbol", "F061", "\uf061"),
        ("Wingdings", "F04A", "\uf04a"),
        ("宋体", "00B7", "·"),
    ],
)
def test_symbols_are_the_characters_that_they_show(font: str, code: str, letter: str) -> None:
    document = opened(body_docx(f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/></w:r></w:p>'))
    assert texts(document) == [letter]


def test_a_million_runs_in_small() -> None:
    """Ten times as many runs take ten times as long, give or take what else a machine does."""

    def seconds(count: int) -> float:
        run = "<w:r><w:t>甲</w:t></w:r>" + BODY["deletion"]("乙").removeprefix("<w:p>")[:-6]
        data = body_docx(f"<w:p>{run * count}</w:p>")
        best = 9e9
        for _ in range(3):
            begin = time.process_time()
            document = opened(data)
            assert document.places
            best = min(best, time.process_time() - begin)
        return best

    assert seconds(3000) < 40 * seconds(300)


@pytest.mark.parametrize(
    ("instruction", "runs", "fixed"),
    [
        ('TC "投资220万元" \\l 2 ', ['TC "投资220万元" ', " "], ["\\l 2"]),
        (' QUOTE \\o "1-3" \\h 周明远同志', [" QUOTE ", " ", " 周明远同志"], ['\\o "1-3"', "\\h"]),
        ('HYPERLINK "mailto:zhou@example.cn"', ['HYPERLINK "mailto:zhou@example.cn"'], []),
    ],
)
def test_the_switches_of_a_field_are_its_own(
    instruction: str, runs: list[str], fixed: list[str]
) -> None:
    """A level of headings is no figure: without it the field means something else."""
    body = f"<w:p><w:r><w:instrText>{instruction}</w:instrText></w:r></w:p>"
    document = opened(body_docx(body))
    parts = [part for block in document.blocks if block.story == "field" for part in block.parts]
    assert [document.runs[part] for part in parts if isinstance(part, int)] == runs
    assert [part for part in parts if isinstance(part, str)] == fixed

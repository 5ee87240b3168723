"""Word documents that other programs wrote: what is written by hand flatters the reader."""

from __future__ import annotations

import datetime
import html
import io
import re
import zipfile

import docx
import pytest

from anonymizer.documents.document import Document, Reading
from anonymizer.documents.docx import read
from anonymizer.inplace import InPlace
from anonymizer.pipeline import Options, run
from tests.documents.printing import converted

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
FLAT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0"
 xmlns:draw="{OFFICE}:drawing:1.0" xmlns:svg="{OFFICE}:svg-compatible:1.0"
 xmlns:table="{OFFICE}:table:1.0" xmlns:style="{OFFICE}:style:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="B" style:family="text">
<style:text-properties style:font-weight-asian="bold"/></style:style></office:automatic-styles>
<office:body><office:text>
<text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info>
<dc:creator>秦书记员</dc:creator>
<dc:date>2024-03-05T08:00:00</dc:date></office:change-info>
<text:p>，联系人戴春生，电话13912345701</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c2"><text:insertion><office:change-info>
<dc:creator>秦书记员</dc:creator><dc:date>2024-03-05T08:00:00</dc:date></office:change-info>
</text:insertion></text:changed-region></text:tracked-changes>
<text:p>联系人：陈<text:span text:style-name="B">志远</text:span>，电话139<text:span
 text:style-name="B">1234</text:span>5702。<text:note text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>责任人：孙丽华，电话13912345703。</text:p></text:note-body>
</text:note></text:p>
<text:p>会议在镇政府召开<office:annotation><dc:creator>秦书记员</dc:creator>
<dc:date>2024-03-05T08:00:00</dc:date><text:p>请核对：华卫东，电话13912345704</text:p>
</office:annotation><text:change text:change-id="c1"/>，<text:change-start
 text:change-id="c2"/>镇长杨佩文讲话<text:change-end text:change-id="c2"/>。</text:p>
<text:p><draw:frame svg:width="8cm" svg:height="2cm" text:anchor-type="paragraph" draw:name="框">
<draw:text-box><text:p>签发人：孔祥林，电话13912345705。</text:p></draw:text-box></draw:frame>说明</text:p>
<text:p><text:a xlink:href="mailto:fengdequan@example.com">来信请寄冯德全</text:a></text:p>
<table:table><table:table-column/><table:table-row><table:table-cell><text:p>负责人：刘建明</text:p>
</table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document>
"""
SECRETS = (
    ["陈志远", "孙丽华", "华卫东", "戴春生", "杨佩文", "孔祥林", "刘建明", "秦书记员"]
    + [f"1391234570{n}" for n in range(1, 6)]
    + ["fengdequan"]
)


def said(data: bytes) -> dict[str, str]:
    made = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            content = file.read(name).decode("utf-8", "replace")
            made[name] = content + html.unescape(re.sub("<[^>]*>", "", content))
    return made


def story(document: Document, name: str) -> list[str]:
    return [
        "".join(document.runs[part] if isinstance(part, int) else part for part in block.parts)
        for block in document.blocks
        if block.story == name
    ]


def redacted(data: bytes) -> InPlace:
    document = read(data, "讲话.docx", Reading())
    return InPlace(document, run(document.source, Options()))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("written")
    return converted(FLAT.replace("\n", "").encode(), folder, "flat.fodt", "docx")


def test_what_libreoffice_wrote_is_read_story_by_story(office: bytes) -> None:
    document = read(office, "讲话.docx", Reading())
    body = story(document, "body")
    assert body[0] == "联系人：陈志远，电话13912345702。"
    assert body[1] == "会议在镇政府召开，镇长杨佩文讲话。"
    assert "负责人：刘建明" in body
    assert story(document, "deletions") == ["会议在镇政府召开，联系人戴春生，电话13912345701，。"]
    assert [text.strip() for text in story(document, "footnote")] == [
        "责任人：孙丽华，电话13912345703。"
    ]
    assert story(document, "comment") == ["请核对：华卫东，电话13912345704"]
    assert story(document, "text box") == ["签发人：孔祥林，电话13912345705。"]


def test_nothing_is_left_of_what_libreoffice_wrote(office: bytes) -> None:
    before, after = said(office), said(redacted(office).data)
    for secret in SECRETS:
        assert any(secret in text for text in before.values()), secret
        for name, text in after.items():
            assert secret not in text, f"{secret} is left in {name}"


def test_libreoffice_reads_what_was_saved(
    office: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("read")
    text = converted(redacted(office).data, folder, "after.docx", "txt").decode("utf-8-sig")
    lines = [line.strip() for line in text.splitlines()]
    assert "联系人：X，电话X。" in lines[0]
    assert any("镇长X讲话。" in line for line in lines)


def test_what_python_docx_wrote() -> None:
    document = docx.Document()
    document.core_properties.author = "秦书记员"
    document.core_properties.created = datetime.datetime(2024, 3, 5)
    document.add_heading("在镇政府的讲话", 1)
    paragraph = document.add_paragraph("联系人：陈")
    paragraph.add_run("志").bold = True
    paragraph.add_run("远，电话139").italic = True
    paragraph.add_run("12345706。\t说明\n完")
    table = document.add_table(2, 2)
    table.cell(0, 1).text = "负责人：刘建明"
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "镇长杨佩文讲话。"
    document.sections[0].header.paragraphs[0].text = "签发人：孔祥林，电话13912345707。"
    made = io.BytesIO()
    document.save(made)
    saved = redacted(made.getvalue())
    assert saved.text.split("\n")[:3] == ["在镇政府的讲话", "联系人：X，电话X。\t说明", "完"]
    again = docx.Document(io.BytesIO(saved.data))
    assert [p.text for p in again.paragraphs] == ["在镇政府的讲话", "联系人：X，电话X。\t说明\n完"]
    assert [run.bold for run in again.paragraphs[1].runs] == [None, True, None, None]
    assert again.tables[0].cell(0, 1).text == "负责人：X"
    assert again.sections[0].header.paragraphs[0].text == "签发人：X，电话X。"
    for name, text in said(saved.data).items():
        for secret in ("秦书记员", "陈志远", "刘建明", "杨佩文", "孔祥林", "12345706"):
            assert secret not in text, f"{secret} is left in {name}"

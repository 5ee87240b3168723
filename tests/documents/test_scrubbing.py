from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import zlib
from pathlib import Path

import docx
import pytest
from PIL import Image

from anonymizer.documents.document import Hidden, Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.ooxml.hidden import MOST
from anonymizer.documents.ooxml.package import Package, open_package
from anonymizer.documents.ooxml.scrubbing import hidden, scrubbed
from anonymizer.documents.ooxml.survivors import check
from anonymizer.documents.ooxml.values import Values
from anonymizer.documents.ooxml.wording import Wording, scrubbed_xml
from tests.documents.ooxml_parts import (
    MAIN,
    package,
    relations,
    types,
)

PERSON = Removal("李少义", "person")
FIGURE = Removal("220", "money")
TEXT = {"word/document.xml": {"w:t"}}
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def body(xml: str, *removed: Removal) -> str:
    """A body after scrubbing."""
    made = scrubbed(package(xml), "a.docx", removed or (PERSON, FIGURE), TEXT)
    text = made.parts["word/document.xml"].decode()
    return text[text.index("<w:body>") + 8 : text.index("</w:body>")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Revisions: who and when.
        (
            '<w:ins w:id="1" w:author="张三" w:date="2021-06-08T09:00:00Z"><w:r/></w:ins>',
            '<w:ins w:id="1" w:author="Author"><w:r/></w:ins>',
        ),
        (
            "<w:comment w:author='张三' w:initials='Z'/>",
            "<w:comment w:author='Author' w:initials='A'/>",
        ),
        (
            '<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CE" w14:paraId="1A2B3C4D"/>',
            '<w:p w14:paraId="1A2B3C4D"/>',
        ),
        ("<w:p w:rsidR='00AB12CD'/>", "<w:p/>"),
        ("<w:p><!-- 周明远 --><?mso 周明远?><w:r/></w:p>", "<w:p><w:r/></w:p>"),
        ("<w:p><![CDATA[<!-- a -->]]></w:p>", "<w:p><![CDATA[<!-- a -->]]></w:p>"),
        ('<w:style><w:rsid w:val="00AB12CD"/><w:pPr/></w:style>', "<w:style><w:pPr/></w:style>"),
        ('<w:p\n  w:rsidR="00AB12CD"\n  w:x="1"/>', '<w:p\n  w:x="1"/>'),
        # What a control or a smart tag says beside its text.
        (
            '<w:sdtPr><w:dataBinding w:xpath="/a"/><w:text/></w:sdtPr>',
            "<w:sdtPr><w:text/></w:sdtPr>",
        ),
        ('<w:date w:fullDate="2021-06-08T00:00:00Z"><w:x/></w:date>', "<w:date><w:x/></w:date>"),
        (
            '<w:smartTagPr><w:attr w:name="Year" w:val="2021"/></w:smartTagPr>',
            "<w:smartTagPr></w:smartTagPr>",
        ),
        # Paths and addresses.
        (
            r'<w:p><x descr="C:\Users\zhang\照片.jpg"/><x descr="\\server\a\b.png"/></w:p>',
            '<w:p><x descr=""/><x descr=""/></w:p>',
        ),
        ('<x o:href="file:///D:/a.png"/>', '<x o:href="about:blank"/>'),
        ('<x href="mailto:a@b.cn"/>', '<x href="about:blank"/>'),
        # Removed values in attributes.
        ('<x w:tooltip="请李少义看"/>', '<x w:tooltip="请X看"/>'),
        ('<x title="捐款220万元"/><x w:val="220"/>', '<x title="捐款X万元"/><x w:val="220"/>'),
        ('<wp:docPr name="图片 220"/>', '<wp:docPr name="图片 220"/>'),
        ('<wp:docPr name="捐款220万元 1"/>', '<wp:docPr name="捐款X万元 1"/>'),
        ('<x w:val="&#26446;少义"/>', '<x w:val="X"/>'),
        (
            '<w:bookmarkStart w:name="李少义"/><w:hyperlink w:anchor="李少义"/>',
            '<w:bookmarkStart w:name="X"/><w:hyperlink w:anchor="X"/>',
        ),
        ('<w:rFonts w:eastAsia="李少义楷体"/>', '<w:rFonts w:eastAsia="李少义楷体"/>'),
        # The codes of fields, over several runs.
        (
            '<w:instrText>HYPERLINK "mailto:li</w:instrText><w:instrText>@x.cn"</w:instrText>',
            '<w:instrText>HYPERLINK "about:blank</w:instrText><w:instrText>"</w:instrText>',
        ),
        (
            "<w:instrText> REF 李</w:instrText><w:instrText>少义 \\h</w:instrText>",
            "<w:instrText> REF X</w:instrText><w:instrText> \\h</w:instrText>",
        ),
        (
            r'<w:instrText>INCLUDEPICTURE "D:\\a\\b.png" \d</w:instrText>',
            r'<w:instrText>INCLUDEPICTURE "about:blank" \d</w:instrText>',
        ),
    ],
)
def test_what_goes(before: str, after: str) -> None:
    assert body(before) == after


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p><w:r><w:t>他说 w:rsidR="00AB12CD" w:author="李少义" 和 C:\\a\\b</w:t></w:r></w:p>',
        '<w:p><w:r><w:t>2 &lt; 3 w:rsidR="00AB12CD" ></w:t></w:r></w:p>',
        '<w:p><w:r><w:t><![CDATA[<w:ins w:author="张三">]]></w:t></w:r></w:p>',
        "<w:p><w:r><w:t>李少义 &amp; &#26446;</w:t></w:r></w:p>",
    ],
)
def test_text_is_never_touched(xml: str) -> None:
    assert body(xml) == xml


def test_a_part_with_nothing_to_take_out_is_the_same() -> None:
    held = package(
        "<w:p/>", {"word/theme/theme1.xml": "<a:theme/>"}, (("rId1", "theme", "theme/theme1.xml"),)
    )
    made = scrubbed(held, "a.docx", [PERSON], TEXT)
    assert all(made.parts[name] is data for name, data in held.parts.items())


def whole() -> Package:
    """A document with one of each part that goes."""
    settings = (
        '<w:settings><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids>'
        '<w:docVars><w:docVar w:name="人" w:val="张三"/></w:docVars><w:zoom w:percent="100"/>'
        '<w:mailMerge><w:query w:val="SELECT * FROM 名单"/></w:mailMerge>'
        '<w:documentProtection w:edit="forms" w:hash="abc=" w:salt="def="/></w:settings>'
    )
    held = package(
        f'<w:p><w:r><w:object {V}><v:shape><v:imagedata r:id="rId6"/></v:shape>'
        '<o:OLEObject ProgID="Excel.Sheet.12" r:id="rId5"/></w:object></w:r></w:p>'
        '<w:p><w:hyperlink r:id="rId7"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>',
        {
            "word/settings.xml": settings,
            "word/_rels/settings.xml.rels": relations(
                ("rId1", "attachedTemplate", "file:///C:/Users/zhang/a.dotx", "External")
            ),
            "word/people.xml": "<w15:people/>",
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0",
            "word/_rels/vbaProject.bin.rels": relations(("rId1", "wordVbaData", "vbaData.xml")),
            "word/vbaData.xml": "<a/>",
            "word/embeddings/a.xlsx": b"PK",
            "word/media/李县长.emf": "名单李少义".encode("utf-16-le"),
            "word/charts/chart1.xml": '<c:chartSpace><c:externalData r:id="rId1"/></c:chartSpace>',
            "word/charts/_rels/chart1.xml.rels": relations(
                ("rId1", "package", "../embeddings/b.xlsx"),
            ),
            "word/embeddings/b.xlsx": b"PK",
            "customXml/item1.xml": "<a>张三</a>",
            "customXml/_rels/item1.xml.rels": relations(
                ("rId1", "customXmlProps", "itemProps1.xml")
            ),
            "customXml/itemProps1.xml": "<a/>",
            "docProps/core.xml": '<p xmlns:dc="d"><dc:creator>张三</dc:creator></p>',
            "docProps/thumbnail.jpeg": b"\xff\xd8\xff",
            "word/nobody.xml": "<a>张三</a>",
        },
        (
            ("rId1", "settings", "settings.xml"),
            ("rId2", "people", "people.xml"),
            ("rId3", "vbaProject", "vbaProject.bin"),
            ("rId4", "customXml", "../customXml/item1.xml"),
            ("rId5", "package", "embeddings/a.xlsx"),
            ("rId6", "image", "media/李县长.emf"),
            ("rId7", "hyperlink", "http://x.cn/%E6%9D%8E%E5%B0%91%E4%B9%89", "External"),
            ("rId8", "hyperlink", "http://x.cn/", "External"),
            ("rId9", "chart", "charts/chart1.xml"),
        ),
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    held.parts["_rels/.rels"] = relations(
        ("rId1", "officeDocument", "word/document.xml"),
        ("rId2", "metadata/core-properties", "docProps/core.xml"),
        ("rId3", "metadata/thumbnail", "docProps/thumbnail.jpeg"),
    )
    held.parts["[Content_Types].xml"] = types(
        {
            "word/document.xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
            "word/settings.xml": "application/x",
            "word/people.xml": "application/x",
            "docProps/core.xml": "application/x",
            "word/media/%E6%9D%8E%E5%8E%BF%E9%95%BF.emf": "image/x-emf",
        }
    )
    return held


def test_parts_go_with_what_leads_to_them() -> None:
    made = scrubbed(whole(), "a.docm", [PERSON], TEXT)
    assert list(made.parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/settings.xml",
        "word/_rels/settings.xml.rels",
        "word/media/part1.emf",
        "word/charts/chart1.xml",
        "word/charts/_rels/chart1.xml.rels",
    ]
    assert made.parts["[Content_Types].xml"] == types(
        {
            "word/document.xml": MAIN,
            "word/settings.xml": "application/x",
            "word/media/part1.emf": "image/x-emf",
        }
    )
    assert made.parts["_rels/.rels"] == relations(("rId1", "officeDocument", "word/document.xml"))
    assert made.parts["word/_rels/document.xml.rels"] == relations(
        ("rId1", "settings", "settings.xml"),
        ("rId6", "image", "/word/media/part1.emf"),
        ("rId7", "hyperlink", "about:blank", "External"),
        ("rId8", "hyperlink", "http://x.cn/", "External"),
        ("rId9", "chart", "charts/chart1.xml"),
    )
    assert made.parts["word/settings.xml"] == (
        b'<w:settings><w:zoom w:percent="100"/><w:documentProtection w:edit="forms"/></w:settings>'
    )
    assert made.parts["word/charts/chart1.xml"] == b"<c:chartSpace></c:chartSpace>"
    assert made.parts["word/media/part1.emf"].decode("utf-16-le") == "名单XXX"
    assert b"OLEObject" not in made.parts["word/document.xml"]
    check(made, "a.docm", [PERSON], TEXT)


def test_scrubbing_twice_changes_nothing() -> None:
    once = scrubbed(whole(), "a.docm", [PERSON, FIGURE], TEXT)
    again = scrubbed(once, "a.docm", [PERSON, FIGURE], TEXT)
    assert again.to_bytes() == once.to_bytes()


def test_the_package_that_comes_in_stays() -> None:
    held = whole()
    before = dict(held.parts)
    scrubbed(held, "a.docm", [PERSON], TEXT)
    assert held.parts == before


def test_hidden_says_what_goes() -> None:
    told = hidden(whole())
    for expected in (
        Hidden("docProps/core.xml: creator", "张三"),
        Hidden("customXml/item1.xml: a", "张三"),
        Hidden("word/_rels/document.xml.rels: rId8", "http://x.cn/", stays=True),
        Hidden("word/_rels/settings.xml.rels: rId1", "file:///C:/Users/zhang/a.dotx"),
        Hidden("word/settings.xml: docVar val", "张三"),
        Hidden("word/settings.xml: query val", "SELECT * FROM 名单"),
        Hidden("package: name of a part", "李县长.emf"),
    ):
        assert expected in told
    assert len(told) == len(set(told))


def test_hidden_is_bounded() -> None:
    many = "".join(f'<w:ins w:author="张{n}"/>' for n in range(3 * MOST))
    assert len(hidden(package(many))) == MOST


def test_no_person_is_hidden_after_scrubbing() -> None:
    told = hidden(scrubbed(whole(), "a.docm", [PERSON], TEXT))
    assert {(item.text, item.stays) for item in told} == {("http://x.cn/", True)}


def jpeg(*, turned: int) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Li Shaoyi"
    exif[0x0112] = turned
    Image.new("RGB", (8, 6), "red").save(out, "JPEG", exif=exif, comment=b"Li Shaoyi")
    return out.getvalue()


def png() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Li Shaoyi")
    info.add_itxt("Comment", "李少义")
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "PNG", pnginfo=info)
    return out.getvalue() + "李少义".encode()


@pytest.mark.parametrize("data", [jpeg(turned=1), jpeg(turned=6), png()])
def test_pictures_keep_their_pixels_only(data: bytes) -> None:
    held = package("<w:p/>", {"word/media/a.x": data}, (("rId1", "image", "media/a.x"),))
    made = scrubbed(held, "a.docx", [], TEXT).parts["word/media/a.x"]
    before, after = (Image.open(io.BytesIO(each)) for each in (data, made))
    assert before.tobytes() == after.tobytes()
    assert b"Shaoyi" not in made
    assert "李少义".encode() not in made
    turned = before.getexif().get(0x0112, 1)
    assert after.getexif().get(0x0112, 1) == turned
    assert zlib.crc32(scrubbed(held, "a", [], TEXT).parts["word/media/a.x"]) == zlib.crc32(made)


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("word/other.xml", b'<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'),
        ("word/other.xml", b"<?xml version='1.0' encoding='utf-7'?><a/>"),
        ("word/other.xml", b"<a>\xff</a>"),
        ("word/_rels/document.xml.rels", b"<Relationships"),
    ],
)
def test_what_cannot_be_read_is_not_written(part: str, data: bytes) -> None:
    held = package("<w:p/>", {"word/other.xml": "<a/>"}, (("rId1", "x", "other.xml"),))
    held.parts[part] = data
    with pytest.raises(WriteError, match=r"a\.docx: .* no XML"):
        scrubbed(held, "a.docx", [], TEXT)


@pytest.mark.parametrize(
    "xml",
    [
        "<w:attr " * 100_000,
        "<w:rsids>" * 100_000,
        "<w:p " + " ".join(f'w:rsid{n}="0"' for n in range(40_000)) + "/>",
        "<w:p " + " ".join(f'w:x{n}="李少义"' for n in range(40_000)) + "/>",
        '<w:p x="' + "%E6" * 100_000 + '"/>',
        '<w:p x="' + "C:\\" * 60_000 + '"/>',
        "<![CDATA[" * 100_000,
    ],
)
def test_hostile_parts_cost_linear_time(xml: str) -> None:
    held = package("<w:p/>", {"word/other.xml": xml}, (("rId1", "x", "other.xml"),))
    begin = time.perf_counter()
    scrubbed(held, "a.docx", [PERSON, FIGURE], TEXT)
    hidden(held)
    assert time.perf_counter() - begin < 8


def test_libreoffice_opens_what_is_left(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("ANONYMIZER_OFFICE") == "required":
            pytest.fail("LibreOffice is required here and is not installed")
        pytest.skip("LibreOffice is not installed")
    made = docx.Document()
    made.core_properties.author = "张三"
    made.add_heading("讲话提纲", 1)
    made.add_paragraph("请大家记下会议的安排。")
    made.add_picture(io.BytesIO(jpeg(turned=1)))
    made.add_comment(made.paragraphs[1].runs, "已核", author="张三", initials="Z")
    out = io.BytesIO()
    made.save(out)
    path = tmp_path / "a.docx"
    path.write_bytes(scrubbed(open_package(out.getvalue(), "a"), "a", [PERSON], TEXT).to_bytes())
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"),
            *("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "a.txt").read_text("utf-8-sig").split() == [
        "讲话提纲",
        "请大家记下会议的安排。",
    ]
    again = docx.Document(str(path))
    assert [comment.author for comment in again.comments] == ["Author"]


def test_text_that_is_no_documents_is_searched_for_values() -> None:
    """Of a drawing nobody reads the text; of a document recognition has decided on it."""
    drawing = f"<svg><title>{PERSON.text}在此</title><text x='1'>{PERSON.text}</text></svg>"
    wording = Wording(Values([PERSON]))
    assert scrubbed_xml(drawing, (), (), wording) == drawing.replace(PERSON.text, "X")
    assert scrubbed_xml(drawing, (), ("w:t",), wording) == drawing

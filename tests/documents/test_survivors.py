from __future__ import annotations

import base64
import time
from urllib.parse import quote

import pytest

from anonymizer import kernel
from anonymizer.documents.document import Removal
from anonymizer.documents.files import WriteError
from anonymizer.documents.ooxml.package import Package
from anonymizer.documents.ooxml.survivors import check
from tests.documents.ooxml_parts import R, W, document, package, paragraph

TEXT = {"word/document.xml": {"w:t", "w:delText", "@descr"}}
PERSON = Removal("李少义", "person")
PHONE = Removal("13855667788", "phone")
MAIL = Removal("li.sy@x.example", "email")
FIGURE = Removal("220", "money")
YEAR = Removal("2021", "date")


def alarms(held: Package, *removed: Removal) -> str:
    """What the error says, empty if there is none."""
    try:
        check(held, "a.docx", removed, TEXT)
    except WriteError as error:
        return str(error)
    return ""


def body(xml: str) -> Package:
    return Package({"word/document.xml": document(xml)})


def other(text: str | bytes, name: str = "word/other.xml") -> Package:
    return Package({name: text if isinstance(text, bytes) else text.encode()})


@pytest.fixture(params=["compiled", "plain"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of looking for many terms."""
    if request.param == "plain":
        monkeypatch.setattr(kernel, "COMPILED", False)


@pytest.mark.usefixtures("ways")
@pytest.mark.parametrize(
    ("xml", "removed", "where"),
    [
        ('<w:p><w:bookmarkStart w:name="李少义"/></w:p>', PERSON, "w:name of w:bookmarkStart"),
        ('<w:p w:x="附李少义"/>', PERSON, "the attribute w:x of w:p"),
        ("<w:p w:x='附李少义'/>", PERSON, "the attribute"),
        ('<w:p w:x="&#26446;&#x5C11;义"/>', PERSON, "references"),
        ('<w:p w:x="&#26446;&#23569;&#20041;"/>', PERSON, "the attribute"),
        (f'<w:p w:x="http://x/{quote("李少义")}"/>', PERSON, "the attribute"),
        (f'<w:p w:x="http://x/{quote("李少义").lower()}"/>', PERSON, "the attribute"),
        (f'<w:p w:x="http://x/{quote("李")}少义"/>', PERSON, "an encoded address"),
        (f'<w:p w:x="{quote("李少义".encode("gb18030"))}"/>', PERSON, "the attribute"),
        ("<w:instrText> REF 李少义 </w:instrText>", PERSON, "text"),
        ("<w:x>李</w:x><w:x>少</w:x><w:y/><w:x>义</w:x>", PERSON, "tags in between"),
        ("<w:x>李少&#20041;</w:x>", PERSON, "references"),
        ("<!-- 李少义 -->", PERSON, "text"),
        ("<w:x><![CDATA[李少义]]></w:x>", PERSON, "text"),
        ('<w:p w:x="tel13855667788"/>', PHONE, "the attribute"),
        ('<w:p w:x="１３８５５６６７７８８"/>', PHONE, "the attribute"),
        ('<w:p w:x="13955667788,13855667788"/>', PHONE, "the attribute"),
        ("<w:x>138</w:x><w:x>5566</w:x><w:x>7788</w:x>", PHONE, "tags in between"),
        ('<w:p w:x="mailto:Li.Sy@x.example"/>', MAIL, ""),
        ('<w:p w:x="mailto:LI.SY@X.EXAMPLE"/>', MAIL, "the attribute"),
        ('<w:alias w:val="捐款220万元"/>', FIGURE, "w:val of w:alias"),
        ('<w:x w:tooltip="捐款220万元"/>', FIGURE, "w:tooltip of w:x"),
        ("<w:x>捐款220万元</w:x>", FIGURE, "text"),
    ],
)
def test_a_survivor_is_an_error(xml: str, removed: Removal, where: str) -> None:
    said = alarms(body(xml), removed)
    assert where in said
    assert bool(said) == bool(where)
    assert removed.text not in said


@pytest.mark.usefixtures("ways")
@pytest.mark.parametrize(
    "xml",
    [
        paragraph("李少义捐款220万元，2021年，13855667788"),
        '<w:p><wp:docPr descr="李少义捐款220万元"/></w:p>',
        '<w:sz w:val="220"/><w:id w:val="2021"/><w:x r:id="rId220"/>',
        '<w:x xmlns:q="http://schemas.example/2021/220" q:y="1"/>',
        '<w:p w:rsidR="00220202" w14:paraId="13855667"/>',
        '<w:x w:val="A13855667788901"/>',
        "<w:posOffset>220</w:posOffset><w:posOffset>2021</w:posOffset>",
        '<w:docPr name="图片 220"/>',
        '<w:lvlText w:val="第%1章"/>',
        "<w:x>捐款1220万元、2.2021万元、A220</w:x>",
        '<w:rFonts w:eastAsia="李少义楷体"/>',
        "<w:x>李</w:x>" + paragraph("和") + "<w:x>少义</w:x>",
        "<w:delText>李少义</w:delText>",
        "<w:t/><w:t xml:space='preserve'>李少义</w:t>",
    ],
)
def test_what_is_no_survivor(xml: str) -> None:
    assert alarms(body(xml), PERSON, PHONE, FIGURE, YEAR) == ""


def test_text_of_a_part_that_nobody_read_counts() -> None:
    xml = paragraph("请李少义讲话")
    assert alarms(body(xml), PERSON) == ""
    held = Package({"word/glossary/document.xml": document(xml)})
    assert "word/glossary/document.xml" in alarms(held, PERSON)


def test_other_prefixes_are_read_by_local_names() -> None:
    space = W.split("=", 1)[1]
    xml = f"<ns0:document xmlns:ns0={space}><ns0:t>李少义</ns0:t></ns0:document>"
    assert alarms(other(xml, "word/document.xml"), PERSON) == ""
    mixed = f"<w:document {W} {R}><w:t>好</w:t><m:t>李少义</m:t></w:document>"
    assert "text" in alarms(other(mixed, "word/document.xml"), PERSON)


@pytest.mark.parametrize(
    ("name", "data", "is_left"),
    [
        ("word/a.bin", "李少义".encode("utf-16-le"), True),
        ("word/a.bin", "李少义".encode(), True),
        ("word/a.bin", "李少义".encode("gb18030"), True),
        ("word/a.bin", b"\0" + "李少".encode("utf-16-le"), False),
        ("word/a.html", "<p>李少义</p>".encode(), True),
        ("word/media/a.emf", b"\1\0\0\0" + "李少义".encode("utf-16-le"), True),
        ("word/media/a.png", b"\x89PNG" + "李少义".encode(), False),
        ("word/fonts/a.odttf", "李少义".encode(), False),
        ("word/李少义.bin", b"", True),
        ("word/a.xml", "<x>李少义</x>".encode("utf-16"), True),
        ("word/a.svg", "<svg><text>李少义</text></svg>".encode(), True),
        ("word/a.xml", b"<x a='" + base64.b64encode("请李少义同志".encode()) + b"'/>", True),
    ],
)
def test_parts_of_all_kinds_are_searched(name: str, data: bytes, is_left: bool) -> None:
    said = alarms(other(data, name), PERSON)
    assert bool(said) == is_left
    assert PERSON.text not in said


@pytest.mark.parametrize(
    ("removed", "is_left"),
    [
        (Removal("李", "person"), False),
        (Removal("5", "number"), False),
        (Removal("明溪", "place"), True),
        (Removal("皖A12345", "plate"), True),
        (Removal("34082319700101123X", "id_card"), True),
        (Removal("91340800MA2ABCDE1X", "credit_code"), True),
        (Removal("www.mingxi.example", "url"), True),
        (Removal("auto", "name"), False),
        (Removal("Mingxi", "name"), True),
        (Removal("三千五百余", "money"), True),
        (Removal("", "name"), False),
    ],
)
def test_by_its_kind_a_value_tells_or_not(removed: Removal, is_left: bool) -> None:
    held = body(f'<w:p w:x="{removed.text}"/><w:q w:y="auto"/>')
    assert bool(alarms(held, removed)) == is_left


def test_many_values_in_a_large_package_cost_one_pass() -> None:
    han = [chr(0x5000 + 7 * n) for n in range(1500)]
    removed = [Removal("".join(han[n : n + 3]), "person") for n in range(1400)]
    removed += [Removal(str(100 + n), "money") for n in range(600)]
    text = "同志们今年以来各项工作稳步推进" * 8
    xml = "".join(
        f'<w:p w:rsidR="00{n:06X}"><w:pPr><w:spacing w:line="560"/></w:pPr>'
        f'<w:r><w:rPr><w:sz w:val="32"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'
        for n in range(25_000)
    )
    held = body(xml)
    begin = time.perf_counter()
    assert alarms(held, *removed) == ""
    assert time.perf_counter() - begin < 5  # it takes half a second


@pytest.mark.parametrize(
    "xml",
    [
        "<" * 200_000,
        "<w:attr " * 100_000,
        "<w:p w:x='" + '"' * 200_000,
        "<w:p " + " ".join(f'w:x{n}="220年"' for n in range(40_000)) + "/>",
        ">" * 200_000 + "&" * 200_000,
        "<!--" * 100_000,
    ],
)
def test_hostile_parts_cost_linear_time(xml: str) -> None:
    begin = time.perf_counter()
    alarms(other(xml), PERSON, FIGURE)
    assert time.perf_counter() - begin < 5


def test_nothing_removed_nothing_looked_for() -> None:
    assert alarms(package(paragraph("李少义"))) == ""

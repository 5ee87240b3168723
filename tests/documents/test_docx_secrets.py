"""Secrets in every place of a Word document: none is left, and the page looks as before."""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import lru_cache
from typing import Any

import pytest

from anonymizer.documents.document import Reading
from anonymizer.documents.docx import read
from anonymizer.inplace import InPlace
from anonymizer.pipeline import Options, run
from tests.documents.docxmaker import PLACES, secrets_docx
from tests.documents.printing import converted

SECRETS = {
    "body": ("联系人：陈志远，电话13912345601。", ["陈志远", "13912345601"]),
    "table": ("负责人：刘建明，手机13912345602。", ["刘建明", "13912345602"]),
    "nested table": ("村支书赵文斌说，今年到户资金达387.4万元。", ["赵文斌", "387.4"]),
    "table caption": ("经办人：孙丽华，电话13912345604。", ["孙丽华", "13912345604"]),
    "text box": ("身份证号320106198503124517。", ["320106198503124517"]),
    "content control": ("在柳树湾村调研，投资4.35亿元。", ["柳树湾", "4.35"]),
    "control alias": ("联系人：郑国强，电话13912345607。", ["郑国强", "13912345607"]),
    "control list": ("联系人：王秀英，电话13912345608。", ["王秀英", "13912345608"]),
    "field result": ("银行卡号6222021234567890128。", ["6222021234567890128"]),
    "field instruction": ("邮箱fengdequan@example.com。", ["fengdequan@example.com"]),
    "simple field": ("联系人：褚卫平，电话13912345611。", ["褚卫平", "13912345611"]),
    "form field": ("联系人：蒋玉兰，电话13912345612。", ["蒋玉兰", "13912345612"]),
    "hyperlink": ("县委书记沈家豪出席会议。", ["沈家豪"]),
    "tooltip": ("联系人：韩立新，电话13912345614。", ["韩立新", "13912345614"]),
    "smart tag": ("镇长杨佩文作了讲话。", ["杨佩文"]),
    "insertion": ("新增就业岗位2617个。", ["2617"]),
    "deletion": ("去年搬迁群众3184人。", ["3184"]),
    "move": ("联系人：尤建国，电话13912345618。", ["尤建国", "13912345618"]),
    "alt text": ("照片中为县长许凤霞同志。", ["许凤霞"]),
    "word art": ("热烈欢迎副省长何志刚莅临指导。", ["何志刚"]),
    "equation": ("产值增长18.63%。", ["18.63"]),
    "phonetic guide": ("主讲人：吕文涛。", ["吕文涛"]),
    "hyphens": ("联系电话：0571-88123456。", ["88123456"]),
    "bookmark": ("联系人：施少华，电话13912345624。", ["施少华", "13912345624"]),
    "header": ("内部资料，承办人：张丽萍，电话13912345625。", ["张丽萍", "13912345625"]),
    "footer": ("签发人：孔祥林，电话13912345626。", ["孔祥林", "13912345626"]),
    "footnote": ("据江宁恒瑞机械有限公司统计，产值为7.28亿元。", ["江宁", "恒瑞", "7.28"]),
    "endnote": ("见《通知》，联系人：严春梅，电话13912345628。", ["严春梅", "13912345628"]),
    "comment": ("此处请核对：华卫东，电话13912345629。", ["华卫东", "13912345629"]),
    "chart title": ("金坛区粮食产量43.7万吨", ["金坛", "43.7"]),
    "chart category": ("联系人：魏晓燕，电话13912345631。", ["魏晓燕", "13912345631"]),
    "diagram": ("组长：陶立军，电话13912345632。", ["陶立军", "13912345632"]),
    "glossary": ("联系人：姜海峰，电话13912345633。", ["姜海峰", "13912345633"]),
    "list label": ("联系人：戚美玲，电话13912345634。", ["戚美玲", "13912345634"]),
}
DATA = secrets_docx({place: text for place, (text, _) in SECRETS.items()})


@lru_cache(maxsize=2)
def everything(data: bytes) -> dict[str, str]:
    """All that a package says, tags and all, and once more with nothing but its text."""
    said = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            content = file.read(name).decode("utf-8", "replace")
            said[name] = content
            said[f"{name}, text"] = html.unescape(re.sub(r"<[^>]*>", "", content))
    return said


@pytest.fixture(scope="module")
def redacted() -> InPlace:
    document = read(DATA, "讲话.docx", Reading())
    return InPlace(document, run(document.source, Options()))


def test_every_place_has_a_secret() -> None:
    assert set(SECRETS) == set(PLACES)


@pytest.mark.parametrize("place", SECRETS)
def test_no_secret_is_left_in_the_package(redacted: InPlace, place: str) -> None:
    before, after = everything(DATA), everything(redacted.data)
    for secret in SECRETS[place][1]:
        if place not in ("hyphens", "phonetic guide"):  # there is markup between the letters
            assert any(secret in text for text in before.values()), secret
        for name, text in after.items():
            assert secret not in text, f"{secret} is left in {name}"


def test_what_the_file_says_is_what_was_said_to_be_in_it(redacted: InPlace) -> None:
    again = read(redacted.data, "讲话.docx", Reading())
    said = [line for line in again.source.text.split("\n") if not line.startswith(("yīn", "#"))]
    assert said == [
        line for line in redacted.text.split("\n") if not line.startswith("yīn") and line != "X"
    ]


def test_nothing_but_slots_and_traces_changed(redacted: InPlace) -> None:
    """The markup between the text is that of the original, but for what scrubbing took out."""

    def masked(xml: str) -> str:
        xml = re.sub(r'\s(?:w:rsidR|w:date|w:author|w:initials)="[^"]*"', "", xml)
        xml = re.sub(
            r'\s(?:descr|string|w:tooltip|w:instr|w:val|w:name|w:displayText|w:value)="[^"]*"',
            "",
            xml,
        )
        xml = re.sub(r"(<(?:w:t|w:delText|w:instrText|m:t|w:rt)>)[^<]*", r"\1", xml)
        xml = xml.replace(' xml:space="preserve"', "")
        return re.sub(r"<w:(?:noBreakHyphen|sym)[^>]*/>|<w:t></w:t>", "", xml)

    before, after = everything(DATA), everything(redacted.data)
    for name in ("word/document.xml", "word/header1.xml", "word/footnotes.xml"):
        assert masked(before[name]) == masked(after[name]), name
    for name in ("word/media/image1.png", "word/diagrams/layout1.xml", "_rels/.rels"):
        assert before[name] == after[name]


# LibreOffice, where it is installed


@pytest.fixture(scope="module")
def printed(redacted: InPlace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """The document before and after, as pages."""
    pdfium = pytest.importorskip("pypdfium2")
    folder = tmp_path_factory.mktemp("printed")
    before = converted(DATA, folder, "before.docx", "pdf")
    after = converted(redacted.data, folder, "after.docx", "pdf")
    return pdfium.PdfDocument(before), pdfium.PdfDocument(after)


def said_on(page: Any) -> str:
    text: str = page.get_textpage().get_text_range()
    return re.sub(r"\s", "", text)


def test_it_opens_with_as_many_pages(printed: tuple[Any, Any]) -> None:
    before, after = printed
    assert len(before) == len(after) > 0


def test_the_printed_text_is_as_before_but_for_the_slots(printed: tuple[Any, Any]) -> None:
    before, after = ("".join(said_on(page) for page in pages) for pages in printed)
    shown = ["body", "table", "nested table", "text box", "content control", "field result"]
    shown += ["header", "footer", "footnote", "endnote", "diagram", "deletion", "list label"]
    for place in shown:
        text, secrets = SECRETS[place]
        assert text in before, place
        assert all(secret not in after for secret in secrets)
    for word in ("承办人：X，电话X。", "投资X亿元。", "说明", "事项", "产值为X亿元"):
        assert word in after, word


def test_the_page_looks_as_before(printed: tuple[Any, Any]) -> None:
    """Ink stands on the same parts of the page: the picture, the rule above the footnote."""
    before, after = (pages[0].render(scale=0.25).to_pil().convert("L") for pages in printed)
    assert before.size == after.size
    shades = [[value < 200 for value in page.tobytes()] for page in (before, after)]
    both = sum(one and other for one, other in zip(*shades, strict=True))
    assert both > 0.3 * sum(shades[0])

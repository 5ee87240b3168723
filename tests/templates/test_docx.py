from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anonymizer import load_rules, template
from anonymizer.documents import Source
from anonymizer.documents.xmltext import unwritable
from anonymizer.pipeline import Options, run
from anonymizer.templates import docx, markup, skeleton_of
from anonymizer.templates.docx import DocxError
from anonymizer.templates.gaps import Gap, Reference
from tests.helpers import ROOT, SEEDS
from tests.strategies import options, texts
from tests.templates.test_sheet import AWKWARD

CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
SAMPLES = sorted(SEEDS.glob("*.txt"))
BREAKS = re.compile("\r\n|\r|\n")


def gap(name: str) -> Gap:
    return Gap(name, "name", name, None, "X", 0, None, "X")


def normal(text: str) -> str:
    return BREAKS.sub("\n", text)


def filled(pieces: list[str | Gap], **values: str) -> str:
    return docx.text_of(docx.fill(docx.write(pieces), values))


@pytest.mark.parametrize("path", [*CORPUS, *SAMPLES], ids=lambda path: path.stem)
def test_with_its_own_values_it_is_the_cleaned_speech(path: Path) -> None:
    skeleton = template(path.read_bytes().decode("utf-8"))
    data = skeleton.docx()
    assert docx.text_of(data) == normal(skeleton.text)
    assert [name for name, _ in docx.names(data)] == [gap.variable for gap in skeleton.gaps]
    values = {gap.variable: gap.text for gap in skeleton.gaps}
    assert docx.text_of(docx.fill(data, values)) == normal(skeleton.speech)


@settings(max_examples=25)
@given(texts.filter(lambda text: not unwritable(text)), options(styles=("x",)))
def test_the_law_holds_for_any_text(text: str, chosen: Options) -> None:
    book = load_rules()
    skeleton = skeleton_of(run(Source.from_text(text), chosen, book), book)
    values = {gap.variable: gap.text for gap in skeleton.gaps}
    assert docx.text_of(docx.fill(skeleton.docx(), values)) == normal(skeleton.speech)


awkward = st.one_of(
    st.text("{}%#_-<>&'\"“”‘’;r ptc\n\t甲", max_size=16),
    st.text(max_size=16).filter(lambda text: not unwritable(text)),
    st.sampled_from(AWKWARD),
)


@settings(max_examples=60)
@given(
    st.lists(st.one_of(awkward, st.just(gap("甲")), st.just(gap("乙_2"))), max_size=20),
    awkward,
    awkward,
)
def test_nothing_that_docxtpl_knows_changes_a_character(
    pieces: list[str | Gap], first: str, second: str
) -> None:
    values = {"甲": first, "乙_2": second}
    expected = "".join(p if isinstance(p, str) else values[p.variable] for p in pieces)
    assert filled(pieces, 甲=first, 乙_2=second) == normal(expected)


@pytest.mark.parametrize("value", AWKWARD, ids=lambda value: repr(value[:12]))
def test_awkward_values_survive(value: str) -> None:
    assert filled(["项目“", gap("甲"), "”。\n好"], 甲=value) == normal(f"项目“{value}”。\n好")


@pytest.mark.parametrize(
    "text",
    [
        "{{", "{%", "{#", "}}", "%}", "#}", "{_{", "}_}", "{_%", "%_}", "{%- x -%}",
        "{{r a }}", "{{p a}}",
        "{\n{", "}\n}", "%\n}", "{{ '{{' }}", "{% colspan 3 %}", "{%tr for %}", "{{{{",
        "&lt;", "<w:p>",
        "\t一\t", "　　一", "  ", "\n\n", "",
    ],
    ids=repr,
)  # fmt: skip
def test_a_speech_may_hold_anything(text: str) -> None:
    assert filled([text, gap("甲"), text], 甲="好") == f"{text}好{text}"


def test_each_placeholder_is_one_run_of_one_paragraph_a_line() -> None:
    data = docx.write(["题\n投资", gap("甲"), "万元，", gap("乙"), "到会{{。\r\n"])
    paragraphs = python_docx.Document(io.BytesIO(data)).paragraphs
    assert len(paragraphs) == 3
    runs = [run.text for run in paragraphs[1].runs]
    assert runs == [
        "投资",
        "{{ 甲 }}",
        "万元，",
        "{{ 乙 }}",
        "到会",
        "{{ '{' }}",
        "{{ '{' }}",
        "。",
    ]


def test_lines_are_set_by_their_role() -> None:
    text = "在全县工作会议上的讲话\n同志们：\n一、提高认识\n投资220万元，大家都很满意。\n　　好。\n"
    document = python_docx.Document(io.BytesIO(template(text).docx()))
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert names[:5] == [
        "讲话题目", "讲话称呼", "讲话一级标题", "讲话正文", "讲话正文（空格缩进）",
    ]  # fmt: skip


def test_the_formatting_that_a_person_gives_a_placeholder_stays() -> None:
    document = python_docx.Document(io.BytesIO(docx.write(["投资", gap("甲"), "万元"])))
    document.paragraphs[0].runs[1].bold = True
    for text in ("增长{", "{ ", "乙", " }", "}％"):  # word processors like to cut runs in pieces
        document.paragraphs[0].add_run(text)
    edited = io.BytesIO()
    document.save(edited)
    assert docx.names(edited.getvalue()) == [("甲", "万元增长{{ 乙 }}％"), ("乙", "％")]
    done = python_docx.Document(io.BytesIO(docx.fill(edited.getvalue(), {"甲": "3", "乙": "4"})))
    assert done.paragraphs[0].text == "投资3万元增长4％"
    assert [run.text for run in done.paragraphs[0].runs if run.bold] == ["3"]


def test_variables_in_tables_and_headers_are_filled() -> None:
    document = python_docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{ 甲 }}万元"
    document.sections[0].header.paragraphs[0].text = "{{ 乙 }}"
    made = io.BytesIO()
    document.save(made)
    assert docx.names(made.getvalue()) == [("甲", "万元"), ("乙", "")]
    done = python_docx.Document(io.BytesIO(docx.fill(made.getvalue(), {"甲": "3", "乙": "四"})))
    assert done.tables[0].cell(0, 0).text == "3万元"
    assert done.sections[0].header.paragraphs[0].text == "四"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 甲.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ 没有 }}", "{% for %}",
        "{{ 甲 | nope }}",
        "{{ 1 / 0 }}", "{% include '/etc/passwd' %}",
    ],
)  # fmt: skip
def test_a_skeleton_reaches_its_values_and_nothing_else(text: str) -> None:
    document = python_docx.Document()
    document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    with pytest.raises(DocxError, match="docxtpl cannot fill it"):
        docx.fill(made.getvalue(), {"甲": "秘密"})


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip"])
def test_what_is_no_docx(data: bytes) -> None:
    with pytest.raises(DocxError, match="not a docx"):
        docx.names(data)


def test_a_zip_that_is_no_docx() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(DocxError, match="not a docx"):
        docx.fill(made.getvalue(), {})


@pytest.mark.parametrize("bad", ["\x01", "\x0b", "\x0c", "\x00", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_said(bad: str) -> None:
    with pytest.raises(DocxError, match=f"U\\+{ord(bad):04X}"):
        docx.write([f"一{bad}"])
    with pytest.raises(DocxError, match=f"U\\+{ord(bad):04X}"):
        filled([gap("甲")], 甲=bad)


def test_the_same_skeleton_is_the_same_bytes() -> None:
    pieces: list[str | Gap] = ["投资", gap("甲")]
    assert docx.write(pieces) == docx.write(pieces)
    assert docx.fill(docx.write(pieces), {"甲": "1"}) == docx.fill(docx.write(pieces), {"甲": "1"})


def test_its_text_is_the_text_form() -> None:
    pieces: list[str | Gap] = ["一{", gap("甲"), "\n二"]
    assert markup.read(docx.text_of(docx.write(pieces))) == ["一{", Reference("甲"), "\n二"]

"""The same speech gives the same slots, whatever file it comes in."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

import anonymizer
from anonymizer.documents import read_document
from anonymizer.outputs import Way, redact_documents
from anonymizer.pipeline import Options
from tests.documents.html_pages import dedecms, trs, wechat
from tests.documents.pdf_files import laid_out
from tests.documents.printing import converted
from tests.helpers import ROOT

SPEECHES = ("e01-straw-burning", "f12-elderly-care", "k07-county-court")
TRADITIONAL = (
    "在全鄉防汛工作會議上的講話",
    "同志們：",
    "今年投資220萬元，加固堤防3.5公里，請周明遠同志到柳泉鎮督辦，電話13912345678。",
    "一、抓緊排查",
    "6月底前完成率要達到百分之九十五，李鄉長每周通報一次。",
)

Slots = list[tuple[str, str, str | None]]


@cache
def lines_of(speech: str) -> tuple[str, ...]:
    text = (ROOT / "corpus" / f"{speech}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def slots_of(data: bytes, name: str, way: Way = Way.TEXT) -> Slots:
    """Kind, text and label of each slot; the text as it reads when cleaned."""
    document = read_document(data, name)
    (redaction,) = redact_documents([(document, way)], Options(), anonymizer.load_rules())
    return [
        (slot.kind, slot.surface if isinstance(slot.surface, str) else slot.text, slot.label)
        for slot in redaction.slots
    ]


@cache
def expected(lines: tuple[str, ...]) -> Slots:
    slots = slots_of("\n".join(lines).encode(), "speech.txt")
    assert slots
    return slots


def word(lines: Sequence[str]) -> bytes:
    """A Word document whose lines are cut in runs of five characters."""
    import docx

    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 5):
            paragraph.add_run(line[at : at + 5])
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("speech", SPEECHES)
def test_a_text_in_any_encoding(speech: str, encoding: str) -> None:
    lines = lines_of(speech)
    assert slots_of("\n".join(lines).encode(encoding), "speech.txt") == expected(lines)


def test_a_text_in_big5() -> None:
    data = "\n".join(TRADITIONAL).encode("big5")
    assert read_document(data, "speech.txt").source.encoding == "big5"
    assert slots_of(data, "speech.txt") == expected(TRADITIONAL)


@pytest.mark.parametrize("way", [Way.TEXT, Way.IN_PLACE])
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("speech.docx", word),
        ("speech.pdf", laid_out),
        ("trs.html", lambda lines: trs(lines[0], lines[1:]).encode()),
        ("wechat.html", lambda lines: wechat(lines[0], lines[1:]).encode()),
        ("dedecms.html", lambda lines: dedecms(lines[0], lines[1:]).encode("gb18030")),
        ("speech.md", lambda lines: ("# " + "\n\n".join(lines)).encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("speech", SPEECHES)
def test_a_document(
    speech: str, name: str, made: Callable[[Sequence[str]], bytes], way: Way
) -> None:
    lines = lines_of(speech)
    assert slots_of(made(lines), name, way) == expected(lines)


@pytest.mark.parametrize(("to", "name"), [("doc", "a.doc"), ("doc", "a.wps"), ("pdf", "a.pdf")])
def test_what_libreoffice_makes_of_it(to: str, name: str, tmp_path: Path) -> None:
    lines = lines_of(SPEECHES[0])
    data = converted(word(lines), tmp_path, "speech.docx", to)
    for way in (Way.TEXT, Way.IN_PLACE):
        assert slots_of(data, name, way) == expected(lines)

"""Tags by their names and places: the quick way gives what the thorough one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer.documents.files import ReadError
from anonymizer.documents.ooxml.markup import (
    attributes,
    content_end,
    open_part,
    rewritten,
    root_name,
    tags,
    text_of,
)
from anonymizer.edits import Edit, Patch
from tests.documents.docxmaker import NAMESPACES, W

WANTED = frozenset({"w:p", "w:t", "w:tab", "w:tabs", "mc:Choice", "wp:docPr"})
LEAVES = frozenset({"w:t", "wp:docPr"})
NAMES = ["w:p", "w:t", "w:tab", "w:tabs", "w:tabs2", "w:pPr", "mc:Choice", "wp:docPr", "x:p", "p"]
ATTRIBUTES = ["", ' w:val="a>b"', " a='\"'", ' a="/"', f' xmlns:x="{W}"', f' xmlns="{W}"']


TEXTS = ["", "文", "a > b", "<!-- <w:p> -->", "<![CDATA[<w:p>]]>", "<?x <w:t>?>"]


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    name, attribute = draw(st.sampled_from(NAMES)), draw(st.sampled_from(ATTRIBUTES))
    if name.startswith("x:") and "xmlns:x" not in attribute:
        attribute += ' xmlns:x="urn:other"'
    if depth == 0 or draw(st.booleans()):
        return f"<{name}{attribute}{draw(st.sampled_from(['', ' ']))}/>"
    inner = "".join(draw(st.lists(elements(depth - 1), max_size=3)))
    text = draw(
        st.sampled_from(["", "文", "a > b", "<!-- <w:p> -->", "<![CDATA[<w:p>]]>", "<?x <w:t>?>"])
    )
    return f"<{name}{attribute}>{text}{inner}</{name}>"


@given(elements())
def test_wanted_tags_are_those_of_all_that_have_the_names(element: str) -> None:
    xml = f'<?xml version="1.0"?><w:document {NAMESPACES}>{element}</w:document>'
    open_part(xml.encode(), "a.docx", "document.xml")
    expected = [
        tag for tag in tags(xml) if tag.name in WANTED and (tag.opens or tag.name not in LEAVES)
    ]
    assert list(tags(xml, WANTED, LEAVES)) == expected


@given(elements())
def test_each_tag_that_opens_is_closed(element: str) -> None:
    xml = f"<w:document {NAMESPACES}>{element}</w:document>"
    depth = 0
    for tag in tags(xml):
        assert xml[tag.start] == "<" and xml[tag.end - 1] == ">"
        depth += tag.opens - tag.closes
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize(
    "inner", ["文字", "", "a<!-- </w:t> -->b", "<![CDATA[</w:t>]]>", "a<?x </w:t>?>"]
)
def test_the_content_of_an_element_ends_at_its_own_end(inner: str) -> None:
    xml = f"<w:t>{inner}</w:t><w:t>x</w:t>"
    first = next(iter(tags(xml)))
    assert xml[first.end : content_end(xml, first)] == inner


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("甲&amp;乙", "甲&乙"),
        ("&#20013;&#x4E2D;", "中中"),
        ("&#128;", "\x80"),
        ("&apos;&quot;&lt;&gt;", "'\"<>"),
        ("a<!-- b -->c<![CDATA[&amp;]]>", "ac&amp;"),
    ],
)
def test_references_are_read_as_xml_has_them(inner: str, text: str) -> None:
    assert text_of(inner) == text


def test_what_a_patch_leaves_alone_stays_as_it_is_written() -> None:
    assert rewritten("&#20013;&amp;乙", Patch([Edit(2, 3, "<")])) == "&#20013;&amp;&lt;"
    assert rewritten("a<!-- b -->c", Patch([Edit(1, 2, "X")])) == "a<!-- b -->X"


def test_the_places_of_attributes_are_those_of_their_values() -> None:
    xml = "<wp:docPr id='1' descr=\"a&amp;b\" xmlns:q='urn:q'/>"
    found = list(attributes(xml, next(iter(tags(xml)))))
    assert [(each.name, each.value) for each in found] == [("id", "1"), ("descr", "a&b")]
    assert [xml[each.start : each.end] for each in found] == ["1", "a&amp;b"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-7", "punycode", "no-such"])
def test_encodings_that_no_office_file_has_are_refused(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    with pytest.raises(ReadError, match="encoding"):
        open_part(data, "a.docx", "document.xml")
    assert root_name(data) == "a"


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a>\xff</a>", b"<a b='&c;'/>"])
def test_what_is_not_sound_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"document\.xml"):
        open_part(data, "a.docx", "document.xml")

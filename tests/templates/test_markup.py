from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from anonymizer.templates import markup
from anonymizer.templates.gaps import Reference
from tests.strategies import texts

braces = st.text("{}%#'\" 甲\n\r-_", max_size=20)
pieces = st.lists(
    st.one_of(braces, texts, st.sampled_from(["甲", "乙_2", "增长_百分比"]).map(Reference)),
    max_size=8,
)


@given(pieces)
def test_what_is_written_is_read_again(made: list[str | Reference]) -> None:
    joined: list[str | Reference] = []
    for piece in made:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    assert markup.read(markup.write(made)) == joined


@given(st.lists(st.one_of(braces, st.just(Reference("甲"))), max_size=8))
def test_jinja_reads_it_alike(made: list[str | Reference]) -> None:
    made = [piece.replace("\r", "") if isinstance(piece, str) else piece for piece in made]
    text = "".join(piece if isinstance(piece, str) else "值" for piece in made)
    template = Environment(keep_trailing_newline=True).from_string(markup.write(made))
    assert template.render(甲="值") == text


@pytest.mark.parametrize("text", ["{{甲}}", "{{ 甲 }}", "{{  甲\t}}", "{{\u3000甲 }}"])
def test_spaces_in_a_tag_do_not_matter(text: str) -> None:
    assert markup.read(text) == [Reference("甲")]


@pytest.mark.parametrize("quotes", ["''", '""', "‘’", "“”"])
def test_quotes_that_a_word_processor_has_changed(quotes: str) -> None:
    assert markup.read(f"{{{{ {quotes[0]}{{{{{quotes[1]} }}}}") == ["{{"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("一\n二{{ 甲", "line 2: {{ without a variable's name and }}"),
        ("{{ 1甲 }}", "line 1: {{ without"),
        ("{{ 甲.__class__ }}", "line 1: {{ without"),
        ("{{ 甲\n}}", "line 1: {{ without"),
        ("{% for %}", "line 1: {% means nothing in a skeleton"),
        ("{# x #}", "line 1: {# means nothing"),
    ],
)
def test_what_is_no_skeleton_names_its_line(text: str, complaint: str) -> None:
    with pytest.raises(markup.MarkupError) as caught:
        markup.read(text)
    assert complaint in str(caught.value)


def test_references_come_with_what_stands_behind() -> None:
    assert list(markup.references("投资{{ 甲 }}万元，{{ '{{' }}{{乙}}")) == [
        ("甲", "万元，{{ '{{' }}{{乙}}"),
        ("乙", ""),
    ]

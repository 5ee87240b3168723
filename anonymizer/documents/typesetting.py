"""Texts set as Word documents, as official documents are: A4, 仿宋, headings in 黑体 and 楷体."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from anonymizer import compiled
from anonymizer.documents.files import WriteError
from anonymizer.documents.xmltext import unwritable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_BREAK: Final = compiled.lazy(r"\r\n|\n|\r")
_LATIN: Final = "Times New Roman"
_SONG: Final = "仿宋"


class _Look(NamedTuple):
    """How the lines of a role are set: the type, centred or with the first line indented."""

    name: str
    font: str = _SONG
    points: int = 16
    centred: bool = False
    indented: bool = False


_BODY: Final = _Look("讲话正文", indented=True)
_UNDER_TITLE: Final = _Look("讲话人和日期", "楷体", centred=True)
_LOOKS: Final = {
    "title": _Look("讲话题目", "黑体", 22, centred=True),
    "collection_mark": _Look("讲话题目", "黑体", 22, centred=True),
    "speaker": _UNDER_TITLE,
    "date": _UNDER_TITLE,
    "salutation": _Look("讲话称呼"),
    "chapter": _Look("讲话一级标题", "黑体", indented=True),
    "section": _Look("讲话二级标题", "楷体", indented=True),
}
"""How official documents set each role; what is not here is set as the body."""


def typeset(text: str, roles: Mapping[int, str]) -> bytes:
    """A text as a docx file, a line a paragraph.

    ``roles`` says by its offset what role a line has. Raises :class:`WriteError` for characters
    that no docx can hold.
    """
    if bad := unwritable(text):
        raise WriteError(f"the text holds {bad}, which no docx can hold; write .txt instead")
    document = new_document()
    done = 0
    for end, following in [*(found.span() for found in _BREAK.finditer(text)), (len(text), 0)]:
        if end > done or following:
            paragraph = document.add_paragraph(text[done:end])
            if role := roles.get(done):
                set_role(document, paragraph, role)
        done = following
    return saved(document)


def set_role(document: Document, paragraph: Paragraph, role: str) -> None:
    """Set a paragraph as lines of its role are set."""
    paragraph.style = _style(document, _LOOKS.get(role, _BODY), paragraph)


def new_document() -> Document:
    """An empty document on A4, set as official documents are."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    normal: Any = document.styles["Normal"]
    _set_font(normal, _SONG, 16)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(30)
    return document


def saved(document: Any) -> bytes:
    """The bytes of a document; the same document gives the same ones, whenever it is saved."""
    made, settled = io.BytesIO(), io.BytesIO()
    document.save(made)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()


def _style(document: Document, look: _Look, paragraph: Paragraph) -> Any:
    """The paragraph style of a look; a line that is indented by its own spaces gets no more."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    own = paragraph.text[:1].isspace()
    name = f"{look.name}（空格缩进）" if own else look.name
    if name in document.styles:
        return document.styles[name]
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _set_font(style, look.font, look.points)
    if own:
        return style
    if look.centred:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if look.indented:
        style.paragraph_format.first_line_indent = Pt(2 * look.points)
    return style


def _set_font(style: Any, font: str, points: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = _LATIN, Pt(points)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)

"""Skeletons as docx files in docxtpl's syntax, and filling them.

A line is a paragraph, a gap a run of its own. Each brace of the speech's own is a run of its
own too, written as an expression: docxtpl joins braces across tags, and would take two that
merely stand at the end of one paragraph and the beginning of the next for one of its own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from anonymizer import compiled
from anonymizer.templates.gaps import Gap
from anonymizer.templates.markup import references, tag
from anonymizer.templates.xmltext import unwritable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_BREAK: Final = compiled.lazy(r"\r\n|\n|\r")
_BRACE: Final = compiled.lazy(r"([{}])")
_LATIN: Final = "Times New Roman"
_SONG: Final = "仿宋"


class _Look(NamedTuple):
    """How the lines of a role are set: the type, centred or with the first line indented."""

    name: str
    font: str = _SONG
    points: int = 16
    centred: bool = False
    indented: bool = False


class DocxError(ValueError):
    """A docx file that cannot be made, read or filled."""


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


def write(pieces: Iterable[str | Gap], roles: Mapping[int, str] | None = None) -> bytes:
    """A skeleton as a docx file. Raises :class:`DocxError` for what XML cannot hold.

    ``roles`` says by its offset in the speech what role a line has.
    """
    document = _new()
    paragraph = document.add_paragraph()
    lines = [(0, paragraph)]
    offset = 0
    for piece in pieces:
        if not isinstance(piece, str):
            paragraph.add_run(tag(piece.variable))
            offset += len(piece.text)
            continue
        if bad := unwritable(piece):
            raise DocxError(f"the speech holds {bad}, which no docx can hold; write .txt or .md")
        done = 0
        for found in _BREAK.finditer(piece):
            _add_literal(paragraph, piece[done : found.start()])
            done = found.end()
            paragraph = document.add_paragraph()
            lines.append((offset + done, paragraph))
        _add_literal(paragraph, piece[done:])
        offset += len(piece)
    for start, paragraph in lines:
        if role := (roles or {}).get(start):
            paragraph.style = _style(document, _LOOKS.get(role, _BODY), paragraph)
    return _saved(document)


def _add_literal(paragraph: Paragraph, text: str) -> None:
    for part in _BRACE.split(text):
        if part in ("{", "}"):
            paragraph.add_run(f"{{{{ '{part}' }}}}")
        elif part:
            paragraph.add_run(part)


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


def _new() -> Document:
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


def _set_font(style: Any, font: str, points: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = _LATIN, Pt(points)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)


def names(data: bytes) -> list[tuple[str, str]]:
    """Each variable of a docx skeleton with the text behind it. Raises :class:`DocxError`."""
    import jinja2
    from docx.oxml.ns import qn

    template = _opened(data)
    found: list[tuple[str, str]] = []
    for paragraph in template.docx._element.body.iter(qn("w:p")):
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        found += references(text)
    try:
        others = template.get_undeclared_template_variables(jinja_env=_environment())
    except jinja2.TemplateError as error:
        raise DocxError(_told(error)) from None
    known = {name for name, _ in found}
    # What stands in a header, or in a loop that someone has added.
    found += [(name, "") for name in sorted(others) if name not in known]
    return [(name, behind) for name, behind in found if name in others]


def fill(data: bytes, values: Mapping[str, str]) -> bytes:
    """A docx skeleton with a value for each of its variables. Raises :class:`DocxError`."""
    import jinja2

    template = _opened(data)
    try:
        template.render(
            {name: _safe(name, value) for name, value in values.items()}, _environment()
        )
    except (jinja2.TemplateError, ArithmeticError, TypeError, OverflowError) as error:
        raise DocxError(_told(error)) from None
    return _saved(template.docx)


def _told(error: Exception) -> str:
    """What is wrong with a template, in a line without its text."""
    if type(error).__name__ in ("TemplateSyntaxError", "UndefinedError"):
        return f"docxtpl cannot fill it: {str(error).splitlines()[0][:120]}"
    return f"docxtpl cannot fill it: {type(error).__name__}"


def _safe(name: str, value: str) -> Any:
    """A value that goes through docxtpl as it is, its line breaks as breaks in a paragraph."""
    from markupsafe import Markup, escape

    if bad := unwritable(value):
        raise DocxError(f"the value of {name} holds {bad}, which no docx can hold")
    # To docxtpl {_{ in what has been rendered means {{. As an entity, _ is only itself.
    escaped = str(escape(_BREAK.sub("\n", value))).replace("_", "&#95;")
    return Markup(escaped)


def _environment() -> Any:
    """A skeleton may come from anyone: it can reach its values and nothing else."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _opened(data: bytes) -> Any:
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate
    from lxml.etree import XMLSyntaxError

    template = DocxTemplate(io.BytesIO(data))
    try:
        template.init_docx()
    except (zipfile.BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError, OSError) as error:
        raise DocxError(f"not a docx file that can be read ({type(error).__name__})") from None
    return template


def _saved(document: Any) -> bytes:
    """The bytes of a document; the same document gives the same ones, whenever it is saved."""
    saved, settled = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()


def text_of(data: bytes) -> str:
    """The text of all paragraphs, joined by line breaks."""
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)

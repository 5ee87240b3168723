"""Skeletons as docx files in docxtpl's syntax, and filling them.

A line is a paragraph, a gap a run of its own. Each brace of the speech's own is a run of its
own too, written as an expression: docxtpl joins braces across tags, and would take two that
merely stand at the end of one paragraph and the beginning of the next for one of its own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from anonymizer import compiled
from anonymizer.documents.typesetting import new_document, saved, set_role
from anonymizer.documents.xmltext import unwritable
from anonymizer.templates.gaps import Gap
from anonymizer.templates.markup import references, tag

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_BREAK: Final = compiled.lazy(r"\r\n|\n|\r")
_BRACE: Final = compiled.lazy(r"([{}])")


class DocxError(ValueError):
    """A docx file that cannot be made, read or filled."""


def write(pieces: Iterable[str | Gap], roles: Mapping[int, str] | None = None) -> bytes:
    """A skeleton as a docx file. Raises :class:`DocxError` for what XML cannot hold.

    ``roles`` says by its offset in the speech what role a line has.
    """
    document = new_document()
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
            set_role(document, paragraph, role)
    return saved(document)


def _add_literal(paragraph: Paragraph, text: str) -> None:
    for part in _BRACE.split(text):
        if part in ("{", "}"):
            paragraph.add_run(f"{{{{ '{part}' }}}}")
        elif part:
            paragraph.add_run(part)


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
    return saved(template.docx)


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


def text_of(data: bytes) -> str:
    """The text of all paragraphs, joined by line breaks."""
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)

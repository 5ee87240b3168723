"""Skeletons as docx files in docxtpl's syntax, and filling them.

A line is a paragraph, a gap a run of its own. Each brace of the speech's own is a run of its
own too, written as an expression: docxtpl joins braces across tags, and would take two that
merely stand at the end of one paragraph and the beginning of the next for one of its own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from anonymizer import compiled
from anonymizer.documents.document import Block, Document, Removal
from anonymizer.documents.typesetting import new_document, saved, set_role
from anonymizer.documents.xmltext import unwritable
from anonymizer.edits import Edit
from anonymizer.inplace import changes_of
from anonymizer.templates.gaps import Gap
from anonymizer.templates.markup import fillings, references, tag

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

    from anonymizer.pipeline import Redaction
    from anonymizer.templates.skeleton import Skeleton

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


def write_in_place(document: Document, skeleton: Skeleton, redaction: Redaction) -> bytes:
    """A Word document as a skeleton, its looks kept: the speech's own gaps in its own runs.

    ``redaction`` is the one that the skeleton was made of. Raises
    :class:`~anonymizer.documents.WriteError` if a value would be left.
    """
    edits: list[Edit] = []
    offset = 0
    for piece in skeleton.pieces:
        if isinstance(piece, str):
            for found in _BRACE.finditer(piece):
                place = redaction.to_source(offset + found.start(), offset + found.end())
                edits.append(Edit(*place, _literal(found[0])))
            offset += len(piece)
        else:
            place = redaction.to_source(offset, offset + len(piece.text))
            edits.append(Edit(*place, tag(piece.variable)))
            offset += len(piece.text)
    removed = [Removal(gap.original, gap.kind) for gap in skeleton.gaps if gap.original is not None]
    return document.save(changes_of(document, edits).runs, removed)


def _literal(brace: str) -> str:
    """A brace of the speech's own, as an expression."""
    return f"{{{{ '{brace}' }}}}"


def _add_literal(paragraph: Paragraph, text: str) -> None:
    for part in _BRACE.split(text):
        if part in ("{", "}"):
            paragraph.add_run(_literal(part))
        elif part:
            paragraph.add_run(part)


def names(data: bytes) -> list[tuple[str, str]]:
    """Each variable of a docx skeleton with the text behind it. Raises :class:`DocxError`."""
    import jinja2

    template = _opened(data)
    try:
        known = set(template.get_undeclared_template_variables(jinja_env=_environment()))
    except jinja2.TemplateError as error:
        raise DocxError(_told(error)) from None
    found: list[tuple[str, str]] = []
    for block, _, text in _texts(_read(data)):
        there = list(references(text))
        found += there
        if not _ASKED.match(block.address):
            known.update(name for name, _ in there)
    seen = {name for name, _ in found}
    found += [(name, "") for name in sorted(known) if name not in seen]  # in somebody's own loop
    return [(name, behind) for name, behind in found if name in known]


def fill(data: bytes, values: Mapping[str, str]) -> bytes:
    """A docx skeleton with a value for each of its variables. Raises :class:`DocxError`."""
    import jinja2

    template = _opened(_filled_beside(data, values))
    try:
        template.render(
            {name: _safe(name, value) for name, value in values.items()}, _environment()
        )
    except (jinja2.TemplateError, ArithmeticError, TypeError, OverflowError) as error:
        raise DocxError(_told(error)) from None
    return saved(template.docx)


_RENDERED: Final = compiled.lazy(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml#")
"""Where docxtpl fills variables; comments, charts and endnotes it leaves alone."""
_ASKED: Final = compiled.lazy(r"word/(?:document|header\d*|footer\d*)\.xml#")
"""Where it looks when it is asked for their names."""


def _texts(document: Document) -> Iterator[tuple[Block, int, str]]:
    """Each block with its place in the document's text, and its own."""
    for block, start in zip(document.blocks, document.block_starts(), strict=True):
        parts = (document.runs[p] if isinstance(p, int) else p for p in block.parts)
        yield block, start, "".join(parts)


def _filled_beside(data: bytes, values: Mapping[str, str]) -> bytes:
    """A skeleton with those variables filled that docxtpl would leave as they are."""
    document = _read(data)
    edits: list[Edit] = []
    for block, start, text in _texts(document):
        if not _RENDERED.match(block.address):
            edits += [
                Edit(start + edit.start, start + edit.end, edit.replacement)
                for edit in fillings(text, values)
            ]
    if bad := next(filter(None, (unwritable(edit.replacement) for edit in edits)), ""):
        raise DocxError(f"a value holds {bad}, which no docx can hold")
    return document.save(changes_of(document, edits).runs, ()) if edits else data


def _read(data: bytes) -> Document:
    from anonymizer.documents import ReadError, Reading
    from anonymizer.documents.docx import read

    try:
        return read(data, "the skeleton", Reading())
    except ReadError as error:
        why = str(error).partition(": ")[2]
        raise DocxError(f"not a docx file that can be read: {why}") from None


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

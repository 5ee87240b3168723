"""Anonymizer: takes the facts out of Chinese official speeches, and can put them back.

    >>> import anonymizer
    >>> redaction = anonymizer.redact("投资220万元，李县长到会。")
    >>> redaction.text
    '投资X万元，X县长到会。'
    >>> anonymizer.restore(redaction.text, redaction.manifest)
    '投资220万元，李县长到会。'

All offsets are Unicode code points, 0-based, half-open.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from anonymizer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from anonymizer.auditing import Audit
    from anonymizer.auditing.record import AuditedFact, AuditRecord, audit_schema, audits_schema
    from anonymizer.edits import Edit, Patch
    from anonymizer.outputs import Output
    from anonymizer.phrases.book import PhraseBook, phrases_schema
    from anonymizer.pipeline import Options, Redaction
    from anonymizer.redaction import Decision
    from anonymizer.restoring import RestoreError
    from anonymizer.rewritten import NotUniqueError, PutBack
    from anonymizer.rulebook import Rulebook, RuleError
    from anonymizer.segmentation import Outline
    from anonymizer.slots import (
        KINDS,
        EditRecord,
        ExtractedSlot,
        Manifest,
        Slot,
        Span,
        extraction_schema,
        manifest_schema,
    )
    from anonymizer.templates import FillError, Gap, Reference, Skeleton

__all__ = [
    "KINDS",
    "Audit",
    "AuditRecord",
    "AuditedFact",
    "Decision",
    "Edit",
    "EditRecord",
    "ExtractedSlot",
    "FillError",
    "Gap",
    "Manifest",
    "NotUniqueError",
    "Outline",
    "Output",
    "Patch",
    "PhraseBook",
    "PutBack",
    "Redaction",
    "RestoreError",
    "RuleError",
    "Rulebook",
    "Skeleton",
    "Slot",
    "Span",
    "__version__",
    "audit",
    "audit_schema",
    "audits_schema",
    "common",
    "extract",
    "extraction_schema",
    "fill",
    "load_rules",
    "manifest_schema",
    "phrases_schema",
    "put_back",
    "redact",
    "redact_all",
    "redact_file",
    "restore",
    "restore_file",
    "segment",
    "split_speeches",
    "template",
]

# Nothing is imported before it is asked for: a command needs only its own part of all this,
# and the command line has something to say before anything big is loaded.
_HOMES: Final = {
    "KINDS": "slots",
    "Audit": "auditing",
    "AuditRecord": "auditing.record",
    "AuditedFact": "auditing.record",
    "Decision": "redaction",
    "Edit": "edits",
    "EditRecord": "slots",
    "ExtractedSlot": "slots",
    "FillError": "templates",
    "Gap": "templates",
    "Manifest": "slots",
    "NotUniqueError": "rewritten",
    "Outline": "segmentation",
    "Output": "outputs",
    "Patch": "edits",
    "PhraseBook": "phrases.book",
    "PutBack": "rewritten",
    "Redaction": "pipeline",
    "RestoreError": "restoring",
    "RuleError": "rulebook",
    "Rulebook": "rulebook",
    "Skeleton": "templates",
    "Slot": "slots",
    "Span": "slots",
    "audit_schema": "auditing.record",
    "audits_schema": "auditing.record",
    "extraction_schema": "slots",
    "manifest_schema": "slots",
    "phrases_schema": "phrases.book",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def redact(
    text: str,
    profile: str = "standard",
    *,
    placeholder: str | None = None,
    clean: bool = True,
    title_year: str | int | None = None,
    unique: bool = False,
    rules: Path | str | None = None,
) -> Redaction:
    """Take the facts out of a text.

    ``profile`` is ``light``, ``standard``, ``strict`` or one of your own; ``placeholder`` a
    style (``x``, ``numbered``, ``typed``, ``mou``, ``mask``, ``surrogate``), by default the
    profile's; ``title_year`` what replaces the year in the title; ``unique`` keeps ``numbered``
    and ``typed`` placeholders apart from any that stand in the text already; ``rules`` is a
    folder laid over the built-in rules. Raises :class:`RuleError` for an unknown profile or
    unusable rules, ``ValueError`` for an unknown style, or one that is never unique.
    """
    from anonymizer.documents.source import Source
    from anonymizer.pipeline import run

    options = _options(profile, placeholder, clean, title_year, unique)
    return run(Source.from_text(text), options, load_rules(rules))


def redact_all(
    texts: Iterable[str],
    profile: str = "standard",
    *,
    placeholder: str | None = None,
    clean: bool = True,
    title_year: str | int | None = None,
    unique: bool = False,
    rules: Path | str | None = None,
) -> Iterator[Redaction]:
    """Like :func:`redact` for each of many texts, in their order, and faster than one by one.

    Texts are taken in blocks of about 200,000 characters, so a stream may be of any length.
    Raises what :func:`redact` raises, before any text is taken.
    """
    from anonymizer.blocks import blocks
    from anonymizer.documents.source import Source
    from anonymizer.pipeline import run_all
    from anonymizer.redaction.placeholders import demand_unique, style_of

    options = _options(profile, placeholder, clean, title_year, unique)
    rulebook = load_rules(rules)
    style = placeholder or rulebook.profile(profile).placeholder
    (demand_unique if unique else style_of)(style)
    return (
        redaction
        for block in blocks(texts, len)
        for redaction in run_all([Source.from_text(text) for text in block], options, rulebook)
    )


def redact_file(
    path: Path | str,
    profile: str = "standard",
    *,
    to: str | None = None,
    fields: Sequence[str] = (),
    encoding: str | None = None,
    placeholder: str | None = None,
    clean: bool = True,
    title_year: str | int | None = None,
    unique: bool = False,
    rules: Path | str | None = None,
) -> Output:
    """Take the facts out of a document: Word, WPS, PDF, a web page, a table, a text.

    ``data`` of the result is the new file, ``slots`` what was removed, ``manifest_for(name)`` the
    record from which :func:`restore_file` gives the original back. The file is of the same kind,
    its looks kept, or what ``to`` says: ``txt`` or ``docx`` for the cleaned text. ``fields`` are
    the columns of a table that hold text. Raises ``ReadError`` for what cannot be read,
    ``WriteError`` if a value would be left, ``ValueError`` for what cannot be written so.
    """
    from pathlib import Path

    from anonymizer import outputs
    from anonymizer.documents import FieldsError, Reading, load_document

    rulebook = load_rules(rules)
    document = load_document(Path(path), Reading(encoding, tuple(fields)))
    if outputs.is_table(document) and not fields:
        raise FieldsError(f"{path}: is a table; name its columns: {document.field_names()}")
    way = outputs.usual_way(document) if to is None else outputs.way_to(document.format, f".{to}")
    options = _options(profile, placeholder, clean, title_year, unique)
    (redaction,) = outputs.redact_documents([(document, way)], options, rulebook)
    return outputs.output_of(document, redaction, way, rulebook)


def restore_file(data: bytes, manifest: Manifest | bytes | str) -> bytes:
    """The original file of a redacted one, byte for byte, from the manifest or its JSON.

    Raises :class:`RestoreError` if the file is not the one that the manifest records, and
    ``ValueError`` for JSON that is no manifest.
    """
    from anonymizer.restoring import restore_bytes
    from anonymizer.slots import Manifest

    if not isinstance(manifest, Manifest):
        manifest = Manifest.from_json(manifest)
    return restore_bytes(data, manifest)


def split_speeches(
    text: str,
    profile: str = "standard",
    *,
    placeholder: str | None = None,
    clean: bool = True,
    title_year: str | int | None = None,
    unique: bool = False,
    rules: Path | str | None = None,
) -> list[Redaction]:
    """Like :func:`redact`, one redaction for each speech of a collection."""
    from anonymizer.documents.source import Source
    from anonymizer.pipeline import split

    options = _options(profile, placeholder, clean, title_year, unique)
    return split(Source.from_text(text), options, load_rules(rules))


def common(
    texts: Iterable[str],
    profile: str = "standard",
    *,
    minimum: int = 2,
    top: int = 50,
    values: bool = False,
    rules: Path | str | None = None,
) -> PhraseBook:
    """The sentences and phrases that at least ``minimum`` of many speeches share.

    Of them the first ``top`` by how many speeches use them, all for 0, each with the slots
    that vary in it; what these held comes only with ``values``. A text may hold several
    speeches; in the result they go by the text's number, from 1. Texts are taken in blocks,
    and what is learned from them stands in temporary files, so a stream may be long. Raises
    :class:`RuleError` for an unknown profile or unusable rules, ``ValueError`` for a
    ``minimum`` below 1 or a ``top`` below 0.

    >>> book = common(["投资220万元，要抓好落实。", "投资35万元，李县长到会。"])
    >>> [(phrase.skeleton, phrase.speeches, phrase.slots[0].values) for phrase in book.phrases]
    [('投资X万元', 2, 2)]
    """
    from contextlib import closing

    from anonymizer.blocks import blocks
    from anonymizer.documents.source import Source
    from anonymizer.phrases.finder import Finder, Terms, digest_texts

    if minimum < 1 or top < 0:
        raise ValueError("minimum must be at least 1 and top at least 0")
    rulebook = load_rules(rules)
    rulebook.profile(profile)
    terms = Terms.of(profile, with_values=values)
    named = ((str(number), text) for number, text in enumerate(texts, 1))
    with closing(Finder(terms, rulebook)) as finder:
        for block in blocks(named, lambda each: len(each[1])):
            sources = [(name, Source.from_text(text, name)) for name, text in block]
            finder.add(digest_texts(sources, terms, rulebook))
        return finder.book(minimum, top)


def restore(text: str, manifest: Manifest | bytes | str, *, edited: bool = False) -> str:
    """The original of a redacted text, from its manifest or the manifest's JSON.

    Raises :class:`RestoreError` if the text is not the one that the manifest records, and
    ``ValueError`` for JSON that is no manifest. An ``edited`` text may have been rewritten in
    any way: the values go back where their placeholders are found, as :func:`put_back` does.
    """
    from anonymizer.restoring import restore_text
    from anonymizer.slots import Manifest

    if not isinstance(manifest, Manifest):
        manifest = Manifest.from_json(manifest)
    return put_back(text, manifest).text if edited else restore_text(text, manifest)


def put_back(text: str, manifest: Manifest | bytes | str) -> PutBack:
    """Put the values into a redacted text that was rewritten, and report on it.

    ``report`` of the result names what is missing, unknown or used more often than in the
    redacted text, without values. Raises :class:`NotUniqueError` unless each placeholder of
    the manifest stands for one figure or name only (``numbered`` or ``typed``), and
    ``ValueError`` for JSON that is no manifest.
    """
    from anonymizer import rewritten
    from anonymizer.slots import Manifest

    if not isinstance(manifest, Manifest):
        manifest = Manifest.from_json(manifest)
    return rewritten.put_back(text, manifest)


def extract(text: str, *, rules: Path | str | None = None) -> tuple[ExtractedSlot, ...]:
    """The placeholders that stand in a text, whoever put them there, and what they stand for.

    One slot for each, in order: ``text`` is the placeholder as it stands, ``source`` its place,
    ``kind`` and ``unit`` what it is read as. The text stays as it is.
    """
    from anonymizer.extraction import extract

    return extract(text, load_rules(rules))


def audit(
    original: str, redacted: str, profile: str = "standard", *, rules: Path | str | None = None
) -> Audit:
    """Say of each fact of a text what became of it in a redacted version, whoever made that.

    Facts are what the profile would remove, and what the redaction removed beyond that. The
    result has ``facts`` with their verdicts, ``summary``, ``notes``, ``beyond`` and ``missing``;
    ``record(values=False)`` is a report that tells none of the values. Raises
    :class:`RuleError` for an unknown profile or unusable rules.

    >>> found = audit("投资220万元，李县长到会。", "投资X万元，李县长到会。")
    >>> [(fact.text, fact.verdict) for fact in found.facts]
    [('220', 'stripped'), ('李', 'kept')]
    """
    from anonymizer.auditing import audit_sources
    from anonymizer.documents.source import Source

    rulebook = load_rules(rules)
    return audit_sources(Source.from_text(original), Source.from_text(redacted), profile, rulebook)


def template(
    text: str,
    profile: str = "standard",
    *,
    clean: bool = True,
    rules: Path | str | None = None,
) -> Skeleton:
    """The skeleton of a speech: a variable for each of its facts, and for each placeholder in it.

    ``skeleton.text`` is what people fill, ``skeleton.values`` are the speech's own values, and
    ``skeleton.schema()`` says what they must look like. Raises what :func:`redact` raises.
    """
    from anonymizer.documents.source import Source
    from anonymizer.pipeline import run
    from anonymizer.templates import skeleton_of

    rulebook = load_rules(rules)
    options = _options(profile, None, clean, None, False)
    return skeleton_of(run(Source.from_text(text), options, rulebook), rulebook)


def fill(
    skeleton: Skeleton | str,
    values: Mapping[str, object],
    *,
    schema: Mapping[str, object] | None = None,
    partial: bool = False,
) -> str:
    """The speech that a skeleton, or its text form, becomes with these values.

    A value is text or a number. With ``partial`` a placeholder stays where a value is missing.
    For a text form the ``schema`` says what values must look like; without, they are taken as
    they are. Raises :class:`FillError` with all that is wrong with the values, and
    ``ValueError`` for a text that is no skeleton or a schema that is none.
    """
    from anonymizer.templates import Skeleton, check, fitting, markup
    from anonymizer.templates import schema as schemas
    from anonymizer.templates.fill import named

    pieces: Sequence[str | Gap | Reference]
    known = {} if schema is None else schemas.read(schema)
    if isinstance(skeleton, Skeleton):
        pieces, fields = skeleton.pieces, {**skeleton.fields, **known}
    else:
        pieces, fields = markup.read(skeleton), known
    filling = check(named(pieces), fields, values, partial=partial, declared=known)
    return fitting(pieces, filling.values)


def segment(text: str, *, rules: Path | str | None = None) -> Outline:
    """The outline of a text: its speeches, and the role of each of their lines."""
    from anonymizer.segmentation import outline

    return outline(text, load_rules(rules))


def load_rules(folder: Path | str | None = None) -> Rulebook:
    """The built-in rulebook, or with a folder of rules laid over it. Raises :class:`RuleError`."""
    from pathlib import Path

    from anonymizer.rulebook import load

    return load(Path(folder) if folder is not None else None)


def _options(
    profile: str,
    placeholder: str | None,
    clean: bool,
    title_year: str | int | None,
    unique: bool,
) -> Options:
    from anonymizer.pipeline import Options

    year = None if title_year is None else str(title_year)
    return Options(profile, placeholder, clean, year, unique)

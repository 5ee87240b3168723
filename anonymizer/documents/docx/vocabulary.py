"""Where text stands in Word's markup: names of elements and attributes, and whose text it is.

A *story* is the stream of text that a place belongs to. What a document keeps under the hood
(names of bookmarks and styles, instructions of fields) is text of no story unless it tells
something.
"""

from __future__ import annotations

import re
from typing import Final

from anonymizer import compiled
from anonymizer.documents.docx.places import CODE, SPACED

BODY: Final = "body"
TEXT_BOX: Final = "text box"
DELETIONS: Final = "deletions"
GUIDE: Final = "phonetic guide"
FIELD: Final = "field"
CHART: Final = "chart"
DIAGRAM: Final = "diagram"
ALT: Final = "alt text"
_SHAPE: Final = "shape"
_CONTROL: Final = "control"
_LINK: Final = "link"
_LABEL: Final = "list label"
_NAME: Final = "name"
_OTHER: Final = "other"
_GLOSSARY: Final = "glossary"
_NOTE: Final = "footnote"
_END_NOTE: Final = "endnote"
_COMMENT: Final = "comment"
_HEADER: Final = "header"
_FOOTER: Final = "footer"

STORIES: Final = (
    BODY,
    _NOTE,
    _END_NOTE,
    _COMMENT,
    _HEADER,
    _FOOTER,
    TEXT_BOX,
    _SHAPE,
    ALT,
    CHART,
    DIAGRAM,
    GUIDE,
    DELETIONS,
    FIELD,
    _CONTROL,
    _LINK,
    _LABEL,
    _NAME,
    _GLOSSARY,
    _OTHER,
)
"""The stories in the order in which they are read."""

STORY_OF_ROOT: Final = {
    "w:document": BODY,
    "w:footnotes": _NOTE,
    "w:endnotes": _END_NOTE,
    "w:comments": _COMMENT,
    "w:hdr": _HEADER,
    "w:ftr": _FOOTER,
    "c:chartSpace": CHART,
    "cx:chartSpace": CHART,
    "c:userShapes": CHART,
    "dgm:dataModel": DIAGRAM,
    "dsp:drawing": DIAGRAM,
    "w:glossaryDocument": _GLOSSARY,
}
"""The story of a part's paragraphs by the name of its root element; others are ``other``."""

OTHER: Final = _OTHER
DRAWN: Final = "dsp:drawing"
"""The root of the second copy of a diagram's text, as it was drawn last."""

TEXTLESS_ROOTS: Final = frozenset(
    {"a:theme", "w:styles", "w:fonts", "w:webSettings", "ct:Types", "rel:Relationships"}
)
"""Roots of parts that hold no text. Names of styles are looked at as the rest of the markup is."""

PARAGRAPHS: Final = frozenset({"w:p", "a:p"})
TEXTS: Final = frozenset({"w:t", "w:delText", "a:t", "m:t"})
SWITCH: Final = re.compile(
    r"\\[!-~](?:[ ]*(?:&quot;|\")?[0-9][0-9-]{0,6}(?:&quot;|\")?(?![^\s<]))?"
)
"""A switch of a field, as its instruction writes it, with the number that it may have."""

INSTRUCTIONS: Final = frozenset({"w:instrText", "w:delInstrText"})
VALUES: Final = frozenset({"c:v", "c:name", "cx:v", "cx:pt"})
"""Elements whose text is a block by itself: names and numbers that a chart shows."""

WORKINGS: Final = frozenset({"c:f", "c15:f", "cx:f", "c:oddHeader", "c:oddFooter"})
"""Elements whose text nobody reads: formulas, what a chart says when it is printed alone."""

KINDS: Final = {
    **dict.fromkeys(("w:t", "w:delText", "m:t"), SPACED),
    **dict.fromkeys((*INSTRUCTIONS, *WORKINGS), CODE),
}
"""The kind of an element's content, where it is not ``CONTENT``."""

_LEAVES: Final = TEXTS | INSTRUCTIONS | VALUES | WORKINGS

DECIDED: Final = (
    TEXTS
    | VALUES
    | {
        "@descr",
        "@title",
        "@alt",
        "@string",
        "@tooltip",
        "@displayText",
        "@value",
    }
)
"""Elements and attributes of whose text all is read, so that recognition decides on it."""

FIXED: Final = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "a:br": "\n"}
CHARACTERS: Final = frozenset({"w:noBreakHyphen", "w:sym"})
"""Elements that stand for one character and can be replaced by text."""

DELETED: Final = frozenset({"w:del", "w:moveFrom"})
INSERTED: Final = frozenset({"w:ins", "w:moveTo"})

TECHNICAL: Final = ""
"""The place of text that is of a story only if it tells something (:func:`tells`)."""
_DRAWING: Final = {"descr": ALT, "title": ALT, "name": TECHNICAL}
_VECTOR: Final = {"alt": ALT, "title": ALT}

ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    **dict.fromkeys(
        ("wp:docPr", "pic:cNvPr", "wps:cNvPr", "wpg:cNvPr", "a:cNvPr", "dsp:cNvPr", "cdr:cNvPr"),
        _DRAWING,
    ),
    **dict.fromkeys(
        (
            "v:shape",
            "v:rect",
            "v:roundrect",
            "v:oval",
            "v:line",
            "v:polyline",
            "v:curve",
            "v:arc",
            "v:image",
            "v:group",
            "v:shapetype",
        ),
        _VECTOR,
    ),
    "v:imagedata": {"title": ALT},
    "v:fill": {"title": ALT},
    "v:textpath": {"string": _SHAPE},
    "o:signatureline": {
        "suggestedsigner": _SHAPE,
        "suggestedsigner2": _SHAPE,
        "suggestedsigneremail": _SHAPE,
        "signinginstructions": _SHAPE,
    },
    "w:tblCaption": {"val": ALT},
    "w:tblDescription": {"val": ALT},
    "w:hyperlink": {"tooltip": _LINK, "anchor": TECHNICAL},
    "a:hlinkClick": {"tooltip": _LINK},
    "a:hlinkHover": {"tooltip": _LINK},
    "a:hlinkMouseOver": {"tooltip": _LINK},
    "w:fldSimple": {"instr": FIELD},
    "w:default": {"val": FIELD},
    "w:helpText": {"val": FIELD},
    "w:statusText": {"val": FIELD},
    "w:listEntry": {"val": FIELD},
    "w:listItem": {"displayText": _CONTROL, "value": _CONTROL},
    "w:alias": {"val": TECHNICAL},
    "w:tag": {"val": TECHNICAL},
    "w:lvlText": {"val": _LABEL},
    "w:bookmarkStart": {"name": TECHNICAL},
    "w:description": {"val": TECHNICAL},
}
"""By element, the attributes that hold text, and the story of each."""

WANTED: Final = frozenset(
    {
        *PARAGRAPHS,
        *_LEAVES,
        *FIXED,
        *CHARACTERS,
        *DELETED,
        *INSERTED,
        *ATTRIBUTES,
        "w:txbxContent",
        "w:altChunk",
        "w:tbl",
        "w:tc",
        "w:ruby",
        "w:rt",
        "w:fldChar",
        "w:textInput",
        "c:numCache",
        "c:numLit",
        "mc:AlternateContent",
        "mc:Choice",
        "mc:Fallback",
    }
)
TAGS_WITHOUT_END: Final = frozenset({*_LEAVES, *FIXED, *CHARACTERS, *ATTRIBUTES})
"""Elements of whose tags only the one that opens says something."""

_LAYOUT_FIELDS: Final = frozenset(
    {
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "TOC",
        "TOA",
        "INDEX",
        "SEQ",
        "STYLEREF",
        "LISTNUM",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "EDITTIME",
        "REVNUM",
        "NUMWORDS",
        "NUMCHARS",
        "FILESIZE",
        "AUTONUM",
        "AUTONUMLGL",
        "AUTONUMOUT",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "SYMBOL",
        "EQ",
    }
)
"""Fields whose instruction says how to lay out or to count, and names nobody."""

_COUNTING_FIELDS: Final = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "SEQ", "LISTNUM", "AUTONUM"}
)
"""Fields whose result Word counts by itself: a page in a table of contents is no figure."""
COUNTED: Final = re.compile(r"[-–— 0-9０-９IVXLCDMivxlcdm]{1,12}|[一二三四五六七八九十百]{1,4}")

_TELLING: Final = compiled.lazy(r"[^\x00-\x7f]|@|(?<![A-Za-z_0-9])[0-9]{5}")
_AUTOMATIC: Final = compiled.lazy(r"[^\W\d]+[\s_]*[0-9]{1,4}")
LEVEL: Final = re.compile(r"%[0-9]")
"""What in the label of a list stands for the number at a level."""
_SHORT_LABEL: Final = 4
"""Characters around the number of a list's label that say what is counted: ``第%1章``."""


def tells(text: str) -> bool:
    """Whether text that programs write may be a person's: ``张三`` may be, ``图片 3`` is not."""
    return bool(_TELLING.search(text)) and not _AUTOMATIC.fullmatch(text)


def counts(text: str) -> bool:
    """Whether a field's instruction has Word count something."""
    words = text.split(maxsplit=1)
    return bool(words) and words[0].upper() in _COUNTING_FIELDS


def instructs(text: str) -> bool:
    """Whether a field's instruction says more than how to lay out."""
    words = text.split(maxsplit=1)
    # What begins with = is a formula over the cells of a table.
    is_layout = not words or words[0].startswith("=") or words[0].upper() in _LAYOUT_FIELDS
    return not is_layout and tells(text)


def _labels(text: str) -> bool:
    return len(LEVEL.sub("", text).strip()) > _SHORT_LABEL


def story_of(element: str, story: str, text: str) -> str | None:
    """The story in which an attribute is read, ``None`` if in none."""
    if story == TECHNICAL:
        return _NAME if tells(text) else None
    if element == "w:fldSimple":
        return story if instructs(text) else None
    if element == "w:lvlText":
        return story if _labels(text) else None
    return story

"""Where text stands in Word's markup: names of elements and attributes, and whose text it is.

A *story* is the stream of text that a place belongs to. What a document keeps under the hood
(names of bookmarks and styles, instructions of fields) is text of no story unless it tells
something; a removed value is taken out of it all the same.
"""

from __future__ import annotations

import re
from typing import Final

from anonymizer import compiled

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
INSTRUCTIONS: Final = frozenset({"w:instrText", "w:delInstrText"})
SPACED: Final = INSTRUCTIONS | {"w:t", "w:delText", "m:t"}
"""Elements that may say that space at their edges is text."""
VALUES: Final = frozenset({"c:v", "c:name", "cx:v", "cx:pt"})
"""Elements whose text is a block by itself: names and numbers that a chart shows."""

WORKINGS: Final = frozenset(
    {"c:f", "c15:f", "cx:f", "c:oddHeader", "c:oddFooter", "o:FieldCodes", "w:fldData"}
)
"""Elements whose text nobody reads."""

_LEAVES: Final = TEXTS | INSTRUCTIONS | VALUES | WORKINGS

FIXED: Final = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "a:br": "\n"}
CHARACTERS: Final = frozenset({"w:noBreakHyphen", "w:sym"})
"""Elements that stand for one character and can be replaced by text."""

DELETED: Final = frozenset({"w:del", "w:moveFrom"})
INSERTED: Final = frozenset({"w:ins", "w:moveTo"})

TECHNICAL: Final = ""
"""The place of text that is of a story only if it tells something (:func:`tells`)."""

UNREAD: Final = "unread"
"""The place of text that is of no story."""

_DRAWING: Final = {"descr": ALT, "title": ALT, "name": TECHNICAL}
_VECTOR: Final = {"alt": ALT, "title": ALT, "href": UNREAD, "id": UNREAD}

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
    "v:imagedata": {"title": ALT, "href": UNREAD, "src": UNREAD},
    "v:fill": {"title": ALT, "href": UNREAD, "src": UNREAD},
    "v:textpath": {"string": _SHAPE},
    "o:signatureline": {
        "suggestedsigner": _SHAPE,
        "suggestedsigner2": _SHAPE,
        "suggestedsigneremail": _SHAPE,
        "signinginstructions": _SHAPE,
    },
    "o:OLEObject": {"ShapeID": UNREAD},
    "w:tblCaption": {"val": ALT},
    "w:tblDescription": {"val": ALT},
    "w:hyperlink": {"tooltip": _LINK, "anchor": UNREAD, "docLocation": UNREAD},
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
    "w:name": {"val": UNREAD},
    "w:docPart": {"val": UNREAD},
    "w:description": {"val": TECHNICAL},
    "w:numberingChange": {"original": UNREAD},
    "dgm:prSet": {"phldrT": UNREAD},
    "wp15:webVideoPr": {"embeddedHtml": UNREAD},
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
        "w:ruby",
        "w:rt",
        "w:fldChar",
        "w:textInput",
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
    }
)
"""Fields whose instruction says how to lay out or to count, and names nobody."""

_TELLING: Final = compiled.lazy(r"[^\x00-\x7f]|@|(?<![A-Za-z_0-9])[0-9]{5}")
_AUTOMATIC: Final = compiled.lazy(r"[^\W\d]+[\s_]*[0-9]{1,4}")
_LEVEL: Final = re.compile(r"%[0-9]")
_SHORT_LABEL: Final = 4
"""Characters around the number of a list's label that say what is counted: ``第%1章``."""


def tells(text: str) -> bool:
    """Whether text that programs write may be a person's: ``张三`` may be, ``图片 3`` is not."""
    return bool(_TELLING.search(text)) and not _AUTOMATIC.fullmatch(text)


def instructs(text: str) -> bool:
    """Whether a field's instruction says more than how to lay out."""
    words = text.split(maxsplit=1)
    return bool(words) and words[0].upper() not in _LAYOUT_FIELDS and tells(text)


def _labels(text: str) -> bool:
    return len(_LEVEL.sub("", text).strip()) > _SHORT_LABEL


def story_of(element: str, story: str, text: str) -> str | None:
    """The story in which an attribute is read, ``None`` if in none."""
    if story == UNREAD:
        return None
    if story == TECHNICAL:
        return _NAME if tells(text) else None
    if element == "w:fldSimple":
        return story if instructs(text) else None
    if element == "w:lvlText":
        return story if _labels(text) else None
    return story

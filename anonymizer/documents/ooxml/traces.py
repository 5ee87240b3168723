"""What an office file says of people and machines outside its text: the names that stand for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AUTHOR: Final = "Author"
"""Whoever wrote a comment or made a change, as Word itself calls him once he is taken out."""

NOWHERE: Final = "about:blank"
"""Where a link leads whose target was taken out."""

PLACEHOLDER: Final = "X"

RELATIONS: Final = frozenset(
    {
        # Properties and pictures of the whole.
        "core-properties",
        "coreproperties",
        "extended-properties",
        "extendedproperties",
        "custom-properties",
        "customproperties",
        "thumbnail",
        "customxml",
        "customxmlprops",
        # People and what they did.
        "people",
        "commentsextensible",
        "documenttasks",
        "revisionheaders",
        "revisionlog",
        "usernames",
        "recipientdata",
        "mailmergesource",
        "mailmergeheadersource",
        # Files within the file, and what runs.
        "oleobject",
        "package",
        "afchunk",
        "subdocument",
        "control",
        "activexcontrolbinary",
        "vbaproject",
        "wordvbadata",
        "vbaprojectsignature",
        "vbaprojectsignatureagile",
        "vbaprojectsignaturev3",
        "xlmacrosheet",
        "keymapcustomizations",
        "attachedtoolbars",
        "extensibility",
        "usercustomization",
        "webextension",
        "webextensiontaskpanes",
        "taskpanes",
        "powerpivotdata",
        "customdata",
        # The machine, and signatures that hold no longer.
        "attachedtemplate",
        "printersettings",
        "frame",
        "transform",
        "origin",
        "signature",
        "certificate",
    }
)
"""Relationships that go, by the end of their type in lower case; what only they lead to goes too.

A picture of what is embedded stays where it was shown.
"""

ELEMENTS: Final = frozenset(
    {
        "rsid",
        "rsids",
        "attachedTemplate",
        "attachedSchema",
        "schemaLibrary",
        "mailMerge",
        "docVars",
        "saveThroughXslt",
        "frameset",
        "docId",
        "dataBinding",
        "OLEObject",
        "control",
        "altChunk",
        "subDoc",
        "externalData",
        "oleObjects",
        "controls",
        "absPath",
        "attr",
        "fileSharing",
        "smartTagType",
        "webPublishing",
    }
)
"""Elements that go whole, by their local name.

``smartTagType`` only lists the kinds in use; ``attr`` is what a smart tag says of its text, a date
as year, month and day: the text stays.
"""

DROPPED: Final = frozenset(
    {
        "date",
        "dateUtc",
        "fullDate",
        "dT",
        "ed",
        "gfxdata",
        "hash",
        "salt",
        "hashValue",
        "saltValue",
        "algorithmName",
        "spinCount",
        "cryptProviderType",
        "cryptAlgorithmClass",
        "cryptAlgorithmType",
        "cryptAlgorithmSid",
        "cryptSpinCount",
        "cryptProvider",
        "algIdExt",
        "algIdExtSource",
        "cryptProviderTypeExt",
        "cryptProviderTypeExtSource",
        "password",
        "workbookPassword",
        "revisionsPassword",
        "workbookAlgorithmName",
        "workbookHashValue",
        "workbookSaltValue",
        "workbookSpinCount",
        "revisionsAlgorithmName",
        "revisionsHashValue",
        "revisionsSaltValue",
        "revisionsSpinCount",
        "refreshedBy",
        "refreshedDate",
        "refreshedDateIso",
    }
)
"""Attributes that go, by their local name."""

SET: Final[Mapping[str, str]] = {
    "author": AUTHOR,
    "initials": AUTHOR[0],
    "displayName": AUTHOR,
    "userId": "",
    "userName": AUTHOR,
    "providerId": "None",
    "macro": "",
    "connection": "",
    "command": "",
    "odcFile": "",
    "sourceFile": "",
}
"""Attributes that stay with another value. What is named by ``displayName`` is a person, but in
tables: there it is the name of a table, which formulas use; see :data:`KEPT`."""

KEPT: Final[Mapping[str, frozenset[str]]] = {
    "displayName": frozenset({"table"}),
    "date": frozenset({"xf"}),
    "connection": frozenset({"cxnSp"}),
    "userName": frozenset({"cacheField"}),
}
"""Elements on which an attribute of such a name means something else."""

FONTS: Final = frozenset(
    {"rFonts", "font", "altName", "latin", "ea", "cs", "sym", "buFont", "rFont", "fontTable"}
)
"""Elements that name fonts; a maker of fonts may be a company that a speech names."""

WRITTEN: Final = frozenset(
    {
        "descr",
        "title",
        "alt",
        "tooltip",
        "displayText",
        "value",
        "instr",
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "display",
        "screenTip",
        "caption",
        "comment",
        "description",
        "helpText",
        "statusText",
        "location",
        "href",
        "string",
    }
)
"""Attributes that hold what people wrote, by their local name."""

WRITTEN_VALUES: Final = frozenset(
    {
        "alias",
        "tag",
        "tblCaption",
        "tblDescription",
        "statusText",
        "helpText",
        "listEntry",
        "default",
        "format",
        "description",
    }
)
"""Elements whose ``val`` holds what people wrote."""

PLAIN_TYPES: Final[Mapping[str, str]] = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    ),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    ),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    ),
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    ),
    "application/vnd.ms-excel.template.macroEnabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    ),
}
"""Main parts' types without macros, as plain documents: what is written is a .docx or .xlsx."""

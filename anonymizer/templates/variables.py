"""Names of variables: readable, stable, valid in docxtpl, in Python, in JSON.

The label and the unit make the name (地区生产总值_万元, 书记, 镇名). The same text gives the
same names; what would be a name again becomes 增长_2, 增长_3 in the order of the text.
"""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Hashable
from typing import Final

from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.slots import FIGURE_KINDS

_SPOKEN: Final = {
    "%": "百分比",
    "％": "百分比",
    "‰": "千分比",
    "‱": "万分比",
    "℃": "摄氏度",
    "°": "度",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "¥": "元",
    "￥": "元",
    "$": "美元",
}
"""Units that are no letters, in words."""

_NAMED: Final = frozenset(("place", "organization", "name"))
"""Kinds whose label may be the generic word that stays in the text: 镇 is called 镇名."""

_LONGEST: Final = 32
_RESERVED: Final = frozenset(
    (
        *keyword.kwlist,
        *keyword.softkwlist,
        *("true", "false", "none", "loop", "self", "super", "caller", "varargs", "kwargs"),
        *("context", "range", "dict", "namespace", "joiner", "cycler", "lipsum"),
    )
)
"""Names that mean something to Python or to Jinja."""


def base_name(kind: str, label: str | None, unit: str | None) -> str:
    """What a slot's variable is called before it is told apart from others."""
    word = _letters(label or "") or KIND_NAMES[kind]
    if kind in _NAMED and not word.endswith(("名", "名称", "称", "简称")):
        word += "名"
    told = ""
    if unit and kind in FIGURE_KINDS and not (label or "").endswith("）"):  # 时间（月）says it
        told = _letters(_SPOKEN.get(unit, unit))
    name = word[:_LONGEST].rstrip("_")
    if told and not name.endswith(told):
        name = f"{name}_{told}"
    if not name[0].isidentifier():
        name = f"{KIND_NAMES[kind]}_{name}"
    return f"{name}_" if name in _RESERVED else name


def _letters(text: str) -> str:
    """The text with one underscore for each run of what no name may hold."""
    made: list[str] = []
    for character in unicodedata.normalize("NFKC", text):
        if f"_{character}".isidentifier() and (character.isalnum() or character == "_"):
            made.append(character)
        elif made and made[-1] != "_":
            made.append("_")
    return unicodedata.normalize("NFKC", "".join(made)).strip("_")


class Names:
    """Gives each slot of a text its variable; what names the same shares one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}
        self._known: dict[Hashable, str] = {}

    def name(self, base: str, same: Hashable | None) -> str:
        """The variable of a slot; ``same`` is equal for slots that share it, ``None`` for none."""
        if same is not None and same in self._known:
            return self._known[same]
        count = self._counts.get(base, 0) + 1
        made = base if count == 1 else f"{base}_{count}"
        while made in self._taken:
            count += 1
            made = f"{base}_{count}"
        self._counts[base] = count
        self._taken.add(made)
        if same is not None:
            self._known[same] = made
        return made

"""Characters that no XML can hold, and so neither docx nor xlsx."""

from __future__ import annotations

from typing import Final

from anonymizer import compiled

_UNWRITABLE: Final = compiled.lazy("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def unwritable(text: str) -> str:
    """The first such character, as U+0001 and its like; empty if there is none."""
    found = _UNWRITABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""

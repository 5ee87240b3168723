"""Names of outputs: what differs in its suffix only stays apart when suffixes change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def kept_apart(given: Sequence[Path], wanted: Sequence[Path]) -> list[Path]:
    """The names that inputs want for their outputs, but none of them twice.

    Of speech.doc and speech.docx, which both want speech.docx, the first becomes
    speech.doc.docx.
    """
    counts = Counter(wanted)
    return [
        name if counts[name] == 1 or name == own else own.with_name(own.name + name.suffix)
        for own, name in zip(given, wanted, strict=True)
    ]


def stems_apart(names: Sequence[Path]) -> list[str]:
    """What files beside each output begin with: its stem, or its name if others share that."""
    counts = Counter(name.with_suffix("") for name in names)
    return [name.stem if counts[name.with_suffix("")] == 1 else name.name for name in names]

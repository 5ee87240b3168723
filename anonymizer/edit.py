"""One change of a text. It is a structure of msgspec's, which only the interpreter makes right."""

from __future__ import annotations

from msgspec import Struct


class Edit(Struct, frozen=True, gc=False):
    """Replace ``text[start:end]`` by ``replacement``; ``rule`` says who asked for it.

    An insertion has ``start == end``, a removal an empty ``replacement``.
    Raises ``ValueError`` when the offsets are not 0 <= start <= end, or when the edit
    would do nothing at all.
    """

    start: int
    end: int
    replacement: str
    rule: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"an edit needs 0 <= start <= end, not [{self.start}, {self.end})")
        if self.start == self.end and not self.replacement:
            raise ValueError(f"an edit at {self.start} that neither removes nor inserts")

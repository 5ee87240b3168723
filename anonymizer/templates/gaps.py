"""What a skeleton is made of: literal text, and gaps that a variable fills."""

from __future__ import annotations

from msgspec import Struct

from anonymizer.slots import Kind


class Gap(Struct, frozen=True, gc=False):
    """One place to fill, and all that a person should know who fills it.

    ``sentence`` is the sentence in which it stands, every slot shown as X; ``mark`` is the
    place of this slot's own X in it. ``original`` is what stood there, ``None`` where it is
    not known; ``placeholder`` is what stands there while no value is given.
    """

    variable: str
    kind: Kind
    label: str
    unit: str | None
    sentence: str
    mark: int
    original: str | None
    placeholder: str

    @property
    def text(self) -> str:
        """What stands in the speech that the skeleton was made of."""
        return self.placeholder if self.original is None else self.original


class Reference(Struct, frozen=True, gc=False):
    """A gap as it reads in a skeleton's file: the name of its variable and nothing else."""

    variable: str

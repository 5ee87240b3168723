"""What keeps values from a skeleton, each told in one line that holds no value."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Problem(Struct, frozen=True):
    """One value that is missing, unknown, given twice, a formula, or not what it must be."""

    what: Literal["missing", "unknown", "twice", "formula", "unfit"]
    variable: str
    message: str

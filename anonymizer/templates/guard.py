"""Cells that no spreadsheet takes for a formula, and the way back."""

from __future__ import annotations

from typing import Final

_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""How a cell begins that a spreadsheet may run; and the guard itself, to be told from it."""


def guarded(text: str) -> str:
    """The text behind an apostrophe if it begins as a formula may."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def unguarded(text: str) -> str:
    """The text that was guarded; what never was is left alone."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_ACTIVE) else text

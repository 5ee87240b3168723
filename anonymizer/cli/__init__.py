"""The command line: one module per command; they parse and print, and decide nothing."""

from __future__ import annotations

import gc
from typing import Final

__all__ = ["main"]

_SELDOM: Final = 100_000
"""Containers made, less those gone, before the newest are looked through for garbage."""


def main() -> None:
    """The command's entry."""
    # Nearly all that a run makes it keeps, modules, rules and lexicons above all; looking it
    # through again and again for garbage costs a third of a short run. So nothing is imported
    # before this is said, and nothing is looked through as the process ends.
    gc.set_threshold(_SELDOM, 20, 100)
    from anonymizer.cli.app import run

    try:
        run()
    finally:
        gc.freeze()

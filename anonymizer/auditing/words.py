"""The words of a report's surface, in Chinese and English, from ``words.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("zh", "en")
"""What a page starts in where neither its script nor the browser says otherwise comes first."""


@cache
def words() -> dict[str, dict[str, str]]:
    """Language, then key, then word; ``{}`` in a word is where its value goes."""
    read: dict[str, dict[str, str]] = json.loads(
        Path(__file__).with_name("words.json").read_text(encoding="utf-8")
    )
    return read

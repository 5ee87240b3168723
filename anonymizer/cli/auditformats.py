"""The forms in which an audit can be reported."""

from __future__ import annotations

from enum import Enum


class Format(str, Enum):
    """How to print."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"
    sarif = "sarif"

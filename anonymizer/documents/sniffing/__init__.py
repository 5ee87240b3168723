"""Sniffing: what a file is by its content, whatever it is called."""

from __future__ import annotations

from anonymizer.documents.sniffing.sniff import HEAD, Found, sniff

__all__ = ["HEAD", "Found", "sniff"]

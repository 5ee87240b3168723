"""Where what takes long to make is kept from one process to the next."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def cache_folder() -> Path:
    """The user's cache folder for this tool (``XDG_CACHE_HOME`` or the platform's own)."""
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "anonymizer"
    return Path.home() / ".cache" / "anonymizer"


def write(path: Path, data: bytes) -> None:
    """Write a file of the cache in one step, or not at all: that costs time, not results."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_bytes(data)
        scratch.replace(path)

"""Compiled patterns that outlive the process, as ``.pyc`` files do for modules.

Python takes about half a millisecond to compile each character class that holds a Chinese
character; all rules together take longer than redacting a speech does. So the command line
keeps what ``re`` has compiled in the user's cache, for this very interpreter, and hands it
back to ``re`` the next time. ``re`` validates the code it is handed. Whatever does not fit is
compiled as usual: without a cache everything works, only slower.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from array import array
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

_BEFORE_3_11 = sys.version_info < (3, 11)
_sre: Any = import_module("_sre")
sre_compile: Any = import_module("sre_compile" if _BEFORE_3_11 else "re._compiler")
sre_parse: Any = import_module("sre_parse" if _BEFORE_3_11 else "re._parser")


class _Compiled(Struct, frozen=True, array_like=True):
    """What ``re`` makes of one pattern; ``code`` is a packed array of machine words."""

    flags: int
    groups: int
    names: dict[str, int]
    code: bytes


_CODE: Final = "I" if array("I").itemsize == _sre.CODESIZE else "L"
_Stored = dict[str, _Compiled]
_known: _Stored = {}
_fresh: _Stored = {}


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(source, flags)``, from the cache where it has it."""
    key = f"{int(flags)}:{source}"
    if stored := _known.get(key):
        with contextlib.suppress(Exception):  # code of another build: compile it here
            return _revive(source, stored)
    if not _recording:
        return re.compile(source, flags)
    return _compile(source, int(flags), key)


class _Lazy:
    """Stands for a pattern until the first of its methods is asked for."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        made = pattern(self._source)
        # Bound here once, so that a later call costs no more than the pattern's own.
        for method in ("match", "search", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


def lazy(source: str) -> re.Pattern[str]:
    """A pattern of a module, compiled when it is first used and not when it is imported."""
    return cast("re.Pattern[str]", _Lazy(source))


def _revive(source: str, stored: _Compiled) -> re.Pattern[str]:
    by_index: list[str | None] = [None] * (stored.groups + 1)
    for name, index in stored.names.items():
        by_index[index] = name
    code = array(_CODE, stored.code).tolist()
    made: re.Pattern[str] = _sre.compile(
        source, stored.flags, code, stored.groups, stored.names, tuple(by_index)
    )
    return made


def _compile(source: str, flags: int, key: str) -> re.Pattern[str]:
    try:
        tree: Any = sre_parse.parse(source, flags)
        code: list[int] = sre_compile._code(tree, flags)
        stored = _Compiled(
            flags | tree.state.flags,
            tree.state.groups - 1,
            dict(tree.state.groupdict),
            array(_CODE, code).tobytes(),
        )
        made = _revive(source, stored)
    except Exception:
        return re.compile(source, flags)
    _fresh[key] = stored
    return made


_recording = False


def remember(folder: Path) -> None:
    """Take what an earlier process has compiled, and note what this one compiles."""
    global _recording
    _recording = True
    with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        _known.update(msgspec.msgpack.decode(_file(folder).read_bytes(), type=_Stored))


def keep(folder: Path) -> None:
    """Write what this process has compiled for the next one, unless nothing was new."""
    if not _fresh or len(_known) > _MOST:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = _file(folder).with_suffix(f".{os.getpid()}")
        scratch.write_bytes(msgspec.msgpack.encode({**_known, **_fresh}))
        scratch.replace(_file(folder))
    _known.update(_fresh)
    _fresh.clear()


_MOST: Final = 4000
"""With more patterns than this in the cache (rules being written), no more are added."""


def _file(folder: Path) -> Path:
    build = f"{sys.implementation.cache_tag}-{_sre.MAGIC}-{sys.hexversion:x}"
    return folder / f"patterns-{build}.bin"

"""Compiled patterns that outlive the process, as ``.pyc`` files do for modules.

Python takes about half a millisecond to compile each character class that holds a Chinese
character; all rules together take longer than redacting a speech does. So what ``re`` has
compiled is kept, for this very version of Python: a wheel brings what its rules need, what
else comes up is kept in the user's cache. ``re`` validates the code it is handed. Whatever
does not fit is compiled as usual: without all this everything works, only slower.
"""

from __future__ import annotations

import contextlib
import re
import sys
import time
from array import array
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

import msgspec
from msgspec import Raw, Struct

from anonymizer import cache

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
_known: dict[str, Raw] | None = None
"""What earlier processes have compiled; each is decoded when it is asked for."""
_fresh: dict[str, Raw] = {}
_used: dict[str, re.Pattern[str]] = {}
_spent = 0.0


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(source, flags)``, compiled once and for all."""
    key = f"{int(flags)}:{source}"
    made = _used.get(key)
    if made is None:
        if len(_used) >= _MOST:  # of many folders of rules
            _used.clear()
        made = _used[key] = _earlier(source, key) or _compile(source, int(flags), key)
    return made


def _earlier(source: str, key: str) -> re.Pattern[str] | None:
    global _known
    if _known is None:
        _known = {**_read(SHIPPED), **_read(cache.cache_folder())}
    if stored := _known.get(key):
        with contextlib.suppress(Exception):  # code of another build: compile it here
            return _revive(source, msgspec.msgpack.decode(stored, type=_Compiled))
    return None


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
    global _spent
    begin = time.perf_counter()
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
    _fresh[key] = Raw(msgspec.msgpack.encode(stored))
    _spent += time.perf_counter() - begin
    return made


def keep(at_least: float = 0.0) -> None:
    """Write what this process has compiled for the next one, if that took some seconds."""
    global _spent
    if not _fresh or _spent < at_least:
        return
    folder = cache.cache_folder()
    kept = _read(folder)
    if len(kept) > _MOST:
        kept = {}  # of rules that were being written, most of them; what is needed comes again
    cache.write(_file(folder), packed({**kept, **_fresh}))
    if _known is not None:
        _known.update(_fresh)
    _fresh.clear()
    _spent = 0.0


def compiled_by(work: Callable[[], object]) -> bytes:
    """The patterns that some work needs, as the file that a wheel brings.

    What has been compiled before counts as well, but for patterns of modules in use already.
    """
    global _known
    before = _known
    _known = {}
    _used.clear()
    _fresh.clear()
    try:
        work()
        return packed(_fresh)
    finally:
        _known = before
        _used.clear()
        _fresh.clear()


def packed(patterns: dict[str, Raw]) -> bytes:
    """The bytes of a file of patterns; the same patterns give the same bytes."""
    return msgspec.msgpack.encode(dict(sorted(patterns.items())))


_MOST: Final = 4000
"""With more patterns than this a cache is begun anew."""
SHIPPED: Final = Path(__file__).resolve().parent


def file_name() -> str:
    """The name of a file of patterns for this Python: it goes with the code that ``re`` makes."""
    return f"patterns-{sys.implementation.cache_tag}-{_sre.MAGIC}-{sys.byteorder}.bin"


def _file(folder: Path) -> Path:
    return folder / file_name()


def _read(folder: Path) -> dict[str, Raw]:
    with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        return msgspec.msgpack.decode(_file(folder).read_bytes(), type=dict[str, Raw])
    return {}

"""Files that appear whole or not at all, and inputs that are only ever read."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

MOST_BYTES: Final = 512 * 1024 * 1024
"""The largest file that is read as a whole."""

_CHUNK: Final = 1 << 20


class ReadError(Exception):
    """An input that could not be read; the message names it, the place and the cure."""


class FieldsError(ReadError):
    """A table whose columns or fields must be named, or has none of the name."""


class WriteError(Exception):
    """An output that could not be written; nothing of it has appeared."""


def real(path: Path) -> str:
    """Where a path leads, links followed as far as they lead; never an error."""
    return os.path.realpath(path)


def read_bytes(path: Path | None) -> bytes:
    """The bytes of a file, or of standard input for ``None``. Raises :class:`ReadError`."""
    try:
        if path is None:
            return _bounded(sys.stdin.buffer, "standard input")
        if path.is_dir():
            raise ReadError(f"{path}: is a folder, not a file")
        if path.is_fifo() and not path.is_relative_to("/dev/fd"):
            # It might wait for ever for somebody to write; a shell's <(command) is in /dev/fd.
            raise ReadError(f"{path}: is a pipe, not a file; - reads standard input")
        with path.open("rb") as file:
            return _bounded(file, str(path))
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except OSError as error:
        raise ReadError(f"{path or 'standard input'}: {error.strerror or error}") from None


def _bounded(file: BinaryIO, name: str) -> bytes:
    """All of a file, unless there is no end to it."""
    pieces: list[bytes] = []
    size = 0
    while piece := file.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise ReadError(f"{name}: is larger than {MOST_BYTES // 2**20} MB; it is not read")
    return b"".join(pieces)


def write_whole(path: Path, data: bytes, *, force: bool = False, private: bool = False) -> None:
    """Write a file in one step: it appears complete, or not at all.

    ``private`` files are readable by their owner only (mode 0600). An existing file is left
    alone unless ``force`` says otherwise. Raises :class:`WriteError`.
    """
    with whole_file(path, force=force, private=private) as file:
        file.write(data)


@contextlib.contextmanager
def whole_file(path: Path, *, force: bool = False, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write to bit by bit, which appears complete as the block ends, or not at all.

    It is what :func:`write_whole` is for data that need not be in memory at once.
    """
    import tempfile  # it takes 10 ms to load, and most runs write to standard output

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror or error}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(scratch).chmod(0o600 if private else 0o666 & ~_umask())
        if force:
            Path(scratch).replace(path)
        else:
            _appear(scratch, path)
    except FileExistsError:
        raise WriteError(f"{path}: exists already; --force overwrites it") from None
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            Path(scratch).unlink()


def _appear(scratch: str, path: Path) -> None:
    """Give a finished file its name, unless the name is taken."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        Path(scratch).replace(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

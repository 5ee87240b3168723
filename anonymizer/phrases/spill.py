"""What is too much for memory: bytes in a file without a name, which goes when it is closed."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from anonymizer.documents import WriteError


class Stretch(NamedTuple):
    """Where in the file some bytes stand."""

    offset: int
    length: int


class Spill:
    """A file that only its owner, and as a rule only this process, can open.

    Raises :class:`WriteError` when there is no room for it.
    """

    def __init__(self) -> None:
        import tempfile  # it takes 10 ms to load, and one command needs it

        try:
            # 0600 by itself, and without a name where the system has files like that.
            self._file = tempfile.TemporaryFile(prefix="anonymizer-")  # noqa: SIM115
        except OSError as error:
            raise WriteError(f"temporary file: {error.strerror or error}") from None
        self._end = 0

    def put(self, data: bytes) -> Stretch:
        """Add some bytes."""
        try:
            self._file.write(data)
        except OSError as error:
            raise WriteError(f"temporary file: {error.strerror or error}") from None
        self._end += len(data)
        return Stretch(self._end - len(data), len(data))

    def get(self, stretch: Stretch) -> bytes:
        """Some bytes that have been added."""
        try:
            self._file.seek(stretch.offset)
            return self._file.read(stretch.length)
        except OSError as error:  # what was still to be written finds no room
            raise WriteError(f"temporary file: {error.strerror or error}") from None

    def close(self) -> None:
        """Give the room back."""
        with contextlib.suppress(OSError):  # what found no room before finds none now
            self._file.close()

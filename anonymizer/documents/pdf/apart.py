"""Work on a PDF in a process of its own, with limits of time and memory.

A PDF may make its engine crash, run for ever or fill the memory. So no PDF is opened in this
process: a child gets the bytes, and gives back plain data.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import Final, TypeVar

import msgspec

from anonymizer.documents.files import ReadError
from anonymizer.documents.pdf.limits import (
    DRAWING_SECONDS,
    MOST_BYTES,
    READING_SECONDS,
    SECONDS_PER_PAGE,
)
from anonymizer.documents.pdf.pages import Extract, PageBoxes, Picture

_CHILD: Final = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from anonymizer.documents.pdf.child import main; main(sys.argv[1])"
)
_Answer = TypeVar("_Answer")


class Request(msgspec.Struct, frozen=True, array_like=True):
    """What a child is given."""

    data: bytes
    boxes: list[PageBoxes] = []
    placeholders: bytes = b""


def extract(data: bytes, name: str) -> Extract:
    """The text of a PDF. Raises :class:`ReadError`."""
    return _asked("extract", Request(data), name, READING_SECONDS, Extract)


def texts(data: bytes, name: str) -> list[str]:
    """The bare text of each page. Raises :class:`ReadError`."""
    return _asked("texts", Request(data), name, READING_SECONDS, list[str])


def draw(data: bytes, name: str, boxes: list[PageBoxes], placeholders: bytes) -> list[Picture]:
    """Pictures of all pages, painted over where ``boxes`` say. Raises :class:`ReadError`.

    ``placeholders`` is a PDF with what is to be drawn on the boxes of each page.
    """
    seconds = DRAWING_SECONDS + SECONDS_PER_PAGE * len(boxes)
    return _asked("draw", Request(data, boxes, placeholders), name, seconds, list[Picture])


def _asked(job: str, request: Request, name: str, seconds: float, answer: type[_Answer]) -> _Answer:
    if importlib.util.find_spec("pypdfium2") is None:
        raise ReadError(
            f'{name}: reading PDF needs the package pypdfium2: pip install "anonymizer[pdf]"'
        )
    if len(request.data) > MOST_BYTES:
        raise ReadError(f"{name}: is larger than {MOST_BYTES >> 20} MB; split it")
    path = [each for each in sys.path if each]
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, job, *path],
            input=msgspec.msgpack.encode(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"{name}: took more than {seconds:.0f} seconds; split it, or save it anew"
        ) from None
    except OSError as error:
        raise ReadError(f"{name}: no process to read it in: {error.strerror or error}") from None
    if done.returncode or not done.stdout:
        raise ReadError(
            f"{name}: cannot be read within bounds of memory, or it is damaged; save it anew"
        )
    if done.stdout[:1] == b"-":
        raise ReadError(f"{name}: {done.stdout[1:].decode()}")
    try:
        return msgspec.msgpack.decode(done.stdout[1:], type=answer)
    except msgspec.DecodeError:
        raise ReadError(f"{name}: its engine gave no sensible answer; save it anew") from None

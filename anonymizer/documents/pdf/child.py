"""The process that opens PDFs: a request in, an answer out (see :mod:`.apart`)."""

from __future__ import annotations

import os
import sys

import msgspec


def main(job: str) -> None:
    """Do one job: ``+`` and the answer, or ``-`` and the reason why there is none."""
    request = sys.stdin.buffer.read()
    # What a library says on standard output must not get into the answer.
    answers = os.dup(1)
    os.dup2(2, 1)
    answer = _answer(job, request)
    with os.fdopen(answers, "wb") as file:
        file.write(answer)
        file.flush()
        os._exit(0)  # an engine that chokes on its way out has answered all the same


def _answer(job: str, request: bytes) -> bytes:
    from anonymizer.documents.pdf import engine
    from anonymizer.documents.pdf.apart import Request

    _bound()
    asked = msgspec.msgpack.decode(request, type=Request)
    data = asked.data
    answer: object
    try:
        if job == "extract":
            answer = engine.extract(data)
        elif job == "texts":
            answer = engine.texts(data)
        else:
            from anonymizer.documents.pdf import drawing

            answer = drawing.draw(data, asked.boxes, asked.placeholders)
    except engine.RefusedError as reason:
        return b"-" + str(reason).encode()
    except MemoryError:
        return b"-needs too much memory; split it, or save it anew"
    return b"+" + msgspec.msgpack.encode(answer)


def _bound() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; the time is bounded there all the same
        return
    from anonymizer.documents.pdf.limits import MOST_MEMORY

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, MOST_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

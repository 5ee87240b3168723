"""The file of a model: a line that names its make, a line of JSON, and the packed weights."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

import msgspec
from msgspec import Struct

from anonymizer.recognition.statistical.form import FEATURES

MAGIC: Final = b"anonymizer names 1\n"


class ModelError(ValueError):
    """A file is no model, or one of another make."""


class Head(Struct, frozen=True):
    """What a model's file says of its weights, see :class:`weights.Model`.

    ``used`` is how many of the buckets weigh something.
    """

    kinds: tuple[str, ...]
    bits: int
    scale: float
    screened: tuple[int, ...]
    threshold: int
    transitions: tuple[tuple[int, ...], ...]
    used: int


def pack(head: Head, body: bytes) -> bytes:
    """A model's file."""
    line: dict[str, Any] = {name: getattr(head, name) for name in head.__struct_fields__}
    line["features"] = FEATURES
    return MAGIC + json.dumps(line).encode() + b"\n" + zlib.compress(body, 9)


def unpack(data: bytes) -> tuple[Head, bytes]:
    """The head and the weights in a model's file. Raises :class:`ModelError` for another file."""
    if not data.startswith(MAGIC):
        raise ModelError("not a model of names, or one of another version")
    line, _, rest = data[len(MAGIC) :].partition(b"\n")
    try:
        fields = json.loads(line)
        if fields.pop("features") != [list(feature) for feature in FEATURES]:
            raise ModelError("a model with other features; train it anew")
        return msgspec.convert(fields, Head), zlib.decompress(rest)
    except (ValueError, KeyError, TypeError, zlib.error, msgspec.MsgspecError) as error:
        raise damaged(error) from None


def damaged(error: Exception) -> ModelError:
    """What is said of a file that is cut off or changed."""
    return error if isinstance(error, ModelError) else ModelError(f"a damaged model: {error}")

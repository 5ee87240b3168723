"""Accepted values are kept as keyed hashes: the key, and the files that hold hashes.

The hash is HMAC-SHA256, cut to 128 bits. A key that lies beside the hashes keeps values from
being seen and from being looked up in ready-made tables, and no more: whoever has both can try
values, and there are few enough figures and names to try them all. Only a key that is kept
elsewhere keeps the values secret.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from pathlib import Path
from typing import Annotated, Final, NamedTuple, TypeVar

import msgspec
from msgspec import Meta

from anonymizer.documents import ReadError, read_bytes

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
HexKey = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]

_SHORTEST: Final = 16
"""Bytes of a key."""
_LONGEST: Final = 4096
"""Bytes beyond which a file was hardly meant for a key."""

Contents = TypeVar("Contents")


class GateFileError(ValueError):
    """A baseline, an allow-list or a key cannot be used; the message names file, place, cure."""


class Key(NamedTuple):
    """A key for hashes. ``given`` says that the user keeps it in a file of its own."""

    secret: bytes
    given: bool

    def hash(self, *parts: str) -> str:
        """The hash of some texts, each of which counts by itself, as 32 hexadecimal digits."""
        message = bytearray()
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            message += len(data).to_bytes(8, "big") + data
        return hmac.digest(self.secret, message, "sha256")[:16].hex()

    @property
    def in_file(self) -> str | None:
        """What a file of hashes holds of the key: all of it, unless it was given."""
        return None if self.given else self.secret.hex()

    @property
    def check(self) -> str | None:
        """What a file of hashes holds in its stead, by which another key is noticed."""
        return self.hash("key") if self.given else None


def fresh_key() -> Key:
    """A random key, to be kept with the hashes."""
    return Key(secrets.token_bytes(32), given=False)


def read_key(path: Path) -> Key:
    """The key in a file, white space at its ends aside. Raises :class:`GateFileError`."""
    secret = _bytes_of(path).strip()
    if not _SHORTEST <= len(secret) <= _LONGEST:
        raise GateFileError(
            f"{path}: holds {len(secret)} bytes; a key has {_SHORTEST} to {_LONGEST}, "
            "such as the 64 characters that openssl rand -hex 32 prints"
        )
    return Key(secret, given=True)


def unlock(path: Path, in_file: str | None, check: str | None, given: Key | None) -> Key:
    """The key of a file of hashes, of which it holds one of two. Raises :class:`GateFileError`."""
    if (in_file is None) == (check is None):
        raise GateFileError(f"{path}: needs either key or key_check; restore it, or make it anew")
    if in_file is not None:
        if given is not None:
            raise GateFileError(
                f"{path}: key: the file was made without --key and holds a key of its own; "
                "leave out --key, or remove the file and make it anew"
            )
        return Key(bytes.fromhex(in_file), given=False)
    if given is None:
        raise GateFileError(f"{path}: key_check: the file was made with a key; name it with --key")
    if given.check != check:
        raise GateFileError(f"{path}: key_check: the file was made with another key than --key's")
    return given


def read_record(path: Path, contents: type[Contents], what: str) -> Contents:
    """The JSON of a file, checked. Raises :class:`GateFileError`; ``what`` says what it is."""
    data = _bytes_of(path)
    try:
        return msgspec.json.decode(data, type=contents)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).rpartition(" - at ")
        field = f"{place.strip('`')}: {problem}" if problem else str(error)
        raise GateFileError(f"{path}: {field}: not {what}; restore it, or make it anew") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        offset = re.search(r"\(byte ([0-9]+)\)", str(error))
        at = int(offset[1]) if offset else len(data)
        line = data.count(b"\n", 0, at) + 1
        raise GateFileError(
            f"{path}: line {line}: not JSON, so not {what}; restore it, or make it anew"
        ) from None


def to_json(record: msgspec.Struct) -> bytes:
    """A record in one order always, an entry a line, so that versions of it compare well."""
    data = msgspec.json.encode(record, order="sorted")
    return msgspec.json.format(data, indent=1) + b"\n"


def normal(value: str) -> str:
    """A value as it is hashed: its width and the white space around it make no difference."""
    return unicodedata.normalize("NFKC", value).strip()


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except ReadError as error:
        raise GateFileError(str(error)) from None

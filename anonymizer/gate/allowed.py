"""An allow-list: values that are accepted wherever they stand, as keyed hashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from anonymizer.gate.findings import Finding
from anonymizer.gate.keys import Hash, HexKey, Key, normal, read_record, to_json, unlock
from anonymizer.slots import KINDS, Kind

ANY: Final = "any"


class AllowRecord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The file of an allow-list: it holds the key, or what the given one is known by."""

    schema_version: Literal[1]
    allowed: dict[Kind | Literal["any"], list[Hash]]
    key: HexKey | None = None
    key_check: Hash | None = None


class AllowList(NamedTuple):
    """Which values are accepted: kind, or ``any``, to hashes."""

    key: Key
    allowed: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls, path: Path, given: Key | None) -> AllowList:
        """The list in a file. Raises :class:`~anonymizer.gate.keys.GateFileError`."""
        record = read_record(path, AllowRecord, "an allow-list of scan --allow-add")
        key = unlock(path, record.key, record.key_check, given)
        return cls(key, {kind: frozenset(hashes) for kind, hashes in record.allowed.items()})

    def to_json(self) -> bytes:
        """The file of it."""
        allowed = {kind: sorted(hashes) for kind, hashes in self.allowed.items()}
        return to_json(AllowRecord(1, allowed, self.key.in_file, self.key.check))  # type: ignore[arg-type]

    @property
    def size(self) -> int:
        """How many values are in it."""
        return sum(map(len, self.allowed.values()))

    def adding(self, values: Iterable[str]) -> AllowList:
        """The list with more values, each as ``VALUE`` or ``KIND:VALUE``.

        Raises ``ValueError``, which does not name the value, for an empty one.
        """
        allowed = dict(self.allowed)
        for value in values:
            kind, colon, rest = value.partition(":")
            kind, text = (kind, rest) if colon and kind in (*KINDS, ANY) else (ANY, value)
            if not normal(text):
                raise ValueError("a value to allow is empty")
            allowed[kind] = allowed.get(kind, frozenset()) | {self._hash(kind, text)}
        return self._replace(allowed=allowed)

    def allows(self, finding: Finding) -> bool:
        """Whether a finding's value is in the list: by itself, or with the words behind it.

        So 呼中镇, 220万元 and 李县长 can be allowed as they stand in the text; only 呼中, 220
        and 李 of them would be removed, and anywhere else these still are findings.
        """
        lists = [
            (kind, hashes) for kind in (finding.kind, ANY) if (hashes := self.allowed.get(kind))
        ]
        if not lists:
            return False
        readings = {finding.reading + finding.after[:end] for end in range(len(finding.after) + 1)}
        return any(self._hash(kind, text) in hashes for kind, hashes in lists for text in readings)

    def _hash(self, kind: str, value: str) -> str:
        return self.key.hash("value", kind, normal(value))

"""A baseline: findings that were there when it was recorded, and are accepted.

It holds for each file, by name, and each kind how often which value was found, the value as a
keyed hash. A value that comes once more than recorded is a finding, and so is one that moved
to another file: the hash is of the file's name too, so equal values cannot be told across files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from anonymizer.gate.findings import Finding
from anonymizer.gate.keys import Hash, HexKey, Key, normal, read_record, to_json, unlock
from anonymizer.slots import Kind

_Accepted = dict[str, dict[Kind, dict[Hash, Annotated[int, Meta(ge=1)]]]]


class BaselineRecord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The file of a baseline: it holds the key, or what the given one is known by."""

    schema_version: Literal[1]
    accepted: _Accepted
    key: HexKey | None = None
    key_check: Hash | None = None


class Baseline(NamedTuple):
    """Which findings are accepted: file name to kind to hash to how often."""

    key: Key
    accepted: Mapping[str, Mapping[Kind, Mapping[str, int]]]

    @classmethod
    def read(cls, path: Path, given: Key | None) -> Baseline:
        """The baseline in a file. Raises :class:`~anonymizer.gate.keys.GateFileError`."""
        record = read_record(path, BaselineRecord, "a baseline of scan --write-baseline")
        return cls(unlock(path, record.key, record.key_check, given), record.accepted)

    def accepting(self, found: Iterable[tuple[str, Iterable[Finding]]]) -> Baseline:
        """The baseline that accepts these findings of files, and no others."""
        accepted: _Accepted = {}
        for name, findings in found:
            for finding in findings:
                hashes = accepted.setdefault(name, {}).setdefault(finding.kind, {})
                hashed = _hash(self.key, name, finding)
                hashes[hashed] = hashes.get(hashed, 0) + 1
        return self._replace(accepted=accepted)

    def to_json(self) -> bytes:
        """The file of it."""
        return to_json(BaselineRecord(1, self.accepted, self.key.in_file, self.key.check))  # type: ignore[arg-type]

    def sift(
        self, name: str, findings: Iterable[Finding], kinds: Collection[str]
    ) -> tuple[list[Finding], int]:
        """The findings of a file that are not accepted, and how many accepted ones are gone.

        Of a value that comes more often than accepted the last ones are not. ``kinds`` are
        those that were looked for: of others nothing can be gone.
        """
        left = {
            (kind, hashed): count
            for kind, hashes in self.accepted.get(name, {}).items()
            if kind in kinds
            for hashed, count in hashes.items()
        }
        new: list[Finding] = []
        for finding in findings:
            entry = finding.kind, _hash(self.key, name, finding)
            if left.get(entry):
                left[entry] -= 1
            else:
                new.append(finding)
        return new, sum(left.values())


def _hash(key: Key, name: str, finding: Finding) -> str:
    # The unit is part of the fact: whoever accepts 220万元 has not accepted 220亿元.
    return key.hash("finding", name, finding.kind, normal(finding.reading), finding.unit or "")


def fingerprints(findings: Iterable[Finding], key: Key | None) -> list[str]:
    """What tells each finding from the others, and gives no value away.

    A hash of the value needs a key that is kept secret. Without one it is of the file, the rule
    and which finding of that rule it is in the file.
    """
    import hashlib

    seen: Counter[tuple[str, ...]] = Counter()
    made: list[str] = []
    for finding in findings:
        parts: tuple[str, ...] = (finding.file, finding.kind, finding.rule)
        if key is not None and key.given:
            parts = (finding.file, finding.kind, normal(finding.reading), finding.unit or "")
        seen[parts] += 1
        counted = (*parts, str(seen[parts]))
        if key is not None and key.given:
            made.append(key.hash("fingerprint", *counted))
        else:
            made.append(hashlib.sha256("\0".join(counted).encode("utf-8")).hexdigest()[:32])
    return made

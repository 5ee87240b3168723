"""SARIF 2.1.0: findings in the form that code hosts and editors read.

A document has one run. Places are given as lines and columns and as offsets, all of them in
code points; artifacts by a relative URI, which is taken from where the tool was started.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from anonymizer.linestarts import LineStarts

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT: Final = "anonymizer/v1"
"""Says how the fingerprints of results are made: a new way needs a new name."""

Level = Literal["none", "note", "warning", "error"]


class Rule(NamedTuple):
    """What a result may be an instance of."""

    id: str
    description: str


class Result(NamedTuple):
    """One finding at ``[start, end)`` of the artifact ``uri`` (see :func:`uri_of`).

    ``fingerprint`` is what tells the finding from others when the artifact changes; it goes
    wherever the document goes, so it must not give a value away.
    """

    rule: str
    level: Level
    message: str
    uri: str
    start: int
    end: int
    fingerprint: str


def document(
    tool: tuple[str, str],
    rules: Sequence[Rule],
    results: Sequence[Result],
    lines: Mapping[str, LineStarts],
    errors: Sequence[str] = (),
) -> bytes:
    """A SARIF document as UTF-8, indented.

    ``tool`` is a name and a version, ``lines`` tells for the URI of each result where its
    artifact's lines begin, ``errors`` are what kept the tool from looking at everything.
    Raises ``KeyError`` for a result of a rule or an artifact that is not given.
    """
    import msgspec

    index = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(tool, rules)},
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": _plain(error)}} for error in errors
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": [{"location": {"uri": uri}} for uri in lines],
        "results": [_result(result, index[result.rule], lines[result.uri]) for result in results],
    }
    made = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def _driver(tool: tuple[str, str], rules: Sequence[Rule]) -> dict[str, Any]:
    name, version = tool
    return {
        "name": name,
        "version": version,
        "rules": [
            {"id": rule.id, "shortDescription": {"text": _plain(rule.description or rule.id)}}
            for rule in rules
        ],
    }


def _result(result: Result, rule_index: int, lines: LineStarts) -> dict[str, Any]:
    start_line, start_column = lines.at(result.start)
    end_line, end_column = lines.at(result.end)
    return {
        "ruleId": result.rule,
        "ruleIndex": rule_index,
        "level": result.level,
        "message": {"text": _plain(result.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": result.uri},
                    "region": {
                        "startLine": start_line,
                        "startColumn": start_column,
                        "endLine": end_line,
                        "endColumn": end_column,
                        "charOffset": result.start,
                        "charLength": result.end - result.start,
                    },
                }
            }
        ],
        "partialFingerprints": {_FINGERPRINT: result.fingerprint},
    }


def _plain(text: str) -> str:
    """A message that stands for itself: in SARIF braces and ``[link](target)`` mean something."""
    if "](" in text:
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return text.replace("{", "{{").replace("}", "}}")


def uri_of(name: str) -> str:
    """The URI of a file by its name, relative with ``/`` between folders, or absolute."""
    from pathlib import Path
    from urllib.parse import quote

    path = Path(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(name, safe="/", errors="surrogateescape")

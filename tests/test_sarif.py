"""SARIF documents, held against what the standard (OASIS SARIF 2.1.0) demands of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anonymizer import sarif
from anonymizer.linestarts import LineStarts
from anonymizer.sarif import Result, Rule, document, uri_of

TEXT = "同志们😀：\r\n投资220万元，\n呼中镇来了。\n"
URI = uri_of("县/a b.txt")
RULES = (Rule("money.amount", "金额：{数字}"), Rule("place.generic", ""))
RESULTS = (
    Result("place.generic", "error", "地名【呼中】", URI, 16, 18, "00"),
    Result("money.amount", "warning", "看[这](1)和{0}", URI, 9, 12, "01"),
)


def made(**changes: Any) -> dict[str, Any]:
    given = {
        "tool": ("anonymizer", "1.2.3"),
        "rules": RULES,
        "results": RESULTS,
        "lines": {URI: LineStarts.of(TEXT)},
    } | changes
    return json.loads(document(**given))


def demands(value: Any, name: str) -> dict[str, Any]:
    """An object of the standard with all that it requires, each of the type required."""
    required = {
        "sarifLog": {"version": str, "runs": list},
        "run": {"tool": dict},
        "tool": {"driver": dict},
        "toolComponent": {"name": str},
        "reportingDescriptor": {"id": str},
        "invocation": {"executionSuccessful": bool},
        "notification": {"message": dict},
        "result": {"message": dict},
        "message": {"text": str},
        "multiformatMessageString": {"text": str},
    }[name]
    assert isinstance(value, dict)
    for key, kind in required.items():
        assert isinstance(value[key], kind), (name, key)
    return value


def test_it_has_what_the_standard_requires() -> None:
    log = demands(made(errors=["b.txt: 没有"]), "sarifLog")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    demands(run, "run")
    driver = demands(demands(run["tool"], "tool")["driver"], "toolComponent")
    assert (driver["name"], driver["version"]) == ("anonymizer", "1.2.3")
    for rule in driver["rules"]:
        demands(rule, "reportingDescriptor")
        assert demands(rule["shortDescription"], "multiformatMessageString")["text"]
    for invocation in run["invocations"]:
        for notification in demands(invocation, "invocation")["toolExecutionNotifications"]:
            demands(demands(notification, "notification")["message"], "message")
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run["results"]:
        demands(demands(result, "result")["message"], "message")
        assert result["level"] in ("none", "note", "warning", "error")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == URI
        region = location["physicalLocation"]["region"]
        assert all(region[key] >= 1 for key in region if key.endswith(("Line", "Column")))


def test_a_region_is_the_place() -> None:
    (run,) = made()["runs"]
    regions = [r["locations"][0]["physicalLocation"]["region"] for r in run["results"]]
    assert [TEXT[r["charOffset"] : r["charOffset"] + r["charLength"]] for r in regions] == [
        "呼中",
        "220",
    ]
    assert [(r["startLine"], r["startColumn"]) for r in regions] == [(3, 1), (2, 3)]
    assert [(r["endLine"], r["endColumn"]) for r in regions] == [(3, 3), (2, 6)]
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_region_over_a_line_break_ends_on_the_next_line() -> None:
    start = TEXT.index("万元")
    long = RESULTS[1]._replace(start=start, end=start + 6)
    (result,) = made(results=[long])["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"], region["endColumn"]) == (2, 3, 3)


def test_messages_stand_for_themselves() -> None:
    (run,) = made()["runs"]
    assert [r["message"]["text"] for r in run["results"]] == [
        "地名【呼中】",
        "看\\[这\\](1)和{{0}}",
    ]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "金额：{{数字}}"


def test_errors_are_told() -> None:
    (told,) = made(errors=["a.txt: no such file"])["runs"][0]["invocations"]
    assert told["executionSuccessful"] is False
    assert [n["message"]["text"] for n in told["toolExecutionNotifications"]] == [
        "a.txt: no such file"
    ]
    (fine,) = made()["runs"][0]["invocations"]
    assert (fine["executionSuccessful"], fine["toolExecutionNotifications"]) == (True, [])


def test_nothing_found_is_a_document_with_no_results() -> None:
    (run,) = made(results=(), rules=())["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert [a["location"]["uri"] for a in run["artifacts"]] == [URI]


@pytest.mark.parametrize("change", [{"rule": "no.such"}, {"uri": "no.txt"}])
def test_a_result_needs_its_rule_and_its_artifact(change: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        made(results=[RESULTS[0]._replace(**change)])


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("in/a.txt", "in/a.txt"),
        ("县/b c.md", "%E5%8E%BF/b%20c.md"),
        ("../a#1?.txt", "../a%231%3F.txt"),
        ("a:b%.txt", "a%3Ab%25.txt"),
        ("-", "-"),
    ],
)
def test_uris(name: str, uri: str) -> None:
    assert uri_of(name) == uri


def test_the_uri_of_an_absolute_name_is_a_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("u") / "讲 话.txt"
    assert uri_of(str(path)).startswith("file:///")
    assert uri_of(str(path)).endswith("/%E8%AE%B2%20%E8%AF%9D.txt")


def test_the_schema_is_named() -> None:
    assert made()["$schema"] == sarif.SCHEMA
    assert "sarif-2.1.0" in sarif.SCHEMA

from __future__ import annotations

import codecs
import io
import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer.documents import ReadError
from anonymizer.documents.document import Reading
from anonymizer.documents.jsonlines import field_names, read, records
from anonymizer.documents.jsonlines.scan import DEEPEST, JSONError, scan
from anonymizer.documents.records import LARGEST_RECORD
from tests.documents.records import Endless, most_memory, replaced, whole

TEXT = st.text(alphabet='甲乙3a\\"/\n\r\t\u2028\ud800😀 X', max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """JSON lines as the ``json`` module writes them, in all its ways, with blank ones."""
    lines = [
        json.dumps(value, ensure_ascii=ascii_only, separators=separators)
        # UTF-8 has no lone surrogates, so they are always escaped.
        .encode("utf-8", "backslashreplace")
        .decode()
        for value in draw(st.lists(VALUES, max_size=4))
        for ascii_only in [draw(st.booleans())]
        for separators in [draw(st.sampled_from([(",", ":"), (", ", ": "), (" , ", "\t:\t")]))]
    ]
    for at in draw(st.lists(st.integers(0, 4), max_size=2)):
        lines.insert(at, " " * at)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end]))


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in strings(item)] if isinstance(value, list) else []


def mapped(value: Any, function: Any) -> Any:
    if isinstance(value, str):
        return function(value)
    if isinstance(value, dict):
        return {name: mapped(item, function) for name, item in value.items()}
    return [mapped(item, function) for item in value] if isinstance(value, list) else value


def loaded(text: str) -> list[Any]:
    return [json.loads(line) for line in re.split(r"\r?\n", text) if line.strip()]


@given(written(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]))
def test_records_joined_are_the_file(text: str, codec: str) -> None:
    data = text.encode(codec)
    found = list(records(io.BytesIO(data), "a.jsonl", Reading(codec)))
    assert b"".join(record.data for record in found) == data
    assert b"".join(record.save({}, []) for record in found) == data


@given(written(), st.data())
def test_changed_strings_are_changed_and_nothing_else(text: str, data: st.DataObject) -> None:
    document = read(text.encode(), "a.jsonl", Reading())
    lines = [
        line
        for value in loaded(text)
        for string in strings(value)
        for line in re.findall(r"[^\r\n]+", string)
        if not line.isspace()
    ]
    assert list(document.runs) == lines
    new = {
        number: data.draw(st.text(alphabet='X某\\"\t😀', max_size=3))
        for number in range(len(lines))
        if data.draw(st.booleans())
    }
    saved = document.save({n: whole(lines[n], text) for n, text in new.items()}, []).decode()
    numbers = itertools.count()

    def changed(line: re.Match[str]) -> str:
        return line[0] if line[0].isspace() else new.get(next(numbers), line[0])

    expected = [
        mapped(value, lambda string: re.sub(r"[^\r\n]+", changed, string)) for value in loaded(text)
    ]
    assert json.dumps(loaded(saved)) == json.dumps(expected)
    literal = r'"(?:[^"\\]|\\.)*"'
    assert re.sub(literal, "", saved) == re.sub(literal, "", text)


@given(st.text(alphabet='{}[]",:\\ud8a0ntrefls1.-+E \t甲', max_size=14))
def test_what_the_json_module_takes_is_taken(text: str) -> None:
    try:
        value = json.loads(text)
    except ValueError:
        with pytest.raises(JSONError):
            scan(text)
    else:
        found = scan(text)
        assert all(
            json.loads(text[s.start : s.end]) == json.loads(text[s.start : s.end]) for s in found
        )
        if len({s.path for s in found}) == len(found):  # no name twice
            assert [s.text for s in found if s.is_text] == strings(value)


RECORD = (
    '{"id":1.50, "meta": {"title": "讲话", "n": [1, 2]}, "p": ["甲\\n投资220万", {"t": "乙220"}], '
    '"a.b": "丙", "phone": 13800138000, "text": "\\u7532220\\/\\u4e07", "x": null}\n'
)


@pytest.mark.parametrize(
    ("field", "runs"),
    [
        ("text", ["甲220/万"]),
        ("meta.title", ["讲话"]),
        ("meta", ["讲话", "1", "2"]),
        ("p[]", ["甲", "投资220万", "乙220"]),
        ("p.*", ["甲", "投资220万", "乙220"]),
        ("p[*]", ["甲", "投资220万", "乙220"]),
        ("p", ["甲", "投资220万", "乙220"]),
        ("p[].t", ["乙220"]),
        ("a.b", ["丙"]),
        ("phone", ["13800138000"]),
    ],
)
def test_a_field_is_named_by_its_path(field: str, runs: list[str]) -> None:
    document = read(RECORD.encode(), "a.jsonl", Reading(fields=(field,)))
    assert list(document.runs) == runs


def test_fields_and_addresses() -> None:
    document = read(("\n" + RECORD).encode(), "a.jsonl", Reading(fields=("meta.title", "p[]")))
    assert [block.address for block in document.blocks] == [
        "line 2: meta.title",
        "line 2: p.*",
        "line 2: p.*, line 2",
        "line 2: p.*.t",
    ]
    assert document.source.text == "讲话\n\n甲\n投资220万\n\n乙220"
    names = field_names(io.BytesIO(RECORD.encode()), "a.jsonl", Reading())
    assert names == ["meta.title", "p.*", "p.*.t", "a.b", "text"]
    for name in names:
        assert read(RECORD.encode(), "a.jsonl", Reading(fields=(name,))).runs


@pytest.mark.parametrize(
    ("old", "new", "written", "expected"),
    [
        ("220", "X", r'"甲220\/"', r'"甲X\/"'),
        ("220", "某", r'"\u7532220\t"', r'"\u7532\u67d0\t"'),
        ("220", "某", r'"甲220\u000a乙"', r'"甲某\u000a乙"'),
        ("220", "某", r'"甲220\u4e07"', r'"甲某\u4e07"'),
        ("220", "某", r'"a220\n"', r'"a某\n"'),
        ("220", "某", r'"a220\\u4e07"', r'"a某\\u4e07"'),
        ("甲", "某", r'"\u7532\ud83d\ude00\ud83d"', r'"\u67d0\ud83d\ude00\ud83d"'),
        ("😀", "X", r'"a\ud83d\uDE00\ud83d"', r'"aX\ud83d"'),
        ("220", '"\\', r'"220"', r'"\"\\"'),
        ("220", "X", "-220.0e1", '"-X.0e1"'),
    ],
)
def test_a_string_keeps_its_spelling(old: str, new: str, written: str, expected: str) -> None:
    record = '{"\\u0061" : [1.50,  %s], "甲" : "\\u7532"}\r\n'
    document = read((record % written).encode(), "a.jsonl", Reading(fields=("a",)))
    assert replaced(document, old, new).decode() == record % expected


def test_what_an_encoding_cannot_write_is_escaped() -> None:
    data = '{"內容": "今年以來，全縣完成投資220萬元，各單位要認真落實。"}'.encode("big5")
    saved = replaced(read(data, "a.jsonl", Reading()), "220", "业")
    assert saved == data.replace(b"220", rb"\u4e1a")


def test_a_name_that_stands_twice_is_read_twice() -> None:
    document = read('{"a": "甲220", "a": "乙220"}'.encode(), "a.jsonl", Reading(fields=("a",)))
    assert replaced(document, "220", "X").decode() == '{"a": "甲X", "a": "乙X"}'


DEEP = '{"a":' * 50_000


@pytest.mark.parametrize(
    ("text", "fields", "message"),
    [
        ('{"a": "甲"}\n{"a": "乙"\n', (), "line 2, column 10: neither a comma nor '}'"),
        ('{"a": "甲"}\n\n{"a": "乙\n', (), "line 3, column 7: a string that is not closed"),
        ('{"a": "甲\t乙"}\n', (), "line 1, column 9: a string"),
        ("[\n1]\n", (), "line 1, column 2: a value is missing"),
        ('{"a": 1} {"a": 1}\n', (), "line 1, column 10: more than one value"),
        ("{甲: 1}\n", (), "line 1, column 2: a name in quotes is missing"),
        (DEEP, (), f"line 1, column {DEEPEST * 5 + 1}: more than {DEEPEST} lists"),
        ("[" * 50_000, (), f"more than {DEEPEST} lists"),
        ('{"a": "甲"}\n', ("b",), "no field 'b'; --field takes a$"),
        ('{"a": {"b": "甲"}}\n', ("a.c", "a.b"), r"no field 'a.c'; --field takes a\.b$"),
        ('{"a": 1}\n', ("b",), "no field 'b', nor any other"),
        ('{"a": "甲"}\n' * 2000, ("b",), "no field 'b'"),
        ('{"a": "\0"}\n', (), r"0x00 at offset 7.*\(line 1\)"),
    ],
)
def test_what_is_wrong_is_said(text: str, fields: tuple[str, ...], message: str) -> None:
    with pytest.raises(ReadError, match=message) as error:
        read(text.encode(), "a.jsonl", Reading(fields=fields))
    assert str(error.value).startswith("a.jsonl: ")
    assert not set("甲乙") & set(str(error.value))


def test_a_field_that_is_nowhere_in_the_first_records_is_said_at_once() -> None:
    stream = records(
        Endless(b'{"a": "x"}\n', 10**9),  # type: ignore[arg-type]
        "a.jsonl",
        Reading(fields=("b",)),
    )
    with pytest.raises(ReadError, match=r"no field 'b'; --field takes a$"):
        for _ in stream:
            pass


def test_long_names_cost_no_more_than_they_are_long() -> None:
    name = "n" * 100_000
    text = f'{{"{name}":' * 90 + "[" + '"x",' * 1000 + '"x"]' + "}" * 90
    document = read(text.encode(), "a.jsonl", Reading())
    assert len(document.runs) == 1001
    assert max(len(block.address) for block in document.blocks) < 300


def test_a_line_without_end_is_refused_before_it_is_read() -> None:
    endless = Endless(b"x" * 1000, 10**9)
    with pytest.raises(ReadError, match="line 1: a record of more than 16 MB"):
        list(records(endless, "a.jsonl", Reading()))  # type: ignore[arg-type]
    assert endless._left > 1000 * 10**9 - 2 * LARGEST_RECORD


def test_a_million_lines_take_no_more_memory_than_a_thousand() -> None:
    line = '{"id": 12, "text": "今年投资220万元，\\n开工。"}\n'.encode()
    few, many = (
        most_memory(records, Endless(line, times), ("text",))  # type: ignore[arg-type]
        for times in (8_000, 24_000)
    )
    assert many < few * 1.1


def test_a_byte_order_mark_is_a_record_without_text() -> None:
    data = codecs.BOM_UTF8 + '{"a": "甲"}'.encode()
    first, line = records(io.BytesIO(data), "a.jsonl", Reading())
    assert (first.data, list(first.runs)) == (codecs.BOM_UTF8, [])
    assert (line.address, line.name, list(line.runs)) == ("line 1", "a.jsonl: line 1", ["甲"])

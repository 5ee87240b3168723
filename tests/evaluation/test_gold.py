"""What annotated text may look like, and every way in which it can be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anonymizer import load_rules
from anonymizer.evaluation import Document, GoldError, LabelError, Labels, read_gold

TEXT = "请王建国县长到呼中镇，投资220万元。"
LABELS = Labels(load_rules())
OURS = {"text": TEXT, "spans": [[1, 4, "person"], [7, 9, "place"]], "strict": [[13, 16, "money"]]}


def jsonl(*records: object) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def read(tmp_path: Path, data: bytes, labels: Labels = LABELS) -> list[Document]:
    (tmp_path / "gold.jsonl").write_bytes(data)
    return read_gold([tmp_path / "gold.jsonl"], labels)


def error_of(*paths: Path, labels: Labels = LABELS) -> str:
    with pytest.raises(GoldError) as caught:
        read_gold(paths, labels)
    message = str(caught.value)
    assert "\n" not in message
    assert "王建国" not in message
    return message


def marked(document: Document) -> list[tuple[str, str]]:
    return [(m.kind, document.text[m.start : m.end]) for m in document.mentions]


BOTH = [("person", "王建国"), ("place", "呼中")]


@pytest.mark.parametrize(
    "record",
    [
        OURS,
        {"id": 3, "text": TEXT, "label": [[1, 4, "PER"], [7, 9, "LOC"]], "Comments": []},
        {"text": TEXT, "labels": [[7, 9, "地名"], [1, 4, "人名"]]},
        {
            "text": TEXT,
            "entities": [
                {"id": 5, "start_offset": 1, "end_offset": 4, "label": "Person"},
                {"id": 6, "start_offset": 7, "end_offset": 9, "label": "GPE"},
            ],
            "relations": [],
        },
        {"text": TEXT, "spans": [{"start": 1, "end": 4, "label": "per"}, [7, 9, "place"]]},
    ],
    ids=["ours", "doccano's label", "doccano's labels", "doccano's entities", "objects"],
)
def test_one_object_a_line(tmp_path: Path, record: object) -> None:
    (document,) = read(tmp_path, jsonl(record))
    assert marked(document) == BOTH


def test_what_surrounds_the_lines_does_not_matter(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf\r\n" + jsonl(OURS).replace(b"\n", b"\r\n") + b"\n \n" + jsonl(OURS)[:-1]
    one, two = read(tmp_path, data)
    assert marked(one) == marked(two) == BOTH
    assert [d.id for d in (one, two)] == ["gold#2", "gold#5"]
    assert two.place.endswith("gold.jsonl:5")


def test_line_separators_inside_a_text_end_no_line(tmp_path: Path) -> None:
    text = "甲\u2028乙\u0085投资220万元\U00020000"
    (document,) = read(tmp_path, jsonl({"text": text, "spans": [[6, 9, "money"]]}))
    assert marked(document) == [("money", "220")]


def test_strict_marks_are_apart_and_may_lack_a_kind(tmp_path: Path) -> None:
    (document,) = read(tmp_path, jsonl({**OURS, "strict": [[13, 16], [10, 11, "date"]]}))
    assert document.strict == ((10, 11, "date"), (13, 16, ""))


def test_labels_of_ones_own(tmp_path: Path) -> None:
    labels = Labels(load_rules(), {"领导": "person", "PER": "place", "杂": ""})
    record = {"text": TEXT, "label": [[1, 4, "领导"], [7, 9, "PER"], [13, 16, "杂"]]}
    (document,) = read(tmp_path, jsonl(record), labels)
    assert [m.kind for m in document.mentions] == ["person", "place", ""]
    with pytest.raises(LabelError, match="unknown kind 'human'"):
        Labels(load_rules(), {"PER": "human"})


SPAN = "spans[0]"
BAD_LINES = [
    ("not JSON", b'{"text": "\n', "is not JSON"),
    ("a list", b"[1]\n", "is no object"),
    ("JSON too deep", b'{"text":' + b"[" * 100_000 + b"\n", "is not JSON"),
    ("no text", jsonl({"spans": []}), "has no text"),
    ("an empty text", jsonl({"text": "", "spans": []}), "has no text"),
    ("a text that is none", jsonl({"text": 5, "spans": []}), "has no text"),
    ("no spans", jsonl({"text": TEXT}), "has no spans"),
    ("spans that are no list", jsonl({"text": TEXT, "spans": "1-4"}), '"spans" should be a list'),
    ("a span of two", jsonl({"text": TEXT, "spans": [[1, 4]]}), f"{SPAN} should be [start, end"),
    ("a class, no span", jsonl({"text": TEXT, "label": ["好"]}), "label[0] should be [start"),
    ("out of range", jsonl({"text": TEXT, "spans": [[1, 99, "person"]]}), "the text has 19 char"),
    ("a huge number", jsonl({"text": TEXT, "spans": [[1, 10**30, "date"]]}), "out of range"),
    ("before the text", jsonl({"text": TEXT, "spans": [[-2, 3, "person"]]}), "out of range"),
    ("empty", jsonl({"text": TEXT, "spans": [[4, 4, "person"]]}), "[4, 4] covers nothing"),
    ("backwards", jsonl({"text": TEXT, "spans": [[4, 1, "person"]]}), "start comes before end"),
    ("quoted", jsonl({"text": TEXT, "spans": [["1", 4, "person"]]}), "whole numbers"),
    ("a fraction", jsonl({"text": TEXT, "spans": [[1, 4.0, "person"]]}), "whole numbers"),
    ("a truth value", jsonl({"text": TEXT, "spans": [[True, 4, "person"]]}), "whole numbers"),
    ("nothing", jsonl({"text": TEXT, "spans": [[None, 4, "person"]]}), "whole numbers"),
    ("no kind", jsonl({"text": TEXT, "spans": [[1, 4, ""]]}), "the kind should be a text"),
    ("an unknown kind", jsonl({"text": TEXT, "spans": [[1, 4, "boss"]]}), "--map LABEL=KIND"),
    (
        "the same twice",
        jsonl({"text": TEXT, "spans": [[1, 4, "person"], [1, 4, "place"]]}),
        "[1, 4] is marked twice; keep one",
    ),
    (
        "an overlap",
        jsonl({"text": TEXT, "spans": [[1, 4, "person"], [3, 6, "place"]]}),
        "[1, 4] and [3, 6] overlap",
    ),
    (
        "an overlap with strict",
        jsonl({"text": TEXT, "spans": [[1, 4, "person"]], "strict": [[2, 3, "place"]]}),
        "[1, 4] and [2, 3] overlap",
    ),
    (
        "strict out of range",
        jsonl({"text": TEXT, "spans": [], "strict": [[2, 30, "place"]]}),
        "strict[0]: [2, 30] is out of range",
    ),
    ("a lone surrogate", b'{"text": "\\ud800", "spans": []}\n', "is not JSON"),
    ("GBK", '{"text": "县长", "spans": []}\n'.encode("gbk"), "is not UTF-8; save the file as"),
]


@pytest.mark.parametrize(
    ("data", "says"), [c[1:] for c in BAD_LINES], ids=[c[0] for c in BAD_LINES]
)
def test_a_bad_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(jsonl(OURS, OURS) + data + jsonl(OURS))
    message = error_of(path)
    assert message.startswith(f"{path}:3: ")
    assert says in message
    assert len(message) < 500


def test_nested_marks_of_other_tools_are_kept(tmp_path: Path) -> None:
    text = "呼中镇中心小学"
    (document,) = read(tmp_path, jsonl({"text": text, "label": [[0, 7, "ORG"], [0, 2, "LOC"]]}))
    assert marked(document) == [("place", "呼中"), ("organization", text)]


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf"], ids=["0", "blank", "BOM"])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "gold.jsonl").write_bytes(data)
    assert "gold.jsonl: is empty; each line is one" in error_of(tmp_path / "gold.jsonl")


def test_what_is_not_there_or_no_gold(tmp_path: Path) -> None:
    assert "no.jsonl: no such file; give a JSONL file" in error_of(tmp_path / "no.jsonl")
    assert "holds no gold; expected *.jsonl" in error_of(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "a.txt:1: is neither JSONL nor brat" in error_of(tmp_path / "a.txt")


def brat(folder: Path, notes: str, text: str = TEXT, name: str = "a") -> Path:
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes(notes.encode())
    return folder / f"{name}.ann"


NOTES = (
    "T1\tPER 1 4\t王建国\nT2\tLOC 7 9\t呼中\nA1\tSure T1\nR1\tIn Arg1:T1 Arg2:T2\n#1\tNote T1\t好\n"
)


def test_standoff_notation(tmp_path: Path) -> None:
    path = brat(tmp_path, NOTES)
    for given in (path, path.with_suffix(".txt"), tmp_path):
        (document,) = read_gold([given], LABELS)
        assert (document.id, marked(document)) == ("a", BOTH)


def test_a_folder_holds_files_of_every_format(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    brat(tmp_path / "deep", NOTES)
    brat(tmp_path, "", name="unmarked")
    (tmp_path / "b.jsonl").write_bytes(jsonl(OURS))
    found = read_gold([tmp_path], LABELS)
    assert [(d.id, len(d.mentions)) for d in found] == [("b#1", 2), ("a", 2), ("unmarked", 0)]


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize("shift", [0, 1, 2, 3])
def test_offsets_that_count_what_is_not_seen(tmp_path: Path, bom: str, shift: int) -> None:
    """Some tools count CRLF as two, some as one; some count a byte order mark."""
    lines, mark = shift // 2, shift % 2
    if mark and not bom:
        pytest.skip("no mark to count")
    at = 1 + lines + mark
    path = brat(
        tmp_path, f"T1\tPER {2 + at} {5 + at}\t王建国\n", f"{bom}\r\n{TEXT[:1]}好{TEXT[1:]}"
    )
    (document,) = read_gold([path], LABELS)
    assert marked(document) == [("person", "王建国")]


def test_a_discontinuous_mark_is_several(tmp_path: Path) -> None:
    path = brat(tmp_path, "T1\tPER 0 1;2 3\t张 军\n", "张、军两兄弟")
    (document,) = read_gold([path], LABELS)
    assert marked(document) == [("person", "张"), ("person", "军")]


def test_a_mark_over_a_line_break(tmp_path: Path) -> None:
    path = brat(tmp_path, "T1\tPER 0 4\t张 军\n", "张\r\n军来了")
    (document,) = read_gold([path], LABELS)
    assert marked(document) == [("person", "张\r\n军")]


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        ("T2\tPER 1 99\t王\n", "[1, 99] is out of range"),
        ("T2\tPER 4 4\t\n", "[4, 4] covers nothing"),
        ("T2\tPER 4 2\t\n", "start comes before end"),
        ("T2\tPER x 2\t王\n", "is no line of brat"),
        ("T2\tPER 1 99999999999999999999\t王\n", "is no line of brat"),
        ("T2 PER 1 2\n", "is no line of brat"),
        ("T2\tPER 2 5\t王建国\n", "not the one that the line repeats"),
        ("T2\tBOSS 1 4\t王建国\n", "unknown kind or label 'BOSS'"),
        ("T2\tLOC 1 4\t王建国\n", "[1, 4] is marked twice"),
    ],
)
def test_a_bad_note(tmp_path: Path, notes: str, says: str) -> None:
    path = brat(tmp_path, "T1\tPER 1 4\t王建国\n" + notes)
    message = error_of(path)
    assert message.startswith(f"{path}:2: ")
    assert says in message


def test_notes_without_their_text(tmp_path: Path) -> None:
    path = brat(tmp_path, NOTES)
    path.with_suffix(".txt").write_bytes(b"")
    assert "a.txt: is empty" in error_of(path)
    path.with_suffix(".txt").write_bytes(b"\xff\xfe\xfd")
    assert "a.txt:1: byte 0xff is not UTF-8" in error_of(path)
    path.with_suffix(".txt").unlink()
    assert "a.ann: its text a.txt is not beside it" in error_of(path)


def test_a_file_beyond_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anonymizer.evaluation.gold.LARGEST", 1 << 20)
    (tmp_path / "gold.jsonl").write_bytes(jsonl({"text": "好" * (1 << 19), "spans": []}))
    assert "is larger than 1 MB; split it" in error_of(tmp_path / "gold.jsonl")


def test_every_label_of_the_lexicon_has_one_of_our_kinds() -> None:
    for label in load_rules().values("gold_labels"):
        assert LABELS.kind_of(label) == LABELS.kind_of(label.lower())
    assert [LABELS.kind_of(x) for x in ("PER", "人名", "Loc", "TIME", "time", "机构", "NUM")] == [
        "person", "person", "place", "time", "time", "organization", "number",
    ]  # fmt: skip

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.test_text import ENCODINGS, NEWLINES
from tests.helpers import run, spawn, tree


@pytest.mark.parametrize("newline", NEWLINES.values(), ids=NEWLINES)
@pytest.mark.parametrize(("codec", "bom", "text", "_"), ENCODINGS)
def test_the_original_bytes_again(
    tmp_path: Path, codec: str, bom: bytes, text: str, _: str, newline: str
) -> None:
    data = bom + text.replace("\n", newline).encode(codec)
    (tmp_path / "in.txt").write_bytes(data)
    assert run("redact", tmp_path / "in.txt", "-o", tmp_path / "out.txt").status == 0
    assert b"23381" not in (tmp_path / "out.txt").read_bytes()
    done = run("restore", tmp_path / "out.txt", "-s", tmp_path / "out.slots.json")
    assert (done.status, done.out, done.err) == (0, data, "")


@pytest.fixture
def done(tmp_path: Path) -> Path:
    (tmp_path / "in.txt").write_text("投资220万元,好\r\n\n", encoding="utf-8", newline="")
    assert run("redact", tmp_path / "in.txt", "-o", tmp_path / "out.txt").status == 0
    return tmp_path


def test_the_manifest_is_found_beside_the_text(done: Path) -> None:
    assert run("restore", done / "out.txt").out == (done / "in.txt").read_bytes()


def test_to_a_file_and_from_standard_input(done: Path) -> None:
    redacted = (done / "out.txt").read_bytes()
    result = spawn("restore", "-", "-s", done / "out.slots.json", "-o", done / "b.txt",
                   stdin=redacted)  # fmt: skip
    assert (result.status, result.out) == (0, b"")
    assert (done / "b.txt").read_bytes() == (done / "in.txt").read_bytes()


def test_speeches_of_a_split_come_back_in_pieces(tmp_path: Path) -> None:
    text = "一县防汛讲话篇一\r\n投资1元。\r\n一县防汛讲话篇二\r\n投资2元。\r\n"
    (tmp_path / "in.txt").write_bytes(text.encode("gb18030"))
    assert run("redact", tmp_path / "in.txt", "--split", "-o", tmp_path / "out").status == 0
    parts = sorted(tmp_path.glob("out/in-*.txt"))
    assert len(parts) == 2
    assert b"".join(run("restore", part).out for part in parts) == text.encode("gb18030")


def test_a_changed_text_is_refused(done: Path) -> None:
    (done / "out.txt").write_text("投资Y万元，好\r\n\n", encoding="utf-8", newline="")
    result = run("restore", done / "out.txt", "-o", done / "b.txt")
    assert result.status == 3
    assert "changed since" in result.err
    assert not (done / "b.txt").exists()


def test_another_texts_manifest_is_refused(done: Path) -> None:
    (done / "c.txt").write_text("没有数字", encoding="utf-8")
    run("redact", done / "c.txt", "-o", done / "d.txt")
    assert run("restore", done / "out.txt", "-s", done / "d.slots.json").status == 3


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff\xfe", b"not json"])
def test_what_is_no_manifest_is_refused(done: Path, data: bytes) -> None:
    (done / "bad.json").write_bytes(data)
    result = run("restore", done / "out.txt", "-s", done / "bad.json")
    assert (result.status, result.out) == (3, b"")
    assert "bad.json: not a manifest" in result.err


def test_a_tampered_manifest_gives_nothing_back(done: Path) -> None:
    path = done / "out.slots.json"
    path.write_bytes(path.read_bytes().replace(b'"text": "220"', b'"text": "221"'))
    result = run("restore", done / "out.txt")
    assert (result.status, result.out) == (3, b"")
    assert "damaged" in result.err


def test_a_missing_manifest_is_wrong_usage(done: Path) -> None:
    result = run("restore", done / "in.txt")
    assert result.status == 2
    assert "-s SLOTS" in result.err
    assert run("restore", "-", stdin=b"X").status == 2


def test_missing_files_and_folders(done: Path) -> None:
    assert run("restore", done / "none.txt", "-s", done / "out.slots.json").status == 3
    assert run("restore", done / "out.txt", "-s", done / "none.json").status == 3
    folder = run("restore", done, "-s", done / "out.slots.json")
    assert folder.status == 3
    assert "is a folder" in folder.err


def test_a_text_that_is_not_utf8_names_the_byte(done: Path) -> None:
    (done / "out.txt").write_bytes(b"X\xff")
    result = run("restore", done / "out.txt")
    assert result.status == 3
    assert "byte 0xff at offset 1 is not UTF-8" in result.err


def test_existing_files_stay_and_inputs_are_never_written(done: Path) -> None:
    (done / "b.txt").write_bytes(b"mine")
    before = tree(done)
    result = run("restore", done / "out.txt", "-o", done / "b.txt")
    assert result.status == 3
    assert "--force" in result.err
    assert (done / "b.txt").read_bytes() == b"mine"
    for name in ("out.txt", "out.slots.json"):
        kept = (done / name).read_bytes()
        assert run("restore", done / "out.txt", "-o", done / name, "--force").status == 2
        assert (done / name).read_bytes() == kept
    assert tree(done) == before
    assert run("restore", done / "out.txt", "-o", done / "b.txt", "--force").status == 0
    assert (done / "b.txt").read_bytes() == (done / "in.txt").read_bytes()

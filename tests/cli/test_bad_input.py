"""Whatever comes in: a clear line, the right exit status, nothing half-written, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from anonymizer import redact
from tests.helpers import Result, environment, run, shell, spawn, tree

SECRET = "220"
SPEECH = "投资220万元，李县长到会。\n"


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    path = tmp_path / "speech.txt"
    path.write_text(SPEECH, encoding="utf-8")
    return path


def refused(done: Result, status: int, *says: str) -> None:
    """One line on standard error that says what is wrong, and no value of the text in it."""
    assert (done.status, done.out) == (status, b""), done
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("anonymizer: ")
    assert all(word in done.err for word in says), done.err
    assert "Traceback" not in done.err
    assert SECRET not in done.err


def test_a_missing_file(tmp_path: Path) -> None:
    refused(run("redact", tmp_path / "no.txt"), 3, "no.txt", "no such file")
    done = run("redact", tmp_path / "no.txt", "-o", tmp_path / "out.txt")
    assert done.status == 3
    assert tree(tmp_path) == set()


def test_a_binary_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x01\x02\x03\x04\x05\x06\x07" + b"\0" * 40 + b"220")
    refused(run("redact", tmp_path / "a.txt"), 3, "a.txt", "byte 0x00 at offset 7", "binary")
    assert run("redact", tmp_path / "a.txt", "-o", tmp_path / "b.txt").status == 3
    assert tree(tmp_path) == {"a.txt"}


def test_damaged_utf8(speech: Path) -> None:
    speech.write_bytes(speech.read_bytes() + b"\xe5\xbe" + speech.read_bytes())
    offset = len(SPEECH.encode())
    refused(run("redact", speech), 3, "speech.txt", f"byte 0xe5 at offset {offset} is not UTF-8")


def test_a_wrong_encoding(speech: Path) -> None:
    refused(run("redact", speech, "--encoding", "ascii"), 3, "byte 0xe6 at offset 0 is not ascii")
    refused(run("redact", speech, "--encoding", "utf-9"), 3, "unknown encoding 'utf-9'")
    assert tree(speech.parent) == {"speech.txt"}


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    done = run("redact", tmp_path / "a.txt")
    assert (done.status, done.out) == (0, b"")
    assert "a.txt: is empty" in done.err
    assert run("redact", tmp_path / "a.txt", "-o", tmp_path / "b.txt").status == 0
    assert (tmp_path / "b.txt").read_bytes() == b""
    assert run("restore", tmp_path / "b.txt").out == b""


@pytest.mark.parametrize(
    "text", ["XXXX\n" * 50, "X" * 5000, "×某XX＊" * 300, "投资X万元，增长X%。"]
)
def test_all_placeholders(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("redact", tmp_path / "a.txt")
    assert (done.status, done.text, done.err) == (0, text, "")


def test_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").touch()
    done = run("redact", tmp_path / "in", "-o", tmp_path / "out")
    assert done.status == 3
    assert "holds no texts" in done.err
    assert tree(tmp_path) == {"in/a.png", "out/report.jsonl"}


def test_a_folder_needs_a_folder_to_write_to(speech: Path) -> None:
    refused(run("redact", speech.parent), 2, "-o FOLDER")
    (speech.parent / "b.txt").touch()
    refused(run("redact", speech.parent, "-o", speech.parent / "b.txt"), 2, "is a file")


def test_the_other_inputs_are_still_done(speech: Path) -> None:
    folder = speech.parent
    (folder / "bad.txt").write_bytes(b"\xff" * 9 + b"220")
    (folder / "binary.txt").write_bytes(b"\0\1\2220")
    (folder / "also.txt").write_text("增长12%", encoding="utf-8")
    names = ("bad.txt", "speech.txt", "none.txt", "binary.txt", "also.txt")
    done = run("redact", *(folder / name for name in names), "-o", folder / "out")
    assert (done.status, done.out) == (3, b"")
    lines = done.err.splitlines()
    assert [name for line in lines for name in names if f"{name}: " in line] == [
        "bad.txt", "none.txt", "binary.txt",
    ]  # fmt: skip
    assert "2 redacted" in lines[-1]
    assert "3 failed" in lines[-1]
    assert tree(folder / "out") == {
        "speech.txt", "speech.slots.json", "also.txt", "also.slots.json"
    }  # fmt: skip
    assert SECRET not in done.err


def test_an_existing_output_is_kept(speech: Path) -> None:
    out = speech.parent / "out.txt"
    out.write_bytes(b"mine")
    done = run("redact", speech, "-o", out)
    assert done.status == 3
    assert "exists already; --force overwrites it" in done.err
    assert out.read_bytes() == b"mine"
    assert tree(speech.parent) == {"speech.txt", "out.txt"}
    assert run("redact", speech, "-o", out, "--force").status == 0
    assert out.read_bytes() == b"\xe6\x8a\x95\xe8\xb5\x84" + "X万元，X县长到会。\n".encode()


def test_an_existing_manifest_is_kept(speech: Path) -> None:
    manifest = speech.parent / "out.slots.json"
    manifest.write_bytes(b"mine")
    assert run("redact", speech, "-o", speech.parent / "out.txt").status == 3
    assert run("redact", speech, "-s", manifest).status == 3
    assert manifest.read_bytes() == b"mine"
    assert tree(speech.parent) == {"speech.txt", "out.slots.json"}


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "force"])
def test_an_input_is_never_written(speech: Path, force: list[str]) -> None:
    (speech.parent / "link.txt").symlink_to(speech)
    for target in (speech, speech.parent / "link.txt", speech.parent / "x" / ".." / "speech.txt"):
        refused(run("redact", speech, "-o", target, *force), 2, "never written to")
    for arguments in (["-s", speech], ["-o", speech.parent / "o.txt", "-s", speech]):
        refused(run("redact", speech, *arguments, *force), 2, "never written to")
    refused(run("redact", speech.parent, "-o", speech.parent, *force), 2, "never written to")
    assert speech.read_text(encoding="utf-8") == SPEECH
    assert tree(speech.parent) == {"speech.txt", "link.txt"}


def test_an_output_folder_that_cannot_be_written(speech: Path) -> None:
    (speech.parent / "file").touch()
    done = run("redact", speech, "-o", speech.parent / "file" / "out.txt")
    assert done.status == 3
    assert str(speech.parent / "file") in done.err
    many = run("redact", speech, speech.parent / "file", "-o", speech.parent / "file" / "out")
    assert many.status == 3
    assert tree(speech.parent) == {"speech.txt", "file"}


def test_a_manifest_that_cannot_be_written_leaves_no_output(speech: Path) -> None:
    (speech.parent / "file").touch()
    bad = speech.parent / "file" / "m.json"
    for arguments in (["-o", speech.parent / "out.txt", "-s", bad], ["-s", bad]):
        done = run("redact", speech, *arguments)
        assert (done.status, done.out) == (3, b"")
        assert SECRET not in done.err
    assert tree(speech.parent) == {"speech.txt", "file"}


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX's")
@pytest.mark.parametrize(
    "command",
    [
        "redact speech.txt",
        "explain 投资220万元",
        "rules list",
        "rules show money.amount",
        "restore out.txt",
    ],
)
def test_a_closed_standard_output(speech: Path, command: str) -> None:
    run("redact", speech, "-o", speech.parent / "out.txt")
    before = tree(speech.parent)
    refused(shell(f"anonymizer {command} >&-", speech.parent), 3, "standard output was closed")
    assert tree(speech.parent) == before


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX's")
def test_a_closed_standard_error(speech: Path) -> None:
    done = shell("anonymizer redact speech.txt 2>&-", speech.parent)
    assert (done.status, done.text) == (0, "投资X万元，X县长到会。\n")
    assert shell("anonymizer redact none.txt 2>&-", speech.parent).status == 3


def test_a_broken_pipe(speech: Path) -> None:
    command = [sys.executable, "-m", "anonymizer", "redact", str(speech)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()  # before anything can be written to it
        error = process.stderr.read().decode()
    refused(Result(process.returncode, b"", error), 3, "standard output was closed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_on_standard_output(speech: Path) -> None:
    done = shell("anonymizer redact speech.txt >/dev/full", speech.parent)
    refused(done, 3, "standard output", "No space left")


def test_fifty_megabytes_on_one_line(tmp_path: Path) -> None:
    sentence = "全县完成投资23381万元，同比增长1.1%，李县长作了具体安排，各单位要认真抓好落实。"
    (tmp_path / "big.txt").write_text(
        sentence * (50_000_000 // len(sentence.encode()) + 1), encoding="utf-8"
    )
    started = time.monotonic()
    done = spawn("redact", tmp_path / "big.txt")
    assert time.monotonic() - started < 240
    assert (done.status, done.err) == (0, "")
    assert done.text == redact(sentence).text * (len(done.text) // len(redact(sentence).text))


def test_control_characters_and_odd_line_ends_come_through() -> None:
    text = "好\x0b220元\x0c\x1c\u2028\u2029\x85末\r\r\n"
    done = run("redact", "-", stdin=text.encode())
    assert (done.status, done.text) == (0, text.replace("220", "X"))

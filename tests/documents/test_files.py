from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from anonymizer.documents import ReadError, WriteError, read_bytes, whole_file, write_whole
from tests.helpers import tree


def test_a_file_appears_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "新" / "a.txt", b"abc")
    assert (tmp_path / "新" / "a.txt").read_bytes() == b"abc"
    assert tree(tmp_path) == {"新/a.txt"}


def test_a_file_written_bit_by_bit_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(KeyError), whole_file(tmp_path / "a") as file:
        file.write(b"abc")
        raise KeyError
    assert tree(tmp_path) == set()
    with whole_file(tmp_path / "a") as file:
        file.write(b"abc")
        assert not (tmp_path / "a").exists()
        file.write(b"def")
    assert (tmp_path / "a").read_bytes() == b"abcdef"
    assert tree(tmp_path) == {"a"}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_private_files_are_their_owners(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"", private=True)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_other_files_have_the_users_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_whole(tmp_path / "a", b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_existing_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(WriteError, match="exists already; --force"):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert tree(tmp_path) == {"a"}


def test_force_replaces_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    write_whole(tmp_path / "a", b"new", force=True)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert tree(tmp_path) == {"a"}


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(WriteError, match="No space left"):
        write_whole(tmp_path / "a", b"new")
    assert tree(tmp_path) == set()


def test_without_hard_links_an_existing_file_still_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", unsupported)
    write_whole(tmp_path / "a", b"one")
    with pytest.raises(WriteError, match="exists already"):
        write_whole(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"one"


def test_a_path_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="file"):
        write_whole(tmp_path / "file" / "a.txt", b"")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_bytes(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_bytes(tmp_path)

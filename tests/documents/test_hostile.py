"""What means harm ends in bounded time and memory, with one line that says why."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from anonymizer.documents.formats import BY_SUFFIX
from tests.documents import hostile
from tests.helpers import ROOT, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")

MOST_MEMORY = 2 << 30
MOST_SECONDS = 10.0
MOST_SECONDS_OF_LONG = 60.0
"""For a million runs and the like: they are read, and saved, and no more than that."""

CHILD = """
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from anonymizer.documents import ReadError, WriteError, load_document
for name in sys.argv[2:]:
    started = time.process_time()
    said = None
    try:
        load_document(Path(name)).save({}, ())
    except (ReadError, WriteError) as error:
        said = str(error)
    seconds = time.process_time() - started
    print(json.dumps({"name": Path(name).name, "said": said, "seconds": seconds}), flush=True)
"""


def read_in_bounds(paths: list[Path], seconds: float) -> dict[str, Any]:
    """What reading and saving each file came to, in a process that gets so much and no more."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MOST_MEMORY), *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds * 5,
        check=False,
    )
    outcomes = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    for path in paths:
        assert path.name in outcomes, done.stderr[-2000:]
    return outcomes


def has_reader(name: str) -> bool:
    home = BY_SUFFIX[Path(name).suffix].home
    return importlib.util.find_spec(f"anonymizer.documents.{home}") is not None


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("refused")
    paths = [folder / name for name in hostile.REFUSED if has_reader(name)]
    for path in paths:
        path.write_bytes(hostile.REFUSED[path.name][0]())
    outcomes = read_in_bounds(paths, MOST_SECONDS * 10)
    for path in paths:
        path.unlink()
    return outcomes


@pytest.mark.parametrize("name", [name for name in hostile.REFUSED if has_reader(name)])
def test_what_means_harm_is_refused_with_one_line(name: str, refused: dict[str, Any]) -> None:
    outcome = refused[name]
    assert outcome["said"] is not None, "it was read"
    assert re.search(hostile.REFUSED[name][1], outcome["said"]), outcome["said"]
    assert name in outcome["said"]
    assert "\n" not in outcome["said"]
    assert outcome["seconds"] < MOST_SECONDS


@pytest.mark.parametrize("name", [name for name in hostile.READ if has_reader(name)])
def test_what_is_only_much_is_read_in_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(hostile.READ[name]())
    most = MOST_SECONDS_OF_LONG if name in hostile.LONG else MOST_SECONDS
    outcome = read_in_bounds([path], most)[name]
    assert outcome["seconds"] < most
    assert outcome["said"] is None or "\n" not in outcome["said"]


def test_an_entity_brings_no_other_file_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    (tmp_path / "a.docx").write_bytes(hostile.external_entity(secret.as_uri()))
    result = run("redact", tmp_path / "a.docx", "-o", tmp_path / "b.docx")
    assert result.status == 3
    assert "机密" not in result.err
    assert not (tmp_path / "b.docx").exists()


def test_ten_hostile_files_do_not_stop_the_others(tmp_path: Path) -> None:
    names = [name for name in hostile.REFUSED if name.endswith((".docx", ".doc", ".odt"))]
    assert len(names) >= 10
    for name in names:
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(hostile.REFUSED[name][0]())
    for name in ("a first.docx", "z last.docx"):
        (tmp_path / "in" / name).write_bytes(hostile.packed(hostile.docx_parts()))
    result = run("redact", tmp_path / "in", "-o", tmp_path / "out")
    assert result.status == 3
    lines = (tmp_path / "out" / "report.jsonl").read_text(encoding="utf-8").splitlines()
    report = {Path(line["input"]).name: line for line in map(json.loads, lines)}
    assert {name for name, line in report.items() if line["status"] == "done"} == {
        "a first.docx",
        "z last.docx",
    }
    for name in names:
        assert re.search(hostile.REFUSED[name][1], report[name]["reason"])
    for name in ("a first.docx", "z last.docx"):
        assert (tmp_path / "out" / name).exists()
    assert not (tmp_path / "outside.xml").exists()

"""What is built: the wheel holds its rules, works by itself, and imports little."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from runpy import run_path

import pytest

from anonymizer import load_rules
from tests.helpers import ROOT, environment

pytest.importorskip("hatchling", reason="hatchling is not installed; it comes with the dev extra")

SPEECH = "投资220万元，李县长到会。"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    left = shutil.ignore_patterns(".*", "__pycache__", "corpus", "dist", "tests")
    shutil.copytree(ROOT, folder / "tree", ignore=left)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=folder / "tree",
        env={**os.environ, "PYTHONPATH": ""},
        check=True,
        capture_output=True,
    )
    (built,) = (folder / "dist").glob("*.whl")
    assert built.name.startswith("anonymizer-")
    if kept := os.environ.get("ANONYMIZER_WHEELS"):
        shutil.copy(built, kept)  # for what tests it further
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_what_it_needs(wheel: Path) -> None:
    package = wheel / "anonymizer"
    for name in (
        "py.typed",
        "rules.bundle",
        "__main__.py",
        "rules/figures.yaml",
        "schemas/manifest.schema.json",
    ):
        assert (package / name).is_file(), name
    assert len(list(package.glob("patterns-*.bin"))) == 1
    inside = {p.relative_to(package / "rules").as_posix() for p in (package / "rules").rglob("*.*")}
    assert inside == {
        p.relative_to(ROOT / "rules").as_posix() for p in (ROOT / "rules").rglob("*.*")
    }
    # What the compiled modules share stands beside the package, where mypyc looks for it.
    beside = {p.name.partition(".")[0] for p in wheel.iterdir() if p.suffix != ".dist-info"}
    assert beside == {"anonymizer", "anonymizer__mypyc"}
    entry = next(wheel.glob("*.dist-info")) / "entry_points.txt"
    assert "anonymizer = anonymizer.cli:main" in entry.read_text(encoding="utf-8")


def test_no_compiled_module_defines_a_structure() -> None:
    build = run_path(str(ROOT / "hatch_build.py"))
    paths = [path for glob in build["HOT"] for path in ROOT.glob(glob)]
    assert len(paths) > 20
    for path in paths:
        assert "(Struct" not in path.read_text("utf-8"), path


def test_the_wheel_redacts_and_restores_elsewhere(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    cache = tmp_path / "cache"
    env = environment(PYTHONPATH=str(wheel), XDG_CACHE_HOME=str(cache), PYTHONDONTWRITEBYTECODE="1")
    for arguments in (["redact", "a.txt", "-o", "b.txt"], ["restore", "b.txt", "-o", "c.txt"]):
        command = [sys.executable, "-m", "anonymizer", *arguments]
        subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "投资X万元，X县长到会。"
    assert (tmp_path / "c.txt").read_text(encoding="utf-8") == SPEECH
    assert stat.S_IMODE((tmp_path / "b.slots.json").stat().st_mode) == 0o600 or os.name != "posix"
    assert not list(cache.rglob("*")), "the wheel's own bundle and patterns were not used"
    manifest = json.loads((tmp_path / "b.slots.json").read_bytes())
    assert manifest["source"]["characters"] == len(SPEECH)


def test_the_wheel_compiles_nothing_anew(wheel: Path, tmp_path: Path) -> None:
    # Whatever the order of sets is: a pattern that depends on it is never found again.
    for seed in ("1", "2"):
        env = environment(PYTHONPATH=str(wheel), XDG_CACHE_HOME=str(tmp_path), PYTHONHASHSEED=seed)
        for speech in sorted((ROOT / "corpus").glob("e0*.txt")):
            command = [sys.executable, "-m", "anonymizer", "redact", str(speech)]
            subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True)
    assert not list(tmp_path.rglob("*"))


def test_a_run_imports_nothing_heavy(tmp_path: Path) -> None:
    load_rules()  # else they may be compiled now
    script = (
        "import sys\nfrom anonymizer.cli import main\n"
        "sys.argv = ['anonymizer', 'redact', 'a.txt']\n"
        "try:\n    main()\nfinally:\n"
        "    print(*sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)\n"
    )
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(),
        check=True,
        capture_output=True,
    )
    loaded = set(done.stderr.decode().split())
    assert "anonymizer" in loaded
    unwanted = {"numpy", "ruamel", "jieba", "rich", "multiprocessing", "asyncio", "_hashlib"}
    assert not loaded & unwanted

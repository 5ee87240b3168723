"""One cache for the whole run, so that no test reads or fills the user's own.

The whole suite runs in as many processes as there are cores; they share that cache.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite",
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "search", parent=settings.get_profile("suite"), max_examples=5_000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_CACHE = (
    os.environ["XDG_CACHE_HOME"] if _IS_WORKER else tempfile.mkdtemp(prefix="anonymizer-tests-")
)


def pytest_configure(config: pytest.Config) -> None:
    os.environ["XDG_CACHE_HOME"] = _CACHE  # workers are started with it
    for name in ("FORCE_COLOR", "PY_COLORS", "CLICOLOR_FORCE", "GITHUB_ACTIONS"):
        os.environ.pop(name, None)  # they would put colours into the help that tests read
    os.environ["COLUMNS"] = "160"


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _IS_WORKER:
        shutil.rmtree(_CACHE, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A worker for each core, but none for paths that are named: they are sooner done without."""
    return 0 if config.args_source is pytest.Config.ArgsSource.ARGS else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The wheel comes first: it takes one worker minutes, while others do the rest."""
    items.sort(key=lambda item: "wheel" not in getattr(item, "fixturenames", ()))


OWN = """\
- id: name.tower
  kind: name
  description: 楼名
  match: '在⟦[㐀-鿿]{2}⟧大厦'
  examples: ['在⟦金色⟧大厦', '人在⟦云海⟧大厦']
  no_examples: ['高楼大厦']
- id: money.amount
  kind: money
  description: 我的金额
  match: '⟦[0-9]{1,9}⟧(?P<unit>两)'
  keeps: unit
  score: 0.99
  examples: ['花⟦12⟧两', '⟦3⟧两']
  no_examples: ['两']
"""
BARE = """\
id: bare
description: 只用规则
kinds: [person, place]
without: ['statistical.*']
"""


@pytest.fixture(scope="session")
def own_rules() -> Path:
    """A folder of rules: one of its own, one that replaces a built-in one; and a profile.

    It lies in the cache, so that one worker's compiling of it serves the others.
    """
    folder = Path(_CACHE) / "own-rules"
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(dir=_CACHE))
        (made / "own.yaml").write_text(OWN, encoding="utf-8")
        (made / "profiles").mkdir()
        (made / "profiles" / "bare.yaml").write_text(BARE, encoding="utf-8")
        with contextlib.suppress(OSError):  # another worker was sooner
            made.rename(folder)
    return folder


@pytest.fixture(scope="module")
def rules_only() -> Iterator[None]:
    """Recognition without the statistical recogniser.

    What that finds in a sentence without surroundings changes with its training; how good it
    is, is measured on speeches.
    """
    from anonymizer import recognition, rulebook

    book = rulebook.Rulebook(rulebook._cached_bundle([rulebook.source_folder()]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(recognition.RECOGNISERS, "statistical", lambda book, profile: lambda text: ())
        patch.setattr(rulebook, "builtin", lambda: book)
        yield

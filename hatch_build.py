"""Build hooks: rules become one bundle; the kernel is compiled from C, hot modules from Python.

With the bundle come the patterns of its rules, compiled for the Python that builds the wheel.

The kernel (``anonymizer/kernel/kernel.c``) and the compiled modules (by mypyc, from the same
source that runs without) are a matter of speed only. What cannot be compiled is left as it is,
with a warning, and gives the same results. ``ANONYMIZER_PLAIN=1`` compiles nothing. An editable
install compiles the kernel only: there a module is what its source says.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

Maker = Callable[[Path, Path], list[Any]]
"""Gives extensions of setuptools for a root and a folder to work in."""

KERNEL = "anonymizer.kernel.native"
SOURCE = "anonymizer/kernel/kernel.c"
_KERNEL_FILE = KERNEL.replace(".", "/")
HOT = (
    "anonymizer/cleaning/*.py",
    "anonymizer/edits.py",
    "anonymizer/lines.py",
    "anonymizer/scan.py",
    "anonymizer/segmentation/breaks.py",
    "anonymizer/segmentation/front.py",
    "anonymizer/segmentation/outline.py",
    "anonymizer/recognition/persons/*.py",
    "anonymizer/recognition/mentions.py",
    "anonymizer/recognition/organizations.py",
    "anonymizer/recognition/patterns.py",
    "anonymizer/recognition/place_lists.py",
    "anonymizer/recognition/places.py",
    "anonymizer/recognition/stems.py",
    "anonymizer/recognition/statistical/__init__.py",
    "anonymizer/recognition/statistical/chain.py",
    "anonymizer/recognition/terms.py",
    "anonymizer/redaction/*.py",
    "anonymizer/redaction/labels/*.py",
)
"""Modules that judge candidate by candidate, where Python itself is what takes the time.

None of them defines a structure of msgspec's: mypyc would leave out what its bases are told.
"""


class BuildHook(BuildHookInterface[Any]):
    """Puts ``rules.bundle`` and what is compiled into the wheel.

    An editable install has the kernel beside its source, and compiles rules at use.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the results included."""
        root = Path(self.root)
        editable = version == "editable"
        before = Path.cwd()
        os.chdir(root)  # so that no path of this machine shows in what is compiled
        try:
            made = self._compiled(root, kernel, SOURCE)
            if not editable:
                made += self._compiled(root, hot_modules, "modules")
        finally:
            os.chdir(before)
        for built, target in made:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            if editable:
                # Moved, not written over: a process that runs may have the old one mapped.
                shutil.copyfile(built, root / f"{target}.new")
                (root / f"{target}.new").replace(root / target)
            else:
                build_data["force_include"][str(built)] = target
        if not editable:
            native = [built for built, target in made if target.startswith(_KERNEL_FILE)]
            for built in self._rules(root, *native):
                build_data["force_include"][str(built)] = f"anonymizer/{built.name}"

    def _compiled(self, root: Path, extensions: Maker, what: str) -> list[tuple[Path, str]]:
        """What could be compiled, and where in the package it belongs."""
        if os.environ.get("ANONYMIZER_PLAIN"):
            return []
        work = Path(self.directory).resolve() / "compiled"
        try:
            return list(compiled(extensions(root, work), work))
        except (Exception, SystemExit) as error:  # mypyc exits when something is amiss
            self.app.display_warning(
                f"{what} could not be compiled ({error}): anonymizer works without, slower. "
                "With a C compiler and Python's headers, install it again."
            )
            return []

    def _rules(self, root: Path, native: Path | None = None) -> Iterator[Path]:
        """The rules, and if there is a kernel the patterns that are needed with it."""
        folder = Path(self.directory) / "rules"
        folder.mkdir(parents=True, exist_ok=True)
        if native is not None:
            _use(native)
        sys.path.insert(0, str(root))
        try:
            from anonymizer import rulebook, rulefiles

            bundle = rulefiles.compile_folders([root / "rules"])
            built = folder / "rules.bundle"
            built.write_bytes(rulebook.encode(bundle))
            yield built
            if native is not None:
                from anonymizer import compiled, warm

                built = folder / compiled.file_name()
                built.write_bytes(warm.patterns_of(bundle))
                yield built
        finally:
            sys.path.remove(str(root))


def _use(native: Path) -> None:
    """Let the package find the kernel where it was built."""
    spec = spec_from_file_location(KERNEL, native)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[KERNEL] = module


def kernel(root: Path, work: Path) -> list[Any]:
    """The kernel as an extension of setuptools; its path is relative to the root."""
    from setuptools import Extension

    return [Extension(KERNEL, [SOURCE], extra_compile_args=_flags("-O3"))]


def hot_modules(root: Path, work: Path) -> list[Any]:
    """The hot modules as extensions: C that mypyc makes of them."""
    from mypyc.build import mypycify

    paths = sorted(str(path.relative_to(root)) for glob in HOT for path in root.glob(glob))
    extensions = mypycify(
        # What is not there while a wheel is built counts as untyped.
        [
            "--config-file=",
            "--ignore-missing-imports",
            "--follow-imports=silent",
            "--cache-dir",
            str(work / "types"),
            *paths,
        ],
        opt_level="1",
        debug_level="0",
        group_name="anonymizer",
        target_dir=str(work / "c"),
    )
    for extension in extensions:
        # What no other library sees can be called directly: faster, smaller, sooner compiled.
        extension.extra_compile_args += _flags("-fvisibility=hidden")
    return list(extensions)


def _flags(*flags: str) -> list[str]:
    return [] if sys.platform == "win32" else ["-g0", *flags]


def compiled(extensions: list[Any], work: Path) -> Iterator[tuple[Path, str]]:
    """Compile extensions under ``work``; raises what setuptools raises."""
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    command = build_ext(Distribution({"name": "anonymizer", "ext_modules": extensions}))
    command.build_lib = str(work / "lib")
    command.build_temp = str(work / "temp")
    command.ensure_finalized()
    command.run()
    for extension in extensions:
        built = Path(command.get_ext_fullpath(extension.name))
        yield built, built.relative_to(work / "lib").as_posix()

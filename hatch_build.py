"""Build hooks: rules are compiled into one bundle, and the loops over characters from C.

The kernel (``anonymizer/kernel/kernel.c``) is a matter of speed only. Where it cannot be
compiled, the package is installed without it, with a warning, and gives the same results.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNEL = "anonymizer.kernel.native"
SOURCE = "anonymizer/kernel/kernel.c"


class BuildHook(BuildHookInterface[Any]):
    """Puts ``rules.bundle`` and the compiled kernel into the wheel.

    An editable install has its kernel beside the source, and compiles rules at use.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile ``rules/`` and the kernel, and have the results included."""
        root = Path(self.root)
        editable = version == "editable"
        kernel = self._kernel(root)
        if kernel is not None:
            target = f"{KERNEL.rpartition('.')[0].replace('.', '/')}/{kernel.name}"
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            if editable:
                # Moved, not written over: a process that runs may have the old one mapped.
                fresh = (root / target).with_suffix(".new")
                shutil.copyfile(kernel, fresh)
                fresh.replace(root / target)
            else:
                build_data["force_include"][str(kernel)] = target
        if not editable:
            build_data["force_include"][str(self._bundle(root))] = "anonymizer/rules.bundle"

    def _kernel(self, root: Path) -> Path | None:
        """The compiled kernel, or nothing where that fails."""
        try:
            built = compile_kernel(root, Path(self.directory) / "kernel")
        except Exception as error:  # whatever is amiss with a compiler, the rest works without
            self.app.display_warning(
                f"{SOURCE} could not be compiled ({error}): anonymizer works without, slower. "
                "With a C compiler and Python's headers, install it again."
            )
            return None
        return built

    def _bundle(self, root: Path) -> Path:
        sys.path.insert(0, str(root))
        try:
            from anonymizer import rulebook, rulefiles
        finally:
            sys.path.remove(str(root))
        bundle = Path(self.directory) / "rules.bundle"
        bundle.parent.mkdir(parents=True, exist_ok=True)
        bundle.write_bytes(rulebook.encode(rulefiles.compile_folders([root / "rules"])))
        return bundle


def compile_kernel(root: Path, work: Path) -> Path:
    """Compile the kernel under ``work``; the path of the module. Raises what setuptools raises."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    flags = [] if sys.platform == "win32" else ["-O3", "-g0"]
    # The path is relative, so that where it was built does not show in what is built.
    extension = Extension(KERNEL, [SOURCE], extra_compile_args=flags)
    command = build_ext(Distribution({"name": "anonymizer", "ext_modules": [extension]}))
    command.build_lib = str(work / "lib")
    command.build_temp = str(work / "temp")
    command.ensure_finalized()
    before = Path.cwd()
    os.chdir(root)
    try:
        command.run()
    finally:
        os.chdir(before)
    return Path(command.get_ext_fullpath(KERNEL))

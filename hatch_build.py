"""Build hook: rules and lexicons are compiled into one bundle when a wheel is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RuleBundleHook(BuildHookInterface[Any]):
    """Puts ``anonymizer/rules.bundle`` into the wheel; an editable install compiles at use."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile ``rules/`` and have the result included."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from anonymizer import rulebook, rulefiles
        finally:
            sys.path.remove(str(root))
        bundle = Path(self.directory) / "rules.bundle"
        bundle.parent.mkdir(parents=True, exist_ok=True)
        bundle.write_bytes(rulebook.encode(rulefiles.compile_folders([root / "rules"])))
        build_data["force_include"][str(bundle)] = "anonymizer/rules.bundle"

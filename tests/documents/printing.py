"""Documents converted by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def converted(data: bytes, folder: Path, name: str, to: str) -> bytes:
    """A file as LibreOffice makes it in another format; ``name`` has the suffix of what it is.

    The test is skipped where there is no LibreOffice, unless ``ANONYMIZER_OFFICE=required``.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        reason = "LibreOffice is not installed"
        if os.environ.get("ANONYMIZER_OFFICE") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    source = folder / name
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return source.with_suffix(f".{to}").read_bytes()

"""LibreOffice at work: found, started in a room of its own, watched, and cleared away.

A document may come from anyone, so LibreOffice runs none of its macros, follows none of its
links, reaches no network, and has a bounded time and memory. It gets a profile of its own, in
a folder that only its owner can look into; the user's profile is not touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from anonymizer.documents.files import ReadError

PROGRAM_VARIABLE: Final = "ANONYMIZER_SOFFICE"
"""The environment variable that names the program, where it is not found by itself."""

TIMEOUT_VARIABLE: Final = "ANONYMIZER_SOFFICE_TIMEOUT"
"""The environment variable that holds another number of seconds than :data:`TIMEOUT`."""

TIMEOUT: Final = 120.0
"""Seconds that one document may take; the start of the program, 2 s, is among them."""

MOST_MEMORY: Final = 4 * 1024 * 1024
"""KB of address space. It starts with less than 1 GB; Windows knows no such limit."""

MOST_OUTPUT: Final = 512 * 1024 * 1024
"""Bytes of any file that it writes."""

GET_IT: Final = (
    "is read by LibreOffice, which is not here; install it (apt or dnf install "
    "libreoffice-writer; brew install --cask libreoffice; winget install "
    "TheDocumentFoundation.LibreOffice), name its soffice in the environment variable "
    f"{PROGRAM_VARIABLE}, or save the file as docx in Word or WPS"
)

_OUTPUT: Final = "docx:MS Word 2007 XML"
_POLL: Final = 0.05
_LIMITED: Final = 'ulimit -v "$0" 2>/dev/null; ulimit -f "$1" 2>/dev/null; shift; exec "$@"'
"""Limits for the program to come, set in between, where threads of ours cannot be in the way."""

_NAMES: Final = ("soffice", "libreoffice", "soffice.com")
_PLACES: Final = {
    "darwin": ("/Applications", "~/Applications"),
    "win32": ("%ProgramFiles%", "%ProgramFiles(x86)%", "%LocalAppData%/Programs"),
    "linux": ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt", "/snap/libreoffice/current/lib"),
}
_WITHIN: Final = {
    "darwin": ("LibreOffice*.app/Contents/MacOS/soffice",),
    "win32": ("LibreOffice*/program/soffice.com", "LibreOffice*/program/soffice.exe"),
    "linux": ("libreoffice*/program/soffice",),
}

_SETTINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "2"},
    "org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    # A proxy that nobody is behind: what goes to the network goes nowhere.
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetNoProxy": "",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetFTPProxyName": "127.0.0.1",
        "ooInetFTPProxyPort": "9",
    },
    # What a document does not say itself must not hang on the machine that it is read on.
    "org.openoffice.Setup/L10N": {"ooSetupSystemLocale": "zh-CN"},
}


class Call(NamedTuple):
    """What became of one start of LibreOffice: the files that it wrote, by their input's number.

    ``ended`` is empty if it came to its end by itself, else it says how it did end.
    """

    written: Mapping[int, bytes]
    ended: str


def find() -> str | None:
    """The program, if there is one: by the environment variable, the path, the usual places.

    Raises :class:`ReadError` if the variable names what is no program.
    """
    if named := os.environ.get(PROGRAM_VARIABLE):
        if found := shutil.which(named):
            return found
        raise ReadError(f"{PROGRAM_VARIABLE}: names no program that can be started")
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    system = sys.platform if sys.platform in _PLACES else "linux"
    for place in _PLACES[system]:
        folder = Path(os.path.expandvars(place)).expanduser()
        for within in _WITHIN[system]:
            for path in sorted(folder.glob(within), reverse=True):
                if shutil.which(path):
                    return str(path)
    return None


def timeout() -> float:
    """Seconds that one document may take. Raises :class:`ReadError` for what is no such number."""
    given = os.environ.get(TIMEOUT_VARIABLE)
    if not given:
        return TIMEOUT
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ReadError(f"{TIMEOUT_VARIABLE}: is not a number of seconds")
    return seconds


def convert(program: str, files: Sequence[bytes], suffix: str, reads: str, seconds: float) -> Call:
    """Convert files of one kind to docx in one start; each gets so many seconds.

    ``reads`` is the name of LibreOffice's filter for them: with it named, what is of another
    kind is refused and not read as if it were text.
    """
    room = Path(tempfile.mkdtemp(prefix="anonymizer-"))  # mode 0700
    try:
        for folder in ("in", "out", "profile/user", "home", "tmp"):
            (room / folder).mkdir(parents=True, mode=0o700)
        (room / "profile/user/registrymodifications.xcu").write_text(_registry(), "utf-8")
        inputs = [room / "in" / f"{number}{suffix}" for number in range(len(files))]
        for path, data in zip(inputs, files, strict=True):
            path.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(room / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            f"--infilter={reads}",
            *("--convert-to", _OUTPUT, "--outdir", str(room / "out")),
            *map(str, inputs),
        ]
        ended = _run(command, room, seconds)
        written = {int(path.stem): path.read_bytes() for path in (room / "out").glob("*.docx")}
        return Call(written, ended)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _registry() -> str:
    """The settings, as a profile holds them."""
    items = [
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        + "\n".join(items)
        + "</oor:items>\n"
    )


def _run(command: list[str], room: Path, seconds: float) -> str:
    """Run until the end, or until so many seconds have passed without a new file."""
    with _started(command, room) as process:
        written = 0
        until = time.monotonic() + seconds
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = process.wait(_POLL)
                return "" if status == 0 else "LibreOffice broke down over it"
            if (count := len(os.listdir(room / "out"))) != written:  # noqa: PTH208
                written = count
                until = time.monotonic() + seconds
            if time.monotonic() > until:
                return f"LibreOffice was not done with it after {seconds:g} s"


@contextlib.contextmanager
def _started(command: list[str], room: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program and all that it starts, none of which is left behind."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        limited = command
    else:
        flags = 0
        blocks = MOST_OUTPUT // 512
        limited = ["/bin/sh", "-c", _LIMITED, str(MOST_MEMORY), str(blocks), *command]
    process = subprocess.Popen(
        limited,
        cwd=room,
        env=_environment(room),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=flags,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False)
    else:
        # The group outlives its first process if that has left others behind.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(room: Path) -> dict[str, str]:
    """Our environment, but with a home of its own and nothing of a desktop or of Python."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH", "PYTHONHOME")
    made = {name: value for name, value in os.environ.items() if name not in gone}
    home, scratch = str(room / "home"), str(room / "tmp")
    made.update(dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), home))
    made.update(dict.fromkeys(("XDG_DATA_HOME", "XDG_RUNTIME_DIR"), home))
    made.update(dict.fromkeys(("TMPDIR", "TMP", "TEMP"), scratch))
    made["SAL_USE_VCLPLUGIN"] = "svp"
    return made

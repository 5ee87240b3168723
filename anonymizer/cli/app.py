"""All commands in one, and what becomes of their errors."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Final

import typer

from anonymizer import compiled, kernel
from anonymizer.cli.output import Failed, fail
from anonymizer.documents import ReadError, WriteError
from anonymizer.restoring import RestoreError
from anonymizer.rulebook import RuleError
from anonymizer.version import __version__

_COMMANDS: Final = (
    "redact",
    "restore",
    "extract",
    "template",
    "fill",
    "common",
    "audit",
    "scan",
    "explain",
    "evaluate",
    "rules",
)
"""In the order of the help. Each is a module, with a function or an app of its own."""


def _app(commands: Iterable[str]) -> typer.Typer:
    """The command line with some of its commands."""
    app = typer.Typer(
        name="anonymizer",
        no_args_is_help=True,
        # Tracebacks with local variables would print what was to be removed.
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name in commands:
        module = import_module(f"anonymizer.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, epilog=module.EXAMPLE)(getattr(module, name))
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        way = "compiled" if kernel.COMPILED else "plain Python, slower: no compiled kernel"
        typer.echo(f"anonymizer {__version__} ({way})")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Takes the facts out of Chinese official speeches, records every slot, puts them back."""


def run() -> None:
    """Run the command that was asked for: errors become one line and an exit status."""
    _stop_in_order()
    try:
        # To get all commands ready takes longer than to redact a speech, so only the one asked
        # for is; its help and its errors do not mention the others.
        _app(set(sys.argv[1:2]).intersection(_COMMANDS) or _COMMANDS)()
    except Failed as error:
        sys.exit(error.status)
    except BrokenPipeError:
        _silence_stdout()
        fail("standard output was closed before everything was written")
        sys.exit(3)
    except (ReadError, WriteError, RestoreError) as error:
        fail(str(error))
        sys.exit(3)
    except RuleError as error:
        fail(str(error))
        sys.exit(2)
    finally:
        compiled.keep()


def _stop_in_order() -> None:
    """Being ended by another program clears up as a person's Ctrl-C does."""
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))


_TERMINATED: Final = 128 + 15


def _silence_stdout() -> None:
    """Keep the interpreter from flushing into a closed pipe once more as it ends."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)

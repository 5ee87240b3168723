"""All commands in one, and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from anonymizer import compiled, kernel
from anonymizer.cli import evaluate, explain, redact, restore, rules
from anonymizer.cli.output import Failed, fail
from anonymizer.documents import ReadError, WriteError
from anonymizer.restoring import RestoreError
from anonymizer.rulebook import RuleError
from anonymizer.version import __version__

app = typer.Typer(
    name="anonymizer",
    help="Takes the facts out of Chinese official speeches, records every slot, puts them back.",
    no_args_is_help=True,
    # Tracebacks with local variables would print what was to be removed.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("redact", epilog=redact.EXAMPLE)(redact.redact)
app.command("restore", epilog=restore.EXAMPLE)(restore.restore)
app.command("explain", epilog=explain.EXAMPLE)(explain.explain)
app.command("evaluate", epilog=evaluate.EXAMPLE)(evaluate.evaluate)
app.add_typer(rules.app, name="rules")


def _print_version(wanted: bool) -> None:
    if wanted:
        way = "compiled" if kernel.COMPILED else "plain Python, slower: no compiled kernel"
        typer.echo(f"anonymizer {__version__} ({way})")
        raise typer.Exit


@app.callback()
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
    try:
        app()
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


def _silence_stdout() -> None:
    """Keep the interpreter from flushing into a closed pipe once more as it ends."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)

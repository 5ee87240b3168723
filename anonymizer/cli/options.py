"""Options that commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProfileOption = Annotated[
    str, typer.Option("--profile", "-p", help="light, standard, strict, or your own.")
]
RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="A folder of rules laid over the built-in ones.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", "-e", help="The inputs' encoding; else found.")
]
FieldOption = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="NAME",
        help="A column or field with text, in csv, tsv, xlsx and jsonl; may be repeated.",
        show_default=False,
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite existing outputs.")]
WorkersOption = Annotated[
    int, typer.Option("--workers", "-j", min=1, help="Processes for many inputs.")
]

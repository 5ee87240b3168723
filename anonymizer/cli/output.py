"""What the commands share: messages, results on standard output, tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from anonymizer import compiled
from anonymizer.lines import width

if TYPE_CHECKING:
    from rich.console import Console

    from anonymizer.documents import Source


class Failed(Exception):  # noqa: N818 - it reads as what became of the command
    """Ends a command that has already said what went wrong."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def say(message: str) -> None:
    """A message for the person at the terminal, on standard error."""
    if sys.stderr is not None:
        print(message, file=sys.stderr, flush=True)


def fail(message: str) -> None:
    """A message that something went wrong."""
    say(f"anonymizer: {message}")


def say_notes(source: Source) -> None:
    """What a person should know of a document that was read."""
    for note in source.notes:
        say(f"{source.name}: {note}")


def refuse(message: str) -> Failed:
    """Wrong usage: say it, exit status 2."""
    fail(message)
    return Failed(2)


def put(data: bytes) -> None:
    """A result on standard output, as bytes, so that no line break is translated."""
    if sys.stdout is None:
        raise BrokenPipeError
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except (OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError) or "closed" in str(error) or error.args[:1] == (9,):
            raise BrokenPipeError from None
        fail(f"standard output: {getattr(error, 'strerror', None) or error}")
        raise Failed(3) from None


def put_line(text: str) -> None:
    """One line of a result on standard output."""
    put((text + "\n").encode("utf-8", "surrogateescape"))


def console() -> Console:
    """Where tables are drawn: standard output, wide enough when it is not a terminal."""
    from rich.console import Console

    if sys.stdout is None:
        raise BrokenPipeError
    return Console(
        file=sys.stdout,
        highlight=False,
        markup=False,
        emoji=False,
        width=None if sys.stdout.isatty() else 160,
    )


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table that is pleasant to read; texts in it are printed as they are."""
    draw(console(), title, columns, rows, numbers=())


def draw(
    where: Console,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Collection[int] | None = None,
) -> None:
    """Draw a table. ``numbers`` are the columns to set right, by default all but the first."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for index, column in enumerate(columns):
        right = index in numbers if numbers is not None else index > 0
        made.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        made.add_row(*map(Text, row))
    where.print(made)


def columns(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()
) -> Iterator[str]:
    """Lines in columns, some of them set right, for tables of any length.

    The tables that fit a terminal's width take minutes for a hundred thousand rows.
    """
    widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    last = len(heads) - 1
    for number, row in enumerate((heads, *rows)):
        cells: list[str] = []
        for index, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            space = " " * (wide - width(cell))
            cells.append(space + cell if index in right else cell + space * (index < last))
        yield f"  {_GAP.join(cells)}".rstrip()
        if number == 0:
            yield "  " + "─" * (sum(widths) + len(_GAP) * last)


_GAP: Final = "   "


def drawn(draw_all: Callable[[Console], None], *, to_file: bool) -> bytes:
    """What is drawn on a console, as it goes to standard output or to a file."""
    import io

    from rich.console import Console

    screen = None if to_file else console()
    written = io.StringIO()
    draw_all(
        Console(
            file=written,
            width=screen.width if screen else 160,
            highlight=False,
            markup=False,
            emoji=False,
            force_terminal=bool(screen and screen.is_terminal),
        )
    )
    return written.getvalue().encode("utf-8", "replace")


def sound(name: str) -> str:
    """A file's name as it can be written, whatever its bytes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


_UNSEEN: Final = compiled.lazy(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def readable(text: str) -> str:
    """On one line, and with nothing in it that would steer a terminal."""
    text = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\t", "⇥")
    return _UNSEEN.sub("\ufffd", text)


def visible(text: str, longest: int = 40) -> str:
    """A stretch of text for a table cell: line breaks shown, the middle of a long one left out."""
    shown = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\t", "⇥")
    if len(shown) > longest:
        half = (longest - 1) // 2
        shown = f"{shown[:half]}…{shown[-half:]}"
    return shown

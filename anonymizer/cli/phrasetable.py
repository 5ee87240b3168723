"""How a phrase book is shown to a person, and as a sheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from anonymizer.cli.output import draw, readable
from anonymizer.phrases.book import Phrase, PhraseBook, PhraseSlot
from anonymizer.redaction.placeholders import KIND_NAMES
from anonymizer.templates.guard import guarded

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST: Final = 120
_SLOTS: Final = 6
_ORIGINALS: Final = 5


def show(book: PhraseBook, console: Console) -> None:
    """Print a phrase book: what is shared, by how many, and what varies in it."""
    rows = [
        (
            str(rank),
            _middle_out(readable(phrase.skeleton)),
            str(phrase.speeches),
            str(phrase.uses),
            _slots(phrase),
        )
        for rank, phrase in enumerate(book.phrases, 1)
    ]
    title = (
        f"常用语（{book.profile}）：{book.speeches} 篇，{book.found} 条至少见于 {book.minimum} 篇"
    )
    draw(console, title, ("", "句子、短语", "篇数", "次数", "变动处"), rows, numbers=(0, 2, 3))
    if len(book.phrases) < book.found:
        left = book.found - len(book.phrases)
        console.print(f"另有 {left} 条；--top 0 全部列出", soft_wrap=True)


def sheet(book: PhraseBook) -> bytes:
    """A phrase book as CSV: a line for each phrase."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(("rank", "skeleton", "speeches", "uses", "slots", "example"))
    for rank, phrase in enumerate(book.phrases, 1):
        slots = "\n".join(_slot(number, slot) for number, slot in enumerate(phrase.slots, 1))
        skeleton, slots, example = map(guarded, (phrase.skeleton, slots, phrase.example.sentence))
        rows.writerow((rank, skeleton, phrase.speeches, phrase.uses, slots, example))
    return written.getvalue().encode("utf-8", "replace")


def _middle_out(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"


def _slots(phrase: Phrase) -> str:
    lines = [_slot(number, slot) for number, slot in enumerate(phrase.slots[:_SLOTS], 1)]
    if len(phrase.slots) > _SLOTS:
        lines.append(f"另有 {len(phrase.slots) - _SLOTS} 处")
    return "\n".join(lines)


def _slot(number: int, slot: PhraseSlot) -> str:
    """One slot: 1 金额（万元）总投资 3 种, and with their values 3 种：220、368、956."""
    kind = KIND_NAMES[slot.kind] if slot.kind else "原为空格"
    name = f"{kind}（{slot.unit}）" if slot.unit else kind
    parts = [str(number), name]
    if slot.label and slot.label != kind:
        parts.append(readable(slot.label))
    if slot.values:
        parts.append(f"{slot.values} 种")
    shown = " ".join(parts)
    if slot.originals:
        more = "……" if len(slot.originals) > _ORIGINALS else ""
        shown += f"：{'、'.join(map(readable, slot.originals[:_ORIGINALS]))}{more}"
    return shown

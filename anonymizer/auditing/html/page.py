"""The report of one audit, and the totals of many, as self-contained HTML files.

Nothing is loaded and nothing runs but the page's own script, which its Content-Security-Policy
names by hash; without it the page is the same report, in Chinese, with links for the steps.
"""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from anonymizer.auditing.html.anchors import anchors, in_redacted_order
from anonymizer.auditing.html.pane import Mark, Pane, line_starts, markup, shown
from anonymizer.auditing.record import LEAKS, VERDICTS, AuditedFact, AuditRecord, Note, Verdict
from anonymizer.auditing.words import LANGUAGES, words
from anonymizer.slots import KINDS

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE: Final = Path(__file__).parent

_FIRST: Final = 'document.documentElement.classList.add("scripted", "lazy");'
"""Runs before the page is drawn: how it is drawn depends on whether its script will run."""

SYMBOLS: Final[dict[str, str]] = {
    "stripped": "✓",
    "partly": "◐",
    "kept": "!",
    "kept_elsewhere": "↪",
    "altered": "≠",
    "over_stripped": "○",
    "gone": "⌀",
    "derivable": "∑",
}
"""What tells the verdicts apart without colour; the style sheet draws the same in the texts."""


class PairTotals(NamedTuple):
    """One row of the totals: the names of a pair and what its audit counted.

    ``original`` or ``redacted`` is ``None`` for a file without a counterpart, which has no
    counts. ``report`` is the path of the pair's own report, relative to the totals, with ``/``.
    """

    original: str | None
    redacted: str | None
    summary: Mapping[Verdict, int]
    notes: tuple[Note, ...] = ()
    report: str | None = None


def page(record: AuditRecord, original: str, redacted: str) -> bytes:
    """The report of one pair: a whole HTML file in UTF-8.

    ``original`` and ``redacted`` are the texts that the record's offsets count in; for a record
    without values, the texts with ▇ for what must not be shown. Raises ``ValueError`` for a
    place of the record that lies outside its text.
    """
    facts = [_Row(f"f{number}", fact) for number, fact in enumerate(record.facts, 1)]
    pairs = anchors(record, (len(original), len(redacted)))
    starts = line_starts(redacted)
    left = Pane(
        [row.mark for row in facts],
        record.missing,
        [(anchor.original, number) for number, anchor in enumerate(pairs)],
    )
    right = Pane(
        [mark for row in facts for mark in row.counterparts],
        record.beyond,
        in_redacted_order(pairs),
    )
    return _render(
        "page.html",
        record=record,
        rows=facts,
        leaks=sorted(
            (row for row in facts if row.leak), key=lambda row: (row.fact.original, row.key)
        ),
        counts=Counter(row.fact.verdict for row in facts),
        kinds=_in_order(Counter(row.fact.kind for row in facts), KINDS),
        original=Markup(markup(original, left) if original else ""),
        redacted=Markup(markup(redacted, right) if redacted else ""),
        line=lambda offset: bisect_right(starts, offset),
    )


def totals(pairs: Sequence[PairTotals], failed: Sequence[str] = ()) -> bytes:
    """The totals of many audits, a row a pair: a whole HTML file in UTF-8.

    ``failed`` are messages on pairs that could not be read.
    """
    audited = [pair for pair in pairs if pair.original is not None and pair.redacted is not None]
    return _render(
        "totals.html",
        pairs=audited,
        unpaired=[pair for pair in pairs if pair.original is None or pair.redacted is None],
        sums=sum((Counter[Verdict](pair.summary) for pair in audited), Counter[Verdict]()),
        leaky=sum(
            any(n for verdict, n in pair.summary.items() if verdict in LEAKS) for pair in audited
        ),
        failed=failed,
        link=_link,
    )


class _Row:
    """A fact as the page shows it; ``key`` names it in ids, whatever the record calls it."""

    def __init__(self, key: str, fact: AuditedFact) -> None:
        self.key = key
        self.fact = fact
        self.leak = fact.verdict in LEAKS

    @property
    def mark(self) -> Mark:
        """Its place in the original."""
        return Mark(*self.fact.original, self.key, f"o-{self.key}", f"v-{self.fact.verdict}")

    @property
    def counterparts(self) -> Iterable[Mark]:
        """What stands for it in the redacted text, and the places there that give it away."""
        if self.fact.redacted is not None:
            yield Mark(*self.fact.redacted, self.key, f"r-{self.key}", f"v-{self.fact.verdict}")
        for number, trace in enumerate(self.fact.traces):
            if trace.place is not None and trace.where is None:
                yield Mark(
                    *trace.place, self.key, f"t-{self.key}-{number}", f"t v-{self.fact.verdict}"
                )


def _in_order(counts: Counter[Any], order: Iterable[str]) -> dict[str, int]:
    return {name: counts[name] for name in order if counts[name]}


def _link(path: str) -> str:
    """A path as a link that cannot lead but to a file beside or below this one."""
    try:
        return "./" + quote(path, errors="surrogateescape")
    except UnicodeEncodeError:  # a name of Windows, with half a character in it
        return "./" + quote(path, errors="surrogatepass")


@cache
def _word(key: str) -> str:
    return str(escape(words()[LANGUAGES[0]][key]))


def _attributes(key: str) -> Markup:
    """The end of a tag whose whole content is a word of the surface, and the word.

    It is in the first language; the script changes it for another.
    """
    return Markup(f'data-w="{key}">{_word(key)}')


def _span(key: str, value: object = None) -> Markup:
    """A word of the surface as an element of its own, with ``value`` in it."""
    if value is None:
        return Markup(f'<span data-w="{key}">{_word(key)}</span>')
    value = escape(shown(str(value)))
    return Markup(f'<span data-w="{key}" data-n="{value}">{_word(key).replace("{}", value)}</span>')


def _named(key: str) -> Markup:
    """A word of the surface as the name of an element: attributes for its tag."""
    return Markup(f'data-l="{key}" aria-label="{_word(key)}" title="{_word(key)}"')


def _render(template: str, **values: Any) -> bytes:
    script = "".join((_HERE / name).read_text("utf-8") for name in ("words.js", "page.js"))
    style = (_HERE / "page.css").read_text("utf-8")
    # Nothing in it can end the element that holds it.
    data = json.dumps(words(), ensure_ascii=False).replace("<", "\\u003c")
    drawn = (
        _environment()
        .get_template(template)
        .render(
            first=Markup(_FIRST),
            first_hash=_hash(_FIRST),
            script=Markup(script),
            script_hash=_hash(script),
            style=Markup(style),
            style_hash=_hash(style),
            words=Markup(data),
            **values,
        )
    )
    return drawn.encode("utf-8")


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: shown(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        w=_span, word=_attributes, named=_named, symbols=SYMBOLS, verdicts=VERDICTS, LEAKS=LEAKS
    )
    return made

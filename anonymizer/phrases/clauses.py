"""The sentences of a speech with every slot as one mark, and the clauses they consist of.

A slot is what a redaction takes out, and as well a placeholder that stands in the text already
(X, xx, ××, ***). Slots side by side are one, so that a text counts alike by whatever hand it
was redacted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from anonymizer import compiled
from anonymizer.segmentation import Speech, sentences
from anonymizer.slots import Span

MARK: Final = "\ue000"
"""What stands for a slot; it tells a slot from an X that means something else."""
SHOWN: Final = "X"
"""What a slot is shown as."""


class Fact(NamedTuple):
    """What a slot held; all empty for a placeholder that stood in the text already."""

    kind: str = ""
    unit: str = ""
    value: str = ""


class Sentence(NamedTuple):
    """A sentence, its slots' facts in their order, and where each of its clauses stands.

    A clause begins behind its numbering (二是, （三）) and ends before its comma.
    """

    text: str
    facts: list[Fact]
    clauses: list[tuple[int, int]]


_SILENT: Final = frozenset(("collection_mark", "title", "date", "speaker", "salutation"))
"""Roles of lines that are no sentences."""

_SLOT: Final = compiled.lazy(
    rf"(?:{MARK}"
    r"|(?:19|20)[XxＸ×*＊]{2}(?=年)"
    r"|(?<![A-Za-z0-9+])(?:[Xx]{1,12}|Ｘ{1,12})(?:(?<=X)[0-9]{1,3})?(?![A-Za-z0-9]|光|射线)"
    r"|(?<![0-9])×{1,12}(?![0-9号])"
    r"|[*＊]{2,12}|[*＊](?=[㐀-鿿%])"
    r"|_{2,40}|某某"
    r"|〔[㐀-鿿]{1,6}[0-9]{1,7}〕"
    r"){1,40}"
)
_UNUSUAL: Final = compiled.lazy(rf"[XxＸ×*＊_〔]|某某|{MARK}{MARK}")
"""What there is in a line with a placeholder, or with slots side by side."""
_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_NUMBERING: Final = compiled.lazy(
    rf"(?:{_NUMERAL}、|[（(]{_NUMERAL}[）)]|第{_NUMERAL}[，,、]|[0-9０-９]{{1,2}}[.．、](?![0-9０-９])"
    rf"|{_NUMERAL}是|{_NUMERAL}(?=要))\s*"
)
_JOINT: Final = compiled.lazy("[，；：“”（）《》【】「」『』]")
_OPENERS: Final = "“（《【「『"
_BETWEEN: Final = "，；："
_FINAL: Final = "。！？!?…，；：—"


def sentences_of(
    speech: Speech, text: str, spans: Sequence[Span], value: Callable[[str], str]
) -> Iterator[Sentence]:
    """The sentences of a speech of ``text``, titles and salutations left out.

    ``spans`` are what goes, sorted and without overlap; ``value`` is told what stood in a slot
    and says how to remember it.
    """
    index = 0
    for block in speech.blocks:
        if block.role in _SILENT:
            continue
        line = block.line
        while index < len(spans) and spans[index].start < line.start:
            index += 1
        first = index
        while index < len(spans) and spans[index].start < line.end:
            index += 1
        masked, facts = _masked(text, line.start, line.end, spans[first:index], value)
        used = 0
        for start, end in sentences(masked):
            sentence = masked[start:end]
            count = sentence.count(MARK)
            clauses = _clauses(sentence)
            if clauses:
                yield Sentence(sentence, facts[used : used + count], clauses)
            used += count


def _masked(
    text: str, start: int, end: int, spans: Sequence[Span], value: Callable[[str], str]
) -> tuple[str, list[Fact]]:
    """A line with one mark for each slot, and the facts of the slots."""
    pieces: list[str] = []
    taken: list[Fact] = []
    at = start
    for span in spans:
        pieces += [text[at : span.start].replace(MARK, SHOWN), MARK]
        surface = text[span.start : span.end]
        taken.append(Fact(span.kind, span.attributes.get("unit", ""), value(surface)))
        at = span.end
    pieces.append(text[at:end].replace(MARK, SHOWN))
    line = "".join(pieces)
    return _joined(line, taken) if _UNUSUAL.search(line) else (line, taken)


def _joined(line: str, taken: list[Fact]) -> tuple[str, list[Fact]]:
    """The line with placeholders for slots as well, and slots side by side made one."""
    pieces: list[str] = []
    facts: list[Fact] = []
    at = used = 0
    for found in _SLOT.finditer(line):
        own = taken[used : used + found[0].count(MARK)]
        used += len(own)
        if len(own) > 1:
            # Of slots side by side, the last one is what the words behind it go with.
            facts.append(own[-1]._replace(value="".join([fact.value for fact in own])))
        else:
            facts += own or [Fact()]
        pieces += [line[at : found.start()], MARK]
        at = found.end()
    pieces.append(line[at:])
    return "".join(pieces), facts


def _clauses(sentence: str) -> list[tuple[int, int]]:
    """The clauses between ，；： outside of quotes and brackets."""
    outset, stop = _inside(sentence)
    cuts: list[int] = []
    depth = 0
    for found in _JOINT.finditer(sentence, outset, stop):
        joint = found[0]
        if joint in _BETWEEN:
            if not depth:
                cuts.append(found.start())
        elif joint in _OPENERS:
            depth += 1
        elif depth:
            depth -= 1
    clauses: list[tuple[int, int]] = []
    start = outset
    for end in [*cuts, stop]:
        numbering = _NUMBERING.match(sentence, start, end)
        low = numbering.end() if numbering else start
        if low < end:
            clauses.append((low, end))
        start = end + 1
    return clauses


def _inside(sentence: str) -> tuple[int, int]:
    """Where a sentence stands without its final mark, and without quotes that go beyond it.

    A quotation of several sentences opens in one of them and closes in another.
    """
    start, stop = 0, len(sentence.rstrip(_FINAL))
    opened, closed = sentence.count("“"), sentence.count("”")
    if sentence.startswith("“") and (opened > closed or sentence.find("”") == stop - 1):
        start, opened = 1, opened - 1
    if sentence.endswith("”", start, stop) and closed > opened:
        stop = len(sentence[: stop - 1].rstrip(_FINAL))
    return start, max(start, stop)


def final_mark(sentence: str, end: int) -> str:
    """The mark that ends a sentence whose last clause ends at ``end``, quotes left out."""
    return sentence[end:].strip("”’）)」』】》")


_LONGEST: Final = 8
"""Clauses of the longest run that is looked at, but for the whole sentence."""


def runs(count: int) -> Iterator[tuple[int, int]]:
    """The runs ``[low, high)`` of so many clauses of a sentence, the whole always among them.

    Longer ones come first, so that what a run is part of has been seen before it.
    """
    if count > _LONGEST:
        yield 0, count
    for length in range(min(count, _LONGEST), 0, -1):
        for low in range(count - length + 1):
            yield low, low + length


_LEAST: Final = 6
"""Characters of the shortest phrase without a slot."""
_WORDS: Final = compiled.lazy("(?![年月日号时分秒点元万亿千百个名人户])[㐀-鿿]")
"""Characters that say more than how a figure is counted."""


def says_something(run: str) -> bool:
    """Whether a run is worth a place among phrases: neither a word or two nor a bare figure."""
    if len(run) >= 2 * _LEAST:
        return True
    if MARK not in run:
        return len(run) >= _LEAST
    return len(_WORDS.findall(run)) > 1

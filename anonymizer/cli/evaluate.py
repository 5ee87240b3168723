"""``anonymizer evaluate``: how well the rules do against annotated text."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from anonymizer.cli.options import ForceOption, ProfileOption, RulesOption
from anonymizer.cli.output import Failed, drawn, fail, put, refuse
from anonymizer.cli.progress import progress
from anonymizer.documents import write_whole
from anonymizer.rulebook import Profile, load
from anonymizer.slots import KINDS

if TYPE_CHECKING:  # its modules are loaded when the command runs, and not for the others
    from anonymizer.evaluation import Evaluation

EXAMPLE = "Example: anonymizer evaluate gold.jsonl -p standard --min-recall person=0.9"


class Format(str, Enum):
    """How to print."""

    text = "text"
    json = "json"


def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD…|-",
            help="Annotated texts: JSONL (ours or doccano's), brat's .ann beside .txt, "
            "folders of them, or - for JSONL from standard input.",
            allow_dash=True,
        ),
    ],
    profile: ProfileOption = "standard",
    rules: RulesOption = None,
    kinds: Annotated[
        str, typer.Option("--kinds", help="Judge these kinds only, such as person,place.")
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="LABEL=KIND",
            help="The kind of a label; LABEL= leaves it neither right nor wrong. Repeatable.",
        ),
    ] = None,
    ablate: Annotated[
        bool, typer.Option("--ablate", help="Say what each rule adds, and which found nothing.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=0, help="Places listed of a sort, 0 for all. Else 20; in JSON all."
        ),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file. Else standard output.")
    ] = None,
    force: ForceOption = False,
    min_recall: Annotated[
        list[str] | None,
        typer.Option(
            "--min-recall",
            metavar="[KIND=]RATE",
            help="Exit 1 below this recall, such as 0.95 or person=0.9. Repeatable.",
        ),
    ] = None,
    max_false: Annotated[
        float | None,
        typer.Option(
            "--max-false", min=0, help="Exit 1 above this many false removals per 10,000."
        ),
    ] = None,
) -> None:
    """Measure the rules against annotated text: recall, boundaries, false removals.

    A line of JSONL has "text", "spans" (each a start, an end and a kind) and, if
    need be, "strict": what only the strict profile removes; under others it is
    neither right nor wrong. Offsets count code points of the text as it stands:
    it is not cleaned first. The report quotes the annotated text.
    """
    from anonymizer import evaluation

    rulebook = load(rules)
    chosen = rulebook.profile(profile)
    wanted = _kinds(kinds, chosen)
    floors = [_floor(entry) for entry in min_recall or ()]
    if max_false is not None and max_false != max_false:
        raise refuse("--max-false needs a number, such as 8")
    if output is not None and str(output) == "-":
        output = None
    if output is not None and output.exists() and not force:
        raise refuse(f"{output}: exists already; --force overwrites it")
    try:
        labels = evaluation.Labels(rulebook, _mapping(mapping or ()))
        documents = evaluation.read_gold(gold, labels)
    except (evaluation.GoldError, evaluation.LabelError) as error:
        raise refuse(str(error)) from None
    if output is not None and any(_same(output, path) for path in gold):
        raise refuse(f"{output}: is an input, and inputs are never written to")
    with progress("evaluating", len(documents)) as advance:
        result = evaluation.evaluate(
            documents,
            rulebook,
            chosen,
            kinds=wanted,
            ablate=ablate,
            advance=(lambda: advance(1)) if advance else None,
        )
    _write(result, format, limit, output, force=force)
    if not _passes(result, floors, max_false):
        raise Failed(1)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _kinds(listed: str, profile: Profile) -> tuple[str, ...]:
    kinds = tuple(kind.strip() for kind in listed.split(",") if kind.strip())
    for kind in kinds:
        if kind not in KINDS:
            raise refuse(f"--kinds: unknown kind {kind!r}; known are {', '.join(KINDS)}")
        if kind not in profile.kinds:
            raise refuse(f"--kinds: the profile {profile.id} does not remove {kind}")
    if listed and not kinds:
        raise refuse("--kinds needs kinds, such as person,place")
    return kinds


def _mapping(entries: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for entry in entries:
        label, equals, kind = entry.rpartition("=")
        if not equals or not label:
            raise refuse(f"--map {entry!r} should read LABEL=KIND, or LABEL= to leave a label out")
        mapping[label] = kind.strip()
    return mapping


def _floor(entry: str) -> tuple[str, float]:
    """The kind (empty for all together) and the recall of a ``--min-recall``."""
    kind, _, rate = entry.rpartition("=")
    try:
        value = float(rate)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise refuse(f"--min-recall {entry!r} should be a rate from 0 to 1, or KIND=RATE")
    if kind and kind not in KINDS:
        raise refuse(f"--min-recall: unknown kind {kind!r}; known are {', '.join(KINDS)}")
    return kind, value


def _write(
    result: Evaluation, format: Format, limit: int | None, output: Path | None, *, force: bool
) -> None:
    """To a file only its owner may read, as it quotes the annotated text."""
    if format is Format.json:
        data = _limited(result, limit or 0).to_json()
    else:
        from anonymizer.cli.scoreboard import show

        rows = 20 if limit is None else limit
        data = drawn(lambda console: show(result, console, rows), to_file=output is not None)
    if output is None:
        put(data)
    else:
        write_whole(output, data, force=force, private=True)


def _limited(result: Evaluation, limit: int) -> Evaluation:
    if not limit:
        return result
    import msgspec

    return msgspec.structs.replace(
        result,
        misses=result.misses[:limit],
        false_removals=result.false_removals[:limit],
        boundaries=result.boundaries[:limit],
    )


def _passes(
    result: Evaluation, floors: Sequence[tuple[str, float]], max_false: float | None
) -> bool:
    """Whether the thresholds hold; says which do not."""
    passes = True
    for kind, floor in floors:
        score = result.kinds.get(kind) if kind else result.total
        recall = score.recall if score else None
        name = f"recall of {kind}" if kind else "recall"
        if recall is None:
            fail(f"{name} cannot be measured: nothing of it is marked in the gold")
            passes = False
        elif recall < floor:
            fail(f"{name} is {recall:.4f}, below {floor:g}")
            passes = False
    false = result.total.false_per_10k
    if max_false is not None and false is not None and false > max_false:
        fail(f"false removals per 10,000 characters are {false:.2f}, above {max_false:g}")
        passes = False
    return passes

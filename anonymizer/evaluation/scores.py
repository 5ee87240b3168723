"""What an evaluation says, and its JSON Schema (``schemas/evaluation.schema.json``).

A *mention* is a marked stretch that must go, a *removal* a stretch that the rules take out.
A rate is between 0 and 1, and null where there was nothing to measure.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from anonymizer.slots import Place, Sha256, Tool, schema_of

SCHEMA_VERSION: Final = 1

Count = Annotated[int, Meta(ge=0)]
Rate = Annotated[float, Meta(ge=0, le=1)]


class Score(Struct, frozen=True):
    """Counts and rates, of one kind or of all."""

    mentions: Annotated[Count, Meta(description="marked stretches that must go")]
    found: Annotated[Count, Meta(description="mentions gone to the last character")]
    recall: Annotated[Rate | None, Meta(description="found / mentions")]
    found_as_kind: Annotated[Count, Meta(description="found by removals of the mention's kind")]
    recall_as_kind: Annotated[Rate | None, Meta(description="found_as_kind / mentions")]
    exact: Annotated[Count, Meta(description="mentions that a removal covers with no more or less")]
    exact_rate: Annotated[Rate | None, Meta(description="exact / mentions")]
    removals: Annotated[Count, Meta(description="removals, those not judged left out")]
    right: Annotated[Count, Meta(description="removals that touch a mention")]
    precision: Annotated[Rate | None, Meta(description="right / removals")]
    false: Annotated[Count, Meta(description="removals that touch nothing marked")]
    false_per_10k: Annotated[
        Annotated[float, Meta(ge=0)] | None, Meta(description="false per 10,000 characters")
    ]
    entities: Annotated[Count, Meta(description="same kind and text in one document")]
    entities_gone: Annotated[Count, Meta(description="entities with all their mentions found")]
    entity_recall: Annotated[Rate | None, Meta(description="entities_gone / entities")]
    characters: Annotated[Count, Meta(description="characters of mentions")]
    characters_gone: Annotated[Count, Meta(description="of these, removed by whatever kind")]
    character_recall: Annotated[Rate | None, Meta(description="characters_gone / characters")]
    characters_removed: Annotated[Count, Meta(description="removed, those not judged left out")]
    characters_right: Annotated[Count, Meta(description="of these, part of any mention")]
    character_precision: Annotated[
        Rate | None, Meta(description="characters_right / characters_removed")
    ]


class RuleScore(Struct, frozen=True):
    """What one rule removed; ``boundary`` counts removals that are not a mention exactly."""

    rule: str
    removals: Count
    right: Count
    exact: Count
    boundary: Count
    false: Count


class Finding(Struct, frozen=True):
    """One place to look at: a miss, a false removal, or a removal with wrong boundaries.

    ``place`` is against the document's text. For a miss, ``removed_by`` are the rules that
    took part of it, ``kept_by`` those that kept it; ``wanted`` are the mentions that a
    removal with wrong boundaries touches.
    """

    document: str
    line: Annotated[Count, Meta(description="line of the document's text, from 1")]
    place: Place
    kind: str
    text: str
    before: str
    after: str
    removed_by: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()
    wanted: tuple[Place, ...] = ()


class Addition(Struct, frozen=True):
    """What a rule adds: the difference that leaving it out would make, all others in place."""

    rule: str
    spans: Annotated[Count, Meta(description="spans that it recognised")]
    removals: Annotated[Count, Meta(description="of these, removed")]
    found: Annotated[int, Meta(description="mentions found that would be missed without it")]
    recall: Annotated[float | None, Meta(description="found / all mentions")]
    exact: Annotated[int, Meta(description="mentions exact that would not be without it")]
    false: Annotated[int, Meta(description="false removals that would not be without it")]


class Ablation(Struct, frozen=True):
    """What each rule adds, the most useful first; ``unused`` found nothing in this text."""

    rules: tuple[Addition, ...]
    unused: tuple[str, ...]


class Evaluation(Struct, frozen=True):
    """The whole result. ``kinds`` are the judged kinds; others are neither right nor wrong."""

    schema_version: Literal[1]
    tool: Tool
    rules_sha256: Sha256
    profile: str
    documents: Count
    characters: Count
    total: Score
    kinds: dict[str, Score]
    rules: tuple[RuleScore, ...]
    misses: tuple[Finding, ...]
    false_removals: tuple[Finding, ...]
    boundaries: tuple[Finding, ...]
    ablation: Ablation | None = None

    def to_json(self) -> bytes:
        """The result as it is printed: UTF-8, indented, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def evaluation_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an evaluation."""
    return schema_of(Evaluation, "anonymizer evaluation")

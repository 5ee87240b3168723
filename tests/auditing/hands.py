"""Hands: how somebody tends to redact, as weights and rates."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Options:
    """What a hand tends to do; weights of moves, and rates from 0 to 1."""

    moves: Mapping[str, float] = field(default_factory=lambda: {"strip": 1.0})
    stay: frozenset[str] = frozenset()
    """Kinds that are left as they are."""
    consistent: bool = True
    styles: int = 1
    swallow: float = 0.0
    delete: float = 0.0
    vague: float = 0.0
    merge: float = 0.0
    over: float = 0.0
    drop: float = 0.0
    drop_paragraph: float = 0.0
    add: float = 0.0
    swap: float = 0.0
    reorder: bool = False
    duplicate: bool = False
    cut: str = ""
    """``head``, ``tail``: that end of the text is missing; ``longer``: much more follows."""
    surface: tuple[str, ...] = ()


HANDS: Final[dict[str, Options]] = {
    "plain": Options(),
    "forgetful": Options({"strip": 0.7, "keep": 0.3}, consistent=False, styles=2),
    "places_stay": Options(
        stay=frozenset(("place", "organization", "name")), swallow=0.2, surface=("punctuation",)
    ),
    "half": Options({"strip": 0.4, "keep": 0.2, "part": 0.4}),
    "updater": Options({"strip": 0.3, "keep": 0.2, "alter": 0.5}),
    "rewriter": Options({"strip": 0.4, "keep": 0.2, "rewrite": 0.4}, surface=("words", "commas")),
    "brief": Options({"strip": 1.0}, delete=0.3, vague=0.3, merge=0.4, swallow=0.4),
    "zealous": Options({"strip": 0.9, "keep": 0.1}, over=0.8),
    "web": Options({"strip": 0.8, "keep": 0.2}, surface=("noise", "wrapped", "punctuation")),
    "editor": Options(
        {"strip": 0.8, "keep": 0.2}, drop=0.15, drop_paragraph=0.1, add=0.2, swap=0.2, reorder=True
    ),
    "excerpt": Options({"strip": 0.8, "keep": 0.2}, cut="tail", surface=("blank_lines",)),
    "joined": Options({"strip": 0.8, "keep": 0.2}, surface=("one_line", "spaces")),
}


def any_hand(rng: random.Random) -> Options:
    """A hand with any mixture of habits."""

    def now_and_then(rate: float, chance: float = 0.35) -> float:
        return rng.random() * rate if rng.random() < chance else 0.0

    weights = {"strip": 0.3 + rng.random(), "keep": rng.random()}
    for move in ("part", "alter", "rewrite"):
        weights[move] = now_and_then(0.5, 0.4)
    breaks = rng.choice(("", "", "wrapped", "one_line", "blank_lines", "indented", "windows"))
    changes = [n for n in ("words", "punctuation", "commas", "renumbered") if rng.random() < 0.35]
    changes += [n for n in ("noise", "spaces", "traditional") if rng.random() < 0.15]
    stay = frozenset(("place", "organization", "name") if rng.random() < 0.15 else ())
    return Options(
        weights,
        stay,
        consistent=rng.random() < 0.6,
        styles=rng.choice((1, 1, 1, 2, 4)),
        swallow=now_and_then(0.6),
        delete=now_and_then(0.3),
        vague=now_and_then(0.3),
        merge=now_and_then(0.5),
        over=now_and_then(0.5),
        drop=now_and_then(0.3),
        drop_paragraph=now_and_then(0.2),
        add=now_and_then(0.4),
        swap=now_and_then(0.4),
        reorder=rng.random() < 0.2,
        duplicate=rng.random() < 0.1,
        cut=rng.choice(("", "", "", "", "", "head", "tail", "longer")),
        surface=(*changes, breaks) if breaks else tuple(changes),
    )

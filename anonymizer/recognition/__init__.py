"""Recognition: each recogniser yields spans; none changes the text or knows of the others.

A new recogniser is one new module with a ``build(rulebook, profile)`` and one line in
``RECOGNISERS``. It is built once for a rulebook and a profile, and must not keep anything
of the texts it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from anonymizer.recognition import organizations, patterns, persons, places, statistical
from anonymizer.recognition.terms import veto
from anonymizer.rulebook import Profile, Rulebook
from anonymizer.slots import Span

__all__ = ["RECOGNISERS", "Recogniser", "recognise"]

Recogniser = Callable[[str], Iterable[Span]]
"""From a text to spans in it, in any order, overlapping as they may."""

RECOGNISERS: Final[dict[str, Callable[[Rulebook, Profile], Recogniser]]] = {
    "statistical": statistical.build,
    "patterns": patterns.build,
    "persons": persons.build,
    "places": places.build,
    "organizations": organizations.build,
}


def recognise(texts: Sequence[str], rulebook: Rulebook, profile: Profile) -> list[list[Span]]:
    """For each text, all spans that the recognisers find under a profile, keep spans included.

    Names that are pieces of set phrases and of terms come with a keep span that says so.
    """
    built = rulebook.once(
        ("recognisers", profile.id),
        lambda: [build(rulebook, profile) for build in RECOGNISERS.values()],
    )
    assert isinstance(built, list)
    spans: list[list[Span]] = [[] for _ in texts]
    for recogniser in built:
        for text, found in zip(texts, spans, strict=True):
            found.extend(recogniser(text))
    for text, found in zip(texts, spans, strict=True):
        found.extend(veto(text, found, rulebook, profile))
    return spans

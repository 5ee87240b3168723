"""Names by their surroundings: where rules end, a linear model of characters goes on.

The weights come from speeches written for this project (``scripts/train_model.py``). What
the model finds is subject to the rules ``statistical.*``, whose score is the margin below
which a find does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.slots import Span

if TYPE_CHECKING:
    from anonymizer.recognition.statistical.features import Features
    from anonymizer.recognition.statistical.weights import Model

MODEL: Final = Path(__file__).with_name("names.model")


def build(rulebook: Rulebook, profile: Profile) -> StatisticalRecogniser | _Nothing:
    """The recogniser for the kinds of a profile that have a ``statistical`` rule."""
    rules = {
        rule.kind: rule
        for rule in rulebook.rules
        if rule.id.startswith("statistical.")
        and profile.uses(rule.id)
        and rule.kind in profile.kinds
    }
    return StatisticalRecogniser(rulebook, rules) if rules else _Nothing()


class _Nothing:
    """The recogniser of a profile without names."""

    def __call__(self, text: str) -> Iterator[Span]:
        return iter(())


class StatisticalRecogniser:
    """Callable on a text; yields the names that the model is sure enough of."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._rulebook = rulebook

    def __call__(self, text: str) -> Iterator[Span]:
        """The names in ``text``."""
        features, model = _loaded(self._rulebook)
        for name in model.names(features(text), len(text)):
            rule = self._rules.get(name.kind)
            if rule is None:
                continue
            score = _score(name.margin)
            if score >= rule.score:
                yield Span(name.start, name.end, name.kind, rule.id, score)


def _loaded(rulebook: Rulebook) -> tuple[Features, Model]:
    """Columns and weights, made at the first text: numpy is loaded here and not before."""
    from anonymizer.recognition.statistical import features, weights

    loaded = rulebook.once(
        "statistical",
        lambda: (
            features.Features(rulebook),
            weights.load(MODEL.read_bytes()),
        ),
    )
    return loaded  # type: ignore[return-value]


_SURE: Final = 0.8
"""What no score reaches: a rule that knows why goes before."""


def _score(margin: float) -> float:
    """From 0 for a margin of 0, towards :data:`_SURE`."""
    return _SURE * margin / (margin + SLOPE)


SLOPE = 50

"""Names by their surroundings: where rules end, a linear model of characters goes on.

The weights come from speeches written for this project (``scripts/train_model.py``). What
the model finds is subject to the rules ``statistical.*``, whose score is the least that a find
must have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from anonymizer import kernel
from anonymizer.recognition.persons.shape import STANDS_FOR
from anonymizer.recognition.statistical import files
from anonymizer.recognition.statistical.chain import Name, best
from anonymizer.recognition.statistical.doubts import doubts_of
from anonymizer.recognition.statistical.form import CLASSES, FEATURES
from anonymizer.rulebook import Profile, Rule, Rulebook
from anonymizer.slots import Span

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
    eager = _EAGER if profile.uses("strict.all") else 0.0
    return StatisticalRecogniser(rulebook, rules, eager) if rules else _Nothing()


_EAGER: Final = 2.0
"""By how much (in nats) ``strict`` asks for less: there a miss is worse than a word too much."""


class _Nothing:
    """The recogniser of a profile without names."""

    def __call__(self, text: str) -> Iterator[Span]:
        return iter(())


class StatisticalRecogniser:
    """Callable on a text; yields the names that the model is sure enough of.

    It was taught with everything that names somebody or some place. What everybody knows
    (:data:`_KNOWN`) is for the ``strict.*`` rules to take, and 张某 is a name that has been
    taken out already.
    """

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule], eager: float) -> None:
        self._rules = rules
        known = () if eager else _KNOWN
        self._known: frozenset[str] = frozenset().union(*map(rulebook.words, known))
        self._doubts = None if eager else doubts_of(rulebook)
        self._least = {kind: _margin(rule.score) - eager for kind, rule in rules.items()}

    def __call__(self, text: str) -> Iterator[Span]:
        """The names in ``text``."""
        model = loaded()
        for begin, end in _pieces(text):
            piece = text[begin:end]
            for name in model(piece, self._least):
                found = piece[name.start : name.end]
                around = piece[max(0, name.start - 1) : name.end + 1]
                if found in self._known or _HIDDEN in around or not _TAKEN.isdisjoint(found):
                    continue
                rule = self._rules[name.kind]
                start, end = begin + name.start, begin + name.end
                score = _score(name.margin)
                if name.kind == "person" and not STANDS_FOR.isdisjoint(text[start - 1 : start + 1]):
                    continue
                if self._doubts is None or score >= self._doubts(text, start, end, name.kind):
                    yield Span(start, end, name.kind, rule.id, score)


_KNOWN: Final = ("public_figures", "national_places", "national_names", "province_letters")
_HIDDEN: Final = "某"
_TAKEN: Final = frozenset("XxＸｘ×*＊_＿…")
"""What stands for names that have been taken out already."""
_PIECE: Final = 50_000


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text in pieces of bounded length, cut behind a line, a sentence, or anywhere."""
    begin = 0
    while len(text) - begin > _PIECE:
        limit = begin + _PIECE
        end = max(text.rfind(mark, begin, limit) for mark in "\n。") + 1 or limit
        yield begin, end
        begin = end
    yield begin, len(text)


class Model(Protocol):
    """Gives the names in a text that have more than the least margin of their kind."""

    def __call__(self, text: str, least: Mapping[str, float]) -> list[Name]:
        """The names in the order of the text."""


class _Compiled:
    """The model in the kernel: numpy is not even loaded."""

    def __init__(self, data: bytes) -> None:
        head, body = files.unpack(data)
        self._kinds = head.kinds
        try:
            self._model = kernel.Model(
                body,
                head.used,
                head.bits,
                head.scale,
                head.threshold,
                FEATURES,
                head.screened,
                head.transitions,
                CLASSES,
            )
        except ValueError as error:
            raise files.damaged(error) from None

    def __call__(self, text: str, least: Mapping[str, float]) -> list[Name]:
        kinds = self._kinds
        wanted = tuple([least.get(kind, math.inf) for kind in kinds])
        found = self._model.stretches(text, 0, len(text), wanted)
        return best([Name(start, end, kinds[k], margin) for start, end, k, margin in found], least)


class _Plain:
    """The same with numpy."""

    def __init__(self, data: bytes) -> None:
        from anonymizer.recognition.statistical import features, weights

        self._weights = weights.load(data)
        self._features = features.Features(self._weights.table)

    def __call__(self, text: str, least: Mapping[str, float]) -> list[Name]:
        return self._weights.names(self._features(text), len(text), least)


@lru_cache(maxsize=2)
def _model(compiled: bool) -> Model:
    return (_Compiled if compiled else _Plain)(MODEL.read_bytes())


def loaded() -> Model:
    """The model that ships, read when a text first asks for it."""
    return _model(kernel.COMPILED)


_SURE: Final = 0.78
"""What no score reaches: a rule that knows why goes before."""


def _score(margin: float) -> float:
    """How likely a name is that is better than none by ``margin``, times :data:`_SURE`."""
    return round(_SURE / (1 + math.exp(-margin)), 3)


def _margin(score: float) -> float:
    """The margin that gives a score; the inverse of :func:`_score`."""
    return -math.log(_SURE / score - 1)

"""Lists made of several lexicons, when rules are compiled.

To make them takes longer than to redact a speech does. So the recognisers find them in the
bundle, as text, and each is only unpacked where it is used. A list is one function here and
one line in ``LISTS``, a table of numbers one in ``NUMBERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from anonymizer.rulebook import Lexicon, RuleError

Lexicons = Mapping[str, Lexicon]

HEAD: Final = 3
"""The characters by which set phrases and terms of the trade are looked up."""


def _terms(lexicons: Lexicons, name: str) -> frozenset[str]:
    return lexicons[name].words() if name in lexicons else frozenset()


def _values(lexicons: Lexicons, name: str) -> dict[str, str]:
    return lexicons[name].mapping() if name in lexicons else {}


def places_listed(lexicons: Lexicons) -> set[str]:
    """Names of divisions, without the counties of one character, and of townships."""
    names = {name for name in _values(lexicons, "divisions") if len(name) > 1}
    return names | _terms(lexicons, "townships")


def places_alone(lexicons: Lexicons) -> set[str]:
    """Names of divisions that may stand without their generic word, and are no words."""
    other = _terms(lexicons, "place_words")
    words = _terms(lexicons, "common_words") | other
    levels = _values(lexicons, "divisions")
    sure = {name for name, level in levels.items() if level.endswith("sure")}
    alone = {name for name in levels if len(name) > 1} - (words - sure) - other
    # A long name of a township is hardly a phrase: 新时代 is, 喇嘛甸 is not.
    alone.update(
        name
        for name in _terms(lexicons, "townships") - words
        if len(name) != 2 and name[-2:] not in words
    )
    return alone


def places_in_company(lexicons: Lexicons) -> set[str]:
    """Names of townships that stand without their generic word beside other places only."""
    words = _terms(lexicons, "common_words") | _terms(lexicons, "place_words")
    return {name for name in _terms(lexicons, "townships") - words if len(name) == 2}


def place_names(lexicons: Lexicons) -> set[str]:
    """All of them."""
    return places_alone(lexicons) | places_in_company(lexicons)


def term_heads(lexicons: Lexicons) -> set[str]:
    """The first characters of set phrases and of terms of the trade.

    Those of two characters give heads that nothing is looked up for.
    """
    terms = _terms(lexicons, "idioms") | _terms(lexicons, "trade_terms")
    return {term[:HEAD] for term in terms}


def place_odds_first(lexicons: Lexicons) -> dict[str, int]:
    """Ten times the log odds of name against word for the first character of a place."""
    return _odds(lexicons, 0)


def place_odds_further(lexicons: Lexicons) -> dict[str, int]:
    """The same for its other characters."""
    return _odds(lexicons, 1)


def _odds(lexicons: Lexicons, part: int) -> dict[str, int]:
    values = _values(lexicons, "place_characters")
    try:
        return {character: int(value.split(" ")[part]) for character, value in values.items()}
    except (ValueError, IndexError):
        raise RuleError(
            "place_characters: each value should be two whole numbers, such as -3 12"
        ) from None


LISTS: Final[dict[str, Callable[[Lexicons], Iterable[str]]]] = {
    "places_listed": places_listed,
    "places_alone": places_alone,
    "place_names": place_names,
    "term_heads": term_heads,
}
NUMBERS: Final[dict[str, Callable[[Lexicons], dict[str, int]]]] = {
    "place_odds_first": place_odds_first,
    "place_odds_further": place_odds_further,
}

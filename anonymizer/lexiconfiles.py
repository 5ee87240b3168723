"""Reads lexicons: a term a line, what stands behind a tab is its value; errors name the line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from anonymizer import patterns
from anonymizer.rulebook import Lexicon, RuleError

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
"""What a lexicon or a fragment can be called, as patterns say it: ``{name}``."""

TRIE_LIMIT: Final = 2_000
"""A longer lexicon is no part of a pattern; recognisers look its terms up instead."""


def name_error(what: str, name: object) -> str:
    """What to say of a name that no pattern could say."""
    return f"the {what} name {str(name)!r} should be lower case, such as road_names"


_LONGEST_TERM: Final = 200
_UNIT_LEXICONS: Final = ("money_units", "measure_units", "count_units")
_UNIT_VALUE: Final = re.compile(
    r"\S+(?: (?=[0-9./]*[1-9])[0-9]{1,30}(?:\.[0-9]{1,30})?"
    r"(?:/0*[1-9][0-9]{0,30}(?:\.[0-9]{1,30})?)?)?"
)


def read_lexicon(text: str, path: Path, below: Lexicon | None) -> Lexicon:
    """The lexicon of a file's text, added to the one ``below``. Raises :class:`RuleError`."""
    terms: dict[str, str] = dict(below.mapping()) if below else {}
    facts = {"name": path.stem, "about": "", "source": "", "licence": "", "date": ""}
    if below:
        facts.update(about=below.about, source=below.source, licence=below.licence, date=below.date)
    own: set[str] = set()
    if not NAME.fullmatch(path.stem):
        raise RuleError(name_error("lexicon", path.stem), path, 1)
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            if key.strip() in facts:
                facts[key.strip()] = value.strip()
            continue
        term, _, value = line.partition("\t")
        term, value = term.strip(), value.strip()
        if not term:
            continue
        if len(term) > _LONGEST_TERM:
            raise RuleError(
                f"the term has {len(term)} characters; a line holds one term of at most "
                f"{_LONGEST_TERM}",
                path,
                number,
            )
        if value and path.stem in _UNIT_LEXICONS and not _UNIT_VALUE.fullmatch(value):
            raise RuleError(
                f"the value {value[:40]!r} of {term} should be a unit and a factor, "
                "such as m2 10000",
                path,
                number,
            )
        if below and term.startswith("-") and len(term) > 1:
            terms.pop(term[1:], None)
            continue
        if term in own:
            raise RuleError(f"the term {term} stands here twice; remove one", path, number)
        own.add(term)
        terms[term] = value
    if facts["name"] != path.stem:
        raise RuleError(
            f"the header says name: {facts['name']}, the file is called {path.stem}", path, 1
        )
    if not terms:
        raise RuleError("the lexicon holds no terms", path, 1)
    values = tuple(terms.values()) if any(terms.values()) else ()
    regex = patterns.trie(terms) if len(terms) <= TRIE_LIMIT else ""
    return Lexicon(**facts, terms=tuple(terms), values=values, regex=regex)

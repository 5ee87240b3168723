"""The text form of a skeleton: ``{{ name }}`` for a gap, all else as it stands.

A ``{{``, ``{%`` or ``{#`` of the speech's own is written ``{{ '{{' }}`` and so on, which
Jinja reads in the same way. It is read here and not by Jinja, which would change line breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from anonymizer import compiled
from anonymizer.edits import Edit
from anonymizer.templates.gaps import Gap, Reference

_SPECIAL: Final = compiled.lazy(r"\{[{%#]")
_TAG: Final = compiled.lazy(
    r"\{\{[ \t\u3000]{0,20}(?:(?P<quote>['‘’\"“”])(?P<literal>[{}]|\{[{%#]|[}%#]\})['‘’\"“”]"
    r"|(?P<name>[^\W\d]\w{0,200}))[ \t\u3000]{0,20}\}\}"
)


class MarkupError(ValueError):
    """A skeleton that cannot be read; the message names the line."""


def tag(variable: str) -> str:
    """How a gap is written."""
    return f"{{{{ {variable} }}}}"


def write(pieces: Iterable[str | Gap | Reference]) -> str:
    """The text form of literal pieces and gaps. The inverse of :func:`read`."""
    made: list[str] = []
    literal = ""
    for piece in pieces:
        if isinstance(piece, str):
            literal += piece
            continue
        made += [_escaped(literal, before_tag=True), tag(piece.variable)]
        literal = ""
    made.append(_escaped(literal, before_tag=False))
    return "".join(made)


def _escaped(literal: str, *, before_tag: bool) -> str:
    escaped = _SPECIAL.sub(lambda found: f"{{{{ '{found[0]}' }}}}", literal)
    if before_tag and escaped.endswith("{"):
        # Together with the tag that follows it would read as {{ and a brace.
        escaped = escaped[:-1] + "{{ '{' }}"
    return escaped


def read(text: str) -> list[str | Reference]:
    """The pieces of a skeleton's text. Raises :class:`MarkupError`."""
    pieces: list[str | Reference] = []
    literal = ""
    done = 0
    while found := _SPECIAL.search(text, done):
        place = found.start()
        literal += text[done:place]
        match = _TAG.match(text, place)
        if match is None:
            raise MarkupError(_complaint(text, place))
        if name := match["name"]:
            if literal:
                pieces.append(literal)
            pieces.append(Reference(name))
            literal = ""
        else:
            literal += match["literal"]
        done = match.end()
    literal += text[done:]
    if literal:
        pieces.append(literal)
    return pieces


def _complaint(text: str, place: int) -> str:
    line = text.count("\n", 0, place) + 1
    opened = text[place : place + 2]
    if opened == "{{":
        return f"line {line}: {{{{ without a variable's name and }}}} behind it"
    return f"line {line}: {opened} means nothing in a skeleton; as text write {{{{ '{opened}' }}}}"


def references(text: str) -> Iterator[tuple[str, str]]:
    """Each variable named in any text, and the text right behind it."""
    for found in _TAG.finditer(text):
        if found["name"]:
            yield found["name"], text[found.end() : found.end() + _BEHIND]


def fillings(text: str, values: Mapping[str, str]) -> Iterator[Edit]:
    """What filling changes in any text: variables with a value, and braces of the speech's own."""
    for found in _TAG.finditer(text):
        value = values.get(found["name"]) if found["name"] else found["literal"]
        if value is not None:
            yield Edit(*found.span(), value)


_BEHIND: Final = 24
"""Characters behind a gap in which its unit is looked for."""

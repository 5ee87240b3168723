"""How text is spelled in the parts of a Markdown file: escapes, entities, per cent signs.

Each part has a way to be read, which gives the escapes that one character each is written by,
and a way to write a replacement so that it says itself and no markup comes of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final, Literal
from urllib.parse import quote

from anonymizer.documents.spelling import Spelled

Kind = Literal["text", "code", "target", "title", "attribute", "comment", "scalar", "quoted"]
"""Text with inline markup, verbatim code, a link's target, its title, the value of an HTML
attribute, a comment, a value of the front matter without quotes, one within double quotes."""

_ENTITY: Final = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_ESCAPED: Final = r"\\[!-/:-@\[-`{-~]"
_PERCENT: Final = r"(?:%[0-9a-fA-F]{2})+"
_PATTERNS: Final[dict[Kind, re.Pattern[str]]] = {
    "text": re.compile(f"{_ESCAPED}|{_ENTITY}"),
    "title": re.compile(f"{_ESCAPED}|{_ENTITY}"),
    "target": re.compile(f"{_ESCAPED}|{_ENTITY}|{_PERCENT}"),
    "attribute": re.compile(f"{_ENTITY}|{_PERCENT}"),
    "quoted": re.compile(r'\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|["\\/])'),
}
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&|~#]")
_NOT_IN_TARGET: Final = re.compile(r"""[\s()<>\\"'%]""")


def spelled(raw: str, start: int, kind: Kind) -> Spelled:
    """What a stretch of a file, which begins at ``start``, reads as."""
    pattern = _PATTERNS.get(kind)
    if pattern is None or not any(sign in raw for sign in "\\&%"):
        return Spelled(raw, start)
    return Spelled.of(raw, start, _escapes(raw, pattern))


def _escapes(raw: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    for found in pattern.finditer(raw):
        sign, at = found.group(), found.start()
        if sign.startswith("%"):
            yield from _percent_escapes(sign, at)
            continue
        if sign.startswith("&"):
            character = html.unescape(sign)
        elif sign[1] in "ux" and len(sign) > 2:
            character = chr(int(sign[2:], 16))
        else:
            character = sign[1]
        # An entity of two characters, and a line break, which no line can hold, stay as written.
        if len(character) == 1 and character >= " ":
            yield at, found.end(), character


def _percent_escapes(sign: str, at: int) -> Iterator[tuple[int, int, str]]:
    """The characters of an escaped stretch of an address: UTF-8, or GB18030 on older sites."""
    data = bytes.fromhex(sign.replace("%", ""))
    for codec in ("utf-8", "gb18030"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if text.encode(codec) != data:
            continue
        for character in text:
            end = at + 3 * len(character.encode(codec))
            if character >= " ":
                yield at, end, character
            at = end
        return


def writer(kind: Kind) -> Callable[[str], str]:
    """How a replacement is written in a part of the file."""
    return _WRITERS[kind]


def _write_text(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _write_target(text: str) -> str:
    return _NOT_IN_TARGET.sub(lambda found: quote(found.group(), safe=""), text)


def _write_title(text: str) -> str:
    return re.sub(r"""[\\"'()&]""", r"\\\g<0>", text)


def _write_comment(text: str) -> str:
    return text.replace("--", "- -")


def _write_quoted(text: str) -> str:
    return re.sub(r'["\\]', r"\\\g<0>", text)


_WRITERS: Final[dict[Kind, Callable[[str], str]]] = {
    "text": _write_text,
    "code": lambda text: text.replace("`", "'"),
    "target": _write_target,
    "title": _write_title,
    "attribute": html.escape,
    "comment": _write_comment,
    "scalar": str,
    "quoted": _write_quoted,
}

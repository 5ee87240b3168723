"""Markup into tokens, as a browser reads it, in time linear in the page whatever it holds.

Nothing is ever looked up or loaded: a document type is skipped with its internal subset, so
that no entity is declared, and references are those of HTML only, each expanded once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MAX_ATTRIBUTES: Final = 200
"""How many attributes of one tag are kept; a page that says more in one tag says nothing."""

_MAX_NAME: Final = 64
_CDATA: Final = "<![CDATA["

_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE: Final = re.compile(
    r"[\s/]*(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*)"
    r"""(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"'][^\s>]*))?)?)"""
)


def names(words: str) -> frozenset[str]:
    """The names in a list of them."""
    return frozenset(words.split())


_RAW: Final = names("script style textarea title xmp iframe noembed noframes")
"""Elements whose content is text, whatever it looks like."""
_REFERENCES_IN: Final = frozenset(("textarea", "title"))
_LONG_NUMBER: Final = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_ESCAPED_TWICE: Final = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot|quot"
    r"|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
)

Attributes = dict[str, str]


class Token(NamedTuple):
    """``start``, ``end``, ``text`` or ``comment``; ``value`` is a tag's name in lower case."""

    kind: str
    value: str
    attributes: Attributes
    closed: bool = False
    """Whether a start tag ends in ``/>``."""


def unescaped(text: str) -> str:
    """A text with its character references resolved, those of windows-1252 as browsers do.

    White space and quotation marks that a site has escaped twice (``&amp;nbsp;``) are resolved
    as well: nobody means to show them like that.
    """
    if "&" not in text:
        return text
    text = html.unescape(_LONG_NUMBER.sub("\ufffd", text))
    return _ESCAPED_TWICE.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def tokens(page: str) -> Iterator[Token]:
    """The tokens of a page in their order."""
    scanner = _Scanner(page)
    at, end = 0, len(page)
    find = page.find
    while at < end:
        start = find("<", at)
        if start < 0:
            yield Token("text", unescaped(page[at:]), {})
            return
        following = page[start + 1 : start + 2]
        if not (following in ("!", "/", "?") or (following.isascii() and following.isalpha())):
            # A sign, not a tag; what it is part of goes on behind it.
            yield Token("text", unescaped(page[at : start + 1]), {})
            at = start + 1
            continue
        if start > at:
            yield Token("text", unescaped(page[at:start]), {})
        if following == "!" and scanner.is_xml and page.startswith(_CDATA, start):
            at = scanner.beyond("]]>", start)
            yield Token("text", page[start + len(_CDATA) : at].removesuffix("]]>"), {})
        elif following == "!":
            comment, at = scanner.declaration(start)
            if comment:
                yield Token("comment", comment, {})
        elif following == "?":
            at = scanner.beyond(">", start)
        elif following == "/":
            name = _NAME.match(page, start + 2)
            at = scanner.beyond(">", start)
            if name:
                yield Token("end", name[0][:_MAX_NAME].lower(), {})
        else:
            token, at = scanner.start_tag(start)
            if token is None:
                return
            yield token
            if token.value in _RAW and not token.closed:
                text, at = scanner.raw_text(token.value, at)
                if text:
                    readable = token.value in _REFERENCES_IN
                    yield Token("text", unescaped(text) if readable else text, {})
                yield Token("end", token.value, {})


class _Scanner:
    """Finds where things end. What is not there any more is not searched for again."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._absent: set[str] = set()
        self.is_xml = page.lstrip("\ufeff \t\r\n")[:5] == "<?xml"
        self._had_doctype = False

    def beyond(self, mark: str, at: int) -> int:
        """Where the page goes on behind the next ``mark``; its end if there is none."""
        place = -1 if mark in self._absent else self._page.find(mark, at)
        if place < 0:
            self._absent.add(mark)
            return len(self._page)
        return place + len(mark)

    def declaration(self, start: int) -> tuple[str, int]:
        """The comment at ``<!``, or nothing for anything else there; and what is behind it."""
        page = self._page
        if page.startswith("<!--", start):
            if page.startswith((">", "->"), start + 4):
                return "", page.index(">", start) + 1
            end = self.beyond("-->", start + 4)
            if "-->" in self._absent:  # never closed: as if it were closed with its tag
                end = self.beyond(">", start)
                return page[start + 4 : end].rstrip(">"), end
            return page[start + 4 : end - 3], end
        end = self.beyond(">", start)
        if not self._had_doctype and page[start : start + 9].lower() == "<!doctype":
            self._had_doctype = True
            if "[" in page[start:end]:
                subset = re.compile(r"\]\s*>").search(page, start)
                end = subset.end() if subset else end
        return "", end

    def start_tag(self, start: int) -> tuple[Token | None, int]:
        """The tag at ``<``, or none if the page ends in it; and what is behind it."""
        page = self._page
        name = _NAME.match(page, start + 1)
        assert name
        at = name.end()
        attributes: Attributes = {}
        while part := _ATTRIBUTE.match(page, at):
            at = part.end()
            if part.lastgroup == "end":
                closed = page[at - 2] == "/" and self.is_xml
                return Token("start", name[0][:_MAX_NAME].lower(), attributes, closed), at
            if len(attributes) < MAX_ATTRIBUTES:
                value = part["double"] or part["single"] or part["bare"] or ""
                attributes.setdefault(part["name"].lower(), unescaped(value))
        return None, len(page)

    def raw_text(self, name: str, at: int) -> tuple[str, int]:
        """The text of an element that holds only text, and what is behind its end tag."""
        page = self._page
        end = None
        if name not in self._absent:
            end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, at)
        if end is None:
            self._absent.add(name)
            # A page cut off in a script shows nothing more; in anything else, let it be read.
            return ("", len(page)) if name in ("script", "style") else ("", at)
        return page[at : end.start()], self.beyond(">", end.end())

"""What stands around a figure: the clause before it, the noun behind its unit."""

from __future__ import annotations

from typing import Final

from anonymizer import compiled
from anonymizer.redaction.labels.masked import FIGURE, MOMENT, NAME, SLOTS, STOPS, Masked
from anonymizer.redaction.labels.words import Words

_REACH: Final = 40
"""How far back a clause is read."""

_AHEAD: Final = 12
"""How far behind a unit its noun may reach."""

_APPROXIMATE: Final = frozenset("多余来几")
AND: Final = frozenset("、和及与")
_BOUND: Final = ("以上", "以下", "以内", "左右", "及以上", "及以下")
_CHUNK_ENDS: Final = STOPS | frozenset(FIGURE + MOMENT + "、了")
_AFTER_MOMENT: Final = compiled.lazy(
    r"(?:[年月日号时点分季度底初末前后起份以来中上旬下间的到至今钟]|之前|以前|之后|期间|起|开始|，)*"
)
_BOUNDED: Final = compiled.lazy("及?以[上下](?:的)?")


class Clauses:
    """Reads the masked text around its figures."""

    def __init__(self, masked: Masked, words: Words) -> None:
        self.text = masked.text
        self.places = masked.places
        self.ends = masked.ends
        self._words = words

    def before(self, index: int) -> tuple[str, bool]:
        """The clause before a figure, and whether it is an item of a list that began earlier.

        It ends at an earlier figure with its unit; a date is passed over.
        """
        text = self.text
        place = start = self.places[index]
        number = index
        while True:
            floor = max(0, place - _REACH)
            comma = -1
            while start > floor and text[start - 1] not in STOPS:
                character = text[start - 1]
                if character == "、" and comma < 0:
                    comma = start
                if character in (FIGURE, MOMENT):
                    break
                start -= 1
            if start <= floor or text[start - 1] in STOPS:
                clause = text[start:place]
                if not clause and start > 1 and text[start - 1] in "）)":
                    return self._past_brackets(start - 1), False
                if not clause and start and text[start - 1] in "：:":
                    return self._plain_before(start - 1), False
                if comma > 0 and place - start > 18:
                    clause = text[comma:place]
                return clause, False
            if comma > 0:
                return text[comma:place], True
            number = self._number_at(start - 1, number)
            if text[start - 1] == MOMENT:
                skipped = _AFTER_MOMENT.match(text, start, place)
                rest = text[skipped.end() if skipped else start : place]
                trimmed = self._words.trim(rest)
                if len(trimmed) > 1 and trimmed not in self._words.change:
                    return rest, False
                start -= 1
                if start and text[start - 1] in STOPS:
                    return rest, False
                place_text = text[max(0, start - 1) : start]
                if place_text and place_text in SLOTS:
                    continue
                head = self._head(start)
                if text[start - len(head) - 1 : start - len(head)] in SLOTS:
                    head = ""
                if head.endswith(("比", "较")):
                    return f"{head}{MOMENT}年{rest}", False
                return (head + rest if head else rest), False
            end = self.ends[number]
            while text[end : end + 1] and text[end] in _APPROXIMATE and end < place:
                end += 1
            rest = text[min(end, place) : place]
            if rest[:1] in AND:
                return rest[1:], True
            if rest.startswith(_BOUND) and len(rest) > 3:
                return FIGURE + text[start:place], False
            if not self._words.trim(rest):
                return "", True
            return rest, False

    def behind(self, end: int, kind: str) -> str:
        """The noun behind a unit, if the unit counts things."""
        text = self.text
        while end < len(text) and text[end] in _APPROXIMATE:
            end += 1
        if text[end : end + 1] == "人" and text[end - 1] == "个":
            end += 1
        if end >= len(text):
            return ""
        first = text[end]
        if first in STOPS or first in AND or (first in SLOTS and first != NAME):
            return ""
        if first == "的":
            end += 1
        elif bound := _BOUNDED.match(text, end):
            end = bound.end()
        stop = end
        while stop < len(text) and stop - end < _AHEAD:
            character = text[stop]
            if character in _CHUNK_ENDS:
                break
            stop += 1
        if kind == "percent" and first != "的":
            return ""
        return self._words.noun(text[end:stop])

    def _head(self, start: int) -> str:
        """The words of the clause before a date in it."""
        text = self.text
        at = start
        while at and start - at < 16 and text[at - 1] not in STOPS and text[at - 1] not in SLOTS:
            at -= 1
        return text[at:start]

    def previous(self, place: int) -> str:
        """The clause before the one of a place, if a comma divides them."""
        text = self.text
        at = place
        while at and place - at < _REACH and text[at - 1] not in STOPS:
            at -= 1
        return self._head(at - 1) if at and text[at - 1] in "，," else ""

    def _plain_before(self, end: int) -> str:
        """What stands before a colon."""
        found = self._head(end)
        return found if len(found) <= 14 else ""

    def _past_brackets(self, close: int) -> str:
        opened = max(self.text.rfind("（", 0, close), self.text.rfind("(", 0, close))
        return self._head(opened) if opened >= 0 and close - opened < 30 else ""

    def _number_at(self, place: int, number: int) -> int:
        while number and self.places[number] > place:
            number -= 1
        return number

"""Labels of figures: what is counted or measured, carried over from an earlier clause if need be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anonymizer import compiled
from anonymizer.redaction.labels.masked import (
    FIGURE,
    MOMENT,
    NAME,
    SENTENCE,
    SLOTS,
    STOPS,
    Masked,
)
from anonymizer.redaction.labels.words import Words
from anonymizer.slots import Span

_REACH: Final = 40
"""How far back a clause is read."""

_AHEAD: Final = 12
"""How far behind a unit its noun may reach."""

_TURN: Final = compiled.lazy(
    r"(?:的|左右|以上|多)*([\u4e00-\u9fff]{0,6}?)(?:到|至|为|成|—|-|～|~)(?:了|约|近|目前的|现在的|今年的|去年的|"
    r"\ue001[年月日底末初]{0,2}的?|[\u4e00-\u9fff]{0,2})\ue000"
)
_WITHIN: Final = compiled.lazy(r"(?:之内|以内|内)(?:[,，]?)")
_CHUNK_ENDS: Final = STOPS | frozenset(FIGURE + MOMENT + "、了被把将")
_APPROXIMATE: Final = frozenset("多余来几")
_STREETS: Final = frozenset("路街巷道弄里村区")
_RATES: Final = ("率", "值", "额", "收入", "比重", "资金", "投资", "产量", "价", "贷款", "支出")
"""A subject that ends so is no thing that could be counted in a later clause."""

_PARTS: Final = frozenset("男女老少大中小新旧好坏")
_AND: Final = frozenset("、和及与")
_BOUND: Final = ("以上", "以下", "以内", "左右", "及以上", "及以下")
_AFTER_MOMENT: Final = compiled.lazy(
    r"(?:[年月日号时点分季度底初末前后起份以来中上旬下间的到至今]|之前|以前|之后|期间|起|开始|，)*"
)
_HEADING: Final = compiled.lazy(
    r"^[一二三四五六七八九十]{1,3}[是、.．]|^[（(][一二三四五六七八九十]+[)）]"
)
_BOUNDED: Final = compiled.lazy("及?以[上下](?:的)?")
_PERIOD: Final = compiled.lazy("[多半]?(小时|月)")
_COMPARED: Final = compiled.lazy("[同环]比|[比较][上去]年")
_BROKEN: Final = compiled.lazy(r"[。！？!?\n\r]")


class Figures:
    """Labels the figures of one text, in order; each sentence has a subject to fall back on."""

    def __init__(self, masked: Masked, spans: Sequence[Span], words: Words) -> None:
        self._text = masked.text
        self._places = masked.places
        self._ends = masked.ends
        self._spans = spans
        self._words = words
        self._subject = ""
        self._recent: list[str] = []
        self._planned: dict[int, str] = {}
        self._sentence = 0
        self.sentences: list[int] = [0] * len(spans)
        """The number of the sentence that a slot stands in."""
        cuts = _BROKEN.finditer(self._text)
        cut = next(cuts, None)
        number = 0
        for index, place in enumerate(masked.places):
            while cut is not None and cut.start() < place:
                number += 1
                cut = next(cuts, None)
            self.sentences[index] = number

    def label(self, index: int) -> str:
        """The label of the figure with this number among the slots."""
        if self.sentences[index] != self._sentence:
            self._sentence = self.sentences[index]
            self._subject = ""
            self._recent = []
        if index in self._planned:
            return self._planned.pop(index)
        kind = self._spans[index].kind
        unit = self._spans[index].attributes.get("unit", "")
        place, end = self._places[index], self._ends[index]
        before, listed = self._before(index)
        if before.endswith("第"):
            return self._ordinal(index, before)
        if turned := self._turn(index, before):
            return turned
        if ("分别" in before or before.endswith("各")) and (shared := self._shared(index)):
            return shared
        if kind == "number":
            return self._ordinal(index, before)
        if unit in ("", "年", "日") and (moment := self._moment(place, before)):
            return moment
        phrase = self._words.trim(before)
        if phrase and (found := _HEADING.match(phrase)):
            phrase = self._words.trim_left(phrase[found.end() :])
        return self._named(index, phrase, listed, kind, unit, place, end)

    def _named(
        self, index: int, phrase: str, listed: bool, kind: str, unit: str, place: int, end: int
    ) -> str:
        words = self._words
        text = self._text
        bare = self._without_names(phrase)
        if unit == "分" and text[end - 1] == "钟":
            unit, kind = "分钟", "quantity"
        if unit == "个" and (period := _PERIOD.match(text, end)):
            unit, end = period[1], period.end()
        noun = self._behind(end, kind)
        if phrase and not bare and len(noun) < 2:
            if unit in words.age:
                return "年龄"
            return self._of_name(phrase) or self._bare("", unit, kind)
        phrase = bare
        if phrase and self._depends(phrase):
            return self._carried(phrase, noun)
        if unit in words.span and (within := _WITHIN.match(text, end)):
            return self._deadline(phrase, within.end())
        if unit in words.age:
            return self._age(phrase, noun)
        if noun and (counted := self._counted(phrase, noun, unit, kind)):
            return counted
        if len(phrase) > 5 and phrase.startswith(("完成", "实现")):
            phrase = phrase[2:]
        if len(phrase) < 2 or (
            unit in words.people and (phrase[-2:] in words.verbs or phrase[-1] == "中")
        ):
            if done := self._done(end, unit):
                return done
        if len(phrase) < 2:
            if listed and not phrase and self._subject and place == self._ends[index - 1]:
                return self._subject
            return self._bare(phrase, unit, kind)
        phrase = words.shorten(phrase)
        if phrase[-1] == "占":
            phrase += "比"
        self._remember(phrase)
        return phrase

    def _before(self, index: int) -> tuple[str, bool]:
        """The clause before a figure, and whether it is an item of a list that began earlier.

        It ends at an earlier figure with its unit; a date is passed over.
        """
        text = self._text
        place = start = self._places[index]
        number = index
        while True:
            floor = max(0, place - _REACH)
            comma = -1
            while start > floor and text[start - 1] not in STOPS:
                character = text[start - 1]
                if character == "、" and comma < 0:
                    comma = start
                if character == FIGURE or character == MOMENT:
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
                return (head + rest if head else rest), False
            end = self._ends[number]
            while text[end : end + 1] and text[end] in _APPROXIMATE and end < place:
                end += 1
            rest = text[min(end, place) : place]
            if rest[:1] in _AND:
                return rest[1:], True
            if rest.startswith(_BOUND) and len(rest) > 3:
                return FIGURE + text[start:place], False
            if not self._words.trim(rest):
                return "", True
            return rest, False

    def _head(self, start: int) -> str:
        """The words of the clause before a date in it."""
        text = self._text
        at = start
        while at and start - at < 16 and text[at - 1] not in STOPS and text[at - 1] not in SLOTS:
            at -= 1
        return text[at:start]

    def _plain_before(self, end: int) -> str:
        """What stands before a colon."""
        found = self._head(end)
        return found if len(found) <= 14 else ""

    def _past_brackets(self, close: int) -> str:
        opened = max(self._text.rfind("（", 0, close), self._text.rfind("(", 0, close))
        return self._head(opened) if opened >= 0 and close - opened < 30 else ""

    def _number_at(self, place: int, number: int) -> int:
        while number and self._places[number] > place:
            number -= 1
        return number

    def _without_names(self, phrase: str) -> str:
        """A phrase from behind the last name in it on, its generic word dropped as well."""
        at = phrase.rfind(NAME)
        if at < 0:
            return phrase
        rest = phrase[at + 1 :]
        words = self._words
        for length in range(min(8, len(rest)), 0, -1):
            if rest[:length] in words.generic or rest[:length] in words.posts:
                return words.trim_left(rest[length:])
        return words.trim_left(rest)

    def _of_name(self, phrase: str) -> str:
        """A figure of a named place or body in a list: 疑似火点（X镇）."""
        named = "X" + phrase[phrase.rfind(NAME) + 1 :]
        if len(named) > 1 and self._words.trim_right(named[1:]) in self._words.posts:
            return ""
        if self._subject and len(named) > 1:
            return f"{self._subject[:12]}（{named[:6]}）"
        return named if len(named) > 1 else ""

    def _behind(self, end: int, kind: str) -> str:
        """The noun behind a unit, if the unit counts things."""
        text = self._text
        while end < len(text) and text[end] in _APPROXIMATE:
            end += 1
        if text[end : end + 1] == "人" and text[end - 1] == "个":
            end += 1
        if end >= len(text):
            return ""
        first = text[end]
        if first in STOPS or first in _AND or first in SLOTS and first != NAME:
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

    def _depends(self, phrase: str) -> bool:
        """Whether a phrase says only how something changed or compares: 同比增长, 占全县."""
        words = self._words
        if phrase in words.change:
            return True
        if phrase[0] not in words.leaning:
            return False
        for length in range(min(6, len(phrase)), 0, -1):
            if (start := phrase[:length]) in words.compare:
                if start[-1] in "均每":
                    return len(phrase) < 4
                return length > 1 or len(phrase) < 10
        return False

    def _carried(self, phrase: str, noun: str) -> str:
        words = self._words
        subject = self._subject or self._earlier()
        if phrase.startswith(("占地", "占用")):
            pass
        elif phrase.startswith(("占", "约占", "已占", "只占", "仅占")):
            phrase = phrase.rstrip("的")
            phrase = "占比" if phrase in ("占", "占比", "约占", "占到") else phrase + "比重"
        if not subject and noun:
            return phrase + noun
        if phrase.startswith(subject):
            subject = ""
        return subject[: max(0, 20 - len(phrase))] + phrase

    def _earlier(self) -> str:
        return ""

    def _counted(self, phrase: str, noun: str, unit: str, kind: str) -> str:
        """A figure with a noun behind its unit: 新建⟦X⟧所学校 → 新建学校."""
        words = self._words
        if kind == "percent" or kind == "ratio":
            if phrase and (len(noun) < 2 or phrase not in words.verbs):
                return ""
            self._remember(noun)
            return f"{phrase}{noun}比例"
        if kind == "money" and len(phrase) > 1:
            phrase = words.shorten(phrase)
            self._remember(phrase)
            return phrase
        verb = ""
        if phrase:
            stripped = phrase.rstrip("了着过")
            for length in (4, 3, 2):
                if stripped[-length:] in words.verbs:
                    verb = stripped[-length:]
                    break
        if len(noun) < 2 and not verb:
            if len(phrase) > 1:
                return ""
            measure = words.measure.get(unit, "数")
            return noun + ("数" if measure.endswith("数") else measure)
        self._remember(noun)
        label = verb + noun if len(verb) + len(noun) <= 14 else noun
        return label

    def _bare(self, phrase: str, unit: str, kind: str) -> str:
        """A figure whose clause names nothing: what its sentence speaks of, by its unit."""
        words = self._words
        measure = words.measure.get(unit, "")
        if not measure:
            measure = words.kind[kind] if not unit or kind != "quantity" else f"{unit[-2:]}数"
        subject = self._subject
        if kind == "quantity" and subject.endswith(_RATES):
            subject = ""
        if phrase in _PARTS:
            return f"{subject}（{phrase}）" if subject else phrase
        if not subject:
            return phrase if len(phrase) > 1 else measure
        if unit in words.measure and not subject.endswith((measure[:1], "率", "比重", "数")):
            return (subject + measure)[:20]
        return subject

    def _done(self, end: int, unit: str) -> str:
        """人受伤: what those counted did or met with."""
        words, text = self._words, self._text
        measure = words.measure.get(unit, "")
        if not measure or text[end : end + 1] in STOPS:
            return ""
        for length in (4, 3, 2):
            if (did := text[end : end + length]) in words.verbs and did not in words.stop:
                self._subject = did
                return did + measure
        return ""

    def _moment(self, place: int, before: str) -> str:
        """A part of a date that reads as a number: 七月⟦X⟧日, 上世纪⟦X⟧年代."""
        if self._text.startswith("年代", place + 1):
            return "年代"
        if before.endswith("月") and self._text[place + 1 : place + 2] in ("日", "号"):
            return "日期（日）"
        return ""

    def _age(self, phrase: str, noun: str) -> str:
        words = self._words
        who = noun or (words.shorten(phrase) if phrase else self._subject)
        if who.endswith(("年龄", "岁数")):
            return who
        return f"{who}年龄"

    def _deadline(self, phrase: str, end: int) -> str:
        """小时内…: what must be done by then."""
        text, words = self._text, self._words
        if len(phrase) > 1:
            return words.shorten(phrase)[:16] + "时限"
        at = end
        while at < len(text) and at - end < 12 and text[at] not in STOPS and text[at] not in SLOTS:
            at += 1
        taken = ""
        for word in words.split(text[end:at]):
            if word in ("必须", "要", "一律", "应当", "须", "应", "都", "将", "予以"):
                continue
            if len(taken) + len(word) > 8:
                break
            taken += word
        return words.trim_right(taken) + "时限" if taken else f"{self._subject[:12]}时限"

    def _ordinal(self, index: int, before: str) -> str:
        """A rank (居全省第⟦X⟧位 → 全省排名) or a number in a row (第⟦X⟧届 → 届次)."""
        words, text = self._words, self._text
        unit = self._spans[index].attributes.get("unit", "") or text[self._ends[index]]
        if unit in STOPS or unit in "“”":
            unit = ""
        if unit == "路" or (unit == "号" and before[-1:] in _STREETS):
            return "门牌号" if unit == "号" else "线路编号"
        if before.endswith(("“", "‘", '"')):
            close = self._text.find("”", self._places[index], self._places[index] + 9)
            noun = self._behind(close + 1, "number") if close > 0 else ""
            return (noun or "") + ("日期" if noun.endswith(("事故", "事件")) else "代号")
        if not before.endswith("第"):
            if unit == "号":
                noun = words.shorten(words.trim(before))
                return (noun if len(noun) <= 8 else "") + "编号"
            noun = "" if unit else self._behind(self._ends[index], "number")
            if len(noun) > 1:
                return f"{noun}代号"
            phrase = self._without_names(words.trim(before))
            if len(phrase) > 1:
                phrase = words.shorten(phrase)
                self._remember(phrase)
                return phrase
            return self._bare(phrase, "", "number")
        phrase = words.trim_left(before[:-1].rstrip("的"))
        pieces = words.split(phrase)
        for at in range(len(pieces) - 1, -1, -1):
            if pieces[at] in words.rank:
                subject = self._without_names("".join(pieces[:at])) or self._subject
                scope = "".join(pieces[at + 1 :])
                return f"{subject[-12:]}{scope[-6:]}排名"
        phrase = words.trim_right(phrase)
        if unit in ("位", "名"):
            return f"{(words.shorten(phrase) or self._subject)[-14:]}排名"
        noun = self._behind(self._ends[index], "number")
        order = words.order.get(unit, "序号")
        phrase = self._without_names(phrase)
        return f"{noun[:8] if noun or len(phrase) < 2 else phrase[-8:]}{order}"

    def _turn(self, index: int, before: str) -> str:
        """由⟦X⟧提高到⟦X⟧: 提高前, 提高后; 200至2000: 下限, 上限."""
        text, words = self._text, self._words
        end = self._ends[index]
        following = index + 1
        if following >= len(self._places) or text[end : end + 1] in STOPS:
            return ""
        distance = self._places[following] - end
        if distance > 9 or distance < 1:
            return ""
        found = _TURN.match(text, end)
        if not found:
            return ""
        while following < len(self._places) and self._places[following] < found.end() - 1:
            following += 1
        verb = found[1]
        marked = before.endswith(("由", "从", "自", "的"))
        base = before
        if marked and before.endswith(("由", "从", "自")):
            base = before[:-1]
        else:
            for word in ("由", "从"):
                head, got, tail = before.rpartition(word)
                if got and len(tail) < 10:
                    base, marked = head + tail.rstrip("的"), True
                    break
        base = words.shorten(self._without_names(words.trim(base)))
        if not base or self._depends(base):
            base = (self._subject + base) if self._subject else base
        change = verb
        for adverb in ("逐步", "进一步", "迅速", "直接", "一下子", "又", "再", "已"):
            change = change.removeprefix(adverb)
        change = words.turn.get(change, change)
        if not change:
            first, second = ("下限", "上限") if not marked else ("调整前", "调整后")
        elif marked and (change in words.turn.values() or len(change) == 2 or len(change) == 1):
            first, second = change + "前", change + "后"
        else:
            return ""
        if not verb and not marked and not base:
            base = self._behind(self._ends[following], self._spans[following].kind)
        if base and not self._subject:
            self._subject = base
        if following < len(self._places):
            self._planned[following] = base[:16] + second
        return base[:16] + first

    def _shared(self, index: int) -> str:
        """粮食、油料、蔬菜面积分别达到⟦X⟧、⟦X⟧、⟦X⟧亩: one item for each figure."""
        words = self._words
        text = self._text
        place = self._places[index]
        start = max(0, place - 60)
        at = place
        while at > start and text[at - 1] not in STOPS and text[at - 1] not in (FIGURE, MOMENT):
            at -= 1
        clause, got, tail = text[at:place].partition("分别")
        if not got:
            return ""
        change = words.trim_right(tail)
        items = [item for part in clause.split("、") for item in _split_and(part)]
        items = [words.trim_left(item).rstrip("都均") for item in items]
        run = [index]
        while run[-1] + 1 < len(self._places):
            following = run[-1] + 1
            between = text[self._ends[run[-1]] : self._places[following]]
            if between.strip("、和，, 与及约近多余") or text[self._places[following]] != FIGURE:
                break
            run.append(following)
        count = len(items)
        if count < 2 and 1 < len(run) <= len(self._recent):
            if self._depends(items[0]) if items and items[0] else True:
                names = [name + items[0] for name in self._recent[-len(run) :]]
                for following, name in zip(run, names, strict=True):
                    self._planned[following] = name + change
                return self._planned.pop(index)
        run = run[:count]
        if count < 2 or len(run) != count:
            return ""
        head = ""
        pieces = words.split(items[-1])
        if len(pieces) > 1 and not any(item.endswith(pieces[-1]) for item in items[:-1]):
            head = pieces[-1]
        if change in words.edge or change in ("达", "为"):
            change = ""
        names = [*(item + head for item in items[:-1]), items[-1]]
        for following, name in zip(run, names, strict=True):
            self._planned[following] = (self._without_names(name) or "X" + name[1:]) + change
        self._subject = ""
        return self._planned.pop(index)

    def _remember(self, phrase: str) -> None:
        """Keep what a later clause of the sentence may speak of without naming it."""
        if "每" in phrase or len(phrase) < 2 or phrase in self._words.verbs:
            return
        words = self._words
        subject = phrase
        if subject[-1] in words.turning:
            for length in (5, 4, 3, 2):
                if len(subject) > length + 1 and subject[-length:] in words.change:
                    subject = words.trim_right(subject[:-length])
                    break
        if (compared := _COMPARED.search(subject)) and compared.start() > 1:
            subject = subject[: compared.start()]
        self._subject = subject[-14:]
        self._recent.append(self._subject)


def _split_and(part: str) -> list[str]:
    """The items of 甲和乙, 甲及乙."""
    for word in ("以及", "和", "与", "及"):
        head, got, tail = part.rpartition(word)
        if got and len(head) > 1 and len(tail) > 1:
            return [head, tail]
    return [part]

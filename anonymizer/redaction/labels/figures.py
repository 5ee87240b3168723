"""Labels of figures: what is counted or measured, if need be by an earlier clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anonymizer import compiled
from anonymizer.redaction.labels.clauses import Clauses
from anonymizer.redaction.labels.groups import shared, turned
from anonymizer.redaction.labels.masked import NAME, SLOTS, STOPS, Masked
from anonymizer.redaction.labels.words import HEADS, Words
from anonymizer.slots import Span

_WITHIN: Final = compiled.lazy(r"(?:之内|以内|内)(?:[,，]?)")
_MULTIPLES: Final = "十百千万亿"
_UNITLESS: Final = "“”" + "".join(STOPS)
_STREETS: Final = frozenset("路街巷弄里村区")
_RATES: Final = (
    "率",
    "值",
    "额",
    "收入",
    "比重",
    "资金",
    "投资",
    "产量",
    "价",
    "贷款",
    "支出",
    "面积",
)
"""A subject that ends so is no thing that could be counted in a later clause."""

_PARTS: Final = frozenset("男女老少大中小新旧好坏")
_DIMENSIONS: Final = frozenset("长宽高深厚重")
"""How a thing measures: after 桥长 a 宽 is 桥宽."""

_HEADING: Final = compiled.lazy(
    r"^[一二三四五六七八九十]{1,3}[是、.．]|^[（(][一二三四五六七八九十]+[)）]"
)
_PERIOD: Final = compiled.lazy("[多半]?(小时|月)")
_COMPARED: Final = compiled.lazy("[同环]比|[比较][上去]年")
_TO_MOMENT: Final = compiled.lazy("[至到—-]\ue001")
_BROKEN: Final = compiled.lazy(r"[。！？!?\n\r]")


class Figures:
    """Labels the figures of one text, in order; each sentence has a subject to fall back on."""

    def __init__(self, masked: Masked, spans: Sequence[Span], words: Words) -> None:
        self._text = masked.text
        self._places = masked.places
        self._ends = masked.ends
        self._spans = spans
        self._words = words
        self._clauses = Clauses(masked, words)
        self._subject = ""
        self._recent: list[str] = []
        self._planned: dict[int, str] = {}
        self._sentence = self._place = 0
        self._fresh = False
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
        before, listed = self._clauses.before(index)
        words = self._words
        self._place = place
        since = self._text[self._places[index - 1] if index else 0 : place]
        self._fresh = "；" in since or ";" in since
        if self._text.startswith("一次", end) and unit:
            return words.shorten(words.nameless(words.trim(before)))[:16] + "间隔"
        if before.endswith("第"):
            return self._ordinal(index, before)
        if group := turned(self._clauses, self._spans, words, index, before, self._subject):
            self._subject = self._subject or group.subject
            return self._plan(index, group.names)
        if "分别" in before and (names := shared(self._clauses, words, index, self._recent)):
            self._subject = ""
            return self._plan(index, names)
        if kind == "number":
            if _TO_MOMENT.match(self._text, end):
                return "起始时间"
            return self._ordinal(index, before)
        if unit in ("", "年", "日") and (moment := self._moment(place, before)):
            return moment
        phrase = words.trim(before)
        if phrase and (found := _HEADING.match(phrase)):
            phrase = words.trim_left(phrase[found.end() :])
        return self._named(index, phrase, listed, kind, unit, end)

    def _plan(self, index: int, names: dict[int, str]) -> str:
        """Keep the labels of the figures that follow; the one of this figure."""
        self._planned.update(names)
        return self._planned.pop(index, "")

    def _named(self, index: int, phrase: str, listed: bool, kind: str, unit: str, end: int) -> str:
        words = self._words
        text = self._text
        bare = self._words.nameless(phrase)
        if unit == "分" and text[end - 1] == "钟":
            unit, kind = "分钟", "quantity"
        if unit == "个" and (period := _PERIOD.match(text, end)):
            unit, end = period[1], period.end()
        noun = self._clauses.behind(end, kind)
        if phrase and not bare and len(noun) < 2:
            if unit in words.age:
                return "年龄"
            return self._of_name(phrase) or self._bare("", unit, kind)
        phrase = bare
        if phrase and self._words.leans(phrase):
            return self._carried(phrase, noun)
        if unit in words.span and (within := _WITHIN.match(text, end)):
            return self._deadline(phrase, within.end())
        if unit in words.age:
            return self._age(phrase, noun)
        if noun and (counted := self._counted(phrase, noun, unit, kind)):
            return counted
        if len(phrase) > 5 and phrase.startswith(("完成", "实现")):
            phrase = phrase[2:]
        acts = unit in words.people and (phrase[-2:] in words.verbs or phrase[-1:] == "中")
        if (len(phrase) < 2 or acts) and (done := self._done(end, unit)):
            return done
        if len(phrase) < 2:
            beside = index > 0 and self._places[index] == self._ends[index - 1]
            if listed and not phrase and self._subject and beside:
                return self._subject
            return self._bare(phrase, unit, kind)
        phrase = words.shorten(phrase)
        if phrase[-1] == "占":
            phrase += "比"
        self._remember(phrase)
        return phrase

    @property
    def _earlier(self) -> str:
        """What the clause before speaks of, when no figure of the sentence has said it."""
        found = self._clauses.previous(self._place)
        phrase = self._words.shorten(self._words.nameless(self._words.trim(found)))
        if len(phrase) < 2 or phrase[-2:] in self._words.verbs:
            return ""
        return phrase

    def _of_name(self, phrase: str) -> str:
        """A figure of a named place or body in a list: 疑似火点（X镇）."""
        named = "X" + phrase[phrase.rfind(NAME) + 1 :]
        if len(named) > 1 and self._words.trim_right(named[1:]) in self._words.posts:
            return ""
        if self._subject and len(named) > 1:
            return f"{self._subject[:12]}（{named[:6]}）"
        return named if len(named) > 1 else ""

    def _carried(self, phrase: str, noun: str) -> str:
        """A clause that only says how its subject changed, or what part it is."""
        subject = self._subject or self._earlier
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

    def _counted(self, phrase: str, noun: str, unit: str, kind: str) -> str:
        """A figure with a noun behind its unit: 新建⟦X⟧所学校 → 新建学校."""
        words = self._words
        if kind in ("percent", "ratio"):
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
            if len(phrase) > 1 or noun not in HEADS:
                return ""
            measure = words.measure.get(unit, "数")
            return noun + ("数" if measure == "个数" else measure)
        self._remember(noun)
        return verb + noun if len(verb) + len(noun) <= 14 else noun

    def _bare(self, phrase: str, unit: str, kind: str) -> str:
        """A figure whose clause names nothing: what its sentence speaks of, by its unit."""
        words = self._words
        measure = words.measure.get(unit, "")
        if not measure:
            counted = kind == "quantity" and unit
            measure = f"{unit.lstrip(_MULTIPLES)[-2:]}数" if counted else words.kind[kind]
        subject = self._subject
        if kind == "quantity" and (self._fresh or subject.endswith(_RATES)):
            subject = ""
        if phrase in _DIMENSIONS and subject:
            return subject.rstrip("长宽高深厚重") + phrase
        if phrase in _PARTS:
            return f"{subject}（{phrase}）" if subject else phrase
        if not (subject or phrase) and kind in ("percent", "ratio") and (earlier := self._earlier):
            return earlier
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
        unit = self._spans[index].attributes.get("unit", "")
        if not unit:
            unit = text[self._ends[index] : self._ends[index] + 1].strip(_UNITLESS)
        if unit == "路" or (unit == "号" and (before[-1:] in _STREETS or before.endswith("大道"))):
            return "门牌号" if unit == "号" else "线路编号"
        if before.endswith(("“", "‘", '"')):
            close = self._text.find("”", self._places[index], self._places[index] + 9)
            noun = self._clauses.behind(close + 1, "number") if close > 0 else ""
            return (noun or "") + ("日期" if noun.endswith(("事故", "事件")) else "代号")
        if not before.endswith("第"):
            if unit == "号":
                noun = words.shorten(words.trim(before))
                return (noun if len(noun) <= 8 else "") + "编号"
            noun = "" if unit else self._clauses.behind(self._ends[index], "number")
            if len(noun) > 1:
                return f"{noun}代号"
            phrase = self._words.nameless(words.trim(before))
            if len(phrase) > 1:
                phrase = words.shorten(phrase)
                self._remember(phrase)
                return phrase
            return self._bare(phrase, "", "number")
        phrase = words.trim_left(before[:-1].rstrip("的"))
        pieces = words.split(phrase)
        for at in range(len(pieces) - 1, -1, -1):
            if pieces[at] in words.rank:
                subject = self._words.nameless("".join(pieces[:at])) or self._subject
                scope = "".join(pieces[at + 1 :])
                return f"{subject[-12:]}{scope[-6:]}排名"
        phrase = words.trim_right(phrase)
        if unit in ("位", "名"):
            return f"{(words.shorten(phrase) or self._subject)[-14:]}排名"
        noun = self._clauses.behind(self._ends[index], "number")
        order = words.order.get(unit, "序号")
        phrase = self._words.nameless(phrase)
        return f"{noun[:8] if noun or len(phrase) < 2 else phrase[-8:]}{order}"

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

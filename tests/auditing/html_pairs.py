"""Pairs of texts with the record of their audit, built piece by piece for tests of the report."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import Any

from anonymizer.auditing.html.pane import line_starts
from anonymizer.auditing.record import AuditedFact, AuditRecord, TextInfo, Trace
from anonymizer.slots import Place, Tool


class Pair:
    """Both texts as they grow; what is known of them by construction goes into the record."""

    def __init__(self) -> None:
        self._texts: tuple[list[str], list[str]] = ([], [])
        self._ends = (0, 0)
        self.facts: list[dict[str, Any]] = []
        self.beyond: list[Place] = []
        self.missing: list[Place] = []
        self.passages: list[tuple[Place, Place]] = []
        self._since = (0, 0)

    @property
    def original(self) -> str:
        """The whole original as it is now."""
        return "".join(self._texts[0])

    @property
    def redacted(self) -> str:
        """The whole redacted text as it is now."""
        return "".join(self._texts[1])

    def _add(self, original: str, redacted: str) -> tuple[Place, Place]:
        """Both texts grow; gives where."""
        start, redacted_start = self._ends
        self._texts[0].append(original)
        self._texts[1].append(redacted)
        self._ends = start + len(original), redacted_start + len(redacted)
        return (start, self._ends[0]), (redacted_start, self._ends[1])

    def both(self, text: str) -> Pair:
        """The same words in both texts."""
        self._add(text, text)
        return self

    def fact(
        self, kind: str, text: str, stands: str | None, verdict: str, reason: str, **fields: Any
    ) -> Pair:
        """A fact, and what stands in its place; ``None`` if nothing does."""
        original, redacted = self._add(text, stands or "")
        self.facts.append(
            {
                "kind": kind,
                "text": text,
                "verdict": verdict,
                "reason": reason,
                "original": original,
                "redacted": None if stands is None else redacted,
                "replacement": stands,
                **fields,
            }
        )
        return self

    def only(self, original: str = "", redacted: str = "") -> Pair:
        """A passage that one of the texts lacks."""
        self.cut()
        place, redacted_place = self._add(original, redacted)
        if original:
            self.missing.append(place)
        if redacted:
            self.beyond.append(redacted_place)
        self._since = self._ends
        return self

    def gone(self, kind: str, text: str, place: Place, **fields: Any) -> None:
        """A fact of a passage that the redacted text lacks."""
        fields |= {"kind": kind, "text": text, "original": place}
        self.facts.append({"verdict": "gone", "reason": "passage_missing", **fields})

    def cut(self) -> None:
        """Ends a passage."""
        (start, redacted_start), (end, redacted_end) = self._since, self._ends
        if start < end and redacted_start < redacted_end:
            self.passages.append(((start, end), (redacted_start, redacted_end)))
        self._since = self._ends

    def trace(self, text: str, how: str, where: str | None = None) -> Trace:
        """A trace at the first place where ``text`` stands in the redacted text so far."""
        start = self.redacted.find(text)
        place = None if where or start < 0 else (start, start + len(text))
        return Trace(how, text, place, where)  # type: ignore[arg-type]

    def record(
        self, notes: tuple[str, ...] = (), names: tuple[str, str] = ("原稿.txt", "脱敏稿.txt")
    ) -> AuditRecord:
        """The record of the pair as it is now."""
        self.cut()
        lines, redacted_lines = line_starts(self.original), line_starts(self.redacted)
        facts = tuple(
            AuditedFact(
                id=f"f{number}",
                line=bisect_right(lines, fields["original"][0]),
                redacted_line=(
                    bisect_right(redacted_lines, fields["redacted"][0])
                    if fields.get("redacted")
                    else None
                ),
                **fields,
            )
            for number, fields in enumerate(self.facts, 1)
        )
        return AuditRecord(
            schema_version=1,
            tool=Tool("anonymizer", "0"),
            rules_sha256="0" * 64,
            profile="standard",
            values=True,
            original=TextInfo(names[0], "1" * 64, "utf-8", len(self.original)),
            redacted=TextInfo(names[1], "2" * 64, "utf-8", len(self.redacted)),
            notes=notes,  # type: ignore[arg-type]
            summary=dict(Counter(fact.verdict for fact in facts)),
            facts=facts,
            beyond=tuple(self.beyond),
            missing=tuple(self.missing),
            passages=tuple(self.passages),
        )


def speech() -> Pair:
    """A speech of some length with every verdict, a dropped and an added passage."""
    pair = Pair()
    stripped = ("stripped", "placeholder")
    pair.only(original="来源：某某文库　下载日期不详\n\n")
    pair.both("在全县经济工作会议上的讲话\n（").fact(
        "date", "2023", "2025", "altered", "other_value", unit="年", rule="date.year", label="标题"
    ).both("年1月8日）\n\n同志们：\n　　这次会议的主要任务是总结去年工作，部署今年任务。刚才，")
    pair.fact(
        "person", "林致和", "X", *stripped, label="县长", rule="person.post", section=("开头",)
    )
    pair.both(
        "县长作了报告，我完全同意。下面，我讲三点意见。\n\n一、肯定成绩，坚定信心\n"
        "　　去年，全县实现地区生产总值"
    )
    pair.fact(
        "money", "86.4", "XX", "kept_elsewhere", "other_writing", unit="亿元",
        label="地区生产总值", rule="money.amount", section=("一",),
        evidence="实现地区生产总值86.4亿元 → 实现地区生产总值XX亿元",
    ).both("亿元，增长")  # fmt: skip
    pair.fact("percent", "7.2", "X", *stripped, unit="%", label="地区生产总值增幅", section=("一",))
    pair.both("%；财政收入").fact(
        "money", "5.31", "X", *stripped, unit="亿元", label="财政收入", section=("一",)
    ).both("亿元，其中税收收入")
    pair.fact(
        "money", "3.9", "3.9", "kept", "stands", unit="亿元", label="税收收入", section=("一",),
        evidence="其中税收收入3.9亿元 → 其中税收收入3.9亿元", rule="money.amount",
    ).both("亿元、非税收入")  # fmt: skip
    pair.fact("money", "1.41", "X", *stripped, unit="亿元", label="非税收入", section=("一",))
    pair.both("亿元。农村居民人均可支配收入")
    pair.fact("money", "18760", "X", *stripped, unit="元", label="人均可支配收入", section=("一",))
    pair.both("元。全年引进项目").fact(
        "quantity", "46", "46", "kept", "stands", unit="个", label="引进项目", section=("一",)
    ).both("个，到位资金").fact(
        "money", "12.8", "若干", "stripped", "vague", unit="亿元", label="到位资金", section=("一",)
    ).both("亿元。\n　　一是产业提质。")
    pair.fact(
        "place", "青溪", "X溪", "partly", "part_left", unit="镇", label="项目地点", section=("一",),
        evidence="青溪镇 → X溪镇", rule="place.town",
    ).both("镇的竹木加工园建成投产，")  # fmt: skip
    pair.fact("organization", "恒远竹业", "X", *stripped, unit="有限公司", section=("一",))
    pair.both("有限公司等")
    pair.fact("quantity", "9", "X", *stripped, unit="家", label="企业", section=("一",))
    pair.both("家企业入驻，带动就业")
    pair.fact("quantity", "1300", "X", *stripped, unit="人", label="就业", section=("一",))
    pair.both("人。二是城乡变样。改造老旧小区")
    pair.fact("quantity", "17", "X", *stripped, unit="个", label="老旧小区", section=("一",))
    pair.both("个，").fact(
        "name", "认真", "X", "over_stripped", "ordinary_words", section=("一",),
        evidence="认真落实 → X落实",
    ).both("落实河长制，城区新增绿地")  # fmt: skip
    pair.fact("quantity", "2.3", "X", *stripped, unit="万平方米", label="绿地", section=("一",))
    pair.both("万平方米。三是民生改善。新建学校")
    pair.fact(
        "quantity", "4", None, "stripped", "deleted", unit="所", label="学校", section=("一",)
    )
    pair.both("所，低保标准提高到每月")
    pair.fact("money", "610", "X", *stripped, unit="元", label="低保标准", section=("一",))
    pair.both("元。\n")
    dropped = "　　四是安全稳定。全年办理信访事项312件，办结率98.5%，调解纠纷1046起。\n"
    start = len(pair.original)
    pair.only(original=dropped)
    for kind, text, unit, label in (
        ("quantity", "312", "件", "信访事项"),
        ("percent", "98.5", "%", "办结率"),
        ("quantity", "1046", "起", "调解纠纷"),
    ):
        at = start + dropped.index(text)
        place = (at, at + len(text))
        pair.gone(kind, text, place, unit=unit, label=label, section=("一",))
    pair.both("\n二、突出重点，狠抓落实\n　　今年的目标是：财政收入增长")
    pair.fact("percent", "6", "X", *stripped, unit="%", label="财政收入增幅", section=("二",))
    pair.both("%以上，")
    pair.both("去年一产22.1亿元，二产35.6亿元，三产")
    pair.fact(
        "money", "28.7", "X", "derivable", "sum", unit="亿元", label="三产", section=("二",),
        evidence="86.4 − 22.1 − 35.6 = 28.7",
    ).both("亿元，全部三次产业合计八十六亿四千万元，这个基数不低。\n　　要抓好")  # fmt: skip
    pair.fact("name", "白鹭湾", "X", *stripped, unit="水库", label="重点工程", section=("二",))
    pair.both("水库除险加固，总投资")
    pair.fact("money", "2.6", "X", *stripped, unit="亿元", label="总投资", section=("二",))
    pair.both("亿元，").fact(
        "date", "6", "X", *stripped, unit="月", label="完工时间", section=("二",)
    ).both("月底前完工，由").fact(
        "person", "周砚秋", "周砚秋", "kept", "stands", label="副县长", section=("二",),
        evidence="由周砚秋副县长牵头 → 由周砚秋副县长牵头", rule="person.post",
    ).both("副县长牵头，水利局、发改局配合。")  # fmt: skip
    pair.fact("place", "南坪", "X", *stripped, unit="乡", section=("二",)).both("乡、")
    pair.fact("place", "石桥", "X", "kept_elsewhere", "mention", unit="镇", section=("二",))
    pair.both("镇要抓紧征地，每亩补偿").fact(
        "money", "3.2", "X", *stripped, unit="万元", label="补偿标准", section=("二",)
    ).both("万元，不得截留。联系电话").fact(
        "phone", "0578-6120018", "X", *stripped, section=("二",)
    ).both("，有问题随时反映。\n")
    pair.only(
        redacted="　　要加强学习，提高本领，做到政治过硬、作风过硬，以实干实绩交出答卷。\n"
        "　　要严守纪律，廉洁自律，树立良好形象。\n"
    )
    pair.both("\n三、转变作风，强化保障\n　　各级干部要到一线去。石桥镇的做法值得学习，他们把")
    pair.fact("quantity", "83", "X", *stripped, unit="名", label="干部", section=("三",))
    pair.both("名干部派到村里，解决难题")
    pair.fact("quantity", "207", "X", *stripped, unit="个", label="难题", section=("三",))
    pair.both("个。要像老支书").fact(
        "person", "郑有田", "郑某", "partly", "part_left", label="老支书", section=("三",),
        evidence="老支书郑有田 → 老支书郑某",
    ).both("那样，一件事一件事地办，一个村一个村地跑。")  # fmt: skip
    pair.both(
        "同志们，目标已经明确，关键在于落实。让我们团结一心，真抓实干，为建设美丽家园而奋斗！\n"
    )
    for fact in pair.facts:
        if fact["text"] == "86.4":
            fact["traces"] = (pair.trace("八十六亿四千万元", "other_writing"),)
        elif fact["text"] == "石桥":
            fact["traces"] = (
                pair.trace("石桥", "mention"),
                pair.trace("石桥", "file_name", "石桥讲话.docx"),
            )
        elif fact["text"] == "28.7":
            fact["traces"] = (
                pair.trace("22.1", "sum"),
                pair.trace("35.6", "sum"),
                pair.trace("八十六亿四千万元", "sum"),
            )
    return pair


def long(facts: int, lines: int = 0) -> Pair:
    """A pair with so many facts; every tenth is kept, kinds take turns, one passage is added."""
    pair = Pair()
    kinds = ("money", "percent", "quantity", "date", "place")
    for number in range(facts):
        text = str(1_000 + number)
        if number == facts // 3:
            pair.only(redacted="　　这一段是后来加上的，原来的稿子里没有。\n" * 30)
        pair.both("　　这是平常的一段话，为的是有一些长度，")
        if number % 10 == 4:
            pair.fact(kinds[number % 5], text, text, "kept", "stands", label="项目")
        else:
            pair.fact(kinds[number % 5], text, "X", "stripped", "placeholder", unit="万元")
        pair.both("之后接着说下去，没有别的。\n" + "　　再写一句不带数字的话。\n" * lines)
    return pair

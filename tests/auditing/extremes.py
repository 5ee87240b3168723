"""Pairs at the edges: empty, identical, unrelated, enormous, repetitive, made of placeholders."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.auditing.moves import FIGURES, altered
from tests.auditing.pairs import HANDS, Expected, Gold, Options, Pair, make_pair
from tests.auditing.texts import Speech


def _whole(speech: Speech, redacted: str, verdict: str, *notes: str) -> Pair:
    """A pair in which every fact has the same verdict."""
    same = redacted == speech.text
    expected = tuple(
        Expected(a, b, kind, frozenset((verdict,)), ((a, b),) if same else (), False, verdict)
        for a, b, kind in speech.facts
    )
    added = ((0, len(redacted)),) if verdict == "gone" and redacted else ()
    return Pair(speech.text, redacted, expected, added, frozenset(notes))


def identical(speech: Speech) -> Pair:
    return _whole(speech, speech.text, "kept", "identical", "no_placeholder")


def nothing_redacted(speech: Speech) -> Pair:
    return _whole(speech, "", "gone", "empty_redacted")


def nothing_original(speech: Speech) -> Pair:
    added = ((0, len(speech.text)),)
    return Pair("", speech.text, (), added, frozenset(("empty_original",)))


def nothing_at_all() -> Pair:
    return Pair("", "", (), (), frozenset(("empty_original", "empty_redacted")))


def blanks(speech: Speech) -> Pair:
    return _whole(speech, " \n\t　\n", "gone")._replace(added=())


_OTHER = """各位老师，各位家长：

欢迎来到学校的开放日。上午请大家随孩子一起上一节美术课，画一画窗外的银杏；午饭在食堂，三菜一汤，
口味清淡。下午没有安排讲座，孩子们会带你们看他们种的萝卜和养的蚕。有什么想问的，直接问班上的老师。

雨具放在走廊尽头，走的时候别忘了带上。谢谢大家。
"""


def unrelated(speech: Speech) -> Pair:
    """Another text altogether; a value of the speech may stand in it by chance."""
    pair = _whole(speech, _OTHER, "gone", "unrelated")
    either = frozenset(("gone", "kept_elsewhere"))
    facts = tuple(
        f._replace(verdicts=either) if pair.original[f.start : f.end] in _OTHER else f
        for f in pair.expected
    )
    return pair._replace(expected=facts)


def only_placeholders(speech: Speech, mark: str = "X") -> Pair:
    """Nothing but placeholders came out: nobody can say for what each stands."""
    redacted = mark * len(speech.facts)
    either = frozenset(("gone", "stripped"))
    pair = _whole(speech, redacted, "gone")
    return pair._replace(
        expected=tuple(f._replace(verdicts=either) for f in pair.expected), added=()
    )


def one_line(rng: random.Random) -> Pair:
    """A single sentence, its facts at both ends."""
    text = "3月6日，谷常青到榆垡县看望了86岁的老劳模邬春晓"
    facts = _marked(text, ("3", "date"), ("6", "date"), ("谷常青", "person"), ("榆垡", "place"))
    facts += [(text.index("86"), text.index("86") + 2, "quantity")]
    facts += [(len(text) - 3, len(text), "person")]
    return make_pair(text, facts, rng, HANDS["plain"])


def _marked(text: str, *facts: tuple[str, str]) -> list[Gold]:
    return [(text.index(value), text.index(value) + len(value), kind) for value, kind in facts]


def large(
    speeches: Sequence[Speech], characters: int, rng: random.Random, options: Options
) -> Pair:
    """Speech after speech until the text is long enough, each time with other figures."""
    facts: list[Gold] = []
    parts: list[str] = []
    length = 0
    while length < characters:
        speech = speeches[rng.randrange(len(speeches))]
        at = 0
        for start, end, kind in speech.facts:
            old = speech.text[start:end]
            new = altered(old, kind, rng) if kind in FIGURES else None
            before, fact = speech.text[at:start], new or old
            parts += (before, fact)
            facts.append((length + len(before), length + len(before) + len(fact), kind))
            length, at = facts[-1][1], end
        parts.append(speech.text[at:].rstrip("\n") + "\n\n")
        length += len(parts[-1])
    return make_pair("".join(parts), facts, rng, options)


def joined(speeches: Sequence[Speech], characters: int) -> Speech:
    """One speech after the other until there is enough, as one."""
    text, facts = "", []
    while len(text) < characters:
        for speech in speeches:
            facts += [(a + len(text), b + len(text), kind) for a, b, kind in speech.facts]
            text += speech.text + "\n"
    return Speech("joined", text, tuple(facts))


def repetitive(times: int, rng: random.Random, options: Options) -> Pair:
    """The same paragraph over and over, each time with other figures."""
    text, facts = "", []
    for number in range(times):
        for piece, kind in (
            ("第", ""),
            (str(number + 1), "number"),
            ("片区完成投资", ""),
            (str(rng.randint(100, 9999)), "money"),
            ("万元，同比增长", ""),
            (f"{rng.randint(1, 19)}.{rng.randint(1, 9)}", "percent"),
            ("%，新开工项目", ""),
            (str(rng.randint(2, 60)), "quantity"),
            ("个，整改问题", ""),
            (str(rng.randint(2, 60)), "quantity"),
            ("个，各项工作有序推进。\n", ""),
        ):
            if kind:
                facts.append((len(text), len(text) + len(piece), kind))
            text += piece
    return make_pair(text, facts, rng, options)


def lists(rng: random.Random, options: Options, lines: int = 40) -> Pair:
    """Lines that are little but facts: names one after the other, figures in a table."""
    text, facts = "名单与指标\n", []
    for number in range(lines):
        for index in range(rng.randint(2, 8)):
            text += "、" if index else f"{'一二三四五六七八九十'[number % 10]}、"
            if number % 2:
                piece, kind = str(rng.randint(10, 99999)), "quantity"
            else:
                piece, kind = rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, 2)), "person"
            facts.append((len(text), len(text) + len(piece), kind))
            text += piece
        text += "户\n" if number % 2 else "\n"
    return make_pair(text, facts, rng, options)


_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "志建国文明华德才春秋兰芳宝山海云飞鹏程万里长青松柏梅竹菊石玉金银铁铜"


def small(speech: Speech) -> list[tuple[str, Pair]]:
    """All of them that are no larger than a speech or two, by name."""
    rng = random.Random(4)
    return [
        ("identical", identical(speech)),
        ("nothing redacted", nothing_redacted(speech)),
        ("nothing original", nothing_original(speech)),
        ("nothing at all", nothing_at_all()),
        ("blanks", blanks(speech)),
        ("unrelated", unrelated(speech)),
        ("only placeholders", only_placeholders(speech)),
        ("one line", one_line(rng)),
        ("repetitive", repetitive(500, rng, HANDS["forgetful"])),
        ("lists", lists(rng, HANDS["forgetful"])),
    ]

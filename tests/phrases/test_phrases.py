"""The phrase book: what counts as shared, what is listed, what varies, and what it costs."""

from __future__ import annotations

import json
import random
import re
import tracemalloc
from collections.abc import Iterator

import msgspec
import pytest

import anonymizer
from anonymizer import PhraseBook, common, load_rules, phrases_schema
from anonymizer.documents import Source
from anonymizer.phrases.book import Phrase
from anonymizer.phrases.clauses import MARK, runs, sentences_of
from anonymizer.phrases.finder import Finder, Terms, digest_texts
from tests.helpers import ROOT, seconds
from tests.test_slots import _assert_fits

pytestmark = pytest.mark.usefixtures("rules_only")


def skeletons(*texts: str, minimum: int = 2) -> list[str]:
    return [phrase.skeleton for phrase in common(texts, minimum=minimum, top=0).phrases]


def only(*texts: str) -> Phrase:
    (phrase,) = common(texts, top=0).phrases
    return phrase


def test_a_sentence_with_other_facts_is_the_same_sentence() -> None:
    phrase = only(
        "今年投资220万元，同比增长1.5%，李县长到会。水稻长势喜人。",
        "今年投资35万元，同比增长4%，李县长到会。今天天气晴朗。",
        "我们要努力工作。今年投资220万元，同比增长12%，王县长到会。",
    )
    assert phrase.skeleton == "今年投资X万元，同比增长X%，X县长到会。"
    assert (phrase.speeches, phrase.uses) == (3, 3)
    slots = [(slot.kind, slot.unit, slot.values) for slot in phrase.slots]
    assert slots == [("money", "万元", 2), ("percent", "%", 3), ("person", None, 2)]
    assert [slot.label for slot in phrase.slots][::2] == ["投资", "县长"]
    assert phrase.example.sentence == phrase.skeleton


def test_a_shared_clause_of_different_sentences_is_a_phrase() -> None:
    phrase = only("会前看了现场，项目投资220万元。", "全县项目投资很多，项目投资35万元！")
    assert phrase.skeleton == "项目投资X万元"
    assert phrase.example.sentence == "会前看了现场，项目投资X万元。"


def test_neighbouring_clauses_that_are_shared_are_one_phrase() -> None:
    shared = "坚持问题导向，压实各级责任；加强组织领导"
    assert skeletons(f"我们要不忘初心，{shared}。", f"{shared}，大家要努力向前。") == [shared]


@pytest.mark.parametrize("slot", ["X", "x", "xx", "XXX", "×", "××", "***", "＊＊", "___", "X1"])
def test_placeholders_that_stand_in_a_text_are_slots(slot: str) -> None:
    phrase = only(f"大家好啊。全年项目投资{slot}万元。", "全年项目投资35万元。各位辛苦。")
    assert phrase.skeleton == "全年项目投资X万元。"
    assert [(slot.kind, slot.unit, slot.values) for slot in phrase.slots] == [("money", "万元", 1)]


def test_years_that_are_half_redacted_are_slots() -> None:
    texts = "20xx年工作取得明显成效。", "2021年工作取得明显成效。", "X年工作取得明显成效。再见。"
    assert skeletons(*texts) == ["X年工作取得明显成效。"]


@pytest.mark.parametrize(
    "word", ["X光检查室", "XML文件夹", "3×5的展板", "BOX型的钢材", "×号标记处"]
)
def test_what_is_no_placeholder_is_no_slot(word: str) -> None:
    phrase = common([f"大家都来看看{word}。", f"大家都来看看{word}。同志们再见。"]).phrases[0]
    assert not phrase.slots or word[0] == "3"
    assert phrase.skeleton.startswith("大家都来看看")


def test_slots_that_no_speech_fills_are_read_by_the_words_around_them() -> None:
    phrase = only("请X书记讲话，投资xx万元。", "请xx书记讲话，投资***万元。大家欢迎。")
    slots = [(slot.kind, slot.unit, slot.values) for slot in phrase.slots]
    assert slots == [("person", None, 0), ("money", "万元", 0)]


def test_what_only_stands_within_a_longer_phrase_is_not_listed_again() -> None:
    long = "加强组织领导，压实各级责任，确保取得实效。"
    assert skeletons(long, f"{long}我们要努力工作。") == [long]
    more = skeletons(long, f"{long}我们要努力工作。", "大家要压实各级责任，压实各级责任。")
    assert more == ["压实各级责任", long]


def test_what_often_stands_alone_as_well_is_listed_with_its_uses() -> None:
    long = "加强组织领导，压实各级责任。"
    book = common([long, f"{long}压实各级责任！"])
    assert [(each.skeleton, each.uses) for each in book.phrases] == [
        ("压实各级责任", 3), (long, 2),
    ]  # fmt: skip


def test_a_longest_run_is_part_of_its_sentence() -> None:
    clauses = [f"要把{word}工作抓好抓实" for word in "一二三四五六七八九十春夏秋冬"]
    long = "，".join(clauses) + "。"
    assert skeletons(long, f"{long}我们要努力工作。") == [long]


def test_salutations_titles_and_words_are_no_phrases() -> None:
    title = "在全县防汛工作会议上的讲话\n临河县人民政府县长　李建国\n（2021年6月1日）"
    head = f"{title}\n各位领导，同志们：\n"
    assert skeletons(f"{head}同志们，水位上涨。谢谢大家。2021年6月1日。220万元。") == []
    assert (
        skeletons(
            f"{head}同志们，水位上涨很快。谢谢大家。2021年6月1日，投资220万元。",
            f"{head}同志们，雨量加大很多。谢谢大家。2021年6月2日，花去220万元。",
        )
        == []
    )


def test_numbering_does_not_count() -> None:
    texts = (
        "一、加强组织领导",
        "（二）加强组织领导。",
        "三是加强组织领导；四是快点好。",
        "4.加强组织领导",
    )
    assert skeletons(*texts) == ["加强组织领导"]
    assert skeletons("一要抓好责任落实。", "五要抓好责任落实。再见。") == ["要抓好责任落实。"]


def test_quotes_that_go_beyond_a_sentence_do_not_count() -> None:
    texts = "他说：“要抓好安全生产。要坚持不懈努力。”", "要坚持不懈努力。", "“要抓好安全生产。”"
    assert skeletons(*texts) == ["要坚持不懈努力。"]


def test_a_clause_ends_outside_of_quotes_and_brackets() -> None:
    text = "“绿水青山，就是金山银山”的道理（大家都懂，不用多讲），要牢记在心。"
    (sentence,) = sentences_of(anonymizer.segment(text).speeches[0], text, (), lambda value: value)
    clauses = [sentence.text[slice(*clause)] for clause in sentence.clauses]
    assert clauses == [text.rpartition("，")[0], "要牢记在心"]


def test_slots_side_by_side_are_one() -> None:
    phrase = only("请X×书记作重要讲话。", "请李书记作重要讲话。大家欢迎。")
    assert (phrase.skeleton, len(phrase.slots)) == ("请X书记作重要讲话。", 1)


def test_the_order_is_by_speeches_then_uses_then_length() -> None:
    book = common(
        [
            "加强组织领导。压实各级责任。压实各级责任。确保工作取得明显实效。我们走。",
            "加强组织领导。压实各级责任。确保工作取得明显实效。今天很好。",
            "加强组织领导。今天不错。",
        ]
    )
    assert [phrase.skeleton for phrase in book.phrases] == [
        "加强组织领导。", "压实各级责任。", "确保工作取得明显实效。",
    ]  # fmt: skip
    assert [(each.speeches, each.uses) for each in book.phrases] == [(3, 3), (2, 3), (2, 2)]


def test_minimum_and_top() -> None:
    texts = ["加强组织领导。压实各级责任。", "加强组织领导。压实各级责任！", "加强组织领导。再见。"]
    assert skeletons(*texts, minimum=3) == ["加强组织领导。"]
    book = common(texts, top=1)
    assert (len(book.phrases), book.found, book.minimum) == (1, 2, 2)
    for wrong in ({"minimum": 0}, {"top": -1}):
        with pytest.raises(ValueError, match="at least"):
            common(texts, **wrong)
    with pytest.raises(anonymizer.RuleError):
        common(texts, "none-such")


def test_a_speech_that_comes_again_counts_once() -> None:
    texts = [
        "今年投资220万元。\n要抓好落实工作。",
        "今年投资35万元。\n要抓好落实工作。",
        "在全县会议上的讲话\n今年投资x万元。\n要抓好落实工作。",
        "要抓好落实工作。",
    ]
    book = common(texts)
    assert book.speeches == 2
    assert [(each.speech, each.of) for each in book.duplicates] == [("2", "1"), ("3", "1")]
    assert [(each.skeleton, each.speeches) for each in book.phrases] == [("要抓好落实工作。", 2)]
    # What varies among them is still learned from each.
    (slot,) = common(texts, minimum=1).phrases[-1].slots
    assert slot.values == 2


def test_a_collection_counts_as_its_speeches() -> None:
    heads = [f"在全县防汛会议上的讲话篇{number}\n同志们：\n" for number in "一二三"]
    words = ["大家辛苦了啊", "今天天气很好", "我们长话短说"]
    collection = "".join(
        f"{head}{word}。要抓好落实工作。\n" for head, word in zip(heads, words, strict=True)
    )
    book = common([collection, "要抓好落实工作。"])
    assert (book.speeches, book.duplicates) == (4, ())
    assert [(each.skeleton, each.speeches) for each in book.phrases] == [("要抓好落实工作。", 4)]
    assert [each.of for each in common([collection, collection]).duplicates] == [
        "1#1",
        "1#2",
        "1#3",
    ]


SPEECHES = [
    "".join(f"今年投资{10 * n + i}万元，同比增长{i}%。要抓好第{n % 3}项工作。\n" for i in range(4))
    + "李建国县长到会，要压实各级责任。" * (n % 4)
    for n in range(12)
]


def _book(texts: list[str], blocks: int, *, with_values: bool = False) -> PhraseBook:
    rulebook = load_rules()
    terms = Terms.of("standard", with_values=with_values)
    finder = Finder(terms, rulebook)
    named = [(f"{SPEECHES.index(text):02}", Source.from_text(text)) for text in texts]
    for low in range(0, len(named), blocks):
        finder.add(digest_texts(named[low : low + blocks], terms, rulebook))
    made = finder.book()
    finder.close()
    return made


def test_neither_order_nor_blocks_change_the_book() -> None:
    mixed = SPEECHES[:]
    random.Random(5).shuffle(mixed)
    books = {
        _book(texts, blocks, with_values=True).to_json()
        for texts in (SPEECHES, mixed, SPEECHES[::-1])
        for blocks in (1, 5, 99)
    }
    assert len(books) == 1


def test_values_come_only_when_asked_for() -> None:
    texts = ["投资220万元建设学校。", "投资35万元建设学校。好啊。", "投资35万元建设学校！"]
    told = common(texts).to_json().decode()
    assert "220" not in re.sub(r"[0-9a-f]{64}", "", told)  # a hash may hold any digits
    (slot,) = common(texts, values=True).phrases[0].slots
    assert (slot.values, slot.originals) == (2, ("35", "220"))


def test_no_original_is_kept_unless_asked_for() -> None:
    named = [("a", Source.from_text("李建国县长到会，投资23381万元。"))]
    for with_values in (False, True):
        terms = Terms.of("standard", with_values=with_values)
        digested = digest_texts(named, terms, load_rules())
        for original in ("23381", "李建国"):
            assert (original.encode() in digested.sentences) is with_values
        assert MARK.encode() in digested.sentences


def test_the_shipped_schema_is_that_of_the_types_and_fits() -> None:
    shipped = ROOT / "anonymizer" / "schemas" / "phrases.schema.json"
    schema = phrases_schema()
    assert json.loads(shipped.read_bytes()) == json.loads(json.dumps(schema))
    for with_values in (False, True):
        book = _book(SPEECHES, 5, with_values=with_values)
        _assert_fits(json.loads(book.to_json()), schema, schema["$defs"])
        assert msgspec.json.decode(book.to_json(), type=PhraseBook) == book


def test_nothing_and_nearly_nothing() -> None:
    assert common([]).speeches == 0
    assert common(["", "\n\n", "同志们：\n"]).speeches == 0
    assert common(["。", "！？", MARK, f"“{MARK}”", "，，，；", "”"]).phrases == ()


def test_runs_begin_with_the_whole() -> None:
    assert list(runs(1)) == [(0, 1)]
    assert list(runs(3)) == [(0, 3), (0, 2), (1, 3), (0, 1), (1, 2), (2, 3)]
    for count in range(30):
        made = list(runs(count))
        assert len(made) == len(set(made))
        assert not made or made[0] == (0, count)


def _speeches(count: int) -> Iterator[str]:
    chance = random.Random(3)
    words = ["抓好春耕备耕工作", "压实各级责任", "加强组织领导", "守住安全底线", "项目投资220万元"]
    for number in range(count):
        own = "".join(chr(0x4E00 + chance.randrange(9000)) for _ in range(96))
        clauses = [own[at : at + 8] for at in range(0, 96, 8)]
        clauses[5:5] = chance.sample(words, 3)
        yield "。".join("，".join(clauses[at : at + 4]) for at in range(0, 16, 4)) + f"。{number}。"


def test_memory_does_not_grow_with_the_speeches() -> None:
    common(_speeches(40))  # what is made once for all
    peaks = []
    for count in (200, 600):  # one block, and three
        tracemalloc.start()
        common(_speeches(count), top=10)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0], peaks


def test_time_grows_with_the_speeches_and_no_faster() -> None:
    texts = list(_speeches(300))
    assert seconds(lambda: common(texts), 2.0) < 2.0

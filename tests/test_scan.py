"""The kernel finds what searching finds: places of patterns, of terms, whole redactions."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import anonymizer
from anonymizer import kernel, load_rules, scan
from anonymizer.documents import Source
from anonymizer.patterns import literals, trie
from anonymizer.pipeline import Options, Redaction, run
from anonymizer.recognition.patterns import PatternRecogniser
from anonymizer.recognition.stems import StemFinder
from anonymizer.rulebook import Rule
from anonymizer.starts import near, starts, ways

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
RULES = load_rules()
ALPHABET = "12０９.-:/%年月日万元第十五百同志们：。！\n\r\t 　“”AK+🈶𠀀\ud800"

PATTERNS = {
    "a figure and its unit": "[0-9]{1,4}(?:年|月)",
    "no digit before it": "(?<![0-9])[0-9]{1,3}%",
    "a digit before it": "(?<=[0-9])万元",
    "one character is enough": "年",
    "a word of two": "同志|志们",
    "the start of a line": "(?:^|\n)[ 　]{0,2}第",
    "an optional beginning": "[-+]?[0-9]",
    "all but some": "第[^0-9\n]",
    "beyond the basic plane": "𠀀|[\U0001f000-\U0001ffff]。",
    "a look ahead": "(?=第十)第.",
    "half a surrogate pair": "\ud800",
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
@given(text=st.text(ALPHABET, max_size=60))
def test_no_match_begins_elsewhere(pattern: str, text: str) -> None:
    begins = starts(pattern)
    assert begins, "the pattern's start should be told"
    found = scan.Starts([begins]).places(text)[0]
    assert found == sorted(set(found))
    assert {match.start() for match in re.finditer(pattern, text, re.MULTILINE)} <= set(found)


def test_few_places_are_left() -> None:
    text = "今年，全县完成投资220万元，同比增长11.5%。第3季度…"
    begins = [starts(pattern) for pattern in ("(?<![0-9])[0-9]{1,9}", "第[0-9]", "[0-9]%")]
    places = scan.Starts(begins).places(text)
    assert [[text[place : place + 2] for place in own] for own in places] == [
        ["22", "11", "5%", "3季"],
        ["第3"],
        ["5%"],
    ]


@pytest.mark.parametrize(
    "pattern", [".{0,20}上传", "[^。]{1,9}网", "{han}".replace("{han}", "[㐀-鿿]")]
)
def test_a_pattern_that_begins_anywhere_says_so(pattern: str) -> None:
    assert starts(pattern) == ()


NEAR = {
    "a number in brackets": "[一-龥]{1,3}(?:政|府)办?发?[〔(][0-9]{4}",
    "either of two words": "[^x]{0,4}(?:元月|年)",
    "its own beginning may be the word": "[一-龥]?年",
}


@pytest.mark.parametrize("pattern", NEAR.values(), ids=NEAR)
@given(text=st.text("湟政府办发〔(2021年元月x", max_size=40))
def test_a_pattern_is_found_near_its_literals(pattern: str, text: str) -> None:
    assert starts(pattern) == ()
    looks, reach = near(pattern, literals(pattern))
    rule = Rule("a.b", "code", "", pattern, pattern, near=looks, reach=reach)
    found = PatternRecogniser([rule], RULES)(text)
    assert [(span.start, span.end) for span in found] == [
        match.span() for match in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize(
    "pattern", ["[一-龥]{1,3}(?=年)", "(?<=年).{1,3}月", ".{1,60}年", "[一-龥]{2,9}"]
)
def test_what_cannot_be_told_is_not(pattern: str) -> None:
    assert near(pattern, literals(pattern)) == ((), 0)


def test_more_patterns_than_one_pass_tells_apart() -> None:
    patterns = [f"{a}{b}" for a in "一二三四五六七八九十" for b in "年月日时分秒号天"]
    text = "".join(patterns[::-1]) + "。" + "".join(patterns)
    found = scan.Starts([starts(pattern) for pattern in patterns]).places(text)
    for pattern, places in zip(patterns, found, strict=True):
        assert places == [match.start() for match in re.finditer(pattern, text)]
    assert sorted(kernel.Terms(patterns).places(text)) == sorted(
        (match.start(), pattern) for pattern in patterns for match in re.finditer(pattern, text)
    )


@given(
    terms=st.sets(st.text(ALPHABET, min_size=1, max_size=5), min_size=1, max_size=12),
    text=st.text(ALPHABET, max_size=60),
)
def test_every_place_of_every_term(terms: set[str], text: str) -> None:
    expected = {
        (place, term)
        for term in terms
        for place in range(len(text))
        if text.startswith(term, place)
    }
    found = list(kernel.Terms(terms).places(text))
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(
    terms=st.sets(st.text("县委书记长副主任", min_size=1, max_size=4), min_size=1, max_size=12),
    text=st.text("县委书记长副主任，", max_size=60),
)
def test_the_longest_terms_are_those_of_a_trie(terms: set[str], text: str) -> None:
    pattern = re.compile(trie(sorted(terms)))
    expected = [match.span() for match in pattern.finditer(text)]
    assert scan.Longest(terms, pattern).spans(text) == expected
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(kernel, "COMPILED", False)
        assert scan.Longest(terms, pattern).spans(text) == expected


@given(
    pairs=st.sets(st.text("年月日", min_size=2, max_size=2), min_size=1, max_size=5),
    leads=st.text("年在到", max_size=2),
    text=st.text("年月日在到", max_size=40),
)
def test_terms_behind_certain_characters(pairs: set[str], leads: str, text: str) -> None:
    expected = [
        (place, text[place : place + 2])
        for place in range(len(text))
        if text[place : place + 2] in pairs and (place == 0 or text[place - 1] in leads)
    ]
    assert kernel.Terms(pairs, leads).places(text) == expected


@given(
    st.lists(st.text("知难而退书达理\U0001f600ab", max_size=5), max_size=30),
    st.lists(st.text("知难而退书达理\U0001f600ab\n", max_size=7), max_size=30),
)
def test_words_in_the_kernel_are_a_set(words: list[str], others: list[str]) -> None:
    lines = "\n".join(words)
    found = kernel.Words(lines)
    wanted = {word for word in words if word}
    assert len(found) == len(wanted)
    assert {word for word in (*words, *others, lines, "") if word in found} == wanted


@given(
    groups=st.lists(st.lists(st.text("知难而退", max_size=4), max_size=9), min_size=1, max_size=8),
    among=st.integers(0, 255),
)
def test_words_of_some_groups(groups: list[list[str]], among: int) -> None:
    found = kernel.Words(*("\n".join(words) for words in groups)).among(among)
    chosen = {w for bit, words in enumerate(groups) if among >> bit & 1 for w in words if w}
    assert {word for words in groups for word in words if word in found} == chosen
    assert len(found) == len(chosen)


@given(
    terms=st.sets(st.text("知难而", min_size=2, max_size=6), max_size=9),
    text=st.text("知难而退", max_size=30),
    begin=st.integers(0, 30),
)
def test_words_that_begin_in_a_stretch(terms: set[str], text: str, begin: int) -> None:
    heads = {term[:3] for term in terms}
    end = begin + 6
    found = kernel.Words("\n".join(terms), "\n".join(heads)).among(1)
    expected = [
        (start, start + length)
        for start in range(begin, min(end, len(text)))
        for length in range(3, 6)
        if text[start : start + 3] in heads
        and start + length <= len(text)
        and text[start : start + length] in terms
    ]
    assert found.spans(text, begin, end, 2, 3, 5) == expected


def _stem_finders() -> tuple[StemFinder, StemFinder]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(kernel, "COMPILED", False)
        plain = StemFinder(RULES)
    return plain, StemFinder(RULES)


PLAIN, QUICK = _stem_finders()


@given(
    text=st.text("丰岩大白山呼中镇和建设了的到全县在X1年思路城市〇𠀀河兴各村、", max_size=16),
    behind=st.text("镇河路市", min_size=1, max_size=3),
    floor=st.integers(0, 6),
)
def test_stems_are_those_of_the_plain_way(text: str, behind: str, floor: int) -> None:
    for generic in (1, 2):
        for end in range(len(text) + 1):
            assert _stem(PLAIN, text + behind, end, generic, floor) == _stem(
                QUICK, text + behind, end, generic, floor
            )


@pytest.mark.parametrize("path", CORPUS[:6], ids=lambda path: path.stem)
def test_stems_of_a_speech_are_those_of_the_plain_way(path: Path) -> None:
    text = path.read_text("utf-8")
    for end in range(len(text) + 1):
        assert _stem(PLAIN, text, end, 1, 0) == _stem(QUICK, text, end, 1, 0)


def _stem(finder: StemFinder, text: str, end: int, generic: int, floor: int) -> object:
    stem = finder.before(text, end, generic, floor)
    return stem and (stem.start, stem.known, stem.word, stem.gain)


def test_a_kind_is_told_once_however_many_looks_fit() -> None:
    looks = [("", "年年", "", ""), ("", "年月", "", ""), ("\0\0", "", "", "")]
    assert kernel.Sieve(looks, bytes((0, 0, 1))).places("年月年") == [[0, 1, 2], [0]]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: kernel.Sieve([("", "")], b"\0"),
        lambda: kernel.Sieve([("", "年", "", "")], b"\0"),
        lambda: kernel.Sieve([("",) * 4], b""),
        lambda: kernel.Sieve([("",) * 4] * 65, bytes(65)),
        lambda: kernel.Terms([""]),
        lambda: kernel.Terms([1]),  # type: ignore[list-item]
        lambda: kernel.Terms(["年"]).places(1),  # type: ignore[arg-type]
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        wrong()


def test_places_among_given_ones() -> None:
    text = "1年2年3年"
    finder = scan.Starts([starts("[0-9]年"), starts("年")])
    assert finder.places(text, [0, 1, 4]) == [[0, 4], [1]]
    assert finder.places(text, []) == [[], []]


@pytest.mark.parametrize(
    ("pattern", "literals", "bound"),
    [
        ("^本文由网友上传|收藏本站", [("本文由网友上传",), ("收藏本站",)], [True, False]),
        (r"^[^。]{0,9}(?:文库|网站)$|\(a\|b\)c", [("文库", "网站"), ("(a|b)c",)], [True, False]),
        ("^[0-9]{3}页", [()], [True]),
    ],
)
def test_each_alternative_has_a_way_of_its_own(
    pattern: str, literals: list[tuple[str, ...]], bound: list[bool]
) -> None:
    found = ways(pattern)
    assert [way.literals for way in found] == literals
    assert [way.bound for way in found] == bound
    assert "|".join(pattern[way.low : way.high] for way in found) == pattern


@pytest.mark.parametrize("rule", [r for r in RULES.rules if r.starts], ids=lambda rule: rule.id)
def test_a_rule_begins_where_it_is_said_to(rule: anonymizer.rulebook.Rule) -> None:
    if rule.anchor:
        pytest.skip("is only tried where a run of digits begins")
    for example in (*rule.examples, *rule.no_examples):
        text = example.replace("⟦", "").replace("⟧", "")
        places = set(scan.Starts([rule.starts]).places(text)[0])
        assert {m.start() for m in re.finditer(rule.regex, text, re.MULTILINE)} <= places


def test_the_kernel_is_there() -> None:
    """Else the tests below compare the plain way with itself."""
    assert kernel.COMPILED


def _redacted(text: str, profile: str, compiled: bool, patch: pytest.MonkeyPatch) -> Redaction:
    patch.setattr(kernel, "COMPILED", compiled)
    return run(Source.from_text(text), Options(profile=profile))


@pytest.mark.parametrize("profile", RULES.profile_names)
@pytest.mark.parametrize("shape", ["as it is", "on one line", "from a site"])
def test_both_ways_redact_alike(profile: str, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = [e for r in RULES.of_kind("noise") for e in r.examples if r.where != "inline"]
    for number, path in enumerate(CORPUS):
        text = path.read_text("utf-8")
        if shape == "on one line":
            text = text.replace("\n", "")
        elif shape == "from a site":
            words = [noise[(number * 9 + i) % len(noise)] for i in range(9)]
            lines = [word.replace("⟦", "").replace("⟧", "") for word in words]
            text = "\r\n".join([*lines[:4], *text.splitlines(), *lines[4:]])
        slow = _redacted(text, profile, False, monkeypatch)
        fast = _redacted(text, profile, True, monkeypatch)
        assert fast.text == slow.text
        assert sorted(fast.decisions, key=repr) == sorted(slow.decisions, key=repr)
        assert fast.cleaning == slow.cleaning


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "同志们：",
                "今年完成投资220万元，",
                "\n",
                "\r\n",
                "二、抓落实",
                "（一）",
                "同比下降1.1%。",
                "本站收藏",
                "阅读 1234",
                "第3位",
                "12345热线",
                "3-5℃",
                "〔2021〕15号",
                "李县长讲话。",
                "尊敬的各位领导：",
                "https://a.cn/b",
                "1、",
                " ",
                "　　",
                "24小时值班",
                "𠀀",
                "PM2.5",
            ]
        ),
        max_size=14,
    )
)
def test_both_ways_redact_odd_texts_alike(pieces: list[str]) -> None:
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as monkeypatch:
        slow = _redacted(text, "standard", False, monkeypatch)
        fast = _redacted(text, "standard", True, monkeypatch)
    assert (fast.text, fast.cleaned) == (slow.text, slow.cleaned)


def test_time_grows_with_a_line_of_many_sentences_as_its_length_does() -> None:
    text = "二〇二三年，全县完成投资23381万元。" * 20_000
    assert run(Source.from_text(text), Options()).text.count("万元") == 20_000

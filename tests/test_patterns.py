from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import load_rules, patterns, redact
from anonymizer.patterns import PatternError
from anonymizer.recognition import recognise
from tests.helpers import seconds

SIZE = 200_000
HOSTILE = {
    "digits": "7",
    "one": "一",
    "of": "的",
    "commas": "，",
    "half commas": "1,",
    "letters": "a",
    "capitals": "K",
    "dashes": "0-",
    "points": "1.",
    "numerals": "十一",
    "spaces": " ",
    "wide spaces": "\u3000",
    "brackets": "（",
    "quotes": "“1+",
    "colons": "1:",
    "mixed": "一、1,2-0的（第a〔2021〕李县长月",
    "address": "a@a.",
    "lines": "2、\n",
}
BOUND = SIZE / 1_000_000  # a second for every million characters


@given(st.lists(st.text("一二ab.|", min_size=1, max_size=5), min_size=1, max_size=12, unique=True),
       st.text("一二ab.|", max_size=30))  # fmt: skip
def test_a_trie_finds_the_longest_term(terms: list[str], text: str) -> None:
    found = re.compile(patterns.trie(terms)).match(text)
    wanted = max((term for term in terms if text.startswith(term)), key=len, default=None)
    assert (found[0] if found else None) == wanted


@given(
    st.lists(st.text("ab一", min_size=1, max_size=3), min_size=1, max_size=4),
    st.text("abc一", max_size=20),
)
def test_literals_miss_no_match(terms: list[str], text: str) -> None:
    pattern = f"(?:{'|'.join(map(re.escape, terms))})[0-9a-c]?"
    required = patterns.literals(pattern)
    if re.search(pattern, text):
        assert not required or any(literal in text for literal in required)


def test_names_and_marks_are_expanded() -> None:
    assert (
        patterns.expand("⟦{n}⟧(?={n}|⟦x⟧)", {"n": "[0-9]"})
        == "(?P<slot>(?:[0-9]))(?=(?:[0-9])|(?P<slot1>x))"
    )
    assert patterns.expand("a{2,3}", {}) == "a{2,3}"
    with pytest.raises(PatternError, match=r"unknown lexicon or fragment \{m\}; known are n"):
        patterns.expand("{m}", {"n": ""})


@pytest.mark.parametrize(
    "pattern", ["a+", "a*b", "(?:ab)+", "(?:a|b){2,}", "(?=a+)b", "x(?:a{3,})?"]
)
def test_a_repeat_without_bound_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="without bound"):
        patterns.check(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:a{1,20}){1,20}b",
        "(?:a[ab]?){1,30}c",
        "(?:a|a){30}b",
        "(?:年|年底?){20}x",
        "a{0,99}a{0,99}a{0,99}b",
        ".{0,80}.{0,80}x",
    ],
)
def test_a_pattern_that_could_run_away_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="backtrack"):
        patterns.check(pattern)


@pytest.mark.parametrize("pattern", ["[0-9]{1,18}(?:万元|亿元)", "(?:ab?){1,5}c", "[一-鿿]{2}县"])
def test_an_honest_pattern_is_accepted(pattern: str) -> None:
    patterns.check(pattern)


@pytest.mark.parametrize("pattern", ["a?", "(?=a)", "(?:a|)", "^"])
def test_a_pattern_for_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="nothing"):
        patterns.check(pattern)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_recognition_by_all_rules_keeps_its_pace(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    profile = load_rules().profile("strict")
    assert seconds(lambda: recognise([text], load_rules(), profile), 8 * BOUND) < 8 * BOUND


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_rule_for_cleaning_or_breaks_takes_long(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    for rule in load_rules().of_kind("noise", "wrap", "width", "break"):
        if rule.where != "line":  # those only ever meet one line
            pattern = re.compile(rule.regex, re.MULTILINE)
            assert seconds(lambda p=pattern: list(p.finditer(text)), BOUND) < BOUND, rule.id


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_rule_for_lines_takes_long_on_a_hostile_line(unit: str) -> None:
    line = (unit * 400)[:400]
    for rule in load_rules().rules:
        if rule.kind == "line" or rule.where == "line":
            pattern = re.compile(rule.regex)
            assert seconds(lambda p=pattern: p.search(line), 0.02) < 0.02, rule.id


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_whole_flow_keeps_its_pace(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    assert seconds(lambda: redact(text, "strict").text, 1.5) < 1.5


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("马来(?:西亚)?|蒙古", {"马来", "蒙古"}),
        ("约?(?:3G|4G)网", {"3G网", "4G网"}),
        ("(?:特|特别)急(?:件|)", {"特急", "特别急"}),
        ("[a-z][ ]?[@＠][ ]?[a-z]", {"@", "＠"}),
        ("(?:甲|)", set()),
    ],
)
def test_literals_know_what_may_be_missing(pattern: str, expected: set[str]) -> None:
    assert set(patterns.literals(pattern)) == expected


def test_a_wide_choice_is_known_where_no_narrow_one_is() -> None:
    words = [f"{a}{b}" for a in "甲乙丙丁戊己庚辛壬癸" for b in "子丑寅卯辰巳午未申酉"]
    assert set(patterns.literals(patterns.trie(words))) == set(words)
    assert patterns.literals(f"(?:{patterns.trie(words)})城") == ("城",)


def test_what_stands_behind_a_head_tells_the_tails() -> None:
    tails = [("r0", "(?P<unit>年)(?!代)"), ("r1", "")]
    told = re.compile(patterns.either(tails))
    assert told.match("2021年底", 4)["unit_r0"] == "年"  # type: ignore[index]
    assert told.match("80年代", 2).lastgroup == "r1"  # type: ignore[union-attr]
    assert patterns.among("年", "万万年年") and not patterns.among("月", "万万年年")
    assert not patterns.among("", "万万年年")

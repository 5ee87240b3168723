"""No text makes a rule slow: each meets what it can begin with, over and over, and never ends.

Times are processor time, and scaled by how fast this machine is at a fixed task at that very
moment, so that the limit of a second per MB means the same on a slow one. What seems slow is
measured again, on a longer text, and on that several times.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator

import pytest

from anonymizer import kernel, load_rules, redact
from anonymizer.cleaning import clean
from anonymizer.cleaning.noise import noise
from anonymizer.extraction import extract
from anonymizer.extraction.readings import SLOT
from anonymizer.recognition import RECOGNISERS
from anonymizer.recognition.patterns import BY_NAME, PatternRecogniser, build
from anonymizer.rulebook import Rule
from anonymizer.ruletest import unmark
from anonymizer.segmentation import breaks, outline
from tests.helpers import seconds

BOOK = load_rules()
STRICT = BOOK.profile("strict")

UNITS = (
    "1", "１", "1,", "1.", "1-", "12 ", "1:", "1年", "10万", "一", "二十", "百", "百分之", "第",
    "零", "好", "重要工作", "　", " ", "\n", " \n", "（", "〔", "“", "《", "(", "[",
    "、", "·", "—", "：",
    "王", "欧阳", "王建", "县长", "王县长", "副", "某", "X", "×", "a", "a.", "@", "www.", "http://",
    "同志们", "一、", "，一", "1、\n", "镇", "有限公司", "\U00020000", "e\u0301",
)  # fmt: skip
"""What rules begin with: figures, names, brackets, blanks, and text without a stop."""

Run = Callable[[str], object]


def seconds_per_mb(run: Run, text: str, bound: float = 0.0, tries: int = 5) -> float:
    """Seconds for a MB, all that is found included; see :func:`tests.helpers.seconds`."""

    def work() -> None:
        made = run(text)
        if isinstance(made, Iterator):
            deque(made, maxlen=0)

    size = len(text.encode()) / 1e6
    return seconds(work, bound * size, tries) / size


def repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def beginnings(rule: Rule) -> Iterator[str]:
    """What this very rule can begin with: its literals, its examples, and their first parts."""
    yield from rule.literals[:6]
    for example in rule.examples[:2]:
        text, places = unmark(example)
        yield text
        yield re.sub(r"[，。；！？\n]", "", text) or text
        if places and places[0][1]:
            yield text[: places[0][1]]
            yield text[: max(1, places[0][1] - 1)]


def pattern_parts() -> dict[str, tuple[Run, tuple[Rule, ...]]]:
    """Every rule as recognition runs it: by itself, or fused with those of its head."""
    parts: dict[str, tuple[Run, tuple[Rule, ...]]] = {}
    for profile in map(BOOK.profile, ("strict", "standard", "light")):
        recogniser = build(BOOK, profile)
        for lone in recogniser._lone:
            if lone.rule.id not in parts:
                parts[lone.rule.id] = PatternRecogniser([lone.rule], BOOK), (lone.rule,)
        for fused in recogniser._fused:
            rules = tuple(fused._rules)
            parts[f"fused {rules[0].id} {profile.id}"] = PatternRecogniser(rules, BOOK), rules
        anchored = tuple(lone.rule for lone in recogniser._anchored.rules)
        parts[f"anchored {profile.id}"] = PatternRecogniser(anchored, BOOK), anchored
    return parts


PARTS = pattern_parts()
MIXED = "".join(repeated(unit, 380_000 // len(UNITS)) for unit in UNITS)


def test_the_mixed_text_is_a_megabyte() -> None:
    assert 0.7e6 < len(MIXED.encode()) < 1.5e6


def test_no_rule_is_left_out() -> None:
    tested = {rule.id for _, rules in PARTS.values() for rule in rules}
    found_by_names = {rule.id for rule in BOOK.of_kind("person")} | {
        rule.id for rule in BOOK.rules if rule.match.startswith(BY_NAME)
    }
    others = {rule.id for rule in BOOK.of_kind("noise", "wrap", "width", "line", "break")}
    others |= {rule.id for rule in PLACEHOLDERS}
    kinds = {*STRICT.kinds, "keep"}
    left = {r.id for r in BOOK.rules if r.kind in kinds} - tested - found_by_names
    assert left == set()
    assert {r.id for r in BOOK.rules} == tested | found_by_names | others | left


@pytest.fixture(params=["kernel", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to find where rules match: with the compiled kernel and without."""
    monkeypatch.setattr(kernel, "COMPILED", request.param == "kernel")


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", PARTS)
def test_a_pattern(name: str) -> None:
    run, rules = PARTS[name]
    units = dict.fromkeys((*UNITS, *(unit for rule in rules for unit in beginnings(rule))))
    # Rules that share their beginning are tried together, each at every figure.
    limit = max(1.0, len(rules) / 10)
    if not kernel.COMPILED:
        limit *= 1.5
    _holds(run, units, limit)
    assert seconds_per_mb(run, MIXED, limit) < limit


PLACEHOLDERS = list(BOOK.of_kind("blank", "no_blank", "reading"))


@pytest.mark.parametrize("rule", PLACEHOLDERS, ids=lambda rule: rule.id)
def test_a_rule_of_placeholders(rule: Rule) -> None:
    """As extraction runs it: over the text, or over one in which all placeholders are alike."""
    pattern = re.compile(rule.regex, re.MULTILINE)

    def run(text: str) -> object:
        return pattern.finditer(text)

    units = dict.fromkeys((*UNITS, "X、", "x年", "某", "*", "__", "……", *beginnings(rule)))
    if rule.kind == "reading":
        units = dict.fromkeys(re.sub(r"[Xx×*_]{1,8}", SLOT, unit) for unit in units)
    _holds(run, units, 1.0)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("length", [40, 118])
@pytest.mark.parametrize("rule", list(BOOK.of_kind("noise")), ids=lambda rule: rule.id)
def test_a_words_of_sites_rule(rule: Rule, length: int) -> None:
    """On short lines, as longer ones are never tried, and in one piece."""

    def run(text: str) -> object:
        return noise(text, BOOK, only=rule.id)

    for unit in dict.fromkeys((*UNITS[::4], *beginnings(rule))):
        line = repeated(unit.replace("\n", "") or "好", length)
        for text in (f"{line}\n" * (3_600 // length), line * (3_000 // length)):
            if seconds_per_mb(run, text, tries=1) >= 1:
                assert seconds_per_mb(run, text * 3, 1) < 1, unit


AT_MOST = {"persons": 2.0, "places": 3.0}

ENGINES: dict[str, tuple[Run, float]] = {
    **{
        name: (build(BOOK, STRICT), AT_MOST.get(name, 9.0))
        for name, build in RECOGNISERS.items()
        if name != "patterns"
    },
    "cleaning": (lambda text: clean(text, BOOK), 8),
    "segmentation": (lambda text: outline(text, BOOK), 2),
    "breaks": (lambda text: breaks(text, BOOK), 2),
    "extraction": (lambda text: extract(text, BOOK), 40),
}
"""Rules that one engine applies together, and seconds that they may take for a MB.

Each is less than a second for each of its rules. Lines of one character cost the most, as
every line of a text is looked at.
"""


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine(name: str) -> None:
    run, limit = ENGINES[name]
    _holds(run, dict.fromkeys(UNITS), limit)


def _holds(run: Run, units: dict[str, None], limit: float) -> None:
    """Within the limit on every unit; what seems slow is measured again, longer."""
    run("好")
    for unit in units:
        if seconds_per_mb(run, repeated(unit, 4_000), tries=1) >= limit:
            longer = seconds_per_mb(run, repeated(unit, 24_000), limit)
            assert longer < limit, (unit, longer)


def test_all_rules_together_on_a_megabyte() -> None:
    """Texts that are nothing but finds cost their slots too; what counts is that none explodes."""
    assert seconds_per_mb(lambda text: redact(text, "strict").text, MIXED, 12, 3) < 12


@pytest.mark.parametrize("unit", ["1", "1:", "王县长", "一", "好", "(", "\n", "王建国县长，"])
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    def run(text: str) -> object:
        return redact(text, "strict").text

    run(unit)
    short = long = float("inf")
    for _ in range(3):  # in turns, so that both meet the same moments
        short = min(short, seconds_per_mb(run, repeated(unit, 8_000), tries=3))
        long = min(long, seconds_per_mb(run, repeated(unit, 32_000), 2.5 * short + 0.5, 3))
    assert long < 2.5 * short + 0.5

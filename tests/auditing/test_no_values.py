"""A report without values tells none of them: not in any form, nor in the names of files."""

from __future__ import annotations

import csv
import html
import io
import json
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings

import anonymizer
from anonymizer import audit
from anonymizer.auditing.batch import (
    Audited,
    audited,
    names_hidden,
    summed,
    with_names_masked,
    with_sisters,
)
from anonymizer.auditing.evidence import Shown, Values
from anonymizer.auditing.html.page import page
from anonymizer.auditing.record import AuditsRecord, Unpaired
from anonymizer.auditing.report import to_csv, to_sarif
from anonymizer.cli import audittable
from anonymizer.documents.source import Source
from anonymizer.rulebook import load
from anonymizer.sarif import uri_of
from anonymizer.slots import Tool
from tests.auditing.test_properties import versions
from tests.helpers import PROFILES, ROOT, STYLES

_OWN = {
    "id", "kind", "verdict", "reason", "original", "redacted", "entity", "line", "redacted_line",
    "rule", "how", "place", "unit",
}  # fmt: skip
"""Fields of a fact and of a trace that are numbers, or words of the rules' own."""
_NUMBERS = {"redacted_start", "redacted_end", "original_line", "original_start", "original_end"}


@cache
def speeches() -> list[str]:
    return [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]


def careless(text: str, style: str, chance: random.Random) -> str:
    """A redaction with all that can go wrong: kept, cut in part, sentences gone and moved."""
    redaction = anonymizer.redact(text, placeholder=style, clean=False)
    pieces: list[str] = []
    done = 0
    for slot in redaction.slots:
        pieces.append(text[done : slot.source[0]])
        ways = (slot.placeholder, slot.placeholder, slot.text, f"{slot.text[:1]}X", "")
        pieces.append(chance.choice(ways))
        done = slot.source[1]
    sentences = re.split("(?<=。)", "".join([*pieces, text[done:]]))
    sentences = [each for each in sentences if chance.random() > 0.1]
    if chance.random() < 0.3:
        chance.shuffle(sentences)
    return "".join(sentences)


def told(values: Iterable[str], report: str) -> list[str]:
    """Those of some values that can be read in a report: names, and whole figures."""
    found = []
    for value in values:
        if len(value) < (3 if value[0].isdecimal() else 2) or value not in report:
            continue
        before = r"(?<![0-9])" if value[0].isdecimal() else ""
        after = r"(?![0-9])" if value[-1].isdecimal() else ""
        if re.search(before + re.escape(value) + after, report):
            found.append(value)
    return found


def reports(audits: list[Audited]) -> Iterator[tuple[str, str]]:
    """Every form of report on some pairs, each without what is the tool's own."""
    records = [each.record for each in audits]
    whole = AuditsRecord(
        schema_version=1,
        tool=Tool("anonymizer", "0"),
        profile="standard",
        values=False,
        summary=summed(records),
        pairs=tuple(records),
        unpaired=Unpaired((), ()),
        failed=(),
    )
    yield "json", "\n".join(_texts(json.loads(whole.to_json())["pairs"]))
    rows = csv.DictReader(io.StringIO(to_csv(records).decode("utf-8-sig")))
    yield (
        "csv",
        "\n".join(
            cell for row in rows for name, cell in row.items() if name not in _OWN | _NUMBERS
        ),
    )
    uris = [uri_of(each.record.redacted.name) for each in audits]
    lines = {uri: each.lines for uri, each in zip(uris, audits, strict=True)}
    (run,) = json.loads(to_sarif(list(zip(records, uris, strict=True)), lines))["runs"]
    messages = [result["message"]["text"] for result in run["results"]]
    yield "sarif", "\n".join([*messages, *map(unquote, lines)])
    yield "totals", audittable.many(whole)
    for each in audits:
        table = audittable.one(each.record)
        yield "text", re.sub(r"(?m)^ +\d+ +\d* |^共 .*|^脱敏稿多出.*", "", table)
        assert each.texts is not None
        yield "texts", "\n".join(each.texts)
        yield "html", _read(page(each.record, *each.texts).decode("utf-8"))


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, key)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below, name)
    elif isinstance(value, str) and name not in _OWN | {"rules_sha256", "tool"}:
        yield value


def _read(report: str) -> str:
    """What can be read in a page, but the words of its surface, ids and numbers of lines."""
    body = report.split("<body", 1)[1].split('<script type="application/json"')[0]
    body = re.sub(
        r'<code>[^<]*</code>|<td>f\d+</td>|data-w="[^"]*"( data-n="\d+")?>[^<]*', "", body
    )
    body = re.sub(r'<td class="lines">[^<]*|<small>[^<]*|<b>\d+</b>', "", body)
    shown = re.findall(r'(?:title|data-n|aria-label)="([^"]*)"', body)
    return html.unescape("\n".join([*shown, re.sub(r"<(?!/?b>)[^>]*>", "\n", body)]))


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_told(seed: int) -> None:
    chance = random.Random(seed)
    text = chance.choice(speeches())
    redacted = careless(text, STYLES[seed % len(STYLES)], chance)
    profile = PROFILES[seed % len(PROFILES)]
    facts = audit(text, redacted, profile).facts
    values = {fact.text for fact in facts if fact.verdict != "over_stripped"}
    name = chance.choice(
        [value for value in sorted(values) if len(value) > 2 and "\n" not in value]
    )
    rulebook = load()
    pairs = [
        (Source.from_text(text, f"o-{name}.txt"), Source.from_text(redacted, f"r-{name}.txt")),
        (Source.from_text("别的文字。", "b.txt"), Source.from_text("别的文字。", f"{name}b.txt")),
    ]
    audits = [audited(*pair, profile, rulebook, values=False, texts=True) for pair in pairs]
    audits = with_sisters(audits, {f"{name}全文.txt": text})
    audits = with_names_masked(audits, names_hidden(audits))
    # Where false values stand, none is stripped, and no other text fills it.
    by_sisters = {trace.where for f in audits[0].record.facts for trace in f.traces if trace.where}
    assert by_sisters or STYLES[seed % len(STYLES)] == "surrogate"
    seen = set()
    for form, report in reports(audits):
        seen.add(form)
        assert told(values, report) == [], form
    assert len(seen) == 7


@settings(max_examples=150)
@given(versions())
def test_nothing_is_told_of_any_text(pair: tuple[str, str, str]) -> None:
    found = audit(*pair)
    values = {fact.text for fact in found.facts if fact.verdict != "over_stripped"}
    record = json.loads(found.record(values=False).to_json())
    assert told(values, "\n".join([*_texts(record), *found.texts(values=False)])) == []


def test_the_check_finds_what_is_told() -> None:
    text = speeches()[0]
    record = audit(text, text)
    values = {fact.text for fact in record.facts}
    shown = Audited("r", record.record(), None, record.texts(), ())  # type: ignore[arg-type]
    assert shown.texts is not None
    assert len(told(values, _read(page(shown.record, *shown.texts).decode()))) > 20


def test_what_is_gone_cannot_be_read() -> None:
    kept = "同志们，要抓好落实工作。"
    gone = "秘密的计划写在蓝色的本子里，一共花了2381万元。"
    found = audit(kept + gone + "大家辛苦了。", kept + "大家辛苦了。").record(values=False)
    report = found.to_json().decode()
    for place in range(len(gone) - 3):
        words = gone[place : place + 3]
        assert "。" in words or words not in report, words
    (fact,) = found.facts
    assert (fact.text, fact.value, fact.unit) == ("▇▇▇▇", None, "万元")


def test_texts_that_have_nothing_in_common() -> None:
    original = "今年投资220万元，要抓好落实工作。"
    found = audit(original, "春天的花园里开满了鲜花，孩子们放着X个风筝，今天很好。")
    assert found.notes == ("unrelated",)
    assert set(found.texts(values=False)[0]) == {"▇"}


@pytest.mark.parametrize(
    ("original", "redacted", "hidden", "shown"),
    [
        # What stands once kept stands nowhere, in no writing.
        (
            "投资23381万元。又说2.3381亿元。",
            "投资X万元。又说2.3381亿元。",
            ["2.3381", "23381"],
            "亿元",
        ),
        ("副区长周保汉到会，听保汉说。", "副区长X到会，听保汉说。", ["周保汉", "保汉"], "副区长"),
        ("呼中镇很好，呼中镇很大。", "X中镇很好，呼中镇很大。", ["呼中"], "镇很大"),
        # The formula of a figure that others give away.
        (
            "总投资1000亿元，其中工业600亿元、农业400亿元。",
            "总投资1000亿元，其中工业600亿元、农业X亿元。",
            ["1000", "600", "400"],
            "▇▇▇▇亿元 − ▇▇▇亿元 = ▇▇▇亿元",
        ),
    ],
)
def test_values_in_disguise(original: str, redacted: str, hidden: list[str], shown: str) -> None:
    found = audit(original, redacted)
    record = json.loads(found.record(values=False).to_json())
    written = "\n".join([*_texts(record), *found.texts(values=False)])
    assert not [value for value in hidden if value in written]
    assert shown in written


def test_labels_keep_what_tells_nothing() -> None:
    facts = audit(
        "呼中镇今年的地区生产总值是2381万元。会议在3月5日开。花园里的鲜花开了35朵。",
        "呼中镇今年的地区生产总值是X万元。会议在X月X日开。",
        "light",
    )
    known = [fact.label for fact in facts.record().facts]
    labels = [fact.label for fact in facts.record(values=False).facts]
    assert labels[:3] == known[:3]
    assert known[3]
    assert labels[3] == "▇" * len(known[3])


def test_whole_figures_only() -> None:
    values = Values(["220", "22", "呼中", "周", "1.5"])
    assert (
        values.masked("220、2208、1220、22、呼中镇、周，呼") == "▇▇▇、2208、1220、22、▇▇镇、周，呼"
    )
    assert values.masked("11.5、1.5、1.55、1.5") == "11.5、▇▇▇、1.55、▇▇▇"
    assert values.masked("") == ""
    phone = Values(["13800138000"])
    assert phone.masked("86138001380001") == "86▇▇▇▇▇▇▇▇▇▇▇1"
    assert Values([""]).masked("任何") == "任何"


def test_words_that_are_shown() -> None:
    shown = Shown("投资▇▇万元", ["户"], load())
    assert shown.masked("投资") == "投资"
    assert shown.masked("投资办学（户）") == "投资▇▇（户）"
    assert shown.masked("学") == "▇"
    assert shown.masked("地名") == "地名"


def test_many_values_take_no_time_that_grows_with_their_square() -> None:
    values = Values(str(number) for number in range(100_000, 160_000))
    text = "、".join(str(number) for number in range(100_000, 160_000))
    assert set(values.masked(text)) == {"▇", "、"}

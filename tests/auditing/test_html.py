"""The HTML report as a document: what is in it, that nothing gets out of it, what it costs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from html.parser import HTMLParser

import msgspec
import pytest

from anonymizer.auditing.html import PairTotals, page, totals
from anonymizer.auditing.html.anchors import anchors
from anonymizer.auditing.html.page import SYMBOLS
from anonymizer.auditing.html.pane import DEEPEST, Mark, Pane, markup
from anonymizer.auditing.record import LEAKS, REASONS, VERDICTS, AuditRecord, Note
from anonymizer.auditing.words import LANGUAGES, words
from anonymizer.slots import KINDS
from tests.auditing.html_pairs import Pair, long, speech

VOID = {"meta", "br", "input"}


class Outline(HTMLParser):
    """Elements with their attributes, and text by the ids of the elements it stands in."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.feed(source.decode())
        if self.open:
            self.faults.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if "a" in (tag for tag, _ in self.open) and tag == "a":
            self.faults.append("a link in a link")
        if tag not in VOID:
            self.open.append((tag, found.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for _, name in self.open:
            if name:
                self.text[name] = self.text.get(name, "") + data

    def attributes(self, name: str) -> list[str]:
        return [found[name] for _, found in self.elements if name in found]


def report(pair: Pair, notes: tuple[str, ...] = ()) -> bytes:
    return page(pair.record(notes), pair.original, pair.redacted)


def pane_text(outline: Outline, side: str) -> str:
    """The text of a pane, its heading and the white space between lines left out."""
    return re.sub(r"\s", "", outline.text[side].partition("字")[2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_word_for_everything(language: str) -> None:
    known = words()[language]
    needed = {
        *(f"verdict.{verdict}" for verdict in VERDICTS),
        *(f"reason.{reason}" for reason in REASONS),
        *(f"kind.{kind}" for kind in KINDS),
        *(f"{form}.{note}" for note in Note.__args__ for form in ("note", "short")),
    }
    assert needed <= set(known)
    assert set(known) == set(words()["zh"])
    assert [key for key, word in known.items() if "{}" in word] == [
        key for key, word in words()["zh"].items() if "{}" in word
    ]


def test_every_word_is_used() -> None:
    both = report(speech(), Note.__args__) + totals(
        [
            PairTotals("甲", "乙", {}, Note.__args__),
            PairTotals("丙", None, {}),
            PairTotals(None, "丁", {}),
        ],
        ["戊: no such file"],
    )
    nothing = report(Pair()) + totals([])
    clean = Pair()
    clean.both("投资").fact("money", "3", "X", "stripped", "placeholder", rule="money.amount")
    leaky_only = report(clean) + page(
        msgspec.structs.replace(clean.record(), values=False), clean.original, clean.redacted
    )
    used = set(re.findall(rb'data-[wl]="([^"]+)"', both + nothing + leaky_only))
    surface = {key for key in words()["zh"] if not key.startswith(("kind.", "reason."))}
    assert {key.encode() for key in surface} - used == set()


def test_symbols_tell_the_verdicts_apart() -> None:
    assert list(SYMBOLS) == list(VERDICTS)
    assert len(set(SYMBOLS.values())) == len(VERDICTS)
    style = report(Pair()).decode().partition("<style>")[2].partition("</style>")[0]
    drawn = dict(re.findall(r'\.verdict\.v-(\w+)::before \{ content: "(.)"', style))
    assert drawn == SYMBOLS


def test_the_markup_is_well_formed_and_its_links_lead_somewhere() -> None:
    outline = Outline(report(speech()))
    assert outline.faults == []
    names = outline.attributes("id")
    assert len(names) == len(set(names))
    targets = {link.removeprefix("#") for link in outline.attributes("href")}
    assert targets <= set(names)
    referred = {*outline.attributes("aria-labelledby"), *outline.attributes("aria-controls")}
    assert referred <= set(names)


def test_every_fact_is_marked_in_both_texts() -> None:
    pair = speech()
    outline = Outline(report(pair))
    for number, fact in enumerate(pair.record().facts, 1):
        assert outline.text[f"o-f{number}"] == fact.text
        if fact.redacted is None:
            assert f"r-f{number}" not in outline.text
        else:
            assert outline.text[f"r-f{number}"] == fact.replacement
        for index, trace in enumerate(fact.traces):
            if trace.place is not None:
                assert outline.text[f"t-f{number}-{index}"] == trace.text
    assert {fact["verdict"] for fact in pair.facts} == set(VERDICTS)


def test_both_texts_are_there_to_the_character() -> None:
    pair = speech()
    outline = Outline(report(pair))
    assert pane_text(outline, "original") == re.sub(r"\s", "", pair.original)
    assert pane_text(outline, "redacted") == re.sub(r"\s", "", pair.redacted)


def test_counts_leaks_and_table() -> None:
    pair = speech()
    record = pair.record()
    source = report(pair).decode()
    for verdict in VERDICTS:
        chip = re.search(rf'data-verdict="{verdict}" checked.*?<b>(\d+)</b>', source)
        assert chip and int(chip[1]) == record.summary[verdict]  # type: ignore[index]
    listed = source.partition("<ol ")[2].partition("</ol>")[0]
    leaks = sorted(
        (fact.original, number)
        for number, fact in enumerate(record.facts, 1)
        if fact.verdict in LEAKS
    )
    assert re.findall(r'href="#o-(f\d+)"', listed) == [f"f{number}" for _, number in leaks]
    rows = source.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr ")[1:]
    assert len(rows) == len(record.facts)
    assert "86.4 − 22.1 − 35.6 = 28.7" in "".join(rows)
    assert "石桥讲话.docx" in "".join(rows)


@pytest.mark.parametrize("note", Note.__args__)
def test_notes_are_said_plainly(note: str) -> None:
    outline = Outline(report(Pair().both("一句话。"), (note,)))
    assert f"note.{note}" in outline.attributes("data-w")


def test_a_report_without_values_says_so() -> None:
    pair = Pair().both("投资").fact("money", "▇▇▇", "X", "stripped", "placeholder", unit="万元")
    hidden = msgspec.structs.replace(pair.record(), values=False)
    assert words()["zh"]["no_values"] in page(hidden, pair.original, pair.redacted).decode()
    assert 'data-w="no_values"' not in report(pair).decode()
    assert 'data-w="private"' in report(pair).decode()


@pytest.mark.parametrize(
    "source",
    [
        report(speech()),
        totals([PairTotals("甲.txt", "乙.txt", {"kept": 1}, ("swapped",), "甲.html")]),
    ],
    ids=["page", "totals"],
)
def test_nothing_is_loaded_and_only_its_own_script_runs(source: bytes) -> None:
    outline = Outline(source)
    assert outline.faults == []
    policy = next(found["content"] for tag, found in outline.elements if "http-equiv" in found)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", source.decode(), re.S)
        hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in inline]
        allowed = re.search(rf"{tag}-src ([^;]*);", policy)
        assert allowed and allowed[1].split() == [f"'sha256-{made}'" for made in hashes]
    assert not {"img", "link", "iframe", "object", "embed"} & {tag for tag, _ in outline.elements}
    loading = {"src", "srcset", "action", "style", "background", "ping"}
    assert not loading & {name for _, found in outline.elements for name in found}
    assert not [name for _, found in outline.elements for name in found if name.startswith("on")]
    assert b"http://" not in source
    assert b"https://" not in source
    assert b"url(" not in source
    assert b"@import" not in source


HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & &lt; {{ 7 * 7 }} "
    "</textarea></p></div>\x00\x07\x1b[31m\x7f\x85\ud800\udfff𠮷\U0001f600\u202e倒\u202c"
    "\u2066\u2028\ufeff\ufffe"
)


def test_hostile_text_is_only_text() -> None:
    pair = Pair().both(HOSTILE + "\r\n" + HOSTILE).fact(
        "person", HOSTILE, HOSTILE, "kept", "stands", label=HOSTILE, unit=HOSTILE, rule=HOSTILE,
        evidence=HOSTILE, section=(HOSTILE, HOSTILE),
        traces=(Pair().trace(HOSTILE, "file_name", HOSTILE),),
    ).both("\r" + HOSTILE)  # fmt: skip
    source = page(pair.record(names=(HOSTILE, HOSTILE)), pair.original, pair.redacted)
    outline = Outline(source)
    assert outline.faults == []
    tags = {tag for tag, _ in outline.elements}
    assert tags <= {tag for tag, _ in Outline(report(speech())).elements}
    assert source.count(b"<script") == report(Pair()).count(b"<script")
    assert not set(source.decode()) & set("\x00\x07\x1b\x7f\x85\u202e\u2066\u2028\ufffe\r")
    expected = HOSTILE.translate(
        {0: "␀", 7: "␇", 0x1B: "␛", 0x7F: "␡"}
        | dict.fromkeys((0x85, 0xD800, 0xDFFF, 0x202E, 0x202C, 0x2066, 0x2028, 0xFFFE), "\ufffd")
    )
    assert outline.text["o-f1"] == outline.text["r-f1"] == expected


def test_line_breaks_of_any_system_part_lines() -> None:
    drawn = markup("一\r\n二\n\n三\r四\r\n", Pane([Mark(3, 7, "f1", "o-f1", "v-kept")], [], []))
    assert re.sub(r"</?a[^>]*>", "", drawn) == (
        "<p>一</p>\n<p>二</p>\n<p></p>\n<p>三</p>\n<p>四</p>\n<p></p>\n"
    )
    assert re.findall(r"<a [^>]*>(.*?)</a>", drawn) == ["二", "三"]
    assert drawn.count('id="o-f1"') == 1


@pytest.mark.parametrize(
    ("places", "texts"),
    [
        ([(0, 4), (2, 6)], ["甲乙丙丁", "丙丁戊己"]),  # crossing
        ([(0, 6), (2, 4)], ["甲乙丙丁戊己", "丙丁"]),  # one within the other
        ([(1, 3), (1, 3)], ["乙丙", "乙丙"]),  # the same place
        ([(2, 2), (6, 6)], ["", ""]),  # where something was deleted
        ([(0, 6)] * 9, ["甲乙丙丁戊己"] * DEEPEST + [""] * (9 - DEEPEST)),
    ],
)
def test_places_may_overlap(places: list[tuple[int, int]], texts: list[str]) -> None:
    marks = [
        Mark(*place, f"f{number}", f"o-f{number}", "v-kept") for number, place in enumerate(places)
    ]
    drawn = f"<div>{markup('甲乙丙丁戊己', Pane(marks, [(1, 5)], [(0, 0), (3, 1)]))}</div>"
    outline = Outline(drawn.encode())
    assert outline.faults == []
    assert sorted(outline.attributes("id")) == [f"o-f{number}" for number in range(len(places))]
    read: dict[str, str] = {}
    stack: list[str] = []
    for opening, closing, text in re.findall(r"<(\w[^>]*)>|</(\w+)>|([^<]+)", drawn):
        if opening:
            key = re.search(r'(?:data-f="|href="#)(f\d+)', opening)
            stack.append(key[1] if key else "")
            read.setdefault(stack[-1], "")
        elif closing:
            stack.pop()
        else:
            for key_open in {*stack} - {""}:
                read[key_open] += text
    assert [read[f"f{number}"] for number in range(len(places))] == texts


def test_shades_cover_what_they_should() -> None:
    text = "甲乙\n丙丁\n\n戊己"
    drawn = markup(text, Pane([], [(1, 2), (2, 7)], []))
    assert drawn == (
        '<p>甲<span class="shade">乙</span></p>\n<p class="shade">丙丁</p>\n'
        '<p class="shade"></p>\n<p>戊己</p>\n'
    )


@pytest.mark.parametrize("place", [(-1, 2), (1, 4), (4, 5)])
def test_a_place_outside_the_text_is_an_error(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside"):
        markup("甲乙丙", Pane([Mark(*place, "f1", "o-f1", "v-kept")], [], []))


def test_anchors_follow_passages_and_the_facts_within() -> None:
    def places(record: AuditRecord, ends: tuple[int, int]) -> list[tuple[int, int]]:
        return [(anchor.original, anchor.redacted) for anchor in anchors(record, ends)]

    pair = Pair().both("一二").fact("money", "30", "X", "stripped", "placeholder").both("四")
    pair.only(original="五六").both("七")
    assert places(pair.record(), (8, 5)) == [(0, 0), (2, 2), (5, 4), (7, 4), (8, 5)]
    moved = msgspec.structs.replace(
        Pair().record(), passages=(((0, 10), (20, 30)), ((10, 20), (0, 10)))
    )
    assert places(moved, (20, 30)) == [(0, 0), (0, 20), (10, 30), (10, 0), (20, 10), (20, 30)]
    # A fact that stands in another passage now would tear the panes apart.
    strayed = Pair().both("一二").fact("place", "甲", "乙", "kept", "stands").both("三").record()
    fact = msgspec.structs.replace(strayed.facts[0], redacted=(40, 41))
    strayed = msgspec.structs.replace(strayed, facts=(fact,))
    assert places(strayed, (4, 50)) == [(0, 0), (4, 4), (4, 50)]


def test_totals() -> None:
    source = totals(
        [
            PairTotals("甲/一.txt", "甲/一.txt", {"kept": 2, "stripped": 7}, (), "甲/一 号.html"),
            PairTotals("二.txt", "二x.txt", {"stripped": 5}, ("identical",), None),
            PairTotals("只有<b>.txt", None, {}),
            PairTotals(None, "多出.txt", {}),
        ]
    )
    outline = Outline(source)
    assert outline.faults == []
    text = source.decode()
    assert outline.attributes("href") == ["./%E7%94%B2/%E4%B8%80%20%E5%8F%B7.html"]
    foot = re.findall(r'<td class="number">(\d+)</td>', text.partition("<tfoot>")[2])
    assert foot == ["12", "0", "2", "0", "0", "0", "0", "0"]
    assert re.search(r'"pairs_with_leaks">[^<]*</span> <b>1</b>', text)
    assert "二x.txt" in text
    assert "只有&lt;b&gt;.txt" in text
    assert words()["zh"]["short.identical"] in text
    assert words()["zh"]["unpaired"] in text


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//host/x", "https://host/", "a\udcff.html"]
)
def test_a_link_of_the_totals_stays_in_its_folder(path: str) -> None:
    source = totals([PairTotals("一", "一", {}, (), path)])
    (link,) = Outline(source).attributes("href")
    assert re.fullmatch(r"\./[\w./%()-]*", link)


def test_pages_without_facts_or_text() -> None:
    for pair in (Pair(), Pair().both("没有事实的一句话。")):
        outline = Outline(report(pair))
        assert outline.faults == []
        assert words()["zh"]["no_facts"] in report(pair).decode()
    assert words()["zh"]["empty_text"] in report(Pair()).decode()
    assert words()["zh"]["no_pairs"] in totals([]).decode()


def test_the_same_pair_makes_the_same_bytes() -> None:
    assert report(speech()) == report(speech())


def test_words_end_no_element() -> None:
    data = report(Pair()).decode().partition('id="words">')[2].partition("</script>")[0]
    assert json.loads(data) == words()
    assert "<" not in data


def test_two_megabytes_are_drawn_in_linear_time() -> None:
    def seconds(pair: Pair) -> float:
        record = pair.record()
        start = time.process_time()
        page(record, pair.original, pair.redacted)
        return time.process_time() - start

    seconds(long(10))
    small, large = long(1_000, lines=8), long(4_000, lines=8)
    assert len(large.original.encode()) > 1_000_000
    took = seconds(large)
    assert took < 3
    assert took < 12 * seconds(small) + 0.2


def test_thousands_of_facts_at_one_place_cost_no_more() -> None:
    text = "甲" * 20_000
    marks = [Mark(0, 20_000, "f1", f"o-{number}", "v-kept") for number in range(5_000)]
    marks += [Mark(number, 20_000, "f1", f"p-{number}", "v-kept") for number in range(5_000)]
    start = time.process_time()
    drawn = markup(text, Pane(marks, [(number, number + 1) for number in range(20_000)], []))
    assert time.process_time() - start < 3
    assert len(drawn) < 10_000_000

"""The HTML report in a real browser: headless Chromium, driven by playwright.

``CHROMIUM`` names the browser where it is not on the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from playwright.sync_api import sync_playwright

from anonymizer.auditing.html import PairTotals, page, totals
from anonymizer.auditing.record import LEAKS
from anonymizer.auditing.words import words
from tests.auditing.html_pairs import Pair, long, speech
from tests.auditing.test_html import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Opened = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        lacking = "no chromium on the path, and CHROMIUM does not name one"
        if os.environ.get("ANONYMIZER_BROWSER") == "required":
            pytest.fail(lacking)
        pytest.skip(lacking)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens a report from a file; at the end nothing may have failed or been asked for."""
    contexts = []
    noises: list[str] = []
    asked: list[str] = []
    files: list[str] = []

    def open_(source: bytes, locale: str = "zh-CN", **options: Any) -> Page:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_bytes(source)
        options = {"viewport": {"width": 1400, "height": 900}, **options}
        context = browser.new_context(locale=locale, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: noises.append(str(error)))
        tab.on("console", lambda message: noises.append(message.text))
        tab.on("dialog", lambda dialog: noises.append(dialog.message))
        tab.on("request", lambda request: asked.append(request.url))
        files.append(file.as_uri())
        tab.goto(files[-1])
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert noises == []
    assert set(asked) == set(files)


def report(pair: Pair) -> bytes:
    return page(pair.record(), pair.original, pair.redacted)


@pytest.fixture(scope="module")
def speech_report() -> bytes:
    return report(speech())


@pytest.fixture(scope="module")
def long_report() -> bytes:
    return report(long(2_000))


DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
TOP = """([id, side]) => {
    const text = document.querySelector(`#${side} .text`);
    return document.getElementById(id).getBoundingClientRect().top
        - text.getBoundingClientRect().top;
}"""


def top(tab: Page, name: str, side: str) -> float:
    """How far below the upper edge of its pane an element stands."""
    found = tab.evaluate(TOP, [name, side])
    assert isinstance(found, float | int)
    return float(found)


def in_view(tab: Page, name: str, side: str) -> bool:
    height = tab.evaluate(f"document.querySelector('#{side} .text').clientHeight")
    return bool(0 <= top(tab, name, side) < height)


def scroll(tab: Page, side: str, to: int) -> None:
    tab.evaluate(f"document.querySelector('#{side} .text').scrollTop = {to}")
    tab.evaluate(DRAWN)


def selected(tab: Page) -> list[str]:
    found = tab.eval_on_selector_all("tbody tr.on", "rows => rows.map(row => row.id)")
    return [str(name) for name in found]


def chip(verdict: str) -> str:
    return f"input[data-verdict={verdict}]"


def test_a_page_of_2000_facts_opens_and_filters_at_once(opened: Opened, long_report: bytes) -> None:
    tab = opened(long_report)
    meter = tab.context.new_cdp_session(tab)
    # The time of the page's own thread: the machine may be busy with something else.
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = meter.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    took = []
    for _ in range(3):
        before = spent()
        tab.reload()
        tab.evaluate(DRAWN)
        opening = spent()
        tab.locator(chip("stripped")).uncheck()
        tab.evaluate(DRAWN)
        took.append((opening - before, spent() - opening))
        assert tab.locator("#original .m:not(.off)").count() == 200
        if sum(took[-1]) < 2:
            break
    assert min(sum(both) for both in took) < 2


def test_a_filter_hides_and_shows_the_right_marks(opened: Opened, speech_report: bytes) -> None:
    tab = opened(speech_report)
    facts = speech().record().facts

    def shown(selector: str) -> int:
        return tab.locator(f"{selector}:not(.off)").count()

    everything = len(facts), sum(fact.verdict in LEAKS for fact in facts)
    assert (shown("tbody tr"), shown(".leaks li")) == everything
    tab.locator(chip("kept")).uncheck()
    tab.locator("input[data-kind=money]").uncheck()
    left = [fact for fact in facts if fact.verdict != "kept" and fact.kind != "money"]
    assert shown("tbody tr") == len(left)
    assert shown("#original .m.s") == len(left)
    assert shown(".leaks li") == sum(fact.verdict in LEAKS for fact in left)
    assert shown("#redacted .m.v-kept") == 0
    # What is hidden reads as the text around it does.
    style = """mark => [
        getComputedStyle(mark).textDecorationLine, getComputedStyle(mark, "::before").visibility
    ]"""
    assert tab.locator("#original .m.v-kept").first.evaluate(style) == ["none", "hidden"]
    assert tab.locator("#original .m.v-partly").first.evaluate(style) == ["underline", "visible"]
    tab.click("#only-leaks")
    assert shown("tbody tr") == shown(".leaks li") == everything[1]
    tab.click("#show-all")
    assert (shown("tbody tr"), shown(".leaks li")) == everything


def test_keys_step_from_leak_to_leak(opened: Opened, speech_report: bytes) -> None:
    tab = opened(speech_report, viewport={"width": 1400, "height": 640})
    facts = speech().record().facts
    leaks = [f"f{number}" for number, fact in enumerate(facts, 1) if fact.verdict in LEAKS]
    for place, name in enumerate(leaks, 1):
        tab.keyboard.press("n")
        assert selected(tab) == [name]
        assert tab.inner_text("#position") == f"{place} / {len(leaks)}"
        assert in_view(tab, f"o-{name}", "original")
        assert in_view(tab, f"r-{name}", "redacted")
        assert facts[int(name[1:]) - 1].text in tab.inner_text("#details")
    tab.keyboard.press("n")
    assert selected(tab) == [leaks[0]]
    tab.keyboard.press("p")
    tab.keyboard.press("p")
    assert selected(tab) == [leaks[-2]]
    tab.click("#next-leak")
    assert selected(tab) == [leaks[-1]]
    tab.locator(chip("kept")).uncheck()
    tab.locator(chip("partly")).uncheck()
    assert selected(tab) == []  # the last leak is a part that was left
    unhidden = [
        name for name in leaks if facts[int(name[1:]) - 1].verdict not in ("kept", "partly")
    ]
    stepped = []
    for _ in unhidden:
        tab.keyboard.press("n")
        stepped += selected(tab)
    assert stepped == unhidden
    tab.keyboard.press("Escape")
    assert selected(tab) == []
    tab.keyboard.press("j")
    assert selected(tab) == ["f1"]
    tab.keyboard.press("j")
    tab.keyboard.press("k")
    assert selected(tab) == ["f1"]
    tab.keyboard.press("?")
    assert tab.locator("#help").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("#help").is_visible()


def test_panes_scroll_together(opened: Opened, long_report: bytes) -> None:
    tab = opened(long_report)
    for number in (400, 900, 1_999):  # before and behind what only one text has
        tab.evaluate(f"document.getElementById('o-f{number}').scrollIntoView()")
        tab.evaluate(DRAWN)
        if number < 1_999:
            assert abs(top(tab, f"o-f{number}", "original")) < 30
        assert abs(top(tab, f"o-f{number}", "original") - top(tab, f"r-f{number}", "redacted")) < 40
    tab.evaluate("document.getElementById('r-f700').scrollIntoView()")
    tab.evaluate(DRAWN)
    assert abs(top(tab, "o-f700", "original") - top(tab, "r-f700", "redacted")) < 40
    tab.uncheck("#sync")
    before = top(tab, "r-f700", "redacted")
    scroll(tab, "original", 0)
    assert top(tab, "r-f700", "redacted") == before
    tab.keyboard.press("s")
    tab.evaluate(DRAWN)
    assert abs(top(tab, "r-f1", "redacted") - top(tab, "o-f1", "original")) < 40


def test_panes_follow_a_passage_that_was_moved(opened: Opened) -> None:
    parts = {name: f"第{name}部分的一句话，说得很平常。\n" * 40 for name in "甲乙丙"}
    size = len(parts["甲"])
    one, two, three = (0, size), (size, 2 * size), (2 * size, 3 * size)
    record = msgspec.structs.replace(
        Pair().record(), passages=((one, two), (two, one), (three, three))
    )
    original, redacted = ("".join(map(parts.get, order)) for order in ("甲乙丙", "乙甲丙"))
    tab = opened(page(record, original, redacted))
    first = """side => {
        const text = document.querySelector(`#${side} .text`);
        const edge = text.getBoundingClientRect().top + 2;
        return [...text.querySelectorAll("p")]
            .find(line => line.getBoundingClientRect().bottom > edge).textContent;
    }"""
    for line in (5, 30, 45, 75, 85):
        height = tab.evaluate("document.querySelector('#original p').offsetHeight")
        for side, second in (("original", "redacted"), ("redacted", "original")):
            scroll(tab, side, round(8 + line * height))
            assert tab.evaluate(first, side) == tab.evaluate(first, second)


def test_a_click_shows_the_counterpart_and_the_details(
    opened: Opened, speech_report: bytes
) -> None:
    tab = opened(speech_report, viewport={"width": 1400, "height": 640})
    facts = speech().record().facts
    number = next(i for i, fact in enumerate(facts, 1) if fact.text == "石桥")
    tab.click(f".leaks a[href='#o-f{number}']")
    assert selected(tab) == [f"f{number}"]
    details = tab.inner_text("#details")
    for said in ("石桥", "别处仍在", "另一处仍提到它", "石桥讲话.docx", "地名", "16 → 13", "二"):
        assert said in details
    tab.click(f"#details a[href='#t-f{number}-0']")
    assert in_view(tab, f"t-f{number}-0", "redacted")
    scroll(tab, "redacted", 0)
    tab.click("#redacted .m.v-altered")
    assert selected(tab) == ["f1"]
    assert abs(top(tab, "o-f1", "original") - top(tab, "r-f1", "redacted")) < 45
    assert tab.locator("#original .on").count() == 1


def test_a_second_click_takes_the_fact_that_overlaps(opened: Opened) -> None:
    pair = Pair().both("在").fact("organization", "青溪镇中学", "X", "stripped", "placeholder")
    pair.both("开会")
    inner = {**pair.facts[0], "kind": "place", "text": "青溪", "original": (1, 3)}
    pair.facts.append(inner)
    tab = opened(report(pair))
    for name in ("f2", "f1", "f2"):
        tab.click("#o-f2", force=True)
        assert selected(tab) == [name]


@pytest.mark.parametrize(
    ("locale", "language"), [("zh-CN", "zh"), ("en-GB", "en"), ("de-DE", "zh"), ("zh-TW", "zh")]
)
def test_the_language_is_the_browsers(
    opened: Opened, speech_report: bytes, locale: str, language: str
) -> None:
    tab = opened(speech_report, locale=locale)
    other = {"zh": "en", "en": "zh"}[language]
    for now, switch in ((language, other), (other, language)):
        known = words()[now]
        assert tab.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[now]
        assert tab.title() == known["title"].replace("{}", "原稿.txt")
        assert tab.inner_text("h1") == known["report"]
        assert known["next_leak"] in tab.inner_text("#next-leak")
        assert tab.text_content("tr#f2 .verdict") == known["verdict.stripped"]
        assert tab.locator("nav").get_attribute("aria-label") == known["tools"]
        assert known["line"].replace("{}", "10") in tab.inner_text(".leaks")
        tab.click(f"[data-language={switch}]")
    tab.keyboard.press("l")
    assert tab.inner_text("h1") == words()[other]["report"]


def test_hostile_text_does_nothing(opened: Opened) -> None:
    pair = Pair().both(HOSTILE + "\r\n").fact(
        "person", HOSTILE, HOSTILE, "kept", "stands", label=HOSTILE, evidence=HOSTILE, rule=HOSTILE
    ).both("\r" + HOSTILE)  # fmt: skip
    record = pair.record(names=(HOSTILE, HOSTILE))
    tab = opened(page(record, pair.original, pair.redacted))
    for key in "nlj":
        tab.keyboard.press(key)
    assert selected(tab) == ["f1"]
    assert "alert(1)" in tab.inner_text("#details")
    assert tab.locator("img").count() == 0
    assert tab.text_content("#o-f1") == tab.text_content("#r-f1")
    opened(totals([PairTotals(HOSTILE, HOSTILE, {"kept": 1}, (), HOSTILE)]))


def test_without_its_script_it_is_the_same_report(opened: Opened, speech_report: bytes) -> None:
    tab = opened(speech_report, locale="en-GB", java_script_enabled=False)
    assert tab.locator("h1").inner_text() == words()["zh"]["report"]
    assert not tab.locator("#next-leak").is_visible()
    assert not tab.locator(chip("kept")).is_visible()
    assert tab.locator("tr#f1").is_visible()
    tab.locator(".leaks a").last.click()
    assert tab.url.endswith("#o-f35")


def test_print(opened: Opened, speech_report: bytes) -> None:
    tab = opened(speech_report)
    tab.keyboard.press("n")
    tab.emulate_media(media="print")
    for shown in (".headline", ".bar", ".leaks li", "#original .text", "#redacted .text"):
        assert tab.locator(shown).last.is_visible(), shown
    for hidden in (".controls", ".steps", ".details", "#table", ".chip input"):
        assert not tab.locator(hidden).first.is_visible(), hidden
    for side in ("original", "redacted"):
        whole = "text => text.scrollHeight <= text.clientHeight + 1"
        assert tab.locator(f"#{side} .text").evaluate(whole), side
    black = "mark => getComputedStyle(mark).color"
    assert tab.locator("#original .m.on").evaluate(black) == "rgb(0, 0, 0)"
    printed = tab.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 1 <= printed.count(b"/Type /Page\n") <= 4


CONTRAST = """() => {
    const light = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number)
            .map(value => value / 255)
            .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = element => {
        const colour = getComputedStyle(element).backgroundColor;
        return colour === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : colour;
    };
    const low = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || !element.getClientRects().length) continue;
        const [a, b] = [getComputedStyle(element).color, ground(element)].map(light);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) low.push([element.className, element.textContent, ratio]);
    }
    return low;
}"""


def test_every_text_has_contrast_enough(opened: Opened, speech_report: bytes) -> None:
    tab = opened(speech_report)
    tab.click("a[href='#facts']")
    assert tab.locator("#table").is_visible()
    tab.keyboard.press("n")
    assert tab.evaluate(CONTRAST) == []
    rows = [PairTotals("甲", "甲", {"kept": 1, "partly": 2}, ("swapped",), "甲.html")]
    assert opened(totals(rows)).evaluate(CONTRAST) == []


FOCUSED = """(() => {
    const element = document.activeElement;
    return element.id || element.getAttribute("aria-labelledby") || element.className;
})()"""


def test_all_of_it_can_be_reached_with_the_keyboard(opened: Opened, speech_report: bytes) -> None:
    tab = opened(speech_report)
    reached = set()
    for _ in range(60):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate(FOCUSED))
    stops = {"skip", "print", "help-button", "sync", "next-leak", "original-title", "unfold"}
    assert stops <= reached
    tab.focus("#next-leak")
    tab.keyboard.press("Enter")
    assert len(selected(tab)) == 1


@pytest.mark.parametrize("width", [900, 420])
def test_a_narrow_window_scrolls_down_only(
    opened: Opened, speech_report: bytes, width: int
) -> None:
    tab = opened(speech_report, locale="en-GB", viewport={"width": width, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.keyboard.press("n")
    assert in_view(tab, "o-f3", "original")
    assert in_view(tab, "r-f3", "redacted")

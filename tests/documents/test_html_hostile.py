"""Pages that are made to cost time or memory, or to load something: bounded, or refused."""

from __future__ import annotations

import time

import pytest

from anonymizer.documents.document import Reading
from anonymizer.documents.files import ReadError
from anonymizer.documents.html import MAX_BYTES, read
from anonymizer.documents.html.tree import MAX_NODES

SAID = "今年全县完成固定资产投资23381万元，同比增长8.6%，这个成绩来之不易。"
MIME = "MIME-Version: 1.0\r\nContent-Type: multipart/related"

BOUNDED = {
    "nested": "<div>" * 100_000 + SAID,
    "nested inline": "<b>" * 100_000 + SAID + "</i>" * 100_000,
    "nested tables": "<table><tr><td>" * 5_000 + SAID,
    "crossed": "<div>" * 500 + "<td><p><table>" * 5_000 + SAID + "</div></p>" * 10_000,
    "a million attributes": "<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + f">{SAID}",
    "quotes never closed": f"<p>{SAID}</p>" + '<a href="x>' * 100_000,
    "quotes crossed": f"<p>{SAID}</p>" + '<a b=\'x" c="y>' * 100_000,
    "comments never closed": f"<p>{SAID}</p>" + "<!--" * 500_000,
    "tags never closed": f"<p>{SAID}</p>" + "</a" * 300_000,
    "titles never closed": f"<p>{SAID}</p>" + "<title>" * 50_000,
    "styles of comments": f"<p>{SAID}</p><style>" + "/*" * 500_000 + "</style>",
    "styles of rules": f"<p>{SAID}</p><style>" + "a{" * 500_000 + "</style>",
    "a long style": '<p style="' + "left:" * 200_000 + f'">{SAID}</p>',
    "references": f"<p>{SAID}</p><p>&#" + "9" * 500_000 + ";&#x" + "f" * 500_000 + ";",
    "spaces": f"<p>{SAID}" + " " * 2_000_000 + "</p>",
    "words of a site": f"<p>{SAID}</p><p>" + "打印 关闭 上一页 " * 28 + "x</p>",
}


@pytest.mark.parametrize("kind", BOUNDED)
def test_it_is_read_in_bounded_time(kind: str) -> None:
    began = time.process_time()
    document = read(BOUNDED[kind].encode(), "page.html", Reading())
    assert SAID in document.source.text
    assert SAID in read(document.save({}, []), "page.html", Reading()).source.text
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("page", "message"),
    [
        pytest.param("<p>" + "x" * MAX_BYTES, "a page of 32 MB", id="too long"),
        pytest.param("<p>a" * MAX_NODES, "more than 300,000 tags", id="too many tags"),
        pytest.param("<" * (MAX_NODES + 2), "more than 300,000 tags", id="too many signs"),
        pytest.param(
            "<script>" + "var a = '讲话，同志们。';" * 10_000 + "</script>",
            "no text that reads as a speech or a notice",
            id="scripts only",
        ),
        pytest.param(
            "<script>" + f"<p>{SAID}</p>", "no text that reads", id="a script that never ends"
        ),
        pytest.param(
            MIME + "; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n" * 100_000,
            "more than 10,000 parts",
            id="parts",
        ),
        pytest.param(
            MIME
            + "".join(
                f"; boundary=b{n}\r\n\r\n--b{n}\r\nContent-Type: multipart/related"
                for n in range(10_000)
            ),
            "holds no page",
            id="parts in parts",
        ),
        pytest.param(MIME + '; a="\\"' * 500_000, "without a boundary", id="a long header"),
    ],
)
def test_it_is_refused_with_the_reason(page: str, message: str) -> None:
    began = time.process_time()
    with pytest.raises(ReadError, match=rf"^page\.html: .*{message}"):
        read(page.encode(), "page.html", Reading())
    assert time.process_time() - began < 20


def test_no_entity_is_expanded_and_nothing_is_loaded() -> None:
    page = (
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://evil.example/x.dtd" [\n<!ENTITY a "哈哈哈哈哈哈">\n'
        '<!ENTITY b "&a;&a;&a;&a;">\n'
        '<!ENTITY c SYSTEM "file:///etc/hostname">\n]>\n'
        f"<html><body><p>{SAID}&b;&c;</p></body></html>"
    )
    assert read(page.encode(), "page.xhtml", Reading()).source.text == SAID + "&b;&c;"

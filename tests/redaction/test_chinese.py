from __future__ import annotations

from decimal import Decimal

import pytest

from anonymizer.redaction.chinese import chinese_number, chinese_numbers, is_vague


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("十", 10), ("十七", 17), ("二十", 20), ("一百零五", 105), ("一百一十一", 111),
        ("三千五百", 3500), ("三千二", 3200), ("两千三百五", 2350), ("六万二", 62_000),
        ("五万二千", 52_000), ("十一万六千", 116_000), ("一亿零六百万", 106_000_000),
        ("十一亿三千万", 1_130_000_000), ("一万五千亿", 1_500_000_000_000), ("百万", 1_000_000),
        ("二〇二一", 2021), ("壹佰伍拾", 150), ("四億零五千", 400_005_000), ("十几", 10),
        ("两", 2), ("零", 0), ("七八万", None), ("多", None), ("", None), ("五点", None),
    ],
)  # fmt: skip
def test_whole_numerals(text: str, wanted: int | None) -> None:
    assert chinese_number(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("七八万", ["70000", "80000"]), ("三五百", ["300", "500"]), ("五六十", ["50", "60"]),
        ("十七八", ["17", "18"]), ("二十四五", ["24", "25"]), ("七八", ["7", "8"]),
        ("三到五", ["3", "5"]), ("八点五", ["8.5"]), ("九点六亿", ["960000000"]),
        ("六百一十二", ["612"]), ("负六点六", ["-6.6"]), ("二〇二一", ["2021"]), ("几", []),
    ],
)  # fmt: skip
def test_one_number_or_two(text: str, wanted: list[str]) -> None:
    assert chinese_numbers(text) == [Decimal(number) for number in wanted]


def test_what_is_vague_says_so() -> None:
    assert is_vague("十几")
    assert is_vague("二十余")
    assert not is_vague("三百五十")

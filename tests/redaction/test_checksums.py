from __future__ import annotations

import pytest

from anonymizer import Span
from anonymizer.redaction.checksums import checked_kind, holds


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("id_card", "11010519491231002X"),
        ("id_card", "110105 19491231 002x"),
        ("id_card", "１１０１０５１９４９１２３１００２Ｘ"),
        ("id_card", "110105491231002"),
        ("bank_card", "6228 4800 8293 1745 606"),
        ("bank_card", "4111-1111-1111-1111"),
        ("credit_code", "91350100M000100Y43"),
        ("credit_code", "91 350100 M000100Y43"),
    ],
)
def test_a_right_check_digit_holds_in_any_spelling(kind: str, number: str) -> None:
    assert holds(kind, number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("id_card", "110105194912310021"),
        ("id_card", "11010519491231"),
        ("bank_card", "6228480082931745607"),
        ("credit_code", "91350100M000100Y44"),
        ("credit_code", "91350100I000100Y43"),
    ],
)
def test_a_wrong_check_digit_does_not(kind: str, number: str) -> None:
    assert not holds(kind, number)


@pytest.mark.parametrize(
    ("text", "number", "kind", "wanted"),
    [
        ("流水110105194912310021入账", "110105194912310021", "id_card", "number"),
        ("身份证号110105194912310021", "110105194912310021", "id_card", "id_card"),
        ("编号91350100M000100Y44", "91350100M000100Y44", "credit_code", "code"),
        ("单号6228480082931745607", "6228480082931745607", "bank_card", "number"),
        ("编号11010519491231002X", "11010519491231002X", "id_card", "id_card"),
        ("共220万元", "220", "money", "money"),
    ],
)
def test_the_check_digit_decides_the_kind(text: str, number: str, kind: str, wanted: str) -> None:
    start = text.index(number)
    span = Span(start, start + len(number), kind, "a.a")
    assert checked_kind(text, span) == wanted

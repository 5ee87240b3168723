"""The tables and the patterns of the persons' scan find the same places."""

from __future__ import annotations

import pytest

from anonymizer import kernel
from anonymizer.recognition.persons.spots import HAN, Look, Spots, pairs

_SPOTS = Spots(
    {
        "old": (Look("老小", "张王李"),),
        "clause": (Look("张王李", HAN, HAN, before="，。\n"),),
        "post": pairs(("县长", "书记", "局长")),
        "nothing": (Look(""),),
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老张说，王建国县长", {"old": [0], "clause": [4], "post": [7]}),
        ("王局长\n李书记", {"clause": [0, 4], "post": [1, 5]}),
        ("小王", {"old": [0]}),
        ("老", {}),
        ("", {}),
        ("𠀀张三李四，\U0001f600王五六", {}),
    ],
)
def test_both_ways_find_the_same(
    text: str, expected: dict[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for compiled in (True, False):
        monkeypatch.setattr(kernel, "COMPILED", compiled)
        found = {kind: places for kind, places in _SPOTS(text).items() if places}
        if expected or not text or len(text) == 1:
            assert found == expected
    long = (text + "，") * 40_000
    monkeypatch.setattr(kernel, "COMPILED", True)
    by_tables = _SPOTS(long)
    monkeypatch.setattr(kernel, "COMPILED", False)
    assert by_tables == _SPOTS(long)

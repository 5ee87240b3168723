from __future__ import annotations

import pytest

from anonymizer import load_rules, restore
from anonymizer.cleaning.width import widen
from anonymizer.edits import Patch
from tests.helpers import cases


@pytest.mark.parametrize("case", cases("width.yaml"))
def test_punctuation(case: dict[str, str]) -> None:
    edits = list(widen(case["before"], load_rules()))
    assert Patch(edits).apply(case["before"]) == case["after"]
    assert {edit.rule for edit in edits} <= {"width.punctuation"}


def test_brackets_change_in_pairs() -> None:
    for text in ("(GDP)增长", "增长(GDP)", "他(GDP(x)y)说", "全年(2.5) ok", "(a)(b)好"):
        wide = Patch(widen(text, load_rules())).apply(text)
        assert wide.count("（") == wide.count("）")
        assert wide.count("(") == wide.count(")")


def test_every_mark_is_an_edit_that_restore_undoes() -> None:
    from anonymizer import redact

    text = "很好,真好!"
    redaction = redact(text)
    assert [(e.text, e.replacement) for e in redaction.edits] == [(",", "，"), ("!", "！")]
    assert restore(redaction.text, redaction.manifest) == text

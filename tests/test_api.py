from __future__ import annotations

import doctest

import anonymizer
from anonymizer import Redaction, redact, restore


def test_the_example_in_the_docs_holds() -> None:
    assert doctest.testmod(anonymizer).failed == 0
    assert doctest.testmod(anonymizer).attempted >= 3


def test_every_public_name_is_there_and_documented() -> None:
    for name in anonymizer.__all__:
        assert hasattr(anonymizer, name)
        if not name.startswith("_") and callable(getattr(anonymizer, name)):
            assert getattr(anonymizer, name).__doc__, name


def test_a_redaction_has_text_slots_and_manifest() -> None:
    redaction = redact("投资220万元", profile="light", placeholder="numbered")
    assert isinstance(redaction, Redaction)
    assert redaction.text == "投资X1万元"
    assert redaction.slots == redaction.manifest.slots
    assert (redaction.manifest.profile, redaction.manifest.placeholder) == ("light", "numbered")


def test_restore_takes_the_manifest_or_its_json() -> None:
    redaction = redact("投资220万元")
    data = redaction.manifest.to_json()
    for manifest in (redaction.manifest, data, data.decode()):
        assert restore(redaction.text, manifest) == "投资220万元"

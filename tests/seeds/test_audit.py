"""The audit of a real pair: a speech as a site serves it, and as somebody published it with X."""

from __future__ import annotations

from pathlib import Path

import pytest

from anonymizer.auditing import Audit, audit_sources
from anonymizer.documents import open_document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the samples in ../shared are absent")


def sample(number: str) -> Path:
    return next(SEEDS.glob(f"{number}_*.txt"))


@pytest.fixture(scope="module")
def found() -> Audit:
    return audit_sources(open_document(sample("000")), open_document(sample("001")))


def test_every_stripped_fact_is_found_and_none_is_invented(found: Audit) -> None:
    expected = SEEDS / "000.light.expected.txt"
    placeholders = expected.read_text("utf-8").count("X")
    stripped = [fact for fact in found.facts if fact.verdict == "stripped"]
    assert len(stripped) == placeholders == 52
    assert [fact.text for fact in stripped if fact.kind == "person"] == ["少义"]
    assert "95" in {fact.text for fact in stripped}
    assert found.summary["over_stripped"] == found.summary["gone"] == 0


def test_the_places_that_were_kept_come_out_kept(found: Audit) -> None:
    kept = [fact.text for fact in found.facts if fact.verdict == "kept"]
    for name in ("呼中", "大白山", "呼滨", "呼亚", "兴安"):
        assert any(name in text for text in kept), name
    assert len(kept) == 5


def test_the_year_of_the_title_was_altered(found: Audit) -> None:
    (fact,) = [fact for fact in found.facts if fact.verdict == "altered"]
    assert (fact.text, fact.replacement) == ("2021", "2025")


def test_what_the_original_lacks_is_beyond_and_has_no_verdict(found: Audit) -> None:
    (beyond,) = found.beyond
    assert beyond[1] == len(found.redacted.text.rstrip())
    assert beyond[1] - beyond[0] > 2_000
    assert all(fact.redacted is None or fact.redacted[1] <= beyond[0] for fact in found.facts)


def test_swapped_texts_are_noticed() -> None:
    swapped = audit_sources(open_document(sample("001")), open_document(sample("000")))
    assert "swapped" in swapped.notes

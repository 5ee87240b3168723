"""What must hold for any two texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

import anonymizer
from anonymizer import audit
from anonymizer.auditing.record import VERDICTS, AuditRecord
from tests.helpers import PROFILES, STYLES
from tests.strategies import texts


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text, what may be a version of it, and a profile."""
    text = draw(texts)
    way = draw(st.sampled_from(("other", "redacted", "spliced", "turned")))
    if way == "other":
        return text, draw(texts), draw(st.sampled_from(PROFILES))
    profile, style = draw(st.sampled_from(PROFILES)), draw(st.sampled_from(STYLES))
    version = anonymizer.redact(text, profile, placeholder=style).text
    cut = draw(st.integers(0, len(version)))
    if way == "spliced":
        version = version[:cut] + draw(texts) + version[cut + draw(st.integers(0, 20)) :]
    if way == "turned":
        version = version[cut:] + version[:cut]
    return text, version, draw(st.sampled_from(PROFILES))


def assert_true(record: AuditRecord, original: str, redacted: str) -> None:
    """Every place of the record is in its text, and what it says stands there does."""
    for fact in record.facts:
        assert original[slice(*fact.original)] == fact.text
        assert fact.original[0] < fact.original[1]
        assert (fact.redacted is None) == (fact.replacement is None)
        if fact.redacted is not None:
            assert 0 <= fact.redacted[0] <= fact.redacted[1] <= len(redacted)
            assert redacted[slice(*fact.redacted)] == fact.replacement
        for trace in fact.traces:
            if trace.place is not None:
                assert redacted[slice(*trace.place)] == trace.text
        assert (fact.verdict == "kept_elsewhere") == bool(fact.traces)
        if fact.verdict in ("kept", "partly", "altered"):
            assert fact.redacted is not None
        if fact.verdict == "gone":
            assert fact.redacted is None
    places = [fact.original for fact in record.facts]
    assert all(first[1] <= second[0] for first, second in pairwise(places))
    verdicts = [fact.verdict for fact in record.facts]
    assert record.summary == {verdict: verdicts.count(verdict) for verdict in VERDICTS}
    for text, stretches in ((original, record.missing), (redacted, record.beyond)):
        bounds = [0, *(bound for stretch in stretches for bound in stretch), len(text)]
        assert bounds == sorted(bounds)
        assert all(start < end for start, end in stretches)
    for (start, end), (low, high) in record.passages:
        assert 0 <= start <= end <= len(original)
        assert 0 <= low <= high <= len(redacted)


@settings(max_examples=300)
@given(versions())
def test_any_two_texts(pair: tuple[str, str, str]) -> None:
    original, redacted, profile = pair
    found = audit(original, redacted, profile)
    record = found.record()
    assert_true(record, original, redacted)
    assert found.summary == record.summary
    assert audit(original, redacted, profile).record().to_json() == record.to_json()


@settings(max_examples=100)
@given(versions())
def test_without_values_everything_is_where_it_was(pair: tuple[str, str, str]) -> None:
    original, redacted, profile = pair
    found = audit(original, redacted, profile)
    masked = found.texts(values=False)
    assert list(map(len, masked)) == [len(original), len(redacted)]
    record = found.record(values=False)
    assert_true(record, *masked)
    known = found.record()
    assert (record.beyond, record.missing) == (known.beyond, known.missing)
    assert [fact.original for fact in record.facts] == [fact.original for fact in known.facts]
    assert not {c for fact in record.facts for c in fact.text} - {"▇", "\r", "\n"}


@settings(max_examples=60)
@given(texts)
def test_a_text_and_itself(text: str) -> None:
    record = audit(text, text).record()
    if "identical" not in record.notes:
        assert "empty_original" in record.notes  # marks at most
        return
    assert (record.beyond, record.missing) == ((), ())
    for fact in record.facts:
        beside = text[max(0, fact.original[0] - 1) : fact.original[1] + 1]
        if sum(map(str.isdecimal, beside)) == sum(map(str.isdecimal, fact.text)):
            assert (fact.verdict, fact.redacted) == ("kept", fact.original)


def test_texts_on_one_long_line() -> None:
    original = "投资220万元，少义书记到会，😀𠮷要抓好落实工作。" * 3_000
    record = audit(original, original.replace("220", "X")).record()
    assert_true(record, original, original.replace("220", "X"))
    assert record.summary["stripped"] == record.summary["kept"] == 3_000

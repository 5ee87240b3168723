"""The laws of the design, on any text whatever."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from anonymizer import Manifest, Redaction, load_rules, redact, restore
from anonymizer.documents import Source
from anonymizer.pipeline import Options, run, split
from anonymizer.redaction import UNIQUE
from anonymizer.redaction.spellings import label_of
from anonymizer.restoring import restore_bytes
from tests.helpers import PROFILES, STYLES, assert_true_offsets, overlapping, rebuilt
from tests.strategies import options, texts


def redacted(text: str, chosen: Options) -> Redaction:
    return run(Source.from_text(text), chosen, load_rules())


@settings(max_examples=400)
@given(texts, options())
def test_restore_gives_the_text_back(text: str, chosen: Options) -> None:
    redaction = redacted(text, chosen)
    manifest = Manifest.from_json(redaction.manifest.to_json())
    assert restore(redaction.text, manifest) == text


@settings(max_examples=150)
@given(texts, options(), st.sampled_from(("utf-8", "utf-16-le", "utf-16-be", "gb18030")))
def test_restore_gives_the_bytes_back(text: str, chosen: Options, encoding: str) -> None:
    from anonymizer.documents import decode

    # Control characters make a file a binary one, and lone surrogates are no text in any file.
    assume(not any((c < " " and c not in "\t\r\n") or "\ud800" <= c <= "\udfff" for c in text))
    data = text.encode(encoding)
    source = decode(data, encoding=encoding)
    redaction = run(source, chosen, load_rules())
    assert restore_bytes(redaction.text, Manifest.from_json(redaction.manifest.to_json())) == data


@settings(max_examples=400)
@given(texts, options())
def test_outside_the_records_the_output_is_the_input(text: str, chosen: Options) -> None:
    redaction = redacted(text, chosen)
    assert rebuilt(redaction) == redaction.text


@settings(max_examples=400)
@given(texts, options())
def test_every_slot_stands_where_it_says(text: str, chosen: Options) -> None:
    assert_true_offsets(redacted(text, chosen))


@settings(max_examples=150)
@given(texts, options())
def test_speeches_of_a_split_together_are_the_source(text: str, chosen: Options) -> None:
    parts = split(Source.from_text(text), chosen, load_rules())
    assert "".join(restore(part.text, part.manifest) for part in parts) == text
    for part in parts:
        assert_true_offsets(part)
        assert rebuilt(part) == part.text


# A surrogate is a plausible figure or name: nothing in the text tells it from a fact, so
# redacting it again must take it out again. All other styles are known for what they are.
@settings(max_examples=400)
@given(
    texts,
    options(tuple(style for style in STYLES if style != "surrogate")),
)
def test_no_slot_is_made_of_a_placeholder(text: str, chosen: Options) -> None:
    first = redacted(text, chosen)
    again = redacted(first.text, chosen)
    placeholders = [slot.output for slot in first.slots]
    assert overlapping((slot.source for slot in again.slots), placeholders) == []


# Unless the source holds placeholders itself, it is the same without being asked for.
@settings(max_examples=400)
@given(texts, options(UNIQUE))
def test_a_unique_placeholder_stands_nowhere_else(text: str, chosen: Options) -> None:
    redaction = redacted(text, replace(chosen, unique=True))
    own = {label_of(slot.placeholder, redaction.placeholder) for slot in redaction.slots}
    assert own.isdisjoint(redaction.taken)
    plain = redacted(text, replace(chosen, unique=False))
    if not plain.taken:
        assert plain.text == redaction.text


@settings(max_examples=400)
@given(texts, options(UNIQUE))
def test_the_values_in_an_unchanged_text_are_the_cleaned_ones(text: str, chosen: Options) -> None:
    redaction = redacted(text, replace(chosen, unique=True, title_year=None))
    edited = restore(redaction.text, redaction.manifest, edited=True)
    if chosen.profile != "light":  # it takes the speaker out of titles, and writes NX for n95
        assert edited == redaction.cleaned


@settings(max_examples=400)
@given(texts, options(UNIQUE))
def test_what_was_not_changed_in_a_text_is_found_as_well(text: str, chosen: Options) -> None:
    redaction = redacted(text, replace(chosen, unique=True))
    exact = restore(redaction.text, redaction.manifest, edited=True)
    assert restore(redaction.text + "。", redaction.manifest, edited=True) == exact + "。"


@settings(max_examples=100)
@given(texts, options())
def test_the_same_input_gives_the_same_output(text: str, chosen: Options) -> None:
    one, other = redacted(text, chosen), redacted(text, chosen)
    assert one.text == other.text
    assert one.manifest.to_json() == other.manifest.to_json()


@settings(max_examples=150)
@given(texts, st.sampled_from(PROFILES))
def test_without_cleaning_only_slots_change_under_standard(text: str, profile: str) -> None:
    redaction = redact(text, profile, clean=False)
    assert redaction.cleaned == text
    assert redaction.cleaning == ()
    if profile != "light":  # light also capitalises n95 and takes the speaker out of titles
        assert redaction.edits == ()


NAMES = ("周保汉", "栾树田", "曾高明", "亓学仁", "巩知新", "贺建明", "邱德旺", "欧阳立勋")
POSTS = ("县长", "副区长", "书记", "镇长", "局长")
AROUND = st.sampled_from(
    (
        "会前，{}到了村里。",
        "大家都说{}是个实在人。",
        "，{}带头干，",
        "向{}学习。",
        "\n{}说：",
        "（{}）",
    )
)


@given(
    st.sampled_from(NAMES),
    st.sampled_from(POSTS),
    st.lists(AROUND, max_size=6),
    st.sampled_from(PROFILES),
    st.booleans(),
    st.booleans(),
)
def test_a_person_found_once_is_replaced_everywhere(
    name: str, post: str, around: list[str], profile: str, behind: bool, last: bool
) -> None:
    anchor = f"。由{post}{name}负责。" if behind else f"。请{name}{post}讲话。"
    mentions = "".join(around).replace("{}", name)
    text = mentions + anchor if last else anchor + mentions
    redaction = redact(text, profile)
    people = {slot.entity for slot in redaction.slots if slot.kind == "person"}
    assert name not in redaction.text
    assert sum(slot.kind == "person" for slot in redaction.slots) == text.count(name)
    assert len(people) == 1

"""Slots of a document's text as changes of its runs: shared runs, fixed parts, copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer.documents.document import Block, Document, Removal
from anonymizer.edits import Edit, Patch
from anonymizer.inplace import COPY_RULE, InPlace, changes_of
from anonymizer.pipeline import Options, run
from anonymizer.restoring import restore_bytes
from anonymizer.rulebook import load


class Runs(Document):
    """A document of nothing but runs; saved, it is its text."""

    format = "docx"

    def __init__(self, runs: Sequence[str], blocks: Sequence[Block]) -> None:
        super().__init__("\x1f".join(runs).encode("utf-8", "surrogatepass"), "a.docx")
        self._runs, self._blocks = tuple(runs), tuple(blocks)
        self.removed: Sequence[Removal] = ()

    @property
    def runs(self) -> Sequence[str]:
        return self._runs

    @property
    def blocks(self) -> Sequence[Block]:
        return self._blocks

    def changed(self, changes: Mapping[int, Patch]) -> Runs:
        made = [changes.get(i, Patch()).apply(run) for i, run in enumerate(self._runs)]
        return Runs(made, self._blocks)

    def save(self, changes: Mapping[int, Patch], removed: Sequence[Removal]) -> bytes:
        self.removed = removed
        return self.changed(changes).source.text.encode("utf-8", "surrogatepass")


def document(*paragraphs: Sequence[str | int], runs: Sequence[str] = ()) -> Runs:
    """Paragraphs of texts, each a run of its own, of numbers of given runs, and fixed tabs."""
    all_runs, blocks = list(runs), []
    for number, paragraph in enumerate(paragraphs):
        parts: list[int | str] = []
        for piece in paragraph:
            if isinstance(piece, int) or piece in ("\t", "\n"):
                parts.append(piece)
            else:
                parts.append(len(all_runs))
                all_runs.append(piece)
        blocks.append(Block(f"p{number}", tuple(parts)))
    return Runs(all_runs, blocks)


def redacted(given: Runs, profile: str = "standard", style: str | None = None) -> InPlace:
    redaction = run(given.source, Options(profile, style, in_place=True), load())
    return InPlace(given, redaction)


def test_a_figure_split_over_runs_stands_in_the_first() -> None:
    made = redacted(document(["投资2", "2", "0万元，李", "县长", "到会。"]))
    assert made.text == "投资X万元，X县长到会。"
    assert made.data.decode() == made.text
    assert [slot.text for slot in made.slots] == ["220", "李"]
    assert [made.text[slice(*slot.output)] for slot in made.slots] == ["X", "X"]
    assert made.edits == ()


def test_nothing_is_cleaned() -> None:
    made = redacted(document(["投资220万元,  同比增长5%;"], ["更多精彩，尽在公文网。"]))
    assert made.text == "投资X万元,  同比增长X%;\n更多精彩，尽在公文网。"


def test_what_nobody_may_rewrite_stays() -> None:
    given = document(["投资2", "\t", "20万元"])
    (change,) = changes_of(given, [Edit(2, 6, "X")]).done
    assert change is not None
    assert (change.start, change.end, change.kept) == (2, 6, "\t")
    assert changes_of(given, [Edit(2, 6, "X")]).text.apply(given.source.text) == "投资X\t万元"


def test_a_copy_follows_and_counts_once() -> None:
    given = document(["投资220万元。"], [0], runs=["请找周明远同志。"])
    given = Runs(given.runs, [Block("p", (1,)), Block("box", (0,)), Block("copy", (0,))])
    made = redacted(given, style="numbered")
    assert made.text == "投资X1万元。\n请找X2同志。\n请找X2同志。"
    assert [slot.text for slot in made.slots] == ["220", "周明远"]
    assert [slot.id for slot in made.slots] == ["s1", "s2"]
    assert [(edit.rule, edit.text, edit.replacement) for edit in made.edits] == [
        (COPY_RULE, "周明远", "X2")
    ]


def test_a_paragraph_as_it_read_before_shares_what_stayed() -> None:
    """Deleted 00, inserted 20: 2⟦20⟧万元 now, 2⟦00⟧万元 before."""
    runs = ["投资2", "00", "20", "万元。"]
    blocks = [Block("now", (0, 2, 3)), Block("before", (0, 1, 3), "deletions")]
    made = redacted(Runs(runs, blocks))
    assert made.text == "投资X万元。\n\n投资X万元。"
    assert [slot.text for slot in made.slots] == ["220"]


def test_what_only_the_deletion_holds_is_removed_too() -> None:
    runs = ["投资", "3", "22", "0万元。"]
    blocks = [Block("now", (0, 2, 3)), Block("before", (0, 1, 3), "deletions")]
    made = redacted(Runs(runs, blocks))
    assert made.text == "投资X万元。\n\n投资X万元。"


def test_the_saver_is_told_what_was_removed() -> None:
    given = document(["投资220万元，请周明远同志", "到会。"])
    redacted(given)
    assert Removal("周明远", "person") in given.removed
    assert Removal("220", "money") in given.removed


def test_the_original_comes_back_from_the_manifest() -> None:
    given = document(["投资2", "20万元"])
    made = redacted(given)
    manifest = made.manifest_for("b.docx")
    assert (manifest.source.format, manifest.output.characters) == ("docx", len(made.text))
    assert restore_bytes(made.data, manifest) == given.data
    with pytest.raises(ValueError, match="was changed since"):
        restore_bytes(made.data + b" ", manifest)


_PIECES = st.sampled_from(["", "a", "bc", "def", "县县"])
_PARAGRAPH = st.lists(
    st.one_of(_PIECES.map(lambda text: text or "e"), st.just("\t"), st.integers(0, 2)), max_size=6
)


@given(st.lists(_PARAGRAPH, min_size=1, max_size=4), st.data())
def test_runs_and_text_agree(paragraphs: list[list[str | int]], data: st.DataObject) -> None:
    given_document = document(*paragraphs, runs=["甲乙", "丙", "丁戊己"])
    text = given_document.source.text
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(a, b, f"<{n}>", "rule") for n, (a, b) in enumerate(pairs)]
    changes = changes_of(given_document, edits)
    after = given_document.changed(changes.runs)
    assert changes.text.apply(text) == after.source.text
    for edit, change in zip(edits, changes.done, strict=True):
        if change is not None:
            start = changes.text.to_output(change.start)
            assert after.source.text[start : start + 3] == edit.replacement


@given(st.lists(st.sampled_from(["投资220万元", "请周明远", "同志", "到柳泉镇", "，", "5", "%"])))
def test_slots_and_edits_lead_from_the_text_to_the_new_text(pieces: list[str]) -> None:
    made = redacted(document(pieces, pieces[:3]))
    text = made.document.source.text
    changes = [Edit(*slot.source, slot.placeholder) for slot in made.slots]
    changes += [Edit(*edit.source, edit.replacement) for edit in made.edits]
    assert Patch(changes).apply(text) == made.text
    for slot in made.slots:
        assert text[slice(*slot.source)] == slot.text
        assert made.text[slice(*slot.output)] == slot.placeholder

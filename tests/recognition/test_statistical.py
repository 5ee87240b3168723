"""The statistical recogniser: what it reads, what it chooses, its file, and its training."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import kernel, rulebook
from anonymizer.recognition import statistical
from anonymizer.recognition.statistical import features, files, form, weights
from anonymizer.recognition.statistical.chain import Name, best
from anonymizer.recognition.statistical.form import LONGEST, PARTS
from anonymizer.recognition.statistical.weights import Model

ROOT = Path(__file__).parents[2]
BOOK = rulebook.load()
MODEL = weights.load(statistical.MODEL.read_bytes())
READ = features.Features(MODEL.table)
LEAST = dict.fromkeys(MODEL.kinds, 0.0)

FOUND = [
    ("刚才，⟦段立新⟧、⟦武晓梅⟧作了发言", "person"),
    ("老支书⟦邱德厚⟧带着大家修了这条路", "person"),
    ("到⟦青石坎⟧村看望群众", "place"),
    ("⟦柳泉⟧镇率先完成了任务", "place"),
    ("⟦恒泰源⟧食品有限公司扩建了厂房", "organization"),
]
LEFT = [
    "我们要高度重视，严肃查处，层层压实责任。",
    "各级各部门要提高认识，加强领导，狠抓落实。",
    "一分部署，九分落实，关键在人，关键在干。",
    "把短板补齐，把弱项变强，把实事办好。",
]


def names(text: str) -> list[Name]:
    return MODEL.names(READ(text), len(text), LEAST)


@pytest.mark.parametrize(("marked", "kind"), FOUND)
def test_names_that_only_context_tells(marked: str, kind: str) -> None:
    wanted = [part.partition("⟧")[0] for part in marked.split("⟦")[1:]]
    text = marked.replace("⟦", "").replace("⟧", "")
    assert [text[n.start : n.end] for n in names(text) if n.kind == kind] == wanted


@pytest.mark.parametrize("text", LEFT)
def test_sentences_without_names(text: str) -> None:
    assert names(text) == []


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = names(text)
    assert all(0 <= n.start < n.end <= len(text) and n.margin > 0 for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_name_is_judged_alike_wherever_its_paragraph_stands() -> None:
    text = "刚才，段立新、武晓梅作了发言，讲得都很好。"
    ahead = "同志们：\n今天的会很重要。\n"
    moved = [(n.start - len(ahead), n.end - len(ahead), n.kind) for n in names(ahead + text)]
    assert [n[:3] for n in names(text)] == [m for m in moved if m[0] >= 0]


def test_words_that_begin_end_and_lie_around() -> None:
    table = MODEL.table
    text = "全面深化改革"
    columns = dict(zip(features._COLUMNS, READ(text), strict=True))
    here = columns["words"][features._PAD : features._PAD + len(text)]
    starts, ends, inside = here & 7, here >> 3 & 7, here >> 6 & 7
    known = {"全面", "深化", "改革"} & BOOK.lexicon("common_words").words()
    assert known == {"全面", "深化", "改革"}
    assert starts[[0, 2, 4]].all() and ends[[1, 3, 5]].all() and inside[[1, 3, 5]].all()
    assert not starts[5] and not ends[0] and not inside[0]
    assert len(table(np.zeros(3, np.uint32))) == 6


def slow_best(scores: np.ndarray, model: Model) -> float:
    """The best sum of names that do not overlap, by trying every stretch one after the other."""
    size = len(scores)
    change, none = model.transitions, int(model.transitions[0, 0])
    best = [0] * (size + 1)
    for end in range(1, size + 1):
        best[end] = best[end - 1]
        for start in range(max(0, end - LONGEST), end):
            for kind in range(len(model.kinds)):
                first = 1 + len(PARTS) * kind
                if end - start == 1:
                    labels = [first + 3]
                else:
                    labels = [first, *[first + 1] * (end - start - 2), first + 2]
                path = [0, *labels, 0]
                steps = sum(int(change[a, b]) - none for a, b in pairwise(path))
                gain = sum(int(scores[start + i, label - 1]) for i, label in enumerate(labels))
                best[end] = max(best[end], best[start] + gain + steps)
    return best[size] / model.scale


@given(st.integers(0, 10_000), st.integers(1, 9))
def test_the_best_names_are_chosen(seed: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    # Without the shortcuts, which are for what speeches look like.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "_OPENING", -1e9)
        patch.setattr(weights, "_PLENTY", 1e9)
        _check(chance, size)


def _check(chance: np.random.Generator, size: int) -> None:
    scores = chance.integers(-60, 60, (size, 16)).astype(np.int32)
    least = np.zeros(len(MODEL.kinds))
    found = best(MODEL._stretches(np.arange(size), scores, least), LEAST)
    assert sum(n.margin for n in found) == pytest.approx(slow_best(scores, MODEL), abs=1e-6)


def test_the_file_is_the_model() -> None:
    again = weights.load(weights.dump(MODEL))
    assert (again.emissions == MODEL.emissions).all() and (again.screen == MODEL.screen).all()
    assert (again.transitions == MODEL.transitions).all() and again.scale == MODEL.scale
    text = "刚才，段立新、武晓梅作了发言"
    assert again.names(READ(text), len(text), LEAST) == names(text)


def test_the_file_is_small() -> None:
    assert statistical.MODEL.stat().st_size < 5_000_000


@pytest.mark.parametrize("cut", [0, 10, 30, 5000, 500_000])
def test_a_damaged_file_is_refused(cut: int) -> None:
    with pytest.raises(files.ModelError):
        weights.load(statistical.MODEL.read_bytes()[:cut])


@given(
    st.text(
        st.sampled_from("王李张段立新明国县书记镇河山区公司恒泰的在到由、，。\n9Ａ·🈶\ud800"),
        max_size=120,
    ),
    st.sampled_from((0.0, 1.0, -2.0)),
)
def test_the_kernel_finds_what_numpy_finds(text: str, least: float) -> None:
    wanted = dict.fromkeys(MODEL.kinds, least)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(kernel, "COMPILED", True)
        quick = statistical.loaded()(text, wanted)
        monkeypatch.setattr(kernel, "COMPILED", False)
        assert statistical.loaded()(text, wanted) == quick


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.txt")), ids=lambda p: p.stem)
def test_the_kernel_reads_speeches_as_numpy_does(path: Path) -> None:
    text = path.read_text("utf-8")
    wanted = {kind: 0.5 for kind in MODEL.kinds if kind != "name"}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(kernel, "COMPILED", True)
        quick = statistical.loaded()(text, wanted)
        monkeypatch.setattr(kernel, "COMPILED", False)
        assert statistical.loaded()(text, wanted) == quick != []


def test_a_damaged_file_is_refused_by_the_kernel() -> None:
    head, body = files.unpack(statistical.MODEL.read_bytes())
    for cut in (0, 10, 5000, 500_000, len(body) - 1):
        with pytest.raises(ValueError, match="too short"):
            kernel.Model(
                body[:cut], head.used, head.bits, head.scale, head.threshold, form.FEATURES,
                head.screened, head.transitions, form.CLASSES,
            )  # fmt: skip


def test_numpy_is_not_loaded_where_the_kernel_is() -> None:
    code = (
        "import sys, anonymizer;"
        "anonymizer.redact('刚才，段立新、武晓梅作了发言').text;"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_profile_can_leave_it_out(own_rules: Path) -> None:
    book = rulebook.load(own_rules)
    speech = "刚才，段立新、武晓梅作了发言"
    assert list(statistical.build(book, book.profile("standard"))(speech))
    assert not list(statistical.build(book, book.profile("bare"))(speech))


def test_training_gives_the_same_file_twice(tmp_path: Path) -> None:
    chance = random.Random(5)
    lines = []
    for _ in range(12):
        name = chance.choice("赵钱孙李周") + chance.choice("文武成康昭") + chance.choice("达远平")
        text = f"刚才，{name}作了发言。各级各部门要高度重视，狠抓落实。"
        spans = [[3, 3 + len(name), "person"]]
        lines.append(json.dumps({"text": text, "spans": spans}, ensure_ascii=False))
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    made = []
    for number in range(2):
        output = tmp_path / f"{number}.model"
        subprocess.run(
            [sys.executable, ROOT / "scripts/train_model.py", tmp_path / "gold.jsonl", "-o", output,
             "--swaps", "1", "--iterations", "5", "--bits", "12"],
            check=True,
            capture_output=True,
        )  # fmt: skip
        made.append(output.read_bytes())
    assert made[0] == made[1]
    assert weights.load(made[0]).kinds == ("person", "place", "organization", "name")

"""Train the statistical recogniser: annotated speeches in, ``names.model`` out.

    python scripts/train_model.py corpus/training/*.jsonl

Each speech is read several times, with its names swapped for others at random (from a
seed), so that the model learns where names stand rather than which. A conditional random
field over hashed features is trained with python-crfsuite; its weights are rounded to a
byte. The same input and seed give the same file on the same platform.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pycrfsuite
from name_swaps import Swapper
from numpy.typing import NDArray

from anonymizer import rulebook
from anonymizer.recognition.statistical import MODEL
from anonymizer.recognition.statistical.features import Features, buckets
from anonymizer.recognition.statistical.form import FEATURES, PARTS
from anonymizer.recognition.statistical.lexical import LexiconTable, table_of
from anonymizer.recognition.statistical.weights import Model, dump

KINDS = ("person", "place", "organization", "name")
SCREENED = [
    ("one", 0), ("one", -1), ("one", 1), ("two", -1), ("two", 0), ("three", -1), ("classes", 0),
    ("cover", -1), ("cover", 0), ("edge_cover", 0), ("surname_cover", 0), ("surname_cover", -1),
    ("surname_cover", -2), ("division", 0), ("post", 1), ("post_end", -1), ("given", 0),
    ("given", -1), ("syllables", 0), ("local", 0), ("local", -1),
]  # fmt: skip
"""What the screen looks at: few features, and those that tell names from words."""
MISSED = 0.012
"""The share of the characters of names that the screen may lose."""

Spans = list[tuple[int, int, str]]


def speeches(paths: Sequence[Path]) -> Iterator[tuple[str, Spans]]:
    """Texts with the names in them, those that only ``strict`` removes included."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            spans = [(s, e, k) for s, e, k in record["spans"] + record.get("strict", [])]
            yield record["text"], sorted(spans)


def label_numbers(size: int, spans: Spans) -> NDArray[np.int8]:
    """One label for each character: 0, or 1 + 4 * kind + part."""
    labels = np.zeros(size, np.int8)
    for start, end, kind in spans:
        if kind not in KINDS or labels[start:end].any():
            continue
        first = 1 + len(PARTS) * KINDS.index(kind)
        labels[start:end] = first + PARTS.index("I")
        labels[end - 1] = first + PARTS.index("E")
        labels[start] = first + PARTS.index("S" if end == start + 1 else "B")
    return labels


def train(
    documents: list[tuple[NDArray[np.uint32], NDArray[np.int8], list[int]]],
    algorithm: str,
    iterations: int,
    c1: float,
    c2: float,
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Weights of buckets and of changes of label, by their names."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for read, labels, cuts in documents:
        names = [str(label) for label in labels.tolist()]
        for start, end in pairwise(cuts):
            items = [[str(bucket) for bucket in row] for row in read[start:end].tolist()]
            trainer.append(items, names[start:end])
    trainer.select(algorithm)
    trainer.set_params({"max_iterations": iterations, "feature.possible_transitions": True})
    if algorithm == "lbfgs":
        trainer.set_params({"c1": c1, "c2": c2})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        return dict(info.state_features), dict(info.transitions)


def train_screen(
    documents: list[tuple[NDArray[np.uint32], NDArray[np.int8], list[int]]],
    numbers: Sequence[int],
    bits: int,
    copies: int,
) -> tuple[NDArray[np.int16], int]:
    """Weights and threshold that tell characters that may belong to names from the rest.

    The threshold is set on speeches that the weights have not seen in any copy.
    """
    read = np.concatenate([document[0][:, numbers] for document in documents])
    names = np.concatenate([document[1] for document in documents]) > 0
    check = np.zeros(len(names), bool)
    begin = 0
    for index, document in enumerate(documents):
        check[begin : begin + len(document[1])] = index % (len(documents) // copies) % 5 == 4
        begin += len(document[1])
    weights = np.zeros(1 << bits)
    squares = np.full(1 << bits, 1e-6)
    order = np.random.default_rng(1)
    learn = np.flatnonzero(~check)
    for _ in range(3):
        for batch in np.array_split(order.permutation(learn), len(learn) // 4096 + 1):
            seen = read[batch]
            share = 1 / (1 + np.exp(-np.clip(weights[seen].sum(1), -30, 30)))
            slope = (share - names[batch]) * np.where(names[batch], 8.0, 1.0)
            step = np.bincount(seen.ravel(), np.repeat(slope, len(numbers)), minlength=1 << bits)
            squares += step * step
            weights -= 0.3 * step / np.sqrt(squares) * (step != 0)
    whole = np.clip(np.round(weights * 12), -127, 127).astype(np.int16)
    sums = whole[read].sum(1, dtype=np.int32)
    threshold = int(np.quantile(sums[check & names], MISSED))
    passed = (sums[check] >= threshold).mean()
    print(f"screen: {passed:.1%} of the characters pass", file=sys.stderr)
    return whole, threshold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("speeches", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=MODEL)
    parser.add_argument("--swaps", type=int, default=3, help="swapped copies of each speech")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bits", type=int, default=18)
    parser.add_argument("--algorithm", choices=("lbfgs", "ap"), default="lbfgs")
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument("--c1", type=float, default=0.1)
    parser.add_argument("--c2", type=float, default=0.05)
    options = parser.parse_args()

    rules = rulebook.load()
    table = table_of(rules)
    features = Features(table)
    swap = Swapper(rules)
    texts = list(speeches(options.speeches))
    texts += [
        swap(text, spans, random.Random(f"{options.seed} {copy} {index}"))
        for copy in range(options.swaps)
        for index, (text, spans) in enumerate(texts)
    ]
    documents = []
    for text, spans in texts:
        columns, places = features(text), np.arange(len(text))
        read = buckets(columns, np.arange(len(FEATURES)), places, options.bits)
        cuts = [0, *(m.end() for m in re.finditer(r"\n+|[。！？；]", text)), len(text)]
        documents.append((read.T, label_numbers(len(text), spans), sorted(set(cuts))))
    print(f"{len(documents)} texts, {sum(len(t) for t, _ in texts)} characters", file=sys.stderr)

    numbers = [FEATURES.index(pair) for pair in SCREENED]
    screen, threshold = train_screen(documents, numbers, options.bits, 1 + options.swaps)
    states, changes = train(
        documents, options.algorithm, options.iterations, options.c1, options.c2
    )
    options.output.write_bytes(
        dump(rounded(states, changes, numbers, screen, threshold, options.bits, table))
    )
    print(f"{options.output}: {options.output.stat().st_size / 1e6:.2f} MB", file=sys.stderr)


def rounded(
    states: dict[tuple[str, str], float],
    changes: dict[tuple[str, str], float],
    numbers: Sequence[int],
    screen: NDArray[np.int16],
    threshold: int,
    bits: int,
    table: LexiconTable,
) -> Model:
    """The model with weights relative to label 0, in whole numbers of one byte."""
    size = 1 + len(KINDS) * len(PARTS)
    weights = np.zeros((1 << bits, size), np.float32)
    for (bucket, label), weight in states.items():
        weights[int(bucket), int(label)] = weight
    weights = weights[:, 1:] - weights[:, :1]
    top = float(np.quantile(np.abs(weights[weights != 0]), 0.9995))
    scale = 127 / top
    transitions = np.zeros((size, size), np.int32)
    for (source, target), weight in changes.items():
        transitions[int(source), int(target)] = round(weight * scale)
    for before in range(size):
        for behind in range(size):
            if not follows(before, behind):
                transitions[before, behind] = -(1 << 16)
    return Model(
        kinds=KINDS,
        bits=bits,
        scale=scale,
        emissions=np.clip(np.round(weights * scale), -127, 127).astype(np.int16),
        transitions=transitions,
        screened=np.array(numbers),
        screen=screen,
        threshold=threshold,
        table=table,
    )


def follows(label: int, following: int) -> bool:
    """Whether a label may stand behind another: I and E only within a name."""
    inside = label and (label - 1) % len(PARTS) < PARTS.index("E")
    goes_on = following and PARTS[(following - 1) % len(PARTS)] in "IE"
    if inside or goes_on:
        same = label and following and (label - 1) // len(PARTS) == (following - 1) // len(PARTS)
        return bool(inside and goes_on and same)
    return True


if __name__ == "__main__":
    main()

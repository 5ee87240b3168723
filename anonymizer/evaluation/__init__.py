"""Evaluation: how well the rules do against annotated text.

The text is taken as it stands, without cleaning: the annotation's offsets count its
characters. Recognition runs once for each document, whatever is asked for.
"""

from __future__ import annotations

from anonymizer.evaluation.gold import Document, GoldError, Mention, read_gold
from anonymizer.evaluation.labels import LabelError, Labels
from anonymizer.evaluation.run import evaluate
from anonymizer.evaluation.scores import Evaluation, Score, evaluation_schema

__all__ = [
    "Document",
    "Evaluation",
    "GoldError",
    "LabelError",
    "Labels",
    "Mention",
    "Score",
    "evaluate",
    "evaluation_schema",
    "read_gold",
]

"""Segmentation: collections into speeches, speeches into headings, paragraphs, sentences."""

from __future__ import annotations

from anonymizer.segmentation.breaks import breaks
from anonymizer.segmentation.outline import Block, Outline, Speech, outline
from anonymizer.segmentation.sentences import sentence_around, sentences

__all__ = ["Block", "Outline", "Speech", "breaks", "outline", "sentence_around", "sentences"]

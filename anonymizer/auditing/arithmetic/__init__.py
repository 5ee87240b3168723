"""Figures that a text gives away by arithmetic: 总投资100亿元，其中工业60亿元、农业X亿元.

The auditor has the original, so a relation that the words suggest is believed only if it
holds there: a total and its parts, before and now and the change, part and whole and share,
count and each and total. A stripped figure of such a relation whose other figures stand can
be read by anybody who can reckon.
"""

from anonymizer.auditing.arithmetic.derive import Derivation, derivations
from anonymizer.auditing.arithmetic.paragraphs import ShownFigure, placed

__all__ = ["Derivation", "ShownFigure", "derivations", "placed"]

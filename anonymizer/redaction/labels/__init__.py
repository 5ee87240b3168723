"""Labels: what each slot holds, in a few words that a person filling a form understands.

地区生产总值实现⟦23381⟧万元，同比下降⟦1.1⟧% → 地区生产总值, 地区生产总值同比下降.
The words are the text's own, with the facts taken out: a label goes into forms and reports
that must not give an original away, so every slot inside it reads X.
"""

from anonymizer.redaction.labels.labeller import labels

__all__ = ["labels"]

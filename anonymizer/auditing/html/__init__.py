"""The report of an audit for people: one HTML file that loads nothing, in Chinese and English."""

from anonymizer.auditing.html.page import PairTotals, page, totals

__all__ = ["PairTotals", "page", "totals"]

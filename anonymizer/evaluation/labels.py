"""From the labels of other people's annotations to kinds of ours."""

from __future__ import annotations

from collections.abc import Mapping

from anonymizer.rulebook import Rulebook
from anonymizer.slots import KINDS

NEUTRAL = ""
"""The kind of a marked stretch that is neither right nor wrong to remove."""


class LabelError(ValueError):
    """A label or a kind that nobody knows; the message names the cure."""


class Labels:
    """Kinds by label: the caller's own mapping first, then our kinds, then the lexicon."""

    def __init__(self, rulebook: Rulebook, own: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})
        for label, kind in self._own.items():
            if kind not in (*KINDS, NEUTRAL):
                raise LabelError(f"unknown kind {kind!r} for {label}; known are {', '.join(KINDS)}")
        table = rulebook.values("gold_labels")
        self._known = {label.casefold(): kind for label, kind in table.items()}

    def kind_of(self, label: str) -> str:
        """The kind of a label, :data:`NEUTRAL` for one left out. Raises :class:`LabelError`."""
        if label in self._own:
            return self._own[label]
        if label in KINDS:
            return label
        folded = label.casefold()
        if folded in self._known:
            return self._known[folded]
        if folded in KINDS:
            return folded
        shown = label if len(label) <= 40 else f"{label[:40]}…"
        raise LabelError(
            f"unknown kind or label {shown!r}; say which kind it is with --map LABEL=KIND "
            f"(leave it out with --map LABEL=); kinds are {', '.join(KINDS)}"
        )

"""Loops over every character of a text, compiled from C where that was possible.

``COMPILED`` says whether they are there. Where they are not (no C compiler when the package was
installed), the callers go the plain way of Python, ``re`` and numpy: slower, with the same
results.
"""

from __future__ import annotations

__all__ = ["COMPILED", "Model", "Sieve", "Stems", "Terms", "Words"]

try:
    from anonymizer.kernel.native import Model, Sieve, Stems, Terms, Words
except ImportError:  # pragma: no cover - either way is tested by switching COMPILED off
    COMPILED = False
else:
    COMPILED = True

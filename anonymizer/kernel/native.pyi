from collections.abc import Iterable, Sequence

class Sieve:
    """Where each of up to 64 looks fits, all in one pass over a text.

    A look says which characters may stand before a place, at it, and one and two behind it,
    as pairs of range ends; an empty string is any. Nothing before and behind the text counts
    as ``\\0``. ``kinds`` has the number of a list for each look.
    """

    def __new__(cls, looks: Sequence[tuple[str, ...]], kinds: bytes) -> Sieve: ...
    def places(self, text: str, among: Sequence[int] | None = None) -> list[list[int]]:
        """For each kind the offsets, of all or of ``among``, where one of its looks fits."""

class Terms:
    """Every place of every one of many terms.

    With ``leads`` only places behind one of its characters, or at the start of a text.
    """

    def __new__(cls, terms: Iterable[str], leads: str | None = None) -> Terms: ...
    def places(self, text: str) -> list[tuple[int, str]]:
        """Offset and term of every place, in order; at one place the shorter term first."""
    def longest(self, text: str) -> list[tuple[int, int]]:
        """Start and end of terms that do not overlap: the first of all, and the longest there."""

class Words:
    """Many words as a set, from texts with a word a line: up to eight groups of them."""

    def __new__(cls, *lines: str) -> Words: ...
    def __contains__(self, word: object) -> bool: ...
    def __len__(self) -> int: ...
    def among(self, groups: int) -> Words:
        """The words of some groups only, a bit for each; it shares the table."""
    def spans(
        self, text: str, begin: int, end: int, heads: int, shortest: int, longest: int
    ) -> list[tuple[int, int]]:
        """Start and end in ``text`` of the words that start in ``text[begin:end]``, in order.

        Those of ``shortest`` to ``longest`` characters, where the first ``shortest`` are a word
        of the groups ``heads``.
        """

class Stems:
    """Where the name begins that stands before a generic word; see ``recognition.stems``.

    ``words`` has groups of common words, words about places, listed places, and endings that
    no name has. ``cheap`` gives characters by what they cost alone, ``first`` and ``further``
    the odds of characters, ``length`` and ``most`` what names cost by their length, ``costs``
    are those of any other character, of a word, the least of a name, and the weight of odds.
    """

    def __new__(
        cls,
        words: Words,
        in_names: str,
        alone: str,
        prefixes: str,
        units: str,
        cheap: dict[float, str],
        first: dict[str, int],
        further: dict[str, int],
        length: tuple[float, ...],
        most: tuple[float, ...],
        costs: tuple[float, float, float, float],
        near: int,
    ) -> Stems: ...
    def before(
        self, text: str, end: int, generic: int, floor: int
    ) -> tuple[int, bool, bool, float] | None:
        """Start, whether it is listed, whether it is a word, and the gain, of the name."""

class Model:
    """A linear chain over hashed features of characters; see ``recognition.statistical``."""

    def __new__(
        cls,
        body: bytes,
        used: int,
        bits: int,
        scale: float,
        threshold: int,
        features: Sequence[tuple[str, int]],
        screened: Sequence[int],
        transitions: Sequence[Sequence[int]],
        classes: bytes,
    ) -> Model: ...
    def stretches(
        self, text: str, begin: int, end: int, least: tuple[float, ...]
    ) -> list[tuple[int, int, int, float]]:
        """What may be names in ``text[begin:end]``, in the order of their ends.

        Start and end (from ``begin``), the number of the kind, and by how much it is better
        than no name; each more than ``least`` of its kind.
        """

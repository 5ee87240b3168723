"""The one door to rule data: rules, lexicons and profiles, compiled into a bundle.

A run reads no YAML. :func:`load` hands out the built-in bundle: the one inside the wheel,
or for a source checkout the one in the user's cache, made anew when a file under
``rules/`` has changed. A folder of the user's own rules is laid over it by id.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Container, Iterator
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw, Struct

from anonymizer import cache, kernel, patterns
from anonymizer.ways import Way

PACKAGE = Path(__file__).resolve().parent
SHIPPED_BUNDLE = PACKAGE / "rules.bundle"

BUNDLE_FORMAT = 10
"""Part of every bundle's stamp; goes up when the meaning of a compiled rule changes."""


class RuleError(ValueError):
    """Rule data that cannot be used: names file, line and cure."""

    def __init__(self, message: str, path: Path | str = "", line: int = 0) -> None:
        place = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(f"{place}{message}")


class Rule(Struct, frozen=True, omit_defaults=True):
    """One rule as its file has it, with its pattern expanded.

    ``match`` is the pattern as written, ``regex`` the same with lexicons and fragments put
    in; ``literals`` are strings of which one must stand in a text for the rule to be tried,
    ``gate`` a cheap pattern, shared by many rules, that must be found in it; with
    ``anchor: figure`` the rule is only tried where a run of digits begins. ``line_start``
    is set when the pattern can only match at the start. ``starts`` are the characters with
    which a match can begin; where that is no help, ``near`` are those of its literals, and
    ``reach`` how far before one of them it can begin; ``ways``, for a noise rule, say how its
    lines are found (:mod:`anonymizer.starts`); ``behind``, where several rules may share its
    beginning, the characters of which one must follow that.
    ``kind`` is what the rule yields: a slot kind, ``keep``, or a kind of another stage;
    ``means`` the slot kind that a placeholder is read as. The remaining fields are what the
    rule's kind makes of them.
    """

    id: str
    kind: str
    description: str
    match: str
    regex: str
    score: float = 0.9
    means: str = ""
    keeps: str = ""
    examples: tuple[str, ...] = ()
    no_examples: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    gate: str = ""
    anchor: str = ""
    line_start: bool = False
    starts: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    reach: int = 0
    ways: tuple[Way, ...] = ()
    behind: str = ""
    where: str = ""
    zone: str = ""
    follows: int = 0
    replace: str = ""
    file: str = ""
    line: int = 0

    @property
    def found_by_literals(self) -> bool:
        """Whether a noise rule's lines are found by its literals alone, all of them telling."""
        return (
            self.kind == "noise"
            and self.where != "inline"
            and bool(self.literals)
            and min(map(len, self.literals)) > 1
        )


class Lexicon(Struct, frozen=True):
    """A named list of terms; ``values`` holds what stood behind tabs, if anything did.

    ``regex`` matches any of the terms, the longest first. A long lexicon has none, and
    comes ``packed``, one term a line: that loads many times faster than its terms do.
    """

    name: str
    about: str
    source: str
    licence: str
    date: str
    terms: tuple[str, ...]
    values: tuple[str, ...] = ()
    regex: str = ""
    packed: str = ""

    def words(self) -> frozenset[str]:
        """The terms as a set."""
        return frozenset(self.terms or self.packed.split("\n"))

    def mapping(self) -> dict[str, str]:
        """Term to value."""
        return dict(zip(self.terms, self.values or ("",) * len(self.terms), strict=True))


class Profile(Struct, frozen=True):
    """Which kinds go, and which rules (by id, ``*`` allowed) are left out for it."""

    id: str
    description: str
    kinds: tuple[str, ...]
    without: tuple[str, ...] = ()
    placeholder: str = "x"
    title_post: bool = False

    def uses(self, rule_id: str) -> bool:
        """Whether a rule takes part under this profile."""
        return not any(fnmatchcase(rule_id, pattern) for pattern in self.without)


class Bundle(Struct, frozen=True):
    """Everything under ``rules/``, compiled; ``sha256`` is that of the sources.

    A run asks for some of the lexicons only, so each comes encoded, by its name, and is
    decoded when it is asked for; so do the ``lists`` and ``numbers`` that are made of them
    (:mod:`anonymizer.wordlists`). ``heads`` says with which characters the parts can begin
    with which several rules do.
    """

    format: int
    sha256: str
    rules: tuple[Rule, ...]
    lexicons: dict[str, Raw]
    profiles: tuple[Profile, ...]
    noise_literals: Lexicon | None = None
    heads: dict[str, tuple[str, ...]] = {}
    lists: dict[str, Raw] = {}
    numbers: dict[str, Raw] = {}


class Rulebook:
    """Rules by kind, lexicons and profiles by name; what every stage is built from."""

    def __init__(self, bundle: Bundle) -> None:
        self.sha256 = bundle.sha256
        self.rules = bundle.rules
        self.noise_literals = bundle.noise_literals
        self.heads = bundle.heads
        self._encoded = bundle.lexicons
        self._lexicons: dict[str, Lexicon] = {}
        self._lists = bundle.lists
        self._numbers = bundle.numbers
        self._profiles = {profile.id: profile for profile in bundle.profiles}
        self._built: dict[object, object] = {}

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """Every rule by its id."""
        return {rule.id: rule for rule in self.rules}

    @property
    def lexicon_names(self) -> tuple[str, ...]:
        """The names of all lexicons."""
        return tuple(self._encoded)

    @property
    def profile_names(self) -> tuple[str, ...]:
        """The names of all profiles."""
        return tuple(self._profiles)

    def of_kind(self, *kinds: str) -> Iterator[Rule]:
        """The rules of these kinds, in the order of their files."""
        return (rule for rule in self.rules if rule.kind in kinds)

    def lexicon(self, name: str) -> Lexicon:
        """A lexicon by name. Raises :class:`RuleError` for an unknown one."""
        lexicon = self._lexicons.get(name)
        if lexicon is None:
            if name not in self._encoded:
                known = ", ".join(self._encoded)
                raise RuleError(f"unknown lexicon {name!r}; known are {known}")
            lexicon = msgspec.msgpack.decode(self._encoded[name], type=Lexicon)
            self._lexicons[name] = lexicon
        return lexicon

    def words(self, name: str) -> frozenset[str]:
        """The terms of a lexicon, or of a list made of several, as a set; built once."""
        words = self.once(("words", name), lambda: self._words(name))
        assert isinstance(words, frozenset)
        return words

    def lookup(self, *names: str) -> Container[str]:
        """What tells whether a string is in one of these long lexicons and lists; built once.

        It is ready much sooner than :meth:`words`, and can do nothing else.
        """
        built = self.once(("lookup", names), lambda: self._lookup(names))
        assert isinstance(built, Container)
        return built

    def _lookup(self, names: tuple[str, ...]) -> Container[str]:
        if kernel.COMPILED:
            return kernel.Words("\n".join(map(self._lines, names)))
        return frozenset().union(*map(self.words, names))

    def shared(self, *names: str) -> kernel.Words:
        """One table of these lexicons and lists, each a group of its own. Needs the kernel."""
        built = self.once(("shared", names), lambda: kernel.Words(*map(self._lines, names)))
        assert isinstance(built, kernel.Words)
        return built

    def _lines(self, name: str) -> str:
        if name in self._lists:
            return msgspec.msgpack.decode(self._lists[name], type=str)
        lexicon = self.lexicon(name)
        return lexicon.packed or "\n".join(lexicon.terms)

    def _words(self, name: str) -> frozenset[str]:
        lines = self._lines(name)
        return frozenset(lines.split("\n")) if lines else frozenset()

    def terms(self, name: str) -> list[str]:
        """The terms of a list made of several lexicons, sorted; what is built of them is fast."""
        packed = msgspec.msgpack.decode(self._lists[name], type=str)
        return packed.split("\n") if packed else []

    def numbers(self, name: str) -> dict[str, int]:
        """A table of numbers made of a lexicon."""
        return msgspec.msgpack.decode(self._numbers[name], type=dict[str, int])

    def values(self, name: str) -> dict[str, str]:
        """Term to value of a lexicon, built once."""
        mapping = self.once(("values", name), lambda: self.lexicon(name).mapping())
        assert isinstance(mapping, dict)
        return mapping

    def profile(self, name: str) -> Profile:
        """A profile by name. Raises :class:`RuleError` for an unknown one."""
        try:
            return self._profiles[name]
        except KeyError:
            known = ", ".join(self._profiles)
            raise RuleError(f"unknown profile {name!r}; known are {known}") from None

    def rule(self, rule_id: str) -> Rule:
        """A rule by id. Raises :class:`RuleError` that names the nearest ones."""
        if rule_id not in self.by_id:
            import difflib

            near = difflib.get_close_matches(rule_id, self.by_id, 3, 0.4)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise RuleError(f"unknown rule {rule_id!r}{hint}")
        return self.by_id[rule_id]

    def once(self, key: object, build: object) -> object:
        """What ``build()`` gives for this rulebook, built at the first call only."""
        if key not in self._built:
            self._built[key] = build() if callable(build) else build
        return self._built[key]


def mark_groups(pattern: re.Pattern[str]) -> list[int]:
    """The numbers of the groups that a rule's own pattern marks; 0, the whole, without marks."""
    groups = pattern.groupindex
    numbers: list[int] = []
    while (name := patterns.mark_name(len(numbers))) in groups:
        numbers.append(groups[name])
    return numbers or [0]


def load(overlay: Path | None = None) -> Rulebook:
    """The built-in rulebook, with the rules of a folder laid over it by id.

    Raises :class:`RuleError` when the folder's rules cannot be used.
    """
    if overlay is None:
        return builtin()
    if not overlay.is_dir():
        raise RuleError("no such folder of rules", overlay)
    if not rule_files(overlay):
        raise RuleError("holds no rules; expected *.yaml, lexicons/*.txt, profiles/*.yaml", overlay)
    return Rulebook(_cached_bundle([source_folder(), overlay]))


@lru_cache(maxsize=1)
def builtin() -> Rulebook:
    """The rulebook of the rules that came with the package, loaded once."""
    if SHIPPED_BUNDLE.is_file():
        return Rulebook(decode(SHIPPED_BUNDLE.read_bytes()))
    return Rulebook(_cached_bundle([source_folder()]))


def source_folder() -> Path:
    """Where the rule sources are: inside the wheel, or beside the package in a checkout."""
    inside = PACKAGE / "rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"


def encode(bundle: Bundle) -> bytes:
    """The bundle's bytes."""
    return msgspec.msgpack.encode(bundle)


def raw(value: object) -> Raw:
    """A part of a bundle that is decoded when it is asked for."""
    return Raw(msgspec.msgpack.encode(value))


def decode(data: bytes | Raw) -> Bundle:
    """A bundle from its bytes. Raises ``msgspec.DecodeError`` for anything else."""
    return msgspec.msgpack.decode(data, type=Bundle)


def rule_files(folder: Path) -> list[Path]:
    """All source files of a rule folder, in a fixed order."""
    files = [
        Path(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith((".yaml", ".txt")) and not name.startswith(".")
    ]
    found = filter(Path.is_file, files)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


_COMPILERS: Final = ("patterns.py", "rulefiles.py", "lexiconfiles.py", "starts.py", "wordlists.py")
"""The modules whose changes change what is compiled."""


def _stamp(folders: list[Path]) -> str:
    """What changes when a bundle of these folders would: sizes and times of all that it is from."""
    files = [PACKAGE / name for name in _COMPILERS]
    for folder in folders:
        files += rule_files(folder)
    stamps = [(path, path.stat()) for path in files]
    lines = [f"{path}\t{stat.st_size}\t{stat.st_mtime_ns}" for path, stat in stamps]
    return "\n".join([str(BUNDLE_FORMAT), *lines])


def _cached_bundle(folders: list[Path]) -> Bundle:
    """The bundle of these folders: from the user's cache if nothing has changed since.

    There is one for each choice of folders; a later one takes its place.
    """
    folders = [folder.resolve() for folder in folders]
    names = "\n".join(map(str, (PACKAGE, *folders)))
    cached = cache.cache_folder() / f"rules-{zlib.crc32(os.fsencode(names)):08x}.bundle"
    stamp = _stamp(folders)
    with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        made_from, bundle = msgspec.msgpack.decode(cached.read_bytes(), type=tuple[str, Raw])
        if made_from == stamp:
            return decode(bundle)
    from anonymizer import rulefiles  # YAML, only when something has changed

    made = rulefiles.compile_folders(folders)
    cache.write(cached, msgspec.msgpack.encode((stamp, Raw(encode(made)))))
    return made

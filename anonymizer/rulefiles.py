"""Reads rule sources (YAML and lexicons) and compiles them; every error names its line.

Only imported when something under a rule folder has changed, or to check one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from anonymizer import patterns, starts
from anonymizer.lexiconfiles import NAME, TRIE_LIMIT, name_error, read_lexicon
from anonymizer.rulebook import (
    BUNDLE_FORMAT,
    Bundle,
    Lexicon,
    Profile,
    Rule,
    RuleError,
    raw,
    rule_files,
)
from anonymizer.slots import KINDS
from anonymizer.wordlists import LISTS, NUMBERS

CLEANING_KINDS: Final = ("noise", "wrap", "width")
SEGMENT_KINDS: Final = ("line", "break")
EXTRACTION_KINDS: Final = ("blank", "no_blank", "reading")
RULE_KINDS: Final = (*KINDS, "keep", *CLEANING_KINDS, *SEGMENT_KINDS, *EXTRACTION_KINDS)

_FIELDS: Final[dict[str, type | tuple[type, ...]]] = {
    "id": str,
    "kind": str,
    "means": str,
    "description": str,
    "match": str,
    "gate": str,
    "anchor": str,
    "keeps": str,
    "score": (float, int),
    "examples": list,
    "no_examples": list,
    "where": str,
    "zone": str,
    "follows": int,
    "replace": str,
}
_CHOICES: Final = {
    "kind": RULE_KINDS,
    "means": KINDS,
    "where": ("line", "inline"),
    "zone": ("edge", "any"),
    "anchor": ("figure",),
    "keeps": ("unit", "post", "generic", "letters", "title"),
}
_TYPES: Final = {str: "text", list: "list, such as ['…', '…']", int: "whole number"}
_REQUIRED: Final = ("id", "kind", "description", "match", "examples", "no_examples")
_ID: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
_FRAGMENTS: Final = "fragments.yaml"


def compile_folders(folders: Sequence[Path]) -> Bundle:
    """One bundle from rule folders, each laid over the ones before it by id.

    A lexicon of the same name adds its terms (a line ``-term`` takes one away). Raises
    :class:`RuleError` with file and line for anything that is not right.
    """
    digest = hashlib.sha256()
    lexicons: dict[str, Lexicon] = {}
    fragments: dict[str, tuple[str, Path, int]] = {}
    profiles: dict[str, Profile] = {}
    rules: dict[str, tuple[CommentedMap, Path]] = {}
    for folder in folders:
        seen: dict[str, Path] = {}
        for path in rule_files(folder):
            data = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
            text = _decode(data, path)
            if path.suffix == ".txt":
                lexicon = read_lexicon(text, path, lexicons.get(path.stem))
                lexicons[lexicon.name] = lexicon
            elif path.name == _FRAGMENTS:
                fragments.update(_fragments(text, path))
            elif path.parent.name == "profiles":
                profile = _profile(text, path)
                profiles[profile.id] = profile
            else:
                for entry in _entries(text, path):
                    rule_id = entry["id"]
                    if rule_id in seen:
                        raise RuleError(
                            f"the id {rule_id} is taken already, in {seen[rule_id].name}; "
                            "give this rule another",
                            path,
                            _line(entry, "id"),
                        )
                    seen[rule_id] = path
                    rules[rule_id] = (entry, path)
    parts = _parts(lexicons, fragments)
    compiled = tuple(_rule(entry, path, parts) for entry, path in rules.values())
    return Bundle(
        BUNDLE_FORMAT,
        digest.hexdigest(),
        compiled,
        {name: raw(_packed(lexicon)) for name, lexicon in lexicons.items()},
        tuple(profiles.values()),
        _noise_literals(compiled),
        {
            head: starts.starts(parts[head[1:-1]])
            for head in sorted({patterns.head_of(rule.match) for rule in compiled} - {""})
        },
        {name: raw("\n".join(sorted(make(lexicons)))) for name, make in LISTS.items()},
        {name: raw(make(lexicons)) for name, make in NUMBERS.items()},
    )


def _packed(lexicon: Lexicon) -> Lexicon:
    """A long list of bare terms as one text; values would not fit in it."""
    if lexicon.regex or lexicon.values:
        return lexicon
    return msgspec.structs.replace(lexicon, terms=(), packed="\n".join(lexicon.terms))


def _noise_literals(rules: Sequence[Rule]) -> Lexicon | None:
    """What tells that a line may be a site's: the literals of the rules that have telling ones."""
    terms = sorted(
        {literal for rule in rules if rule.found_by_literals for literal in rule.literals}
    )
    if not terms:
        return None
    about = "literals of the noise rules"
    return Lexicon("noise_literals", about, "", "", "", tuple(terms), regex=patterns.trie(terms))


def _decode(data: bytes, path: Path) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RuleError(
            f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8", path, line
        ) from None
    _check_is_text(text, path)
    return text


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _check_is_text(text: str, path: Path) -> None:
    """Refuse what decodes as UTF-8 but is another encoding, or no text at all."""
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise RuleError(
            f"holds the control character U+{ord(found[0]):04X}; save the file as UTF-8 text",
            path,
            line,
        )


def _load(text: str, path: Path) -> Any:
    try:
        return YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or "is not YAML").strip().replace("\n", " ")
        if "'\\t'" in problem:
            problem += "; indent with spaces, not tabs"
        elif "another document" in problem:
            problem = "begins a second document; a file holds one list, without '---'"
        raise RuleError(problem, path, mark.line + 1 if mark else 0) from None
    except RecursionError:
        raise RuleError("is nested too deeply; a rule file is a plain list", path, 1) from None
    except (YAMLError, ValueError, TypeError) as error:
        problem = str(error).partition("\n")[0]
        raise RuleError(f"is not YAML: {problem}", path, 1) from None


def _line(entry: CommentedMap | CommentedSeq, key: Any = None) -> int:
    try:
        return int(entry.lc.key(key)[0] if key is not None else entry.lc.line) + 1
    except (KeyError, TypeError, AttributeError):
        return int(entry.lc.line) + 1


def _entries(text: str, path: Path) -> list[CommentedMap]:
    loaded = _load(text, path)
    if not isinstance(loaded, CommentedSeq):
        raise RuleError("a rule file is a list of rules, each beginning with '- id: …'", path, 1)
    entries = []
    for index, entry in enumerate(loaded):
        if not isinstance(entry, CommentedMap):
            raise RuleError("expected a rule ('- id: …')", path, loaded.lc.item(index)[0] + 1)
        _check_fields(entry, path)
        entries.append(entry)
    return entries


def _check_fields(entry: CommentedMap, path: Path) -> None:
    for key, value in entry.items():
        if key not in _FIELDS:
            known = ", ".join(_FIELDS)
            raise RuleError(f"unknown key {key!r}; known are {known}", path, _line(entry, key))
        if not isinstance(value, _FIELDS[key]) or isinstance(value, bool):
            wanted = _FIELDS[key]
            name = _TYPES[wanted] if isinstance(wanted, type) else "number"
            raise RuleError(f"{key} should be a {name}", path, _line(entry, key))
        if key in _CHOICES and value not in _CHOICES[key]:
            known = ", ".join(_CHOICES[key])
            raise RuleError(f"unknown {key} {value!r}; known are {known}", path, _line(entry, key))
    for key in _REQUIRED:
        if key not in entry:
            raise RuleError(f"the rule lacks {key!r}", path, _line(entry))
    if not _ID.fullmatch(entry["id"]):
        raise RuleError(
            f"the id {entry['id']!r} should read like money.amount: lower case, with a dot",
            path,
            _line(entry, "id"),
        )
    if len(entry["examples"]) < 2 or len(entry["no_examples"]) < 1:
        raise RuleError(
            "a rule proves itself by at least two examples and one no_example",
            path,
            _line(entry, "examples"),
        )
    _check_examples(entry, path)
    if entry["kind"] == "reading" and "means" not in entry:
        raise RuleError("a reading says what it means: means: money", path, _line(entry))
    if not 0 <= entry.get("score", 0.9) <= 1:
        raise RuleError("score lies between 0 and 1", path, _line(entry, "score"))


def _check_examples(entry: CommentedMap, path: Path) -> None:
    for key in ("examples", "no_examples"):
        for index, example in enumerate(entry[key]):
            line = entry[key].lc.item(index)[0] + 1
            if not isinstance(example, str):
                raise RuleError("an example is a text; put it in quotes", path, line)
            marks = "".join(c for c in example if c in patterns.OPEN + patterns.CLOSE)
            if marks.replace(patterns.OPEN + patterns.CLOSE, ""):
                raise RuleError(
                    f"the marks {patterns.OPEN} and {patterns.CLOSE} do not pair", path, line
                )
            if key == "examples" and not marks:
                raise RuleError(
                    f"the example marks nothing; put {patterns.OPEN}{patterns.CLOSE} around what "
                    "the rule takes, or move it to no_examples",
                    path,
                    line,
                )


def example_place(folders: Sequence[Path], rule: Rule, example: str) -> tuple[Path, int]:
    """The file and line of a rule's example, looked up in the last folder that has the rule."""
    for folder in reversed(folders):
        for path in rule_files(folder):
            if path.name != rule.file:
                continue
            for entry in _entries(_decode(path.read_bytes(), path), path):
                if entry["id"] != rule.id:
                    continue
                for key in ("examples", "no_examples"):
                    if example in entry[key]:
                        line = entry[key].lc.item(entry[key].index(example))[0] + 1
                        return path, int(line)
    return Path(rule.file), rule.line


def _rule(entry: CommentedMap, path: Path, parts: dict[str, str]) -> Rule:
    key = "match"
    try:
        regex = patterns.expand(entry["match"], parts)
        by_line = entry["kind"] == "line" or entry.get("where") == "line"
        patterns.check(regex, lines=by_line)
        # Rules of placeholders are looked for in whole texts; nothing tells where they begin.
        scanned = entry["kind"] in EXTRACTION_KINDS
        required = () if scanned else patterns.literals(regex)
        key = "gate"
        gate = patterns.expand(entry.get("gate", ""), parts)
        if gate:
            patterns.check(gate)
    except patterns.PatternError as error:
        raise RuleError(f"{entry['id']}: {error}", path, _line(entry, key)) from None
    for key in ("examples", "no_examples"):
        for index, example in enumerate(entry[key]):
            if not isinstance(example, str):
                line = entry[key].lc.item(index)[0] + 1
                raise RuleError("an example is a text; put it in quotes", path, line)
    begins = () if scanned else starts.starts(regex)
    anchor = str(entry.get("anchor", ""))
    if anchor:
        begins = starts.anchored_to(begins, _DIGITS)
    near, reach = ((), 0) if begins else starts.near(regex, required)
    has_head = bool(patterns.head_of(str(entry["match"])))
    rule = Rule(
        id=str(entry["id"]),
        kind=str(entry["kind"]),
        means=str(entry.get("means", "")),
        description=str(entry["description"]),
        match=str(entry["match"]),
        regex=regex,
        score=float(entry.get("score", 0.9)),
        keeps=str(entry.get("keeps", "")),
        examples=tuple(map(str, entry["examples"])),
        no_examples=tuple(map(str, entry["no_examples"])),
        literals=required,
        gate=gate,
        anchor=anchor,
        starts=begins,
        near=near,
        reach=reach,
        behind=starts.first(patterns.tail_of(regex)) if has_head else "",
        line_start=patterns.begins_at_start(regex),
        where=str(entry.get("where", "")),
        zone=str(entry.get("zone", "")),
        follows=int(entry.get("follows", 0)),
        replace=str(entry.get("replace", "")),
        file=path.name,
        line=_line(entry),
    )
    if rule.kind != "noise" or rule.where == "inline":
        return rule
    return msgspec.structs.replace(rule, ways=starts.ways(regex))


_DIGITS: Final = "09０９"
"""The ranges of what ``anchor: figure`` means by a figure."""


def _parts(
    lexicons: dict[str, Lexicon], fragments: dict[str, tuple[str, Path, int]]
) -> dict[str, str]:
    """What ``{name}`` can stand for. Fragments may name lexicons and earlier fragments."""
    parts = {name: lexicon.regex for name, lexicon in lexicons.items() if lexicon.regex}
    for name, (fragment, path, line) in fragments.items():
        long = next((n for n in lexicons if f"{{{n}}}" in fragment and n not in parts), "")
        if long:
            raise RuleError(
                f"{name}: {long} has over {TRIE_LIMIT} terms, too many for a pattern", path, line
            )
        parts[name] = _fragment(name, fragment, parts, path, line)
    return parts


def _fragment(name: str, fragment: str, parts: dict[str, str], path: Path, line: int) -> str:
    try:
        expanded = patterns.expand(fragment, parts)
        patterns.sre_parse.parse(expanded)
    except patterns.PatternError as error:
        raise RuleError(f"{name}: {error}", path, line) from None
    except (re.error, OverflowError, RecursionError) as error:
        raise RuleError(f"{name}: does not compile: {error}", path, line) from None
    return expanded


def _fragments(text: str, path: Path) -> dict[str, tuple[str, Path, int]]:
    loaded = _load(text, path)
    if not isinstance(loaded, CommentedMap):
        raise RuleError("fragments are a mapping of names to patterns", path, 1)
    for name, pattern in loaded.items():
        if not isinstance(pattern, str):
            raise RuleError(f"the fragment {name} should be a text", path, _line(loaded, name))
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise RuleError(name_error("fragment", name), path, _line(loaded, name))
    return {name: (str(loaded[name]), path, _line(loaded, name)) for name in loaded}


PLACEHOLDER_STYLES: Final = ("x", "numbered", "typed", "mou", "mask", "surrogate")
"""The styles of the redaction stage, which this one must not import; a test compares them."""
_PROFILE_TYPES: Final[dict[str, tuple[type, str]]] = {
    "id": (str, "a text"),
    "description": (str, "a text"),
    "kinds": (list, "a list of kinds, such as [person, place]"),
    "without": (list, "a list of rule ids, such as ['strict.*']"),
    "placeholder": (str, "a text"),
    "title_post": (bool, "true or false"),
}


def _profile(text: str, path: Path) -> Profile:
    loaded = _load(text, path)
    if not isinstance(loaded, CommentedMap):
        raise RuleError("a profile is a mapping with id, description, kinds", path, 1)
    known = ("id", "description", "kinds", "without", "placeholder", "title_post")
    for key in loaded:
        if key not in known:
            raise RuleError(
                f"unknown key {key!r}; known are {', '.join(known)}", path, _line(loaded, key)
            )
    for key in ("id", "description", "kinds"):
        if key not in loaded:
            raise RuleError(f"the profile lacks {key!r}", path, 1)
    for key, (wanted, named) in _PROFILE_TYPES.items():
        value = loaded.get(key)
        if key in loaded and (
            not isinstance(value, wanted)
            or (isinstance(value, list) and not all(isinstance(item, str) for item in value))
        ):
            raise RuleError(f"{key} should be {named}", path, _line(loaded, key))
    if (style := loaded.get("placeholder", "x")) not in PLACEHOLDER_STYLES:
        raise RuleError(
            f"unknown placeholder {style!r}; known are {', '.join(PLACEHOLDER_STYLES)}",
            path,
            _line(loaded, "placeholder"),
        )
    for kind in loaded["kinds"]:
        if kind not in KINDS:
            raise RuleError(
                f"unknown kind {kind!r}; known are {', '.join(KINDS)}", path, _line(loaded, "kinds")
            )
    return Profile(
        id=str(loaded["id"]),
        description=str(loaded["description"]),
        kinds=tuple(map(str, loaded["kinds"])),
        without=tuple(map(str, loaded.get("without", ()))),
        placeholder=str(loaded.get("placeholder", "x")),
        title_post=bool(loaded.get("title_post", False)),
    )

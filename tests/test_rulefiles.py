"""Every way a folder of rules can be wrong: one line that names the file, the line and the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from anonymizer import Rulebook, RuleError, load_rules
from anonymizer.redaction import STYLES
from anonymizer.rulefiles import PLACEHOLDER_STYLES, compile_folders

RULE = """\
- id: name.tower
  kind: name
  description: 楼名
  match: '⟦[㐀-鿿]{2}⟧大厦'
  examples: ['在⟦金色⟧大厦', '⟦云海⟧大厦']
  no_examples: ['大厦']
"""
LEXICON = "# name: towers\n# about: 楼名\n金色\n云海\t2\n"
PROFILE = "id: mine\ndescription: 我的\nkinds: [name]\n"

BAD_RULES = [
    ("not YAML", RULE + "  - [\n", 7, ""),
    ("an open quote", RULE.replace("大厦'\n", "大厦\n", 1), 0, ""),
    ("a key twice", RULE + "  kind: name\n", 7, "kind"),
    ("an unknown key", RULE + "  colour: red\n", 7, "unknown key 'colour'; known are id, kind"),
    ("an unknown kind", RULE.replace("kind: name", "kind: building"), 2, "unknown kind 'building'"),
    ("an unknown keeps", RULE + "  keeps: all\n", 7, "unknown keeps 'all'; known are unit"),
    ("a key of the wrong type", RULE + "  score: high\n", 7, "score should be a number"),
    ("a score out of range", RULE + "  score: 1.5\n", 7, "between 0 and 1"),
    ("an id twice", RULE + "\n" + RULE, 8, "the id name.tower is taken already"),
    (
        "an id without a dot",
        RULE.replace("name.tower", "Tower"),
        1,
        "should read like money.amount",
    ),
    ("no description", RULE.replace("  description: 楼名\n", ""), 1, "lacks 'description'"),
    ("one example only", RULE.replace(", '⟦云海⟧大厦'", ""), 5, "at least two examples"),
    ("no counter-example", RULE.replace("['大厦']", "[]"), 5, "at least two examples"),
    ("an example that is no text", RULE.replace("['大厦']", "[12]"), 6, "put it in quotes"),
    ("a pattern that does not compile", RULE.replace("]{2}", "{2}"), 4, "does not compile"),
    ("a repeat without bound", RULE.replace("{2}", "+"), 4, "repeats without bound"),
    (
        "a pattern that backtracks",
        RULE.replace("[㐀-鿿]{2}⟧", "(?:[㐀-鿿]{1,40}){1,40}⟧"),
        4,
        "backtrack",
    ),
    ("a look-behind of two widths", RULE.replace("'⟦", "'(?<=在{1,2})⟦"), 4, "look-behind"),
    ("a bad gate", RULE + "  gate: '([a'\n", 7, "does not compile"),
    ("an example without marks", RULE.replace("⟦云海⟧", "云海"), 5, "the example marks nothing"),
    ("an example half marked", RULE.replace("⟦云海⟧", "⟦云海"), 5, "do not pair"),
    ("a tab", RULE.replace("  kind", "\tkind"), 2, "indent with spaces, not tabs"),
    ("a kind of no type", RULE.replace("kind: name", "kind:"), 2, "kind should be a text"),
    ("a list for a text", RULE + "  keeps: [unit]\n", 7, "keeps should be a text"),
    ("a tag", RULE.replace("楼名", "!!int 楼"), 1, "is not YAML"),
    (
        "a tag of Python's",
        RULE.replace("kind: name", "kind: !!python/name:os.system x"),
        2,
        "kind should",
    ),
    ("two documents", RULE + "---\n" + RULE, 7, "begins a second document"),
    ("a NUL", RULE + "\0", 7, "U+0000; save the file as UTF-8 text"),
    ("nested without end", "[" * 1000, 1, "nested too deeply"),
    ("an empty file", "", 1, "a rule file is a list"),
    ("a pattern for nothing", RULE.replace("⟦[㐀-鿿]{2}⟧大厦", "⟦好?⟧"), 4, "can match nothing"),
    ("marks that do not pair", RULE.replace("⟧大厦'\n", "大厦'\n", 1), 4, "do not pair"),
    (
        "an unknown lexicon",
        RULE.replace("[㐀-鿿]{2}", "{towers}"),
        4,
        "unknown lexicon or fragment {towers}",
    ),
    ("no list", "id: name.tower\n", 1, "a rule file is a list"),
    ("a rule that is a text", "- name.tower\n", 1, "expected a rule"),
]


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    """A folder of rules; ``own`` is a rule file, ``lexicons__x`` and the like stand deeper."""
    for name, content in files.items():
        suffix = ".txt" if name.startswith("lexicons") else ".yaml"
        path = tmp_path / (name.replace("__", "/") + suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path


def error_of(path: Path) -> str:
    with pytest.raises(RuleError) as caught:
        compile_folders([path])
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("text", "line", "says"), [c[1:] for c in BAD_RULES], ids=[c[0] for c in BAD_RULES]
)
def test_a_bad_rule(tmp_path: Path, text: str, line: int, says: str) -> None:
    message = error_of(folder(tmp_path, own=text))
    place = f"{tmp_path / 'own.yaml'}:{line}: " if line else f"{tmp_path / 'own.yaml'}:"
    assert message.startswith(place), message
    assert says in message


def test_a_good_rule_compiles(tmp_path: Path) -> None:
    bundle = compile_folders([folder(tmp_path, own=RULE)])
    (rule,) = bundle.rules
    assert (rule.id, rule.file, rule.line, rule.literals) == (
        "name.tower",
        "own.yaml",
        1,
        ("大厦",),
    )


def test_the_same_id_in_two_files_names_both(tmp_path: Path) -> None:
    message = error_of(folder(tmp_path, one=RULE, two="# 二\n" + RULE))
    assert message.startswith(f"{tmp_path / 'two.yaml'}:2: ")
    assert "one.yaml" in message


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("金色\n" + "云海\n" + "金色\n", 3, "金色 stands here twice"),
        ("# name: houses\n金色\n", 1, "name: houses, the file is called towers"),
        ("# about: 空\n", 1, "no terms"),
        ("金色\n".encode() + "云海\n".encode("gbk"), 2, "is not UTF-8"),
        ("金色\n".encode("utf-16"), 1, "is not UTF-8"),
        ("gold\n".encode("utf-16-le"), 1, "U+0000; save the file as UTF-8 text"),
        ("金色\n" + "金" * 3000, 2, "the term has 3000 characters"),
    ],
    ids=["a term twice", "another name", "empty", "GBK", "UTF-16", "UTF-16 bare", "long"],
)
def test_a_bad_lexicon(tmp_path: Path, data: str | bytes, line: int, says: str) -> None:
    message = error_of(folder(tmp_path, own=RULE, lexicons__towers=data))
    assert message.startswith(f"{tmp_path / 'lexicons' / 'towers.txt'}:{line}: ")
    assert says in message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (PROFILE.replace("[name]", "[names]"), 3, "unknown kind 'names'"),
        (PROFILE + "color: red\n", 4, "unknown key 'color'"),
        (PROFILE.replace("kinds: [name]\n", ""), 1, "lacks 'kinds'"),
        ("- id: mine\n", 1, "a profile is a mapping"),
        (PROFILE.replace("[name]", "name"), 3, "kinds should be a list of kinds"),
        (PROFILE.replace("[name]", ""), 3, "kinds should be a list of kinds"),
        (PROFILE + "without: 5\n", 4, "without should be a list of rule ids"),
        (PROFILE + "placeholder: y\n", 4, "unknown placeholder 'y'; known are x, numbered"),
        (PROFILE + "title_post: maybe\n", 4, "title_post should be true or false"),
    ],
    ids=["kind", "key", "lacks", "list", "text", "none", "without", "style", "post"],
)
def test_a_bad_profile(tmp_path: Path, text: str, line: int, says: str) -> None:
    message = error_of(folder(tmp_path, own=RULE, profiles__mine=text))
    assert message.startswith(f"{tmp_path / 'profiles' / 'mine.yaml'}:{line}: ")
    assert says in message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("one: 1\n", 1, "the fragment one should be a text"),
        ("one: a\ntwo: '([a'\n", 2, "two: does not compile"),
        ("one: '{none}'\n", 1, "one: unknown lexicon or fragment {none}"),
        ("One-x: a\n", 1, "the fragment name 'One-x' should be lower case"),
    ],
)
def test_bad_fragments(tmp_path: Path, text: str, line: int, says: str) -> None:
    message = error_of(folder(tmp_path, own=RULE, fragments=text))
    assert message.startswith(f"{tmp_path / 'fragments.yaml'}:{line}: ")
    assert says in message


def test_a_lexicon_too_long_for_a_fragment(tmp_path: Path) -> None:
    terms = "".join(f"{chr(0x4E00 + n)}楼\n" for n in range(2001))
    message = error_of(folder(tmp_path, fragments="one: '{towers}'\n", lexicons__towers=terms))
    assert message.startswith(f"{tmp_path / 'fragments.yaml'}:1: one: ")
    assert "towers has over 2000 terms, too many for a pattern" in message


def test_a_lexicon_by_a_name_that_no_pattern_can_say(tmp_path: Path) -> None:
    (tmp_path / "Towers-1.txt").write_text("金色\n", encoding="utf-8")
    assert "lexicon name 'Towers-1' should be lower case" in error_of(tmp_path)


@pytest.mark.parametrize("value", ["abc def", "CNY x", "CNY 0", "CNY 1/0", "CNY 1 2"])
def test_a_unit_that_is_no_factor(tmp_path: Path, value: str) -> None:
    message = error_of(folder(tmp_path, lexicons__money_units=f"元\tCNY 1\n贯\t{value}\n"))
    assert message.startswith(f"{tmp_path / 'lexicons' / 'money_units.txt'}:2: the value ")
    assert "should be a unit and a factor" in message


def test_the_styles_are_those_of_the_redaction() -> None:
    assert tuple(STYLES) == PLACEHOLDER_STYLES


def test_a_byte_order_mark_and_crlf_do_not_matter(tmp_path: Path) -> None:
    rule = RULE.replace("[㐀-鿿]{2}", "{towers}").replace("\n", "\r\n")
    lexicon = LEXICON.replace("\n", "\r\n")
    files = {"own": f"\ufeff{rule}", "lexicons__towers": f"\ufeff{lexicon}"}
    book = Rulebook(compile_folders([folder(tmp_path, **files)]))
    assert book.values("towers") == {"金色": "", "云海": "2"}


def test_a_missing_or_empty_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(RuleError, match="rules") as caught:
            load_rules(path)
        assert str(caught.value).startswith(f"{path}: ")


def test_a_lexicon_stands_in_a_pattern(tmp_path: Path) -> None:
    rule = RULE.replace("[㐀-鿿]{2}", "{towers}")
    bundle = compile_folders([folder(tmp_path, own=rule, lexicons__towers=LEXICON)])
    book = Rulebook(bundle)
    assert book.values("towers") == {"金色": "", "云海": "2"}
    assert "金色" in book.rule("name.tower").regex


def test_a_later_folder_replaces_by_id_and_adds_the_rest(tmp_path: Path) -> None:
    base = folder(tmp_path / "a", own=RULE, lexicons__towers=LEXICON, profiles__mine=PROFILE)
    later = folder(
        tmp_path / "b",
        other=RULE.replace("楼名", "新楼名") + RULE.replace("name.tower", "name.gate"),
        lexicons__towers="-云海\n碧波\n",
        profiles__mine=PROFILE.replace("我的", "新的"),
    )
    book = Rulebook(compile_folders([base, later]))
    assert [rule.id for rule in book.rules] == ["name.tower", "name.gate"]
    assert book.rule("name.tower").description == "新楼名"
    assert book.lexicon("towers").terms == ("金色", "碧波")
    assert book.lexicon("towers").about == "楼名"
    assert book.profile("mine").description == "新的"


def test_the_hash_is_that_of_the_sources(tmp_path: Path) -> None:
    one = compile_folders([folder(tmp_path / "a", own=RULE)]).sha256
    same = compile_folders([folder(tmp_path / "b", own=RULE)]).sha256
    other = compile_folders([folder(tmp_path / "c", own=RULE + "\n")]).sha256
    assert one == same != other
    assert len(one) == 64

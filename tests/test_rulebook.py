from __future__ import annotations

from pathlib import Path

import pytest

from anonymizer import KINDS, RuleError, kernel, load_rules, redact, rulebook
from anonymizer.ruletest import check_rule, mark, unmark
from tests.conftest import OWN
from tests.helpers import PROFILES, ROOT, STYLES

RULES = ROOT / "rules"


@pytest.mark.parametrize("rule_id", [rule.id for rule in load_rules().rules])
def test_the_examples_of_every_rule_hold(rule_id: str) -> None:
    book = load_rules()
    assert [(f.example, f.outcome) for f in check_rule(book.rule(rule_id), book)] == []


def test_marks_come_off_and_go_on_again() -> None:
    assert unmark("投资⟦220⟧万元⟦⟧") == ("投资220万元", [(2, 5), (7, 7)])
    assert mark("投资220万元", [(2, 5), (7, 7)]) == "投资⟦220⟧万元⟦⟧"


def test_the_profiles_are_the_designs() -> None:
    assert set(load_rules().profile_names) == set(PROFILES)
    for name in PROFILES:
        profile = load_rules().profile(name)
        assert set(profile.kinds) <= set(KINDS)
        assert profile.placeholder in STYLES
        assert profile.description


def test_every_lexicon_says_what_it_is_and_where_it_is_from() -> None:
    for name in load_rules().lexicon_names:
        lexicon = load_rules().lexicon(name)
        assert all((lexicon.about, lexicon.source, lexicon.licence, lexicon.date)), name


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(RuleError, match=r"unknown profile 'mild'; known are .*light"):
        redact("1", "mild")
    with pytest.raises(RuleError, match=r"unknown lexicon 'post'; known are .*posts"):
        load_rules().lexicon("post")
    with pytest.raises(RuleError, match=r"did you mean money\.amount"):
        load_rules().rule("money.amuont")


def test_a_second_load_comes_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anonymizer import rulefiles

    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    wanted = rulebook._cached_bundle([tmp_path])

    def refuse(_: object) -> object:
        raise AssertionError("compiled again")

    monkeypatch.setattr(rulefiles, "compile_folders", refuse)
    assert rulebook._cached_bundle([tmp_path]) == wanted


def test_a_bundle_reads_back() -> None:
    small = rulebook.Bundle(1, "0" * 64, (load_rules().rule("money.amount"),), {}, ())
    assert rulebook.decode(rulebook.encode(small)) == small


@pytest.mark.parametrize("compiled", [True, False])
def test_long_lexicons_are_looked_up(compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "COMPILED", compiled)
    book = rulebook.Rulebook(rulebook._cached_bundle([rulebook.source_folder()]))
    found = book.lookup("idioms", "places_alone", "roles")
    for name in ("idioms", "places_alone", "roles"):
        assert book.words(name)
        assert all(word in found for word in book.words(name))
    assert not any(word in found for word in ("", "\n", "知", "知书达", "知书达理的"))


def test_a_changed_folder_is_compiled_anew(tmp_path: Path) -> None:
    text = (
        "- id: money.silver\n  kind: money\n  description: {}\n  match: '⟦[0-9]{{1,9}}⟧两'\n"
        "  examples: ['⟦12⟧两', '⟦3⟧两']\n  no_examples: ['两']\n"
    )
    path = tmp_path / "own.yaml"
    path.write_text(text.format("一"), encoding="utf-8")
    first = rulebook._cached_bundle([tmp_path])
    assert rulebook._cached_bundle([tmp_path]).sha256 == first.sha256
    path.write_text(text.format("其二"), encoding="utf-8")
    second = rulebook._cached_bundle([tmp_path])
    assert [bundle.rules[0].description for bundle in (first, second)] == ["一", "其二"]
    assert first.sha256 != second.sha256


def test_rules_of_ones_own_are_laid_over_the_built_in_ones(own_rules: Path) -> None:
    book = load_rules(own_rules)
    assert len(book.rules) == len(load_rules().rules) + 1
    assert book.rule("money.amount").description == "我的金额"
    redaction = redact("投资220万元，在云海大厦花3两", rules=own_rules)
    assert redaction.text == "投资X万元，在X大厦花X两"
    rules = [slot.rule for slot in redaction.slots]
    assert rules[1:] == ["name.tower", "money.amount"]
    assert rules[0] not in rules[1:]  # the built-in rule for 万元 is gone, its id taken
    assert redaction.manifest.rules_sha256 == book.sha256 != load_rules().sha256

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from anonymizer import FillError, Skeleton, fill, load_rules, redact, template
from anonymizer.documents import Source
from anonymizer.pipeline import Options, run
from anonymizer.templates import check, fitting, markup, sheet, skeleton_of
from anonymizer.templates.fill import named
from tests.helpers import ROOT, SEEDS
from tests.strategies import options, texts

SPEECH = "全镇投资220万元，李县长到会。去年亏损180万元，产量同比下降1.1%，李县长很满意。\r\n"
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
SAMPLES = sorted(SEEDS.glob("*.txt"))


def own_values(skeleton: Skeleton) -> str:
    return fill(skeleton.text, skeleton.values, schema=skeleton.schema(), partial=True)


def test_facts_become_variables() -> None:
    skeleton = template(SPEECH)
    assert skeleton.text == (
        "全镇投资{{ 全镇投资_万元 }}万元，{{ 县长 }}县长到会。"
        "去年亏损{{ 亏损_万元 }}万元，产量同比下降{{ 产量同比下降_百分比 }}%，"
        "{{ 县长 }}县长很满意。\r\n"
    )
    assert skeleton.values == {
        "全镇投资_万元": "220",
        "县长": "李",
        "亏损_万元": "180",
        "产量同比下降_百分比": "1.1",
    }
    assert skeleton.speech == SPEECH
    assert skeleton.characters == len(SPEECH)
    assert repr(skeleton) == "<Skeleton with 5 gaps>"


def test_each_gap_has_its_sentence_without_a_fact() -> None:
    gaps = template(SPEECH).gaps
    assert [gap.sentence for gap in gaps[:2]] == ["全镇投资X万元，X县长到会。"] * 2
    assert all(gap.sentence[gap.mark] == "X" for gap in gaps)
    assert [gap.mark for gap in gaps] == [4, 8, 4, 14, 17]


def test_a_short_form_has_a_variable_of_its_own() -> None:
    skeleton = template("县委书记王建国到会。会上，建国书记讲了话。王建国要求抓落实。")
    assert skeleton.values == {"县委书记": "王建国", "县委书记_简称": "建国"}
    assert own_values(skeleton) == skeleton.speech


@pytest.mark.usefixtures("placeholders_found")
def test_placeholders_of_others_and_our_own_facts_together() -> None:
    skeleton = template("X县投资XX万元。产量增长1.5%，xx书记到X县。")
    assert skeleton.text == (
        "{{ 县名 }}县投资{{ 投资_万元 }}万元。产量增长{{ 产量增长_百分比 }}%，"
        "{{ 书记 }}书记到{{ 县名 }}县。"
    )
    # A placeholder of others is its own value: the law holds, and a sheet shows what is open.
    open_ones = {"县名": "X", "投资_万元": "XX", "书记": "xx"}
    assert skeleton.values == {"产量增长_百分比": "1.5", **open_ones}
    assert fill(skeleton, skeleton.values) == skeleton.speech
    with pytest.raises(FillError, match="needs an amount"):
        fill(skeleton, {**skeleton.values, "投资_万元": "很多"})
    assert skeleton.gaps[2].sentence == "产量增长X%，X书记到X县。"
    assert own_values(skeleton) == "X县投资XX万元。产量增长1.5%，xx书记到X县。"
    schema = skeleton.schema()["properties"]
    assert isinstance(schema, dict)
    assert schema["投资_万元"]["placeholder"] == "XX"


def test_a_title_that_a_profile_rewrites_keeps_its_words() -> None:
    text = "县长在2021年会上的讲话\n同志们：\n好，投资3万元。\n"
    skeleton = template(text, "light")
    assert skeleton.text.startswith("县长在{{")
    assert own_values(skeleton) == text


def test_no_fact_at_all() -> None:
    skeleton = template("")
    assert (skeleton.text, skeleton.gaps, skeleton.values) == ("", (), {})


@pytest.mark.parametrize("path", [*CORPUS, *SAMPLES], ids=lambda path: path.stem)
def test_with_its_own_values_it_is_the_cleaned_speech(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    for profile in ("light", "standard", "strict"):
        skeleton = template(text, profile)
        assert own_values(skeleton) == skeleton.speech == redact(text, profile).cleaned
        assert fill(skeleton, skeleton.values, partial=True) == skeleton.speech


@pytest.mark.parametrize("path", CORPUS[:8], ids=lambda path: path.stem)
def test_schema_and_sentences_hold_no_original(path: Path) -> None:
    skeleton = template(path.read_text(encoding="utf-8"))
    named = {
        gap.original
        for gap in skeleton.gaps
        if gap.kind in ("person", "organization") and gap.original and len(gap.original) > 2
    }
    told = str(skeleton.schema())
    assert named
    assert not [name for name in named if name in told]
    assert "{{" not in re.sub(r"\{\{ \w+ \}\}", "", skeleton.text)


@given(texts, options(styles=("x",)))
def test_the_law_holds_for_any_text(text: str, chosen: Options) -> None:
    book = load_rules()
    redaction = run(Source.from_text(text), chosen, book)
    skeleton = skeleton_of(redaction, book)
    assert skeleton.speech == redaction.cleaned
    assert own_values(skeleton) == redaction.cleaned
    assert fill(skeleton, skeleton.values) == redaction.cleaned
    # The sheet alone says what values must look like, and its own always do.
    given = sheet.read(sheet.write(list(sheet.rows(skeleton)), ".json"), "v.json")
    pieces = markup.read(skeleton.text)
    assert fitting(pieces, check(named(pieces), given.fields, given.values).values) == (
        redaction.cleaned
    )


def test_a_figure_half_hidden_by_others_is_their_placeholder() -> None:
    skeleton = template("20xx年，出动1××人，电话138XXXX6021。")
    assert skeleton.text == "{{ 出动年份_年 }}年，出动{{ 出动_人 }}人，电话{{ 电话 }}。"

"""Pairs by an outsider's hand on which verdicts were wrong once."""

from __future__ import annotations

import time

import pytest

import anonymizer
from anonymizer import audit

_FIRE = (
    "同志们：今年1至9月，全镇共发生火警6起，过火面积135亩，比去年同期下降28%。各村要组建不少于"
    "20人的扑火队，镇财政拿出15万元购置风力灭火机30台。"
)
_SCHOOLS = (
    "同志们：全区现有中小学58所，在校学生4.36万人，专任教师3128名。去年投入1.9亿元，新改扩建"
    "幼儿园11所。区教育局长唐静同志要在三个月内拿出方案，年底前化解大班额126个。"
)
_TITLES = "【篇一】在全镇秋季防火动员会上的讲话", "【篇二】在区教育工作会议上的讲话"


def _strip(text: str, placeholder: str) -> str:
    for figure in ("1至9", "135", "3128", "4.36", "唐静", "126", "1.9", "28", "20", "15", "30"):
        text = text.replace(figure, placeholder)
    for figure in ("火警6", "小学58", "儿园11"):
        text = text.replace(figure, figure.rstrip("0123456789") + placeholder)
    return text


@pytest.mark.parametrize("placeholder", ["X", "×××", "***", "○○"])
def test_sections_that_changed_places_are_found(placeholder: str) -> None:
    original = "\n".join((_TITLES[0], _FIRE, _TITLES[1], _SCHOOLS))
    fire, schools = _strip(_FIRE, placeholder), _strip(_SCHOOLS, placeholder)
    redacted = "\n".join((_TITLES[0], schools, _TITLES[1], fire))
    for fact in anonymizer.audit(original, redacted).facts:
        place = fact.redacted
        assert (fact.text, fact.verdict) == (fact.text, "stripped")
        assert place is not None and "\n" not in redacted[slice(*place)]


def test_a_line_left_out_is_gone_and_not_hidden_by_the_next_placeholder() -> None:
    original = (
        "政府工作报告\n——2022年1月18日在潞川县人民代表大会会议上\n潞川县人民政府县长　秦立峰\n"
    )
    redacted = "政府工作报告\nXX县人民政府县长　○○\n"
    verdicts = [fact.verdict for fact in anonymizer.audit(original, redacted).facts]
    assert verdicts == ["gone"] * 4 + ["stripped"] * 2


def test_a_table_tells_a_figure_that_recognition_takes_for_a_bare_number() -> None:
    table = "\n项目\t数量\n新建道路（公里）\t128\n绿化面积（亩）\t3400\n"
    original = "新建道路128公里，绿化面积3400亩。" + table
    redacted = "新建道路X公里，绿化面积X亩。" + table
    facts = anonymizer.audit(original, redacted).facts
    assert [fact.verdict for fact in facts if fact.unit] == ["kept_elsewhere"] * 2


def test_a_long_passage_that_is_gone_takes_time_in_proportion() -> None:
    """Each of its facts was once judged by walking through all of the passage."""
    kept = "同志们，今天开会，说一说各村修水渠的事。" * 5

    def seconds(lines: int) -> float:
        left = "\n".join(
            f"第{n}村投资{n * 7}万元，修水渠{n * 3}米，受益群众{n * 2}户。" for n in range(lines)
        )
        started = time.process_time()
        found = audit(f"{kept}\n{left}", f"{kept}\n各村要抓紧。")
        assert found.summary["gone"] > 3 * lines
        return time.process_time() - started

    seconds(10)
    assert seconds(1_600) < 8 * max(seconds(400), 0.1)

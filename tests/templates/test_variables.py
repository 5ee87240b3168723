from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from anonymizer import KINDS
from anonymizer.templates import markup
from anonymizer.templates.gaps import Reference
from anonymizer.templates.variables import Names, base_name


@pytest.mark.parametrize(
    ("kind", "label", "unit", "name"),
    [
        ("money", "地区生产总值", "万元", "地区生产总值_万元"),
        ("percent", "同比下降", "%", "同比下降_百分比"),
        ("percent", "同比下降", "％", "同比下降_百分比"),
        ("quantity", "气温", "℃", "气温_摄氏度"),
        ("quantity", "面积", "m²", "面积_平方米"),
        ("date", "会议日期（年）", "年", "会议日期_年"),
        ("time", "值守时间（时）", "点", "值守时间_时"),
        ("person", "书记", None, "书记"),
        ("place", "镇", None, "镇名"),
        ("place", "地名", None, "地名"),
        ("organization", "单位名称", None, "单位名称"),
        ("money", None, "万元", "金额_万元"),
        ("quantity", "5公里", "公里", "数量_5公里"),
        ("number", "__", None, "数字"),
        ("quantity", "“三公” 经费", "元/吨", "三公_经费_元_吨"),
        ("name", "class", None, "class名"),
        ("term", "true", None, "true_"),
        ("term", "for", None, "for_"),
        ("quantity", "Ａ类", "个", "A类_个"),
    ],
)
def test_the_label_and_the_unit_make_the_name(
    kind: str, label: str | None, unit: str | None, name: str
) -> None:
    assert base_name(kind, label, unit) == name


def test_figures_are_told_apart_and_what_is_the_same_shares() -> None:
    names = Names()
    assert [names.name("增长", None) for _ in range(3)] == ["增长", "增长_2", "增长_3"]
    assert [names.name("书记", same) for same in ("a", "b", "a")] == ["书记", "书记_2", "书记"]
    assert names.name("增长_2", None) not in ("增长", "增长_2", "增长_3")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.one_of(st.none(), st.text(max_size=20)),
            st.one_of(st.none(), st.text(max_size=5)),
        ),
        max_size=12,
    )
)
def test_names_are_unique_and_valid_everywhere(slots: list[tuple[str, str, str]]) -> None:
    names = Names()
    made = [names.name(base_name(*slot), None) for slot in slots]
    assert len(set(made)) == len(made)
    for name in made:
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert markup.read(markup.tag(name)) == [Reference(name)]
        assert Environment().from_string(markup.tag(name)).render({name: "值"}) == "值"

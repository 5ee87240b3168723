"""Stripped names, dates and codes in the name of a file."""

from __future__ import annotations

import pytest

from anonymizer import load_rules
from anonymizer.auditing.names import NamePart, figure_traces, name_traces
from tests.auditing.figuring import figures_of
from tests.helpers import seconds

LI = NamePart("李少义", "person", "李少义", "e1")
LI_GIVEN = NamePart("少义", "person", "少义", "e1")
OUYANG = NamePart("欧阳建平", "person", "欧阳建平", "e2")
GAO = NamePart("高峰", "person", "高峰", "e3")
NONG = NamePart("农", "person", "农", "e4")
HUZHONG = NamePart("呼中", "place", "呼中镇", "e5")
ANDING = NamePart("安定", "place", "安定镇", "e6")
HENGFENG = NamePart("恒丰锰业", "organization", "恒丰锰业有限公司", "e7")
PHONE = NamePart("13812345678", "phone", "13812345678")
PLATE = NamePart("黑P12345", "plate", "黑P12345")

FOUND = [
    (LI, "⟦李少义⟧同志讲话.docx"),
    (LI, "呼中区2021年讲话-⟦少义⟧.txt"),
    (LI_GIVEN, "讲话（⟦少义⟧）.txt"),
    (OUYANG, "⟦建平⟧同志在全会上的讲话"),
    (GAO, "⟦高峰⟧书记在全会上的讲话"),
    (GAO, "县长⟦高峰⟧同志.txt"),
    (NONG, "⟦农⟧副市长讲话.txt"),
    (HUZHONG, "⟦呼中⟧区2021年讲话.txt"),
    (HUZHONG, "⟦呼中镇⟧会议材料"),
    (ANDING, "⟦安定镇⟧会议材料"),
    (ANDING, "⟦安定⟧乡会议材料"),
    (HENGFENG, "在⟦恒丰锰业⟧调研.txt"),
    (PHONE, "联系方式⟦１３８１２３４５６７８⟧.txt"),
    (PLATE, "车辆⟦黑p12345⟧".upper()),
]

NOT_FOUND = [
    (LI, "在少先队建队日上的讲话"),
    (LI, "张义少同志讲话.docx"),
    (GAO, "在高峰论坛上的讲话.txt"),
    (GAO, "防汛高峰期.txt"),
    (NONG, "农业农村工作会议.txt"),
    (NONG, "农村书记培训.txt"),
    (ANDING, "社会安定工作会.txt"),
    (ANDING, "安定团结.txt"),
    (PHONE, "113812345678.txt"),
    (PLATE, "黑P123456"),
    (HENGFENG, "恒丰会计所"),
]


def place_of(marked: str) -> tuple[str, tuple[int, int]]:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    return marked.replace("⟦", "").replace("⟧", ""), (start, end)


@pytest.mark.parametrize(("name", "marked"), FOUND)
def test_a_name_stands_there(name: NamePart, marked: str) -> None:
    text, (start, end) = place_of(marked)
    assert name_traces([name], text, load_rules()) == {0: (start, end, text[start:end])}


@pytest.mark.parametrize(("name", "text"), NOT_FOUND)
def test_a_word_or_another_name_stands_there(name: NamePart, text: str) -> None:
    assert name_traces([name], text, load_rules()) == {}


def test_a_word_is_a_name_where_the_same_name_stands_whole() -> None:
    parts = [NamePart("郑高峰", "person", "郑高峰", "e1"), NamePart("高峰", "person", "高峰", "e1")]
    rules = load_rules()
    assert set(name_traces(parts, "高峰讲话", rules)) == set()
    assert set(name_traces(parts, "郑高峰讲话-高峰", rules)) == {0, 1}


DATED = "2021年6月30日，推行“12335”工作法，投资220万元，于8月15日验收。"
TRACES = [
    ("2021年讲话.txt", {"2021"}),
    ("2021年度总结", {"2021"}),
    ("讲话2021-06.txt", {"2021", "6"}),
    ("20210630讲话", {"2021", "6", "30"}),
    ("讲话_2021_06_30_1", {"2021", "6", "30"}),
    ("2021.6.30", {"2021", "6", "30"}),
    ("二〇二一年六月三十日", {"2021", "6", "30"}),
    ("8月15日会议", {"8", "15"}),
    ("12335工作法", {"12335"}),
    ("投资220万元的项目", {"220"}),
    ("2020年讲话.txt", set()),
    ("20200630讲话", set()),
    ("6月讲话", set()),
    ("123356", set()),
    ("投资1220万元的项目", set()),
    ("20211讲话", set()),
    ("220号楼", set()),
    ("0815", set()),
]


@pytest.mark.parametrize(("name", "expected"), TRACES)
def test_figures_of_a_file_name(name: str, expected: set[str]) -> None:
    figures = figures_of(DATED)
    found = figure_traces(figures, name)
    assert {figures[number].text for number in found} - {"8"} == expected - {"8"}
    assert all(name[start:end] == text for start, end, text in found.values())


def test_twenty_thousand_names_in_a_long_title() -> None:
    names = [
        NamePart(f"村{index}", "place", f"村{index}镇", f"e{index}") for index in range(20_000)
    ]
    title = "村19999镇讲话" + "材料" * 2_000
    found = {}

    def work() -> None:
        found.update(name_traces(names, title, load_rules()))

    assert seconds(work, bound=3.0) < 3.0
    assert set(found) == {19_999}

from __future__ import annotations

import pytest

from anonymizer import rulebook
from anonymizer.recognition.mentions import Linker
from anonymizer.ruletest import mark
from anonymizer.slots import Span

CASES = [
    (
        "organization",
        "恒丰锰业",
        "由恒丰锰业有限公司承建。后来⟦恒丰锰业⟧扩产，⟦恒丰⟧公司又招了工。",
    ),
    (
        "organization",
        "天长市华通仪表线缆",
        "天长市华通仪表线缆有限公司转产。⟦华通仪表线缆⟧走得早。",
    ),
    ("organization", "绿碳源", "绿碳源公司签了约。⟦绿碳源⟧承诺收储。"),
    ("place", "黑石岭", "黑石岭村通了路。⟦黑石岭⟧的人高兴。"),
    ("place", "白蒲", "白蒲镇开了会。走进⟦白蒲⟧，处处是景。"),
    ("person", "栾树田", "局长栾树田通报。群众都夸⟦栾树田⟧。"),
    ("name", "护岭清风", "“护岭清风”行动开始。⟦护岭清风⟧见了效。"),
    # 词连同后面的通名，是同一个地方。
    ("place", "泥水", "泥水河涨了。有人当泥水匠，我负责⟦泥水⟧河。"),
    ("place", "和平", "和平村修路。走到⟦和平⟧村，世界和平。"),
    # 词、跨着两个词的字串、单字都不连。
    ("place", "建设", "建设乡开会。建设要快。"),
    ("place", "周至", "周至县来人。每周至少去两次。"),
    ("organization", "江苏", "江苏银行放款。江苏来客。"),
    ("person", "王", "王县长到会。大王沟的水。"),
]


@pytest.mark.parametrize(("kind", "name", "marked"), CASES)
def test_other_mentions_and_short_forms(kind: str, name: str, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    given = Span(text.index(name), text.index(name) + len(name), kind, f"{kind}.test", 0.9)
    if name == "江苏":
        marked = "江苏银行放款。⟦江苏⟧来客。"
    found = Linker(rulebook.load())(text, [given])
    assert mark(text, [(span.start, span.end) for span in found]) == marked


def test_an_unsure_name_is_not_looked_for() -> None:
    text = "白蒲镇开了会。走进白蒲。"
    assert list(Linker(rulebook.load())(text, [Span(0, 2, "place", "place.test", 0.5)])) == []


def test_a_mention_never_overlaps_a_given_span() -> None:
    text = "恒丰公司和恒丰锰业公司。"
    spans = [Span(0, 2, "organization", "a", 0.9), Span(5, 9, "organization", "b", 0.9)]
    assert list(Linker(rulebook.load())(text, spans)) == []

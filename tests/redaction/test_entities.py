"""One entity, one fate: short forms carry the number and the surrogate of the whole name."""

from __future__ import annotations

import pytest

from anonymizer import redact
from anonymizer.redaction.entities import entities
from anonymizer.slots import Span


def numbers(text: str, *names: tuple[str, str]) -> list[int]:
    spans = []
    place = 0
    for name, kind in names:
        place = text.index(name, place)
        spans.append(Span(place, place + len(name), kind, "test"))
        place += len(name)
    return entities(text, spans)


@pytest.mark.parametrize(
    ("text", "names", "kind", "wanted"),
    [
        ("王建国、建国、王书记", ["王建国", "建国", "王"], "person", [1, 1, 1]),
        ("王建国、王大伟、王书记", ["王建国", "王大伟", "王"], "person", [1, 2, 3]),
        ("欧阳志远、志远、欧阳", ["欧阳志远", "志远", "欧阳"], "person", [1, 1, 1]),
        ("恒丰锰业、恒丰", ["恒丰锰业", "恒丰"], "organization", [1, 1]),
        ("恒丰锰业、恒丰建材、恒丰", ["恒丰锰业", "恒丰建材", "恒丰"], "organization", [1, 2, 3]),
        ("呼中镇、呼中", ["呼中", "呼中"], "place", [1, 1]),
        ("12万、12万", ["12", "12"], "money", [1, 2]),
    ],
)
def test_numbers(text: str, names: list[str], kind: str, wanted: list[int]) -> None:
    assert numbers(text, *((name, kind) for name in names)) == wanted


def test_a_place_is_no_short_form_of_a_person() -> None:
    assert numbers("王建国、王村", ("王建国", "person"), ("王", "place")) == [1, 2]


def test_a_short_form_is_cut_from_the_surrogate() -> None:
    result = redact("副县长王建国到会。王建国讲了话，王县长很满意。", placeholder="surrogate")
    whole = result.slots[0].placeholder
    assert whole != "王建国" and len(whole) == 3
    assert [slot.placeholder for slot in result.slots] == [whole, whole, whole[0]]
    assert len({slot.entity for slot in result.slots}) == 1

"""The samples beside the repository: they are not ours to copy, only to be tried."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from anonymizer import Manifest, load_rules
from anonymizer.documents import open_document
from anonymizer.pipeline import Options, run, split
from anonymizer.restoring import restore_bytes
from tests.helpers import PROFILES, SEEDS, STYLES, assert_true_offsets, rebuilt
from tests.helpers import run as command

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the samples (../shared/seeds) are not beside this checkout"
)

SAMPLES = sorted(SEEDS.glob("00?_*.txt"))


def sample(number: str) -> Path:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path


def test_000_light_is_what_was_published() -> None:
    done = command("redact", sample("000"), "--profile", "light", "--title-year", "2025")
    assert (done.status, done.err) == (0, "")
    assert done.out == (SEEDS / "000.light.expected.txt").read_bytes()


def test_000_without_a_year_has_x_in_the_title() -> None:
    wanted = (SEEDS / "000.light.expected.txt").read_bytes().split(b"\n")
    found = command("redact", sample("000"), "--profile", "light").out.split(b"\n")
    different = [i for i, pair in enumerate(zip(wanted, found, strict=True)) if len(set(pair)) > 1]
    assert different == [0]
    assert found[0] == wanted[0].replace(b"2025", b"X")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_every_way_leads_back_to_the_byte(path: Path, profile: str) -> None:
    data, source = path.read_bytes(), open_document(path)
    for style, clean in itertools.product(STYLES, (True, False)):
        redaction = run(source, Options(profile, style, clean), load_rules())
        manifest = Manifest.from_json(redaction.manifest.to_json())
        assert restore_bytes(redaction.text, manifest) == data, (style, clean)
        assert_true_offsets(redaction)
        assert rebuilt(redaction) == redaction.text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_no_placeholder_becomes_a_slot(path: Path) -> None:
    for profile, style in itertools.product(PROFILES, ("x", "numbered", "typed", "mou", "mask")):
        first = run(open_document(path), Options(profile, style), load_rules())
        again = run(type(first.source).from_text(first.text), Options(profile, style), load_rules())
        taken = {k for slot in first.slots for k in range(*slot.output)}
        assert not [s for s in again.slots if taken.intersection(range(*s.source))]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_split_parts_lead_back_to_the_byte(path: Path) -> None:
    parts = split(open_document(path), Options(), load_rules())
    assert b"".join(restore_bytes(p.text, p.manifest) for p in parts) == path.read_bytes()


def test_002_comes_out_as_its_speeches() -> None:
    source = open_document(sample("002"))
    parts = split(source, Options(), load_rules())
    marks = [p.outline.speeches[0].title for p in parts]
    assert len(parts) > 2
    assert all(marks[1:])  # the page begins in the middle of a speech
    assert len({len(p.outline.speeches) for p in parts}) == 1
    cleaned = "".join(part.cleaned for part in parts)
    for word in ("上传", "下载", "会员", "扫码", "收藏", "网络整理", "限制150内", "免责声明"):
        assert word not in cleaned, word
    assert cleaned.count("\n") < source.text.count("\n")


def test_004_comes_out_as_its_speeches() -> None:
    assert len(split(open_document(sample("004")), Options(), load_rules())) == 18


@pytest.mark.parametrize(("number", "count"), [("001", 74), ("003", 66), ("004", 335)])
def test_placeholders_typed_by_hand_are_found(number: str, count: int) -> None:
    from anonymizer import extract

    text = open_document(sample(number)).text
    places = [match.span() for match in re.finditer(r"[xX]+|\*{3,}|×", text)]
    assert len(places) == count
    assert [slot.source for slot in extract(text)] == places

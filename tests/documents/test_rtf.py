from __future__ import annotations

import time

import pytest

from anonymizer.documents.office.rtf import without_fetching

UNREAD = rb"{\*\*\unread "


def field(instruction: bytes) -> bytes:
    return rb"{\rtf1 {\field{\*\fldinst " + instruction + rb"}{\fldrslt 3}}\par}"


@pytest.mark.parametrize(
    "instruction",
    [
        rb"PAGE",
        rb" PAGE  \\* MERGEFORMAT ",
        rb"{ NUMPAGES }",
        rb"{\rtlch\fcs1 \af0 \ltrch\fcs0 \lang1033\langfe2052 PAGE \\* arabic}",
        b"SECTION\r\nPAGES",
    ],
)
def test_page_numbers_stay(instruction: bytes) -> None:
    assert without_fetching(field(instruction)) == field(instruction)


@pytest.mark.parametrize(
    "instruction",
    [
        rb'INCLUDEPICTURE "a.png"',
        rb'{IN}{\b CLUDE}TEXT "a.txt"',
        rb'\'49NCLUDETEXT "a.txt"',
        rb"\u73?NCLUDETEXT a.txt",
        rb"{\info PAGE}INCLUDETEXT a.txt",
        rb"PAGE}{\*\fldinst INCLUDETEXT a.txt",
        rb"PAGE \{ INCLUDETEXT a.txt",
        rb"\bin11 INCLUDETEXT",
        rb'HYPERLINK "a"',
        rb"DDEAUTO a b c",
        rb"PAGE" + b" " * 5000,
    ],
    ids=range(11),
)
def test_other_fields_stand_with_their_result(instruction: bytes) -> None:
    tamed = without_fetching(field(instruction))
    assert UNREAD in tamed
    assert rb"{\fldrslt 3}" in tamed
    assert tamed.replace(rb"\*\unread", rb"\fldinst") == field(instruction)


def test_a_group_without_an_end_says_nothing() -> None:
    assert without_fetching(rb"{\rtf1{\*\fldinst PAGE") == rb"{\rtf1{\*\*\unread PAGE"
    assert without_fetching(rb"{\rtf1 \fldinstr PAGE}") == rb"{\rtf1 \fldinstr PAGE}"


@pytest.mark.parametrize("piece", [rb"\fldinst", rb"\fldinst{", b"{", rb"\fldinst PAGE \\a{\a"])
def test_it_costs_little(piece: bytes) -> None:
    started = time.process_time()
    without_fetching(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 5

"""Ids are safe in file names, names are safe everywhere, fixed words are known in both languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.tables.cells import Cell, RepairedValue, UnreadableCellError
from wfm.tables.naming import (
    choice,
    code_reference,
    plain,
    read_code,
    read_competence_code,
    read_competences,
    read_id,
    read_name,
    read_note,
)
from wfm.tables.words import KINDS, PARTICIPATIONS


@pytest.mark.parametrize("cell", ["751-01", "Randers 3", "å" * 64, "a.b", 12.0])
def test_an_id_may_be_anything_that_is_safe_in_a_file_name(cell: Cell) -> None:
    assert read_id(cell) == ("12" if cell == 12.0 else cell)


@pytest.mark.parametrize(
    "cell",
    [
        "a/b",
        "a\\b",
        "../a",
        "a..b",
        ".hidden",
        "end.",
        "a:b",
        "a*b",
        'a"b',
        "a|b",
        "a\nb",
        "a\x00b",
        "a\u202eb",
        "a\u2028b",
        "a" * 65,
        "\U0001f600" * 64,
        "CON",
        "nul.txt",
    ],
)
def test_an_id_that_is_no_file_name_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_id(cell)
    assert refused.value.expected.key == "fault.safe_id"


@pytest.mark.parametrize(
    ("cell", "code"),
    [("0751", "751"), (751.0, "751"), (751, "751"), (" 751 ", "751"), ("000", "0"), ("A7", "A7")],
)
def test_a_code_is_text_without_leading_zeros(cell: Cell, code: str) -> None:
    assert read_code(cell) == code_reference(cell) == code


def test_a_name_loses_control_characters_and_says_so() -> None:
    found = read_name("Ras\x07mus\r\nden\u202e anden\u2028")
    assert isinstance(found, RepairedValue)
    assert found.value == "Rasmus den anden"
    assert found.notice.key == "notice.stripped"


def test_a_name_is_composed_without_a_word() -> None:
    assert read_name("A\u030ase") == "\u00c5se"


def test_a_name_has_two_hundred_characters_at_most() -> None:
    assert read_name("a" * 200) == "a" * 200
    with pytest.raises(UnreadableCellError):
        read_name("a" * 201)


def test_a_name_of_control_characters_alone_is_refused() -> None:
    with pytest.raises(UnreadableCellError):
        read_name("\x07")


def test_a_note_may_be_long_but_not_endless() -> None:
    assert read_note("a" * 5000) == "a" * 5000
    with pytest.raises(UnreadableCellError):
        read_note("a" * 5001)


@given(st.text())
def test_a_plain_text_stays_plain_and_on_one_line(text: str) -> None:
    found = plain(text)
    assert plain(found) == found == found.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in found)


@given(st.text(max_size=80))
def test_an_id_that_is_accepted_needs_no_tidying(text: str) -> None:
    try:
        found = read_id(text)
    except UnreadableCellError:
        return
    assert plain(found) == found
    assert 0 < len(found) <= 64
    assert not set(found) & set('/\\:*?"<>|')


@pytest.mark.parametrize("cell", ["mitid;digital_post", "mitid|digital_post", " mitid ; digital_post ;"])
def test_competences_stand_between_semicolons_or_bars(cell: str) -> None:
    assert read_competences(cell) == {"mitid", "digital_post"}


@pytest.mark.parametrize("cell", ["a b", "a;b", "a|b", "a,b", "", "a\x07"])
def test_a_competence_code_can_stand_beside_others(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_competence_code(cell)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_known_in_both_languages(kind: str) -> None:
    danish = KINDS[kind]
    spelt = danish.replace("æ", "ae").replace("ø", "oe").upper()
    assert [choice(KINDS)(word) for word in (kind, kind.title(), danish, f" {spelt} ")] == [kind] * 4


def test_an_unknown_word_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnreadableCellError) as refused:
        choice(PARTICIPATIONS)("both")
    assert str(refused.value.expected) == "one of: staffing (bemander), financing (betaler)"

"""Codes are ordered as numbers where they are numbers."""

from __future__ import annotations

from wfm.ids import code_order


def test_numbers_come_first_and_as_numbers() -> None:
    codes = ["b", "1082", "a", "825", "99", "", "8a"]
    assert sorted(codes, key=code_order) == ["99", "825", "1082", "", "8a", "a", "b"]


def test_two_ways_of_writing_a_number_still_have_an_order() -> None:
    assert sorted(["7", "07"], key=code_order) == ["07", "7"]

"""Days of the week as people write them."""

from __future__ import annotations

import pytest

from wfm.tables.cells import Cell, UnreadableCellError
from wfm.tables.weekday_words import read_days
from wfm.tables.words import DANISH_WEEKDAYS


@pytest.mark.parametrize(
    "cell", ["mon|wed", "man|ons", "Mon, Wed", "mandag;onsdag", "MON WED", "wed|mon", ["mon", "wed"]]
)
def test_weekdays_are_read_in_both_languages(cell: Cell) -> None:
    assert read_days(cell) == frozenset({0, 2})


def test_every_danish_weekday_is_known() -> None:
    assert [set(read_days(word)) for word in DANISH_WEEKDAYS] == [{day} for day in range(7)]


@pytest.mark.parametrize(
    "cell", ["mon|xyz", "|", "1", 1.0, "man-", "-fre", "man-ons-fre", "man-xyz", "hver", ""]
)
def test_what_is_no_weekday_is_refused(cell: Cell) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_days(cell)
    assert refused.value.expected.key == "fault.days_of_week"


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("man-fre", {0, 1, 2, 3, 4}),
        ("Mandag til fredag", {0, 1, 2, 3, 4}),
        ("mon – wed", {0, 1, 2}),
        ("man.-ons.", {0, 1, 2}),
        ("fre-man", {4, 5, 6, 0}),
        ("man-tir, tor", {0, 1, 3}),
        ("man og ons", {0, 2}),
        ("hverdage", {0, 1, 2, 3, 4}),
        ("Weekdays", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}),
        ("alle dage", set(range(7))),
        ("every day", set(range(7))),
        ("hverdage, lør", {0, 1, 2, 3, 4, 5}),
        ("søn-søn", {6}),
    ],
)
def test_days_are_read_as_people_write_them(cell: str, days: set[int]) -> None:
    assert read_days(cell) == days

"""Cells are read as people write them; what can't be read is refused with what was expected."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.calendar import clock
from wfm.tables.cells import Cell, UnreadableCellError, as_text, read_date, read_time

FOURTH = date(2027, 1, 4)


@pytest.mark.parametrize(
    "cell",
    [
        "2027-01-04",
        "2027-1-4",
        " 2027-01-04 ",
        "2027-01-04 00:00:00",
        "2027-01-04T00:00:00",
        "04-01-2027",
        "4-1-2027",
        "04/01/2027",
        "04.01.2027",
        "4.1.2027",
        FOURTH,
        datetime(2027, 1, 4),
    ],
)
def test_a_date_is_read_in_every_usual_form(cell: Cell) -> None:
    assert read_date(cell) == FOURTH


@pytest.mark.parametrize(
    "cell",
    [
        "2027-02-30",
        "31-02-2027",
        "04-01-27",
        "04-01/2027",
        "2027/01/04",
        "0000-01-01",
        "1899-12-31",
        "4. januar 2027",
        "٠٤-٠١-٢٠٢٧",
        "today",
        46391.0,
        46391,
        True,
        time(8, 0),
        datetime(2027, 1, 4, 8, 30),
        "2027-01-04 08:30",
    ],
)
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_date(cell)
    assert refused.value.expected.key == "fault.date"


@given(st.dates(date(1900, 1, 1)))
def test_every_date_is_read_back_from_both_forms(day: date) -> None:
    assert read_date(day.isoformat()) == read_date(f"{day.day}-{day.month}-{day.year:04d}") == day


@pytest.mark.parametrize(
    "cell",
    [
        *("08:00", "8:00", "08.00", "8.00", "08:00:00", "08.00.00", time(8, 0), timedelta(hours=8), 8 / 24),
        *("8", "08", "kl. 8", "kl 8.00", "Kl.08:00", 8.0),
    ],
)
def test_a_time_is_read_in_every_usual_form(cell: Cell) -> None:
    assert read_time(cell) == 480


@pytest.mark.parametrize(
    "cell",
    [
        *("24:00", "24.00", timedelta(days=1), date(1900, 1, 1), datetime(1900, 1, 1)),
        *(date(1904, 1, 2), datetime(1904, 1, 2)),  # of a workbook that an old Macintosh made
    ],
)
def test_midnight_may_end_a_day(cell: Cell) -> None:
    assert read_time(cell) == 1440


@pytest.mark.parametrize("cell", ["00:00", time(0, 0), 0.0, timedelta()])
def test_midnight_may_begin_a_day(cell: Cell) -> None:
    assert read_time(cell) == 0


@pytest.mark.parametrize(
    "cell",
    [
        "24:01",
        "08:60",
        "0800",
        "kl",
        "25",
        25.0,
        1.0,
        "08:00:30",
        "-1:00",
        8.5,
        8,
        True,
        time(8, 0, 30),
        timedelta(days=1, minutes=1),
        timedelta(minutes=-1),
        datetime(2027, 1, 4, 8, 0),
        float("nan"),
    ],
)
def test_what_is_no_time_is_refused(cell: Cell) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_time(cell)
    assert refused.value.expected.key == "fault.time"


@given(st.integers(0, 1440))
def test_every_minute_is_read_back(minute: int) -> None:
    assert read_time(clock(minute)) == minute


@given(st.integers(0, 1439))
def test_every_minute_is_read_back_from_a_part_of_a_day(minute: int) -> None:
    assert read_time(minute / 1440) == minute


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  a ", "a"),
        (751.0, "751"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1e300, "1e+300"),
        (True, "true"),
        (FOURTH, "2027-01-04"),
        (datetime(2027, 1, 4), "2027-01-04"),
        (datetime(2027, 1, 4, 8, 30), "2027-01-04 08:30:00"),
        (time(8, 5), "08:05"),
        (timedelta(days=1), "24:00"),
        (["a", 1], "a, 1"),
    ],
)
def test_a_cell_is_shown_as_its_reader_sees_it(cell: Cell, text: str) -> None:
    assert as_text(cell) == text

"""Every fault of a history together, and what is hardly meant is told though it is used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.wfm.demand.histories import hotline, keys, read, rows_of, table
from wfm.demand.history_reading import read_history
from wfm.errors import Fault, HistoryError

MONDAY = date(2026, 3, 2)
HEADER = "date,start,offered,answered,abandoned,answered_within,settled"
WEEKS = [MONDAY + timedelta(days=day) for day in range(26) if day % 7 < 5]
FULL = range(480, 960, 30)


def faults(files: dict[str, str]) -> tuple[Fault, ...]:
    with pytest.raises(HistoryError) as caught:
        read(files)
    return caught.value.faults


def notices(rows: Sequence[Sequence[object]], header: str = "date,start,offered", **more: str) -> list[str]:
    files = {"calls.csv": table(header, rows), **{f"{name}.csv": text for name, text in more.items()}}
    return keys(read(files).notices)


def whole(days: Sequence[date] = WEEKS, *counts: object) -> list[tuple[object, ...]]:
    return [row for day in days for row in rows_of(day, FULL, *(counts or (4,)))]


def test_every_fault_is_told_at_once_with_its_place() -> None:
    calls = [
        (MONDAY, "08:00", 5, 3, 1, 4, 0),  # more within the goal than answered
        (MONDAY, "08:00", 5, 3, 1, 3, 0),  # twice
        (MONDAY, "08:31", 5, 3, 1, 3, 4),  # no length of an interval; more settled than answered
        (MONDAY, "24:00", 5, 3, 1, 3, 0),
        ("2062-03-02", "08:00", 5, 3, 1, 3, 0),
        (MONDAY, "9 o'clock", -1, "many", 1, 3, 0),
        ("2026-03-03", "08:00", 5, 3, 3, 3, 0),  # more ended on that day than came in
    ]
    special = [("2026-03-02", "party", ""), ("2026-03-03", "eve", ""), ("2026-03-03", "eve", "")]
    files = {
        "calls.csv": table(HEADER, calls),
        "special_days.csv": table("date,kind,name", special),
        "served.csv": table(
            "first_day,population", [("2026-01-01", 0), ("2026-02-01", 5), ("2026-02-01", 6)]
        ),
        "mail.csv": table("date,start,received,answered,within", rows_of(MONDAY, [480], 5, 3, 4)),
    }
    found = {(fault.file, fault.row, fault.column) for fault in faults(files)}
    assert found >= {
        ("calls.csv", 2, "answered_within"),
        ("calls.csv", 3, "start"),
        ("calls.csv", 4, "start"),
        ("calls.csv", 4, "settled"),
        ("calls.csv", 5, "start"),
        ("calls.csv", 6, "date"),
        ("calls.csv", 7, "start"),
        ("calls.csv", 7, "offered"),
        ("calls.csv", 7, "answered"),
        ("calls.csv", 8, "answered"),
        ("special_days.csv", 2, "kind"),
        ("special_days.csv", 4, "date"),
        ("served.csv", 2, "population"),
        ("served.csv", 4, "first_day"),
        ("mail.csv", 2, "within"),
    }


def test_within_a_day_calls_may_end_an_interval_after_they_came() -> None:
    rows = [(MONDAY, "08:00", 5, 4, 0), (MONDAY, "08:30", 5, 6, 0)]
    assert "notice.ends_later" in notices(rows, "date,start,offered,answered,abandoned")
    rows[1] = (MONDAY, "08:30", 5, 7, 0)
    assert keys(faults({"calls.csv": table("date,start,offered,answered,abandoned", rows)})) == [
        "fault.day_no_more"
    ]


@pytest.mark.parametrize("rows", [[], [(MONDAY, "08:00", "")]])
def test_no_calls_at_all_are_a_fault(rows: list[tuple[object, ...]]) -> None:
    assert keys(faults({"calls.csv": table("date,start,offered", rows)})) == ["fault.calls_needed"]


def test_a_table_that_is_missing_or_there_twice_is_a_fault() -> None:
    content = table("date,start,offered", rows_of(MONDAY, [480], 1))
    assert keys(faults({"special_days.csv": table("date,kind", [])})) == ["fault.file_there"]
    assert keys(faults({"calls.csv": content, "opkald.csv": content})) == ["fault.table_once"]


def test_nothing_that_could_be_a_history_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "calls.pdf").write_bytes(b"%PDF-1.7")
    for path in (tmp_path / "gone", tmp_path / "calls.pdf", Path("a\0b")):
        with pytest.raises(HistoryError) as caught:
            read_history(path, hotline())
        assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    "name", ["calls (2).csv", "opkald 2026.csv", "calls.csv.txt", "other.xlsx", "~$calls.xlsx"]
)
def test_a_file_that_nobody_reads_is_told(name: str) -> None:
    files = {"calls.csv": table("date,start,offered", whole()), name: "x"}
    assert [notice.file for notice in read(files).notices] == [name]


def test_a_sound_history_has_no_notice() -> None:
    assert notices(whole()) == []


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([*whole(), *rows_of(WEEKS[0], [450], 3)], "notice.outside_hours"),
        ([*whole(), *rows_of(MONDAY + timedelta(days=5), FULL, 3)], "notice.outside_hours"),
        ([*whole(), *rows_of(date(2025, 3, 4), FULL, 3)], "notice.far_from_others"),
        (whole(WEEKS[:7] + WEEKS[8:]), "notice.not_counted"),
        ([*whole(WEEKS[1:]), *rows_of(WEEKS[0], FULL, 0)], "notice.no_calls"),
        ([*whole(WEEKS[1:]), *rows_of(WEEKS[0], FULL, 101)], "notice.far_more"),
    ],
)
def test_what_is_hardly_meant_is_told(rows: list[tuple[object, ...]], key: str) -> None:
    assert key in notices(rows)


def test_no_calls_outside_the_opening_hours_are_nothing_to_tell() -> None:
    assert notices([*whole(), *rows_of(WEEKS[0], [450], 0)]) == []


def test_calls_on_a_closed_day_are_told_once_for_the_day() -> None:
    christmas = date(2025, 12, 25)
    rows = rows_of(christmas, FULL, 2) + rows_of(date(2025, 12, 22), FULL, 2)
    reading = read({"calls.csv": table("date,start,offered", rows)}, hotline(country="DK"))
    told = [notice for notice in reading.notices if notice.expected.key == "notice.closed_day"]
    assert [notice.expected.params["calls"] for notice in told] == [32]


def test_sums_that_are_averages_are_told_and_sums_are_not() -> None:
    header = "date,start,offered,answered,talk_seconds"
    calls = [2, 3, 4, 8, 9, 10, 12, 3]
    averages = [
        (day, f"{8 + place // 2:02d}:{place % 2 * 3}0", number, number, 190 + place)
        for day in WEEKS
        for place, number in enumerate(calls * 2)
    ]
    assert "notice.looks_average" in notices(averages, header)
    sums = [(*row[:4], int(str(row[3])) * 190) for row in averages]
    assert notices(sums, header) == []
    assert "notice.odd_handling" in notices([(*row[:4], int(str(row[3])) * 9) for row in averages], header)


@pytest.mark.parametrize(
    ("table_name", "header", "rows", "key"),
    [
        ("special_days", "date,kind", [("2020-03-02", "eve")], "notice.no_such_day"),
        ("special_days", "date,kind", [("2027-02-01", "campaign")], "notice.no_factor"),
        ("served", "first_day,population", [("2026-01-01", 100), ("2026-02-01", 301)], "notice.jump"),
    ],
)
def test_tables_beside_are_looked_at(
    table_name: str, header: str, rows: list[tuple[object, ...]], key: str
) -> None:
    assert notices(whole(), **{table_name: table(header, rows)}) == [key]


def test_a_campaign_ahead_is_fine_with_a_factor_or_where_one_was_counted() -> None:
    header = "date,kind,factor"
    ahead = ("2027-02-01", "campaign", "")
    assert notices(whole(), special_days=table(header, [("2027-02-01", "campaign", 1.5)])) == []
    assert notices(whole(), special_days=table(header, [(MONDAY, "campaign", ""), ahead])) == []


def test_a_change_of_citizens_within_three_is_fine() -> None:
    rows = [("2026-01-01", 100), ("2026-02-01", 300)]
    assert notices(whole(), served=table("first_day,population", rows)) == []

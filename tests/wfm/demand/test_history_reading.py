"""A history is read as a telephone system writes it: the same in any order, encoding or language."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.wfm.demand.histories import DAY_AND_NIGHT, hotline, keys, read, rows_of, table
from wfm.calendar import clock
from wfm.demand.history import CallHistory, SpecialKind
from wfm.demand.history_reading import history_of_workbook, read_history
from wfm.errors import HistoryError

MONDAY = date(2026, 3, 2)
HALF_HOURS = range(480, 960, 30)
ENGLISH = (
    "date,start,offered,answered,abandoned,answered_within,talk_seconds,wrap_seconds,wait_answered_seconds,"
    "settled,agents,queue"
)
DANISH = (
    "Dato,Start,Tilbudte,Besvarede,Tabte,Besvarede inden,Samtaletid,Efterbehandling,Ventetid besvarede,"
    "Straksafklarede,Bemandet,Kø"
)


def counted(queue: str = "") -> list[tuple[object, ...]]:
    chance = random.Random(7)
    found = []
    for place in HALF_HOURS:
        offered = chance.randint(0, 9)
        answered = max(0, offered - 1)
        row = (offered, answered, offered - answered, answered, answered * 200, answered * 30, answered * 5)
        found += rows_of(MONDAY, [place], *row, answered // 2, 2, queue)
    return found


def read_counted() -> CallHistory:
    return read({"calls.csv": table(ENGLISH, counted("sø"))}).history


def test_order_encoding_separator_and_language_make_no_difference() -> None:
    rows = counted("sø")
    mixed = rows[::-1]
    danish = [(f"{MONDAY:%d-%m-%Y}", *row[1:]) for row in mixed]
    first = read_counted()
    assert first.calls == sum(int(str(row[2])) for row in rows) > 0
    for content in (
        table(ENGLISH, mixed),
        table(DANISH, danish, ";").encode("cp1252"),
        table(DANISH, danish, "\t").encode("utf-8-sig"),
        table(DANISH, danish, ";").encode("utf-16"),
    ):
        name = "opkald.csv" if isinstance(content, bytes) else "calls.csv"
        assert read({name: content}).history == first


@pytest.mark.parametrize("sheet", ["calls", "Opkald"])
def test_a_workbook_says_the_same(sheet: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in ((ENGLISH if sheet == "calls" else DANISH).split(","), *counted("sø")):
        page.append(list(row))
    content = BytesIO()
    book.save(content)
    assert history_of_workbook("h.xlsx", content.getvalue(), hotline()).history == read_counted()


def test_a_folder_and_its_single_table_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(table(ENGLISH, counted("sø")), encoding="utf-8")
    assert read_history(tmp_path, hotline()).history == read_counted()
    assert read_history(tmp_path / "calls.csv", hotline()).history == read_counted()


@pytest.mark.parametrize("length", [5, 10, 15, 30])
def test_short_intervals_add_up_to_those_asked_for(length: int) -> None:
    rows = rows_of(MONDAY, range(480, 600, length), 2, 1, 1, 100, 3)
    history = read(
        {"calls.csv": table("date,start,offered,answered,abandoned,talk_seconds,agents", rows)}
    ).history
    parts = 30 // length
    assert history.interval_minutes == 30
    assert [(one.start, one.offered, one.talk_seconds) for one in history.intervals] == [
        (start, 2 * parts, 100 * parts) for start in range(480, 600, 30)
    ]
    assert {one.agents for one in history.intervals} == {Fraction(3)}  # a mean, no sum


def test_hours_stay_hours_and_that_is_told() -> None:
    reading = read({"calls.csv": table("date,start,offered", rows_of(MONDAY, range(480, 960, 60), 6))})
    assert reading.history.interval_minutes == 60
    assert "notice.longer" in keys(reading.notices)


def test_lengths_that_do_not_fit_are_a_fault() -> None:
    with pytest.raises(HistoryError, match="fill 30 minutes"):
        read({"calls.csv": table("date,start,offered", rows_of(MONDAY, range(480, 960, 20), 6))})


def test_a_missing_interval_is_unknown_a_zero_is_a_zero_and_a_blank_is_missing() -> None:
    rows = [*rows_of(MONDAY, [480], 0), *rows_of(MONDAY, [510], ""), *rows_of(MONDAY, [540, 570], 4)]
    history = read({"calls.csv": table("date,start,offered", rows)}).history
    assert [(one.start, one.offered) for one in history.intervals] == [(480, 0), (540, 4), (570, 4)]


def test_a_part_that_is_missing_makes_the_interval_unknown() -> None:
    rows = rows_of(MONDAY, [480, 495, 510, 540, 555], 3)
    reading = read({"calls.csv": table("date,start,offered", rows)})
    assert [one.start for one in reading.history.intervals] == [480, 540]
    assert "notice.incomplete" in keys(reading.notices)


def test_queues_are_added_up_and_one_that_is_missing_where_it_is_else_counted_is_unknown() -> None:
    tuesday, next_monday = date(2026, 3, 3), date(2026, 3, 9)
    header = "date,start,offered,agents,queue"
    rows = [
        *rows_of(MONDAY, [480, 510], 3, 2, "digital"),
        *rows_of(MONDAY, [480], 4, 2, "moving"),
        *rows_of(next_monday, [480, 510], 3, 2, "digital"),
        *rows_of(tuesday, [480], 5, 2, "moving"),
        *rows_of(date(2026, 3, 16), [480], 1, 2, "moving"),
    ]
    reading = read({"calls.csv": table(header, rows)})
    found = {(one.day, one.start): one.offered for one in reading.history.intervals}
    # On Mondays at 8 both are counted, at half past only one ever is; on the 16th "digital" had ended.
    assert found == {
        (MONDAY, 480): 7,
        (MONDAY, 510): 3,
        (next_monday, 510): 3,
        (tuesday, 480): 5,
        (date(2026, 3, 16), 480): 1,
    }
    assert reading.history.intervals[0].agents == 2  # the same agents answer both
    assert "notice.queues" in keys(reading.notices)
    assert reading.history.queues == ("digital", "moving")


@pytest.mark.parametrize(
    "header",
    ["avg_talk_seconds", "Gns. samtaletid", "talk_avg", "Samtaletid gns."],
)
def test_averages_by_name_are_multiplied_and_told(header: str) -> None:
    rows = rows_of(MONDAY, [480, 510], 5, 4, "180,5")
    reading = read({"calls.csv": table(f"date,start,offered,answered,{header}", rows, ";")})
    assert [one.talk_seconds for one in reading.history.intervals] == [722, 722]
    assert keys(reading.notices).count("notice.averages") == 1


def test_an_average_of_nothing_known_is_a_fault() -> None:
    with pytest.raises(HistoryError, match="an average of how many calls"):
        read({"calls.csv": table("date,start,offered,aht", rows_of(MONDAY, [480], 5, 180))})


@pytest.mark.parametrize(
    ("cell", "seconds"), [("1:02:05", 3725), ("3725", 3725), ("3.725", 3725), ("3725,4", 3725)]
)
def test_seconds_are_read_as_they_are_written(cell: str, seconds: int) -> None:
    rows = rows_of(MONDAY, [480, 510], 9, 9, cell)
    history = read({"calls.csv": table("date,start,offered,answered,talk_seconds", rows)}).history
    assert history.intervals[0].talk_seconds == seconds


def test_a_day_of_25_hours_has_an_hour_twice_and_one_of_23_hours_an_hour_less() -> None:
    line = hotline(DAY_AND_NIGHT, range(7))
    autumn, spring = date(2026, 10, 25), date(2026, 3, 29)
    hours = [0, 60, 120, 120, 180]
    rows = [
        *((autumn, clock(start), number) for start, number in zip(hours, (1, 2, 3, 8, 5), strict=True)),
        *rows_of(spring, [60], 4),
        *rows_of(spring, [120], 0),  # an hour that the clocks skip: a zero is written, and means nothing
        *rows_of(spring, [180], 6),
    ]
    for some in (rows, rows[::-1]):
        history = read({"calls.csv": table("date,start,offered", some)}, line, 60).history
        night = [(one.starts_at, one.offered) for one in history.intervals if one.day == autumn]
        assert night == [
            (datetime(2026, 10, 24, 22, tzinfo=UTC), 1),
            (datetime(2026, 10, 24, 23, tzinfo=UTC), 2),
            (datetime(2026, 10, 25, 0, tzinfo=UTC), 8),
            (datetime(2026, 10, 25, 1, tzinfo=UTC), 3),
            (datetime(2026, 10, 25, 2, tzinfo=UTC), 5),
        ]
        assert [one.offered for one in history.intervals if one.day == spring] == [4, 6]


def test_calls_in_an_hour_that_the_clocks_skip_are_a_fault() -> None:
    line = hotline(DAY_AND_NIGHT, range(7))
    with pytest.raises(HistoryError, match="the clocks skip it"):
        read({"calls.csv": table("date,start,offered", rows_of(date(2026, 3, 29), [120], 1))}, line)


def test_special_days_citizens_and_mail_are_read_in_danish() -> None:
    files = {
        "opkald.csv": table("dato,start,tilbudte", rows_of(MONDAY, [480], 3)),
        "særlige_dage.csv": table(
            "dato;type;navn;faktor".replace(";", ","), [(MONDAY, "Kampagne", "Digital Post", "1.5")]
        ),
        "betjente.csv": table(
            "første_dag,indbyggere", [("2026-01-01", "1.272.240"), ("2025-01-01", 900_000)]
        ),
        "e-mail.csv": table(
            "dato,start,modtagne,besvarede,inden_frist,behandlingstid", rows_of(MONDAY, [480], 3, 2, 1, 900)
        ),
    }
    history = read(files).history
    assert [(one.kind, one.factor) for one in history.special_days] == [
        (SpecialKind.CAMPAIGN, Fraction(3, 2))
    ]
    assert history.population_on(date(2025, 12, 31)) == history.population_on(date(2020, 1, 1)) == 900_000
    assert history.population_on(date(2026, 1, 1)) == 1_272_240
    assert [(one.received, one.answered, one.within, one.handling_seconds) for one in history.mail] == [
        (3, 2, 1, 900)
    ]


def test_what_was_counted_later_is_left_out_and_what_is_planned_stays() -> None:
    rows = [*rows_of(MONDAY, [480], 1), *rows_of(date(2026, 3, 3), [480], 2)]
    special = table("date,kind", [("2026-03-03", "holiday")])
    history = read({"calls.csv": table("date,start,offered", rows), "special_days.csv": special}).history
    before = history.before(date(2026, 3, 3))
    assert (before.calls, before.last_day, before.special_days) == (1, MONDAY, history.special_days)

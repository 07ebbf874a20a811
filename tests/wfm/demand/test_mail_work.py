"""E-mail between calls: the oldest first, never before it came, late after its deadline in opening time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import hotline as small_hotline
from tests.builders import plan, roster
from tests.wfm.demand.forecasts import forecast
from tests.wfm.demand.histories import hotline, read, rows_of, table
from tests.wfm.demand.made_series import made
from wfm.calendar import Span
from wfm.demand.absence import average_figures
from wfm.demand.expected_mail import ExpectedMail, expect_mail
from wfm.demand.forecast_folder import read_forecast, write_forecast
from wfm.demand.forecast_packing import pack_forecast, unpack_forecast
from wfm.demand.forecasting import forecast_calls
from wfm.demand.intervals import Interval, cut_period
from wfm.demand.mail_file import MAIL_FILE
from wfm.demand.mail_work import MailOutlook, foresee_mail, free_seconds, work_off
from wfm.demand.risk import roster_risk
from wfm.demand.staffing import plan_seats
from wfm.errors import ForecastError
from wfm.hotline import Hotline
from wfm.service_target import ServiceTarget

MONDAY = date(2027, 1, 4)
LINE = hotline(last_day=MONDAY + timedelta(days=1))
HALF_HOURS = cut_period(LINE, 30)
ANSWERS = ServiceTarget(mail_within=4)


def outlook(free: list[float], mail: list[ExpectedMail], hours: float) -> MailOutlook:
    return work_off(HALF_HOURS, np.array(free + [0.0] * (len(HALF_HOURS) - len(free))), mail, int(60 * hours))


def test_it_waits_for_the_interval_after_its_own_and_for_opening() -> None:
    at_eight = [ExpectedMail(MONDAY, 480, 1.0, 600.0)]
    assert outlook([600.0], at_eight, 1).late == 1  # what is free while it comes is free too early
    found = outlook([0.0, 600.0], at_eight, 1)
    assert (found.late, found.received, found.first_late) == (0, 1, None)
    early = [ExpectedMail(MONDAY, 120, 1.0, 600.0)]
    assert outlook([600.0], early, 0.5).late == 0


def test_a_deadline_runs_in_opening_time_over_the_night() -> None:
    late_in_the_day = [ExpectedMail(MONDAY, 900, 2.0, 1200.0)]  # 15:00; from 15:30 on, until 9:30 next day
    day = [0.0] * 16
    assert outlook([*day, 0.0, 0.0, 1200.0], late_in_the_day, 2).late == 0
    found = outlook([*day, 0.0, 0.0, 0.0, 1200.0], late_in_the_day, 2)
    assert (found.late, str(found.first_late)) == (2, "2027-01-05 09:00")
    assert outlook([*day, 0.0, 0.0, 900.0, 300.0], late_in_the_day, 2).late == pytest.approx(0.5)


def test_what_is_due_after_the_period_is_not_judged() -> None:
    last = [ExpectedMail(MONDAY + timedelta(days=1), 900, 3.0, 900.0)]
    assert outlook([], last, 1).received == 0
    assert outlook([], last, 0.5).late == 3
    assert outlook([], [ExpectedMail(MONDAY + timedelta(days=1), 1200, 3.0, 900.0)], 1).in_time == 1


@given(
    st.lists(st.floats(0, 2000), min_size=32, max_size=32),
    st.lists(st.tuples(st.integers(0, 31), st.floats(1, 3000)), max_size=12),
    st.integers(1, 16),
)
def test_in_time_is_what_a_brute_force_of_seconds_finds(
    free: list[float], came: list[tuple[int, float]], slots: int
) -> None:
    """Held against work done one second at a time, always on the mail that is due first."""
    intervals = HALF_HOURS
    seconds = [round(one) for one in free]
    mail = [
        ExpectedMail(intervals[place].day, intervals[place].start, 1.0, float(round(work)))
        for place, work in sorted(came)
    ]
    left, late = [], 0.0
    for one in mail:
        first = next((p for p, i in enumerate(intervals) if (i.day, i.start) > (one.day, one.start)), 99)
        if first + slots <= len(intervals):
            left.append([first, first + slots - 1, int(one.seconds), int(one.seconds)])
    for place, number in enumerate(seconds):
        for _ in range(number):
            ready = [one for one in left if one[0] <= place and one[2] > 0]
            if not ready:
                break
            chosen = min(ready, key=lambda one: one[1])
            chosen[2] -= 1
            late += (place > chosen[1]) / chosen[3]
    late += sum(one[2] / one[3] for one in left)
    found = work_off(intervals, np.array(seconds, dtype=float), mail, slots * 30)
    assert found.received == len(left)
    assert found.late == pytest.approx(late, abs=1e-6)
    assert (found.first_late is None) == (late < 1e-9)


def test_agents_have_seven_tenths_of_the_time_without_calls() -> None:
    one = forecast(hotline(last_day=MONDAY), 4.0)
    agents = np.full(len(one.intervals), 3.0)
    target = ServiceTarget(shrinkage_unplanned=ANSWERS.shrinkage_planned)
    figures = average_figures(one.calls / 1800, one.aht, agents, target)
    expected = agents * (1 - figures.occupancy) * 0.7 * 1800
    np.testing.assert_allclose(free_seconds(one, agents, target), expected)
    assert (free_seconds(one, agents, ANSWERS) < expected).all()  # some are away
    assert (free_seconds(replace(one, calls=one.calls * 0), agents, target) == 3 * 0.7 * 1800).all()
    assert (free_seconds(one, agents * 0, target) == 0).all()


@given(st.lists(st.floats(0, 1500), min_size=32, max_size=32))
def test_more_agents_are_never_later(free: list[float]) -> None:
    mail = [ExpectedMail(one.day, one.start, 1.0, 700.0) for one in HALF_HOURS]
    late = [work_off(HALF_HOURS, np.array(free) * times, mail, 120).late for times in (0.5, 1, 2, 8)]
    assert all(after <= before + 1e-9 for before, after in pairwise(late))


def mail_history() -> str:
    rows = []
    for week in range(10):
        for day in range(7):
            when = date(2026, 10, 19) + timedelta(weeks=week, days=day)
            rows += rows_of(when, [480, 1200], 6 if day < 5 else 2, 4, 4, 1200)
    return table("date,start,received,answered,within,handling_seconds", rows)


def answering(line: Hotline) -> Hotline:
    return replace(line, service=ANSWERS)


def test_what_comes_is_the_mean_of_weekday_and_time_day_and_night() -> None:
    calls = table("date,start,offered", rows_of(date(2026, 12, 21), [480, 510], 3))
    history = read({"calls.csv": calls, "e-mail.csv": mail_history()}).history
    found = expect_mail(history, answering(hotline(last_day=MONDAY + timedelta(days=6))))
    assert len(found) == 14
    assert found[0] == ExpectedMail(MONDAY, 480, 6.0, 6 * 300.0)
    assert found[-1] == ExpectedMail(MONDAY + timedelta(days=6), 1200, 2.0, 600.0)
    assert expect_mail(history, hotline()) == ()
    assert expect_mail(replace(history, mail=()), answering(LINE)) == ()


def test_a_forecast_says_where_mail_and_plan_do_not_fit_together() -> None:
    line = hotline(last_day=MONDAY + timedelta(days=6))
    counted = made(line, date(2026, 10, 19), 10)
    with_mail = replace(
        counted,
        mail=read(
            {
                "calls.csv": "date,start,offered\n2026-12-21,08:00,1\n2026-12-21,08:30,1\n",
                "mail.csv": mail_history(),
            }
        ).history.mail,
    )
    keys = {
        (bool(history.mail), of.service.mail_within): [
            one.key for one in forecast_calls(history, of, paths=1).remarks if "mail" in one.key
        ]
        for history in (counted, with_mail)
        for of in (line, answering(line))
    }
    assert keys == {
        (False, None): [],
        (False, 4): ["forecast.mail_unknown"],
        (True, None): ["forecast.mail_unused"],
        (True, 4): [],
    }


MAIL = (ExpectedMail(MONDAY, 120, 4.5, 1800.0), ExpectedMail(MONDAY, 480, 2.25, 900.5))


def test_it_stands_beside_the_forecast_in_a_folder_and_packed(tmp_path: Path) -> None:
    given_ = replace(forecast(LINE), mail=MAIL)
    write_forecast(tmp_path, given_)
    assert read_forecast(tmp_path, LINE, 30).forecast.mail == MAIL
    assert unpack_forecast(pack_forecast(given_), LINE, 30).mail == MAIL
    (tmp_path / MAIL_FILE).write_text("dato,start,modtagne,behandlingstid\n2027-01-04,25:00,x,-1\n", "utf-8")
    with pytest.raises(ForecastError) as told:
        read_forecast(tmp_path, LINE, 30)
    assert {fault.column for fault in told.value.faults} == {"start", "modtagne", "behandlingstid"}
    write_forecast(tmp_path, replace(given_, mail=()))
    assert not (tmp_path / MAIL_FILE).exists()


def test_demand_and_risk_tell_of_it_by_seats_and_by_those_who_sit() -> None:
    one = plan(agents=("1-1", "1-2", "1-3"), hotline=small_hotline(days=1, service=ANSWERS))
    given_ = replace(forecast(one.hotline, 6.0), mail=MAIL)
    found = plan_seats(one, given_)
    assert found.mail is not None
    assert found.mail_now is not None
    assert found.mail.received == found.mail_now.received == 6.75
    assert found.mail.free_hours >= found.mail_now.free_hours > 0
    nobody = roster_risk(one, roster({}), given_).mail
    assert nobody is not None
    assert (nobody.late, nobody.free_hours) == (6.75, 0)
    seats: dict[str, list[str]] = {shift.id: ["1-1", "1-2"] for shift in one.shifts}
    sits = roster_risk(one, roster(seats), given_).mail
    assert sits is not None
    assert sits.late == 0
    assert sits.free_hours == pytest.approx(found.mail_now.free_hours)
    assert plan_seats(one, replace(given_, mail=())).mail is None
    off = ServiceTarget()
    assert foresee_mail(given_, np.full(len(given_.intervals), 2.0), off) is None


def test_an_interval_longer_by_the_clocks_counts_as_it_lasts() -> None:
    line = hotline([Span(0, 1440)], range(7), date(2027, 10, 31), date(2027, 10, 31))
    intervals: tuple[Interval, ...] = cut_period(line, 60)
    mail = [ExpectedMail(date(2027, 10, 31), 0, 1.0, 60.0)]  # from 1:00 on; 2:00 comes twice
    free = np.zeros(len(intervals))
    free[2] = 60.0  # the second hour of opening time after 1:00 ends within the one that is two hours long
    assert work_off(intervals, free, mail, 120).late == 1
    assert work_off(intervals, free, mail, 180).late == 0

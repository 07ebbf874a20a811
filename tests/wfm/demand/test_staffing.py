"""A period's agents: limits, scope, seats to spread, shifts that no forecast covers, and the files."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MONDAY, hotline, municipality, plan, span
from tests.wfm.demand.forecasts import forecast
from wfm.calendar import Closing, Period
from wfm.demand.abandonment import ExpectedAbandonment
from wfm.demand.absence import average_sums
from wfm.demand.forecast import Forecast
from wfm.demand.path_queues import PathQueues
from wfm.demand.requirement import find_requirement
from wfm.demand.staffing import AGENTS_MAX, AGENTS_MIN, Staffing, TooFewSeatsError, plan_seats
from wfm.demand.staffing_files import DEMAND_FILE, STAFFING_COLUMNS, STAFFING_FILE, write_staffing
from wfm.hotline import Hotline, Pairing
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.service_target import GoalScope, ServiceTarget
from wfm.tables.plan_reading import read_plan
from wfm.tables.plan_writing import write_plan_folder

BUSY = [12.0] * 6 + [3.0] * 6


def line(days: int = 1, **service: object) -> Hotline:
    return hotline(days=days, service=ServiceTarget(**service))  # type: ignore[arg-type]


def staffed(of: Hotline, mean: object = 6.0, seats: int | None = None, **tables: object) -> Staffing:
    return plan_seats(plan(hotline=of, **tables), forecast(of, mean), seats)  # type: ignore[arg-type]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_a_busy_shift_needs_more_and_a_goal_binds_there_the_limit_on_a_quiet_one() -> None:
    busy, quiet = staffed(line(), [12.0] * 6 + [0.02] * 6).shifts
    assert busy.agents == busy.need >= 4
    assert busy.binding == "abandoned_share"
    assert (quiet.need, quiet.agents, quiet.binding) == (0, 2, AGENTS_MIN)
    assert busy.abandoned < busy.abandoned_now


def test_a_limit_that_is_too_low_binds() -> None:
    busy, quiet = staffed(line(agents_max=3, agents_min=0), [14.0] * 6 + [0.0] * 6).shifts
    assert (busy.agents, busy.binding) == (3, AGENTS_MAX)
    assert busy.need > 3
    assert (quiet.need, quiet.agents, quiet.binding, quiet.abandoned) == (0, 0, "", 0)


def test_each_interval_by_itself_is_what_its_own_paths_ask_for() -> None:
    of = line()
    given = forecast(of, np.linspace(0, 15, 12), aht=np.linspace(200, 400, 12))
    needs = plan_seats(plan(hotline=of), given).intervals
    for place in range(12):
        for agents, enough in ((needs.need[place], True), (needs.need[place] - 1, False)):
            if agents < 0:
                continue
            sums = average_sums(
                given.paths[:, place].astype(float), 1800, given.aht[place], agents, of.service
            )
            assert bool(sums.meets(of.service).sum() >= 40) is enough
    mean = find_requirement(given.calls, 1800, given.aht, of.service)
    assert needs.need_mean.tolist() == mean.agents.tolist()


def test_an_interval_scope_asks_for_the_worst_interval() -> None:
    mean = [3.0, 3.0, 14.0, 3.0, 3.0, 3.0] * 2
    whole, worst = (staffed(line(scope=scope), mean) for scope in (GoalScope.SHIFT, GoalScope.INTERVAL))
    assert worst.shifts[0].need == worst.intervals.need[:6].max() > whole.shifts[0].need
    assert worst.shifts[0].binding == worst.intervals.binding[2]


def test_seats_that_are_given_are_spread_and_lose_the_fewest_calls() -> None:
    of = line(days=2)
    found = staffed(of, BUSY + BUSY, seats=11)
    assert [one.agents for one in found.shifts] == [3, 2, 4, 2]
    assert sum(one.agents for one in found.shifts) == 11
    with pytest.raises(TooFewSeatsError) as caught:
        staffed(of, BUSY + BUSY, seats=7)
    assert caught.value.least == 8
    assert [one.agents for one in staffed(of, BUSY + BUSY, seats=8).shifts] == [2] * 4


def test_seats_beyond_every_limit_are_left_over() -> None:
    found = staffed(line(agents_max=3), BUSY, seats=9)
    assert ([one.agents for one in found.shifts], found.left_over) == ([3, 3], 3)


def test_expected_abandoned_calls_are_the_mean_over_the_paths() -> None:
    of = line()
    given = forecast(of, BUSY, aht=np.linspace(250, 320, 12))
    lost = ExpectedAbandonment(given, PathQueues(given), of.service)
    by_path = [
        average_sums(path.astype(float), 1800, given.aht, 3, of.service).abandoned for path in given.paths
    ]
    expected = np.mean(by_path, axis=0).reshape(2, 6).sum(axis=1)
    np.testing.assert_allclose(lost.with_agents(3), expected, rtol=1e-12)
    np.testing.assert_allclose(lost.calls, given.paths.mean(axis=0).reshape(2, 6).sum(axis=1))


def test_a_shift_that_the_forecast_does_not_cover_keeps_its_seats(tmp_path: Path) -> None:
    of = line(days=2)
    whole = forecast(of)
    part = Forecast(whole.intervals[:20], whole.calls[:20], whole.aht[:20], whole.paths[:, :20])
    rows_ = [
        Demand(MONDAY, 480, 3, Pairing.MIXED),
        Demand(MONDAY, 660, 0),
        Demand(date(2027, 1, 5), 660, 5),
    ]
    of_plan = plan(hotline=of, demand=tuple(rows_))
    found = plan_seats(of_plan, part)
    assert [one.shift.id for one in found.shifts] == ["2027-01-04T08:00", "2027-01-05T08:00"]
    assert [one.id for one in found.without_forecast] == ["2027-01-05T11:00"]
    write_staffing(of_plan, found, tmp_path)
    assert [tuple(row.values()) for row in rows(tmp_path / DEMAND_FILE)] == [
        ("2027-01-04", "08:00", "3", "mixed"),
        ("2027-01-04", "11:00", "0", ""),
        ("2027-01-05", "08:00", "3", ""),
        ("2027-01-05", "11:00", "5", ""),
    ]
    assert sum(one.agents for one in plan_seats(of_plan, part, seats=12).shifts) == 7


def test_the_files_have_the_contracts_columns_and_the_plan_reads_its_own(tmp_path: Path) -> None:
    of_plan = plan(municipalities=[municipality("1")], hotline=line())
    found = plan_seats(of_plan, forecast(of_plan.hotline, BUSY))
    write_plan_folder(of_plan, tmp_path)
    write_staffing(of_plan, found, tmp_path)
    first = (tmp_path / DEMAND_FILE).read_text(encoding="utf-8").splitlines()
    assert first == ["date,start,agents", "2027-01-04,08:00,5", "2027-01-04,11:00,3"]
    assert [shift.seats for shift in read_plan(tmp_path).plan.shifts] == [5, 3]
    staffing = rows(tmp_path / STAFFING_FILE)
    assert tuple(staffing[0]) == STAFFING_COLUMNS
    for place, row in enumerate(staffing):
        agents = int(row["need"])
        sums = average_sums(np.array([BUSY[place]]), 1800, 300, agents, of_plan.hotline.service)
        lost, in_time = float(sums.abandoned[0]), float(sums.in_time[0])
        assert float(row["abandoned_share"]) == pytest.approx(lost / BUSY[place], abs=6e-5)
        assert float(row["service_level"]) == pytest.approx(in_time / BUSY[place], abs=6e-5)
        assert float(row["mean_wait"]) == pytest.approx(float(sums.mean_wait[0]), abs=6e-3)
        there = agents * 0.96
        assert float(row["occupancy"]) == pytest.approx((BUSY[place] - lost) / 6 / there, abs=6e-5)


def _whole_day(day: date) -> Plan:
    hours = {weekday: (span("00:00-24:00"),) for weekday in range(7)}
    of = hotline(period=Period(day, day), opening_hours=hours, service=ServiceTarget(), shift_minutes=60)
    return plan(hotline=of)


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_calls_are_spread_over_the_hours_that_a_day_has(day: date, hours: int) -> None:
    of_plan = _whole_day(day)
    given = forecast(of_plan.hotline, 6.0)
    found = plan_seats(of_plan, given)
    assert sum(one.shift.minutes for one in found.shifts) == hours * 60
    place = max(range(len(given.intervals)), key=lambda place: given.intervals[place].minutes)
    minutes = given.intervals[place].minutes
    alone = find_requirement(6.0, 60.0 * minutes, 300, of_plan.hotline.service)
    assert found.intervals.need_mean[place] == alone.agents[0]


def test_week_53_a_closed_day_and_a_half_open_one(tmp_path: Path) -> None:
    first, last = date(2026, 12, 28), date(2027, 1, 3)  # ISO week 53
    hours = {weekday: (span("08:00-12:00"),) for weekday in range(4)} | {4: (span("08:00-10:30"),)}
    closing = Closing(closed=frozenset({date(2026, 12, 31)}))
    of = hotline(period=Period(first, last), opening_hours=hours, closing=closing)
    found = plan_seats(plan(hotline=of), forecast(of))
    assert [str(one.shift.week) for one in found.shifts] == ["2026-W53"] * 7
    assert [one.shift.minutes for one in found.shifts] == [180, 60] * 3 + [150]
    write_staffing(plan(hotline=of), found, tmp_path)
    assert {row["date"] for row in rows(tmp_path / DEMAND_FILE)} == {
        *("2026-12-28", "2026-12-29", "2026-12-30", "2027-01-01"),
    }


def test_long_calls_and_many_abandoned_are_told() -> None:
    of = line(agents_max=3)
    short = plan_seats(plan(hotline=of), forecast(of, 6.0, aht=450.0)).shifts[0]
    assert short.long_calls == 0
    longer = plan_seats(plan(hotline=of), forecast(of, 14.0, aht=451.0)).shifts[0]
    assert longer.long_calls == 6
    assert longer.worst_share > 0.15


def test_more_confidence_never_asks_for_fewer() -> None:
    of = line()
    given = forecast(of, np.linspace(1, 14, 12))
    needs = [
        [one.need for one in plan_seats(plan(hotline=replace(of, service=target)), given).shifts]
        for target in (ServiceTarget(confidence=Fraction(n, 10)) for n in (1, 5, 8, 10))
    ]
    assert needs == sorted(needs)
    assert needs[0] != needs[-1]

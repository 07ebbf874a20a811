"""The risk of a shift: the average over who is there and over the paths, worked out one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.builders import MONDAY, agent, hotline, plan, roster
from tests.wfm.demand.forecasts import forecast
from wfm.demand.absence import sums_of
from wfm.demand.call_sums import CallSums
from wfm.demand.erlang import erlang_a
from wfm.demand.forecast import Forecast
from wfm.demand.risk import RosterRisk, roster_risk
from wfm.demand.risk_table import MOST_NOVICES, risk_table
from wfm.demand.team import Team, is_new, team_of
from wfm.demand.unequal_agents import unequal_figures
from wfm.plan import Plan
from wfm.service_target import GoalScope, ServiceTarget

EIGHT, ELEVEN = "2027-01-04T08:00", "2027-01-04T11:00"
MEAN = [7.0, 9.0, 5.0, 4.0, 8.0, 6.0] * 2


def of(**service: object) -> Plan:
    target = ServiceTarget(**service)  # type: ignore[arg-type]
    return plan(agents=("1-1", "1-2", "1-3"), hotline=hotline(days=1, service=target))


def risk(one: Plan, **sits: str) -> RosterRisk:
    seats = {EIGHT: sits.get("eight", "1-1 1-2"), ELEVEN: sits.get("eleven", "")}
    there = roster({shift: who.split() for shift, who in seats.items()})
    return roster_risk(one, there, forecast(one.hotline, MEAN))


def by_hand(one: Plan, given: Forecast, s: float) -> tuple[float, float]:
    """Return how likely two agents meet the goals of the first shift, and how many of its calls are lost."""
    target = one.hotline.service
    met = lost = 0.0
    for there, chance in ((0, s**2), (1, 2 * s * (1 - s)), (2, (1 - s) ** 2)):
        for path in given.paths[:, :6].astype(float):
            figures = erlang_a(path / 1800, 300, there, patience=120, within=20)
            each = sums_of(figures, path)
            whole: CallSums = each.combine(lambda numbers: numbers.sum(keepdims=True))
            good = each.meets(target).all() if target.scope is GoalScope.INTERVAL else whole.meets(target)[0]
            met += chance * good / len(given.paths)
            lost += chance * float(whole.abandoned[0]) / len(given.paths)
    return met, lost


@pytest.mark.parametrize("scope", GoalScope)
@pytest.mark.parametrize("away", [Fraction(1, 25), Fraction(1, 4)])
def test_it_is_the_average_over_who_is_there_and_over_the_paths(scope: GoalScope, away: Fraction) -> None:
    one = of(scope=scope, shrinkage_unplanned=away, abandoned_share=Fraction(1, 4), answered_share=None)
    first = risk(one).shifts[0]
    met, lost = by_hand(one, forecast(one.hotline, MEAN), float(away))
    assert first.now.met == pytest.approx(met, abs=1e-8)
    assert first.now.abandoned == pytest.approx(lost, rel=1e-7)
    assert 0 < first.now.met < 1


def test_absence_that_is_known_beforehand_is_in_the_roster() -> None:
    assert risk(of(shrinkage_planned=Fraction(1, 2))) == risk(of())


def test_one_agent_more_saves_what_the_next_team_loses_less() -> None:
    two, three = risk(of()).shifts[0], risk(of(), eight="1-1 1-2 1-3").shifts[0]
    assert two.one_more == three.now
    assert two.saved == two.now.abandoned - three.now.abandoned > 0
    assert three.now.met > two.now.met
    assert three.saved < two.saved


def test_nobody_on_a_shift_loses_every_call() -> None:
    one = of()
    empty = risk(one).shifts[1]
    assert (empty.agents, empty.now.met) == (0, 0)
    assert empty.calls == sum(MEAN[6:])
    assert empty.now.abandoned == pytest.approx(forecast(one.hotline, MEAN).paths[:, 6:].mean(axis=0).sum())


def test_no_calls_are_no_risk() -> None:
    one = of()
    given = forecast(one.hotline, 0.0)
    found = roster_risk(one, roster({}), given).shifts[0]
    assert (found.calls, found.now.met, found.now.abandoned, found.worst_share) == (0, 1, 0, 0)


def test_the_worst_interval_is_the_busiest_where_calls_take_alike() -> None:
    assert str(risk(of()).shifts[0].worst) == "2027-01-04 08:30"


def test_a_shift_that_the_forecast_does_not_cover_is_told() -> None:
    one = of()
    whole = forecast(one.hotline, MEAN)
    part = Forecast(whole.intervals[:7], whole.calls[:7], whole.aht[:7], whole.paths[:, :7])
    found = roster_risk(one, roster({}), part)
    assert [shift.shift.id for shift in found.shifts] == [EIGHT]
    assert [shift.id for shift in found.without_forecast] == [ELEVEN]


def test_novices_make_no_difference_unless_the_hotline_says_so() -> None:
    new = agent("1-1", first_day=MONDAY - timedelta(days=7))
    usual, slower = (
        replace(of(novice_factor=factor), agents=(new, agent("1-2"), agent("1-3")))
        for factor in (Fraction(1), Fraction(3, 2))
    )
    sits = roster({EIGHT: ["1-1", "1-2"]})
    assert team_of(usual, sits, usual.shifts[0]) == Team(2)
    assert team_of(slower, sits, slower.shifts[0]) == Team(1, 1)
    given = forecast(usual.hotline, MEAN)
    before, after = (roster_risk(one, sits, given).shifts[0] for one in (usual, slower))
    assert before == risk(of()).shifts[0]
    assert after.now.abandoned > before.now.abandoned
    lost = 0.0
    for chance, factors in ((0.96**2, [1.0, 1.5]), (0.04 * 0.96, [1.0]), (0.04 * 0.96, [1.5]), (0.04**2, [])):
        for calls in given.paths[:, :6].astype(float):
            found = unequal_figures(calls / 1800, np.full(6, 300.0), factors, patience=120, within=20)
            lost += chance * float((calls * found[1]).sum()) / len(given.paths)
    assert after.now.abandoned == pytest.approx(lost, rel=1e-7)


@pytest.mark.parametrize(
    ("dates", "new"),
    [
        ({}, False),
        ({"first_day": date(2026, 11, 10)}, True),
        ({"first_day": date(2026, 11, 9)}, False),  # eight weeks before
        ({"beside_until": date(2026, 11, 9)}, True),
        ({"beside_until": date(2026, 11, 8)}, False),
        ({"first_day": date(2020, 1, 1), "beside_until": date(2027, 1, 1)}, True),
    ],
)
def test_who_is_new_follows_from_the_first_day_without_a_colleague_beside(
    dates: dict[str, Any], new: bool
) -> None:
    one = of(novice_factor=Fraction(5, 4))
    assert is_new(agent("1-1", **dates), one.shifts[0], one.hotline.service) is new


def test_a_table_says_of_every_team_what_a_roster_with_it_risks() -> None:
    new = agent("1-1", first_day=MONDAY - timedelta(days=7))
    one = replace(of(novice_factor=Fraction(3, 2)), agents=(new, agent("1-2"), agent("1-3")))
    given = forecast(one.hotline, MEAN)
    row = risk_table(one, given)[EIGHT]  # type: ignore[index]
    for sits, found in (
        ("", row.by_agents[0]),
        ("1-2 1-3", row.by_agents[2]),
        ("1-1", row.by_novices[0][0]),
        ("1-1 1-2", row.by_novices[0][1]),
        ("1-1 1-2 1-3", row.by_novices[0][2]),
    ):
        assert roster_risk(one, roster({EIGHT: sits.split()}), given).shifts[0].now == found
    assert len(row.by_novices) == MOST_NOVICES
    assert row.by_novices[1][0].abandoned > row.by_novices[0][1].abandoned > row.by_agents[2].abandoned
    assert risk_table(of(), given)[EIGHT].by_novices == ()  # type: ignore[index]

"""Every scoring rule below, on and above what is fair: the model's amount is the one measured."""

from __future__ import annotations

import pytest

from tests.builders import MONDAY, agent, competence, entry, hotline, municipality, plan, roster
from tests.solver.agreement import assert_fixed_roster_agrees
from wfm.calendar import Span, UnsocialSpan
from wfm.fair_share import load_bands, unsocial_bands, unsocial_ceilings, week_bands
from wfm.hotline import Pairing
from wfm.limits import Limits, Weights
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

OFTEN = Limits(shifts_per_day=9, shifts_per_week=99, rest=0)
EVENINGS = (UnsocialSpan(frozenset(range(7)), Span(11 * 60, 24 * 60)),)
MON, TUE = "2027-01-04", "2027-01-05"


def amount(plan: Plan, sitting: Roster, rule: str) -> int:
    """Return what a rule measures, after seeing that the model agrees."""
    assert assert_fixed_roster_agrees(plan, sitting)
    return next(cost.amount for cost in measure(plan, sitting).rules if cost.rule == rule)


def first_shifts(plan: Plan, number: int, *names: str, unsocial: bool = False) -> Roster:
    """Return a roster in which these agents sit on the first shifts."""
    shifts = [shift for shift in plan.shifts if shift.unsocial or not unsocial]
    return roster({shift.id: names for shift in shifts[:number]})


def test_each_seat_left_empty_counts() -> None:
    question = plan(hotline=hotline(days=1, hours="08:00-11:00"))
    names = ["1-1", "1-2"]
    assert [amount(question, first_shifts(question, 1, *names[:n]), "coverage") for n in range(3)] == [
        2,
        1,
        0,
    ]


def test_each_holder_missing_counts_and_an_empty_shift_misses_them_all() -> None:
    line = hotline(days=1, hours="08:00-11:00", competences=(competence("a", 2), competence("b", 1)))
    people = [agent("1-1", competences="a"), agent("1-2", competences="ab"), agent("1-3")]
    question = plan(agents=people, hotline=line)
    teams: list[tuple[list[str], int]] = [
        ([], 3),
        (["1-1"], 2),
        (["1-2"], 1),
        (["1-1", "1-2"], 0),
        (["1-3"], 3),
    ]
    for names, missing in teams:
        assert amount(question, first_shifts(question, 1, *names), "competence") == missing


@pytest.mark.parametrize("pairing", Pairing)
def test_units_off_the_target_are_squared_on_either_side(pairing: Pairing) -> None:
    line = hotline(limits=OFTEN, pairing=pairing)
    question = plan({"1": 1, "2": 1}, ["1-1", "1-2", "2-1", "2-2"], hotline=line)
    target = question.quotas[municipality("1").code].target
    per_shift = 2 if pairing is Pairing.MIXED else 1
    for number in range(11):
        off = number * per_shift - target
        assert amount(question, first_shifts(question, number, "1-1", "1-2"), "quota") == off**2 + target**2


@pytest.mark.parametrize("rule", ["agent_balance", "unsocial_balance"])
def test_loads_of_an_agent_around_the_band(rule: str) -> None:
    line = hotline(days=5, hours="08:00-17:00", limits=OFTEN, unsocial=EVENINGS)
    question = plan(agents=["1-1", "1-2", "1-3"], hotline=line)
    name = agent("1-1").id
    band, ceiling = load_bands(question)[name], unsocial_ceilings(question)[name]
    for number in range(len(question.shifts) + 1):
        unsocial = rule == "unsocial_balance"
        sitting = first_shifts(question, number, "1-1", unsocial=unsocial)
        sat = len(sitting)
        others = 2 * band.low**2
        expected = max(0, sat - ceiling) if unsocial else band.outside(sat) ** 2 + others
        assert amount(question, sitting, rule) == expected


def test_unsocial_units_and_weeks_around_their_bands() -> None:
    line = hotline(days=12, limits=OFTEN, unsocial=EVENINGS)
    question = plan({"1": 2, "2": 1}, ["1-1", "2-1"], hotline=line)
    one, two = municipality("1").code, municipality("2").code
    for number in range(len(question.shifts) + 1):
        sitting = first_shifts(question, number, "1-1")
        unsocial = sum(shift.unsocial for shift in question.shifts[:number])
        bands = unsocial_bands(question)
        expected = bands[one].outside(unsocial) + bands[two].outside(0)
        assert amount(question, sitting, "unsocial_share") == expected
        weeks = week_bands(question)
        expected = sum(
            band.outside(sum(s.week == week for s in question.shifts[:number]) if code == one else 0)
            for (code, week), band in weeks.items()
        )
        assert amount(question, sitting, "week_spread") == expected


@pytest.mark.parametrize(("window", "windows"), [(1, 3), (2, 2), (3, 1), (4, 0)])
def test_an_idle_window_counts_unless_the_agent_is_away_for_all_of_it(window: int, windows: int) -> None:
    line = hotline(days=19, hours="08:00-11:00", weights=Weights(upkeep_weeks=window))
    question = plan(agents=["1-1"], hotline=line)
    assert amount(question, roster({}), "upkeep") == windows
    assert amount(question, roster({"2027-01-11T08:00": ["1-1"]}), "upkeep") == {1: 2}.get(window, 0)
    away = plan(
        agents=["1-1"],
        hotline=line,
        availability=[entry("1-1", "unavailable", MONDAY, MONDAY.replace(day=10))],
    )
    assert amount(away, roster({}), "upkeep") == windows - (window == 1)


def test_wishes_count_an_assignment_once_and_an_entry_that_came_to_nothing() -> None:
    entries = [
        entry("1-1", "undesired"),
        entry("1-1", "undesired", span=Span(480, 600)),
        entry("1-2", "preferred"),
        entry("1-2", "preferred", MONDAY.replace(day=9)),
    ]
    question = plan(availability=entries)
    assert amount(question, roster({}), "wishes") == 1
    assert amount(question, roster({f"{MON}T08:00": ["1-1"]}), "wishes") == 2
    assert amount(question, roster({f"{MON}T08:00": ["1-1", "1-2"]}), "wishes") == 1
    assert amount(question, roster({f"{TUE}T08:00": ["1-1", "1-2"]}), "wishes") == 1


def test_a_rule_without_weight_costs_nothing() -> None:
    weights = Weights(dict.fromkeys(Weights().by_rule, 0))
    question = plan(hotline=hotline(weights=weights))
    assert_fixed_roster_agrees(question, roster({f"{MON}T08:00": ["1-1"]}))
    assert measure(question, roster({})).quality == 0

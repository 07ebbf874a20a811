"""Personal carry-over: worked figures, sums that stay, and what the next period begins with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import plans, rosters
from wfm.calendar import UnsocialSpan
from wfm.ids import AgentId
from wfm.next_plan import next_plan
from wfm.personal_carry_over import next_balances, personal_carry_overs
from wfm.plan import Plan
from wfm.roster import Roster

LATE = (UnsocialSpan(frozenset(range(5)), b.span("11:00-14:00")),)
EARLY_MONDAY, LATE_MONDAY = "2027-01-04T08:00", "2027-01-04T11:00"


def handed_on(plan: Plan, roster: Roster) -> dict[str, tuple[Fraction, Fraction]]:
    accounts = personal_carry_overs(plan, roster)
    return {agent: (own.all_seats.carry_out, own.unsocial.carry_out) for agent, own in accounts.items()}


def test_what_was_sat_above_the_share_is_handed_on() -> None:
    # One municipality, w = 1 and 1/2: of 3 seats 2 and 1 are fair; of 1 unsocial seat 2/3 and 1/3.
    agents = [b.agent("1-1", carry_over=Fraction(1, 4)), b.agent("1-2", fte=Fraction(1, 2))]
    plan = b.plan(agents=agents, hotline=b.hotline(unsocial=LATE))
    roster = b.roster({EARLY_MONDAY: ["1-1", "1-2"], LATE_MONDAY: ["1-1"]})
    assert handed_on(plan, roster) == {
        "1-1": (Fraction(1, 4) + 2 - 2, 1 - Fraction(2, 3)),
        "1-2": (Fraction(0), -Fraction(1, 3)),
    }


def test_unsocial_seats_are_shared_by_those_who_could_take_one_or_did() -> None:
    # Agent 2 never can in the late shifts: of the one unsocial seat nothing is agent 2's ...
    never = b.entry("1-2", "unavailable", b.MONDAY, b.MONDAY + timedelta(days=4), span=b.span("13:59-14:00"))
    carried = b.agent("1-2", unsocial_carry_over=Fraction(7, 10))
    plan = b.plan(agents=["1-1", carried], hotline=b.hotline(unsocial=LATE), availability=[never])
    assert handed_on(plan, b.roster({LATE_MONDAY: ["1-1"]}))["1-2"][1] == Fraction(7, 10)
    # ... unless the seat was agent 2's after all: then half of it is.
    assert handed_on(plan, b.roster({LATE_MONDAY: ["1-2"]})) == {
        "1-1": (-Fraction(1, 2), -Fraction(1, 2)),
        "1-2": (Fraction(1, 2), Fraction(7, 10) + Fraction(1, 2)),
    }


def test_where_nothing_is_shared_it_passes_on_unchanged() -> None:
    away = b.agent("1-1", shifts_per_week=0, carry_over=Fraction(3), unsocial_carry_over=Fraction(-1))
    pays = b.agent("2-1", carry_over=Fraction(-2))
    towns = [b.municipality("1"), b.municipality("2", staffing=False)]
    plan = b.plan(towns, [away, pays], hotline=b.hotline(unsocial=LATE))
    roster = b.roster({LATE_MONDAY: ["1-1", "2-1"]})  # against the rules, and measured all the same
    unchanged = {"1-1": (Fraction(3), Fraction(-1)), "2-1": (Fraction(-2), Fraction(0))}
    assert handed_on(plan, roster) == unchanged


@settings(max_examples=examples(60))
@given(plans().flatmap(lambda plan: st.tuples(st.just(plan), rosters(plan))))
def test_a_municipalitys_balances_keep_their_sum(both: tuple[Plan, Roster]) -> None:
    plan, roster = both
    total: defaultdict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for agent, own in personal_carry_overs(plan, roster).items():
        home = plan.agent[agent].municipality
        total[home][0] += own.all_seats.carry_out - own.all_seats.carry_in
        total[home][1] += own.unsocial.carry_out - own.unsocial.carry_in
    assert all(sums == [0, 0] for sums in total.values())


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.tuples(st.sampled_from("12"), st.fractions(-9, 9, max_denominator=999)), min_size=1, max_size=9
    )
)
def test_what_the_next_period_begins_with_sums_to_nothing(drawn: list[tuple[str, Fraction]]) -> None:
    agents = [b.agent(f"{home}-{number}") for number, (home, _) in enumerate(drawn)]
    carried = {agent.id: seats for agent, (_, seats) in zip(agents, drawn, strict=True)}
    written = next_balances(agents, carried)
    for home in "12":
        own = [agent.id for agent in agents if agent.municipality == home]
        mean = sum((carried[agent] for agent in own), Fraction(0)) / max(1, len(own))
        assert sum((written[agent] for agent in own), Decimal(0)) == 0
        assert all(abs(Fraction(written[a]) - carried[a] + mean) < Fraction(1, 10_000) for a in own)


def test_the_next_period_drops_who_left_and_shares_what_they_leave() -> None:
    # 4 seats, 4/3 each: 1-1 sat 2, 1-2 and 1-3 one each. 1-3 leaves: 2/3 and -1/3 less their mean 1/6.
    leaves = b.agent("1-3", last_day=date(2027, 1, 8))
    plan = b.plan(agents=["1-1", "1-2", leaves])
    roster = b.roster({EARLY_MONDAY: ["1-1", "1-2"], LATE_MONDAY: ["1-1", "1-3"]})
    following = next_plan(plan, roster).plan
    assert {a.id: a.carry_over for a in following.agents} == {
        "1-1": Fraction(1, 2),
        "1-2": Fraction(-1, 2),
    }


def test_who_sat_too_much_is_spared_next_time_until_all_are_even() -> None:
    plan = b.plan(agents=["1-1", "1-2"], hotline=b.hotline(days=7))
    shifts = [shift.id for shift in plan.shifts]
    first, second = AgentId("1-1"), AgentId("1-2")
    uneven = Roster.of((agent, shift) for shift in shifts[:8] for agent in (first, second))
    uneven = Roster.of((*uneven, (first, shifts[8]), (first, shifts[9])))
    following = next_plan(plan, uneven).plan
    assert [agent.carry_over for agent in following.agents] == [1, -1]
    even = Roster.of((who, shift.id) for shift in following.shifts[:8] for who in (first, second))
    evened = Roster.of((*even, (second, following.shifts[8].id), (second, following.shifts[9].id)))
    after = next_plan(following, evened).plan
    assert [agent.carry_over for agent in after.agents] == [0, 0]
    assert replace(after, previous=()).agents == plan.agents

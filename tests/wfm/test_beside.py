"""Who sits beside: novices keep every limit, have a colleague there, and count nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import solver
from tests import builders as b
from tests.examples import examples
from tests.solver.plans import tiny_plans
from tests.strategies import plans, rosters
from wfm.agent import Agent
from wfm.beside import seats_beside
from wfm.fair_share import load_bands, unsocial_ceilings
from wfm.ids import AgentId, ShiftId
from wfm.limits import Limits
from wfm.next_plan import next_plan
from wfm.personal_carry_over import personal_carry_overs
from wfm.plan import Plan
from wfm.quota_table import quota_table
from wfm.roster import Roster
from wfm.rules import HARD_RULES
from wfm.score import measure

FOREVER = date(2040, 1, 1)
ME = AgentId("1-9")
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
PERSONAL = {"availability", "employment", "shifts_per_day", "shifts_per_week", "rest"}


def novice(name: str = "1-9", **changes: Any) -> Agent:
    return b.agent(name, **({"beside_until": FOREVER} | changes))


def shifts_of(plan: Plan, roster: Roster, agent: str = ME) -> tuple[str, ...]:
    return seats_beside(plan, roster).of_agent(AgentId(agent))


def breaches(plan: Plan, roster: Roster) -> Counter[str]:
    """Return how much is amiss by each hard rule about people."""
    found: Counter[str] = Counter()
    for rule in HARD_RULES:
        if rule.KEY in PERSONAL:
            found[rule.KEY] += sum(finding.amount for finding in rule.measure(plan, roster))
    return found


def drawn(data: st.DataObject) -> tuple[Plan, Roster]:
    """Draw a plan in which about half of the agents are novices for a while, and any roster of it."""
    plan = data.draw(tiny_plans() | plans())
    until = st.sampled_from([None, FOREVER, *plan.hotline.period.days()])
    agents = tuple(replace(agent, beside_until=data.draw(until)) for agent in plan.agents)
    plan = replace(plan, agents=agents)
    return plan, data.draw(rosters(plan))


@settings(max_examples=examples(150), deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_who_sits_beside_keeps_every_limit_and_has_a_colleague(data: st.DataObject) -> None:
    plan, roster = drawn(data)
    beside = seats_beside(plan, roster)
    novices: Counter[tuple[ShiftId, str]] = Counter()
    for agent, shift in beside:
        one = plan.agent[agent]
        assert one.is_novice_on(plan.shift[shift].day)
        novices[shift, one.municipality] += 1
        assert plan.municipality[one.municipality].staffing
        assert not set(plan.selves[agent]) & set(roster.on(shift))
    for (where, code), many in novices.items():
        sitting = [a for a in set(roster.on(where)) if plan.agent[a].municipality == code]
        assert many <= len(sitting)
    together = Roster.of([*roster, *beside])
    assert breaches(plan, together) == breaches(plan, roster)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_the_same_plan_and_roster_give_the_same_whatever_the_order_of_rows(data: st.DataObject) -> None:
    plan, roster = drawn(data)
    shuffled = replace(plan, agents=tuple(data.draw(st.permutations(plan.agents))))
    assert seats_beside(shuffled, roster) == seats_beside(plan, roster)


def fortnight(*people: Agent | str) -> Plan:
    line = b.hotline(days=12, hours="08:00-17:00", limits=Limits(shifts_per_week=2))
    return b.plan({"1": 100, "2": 100}, [*people, "1-1", "1-2", "2-1", "2-2"], hotline=line)


TWO_WEEKS = fortnight(novice(), novice("1-8"))
SEATS = st.sets(
    st.tuples(
        st.sampled_from([AgentId(f"{c}-{n}") for c in "12" for n in "12"]),
        st.sampled_from([shift.id for shift in TWO_WEEKS.shifts]),
    )
)


@given(SEATS, SEATS)
def test_what_is_changed_in_a_week_moves_nobody_in_the_weeks_before(one: Any, other: Any) -> None:
    first = {week: shifts for week, shifts in TWO_WEEKS.shifts_of_week.items()}[TWO_WEEKS.weeks[0]]
    early = {shift.id for shift in first}
    same = {pair for pair in one if pair[1] in early}
    changed = same | {pair for pair in other if pair[1] not in early}
    before, after = (seats_beside(TWO_WEEKS, Roster.of(pairs)) for pairs in (one, changed))
    assert {p for p in before if p[1] in early} == {p for p in after if p[1] in early}


@settings(max_examples=examples(60), deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_a_novice_changes_no_score_no_quota_and_nobodys_balance(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    roster = data.draw(rosters(plan))
    home = data.draw(st.sampled_from(plan.municipalities))
    carried = data.draw(st.sampled_from((Fraction(0), Fraction(-3), Fraction(5, 2))))
    extra = novice("new", municipality=home.code, fte=Fraction(1, 2), carry_over=carried)
    entry = b.entry("new", "preferred", plan.hotline.period.first_day)
    with_novice = replace(plan, agents=(*plan.agents, extra), availability=(*plan.availability, entry))
    assert quota_table(with_novice, roster) == quota_table(plan, roster)
    assert measure(with_novice, roster) == measure(plan, roster)
    assert load_bands(with_novice) == load_bands(plan)
    assert unsocial_ceilings(with_novice) == unsocial_ceilings(plan)
    accounts = dict(personal_carry_overs(with_novice, roster))
    assert accounts.pop(extra.id).all_seats.carry_out == carried
    assert accounts == personal_carry_overs(plan, roster)


def test_a_solve_answers_the_same_with_and_without_novices() -> None:
    plan = fortnight()
    with_novices = fortnight(novice("0-0", municipality="1"), novice())
    one, other = (solver.solve(p, workers=1, seed=1, time_limit=30) for p in (plan, with_novices))
    assert one.roster == other.roster
    assert (one.score, one.bounds, one.proofs) == (other.score, other.bounds, other.proofs)


# --- which shifts --------------------------------------------------------------------------------------


def test_a_novice_sits_beside_up_to_the_weekly_limit_where_the_own_municipality_sits() -> None:
    plan = fortnight(novice())
    roster = b.roster({s.id: ["1-1"] if s.start == 8 * 60 else ["2-1"] for s in plan.shifts})
    found = shifts_of(plan, roster)
    assert [shift[11:] for shift in found] == ["08:00"] * 4
    assert len({plan.shift[ShiftId(shift)].week for shift in found}) == 2


def test_kinds_of_shifts_that_were_seen_least_come_first() -> None:
    plan = fortnight(novice())
    roster = b.roster({s.id: ["1-1"] for s in plan.shifts})
    found = [plan.shift[ShiftId(shift)] for shift in shifts_of(plan, roster)]
    assert sorted(shift.start // 60 for shift in found)[::3] == [8, 14]
    assert len({shift.day.weekday() for shift in found}) == 4


@pytest.mark.parametrize("code", ["erfaren", "experienced"])
def test_a_shift_with_somebody_experienced_comes_first(code: str) -> None:
    line = b.hotline(competences=(b.competence(code),), limits=Limits(shifts_per_week=1))
    plan = b.plan(agents=["1-1", b.agent("1-2", competences=[code]), novice()], hotline=line)
    roster = b.roster({s.id: ["1-1"] for s in plan.shifts} | {"2027-01-07T11:00": ["1-2"]})
    assert shifts_of(plan, roster) == ("2027-01-07T11:00",)


def test_undesired_times_come_last_and_wanted_ones_first_of_equals() -> None:
    line = b.hotline(limits=Limits(shifts_per_week=1))
    wishes = [
        b.entry(ME, "undesired", date(2027, 1, 4), date(2027, 1, 6)),
        b.entry(ME, "preferred", date(2027, 1, 8)),
    ]
    plan = b.plan(agents=["1-1", novice()], hotline=line, availability=wishes)
    roster = b.roster({s.id: ["1-1"] for s in plan.shifts})
    assert shifts_of(plan, roster) == ("2027-01-08T08:00",)


def test_each_colleague_has_one_novice_at_most() -> None:
    plan = b.plan(
        agents=["1-1", "1-2", novice("1-7"), novice("1-8"), novice("1-9")], hotline=b.hotline(days=1)
    )
    beside = seats_beside(plan, b.roster({"2027-01-04T08:00": ["1-1", "1-2"]}))
    assert beside.on(ShiftId("2027-01-04T08:00")) == ("1-7", "1-8")


def test_nobody_sits_beside_oneself_in_another_employment() -> None:
    me = novice(person="p")
    plan = b.plan(agents=[b.agent("1-1", person="p"), me])
    assert not seats_beside(plan, b.roster({"2027-01-04T08:00": ["1-1"]}))


def test_from_the_day_after_the_agent_takes_seats_and_sits_beside_no_more() -> None:
    me = novice(beside_until=date(2027, 1, 5))
    plan = b.plan(agents=["1-1", me])
    roster = b.roster({s.id: ["1-1"] for s in plan.shifts})
    assert {shift[:10] for shift in shifts_of(plan, roster)} == {"2027-01-04", "2027-01-05"}
    assert min(plan.assignable[ME]) == "2027-01-06T08:00"
    assert me in plan.staffing_agents
    assert me in plan.novices


def test_a_plan_without_novices_has_nobody_beside() -> None:
    assert not seats_beside(b.plan(), b.roster({"2027-01-04T08:00": ["1-1"]}))


# --- the next period -----------------------------------------------------------------------------------


def test_the_next_plan_keeps_a_novice_who_is_one_still_and_tells_who_is_experienced() -> None:
    last = b.plan().hotline.period.last_day
    plan = b.plan(agents=["1-1", "1-2", novice("1-3", beside_until=last), novice("1-4")])
    following = next_plan(plan, b.roster({"2027-01-04T08:00": ["1-1"]}))
    assert [agent.beside_until for agent in following.plan.agents] == [None, None, None, FOREVER]
    assert "1 agent no longer sits beside, and takes seats: Agent 1-3" in map(str, following.notices)


def test_a_novice_has_no_part_in_the_mean_that_is_taken_from_those_who_stay() -> None:
    roster = b.roster({"2027-01-04T08:00": ["1-1"], "2027-01-05T08:00": ["1-1"]})
    plain = next_plan(b.plan(), roster).plan
    found = next_plan(b.plan(agents=["1-1", "1-2", novice(carry_over=Fraction(3))]), roster).plan
    assert found.agents[:2] == plain.agents
    assert found.agents[2].carry_over == 3

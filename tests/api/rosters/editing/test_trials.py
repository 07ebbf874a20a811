"""A change tried on the part of the plan that it touches does what it does to the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.rosters.editing.changes import ChangeError, ChangeOutcome, Locking, Move, try_changes
from api.rosters.editing.faults import faults_of
from api.rosters.editing.moves import HandChange
from api.rosters.editing.trials import Trials
from tests import builders
from tests.strategies import plans, rosters
from wfm.baseline import Baseline
from wfm.finding import Finding
from wfm.ids import AgentId, ShiftId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.roster import Roster

MONDAY, TUESDAY = ShiftId("2027-01-04T08:00"), ShiftId("2027-01-05T08:00")


def told(findings: Iterable[Finding]) -> Counter[tuple[str, int, str, str]]:
    return Counter((one.rule, one.amount, str(one.subject), repr(one.message)) for one in findings)


def everything(found: ChangeOutcome) -> object:
    """Return all that a change is said to do."""
    return dict(found.levels), dict(found.rules), told(found.new_breaches), told(found.come), told(found.gone)


@st.composite
def moves(draw: st.DrawFn, plan: Plan, sits: Roster) -> Move:
    """Draw a move, mostly a possible one."""
    shift = draw(st.sampled_from(plan.shifts)).id
    there = sits.on(shift)
    leaves = draw(st.sampled_from([None, *there])) if there else None
    joins = draw(st.sampled_from([None, *(agent.id for agent in plan.agents if agent.id not in there)]))
    return Move(shift, leaves, joins)


@settings(max_examples=25)
@given(st.data())
def test_a_part_says_of_moves_what_the_whole_does(data: st.DataObject) -> None:
    plan = data.draw(plans())
    sits = data.draw(st.one_of(st.just(Roster()), rosters(plan)))  # one that breaks nothing, too
    other = data.draw(rosters(plan))
    day = plan.hotline.period.first_day + timedelta(days=data.draw(st.integers(0, 9)))
    baseline = data.draw(st.sampled_from([None, Baseline(other), Baseline(other, day)]))
    trials = Trials(plan, sits, baseline)
    for _ in range(4):
        changes = data.draw(st.lists(moves(plan, sits), min_size=1, max_size=3))
        faults = faults_of(plan, sits, changes)
        if faults:
            for asks in (trials.try_changes, trials.find_breaches):
                with pytest.raises(ChangeError) as found:
                    asks(changes)
                assert found.value.faults == faults
            continue
        whole = try_changes(plan, sits, changes, baseline)
        assert told(trials.find_breaches(changes)) == told(whole.new_breaches)
        assert everything(trials.try_changes(changes)) == everything(whole)


def test_a_person_with_two_employments_counts_in_both_municipalities() -> None:
    agents = [builders.agent("1-1", person="p"), builders.agent("2-1", person="p"), builders.agent("2-2")]
    plan = builders.plan({"1": 100, "2": 100}, agents)
    sits = builders.roster({MONDAY: ("1-1",)})
    trials = Trials(plan, sits)
    found = trials.find_breaches([Move(ShiftId("2027-01-04T11:00"), joins=AgentId("2-1"))])
    assert [breach.rule for breach in found] == ["shifts_per_day"]


def test_a_lock_among_the_changes_is_tried_on_the_whole() -> None:
    plan = builders.plan({"1": 100, "2": 100}, ["1-1", "1-2", "2-1", "2-2"])
    sits = builders.roster({MONDAY: ("1-1",), TUESDAY: ("2-1",)})
    changes: list[HandChange] = [
        Locking(MONDAY, agent=AgentId("1-2")),
        Move(MONDAY, AgentId("1-1"), AgentId("1-2")),
    ]
    found, whole = Trials(plan, sits).try_changes(changes), try_changes(plan, sits, changes)
    assert (found.roster, found.score) == (whole.roster, whole.score)
    assert found.plan.locks == whole.plan.locks == replace(plan, locks=found.plan.locks).locks


def test_a_seat_of_another_municipality_may_lose_its_stand_in() -> None:
    weights = replace(
        builders.hotline().weights, by_rule={**builders.hotline().weights.by_rule, "standby": 3}
    )
    line = replace(builders.hotline(), agents=1, weights=weights, limits=Limits(1, 9, 0))
    plan = builders.plan({"1": 100, "2": 100}, ["1-1", "2-1"], hotline=line)
    sits = builders.roster({MONDAY: ("1-1",)})
    late = ShiftId("2027-01-04T11:00")
    found = Trials(plan, sits).try_changes([Move(late, None, AgentId("2-1"))])
    assert everything(found) == everything(try_changes(plan, sits, [Move(late, None, AgentId("2-1"))]))
    assert found.rules["standby"] == 6  # nobody could step in for either of them any more


def test_who_may_not_is_refused_where_nobody_staffs() -> None:
    absence = builders.entry("1-1", "unavailable", date(2027, 1, 4))
    plan = builders.plan({"1": 100, "2": 100}, ["1-1"], availability=[absence])
    plan = replace(
        plan, municipalities=tuple(replace(one, staffing=one.code != "1") for one in plan.municipalities)
    )
    move = Move(MONDAY, None, AgentId("1-1"))
    assert "availability" in {one.rule for one in Trials(plan, Roster()).find_breaches([move])}

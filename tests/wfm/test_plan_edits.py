"""Edits of a plan: each gives the plan that is written by hand, and no other row changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import MONDAY, entry, hotline, lock, plan
from tests.examples import examples
from tests.solver.plans import tiny_plans
from wfm.absence import Absence
from wfm.change import Change, LiftLock, apply_changes
from wfm.errors import Fault, PlanError
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Weights
from wfm.lock import Demand, Lock
from wfm.plan import Plan
from wfm.plan_edits import DropEntry, MarkAbsent, RemoveAgents, SetLock, SetSeats, SetWeight

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def by_hand(question: Plan, edit: Change) -> Plan:
    """Return the plan built anew from rows that say what an edit says."""
    hotline_, demand = question.hotline, question.demand
    agents, entries, locks, previous = (
        list(question.agents),
        list(question.availability),
        list(question.locks),
        list(question.previous),
    )
    match edit:
        case MarkAbsent(absence):
            away = absence.first_day, absence.last_day
            entries.append(entry(absence.agent, "unavailable", *away))
        case SetLock(row):
            locks.append(row)
        case LiftLock(row):
            locks.remove(row)
        case DropEntry(row):
            entries.remove(row)
        case SetWeight(rule, weight):
            weights = dict(question.hotline.weights.by_rule)
            weights[rule] = weight
            hotline_ = replace(hotline_, weights=Weights(weights, question.hotline.weights.upkeep_weeks))
        case RemoveAgents(code):
            gone = [one.id for one in agents if one.municipality == code]
            agents = [one for one in agents if one.id not in gone]
            entries = [one for one in entries if one.agent not in gone]
            locks = [one for one in locks if one.agent not in gone]
            previous = [one for one in previous if one.agent not in gone]
        case SetSeats(shift, seats):
            found = question.shift[shift]
            pairing = {row.shift: row.pairing for row in demand}.get(shift)
            rest = [row for row in demand if (row.day, row.start) != (found.day, found.start)]
            demand = (*rest, Demand(found.day, found.start, seats, pairing))
            locks = [one for one in locks if seats or one.shift != shift]
    return Plan(
        hotline_,
        question.municipalities,
        tuple(agents),
        tuple(entries),
        tuple(locks),
        tuple(demand),
        tuple(previous),
    )


def all_edits(question: Plan) -> list[Change]:
    """Return an edit of each kind that a plan allows, of the last row where there are several."""
    someone, shift = question.agents[-1], question.shifts[-1]
    found: list[Change] = [
        MarkAbsent(Absence(someone.id, shift.day, shift.day)),
        SetLock(Lock(shift.day, shift.start, municipality=someone.municipality)),
        SetLock(Lock(shift.day, shift.start, agent=someone.id)),
        SetWeight("wishes", 7),
        SetWeight("agent_balance", 0),
        RemoveAgents(someone.municipality),
        SetSeats(shift.id, shift.seats + 1),
    ]
    if len(question.shifts) > 1:
        found.append(SetSeats(shift.id, 0))
    found += [LiftLock(row) for row in question.locks[-1:]]
    found += [DropEntry(row) for row in question.availability[-1:]]
    return found


def outcome(make: Callable[[], Plan]) -> Plan | Sequence[Fault]:
    """Return a plan, or what is amiss with it."""
    try:
        return make()
    except PlanError as error:
        return error.faults


@settings(max_examples=examples(60), suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_an_edited_plan_is_the_plan_edited_by_hand(data: st.DataObject) -> None:
    question = data.draw(tiny_plans())
    edit = data.draw(st.sampled_from(all_edits(question)))
    expected = outcome(lambda: by_hand(question, edit))
    edited = outcome(lambda: edit.apply(question))
    assert edited == expected
    if not isinstance(edited, Plan) or not isinstance(expected, Plan):
        return
    assert (edited.shifts, edited.assignable, edited.quotas) == (
        expected.shifts,
        expected.assignable,
        expected.quotas,
    )


def test_edits_are_made_one_after_the_other_and_the_plan_before_stays() -> None:
    wish = entry("1-1", "undesired", MONDAY)
    question = plan(agents=["1-1", "1-2"], hotline=hotline(days=2), availability=[wish])
    before = replace(question)
    edits: list[Change] = [
        DropEntry(wish),
        MarkAbsent(Absence(AgentId("1-2"), MONDAY, MONDAY)),
        SetLock(lock("2027-01-05T08:00", agent="1-1")),
        RemoveAgents(MunicipalityCode("9")),
    ]
    edited = apply_changes(edits, question)
    assert question == before
    assert edited.availability == (entry("1-2", "unavailable", MONDAY),)
    assert len(edited.locks) == 1
    assert edited.agents == question.agents


def test_an_entry_that_no_row_says_is_no_edit_and_an_absence_outside_the_period_changes_no_shift() -> None:
    question = plan(agents=["1-1", "1-2"], hotline=hotline(days=2))
    assert DropEntry(entry("1-1", "undesired", MONDAY)).apply(question) == question
    later = MONDAY + timedelta(days=60)
    away = MarkAbsent(Absence(AgentId("1-1"), later, later)).apply(question)
    assert away.assignable == question.assignable


def test_an_edit_that_makes_no_plan_tells_the_fault() -> None:
    question = plan(agents=["1-1", "1-2"], hotline=hotline(days=2))
    with pytest.raises(PlanError):
        SetLock(lock("2027-01-04T09:00", agent="1-1")).apply(question)

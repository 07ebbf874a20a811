"""Rows that are one human being, wherever a search looks at them: models, first rosters, neighbours."""

from __future__ import annotations

import random

import solver
from solver.explaining.neighbours import with_assignment
from solver.heuristics.partial_roster import PartialRoster
from solver.infeasibility.conflict import find_conflicts
from solver.model.draft import Draft
from solver.model.team_columns import Candidates, TeamDemands
from solver.rules import HARD_RULES
from solver.search.counting_bounds import plain_bounds
from solver.search.distributed_lns import strip_names
from tests.builders import agent, hotline, lock, plan, roster
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.hotline import Pairing
from wfm.ids import AgentId, ShiftId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.result import Status
from wfm.roster import Roster
from wfm.score import measure

EARLY, TUESDAY = ShiftId("2027-01-04T08:00"), ShiftId("2027-01-05T08:00")


def question(person: str = "d", pairing: Pairing = Pairing.MIXED, **more: object) -> Plan:
    """Return a plan of two agents, who may be one person."""
    both = [agent("1-1", person=person), agent("2-1", person=person)]
    line = hotline(pairing=pairing, days=2, limits=Limits(shifts_per_week=5))
    return plan({"1": 100, "2": 100}, both, hotline=line, **more)


def test_one_person_fills_one_seat() -> None:
    apart, together = solver.solve(question(""), workers=1), solver.solve(question(), workers=1)
    assert together.status is Status.OPTIMAL
    assert apart.score is not None
    assert together.score is not None
    assert apart.score[Level.COVERAGE] == 4  # each of the two sits on one of two shifts a day
    assert together.score[Level.COVERAGE] == 6


def test_a_bound_that_is_counted_knows_of_it() -> None:
    assert plain_bounds(question())[Level.COVERAGE] == 4
    assert plain_bounds(question(""))[Level.COVERAGE] == 0


def test_frozen_shifts_are_counted_as_they_are() -> None:
    both = roster({EARLY: ["1-1", "2-1"]})
    bounds = plain_bounds(question(), Baseline(both, question().hotline.period.last_day))
    assert bounds[Level.COVERAGE] <= measure(question(), both)[Level.COVERAGE]


def test_no_team_holds_one_person_twice() -> None:
    rows = [agent("1-1", person="d"), agent("1-2", person="d"), agent("1-3")]
    found = Candidates(plan(agents=rows), TeamDemands(filled=True, complete=False)).of(
        [a.id for a in rows], 2
    )
    assert found == [("1-1", "1-3"), ("1-2", "1-3")]


def test_a_plan_without_persons_has_the_model_that_it_always_had() -> None:
    def model(person: str) -> str:
        rows = [agent("1-1", person=person and "a"), agent("2-1", person=person and "b")]
        draft = Draft(plan({"1": 100, "2": 100}, rows, hotline=hotline(pairing=Pairing.MIXED)))
        for rule in HARD_RULES:
            rule.post(draft)
        return str(draft.model.proto)

    assert model("") == model("yes")  # who is alone under a label is no further person


def test_the_first_roster_seats_nobody_twice() -> None:
    rows = [agent("1-1", person="d"), agent("1-2", person="d"), agent("1-3")]
    asked = plan(agents=rows, hotline=hotline(agents=3))
    partial = PartialRoster(asked, Roster(), random.Random(1))
    for shift in asked.shifts:
        partial.fill(shift)
    made = Roster.of(partial.assignments())
    assert not measure(asked, made).breaches
    assert len(made.on(EARLY)) == 2


def test_locks_that_seat_one_person_twice_contradict_each_other() -> None:
    asked = question(locks=[lock(EARLY, agent="1-1"), lock(EARLY, agent="2-1")])
    (conflict,) = find_conflicts(asked)
    assert {reason.rule for reason in conflict.reasons} >= {"locks"}
    assert {reason.rule for reason in conflict.reasons} & {"seats", "shifts_per_day"}
    assert conflict.verified
    assert conflict.minimal


def test_who_is_given_a_shift_gives_up_those_of_the_other_employment() -> None:
    asked = question(locks=[lock(EARLY, agent="2-1")])
    found = with_assignment(asked, roster({EARLY: ["1-1"], TUESDAY: ["1-1"]}), (AgentId("2-1"), EARLY))
    assert found is not None
    assert found.on(EARLY) == ("2-1",)


def test_workers_elsewhere_learn_who_is_one_but_no_label() -> None:
    sent = strip_names(question("010170-1234"))
    assert sent.people == question().people
    assert {one.person for one in sent.agents} == {"1-1"}
    assert {one.person for one in strip_names(question("")).agents} == {""}

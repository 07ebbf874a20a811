"""Notes of a contender: only changes, in time, and when a level was closed."""

from __future__ import annotations

import pytest

from benchmarks.trace import Outcome, Step, Trace, measured
from tests.builders import hotline, plan
from wfm.finding import SCORED, Level
from wfm.ids import AgentId, ShiftId
from wfm.roster import Roster

VALUES = dict(zip(SCORED, (0, 1, 2, 30), strict=True))


def test_only_changes_are_noted() -> None:
    trace = Trace()
    trace.note(Level.COVERAGE, 2, 0, 0.5)
    trace.note(Level.COVERAGE, 2, 0, 0.6)
    trace.note(Level.COVERAGE, 2, 1, 0.7)
    assert trace.steps == [Step(0.5, Level.COVERAGE, 2, 0), Step(0.7, Level.COVERAGE, 2, 1)]


def test_the_first_full_roster_and_the_first_proof_stay() -> None:
    trace = Trace()
    trace.full(1.0)
    trace.full(2.0)
    trace.prove(Level.COVERAGE, seconds=1.5)
    trace.prove(Level.COVERAGE, Level.COMPETENCE, seconds=2.5)
    assert trace.full_at == 1.0
    assert trace.proven == {Level.COVERAGE: 1.5, Level.COMPETENCE: 2.5}


def test_levels_are_proven_when_the_last_of_them_is() -> None:
    trace = Trace()
    trace.prove(Level.COVERAGE, seconds=1.5)
    trace.prove(Level.COMPETENCE, seconds=2.5)
    outcome = Outcome(VALUES, VALUES | {Level.QUALITY: 29}, trace, 9.0)
    assert outcome.proven_at(Level.COVERAGE) == 1.5
    assert outcome.proven_at(Level.COVERAGE, Level.COMPETENCE) == 2.5
    assert outcome.proven_at(*SCORED[:-1]) == 9.0  # known at the end only
    assert outcome.proven_at(*SCORED) is None
    assert not outcome.optimal
    assert Outcome(VALUES, VALUES, trace, 9.0).optimal


def test_a_roster_that_breaks_a_rule_is_no_outcome() -> None:
    question = plan({"1": 1}, ["1-1"], hotline=hotline(agents=1))
    assert measured(question, Roster())[Level.COVERAGE] == question.seats
    several = Roster.of((AgentId("1-1"), ShiftId(shift.id)) for shift in question.shifts)
    with pytest.raises(ValueError, match="hard rule"):
        measured(question, several)

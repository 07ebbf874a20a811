"""The plain model means what the contract says: for any roster, allowed and as dear as it is measured."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from benchmarks.peers.model import PlainModel
from tests.benchmarks.peers.plain_plans import plain_plans
from tests.examples import examples
from tests.solver.plans import can_be_kept, rosters
from wfm.finding import SCORED, Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure


def least(plan: Plan, roster: Roster, level: Level) -> int | None:
    """Return what a level costs at least with this very roster; ``None`` where it is not allowed."""
    plain = PlainModel(plan)
    if not set(roster) <= set(plain.x):
        return None
    sitting = set(roster)
    for pair, variable in plain.x.items():
        plain.model.add(variable == (pair in sitting))
    plain.model.minimize(plain.value(level))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(plain.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), plain.model.validate()
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_roster_is_allowed_and_costs_as_measured(data: st.DataObject) -> None:
    plan = data.draw(plain_plans())
    assume(can_be_kept(plan))
    roster = data.draw(rosters(plan))
    score = measure(plan, roster)
    for level in SCORED:
        assert least(plan, roster, level) == (None if score.breaches else score[level]), level


@settings(max_examples=examples(50), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_read_back_is_the_roster(data: st.DataObject) -> None:
    plan = data.draw(plain_plans())
    assume(can_be_kept(plan))
    plain = PlainModel(plan)
    chosen = data.draw(st.sets(st.sampled_from(sorted(plain.x)))) if plain.x else set()
    values = [0.0] * len(plain.model.proto.variables)
    for pair in chosen:
        values[plain.x[pair].index] = 1 - 1e-7
    assert plain.roster(plain.assignments(values)) == Roster.of(chosen)

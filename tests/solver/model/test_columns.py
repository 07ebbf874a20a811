"""Columns: a roster is read from the variables that seat somebody, and found again in them."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver.model.draft import Draft
from solver.model.team_columns import Candidates, TeamDemands
from tests.examples import examples
from tests.solver.plans import rosters, tiny_plans
from wfm.roster import Roster
from wfm.score import measure

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data(), st.booleans())
def test_a_roster_that_is_hinted_is_the_one_that_is_read(data: st.DataObject, teams: bool) -> None:
    plan = data.draw(tiny_plans())
    roster = data.draw(rosters(plan))
    assume(not measure(plan, roster).breaches)
    anything = Candidates(plan, TeamDemands(filled=False, complete=False)) if teams else None
    draft = Draft(plan, candidates=anything)
    values = [0] * len(draft.model.proto.variables)
    for column in draft.columns:
        values[column.variable.index] = int(column.chosen_in(roster))
    assert draft.seating.roster(values) == roster


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_who_is_kept_sits_without_a_variable(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    roster = data.draw(rosters(plan))
    assume(not measure(plan, roster).breaches)
    kept = [pair for pair in roster if data.draw(st.booleans())]
    draft = Draft(plan, kept=kept)
    assert all(draft.assigned[pair] == 1 for pair in kept)
    assert not set(kept) & {(column.agents[0], column.cell.shift) for column in draft.columns}
    assert draft.seating.roster([0] * len(draft.model.proto.variables)) == Roster.of(kept)

"""The open model without a lock or a wish says of the plan without it what one built of that plan says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver.heuristics.greedy import greedy_roster
from solver.linear.model import LinearModel
from solver.params import Clock
from solver.search.state import SearchState
from solver.session.open_level import OpenLevel
from solver.session.relaxed_plan import RelaxedPlans, Relaxing
from tests.builders import MONDAY, entry, lock
from tests.examples import examples
from tests.solver.linear.linear_models import best_of
from tests.solver.plans import can_be_kept, rosters, tiny_plans
from tests.solver.verification.questions import DAY, fortnight
from wfm.availability import EntryKind
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
FOREVER = Clock(float("inf"))


def opened(question: Plan, roster: Roster) -> OpenLevel:
    """Return the model of quality, the levels before held at a roster's values, and its relaxation."""
    score = measure(question, roster)
    state = SearchState(question, roster, FOREVER)
    found = OpenLevel(state, Level.QUALITY, {one: score[one] for one in score.levels[:-1]})
    found.relax(roster)
    return found


def relaxings(question: Plan, plans: RelaxedPlans) -> Iterator[tuple[Plan, Relaxing]]:
    """Yield each plan without a lock or a wish, and what is otherwise in the model."""
    for index in range(len(question.locks)):
        locks = (*question.locks[:index], *question.locks[index + 1 :])
        yield replace(question, locks=locks), plans.without_lock(index)
    for index, row in enumerate(question.availability):
        if row.kind is not EntryKind.UNAVAILABLE:
            rest = (*question.availability[:index], *question.availability[index + 1 :])
            yield replace(question, availability=rest), plans.without_wish(index)


def crowded() -> Plan:
    """Return a fortnight with several locks and wishes, some of them about the same shifts."""
    question = fortnight()
    wishes = [
        entry("1-2", "undesired", MONDAY, MONDAY + 2 * DAY),
        entry("1-2", "undesired", MONDAY + DAY, MONDAY + 4 * DAY),
        entry("1-1", "preferred", MONDAY, MONDAY + 3 * DAY),  # unavailable then
    ]
    locks = [
        lock("2027-01-07T11:00", agent="3-4"),
        lock("2027-01-13T08:00", municipality="1"),
        lock("2027-01-13T08:00", agent="1-3"),
    ]
    rows = (*question.availability, *wishes)
    return replace(question, availability=rows, locks=(*question.locks, *locks))


@pytest.fixture(scope="module")
def crowd() -> OpenLevel:
    question = crowded()
    return opened(question, greedy_roster(question, 1, FOREVER))


def relaxed_model(plans: RelaxedPlans, other: Plan, relaxing: Relaxing) -> LinearModel:
    """Return the model as it is searched for the plan without the row."""
    return plans.open(relaxing, SearchState(other, Roster(), FOREVER)).model


def test_the_relaxation_without_a_row_bounds_as_one_that_is_built_of_the_plan_without_it(
    crowd: OpenLevel,
) -> None:
    question, roster = crowd.draft.plan, greedy_roster(crowd.draft.plan, 1, FOREVER)
    plans, proven = RelaxedPlans(crowd), 0
    for other, relaxing in relaxings(question, plans):
        built = OpenLevel(SearchState(other, roster, FOREVER), Level.QUALITY, crowd.held)
        built.relax(roster)
        same = plans.open(relaxing, SearchState(other, roster, FOREVER))
        same.relax(roster)
        assert same.target == built.target
        assert plans.prove(relaxing) <= same.target
        proven += plans.prove(relaxing) == same.target
    assert proven > len(question.locks)  # the multipliers at hand are mostly enough


@settings(max_examples=examples(60), suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_a_roster_of_the_plan_without_a_row_fits_and_costs_there_what_it_measures(
    data: st.DataObject,
) -> None:
    question = data.draw(tiny_plans(most_locks=3))
    assume(can_be_kept(question))
    roster = data.draw(rosters(question))
    base = OpenLevel(SearchState(question, Roster(), FOREVER), Level.QUALITY, dict(NOTHING_HELD))
    base.duals = [0.0] * base.model.rows
    plans = RelaxedPlans(base)
    for other, relaxing in relaxings(question, plans):
        score = measure(other, roster)
        if score.breaches or any(score[one] > most for one, most in base.held.items()):
            continue
        fixed = {one.variable.index: int(one.chosen_in(roster)) for one in base.draft.columns}
        assert best_of(relaxed_model(plans, other, relaxing), fixed) == score.quality


NOTHING_HELD = {Level.COVERAGE: 1000, Level.COMPETENCE: 1000, Level.QUOTA: 1_000_000}

"""Teams that get a variable: just those wanted, and none where they would be too many."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings

from solver.model.team_columns import MOST_TEAMS, Candidates, TeamDemands, holders, holders_lacking
from tests.builders import agent, competence, hotline, plan
from tests.examples import examples
from tests.solver.plans import tiny_plans
from wfm.ids import AgentId
from wfm.plan import Plan

LINE = hotline(competences=(competence("a"), competence("b")))
TRAINED = plan(
    {"1": 1},
    [agent("1-1", competences="a"), agent("1-2", competences="b"), agent("1-3", competences="ab"), "1-4"],
    hotline=LINE,
)
EVERYBODY = tuple(one.id for one in TRAINED.agents)


def named(*numbers: int) -> tuple[AgentId, ...]:
    return tuple(AgentId(f"1-{number}") for number in numbers)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (TeamDemands(filled=True, complete=True), {named(1, 2), named(1, 3), named(2, 3), named(3, 4)}),
        (
            TeamDemands(filled=False, complete=True),
            {named(3), named(1, 2), named(1, 3), named(2, 3), named(3, 4)},
        ),
        (TeamDemands(filled=True, complete=False), set(combinations(EVERYBODY, 2))),
        (
            TeamDemands(filled=False, complete=False),
            {*combinations(EVERYBODY, 1), *combinations(EVERYBODY, 2)},
        ),
    ],
)
def test_a_team_is_as_wanted(wanted: TeamDemands, found: set[tuple[AgentId, ...]]) -> None:
    teams = Candidates(TRAINED, wanted).of(EVERYBODY, 2)
    assert teams is not None
    assert set(teams) == found
    assert len(teams) == len(found)


@pytest.mark.parametrize(("agents", "counted"), [(11, True), (12, False)])
def test_too_many_teams_are_not_counted(agents: int, counted: bool) -> None:
    many = plan({"1": 1}, [f"1-{number:02d}" for number in range(agents)])
    people = [one.id for one in many.agents]
    found = Candidates(many, TeamDemands(filled=True, complete=True)).of(people, 2)
    assert (found is not None) == counted
    assert 11 * 10 // 2 <= MOST_TEAMS < 12 * 11 // 2


@settings(max_examples=examples(50), deadline=None)
@given(tiny_plans())
def test_what_a_team_lacks_is_what_is_wanted_less_what_it_holds(question: Plan) -> None:
    team = [one.id for one in question.agents[:2]]
    for wanted, missing in zip(question.hotline.competences, holders_lacking(question, team), strict=True):
        held = sum(wanted.code in question.agent[one].competences for one in team)
        assert holders(question, team, wanted.code) == held
        assert missing == max(0, wanted.min_agents - held)

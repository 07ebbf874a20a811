"""What a seat's candidates would do is what the change does, and who may not sit there is who it refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.desk.choice import MOST_CAUSES, Chooser
from api.rosters.editing.changes import Move, NewBreachesError, make_changes
from api.rosters.editing.trials import Trials
from api.store.errors import MissingError
from tests import builders
from tests.strategies import plans, rosters
from wfm.baseline import Baseline
from wfm.finding import Finding, Level
from wfm.ids import AgentId, ShiftId
from wfm.limits import Weights

MONDAY, LATE, TUESDAY = (ShiftId(f"2027-01-0{at}") for at in ("4T08:00", "4T11:00", "5T08:00"))
PLAN = builders.plan(
    {"1": 200, "2": 100},
    ["1-1", "1-2", "1-3", "1-4", "2-1", "2-2"],
    availability=[
        builders.entry("1-3", "undesired", date(2027, 1, 4)),
        builders.entry("1-4", "unavailable", date(2027, 1, 4)),
    ],
    hotline=builders.hotline(competences=(builders.competence("mitid"),)),
)
SITS = builders.roster({MONDAY: ("1-1", "1-2"), TUESDAY: ("1-3",)})
CHOOSER = Chooser(Trials(PLAN, SITS))


def told(findings: Iterable[Finding]) -> Counter[tuple[str, int, str, str]]:
    return Counter((one.rule, one.amount, str(one.subject), repr(one.message)) for one in findings)


@settings(max_examples=25)
@given(st.data())
def test_what_is_told_of_a_candidate_is_what_the_change_does(data: st.DataObject) -> None:
    plan = data.draw(plans())
    sits = data.draw(rosters(plan))
    baseline = data.draw(st.sampled_from([None, Baseline(sits), Baseline(sits, date(2027, 1, 6))]))
    chooser = Chooser(Trials(plan, sits, baseline))
    shift = data.draw(st.sampled_from(plan.shifts))
    seat = chooser.seat(shift.id, data.draw(st.integers(1, shift.seats)))
    choice = chooser.choose(seat)
    asked = {one.agent.id for one in (*choice.able, *choice.unable)}
    assert asked == {agent.id for agent in plan.agents} - set(sits.on(shift.id))
    for one in choice.able:
        made = make_changes(plan, sits, one.does.changes, baseline)
        assert (dict(one.does.levels), dict(one.does.rules)) == (dict(made.levels), dict(made.rules))
        assert (told(one.does.come), told(one.does.gone)) == (told(made.come), told(made.gone))
    for one in choice.unable:
        with pytest.raises(NewBreachesError) as refused:
            make_changes(plan, sits, one.does.changes, baseline)
        assert told(one.does.breaches) == told(refused.value.outcome.new_breaches)


def test_the_best_comes_first() -> None:
    choice = CHOOSER.choose(CHOOSER.seat(LATE, 1))
    ranks = [one.does.rank for one in choice.able]
    assert ranks == sorted(ranks)
    assert {one.agent.id for one in choice.able} == {"1-3", "2-1", "2-2"}
    wish = next(one.does for one in choice.able if one.agent.id == "1-3")
    assert "wishes" in {finding.rule for finding in wish.come}
    assert wish.rules["wishes"] == 1


def test_of_equals_who_sits_least_comes_first() -> None:
    line = builders.hotline(weights=Weights({}))
    plan = builders.plan({"1": 100}, ["1-1", "1-2", "1-3"], hotline=line)
    sits = builders.roster({MONDAY: ("1-1",), TUESDAY: ("1-1", "1-2")})
    chooser = Chooser(Trials(plan, sits))
    choice = chooser.choose(chooser.seat(ShiftId("2027-01-06T08:00"), 1))
    assert [(one.agent.id, one.seats) for one in choice.able] == [("1-3", 0), ("1-2", 1), ("1-1", 2)]


def test_who_may_not_is_told_with_the_rule() -> None:
    choice = CHOOSER.choose(CHOOSER.seat(MONDAY, 1))
    found = {one.agent.id: [breach.rule for breach in one.does.breaches] for one in choice.unable}
    assert found == {"1-4": ["availability"], "2-1": ["pairing"], "2-2": ["pairing"]}
    assert choice.emptied is not None
    assert choice.emptied.levels[Level.COVERAGE] == 1


def test_somebody_comes_from_another_shift_or_swaps() -> None:
    seat = CHOOSER.seat(MONDAY, 1)
    assert seat.occupant == "1-1"
    joins = Move(MONDAY, AgentId("1-1"), AgentId("1-3"))
    found = {one.changes for one in CHOOSER.exchanges(seat, AgentId("1-3"))}
    assert found == {
        (joins, Move(TUESDAY, AgentId("1-3"))),
        (joins, Move(TUESDAY, AgentId("1-3"), AgentId("1-1"))),
    }
    assert CHOOSER.exchanges(seat, AgentId("1-4")) == ()


@pytest.mark.parametrize("agent", ["1-1", "1-2"])
def test_whoever_sits_on_the_shift_comes_from_nowhere(agent: str) -> None:
    sits = builders.roster({MONDAY: ("1-1", "1-2"), TUESDAY: (agent,)})
    chooser = Chooser(Trials(PLAN, sits))
    assert chooser.exchanges(chooser.seat(MONDAY, 1), AgentId(agent)) == ()


def test_the_rules_of_penalty_points_are_named_where_they_are_few() -> None:
    found = {one.agent.id: one.does for one in CHOOSER.choose(CHOOSER.seat(LATE, 1)).able}
    others = {"coverage", "competence", "quota"}
    quality = {
        agent: {rule: rise for rule, rise in does.rules.items() if rule not in others}
        for agent, does in found.items()
    }
    assert {len(rules) > MOST_CAUSES for rules in quality.values()} == {True, False}
    for agent, does in found.items():
        assert does.causes == (quality[agent] if len(quality[agent]) <= MOST_CAUSES else {})
        assert not does.causes or sum(does.causes.values()) == does.levels[Level.QUALITY]


def test_an_empty_seat_has_nothing_to_swap() -> None:
    (only,) = CHOOSER.exchanges(CHOOSER.seat(LATE, 2), AgentId("1-3"))
    assert only.changes == (Move(LATE, None, AgentId("1-3")), Move(TUESDAY, AgentId("1-3")))
    assert CHOOSER.choose(CHOOSER.seat(LATE, 2)).emptied is None


@pytest.mark.parametrize(("shift", "number"), [(MONDAY, 0), (MONDAY, 3), (ShiftId("2027-01-09T08:00"), 1)])
def test_a_seat_that_is_not_there_is_missing(shift: ShiftId, number: int) -> None:
    with pytest.raises(MissingError):
        CHOOSER.seat(shift, number)


def test_an_agent_who_is_not_there_is_missing() -> None:
    with pytest.raises(MissingError):
        CHOOSER.exchanges(CHOOSER.seat(MONDAY, 1), AgentId("9-9"))

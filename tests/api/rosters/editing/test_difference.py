"""What differs between two versions: nothing is forgotten, and nothing said twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from api.rosters.editing.agent_difference import AgentDifference, Person, ShiftMove, TimeChange
from api.rosters.editing.difference import (
    Difference,
    LevelDifference,
    MunicipalityDifference,
    ShiftDifference,
    apply_difference,
    difference,
)
from tests import builders
from tests.api.rosters.editing.revising import Pair, Version, pairs
from tests.examples import examples
from wfm.calendar import Period
from wfm.finding import Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

MON, MON_LATE, TUE, WED = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00", "2027-01-06T08:00"
NEXT_MON = "2027-01-11T08:00"
EXAMPLES = settings(max_examples=examples(30))


def two_weeks(**changes: Any) -> Plan:
    line = builders.hotline(period=Period(builders.MONDAY, builders.MONDAY.replace(day=15)), **changes)
    return builders.plan({"1": 200, "2": 100}, ["1-1", "1-2", "2-1", "2-2"], hotline=line)


def version(sits: Mapping[str, tuple[str, ...]], plan: Plan | None = None) -> Version:
    return Version(plan or two_weeks(), builders.roster(sits))


def turned(found: Difference) -> Difference:
    """Return a difference told from the other end."""
    return Difference(
        tuple(
            AgentDifference(
                one.person,
                one.added,
                one.removed,
                tuple(ShiftMove(pair.target, pair.source) for pair in one.moved),
                tuple(TimeChange(pair.after, pair.before) for pair in one.retimed),
            )
            for one in found.agents
        ),
        tuple(
            MunicipalityDifference(
                one.code,
                one.name,
                one.after,
                one.before,
                one.gained,
                one.lost,
                one.carried,
                one.carried_before,
            )
            for one in found.municipalities
        ),
        tuple(ShiftDifference(one.after, one.before, one.joined, one.left) for one in found.shifts),
        tuple(LevelDifference(one.level, one.after, one.before) for one in found.levels),
    )


def in_one_order(found: Difference) -> Difference:
    agents = (
        replace(one, moved=tuple(sorted(one.moved, key=lambda pair: min(pair.source.id, pair.target.id))))
        for one in found.agents
    )
    return replace(found, agents=tuple(agents))


@EXAMPLES
@given(pairs())
def test_a_difference_makes_the_other_roster(pair: Pair) -> None:
    found = difference(*pair)
    assert apply_difference(found, pair.before.roster) == pair.after.roster


@EXAMPLES
@given(pairs())
def test_a_version_does_not_differ_from_itself(pair: Pair) -> None:
    for one in pair:
        found = difference(one, one)
        assert found.empty
        assert (found.agents, found.municipalities, found.shifts) == ((), (), ())


@EXAMPLES
@given(pairs())
def test_seen_from_the_other_end_all_is_turned_round(pair: Pair) -> None:
    there, back = difference(*pair), difference(*reversed(pair))
    assert in_one_order(turned(there)) == in_one_order(back)


@EXAMPLES
@given(pairs())
def test_agents_municipalities_and_shifts_tell_the_same(pair: Pair) -> None:
    found = difference(*pair)
    by_agent = [(one.person, shift.id) for one in found.agents for shift in one.joined]
    by_shift = [(person, one.shift.id) for one in found.shifts for person in one.joined]
    assert sorted(by_agent, key=str) == sorted(by_shift, key=str)
    left = [(one.person, shift.id) for one in found.agents for shift in one.left]
    assert sorted(left, key=str) == sorted(
        ((person, one.shift.id) for one in found.shifts for person in one.left), key=str
    )
    for one in found.municipalities:
        came, went = len(one.gained), len(one.lost)
        seats = [0 if row is None else row.seats for row in (one.before, one.after)]
        assert seats[1] - seats[0] == came - went


@EXAMPLES
@given(pairs())
def test_levels_are_the_measured_ones(pair: Pair) -> None:
    found = {one.level: one for one in difference(*pair).levels}
    for level in Level.COVERAGE, Level.COMPETENCE, Level.QUOTA, Level.QUALITY:
        before, after = (measure(one.plan, one.roster)[level] for one in pair)
        assert (found[level].before, found[level].after) == (before, after)


def agent_between(before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]) -> AgentDifference:
    (one,) = difference(version(before), version(after)).agents
    return one


def ids(agent: AgentDifference) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    return (
        [shift.id for shift in agent.removed],
        [shift.id for shift in agent.added],
        [(pair.source.id, pair.target.id) for pair in agent.moved],
    )


def test_one_gone_and_one_new_on_a_day_was_moved() -> None:
    one = agent_between({MON: ("1-1",), WED: ("1-1",)}, {MON_LATE: ("1-1",), WED: ("1-1",)})
    assert ids(one) == ([], [], [(MON, MON_LATE)])
    assert one.person == Person(builders.agent("1-1").id, builders.municipality("1").code)


def test_one_gone_and_one_new_in_a_week_was_moved() -> None:
    assert ids(agent_between({MON: ("1-1",)}, {WED: ("1-1",)})) == ([], [], [(MON, WED)])


def test_the_same_day_comes_before_the_same_week() -> None:
    one = agent_between({MON: ("1-1",), TUE: ("1-1",)}, {MON_LATE: ("1-1",), WED: ("1-1",)})
    assert ids(one) == ([], [], [(MON, MON_LATE), (TUE, WED)])


def test_what_is_not_clear_is_not_called_moved() -> None:
    two_gone = agent_between({MON: ("1-1",), TUE: ("1-1",)}, {WED: ("1-1",)})
    assert ids(two_gone) == ([MON, TUE], [WED], [])
    another_week = agent_between({MON: ("1-1",)}, {NEXT_MON: ("1-1",)})
    assert ids(another_week) == ([MON], [NEXT_MON], [])


def test_a_kept_shift_with_another_end_is_told() -> None:
    after = version({MON: ("1-1",)}, two_weeks(shift_minutes=120))
    found = difference(version({MON: ("1-1",)}), after)
    (one,) = found.agents
    assert ids(one) == ([], [], [])
    ((kept,)) = one.retimed
    assert (kept.before.end, kept.after.end) == (11 * 60, 10 * 60)


def test_whoever_changes_employer_is_another_person() -> None:
    plan = two_weeks()
    agents = (builders.agent("1-1", municipality="2"), *plan.agents[1:])
    found = difference(version({MON: ("1-1",)}), version({MON: ("1-1",)}, replace(plan, agents=agents)))
    assert [(one.person.municipality, ids(one)[:2]) for one in found.agents] == [
        ("1", ([MON], [])),
        ("2", ([], [MON])),
    ]
    assert [(one.code, one.lost, one.gained) for one in found.municipalities] == [
        ("1", (MON,), ()),
        ("2", (), (MON,)),
    ]


def test_a_municipality_that_gives_one_shift_for_another_is_told() -> None:
    before = {MON: ("1-1", "1-2"), TUE: ("2-1", "2-2")}
    after = {MON: ("2-1", "2-2"), TUE: ("1-1", "1-2")}
    found = difference(version(before), version(after))
    assert [(one.code, one.lost, one.gained) for one in found.municipalities] == [
        ("1", (MON, MON), (TUE, TUE)),
        ("2", (TUE, TUE), (MON, MON)),
    ]
    assert all(one.before == one.after for one in found.municipalities)


def test_a_target_that_moves_is_told_though_nobody_does() -> None:
    plan = two_weeks()
    bigger = (replace(plan.municipalities[0], population=500), plan.municipalities[1])
    found = difference(version({}), version({}, replace(plan, municipalities=bigger)))
    assert not found.agents
    rows = [(one.before, one.after) for one in found.municipalities]
    assert all(was and now and was.quota.target != now.quota.target for was, now in rows)
    assert len(rows) == 2


def test_a_name_alone_is_no_difference() -> None:
    plan = two_weeks()
    renamed = replace(
        plan,
        agents=tuple(replace(one, name="Another") for one in plan.agents),
        municipalities=tuple(replace(one, name="Another") for one in plan.municipalities),
    )
    assert difference(version({MON: ("1-1",)}), version({MON: ("1-1",)}, renamed)).empty


def test_without_a_roster_before_all_is_new() -> None:
    after = version({MON: ("1-1", "1-2")})
    found = difference(None, after)
    assert apply_difference(found, Roster()) == after.roster
    assert [ids(one)[1] for one in found.agents] == [[MON], [MON]]
    assert all(one.before is None and one.after is not None for one in found.levels)
    assert not found.empty
    assert difference(None, None).empty

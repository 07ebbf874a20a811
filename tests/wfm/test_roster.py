"""Roster: who sits where, in order, whatever order it is told in."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import roster
from wfm.ids import AgentId, ShiftId
from wfm.roster import Assignment, Roster

EARLY, LATE, MORROW = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00"

assignments = st.lists(
    st.tuples(
        st.sampled_from(["1-1", "1-2", "2-1"]).map(AgentId),
        st.sampled_from([EARLY, LATE, MORROW]).map(ShiftId),
    ),
    max_size=8,
)


@given(assignments, st.randoms(use_true_random=False))
def test_a_roster_is_its_assignments_in_whatever_order(sat: list[Assignment], chance: Random) -> None:
    one = Roster.of(sat)
    chance.shuffle(sat)
    other = Roster.of(sat)
    assert one == other
    assert hash(one) == hash(other)
    assert sorted(one) == sorted(sat)
    assert len(one) == len(sat)


def test_agents_stand_by_shift_in_order_of_id_and_shifts_by_agent_in_order_of_time() -> None:
    one = roster({MORROW: ["2-1", "1-1"], EARLY: ["1-1"]})
    assert list(one.agents_on.items()) == [(EARLY, ("1-1",)), (MORROW, ("1-1", "2-1"))]
    assert list(one.shifts_of.items()) == [("1-1", (EARLY, MORROW)), ("2-1", (MORROW,))]
    assert list(one) == [("1-1", EARLY), ("1-1", MORROW), ("2-1", MORROW)]


def test_who_or_what_is_not_there_is_empty() -> None:
    one = roster({EARLY: ["1-1"], LATE: []})
    assert one.on(ShiftId(LATE)) == ()
    assert one.of_agent(AgentId("2-1")) == ()
    assert one == roster({EARLY: ["1-1"]})
    assert Roster() == Roster.of([])


def test_the_type_lets_an_agent_sit_twice_so_that_a_rule_can_tell() -> None:
    assert len(roster({EARLY: ["1-1", "1-1"]})) == 2


def test_what_another_roster_lacks() -> None:
    one, other = roster({EARLY: ["1-1", "1-2"]}), roster({EARLY: ["1-2"], LATE: ["1-1"]})
    assert one.difference(other) == {("1-1", EARLY)}
    assert other.difference(one) == {("1-1", LATE)}
    assert one.difference(one) == frozenset()

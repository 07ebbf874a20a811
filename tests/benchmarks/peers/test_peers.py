"""The peers solve our question: on small plans each ends with the values that ours proves, level by level.

Of a weighted sum the optimum proves a level only as far as its weight outweighs all that comes later.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings

from benchmarks.one import SOLVERS, solved
from benchmarks.trace import Outcome
from tests.benchmarks.peers.plain_plans import plain_plans
from tests.builders import agent, competence, hotline, lock, municipality, plan
from tests.examples import examples
from tests.solver.plans import can_be_kept
from wfm.finding import SCORED, Level
from wfm.plan import Plan

PEERS = [name for name in SOLVERS if name != "ours"]
SECONDS = 60.0


def assert_in_order(outcome: Outcome) -> None:
    """Compare the trace with what it ended with."""
    steps = outcome.trace.steps
    assert [step.seconds for step in steps] == sorted(step.seconds for step in steps)
    assert all(0 <= step.seconds <= outcome.seconds for step in steps)
    for step in steps:
        assert step.value is None or step.bound <= step.value
        assert step.bound <= outcome.values[step.level]
    assert (outcome.trace.full_at is not None) == (outcome.values[Level.COVERAGE] == 0)


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(plain_plans())
def test_every_peer_ends_where_ours_ends(question: Plan) -> None:
    assume(can_be_kept(question))
    ours = solved("ours", question, SECONDS, 1, 1)
    assert ours.optimal
    assert_in_order(ours)
    for name in PEERS:
        peer = solved(name, question, SECONDS, 1, 1)
        assert peer.values == ours.values, name
        assert_in_order(peer)
        assert peer.optimal or name == "weighted", name
        assert peer.optimal or any(peer.values[level] for level in SCORED[:-1]), name


@cache
def scarce() -> Plan:
    """Return a plan in which no level but the last can be 0."""
    people = [agent("1-1", shifts_per_week=1), agent("2-1", competences="a")]
    return plan(
        [municipality("1"), municipality("2")],
        people,
        hotline=hotline(days=3, hours="08:00-11:00", competences=(competence("a"),)),
        locks=[lock("2027-01-04T08:00", municipality="1")],
    )


@pytest.mark.parametrize("name", SOLVERS)
def test_levels_that_can_not_be_0_are_proven_and_no_roster_is_full(name: str) -> None:
    outcome = solved(name, scarce(), SECONDS, 2, 1)
    assert outcome.values[Level.COVERAGE] == 3
    assert outcome.trace.full_at is None
    assert outcome.optimal
    assert outcome.proven_at(*SCORED) is not None


@pytest.mark.parametrize("name", PEERS)
def test_a_contradiction_of_locks_is_told(name: str) -> None:
    locks = [lock("2027-01-04T08:00", agent=who) for who in ("1-1", "2-1")]
    question = plan({"1": 1, "2": 1}, ["1-1", "2-1"], hotline=hotline(agents=2), locks=locks)
    with pytest.raises(ValueError, match="INFEASIBLE"):
        solved(name, question, SECONDS, 1, 1)

"""Quarters one after the other: what is carried over, who stays over, and whether it was needed."""

from __future__ import annotations

from dataclasses import replace

import solver
from benchmarks.fairness import Quarter, Verdict, needed, running
from tests.builders import agent, hotline, municipality, plan
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

ONE, TWO = AgentId("1-1"), AgentId("1-2")


def small(*, second: int = 5) -> Plan:
    """Return a week of ten shifts of one seat and two agents of one municipality."""
    line = replace(hotline(), agents=1)
    people = [agent("1-1", shifts_per_week=5), agent("1-2", shifts_per_week=second)]
    return plan([municipality("1")], people, hotline=line)


def quarter(question: Plan) -> Quarter:
    found = solver.solve(question, 10, 1, 1)
    assert found.roster is not None
    return Quarter(question, found.roster, measure(question, found.roster), found.status)


def emptied(found: Quarter, most: int) -> Quarter:
    """Return the quarter in which the second agent keeps only some shifts."""
    pairs = sorted(found.roster)
    theirs = [pair for pair in pairs if pair[0] == TWO][most:]
    roster = Roster(pair for pair in pairs if pair not in theirs)
    return replace(found, roster=roster, score=measure(found.plan, roster))


def test_nobody_is_over_where_all_sit_as_often() -> None:
    found = quarter(small())
    assert found.over == frozenset()
    assert set(found.balances.values()) == {0}


def test_who_must_sit_more_is_forced() -> None:
    found = quarter(small(second=1))
    if ONE in found.over:
        assert needed(found, ONE, 10).verdict is Verdict.FORCED
    assert sum(found.balances.values()) == 0


def test_rows_of_quarters_count_from_their_least_length() -> None:
    class Told(Quarter):
        @property
        def over(self) -> frozenset[AgentId]:
            return frozenset({ONE} if self.status else ())

    base = quarter(small())
    row = [Told(base.plan, base.roster, base.score, over) for over in ("x", "x", "", "x")]  # type: ignore[arg-type]
    assert running(row, ONE, 2) == row[:2]
    assert running(row, ONE, 1) == [*row[:2], row[3]]
    assert running(row, ONE, 3) == []
